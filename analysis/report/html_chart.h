// SPDX-License-Identifier: GPL-3.0-or-later
// A figure in a page with a chart, as an SVG picture (picture.h), and a legend of text below.
#pragma once

#include "pictures/picture.h"
#include "report/html.h"

// Writes the figure; nothing if no point is finite. The chart's curves of few points have dots; of
// those of many points only every few are drawn.
void html_chart(Html *html, const char *title, const PictureChart *chart);
