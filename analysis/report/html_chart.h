// SPDX-License-Identifier: GPL-3.0-or-later
// HtmlChart: curves over one axis, as an SVG picture within a page, with a legend of text below.
//
// Colours and dashes come from the page's style: curve k has the class "curve k", k from 0 to
// HTML_CHART_STYLES - 1, and then again from 0.
#pragma once

#include "report/html.h"

#include <stdbool.h>

enum { HTML_CHART_STYLES = 8 };

typedef struct {
    const char *name;    // in the legend, "" for none; borrowed, as the points
    const double *x, *y; // [n] x rising; a y that is not finite breaks the line
    size_t n;
    const double *low, *high; // [n] ends of error bars; NaN: none there; NULL: none at all
} HtmlCurve;

typedef struct {
    const char *title, *x_name;
    const HtmlCurve *curve; // [count]
    size_t count;
    bool logarithmic;             // is x, which is above 0
    bool apart;                   // points stand apart, with no line through them
    const double *tick;           // [ticks] where x is named; none: at round numbers
    const char *const *tick_name; // left out where there is no room, shortened where `apart`
    size_t ticks;
} HtmlChart;

// A figure; a chart without any finite point is left out.
void html_chart(Html *html, const HtmlChart *chart);
