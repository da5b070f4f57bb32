// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of a report's page, in their order, each in its own file report_PART.c.
#pragma once

#include "report/html.h"
#include "report/report.h"

void report_numbers(Html *html, const Report *report);     // those that sum measures up
void report_pictures(Html *html, const Report *report);    // each measure's newest
void report_development(Html *html, const Report *report); // series of pictures and of numbers
void report_all_numbers(Html *html, const Report *report); // of each measure's last iteration
void report_settings(Html *html, const Report *report);
void report_provenance(Html *html, const Report *report);
