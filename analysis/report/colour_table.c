// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/colour_table.h"

#include "base/memory.h"

#include <stdbool.h>

enum { BITS = 6, DROPPED = 8 - BITS, CELLS = 1 << (3 * BITS), CHANNELS = 3 };

// All colours with the same upper bits.
typedef struct {
    double n, sum[CHANNELS];
    size_t key; // the upper bits
} Cell;

// A box of colour space: cells first, first + 1, ... of the list.
typedef struct {
    size_t first, count;
    double n, mean[CHANNELS], error[CHANNELS]; // of its pixels; error: the sum of squares
} Box;

static size_t key_of(Rgb colour) {
    return (size_t)(colour.red >> DROPPED) << (2 * BITS) |
           (size_t)(colour.green >> DROPPED) << BITS | (size_t)(colour.blue >> DROPPED);
}

// Keeps the cells that have pixels, by rising key; returns how many.
static size_t list_cells(const Rgb *pixels, size_t n, Cell *cell) {
    for (size_t i = 0; i < n; i++) {
        Cell *at = &cell[key_of(pixels[i])];
        at->n++;
        at->sum[0] += pixels[i].red;
        at->sum[1] += pixels[i].green;
        at->sum[2] += pixels[i].blue;
    }
    size_t used = 0;
    for (size_t key = 0; key < CELLS; key++)
        if (cell[key].n > 0) {
            cell[used] = cell[key];
            cell[used++].key = key;
        }
    return used;
}

static double cell_mean(const Cell *cell, size_t channel) {
    return cell->sum[channel] / cell->n;
}

static Box box_of(const Cell *cell, size_t first, size_t count) {
    Box box = {.first = first, .count = count};
    for (size_t i = first; i < first + count; i++)
        box.n += cell[i].n;
    for (size_t k = 0; k < CHANNELS; k++) {
        for (size_t i = first; i < first + count; i++)
            box.mean[k] += cell[i].sum[k] / box.n;
        for (size_t i = first; i < first + count; i++) {
            double away = cell_mean(&cell[i], k) - box.mean[k];
            box.error[k] += cell[i].n * away * away;
        }
    }
    return box;
}

static size_t widest(const Box *box) {
    size_t k = box->error[1] > box->error[0];
    return box->error[2] > box->error[k] ? 2 : k;
}

// Moves the cells at or below the box's mean to its front; returns how many.
static size_t part(Cell *cell, const Box *box) {
    size_t channel = widest(box), below = box->first;
    for (size_t i = box->first; i < box->first + box->count; i++)
        if (cell_mean(&cell[i], channel) <= box->mean[channel]) {
            Cell moved = cell[i];
            cell[i] = cell[below];
            cell[below++] = moved;
        }
    return below - box->first;
}

static double error_of(const Box *box) {
    return box->error[0] + box->error[1] + box->error[2];
}

// Cuts the box with the largest error; false if it cannot be cut.
static bool cut_one(Cell *cell, Box *box, size_t *boxes) {
    size_t worst = 0;
    for (size_t i = 1; i < *boxes; i++)
        if (error_of(&box[i]) > error_of(&box[worst]))
            worst = i;
    size_t first = box[worst].first, count = box[worst].count, below = part(cell, &box[worst]);
    if (below == 0 || below == count)
        return false;
    box[worst] = box_of(cell, first, below);
    box[(*boxes)++] = box_of(cell, first + below, count - below);
    return true;
}

ColourTable colour_table_make(const Rgb *pixels, size_t n, uint8_t *index) {
    ColourTable table = {.count = n > 0};
    OWNED Cell *cell = allocate(CELLS, sizeof *cell);
    OWNED uint8_t *of_key = allocate(CELLS, sizeof *of_key);
    Box box[COLOUR_TABLE_MOST] = {box_of(cell, 0, list_cells(pixels, n, cell))};
    while (table.count > 0 && table.count < COLOUR_TABLE_MOST && cut_one(cell, box, &table.count))
        ;
    for (size_t k = 0; k < table.count; k++) {
        table.colour[k] = (Rgb){(uint8_t)(box[k].mean[0] + 0.5), (uint8_t)(box[k].mean[1] + 0.5),
                                (uint8_t)(box[k].mean[2] + 0.5)};
        for (size_t i = box[k].first; i < box[k].first + box[k].count; i++)
            of_key[cell[i].key] = (uint8_t)k;
    }
    for (size_t i = 0; i < n; i++)
        index[i] = of_key[key_of(pixels[i])];
    return table;
}
