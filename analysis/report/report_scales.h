// SPDX-License-Identifier: GPL-3.0-or-later
// ReportScales: the pictures of a report drawn again, so that those which stand beside each other
// have the same limits: of all runs, and of all iterations. They are SVG where that is small.
//
// A run whose files do not suffice keeps the pictures that it has.
#pragma once

#include "report/report.h"

void report_draw_again(Report *report);
