// SPDX-License-Identifier: GPL-3.0-or-later
// Sets of neurons ordered by inclusion: a row for each size, the smallest at the foot.
#include "base/memory.h"
#include "pictures/page.h"

#include <math.h>

enum { NODE = 58, GAP = 22, ROW = 118, LABEL = 70, LEAST = 560 };

// A set drawn as the ring of its neurons, neuron 0 on top, those that are active filled.
static void draw_set(Canvas *canvas, uint32_t set, size_t n, Point centre, double node,
                     bool parent) {
    Rgb parent_colour;
    colour_from_oklch(0.50, 0.18, 25.0, &parent_colour);
    double radius = 0.38 * node, dot = fmin(0.1 * node, 0.8 * M_PI * radius / (double)n);
    canvas_disc(canvas, centre.x, centre.y, 0.55 * node, (Rgb){255, 255, 255});
    for (size_t i = 0; i < n; i++) {
        double angle = 2 * M_PI * (double)i / (double)n, x = centre.x + radius * sin(angle),
               y = centre.y - radius * cos(angle);
        if (set >> i & 1)
            canvas_disc(canvas, x, y, dot, parent ? parent_colour : STYLE_TEXT);
        else
            canvas_ring(canvas, x, y, 0.6 * dot, 1.0, 0.0, STYLE_FAINT);
    }
}

bool picture_lattice(const PictureFrame *frame, const PictureLattice *lattice, const char *path,
                     Error *error) {
    if (!form_draws(frame->form, frame->picture, NULL, NULL))
        return true;
    size_t in_row[33] = {0}, widest = 0, sizes = 0;
    for (size_t k = 0; k < lattice->nodes; k++) {
        size_t size = (size_t)__builtin_popcount(lattice->set[k]);
        in_row[size]++;
        widest = in_row[size] > widest ? in_row[size] : widest;
        sizes = size > sizes ? size : sizes;
    }
    int width = (int)widest * (NODE + GAP);
    width = page_room(frame, LABEL + (width < LEAST ? LEAST : width)) - LABEL;
    double node = fmin(NODE, 0.72 * width / (double)widest);
    Page page = page_new(frame, LABEL + width, (int)sizes * ROW + 20, 0.0);
    OWNED Point *place = allocate(lattice->nodes, sizeof *place);
    size_t placed[33] = {0};
    for (size_t k = 0; k < lattice->nodes; k++) {
        size_t size = (size_t)__builtin_popcount(lattice->set[k]);
        double step = (double)width / (double)in_row[size];
        place[k] = (Point){page.left + LABEL + step * ((double)placed[size]++ + 0.5),
                           page.top + ((double)(sizes - size) + 0.5) * ROW};
    }
    for (size_t k = 0; k < lattice->nodes; k++)
        for (size_t m = 0; m < lattice->nodes; m++)
            if (lattice->link[k * lattice->nodes + m])
                canvas_line(page.canvas, (Point[]){place[k], place[m]}, 2, 1.5, 0,
                            (Rgb){190, 194, 200});
    for (size_t k = 0; k < lattice->nodes; k++)
        draw_set(page.canvas, lattice->set[k], lattice->n, place[k], node, lattice->parent[k]);
    for (size_t size = 1; size <= sizes; size++) {
        OWNED char *text = format_text("%zu", size);
        canvas_label(page.canvas, page.left, page.top + (int)(((double)(sizes - size) + 0.5) * ROW),
                     STYLE_FONT, STYLE_TEXT, text);
    }
    return page_write(&page, path, error);
}
