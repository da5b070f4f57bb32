// SPDX-License-Identifier: GPL-3.0-or-later
// Kernels: the arithmetic over connection fields, where nearly all the time goes.
//
// A field is a row of tiles; a tile is 4 x 4 units, 16 floats on one cache line, each unit always in
// the same lane. A lane's terms are added in the order of the tiles, then the lanes as a fixed
// tree. So every set of kernels gives the same bits, whatever the width of the processor's vectors,
// and leaving out a tile whose sources are all silent changes none (it adds +0). Products and sums
// are rounded one by one: no fused multiply-add, which not every processor has.
//
// kernels_vector.c is compiled once per set; kernels_choose() picks what the processor can run.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TILE_SIDE = 4, LANES = 16 };

// The tiles of a field that are to be added, and where their sources' activity lies.
typedef struct {
    size_t count;
    const uint16_t *place; // [count] rising: which of the field's tiles
    const int32_t *offset; // of each of the field's tiles: floats from `source`
    const float *source;
} TileList;

// A fixed field that every target has, for convolution (convolution.h).
enum { STRIP_ROWS = TILE_SIDE, STRIP_COLUMNS = LANES };

typedef struct {
    long radius;
    size_t columns; // 2 radius + 1
    float *weights; // [2 radius + 1 + 2 (STRIP_ROWS - 1)][columns] with rows of zeros on both sides
    long *reach;    // of each of those rows: its columns lie within this of the middle; -1: zeros
} Stencil;

// The activity that a strip of targets sees, row by row, and which tiles of it are silent.
typedef struct {
    const float *first; // activity one radius above and left of the strip's first unit
    size_t pitch;       // floats from one row to the next
    const float *peak;  // of the tile that `first` lies in; NULL: take all as active
    size_t peak_pitch;  // from one row of tiles to the next
    size_t row, column; // of `first` in its tile
} StripSources;

typedef struct {
    const char *name;
    bool skips; // false: leaves nothing out, the oracle of those that do
    // response[i] = sum over listed tiles k and lanes l of weights[i][16 k + l] source[offset[k] +
    // l], for fields i < n. With `enough`, a sum of terms >= 0 may stop once it is not less than
    // enough[i].
    void (*respond)(const TileList *list, size_t n, const float *const *weights,
                    const float *enough, float *response);
    // Hebbian growth: weights += rate * source in the lanes that `covered` [tiles of the field] has
    // a bit for. Returns the sum of what was added.
    float (*grow)(const TileList *list, float *weights, const uint16_t *covered, float rate);
    // sum[r][c] = sum over the stencil, row by row, of its weights times the activity about the
    // unit in row r, column c of a strip.
    void (*convolve)(const Stencil *stencil, const StripSources *sources,
                     float sum[STRIP_ROWS][STRIP_COLUMNS]);
    // Over n tiles: the sum of |weights|, and weights *= factor.
    float (*total)(size_t n, const float *weights);
    void (*scale)(size_t n, float *weights, float factor);
} Kernels;

// The named set ("avx512", "avx2", "baseline"), or for NULL the best one here; "reference": the
// best, told to skip nothing. NULL if this processor or build lacks it.
const Kernels *kernels_choose(const char *name);

// The names of the sets that run here, best first; NULL-terminated.
const char *const *kernels_available(void);
