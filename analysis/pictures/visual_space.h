// SPDX-License-Identifier: GPL-3.0-or-later
// VisualSpace: what pictures of receptive fields share: a square of visual space about (0, 0) with
// axes, and units on a grid that is not crowded.
#pragma once

#include "pictures/axes.h"
#include "pictures/page.h"

// Axes `side` pixels wide, with a little room about a square of half width `reach`; their place on
// the page is left open.
Axes visual_space_axes(double reach, int side);

// Draws them, named after the unit of length.
void visual_space_draw(Canvas *canvas, const Axes *axes, const char *unit);

// The step from one drawn row or column to the next of n, so that about `most` are drawn.
size_t visual_space_step(size_t n, int most);

// The edge of a disc, cut at the edges of the axes.
void visual_space_circle(Canvas *canvas, const Axes *axes, const PictureDisc *disc,
                         double thickness, double dash, Rgb colour);
