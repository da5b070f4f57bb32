// SPDX-License-Identifier: GPL-3.0-or-later
#include "reorganisation/shift.h"

#include "base/memory.h"

#include <math.h>

// The units of the projection zone that respond, to be released.
static size_t *find_units(const Comparison *comparison, size_t *count) {
    size_t all = field_map_units(comparison->now), *units = allocate(all, sizeof *units);
    *count = 0;
    for (size_t unit = 0; unit < all; unit++)
        if (reorganisation_zone(comparison, unit) == ZONE_PROJECTION &&
            reorganisation_responds(comparison, unit))
            units[(*count)++] = unit;
    return units;
}

static double distance_between(const FieldMap *map, size_t a, size_t b) {
    return hypot(map->x[a] - map->x[b], map->y[a] - map->y[b]);
}

static void measure_pairs(const Comparison *comparison, const size_t *units, size_t count,
                          Shift *shift) {
    double pairs = 0, nearer = 0, before[2] = {0}, now[2] = {0}; // of all pairs, of neighbours
    for (size_t i = 0; i < count; i++)
        for (size_t j = i + 1; j < count; j++) {
            double was = distance_between(comparison->reference, units[i], units[j]),
                   is = distance_between(comparison->now, units[i], units[j]);
            size_t kinds = was < comparison->scotoma.radius / 2 ? 2 : 1;
            pairs++;
            nearer += is < was;
            for (size_t k = 0; k < kinds; k++) {
                before[k] += was;
                now[k] += is;
            }
        }
    shift->nearer = nearer / pairs; // 0 / 0 is NAN
    shift->spread = now[0] / before[0];
    shift->neighbours = now[1] / before[1];
}

// cos 2 (a - b) is the product of unit vectors of the doubled angles. For a shift (x, y) that of
// length d is (x^2 - y^2, 2 x y) / d.
static void measure_direction(const Comparison *comparison, const size_t *units, size_t count,
                              const double *z, Shift *shift) {
    size_t all = field_map_units(comparison->now);
    double along = 0, moved = 0;
    for (size_t i = 0; i < count; i++) {
        size_t unit = units[i];
        double x = comparison->now->x[unit] - comparison->reference->x[unit],
               y = comparison->now->y[unit] - comparison->reference->y[unit], length = hypot(x, y),
               selectivity = hypot(z[unit], z[all + unit]);
        if (!(length > 0 && selectivity > 0))
            continue;
        along += ((x * x - y * y) * z[unit] + 2 * x * y * z[all + unit]) / (length * selectivity);
        moved += length;
    }
    shift->along_preference = along / moved;
}

void shift_of(const Comparison *comparison, const double *z, Shift *shift) {
    size_t count;
    OWNED size_t *units = find_units(comparison, &count);
    *shift = (Shift){.along_preference = (double)NAN};
    measure_pairs(comparison, units, count, shift);
    if (z)
        measure_direction(comparison, units, count, z, shift);
}

#define ROW(member, ...) STATISTIC(Shift, member, __VA_ARGS__)
#define PAIRS "pairs of units of the projection zone that respond"
#define FEW "fewer than two units of the zone respond"

static const StatisticKind row_kinds[SHIFT_ROWS] = {
    ROW(nearer, "shift.nearer", "1",
        "share of " PAIRS " whose centres lie nearer to each other than in the reference", FEW),
    ROW(spread, "shift.spread", "1",
        "mean distance of the centres of " PAIRS
        ", as a share of the same pairs' in the reference: below 1 for fields that converge",
        FEW),
    ROW(neighbours, "shift.neighbours", "1",
        "the same for pairs that lay less than half the scotoma's radius apart in the reference",
        "no two such units of the zone respond"),
    ROW(along_preference, "shift.along_preference", "1",
        "mean cos 2 (direction of the shift - preferred orientation in the reference), weighted "
        "by the shift's length, over what responds of the projection zone: 1 along, -1 across",
        "no field of the zone shifted, or `orientation` names no map of the reference"),
};

void shift_rows(const Shift *shift, Statistic rows[SHIFT_ROWS]) {
    statistic_rows(row_kinds, SHIFT_ROWS, shift, NULL, rows);
}
