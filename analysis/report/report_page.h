// SPDX-License-Identifier: GPL-3.0-or-later
// ReportPage: a report as one HTML page that needs nothing beside itself: pictures lie within it,
// and there is no script.
#pragma once

#include "report/report.h"

// Replaces the file `path` by the page.
bool report_page_write(const Report *report, const char *path, Error *error);
