// SPDX-License-Identifier: GPL-3.0-or-later
// CanvasSvg: what Cairo does not write into an SVG: text as text, and images whose pixels stay
// sharp squares. Images lie under the shapes that Cairo wrote, text over them.
#pragma once

#include "files/image_file.h"
#include "pictures/colour.h"
#include "pictures/font.h"

#include <cairo.h>
#include <glib.h>
#include <stddef.h>

// What Cairo draws goes into a FILE.
cairo_status_t canvas_put(void *file, const unsigned char *bytes, unsigned n);

// Append an element. Images lie in points, text in the units of the
// drawing.
void canvas_svg_image(GString *images, cairo_surface_t *image, double left, double top,
                      double width, double height);
void canvas_svg_text(GString *texts, cairo_t *drawing, double left, double baseline, Font font,
                     Rgb colour, const char *text);

// The whole file from what Cairo wrote; owned by the caller.
char *canvas_svg_compose(const char *shapes, const char *images, const char *texts,
                         const PngText *notes, size_t n, size_t *size);
