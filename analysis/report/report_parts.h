// SPDX-License-Identifier: GPL-3.0-or-later
// The sections of a report's page, in their order, each in its own file report_PART.c; `report` is
// a Report.
#pragma once

#include "report/html.h"
#include "report/report.h"

void report_numbers(Html *html, const void *report); // the headline numbers
void report_findings(Html *html, const Report *report, const ReportedRun *run); // of a circuit
void report_pictures(Html *html, const void *report);    // the newest of each measure
void report_development(Html *html, const void *report); // pictures and numbers over iterations
void report_methods(Html *html, const void *report);     // of analyses: a paragraph,
void report_commands(Html *html, const void *report);    // and their commands
void report_all_numbers(Html *html, const void *report); // at each measure's last iteration
void report_settings(Html *html, const void *report);
void report_provenance(Html *html, const void *report);
