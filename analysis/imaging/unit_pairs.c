// SPDX-License-Identifier: GPL-3.0-or-later
#include "imaging/unit_pairs.h"

#include "base/memory.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

enum { HALVINGS_MOST = 60 };

static int by_distance(const void *a, const void *b) {
    const UnitPair *one = a, *other = b;
    if (one->distance != other->distance)
        return one->distance > other->distance ? 1 : -1;
    if (one->a != other->a)
        return one->a > other->a ? 1 : -1;
    return (one->b > other->b) - (one->b < other->b);
}

// Half the diagonal, or where that makes too many pairs, what units that are spread evenly would
// have. Units on a line, or nearly, have at least the area of a square around each.
static double reach_of(const double *x, const double *y, size_t n) {
    double low = y[0], high = y[0], width = x[n - 1] - x[0];
    for (size_t i = 0; i < n; i++) {
        low = fmin(low, y[i]);
        high = fmax(high, y[i]);
    }
    double height = high - low, diagonal = hypot(width, height),
           all = 0.5 * (double)n * (double)(n - 1),
           side = sqrt(fmax(width, height / (double)n)) * sqrt(fmax(height, width / (double)n)),
           most = side * sqrt(UNIT_PAIRS_MOST / all / M_PI);
    return all > UNIT_PAIRS_MOST ? fmin(0.5 * diagonal, most) : 0.5 * diagonal;
}

// Collects the pairs up to the reach; false, without any, where they are too many.
static bool collect(UnitPairs *pairs, const double *x, const double *y, size_t n) {
    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n && x[j] - x[i] <= pairs->reach; j++) {
            double distance = hypot(x[j] - x[i], y[j] - y[i]);
            if (distance > pairs->reach)
                continue;
            if (pairs->count == 4 * (size_t)UNIT_PAIRS_MOST) {
                release(pairs->pair);
                pairs->pair = NULL;
                pairs->count = 0;
                return false;
            }
            pairs->pair = allocate_one_more(pairs->pair, pairs->count, sizeof *pairs->pair);
            pairs->pair[pairs->count++] = (UnitPair){(uint32_t)i, (uint32_t)j, distance};
        }
    return true;
}

UnitPairs unit_pairs_new(const double *x, const double *y, size_t n, size_t bins) {
    UnitPairs pairs = {.reach = reach_of(x, y, n), .first = allocate(bins + 1, sizeof(size_t))};
    for (size_t k = 0; k < HALVINGS_MOST && !collect(&pairs, x, y, n); k++)
        pairs.reach /= 2;
    if (pairs.count > 0)
        qsort(pairs.pair, pairs.count, sizeof *pairs.pair, by_distance);
    for (size_t k = 0; k <= bins; k++)
        pairs.first[k] = k == bins
                             ? pairs.count
                             : unit_pairs_within(&pairs, (double)k * pairs.reach / (double)bins);
    pairs.first[0] = 0;
    return pairs;
}

void unit_pairs_free(UnitPairs *pairs) {
    release(pairs->pair);
    release(pairs->first);
    *pairs = (UnitPairs){0};
}

size_t unit_pairs_within(const UnitPairs *pairs, double distance) {
    size_t low = 0, high = pairs->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (pairs->pair[middle].distance <= distance)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}
