// SPDX-License-Identifier: GPL-3.0-or-later
// ReportPage: a report as one HTML page that needs no other file. It contains its pictures and has
// no script.
#pragma once

#include "report/report.h"

// Writes the page to the file `path`, which it replaces.
bool report_page_write(const Report *report, const char *path, Error *error);
