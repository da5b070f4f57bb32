// SPDX-License-Identifier: GPL-3.0-or-later
// VisualSpace: what pictures of receptive fields share: a square of visual space about (0, 0) with
// axes, units on a grid that is not crowded, and a key.
#pragma once

#include "pictures/axes.h"
#include "pictures/page.h"

// Axes `side` pixels wide, with a little room about a square of half width `reach`; their place on
// the page is left open.
Axes visual_space_axes(double reach, int side);

// Draws them, named after the unit of length.
void visual_space_draw(Canvas *canvas, const Axes *axes, const char *unit);

// Of n rows or columns every so many is drawn, so that there are about `most`.
size_t visual_space_step(size_t n, int most);

void visual_space_circle(Canvas *canvas, const Axes *axes, const PictureDisc *disc, size_t points,
                         double thickness, double dash, Rgb colour);

// A piece of line with its name beside it; returns where the name ends.
int visual_space_key(Page *page, int x, double y, int length, double thickness, double dash,
                     Rgb colour, const char *name);
