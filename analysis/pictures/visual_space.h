// SPDX-License-Identifier: GPL-3.0-or-later
// VisualSpace: what pictures of receptive fields share: squares of visual space about (0, 0) with
// axes and a key below, and units on a grid that is not crowded.
#pragma once

#include "pictures/axes.h"
#include "pictures/page.h"

// A page with `count` squares side by side, each with a little room about a square of half width
// `reach`, and space for `head` above them. The axes are named after the unit of length.
enum { VISUAL_SPACES = 2 };
typedef struct {
    Page page;
    Axes axes[VISUAL_SPACES];
} VisualSpace;
VisualSpace visual_space_new(const PictureFrame *frame, double reach, int count, int usual_side,
                             int head, const char *unit, const KeyEntry *key, size_t entries);

// The step from one drawn row or column to the next of n, so that about `most` are drawn.
size_t visual_space_step(size_t n, int most);

// The edge of a disc, cut at the edges of the axes. One that is much larger or further away than
// the axes are wide is not drawn.
void visual_space_circle(Canvas *canvas, const Axes *axes, const PictureDisc *disc,
                         double thickness, double dash, Rgb colour);
