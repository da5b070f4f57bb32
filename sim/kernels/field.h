// SPDX-License-Identifier: GPL-3.0-or-later
// Fields: which source units the connection fields of one tile of targets cover.
//
// A field is the disc of units (di, dj) with di^2 + dj^2 <= (R + 0.5)^2 about the source unit that
// contains the target's place (docs/model.md). The up to 16 targets of one tile share one list of
// source tiles, those that any of their fields touches, with a line of 16 weights for each unit of
// these tiles (kernels.h). Tiles of targets whose fields have the same layout share this list, so
// that no connection stores an index.
#pragma once

#include "kernels/tiles.h"

#include <assert.h>

// The source units at the centres of the fields of one tile of targets, by lane.
typedef struct {
    bool there[LANES]; // false: this lane is beside the sheet and has no target
    long row[LANES], column[LANES];
} FieldCentres;

typedef struct {
    long radius;
    const unsigned char *outline; // [(2 radius + 1)^2] is the unit on the field? NULL: on all of
                                  // the disc; borrowed
    FieldCentres centres; // counted from the first unit of the origin tile
    size_t tiles;  // in the list, from the middle outwards, so that near sources are added first
    int32_t *tile; // [tiles] tiles from the origin tile, owned
    uint16_t *covered; // [16 tiles] by line, bit t: its unit is on the field of target t; owned
    long top, left, height, width; // of the square that holds all tiles, from the origin tile
    int32_t *place;                // [height * width] of a tile in the list, or -1; owned
} FieldPattern;

// R = max(1, floor(radius * density)) for a radius in sheet units.
long field_radius(double radius, double source_density);

// The number of units of a whole field, with an outline or without; and an estimate of the tiles of
// a pattern for targets whose centres lie in a square of `spread` source units.
size_t field_units(long radius, const unsigned char *outline);
double field_tiles_estimate(long radius, const unsigned char *outline, double spread);

static inline bool field_covers(long radius, long di, long dj) {
    return di * di + dj * dj <= radius * radius + radius; // (R + 1/2)^2 = R^2 + R + 1/4
}

// Is the unit (di, dj) from the centre on the part of the disc that an outline leaves, as above?
static inline bool field_has(const unsigned char *outline, long radius, long di, long dj) {
    return field_covers(radius, di, dj) &&
           (outline == NULL || outline[(di + radius) * (2 * radius + 1) + dj + radius]);
}

// The columns of the disc on each side of the middle, di rows from it; -radius <= di <= radius.
// `near` is a guess, from the row before for example.
static inline long field_reach(long radius, long di, long near) {
    while (near > 0 && !field_covers(radius, di, near))
        near--;
    while (field_covers(radius, di, near + 1))
        near++;
    return near;
}

// Returns the origin tile, which contains the first target's centre, and converts the centres from
// the source's grid to units from that tile.
size_t field_origin(const TileGrid *source, FieldCentres *centres);

// `source` is the grid of the sheet that the fields lie on, `outline` as in the pattern.
FieldPattern *field_pattern_new(long radius, const unsigned char *outline,
                                const FieldCentres *centres, const TileGrid *source);
void field_pattern_free(FieldPattern *pattern);
bool field_pattern_is(const FieldPattern *pattern, const FieldCentres *centres);

// One row of a target's field in a pattern.
typedef struct {
    const int32_t *place; // of the tiles in this row of the pattern's square
    size_t centre, lane;  // column of the field's centre in the square; lane of a tile's column 0
} FieldRow;

// The row of source units di below the centre of target t.
static inline FieldRow field_row(const FieldPattern *pattern, size_t t, long di) {
    size_t i = (size_t)(pattern->centres.row[t] + di - pattern->top * TILE_SIDE);
    return (FieldRow){pattern->place + i / TILE_SIDE * (size_t)pattern->width,
                      (size_t)(pattern->centres.column[t] - pattern->left * TILE_SIDE),
                      i % TILE_SIDE * TILE_SIDE};
}

// The pattern's line of weights for the source unit of that row dj right of the centre.
static inline size_t field_line(const FieldRow *row, long dj) {
    size_t j = row->centre + (size_t)dj;
    int32_t place = row->place[j / TILE_SIDE];
    assert(place >= 0);
    return (size_t)place * LANES + row->lane + j % TILE_SIDE;
}
