// SPDX-License-Identifier: GPL-3.0-or-later
// HtmlChart: curves over one axis, as an SVG picture in a page, with a legend of text below.
//
// Colours and dashes come from the page's style: curve k has the classes "curve" and "cN", where N
// is k modulo HTML_CHART_STYLES.
#pragma once

#include "report/html.h"

#include <stdbool.h>

enum { HTML_CHART_STYLES = 8 };

typedef struct {
    const char *name;    // in the legend; "": none; borrowed, as are the arrays
    const double *x, *y; // [n] x rises; a y that is not finite breaks the line
    size_t n;
    const double *low, *high; // [n] ends of error bars; NaN: no bar at this point; NULL: no bars
} HtmlCurve;

typedef struct {
    const char *title, *x_name;
    const HtmlCurve *curve; // [count]
    size_t count;
    bool logarithmic;             // the x axis; every x is then above 0
    bool apart;                   // draws no line between the points
    const double *tick;           // [ticks] named places of x; ticks == 0: at round numbers
    const char *const *tick_name; // where room is short: shortened if `apart`, otherwise left out
    size_t ticks;
} HtmlChart;

// Writes a figure with the chart; nothing if no point is finite.
void html_chart(Html *html, const HtmlChart *chart);
