// SPDX-License-Identifier: GPL-3.0-or-later
// PlotPage: the page of a single plot, with its key above.
#pragma once

#include "pictures/axes.h"
#include "pictures/page.h"

// Places the axes, whose limits are set. `usual_width` is that of a plot whose form gives no width;
// `shape` is height over width.
Page plot_page_new(const PictureFrame *frame, Axes *axes, int usual_width, double shape,
                   const KeyEntry *key, size_t entries);
