// SPDX-License-Identifier: GPL-3.0-or-later
// Kernels: the arithmetic over connection fields, where nearly all the time goes.
//
// Sheets are laid out in tiles of 4 x 4 units. The fields of the 16 targets in one tile are stored
// together. Each unit of the source tiles that any of them touches has a line of 16 weights, which
// is a cache line and a vector. So an active source costs one multiply-add for 16 targets, and a
// silent one costs nothing. A target's terms are added one by one in the order of the lines. Each
// product and sum is rounded (no fused multiply-add, which not every processor has), so that all
// sets of kernels give the same bits at any width of vectors. Leaving out silent sources, which add
// 0, changes no bit as long as activity is finite. No weight is -0, which adding 0 would change.
//
// kernels_vector.c is compiled once per set; kernels_choose() picks a set that the processor can
// run.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TILE_SIDE = 4, LANES = 16 };

// The active units of a sheet: the first active[k] of 16 entries of tile k.
typedef struct {
    unsigned char *active;
    int32_t *lane; // [tiles * 16]
    float *value;  // [tiles * 16] activity
} ActiveUnits;

// Tiles of the sources of a block of fields: lane l of tile k has line `line` + 16 k + l.
typedef struct {
    size_t tiles;
    const int32_t *tile; // [tiles] counted from tile `origin`
    size_t origin;
    int32_t line;
} SourceTiles;

// Room for a list of sources.
typedef struct {
    int32_t *tile; // [tiles + 1]
    int32_t *line; // [16 (tiles + 1)]
    float *value;  // the same
} SourceRoom;

// The sources to be added.
typedef struct {
    size_t count;
    const int32_t *line; // [count] line of weights, rising
    const float *value;  // [count] the source's activity
    size_t known;        // at least count: lines up to line[known - 1] will be asked for next
} SourceList;

// The growth of weights by a learning rule: that of target t from a source of activity x is
// source[t] x + weight[t] w + constant[t].
typedef struct {
    float source[LANES], weight[LANES], constant[LANES];
} GrowthTerms;

// The activity of a sheet in a few trials side by side: the unit in lane l of tile k has place 16 k
// + l.
enum { TRIALS = 4 };

typedef struct {
    float *value;     // [places][TRIALS] activity
    uint16_t *active; // [tiles] bit l: lane l is active in any trial, or `always` is set
    int32_t *lane;    // [tiles * 16] those lanes, rising
    uint16_t always;  // lanes that are added even if they are silent: none or all
} TrialActivity;

// The sources to be added, for trials.
typedef struct {
    size_t count;
    int32_t *line;  // [count] line of weights
    int32_t *place; // [count] of the source
} TrialSources;

// A fixed field that every target has, for convolution (convolution.h).
enum { STRIP_ROWS = TILE_SIDE, STRIP_COLUMNS = LANES };

typedef struct {
    long radius;
    size_t columns; // 2 radius + 1
    float *weights; // [2 radius + 1 + 2 (STRIP_ROWS - 1)][columns] with rows of zeros on both sides
    long *reach;    // of each of those rows: columns on each side of the middle; -1: only zeros
} Stencil;

// The activity that a strip of targets sees, row by row, and the active units of its tiles.
typedef struct {
    const float *first;          // activity one radius above and left of the strip's first unit
    size_t pitch;                // floats from one row to the next
    const unsigned char *active; // units of the tile that `first` lies in; NULL: take all as active
    size_t active_pitch;         // from one row of tiles to the next
    size_t row, column;          // of `first` in its tile
} StripSources;

typedef struct {
    const char *name;
    bool skips; // false: nothing is left out: the reference of the other sets
    // Lists the sources that are active.
    SourceList (*list)(const SourceTiles *tiles, const ActiveUnits *units, const SourceRoom *room);
    // Adds to response[t], one by one, weights[16 line + t] * value of the list. With `enough`,
    // sums of terms >= 0 may stop once all are at least enough[]. Returns the number of sources
    // added.
    size_t (*respond)(const SourceList *list, const float *weights, const float *enough,
                      float response[LANES]);
    // The same for two lists side by side, so that one addition need not wait for the other;
    // without `enough`.
    void (*respond_two)(const SourceList lists[2], const float *weights, float response[2][LANES]);
    // Lists the sources that are active in any trial. Room: 16 (tiles + 1) sources and
    // tile[tiles + 1].
    void (*list_trials)(const SourceTiles *tiles, const TrialActivity *activity, int32_t *tile,
                        TrialSources *sources);
    // In the first n trials: sum[k][t] += strength * (scale[t] * response), response as above: the
    // sum over the sources of weights[16 line + t] * value[place][k].
    void (*add_trials)(size_t n, const TrialSources *sources, const float *weights,
                       const float *value, const float scale[LANES], float strength,
                       float sum[TRIALS][LANES]);
    // Hebbian growth: weights[16 line + t] += rate[t] * value * arbor[16 line + t] where bit t of
    // covered[line] is set; arbor NULL: without that factor. grown[t]: the sum of the growth.
    void (*grow)(const SourceList *list, float *weights, const uint16_t *covered,
                 const float *arbor, const float rate[LANES], float grown[LANES]);
    // Growth by any rule: weights[16 line + t] += (source[t] * value + weight[t] * itself +
    // constant[t]) * arbor[16 line + t], as `grow`.
    void (*learn)(const SourceList *list, float *weights, const uint16_t *covered,
                  const float *arbor, const GrowthTerms *terms);
    // sum[r][c] = sum over the stencil, row by row, of its weights times the activity about the
    // unit in row r, column c of a strip.
    void (*convolve)(const Stencil *stencil, const StripSources *sources,
                     float sum[STRIP_ROWS][STRIP_COLUMNS]);
    // Over n lines, by target: the sums of |weights|, the sums of their squares, the largest of
    // |weights|; and weights *= factor.
    void (*total)(size_t n, const float *weights, float total[LANES]);
    void (*squares)(size_t n, const float *weights, float total[LANES]);
    void (*largest)(size_t n, const float *weights, float largest[LANES]);
    void (*scale)(size_t n, float *weights, const float factor[LANES]);
} Kernels;

// The named set ("avx512", "avx2", "baseline"); name NULL: the best one here; "reference": the best
// one without skipping. NULL if this processor or build lacks it.
const Kernels *kernels_choose(const char *name);

// The names of the sets that run here, best first, from place 0 on; NULL after the last.
const char *kernels_name(size_t place);
