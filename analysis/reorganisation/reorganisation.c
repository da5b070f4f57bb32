// SPDX-License-Identifier: GPL-3.0-or-later
#include "reorganisation/reorganisation.h"

#include "base/memory.h"
#include "maps/similarity.h"

#include <math.h>
#include <string.h>

double scotoma_distance(const Scotoma *scotoma, const FieldMap *map, size_t unit) {
    return hypot(map->x[unit] - scotoma->x, map->y[unit] - scotoma->y);
}

Zone reorganisation_zone(const Comparison *comparison, size_t unit) {
    const Scotoma *scotoma = &comparison->scotoma;
    double distance = scotoma_distance(scotoma, comparison->reference, unit);
    if (!(comparison->now->present[unit] > 0) || !isfinite(distance))
        return ZONE_NONE;
    return distance < scotoma->radius                         ? ZONE_PROJECTION
           : distance < scotoma->radius + REORGANISATION_RING ? ZONE_RING
           : distance > scotoma->radius + REORGANISATION_FAR  ? ZONE_FAR
                                                              : ZONE_BETWEEN;
}

bool reorganisation_responds(const Comparison *comparison, size_t unit) {
    double before = comparison->reference->peak[unit], now = comparison->now->peak[unit];
    return before > 0 && now > 0 && now >= comparison->criterion * before;
}

// Sums over the units of a zone that respond; units, blank and threshold are over all its units.
typedef struct {
    double units, responding, displacement, outward;
    double area[2], area_by_reference[2], peak[2]; // in the reference, now
    double blank, threshold;
} ZoneSums;

static void add_areas(const FieldMap *map, size_t unit, size_t when, ZoneSums *sums) {
    sums->area[when] += map->area[unit];
    sums->area_by_reference[when] += map->area_by_reference[unit];
    sums->peak[when] += map->peak[unit];
}

static void add_unit(const Comparison *comparison, size_t unit, ZoneSums *sums) {
    const FieldMap *before = comparison->reference, *now = comparison->now;
    sums->units++;
    sums->blank += now->blank[unit];
    sums->threshold += now->threshold[unit];
    if (!reorganisation_responds(comparison, unit))
        return;
    double dx = now->x[unit] - before->x[unit], dy = now->y[unit] - before->y[unit],
           distance = scotoma_distance(&comparison->scotoma, before, unit);
    sums->responding++;
    sums->displacement += hypot(dx, dy);
    if (distance > 0)
        sums->outward += (dx * (before->x[unit] - comparison->scotoma.x) +
                          dy * (before->y[unit] - comparison->scotoma.y)) /
                         distance;
    add_areas(before, unit, 0, sums);
    add_areas(now, unit, 1, sums);
}

static double ratio(double of, double to) {
    return to > 0 ? of / to : (double)NAN;
}

static ZoneChange zone_change(const ZoneSums *sums) {
    return (ZoneChange){.units = sums->units,
                        .responsive = ratio(sums->responding, sums->units),
                        .displacement = ratio(sums->displacement, sums->responding),
                        .outward = ratio(sums->outward, sums->responding),
                        .area = ratio(sums->area[1], sums->area[0]),
                        .area_by_reference =
                            ratio(sums->area_by_reference[1], sums->area_by_reference[0]),
                        .peak = ratio(sums->peak[1], sums->peak[0]),
                        .blank = ratio(sums->blank, sums->units),
                        .threshold = ratio(sums->threshold, sums->units)};
}

static void measure_zones(const Comparison *comparison, Reorganisation *found) {
    ZoneSums sums[ZONES] = {{0}};
    double blank = 0, present = 0;
    for (size_t unit = 0; unit < field_map_units(comparison->now); unit++) {
        add_unit(comparison, unit, &sums[reorganisation_zone(comparison, unit)]);
        if (comparison->now->present[unit] > 0) {
            blank += comparison->now->blank[unit];
            present++;
        }
    }
    for (size_t zone = ZONE_PROJECTION; zone < ZONES; zone++)
        found->zone[zone] = zone_change(&sums[zone]);
    found->blank = ratio(blank, present);
}

static void measure_filling(const Comparison *comparison, Reorganisation *found) {
    double radius = comparison->scotoma.radius, core = 0, core_responds = 0, outside = 0,
           units[REORGANISATION_DEPTHS] = {0}, respond[REORGANISATION_DEPTHS] = {0};
    for (size_t unit = 0; unit < field_map_units(comparison->now); unit++) {
        if (reorganisation_zone(comparison, unit) != ZONE_PROJECTION)
            continue;
        double responds = reorganisation_responds(comparison, unit),
               depth = radius - scotoma_distance(&comparison->scotoma, comparison->reference, unit);
        size_t quarter =
            (size_t)fmin(REORGANISATION_DEPTHS * depth / radius, REORGANISATION_DEPTHS - 1);
        units[quarter]++;
        respond[quarter] += responds;
        core += depth > radius / 2;
        core_responds += depth > radius / 2 ? responds : 0;
        outside +=
            responds > 0 && scotoma_distance(&comparison->scotoma, comparison->now, unit) >= radius;
    }
    for (size_t k = 0; k < REORGANISATION_DEPTHS; k++)
        found->depth[k] = ratio(respond[k], units[k]);
    found->core = ratio(core_responds, core);
    found->outside = ratio(outside, found->zone[ZONE_PROJECTION].units);
}

static bool in_annulus(const Scotoma *scotoma, const FieldMap *map, size_t unit) {
    double distance = scotoma_distance(scotoma, map, unit);
    return distance >= scotoma->radius && distance < scotoma->radius + REORGANISATION_RING;
}

static void measure_magnification(const Comparison *comparison, Reorganisation *found) {
    double before = 0, now = 0;
    for (size_t unit = 0; unit < field_map_units(comparison->now); unit++) {
        before += in_annulus(&comparison->scotoma, comparison->reference, unit);
        now += reorganisation_responds(comparison, unit) &&
               in_annulus(&comparison->scotoma, comparison->now, unit);
    }
    found->magnification = ratio(now, before);
}

// The centres of the reference, and whether their units are gone.
typedef struct {
    double x, y;
    bool gone;
} Centre;

// The centres, `count` of them, to be released.
static Centre *find_centres(const Comparison *comparison, size_t *count) {
    const FieldMap *reference = comparison->reference;
    Centre *centres = allocate(field_map_units(reference), sizeof *centres);
    *count = 0;
    for (size_t unit = 0; unit < field_map_units(reference); unit++)
        if (isfinite(reference->x[unit]))
            centres[(*count)++] = (Centre){reference->x[unit], reference->y[unit],
                                           !(comparison->now->present[unit] > 0)};
    return centres;
}

// Whether most of the centres nearest to a place belong to units that are gone.
static bool is_lost(const Centre *centres, size_t count, double x, double y) {
    double nearest[REORGANISATION_NEIGHBOURS];
    bool gone[REORGANISATION_NEIGHBOURS];
    size_t n = 0, lost = 0;
    for (size_t k = 0; k < count; k++) {
        double dx = centres[k].x - x, dy = centres[k].y - y, square = dx * dx + dy * dy;
        if (n == REORGANISATION_NEIGHBOURS && square >= nearest[n - 1])
            continue;
        size_t at = n < REORGANISATION_NEIGHBOURS ? n++ : n - 1;
        for (; at > 0 && nearest[at - 1] > square; at--) {
            nearest[at] = nearest[at - 1];
            gone[at] = gone[at - 1];
        }
        nearest[at] = square;
        gone[at] = centres[k].gone;
    }
    for (size_t k = 0; k < n; k++)
        lost += gone[k];
    return 2 * lost > n;
}

static void measure_lost(const Comparison *comparison, Reorganisation *found) {
    const FieldMap *reference = comparison->reference, *now = comparison->now;
    size_t count;
    OWNED Centre *centres = find_centres(comparison, &count);
    double all = 0, before = 0, after = 0;
    found->lost = 0;
    for (size_t unit = 0; unit < field_map_units(now); unit++)
        found->lost += reference->present[unit] > 0 && !(now->present[unit] > 0);
    for (size_t unit = 0; unit < field_map_units(now) && found->lost > 0; unit++) {
        bool there = now->present[unit] > 0;
        bool held = isfinite(reference->x[unit]) &&
                    is_lost(centres, count, reference->x[unit], reference->y[unit]);
        all += held;
        before += held && there;
        after += there && reorganisation_responds(comparison, unit) &&
                 is_lost(centres, count, now->x[unit], now->y[unit]);
    }
    found->taken_up = ratio(after, all);
    found->taken_before = ratio(before, all);
}

void reorganisation_of(const Comparison *comparison, Reorganisation *reorganisation) {
    *reorganisation = (Reorganisation){0};
    measure_zones(comparison, reorganisation);
    measure_filling(comparison, reorganisation);
    measure_magnification(comparison, reorganisation);
    measure_lost(comparison, reorganisation);
}

double reorganisation_stability(const Comparison *comparison, Zone zone, const double *z_reference,
                                const double *z_now) {
    size_t side = comparison->now->side, units = side * side;
    OWNED double *values = allocate(2 * units, sizeof *values),
                 *before = allocate(2 * units, sizeof *before);
    memcpy(before, z_reference, 2 * units * sizeof *before);
    memcpy(values, z_now, 2 * units * sizeof *values);
    for (size_t unit = 0; unit < units; unit++)
        if (reorganisation_zone(comparison, unit) != zone)
            values[unit] = (double)NAN; // left out
    const ComplexMap first = map_view(2, side, side, 1, false, before),
                     second = map_view(2, side, side, 1, false, values);
    return similarity_stability(&first, &second);
}

size_t reorganisation_profile(const Comparison *comparison, double width, size_t most,
                              ProfileBin *bins) {
    double radius = comparison->scotoma.radius, (*sums)[5] = allocate(most, sizeof *sums);
    size_t n = 0;
    for (size_t unit = 0; unit < field_map_units(comparison->now); unit++) {
        double distance = scotoma_distance(&comparison->scotoma, comparison->reference, unit);
        if (!reorganisation_responds(comparison, unit) || !(distance < width * (double)most))
            continue;
        size_t k = (size_t)(distance / width);
        sums[k][0] += comparison->reference->area[unit];
        sums[k][1] += comparison->now->area[unit];
        sums[k][2] += comparison->reference->area_by_reference[unit];
        sums[k][3] += comparison->now->area_by_reference[unit];
        sums[k][4]++;
        n = k >= n ? k + 1 : n;
    }
    for (size_t k = 0; k < n; k++)
        bins[k] = (ProfileBin){((double)k + 0.5) * width - radius, ratio(sums[k][1], sums[k][0]),
                               ratio(sums[k][3], sums[k][2]), (size_t)sums[k][4]};
    release(sums);
    return n;
}

#define ROW(member, ...) STATISTIC(Reorganisation, member, __VA_ARGS__)
#define PROJECTION zone[ZONE_PROJECTION]
#define RING zone[ZONE_RING]
#define FAR zone[ZONE_FAR]
#define EMPTY "there is no unit in the zone"
#define SILENT "no unit of the zone responds"

// Zones in words, and what is found in each.
#define IN_PROJECTION "the projection zone, units whose reference centre lies in the scotoma"
#define IN_RING "the border ring, units whose reference centre lies up to 0.1 outside the scotoma"
#define IN_FAR "the far zone, units whose reference centre lies more than 0.2 outside the scotoma"
#define RESPONSIVE                                                                                 \
    "share that responds, with a peak of at least the criterion times that before, of "
#define DEPTH "projection zone's depth below the scotoma's border"
#define DISPLACEMENT "mean distance of centres from those of the reference, over what responds of "
#define OUTWARD                                                                                    \
    "mean displacement of centres away from the scotoma's middle, over what responds of "
#define AREA                                                                                       \
    "mean area above half a unit's own peak, as a share of the same units' in the reference, "     \
    "over "                                                                                        \
    "what responds of "
#define AREA_BY_REFERENCE                                                                          \
    "mean area above the criterion times a unit's peak in the reference, as a share of the same "  \
    "units' in the reference, over what responds of "
#define PEAK "mean peak, as a share of the same units' in the reference, over what responds of "

// One row for each of the three zones.
#define IN_ZONES(member, name, unit, definition, undefined)                                        \
    ROW(PROJECTION.member, name ".projection_zone", unit, definition IN_PROJECTION, undefined),    \
        ROW(RING.member, name ".ring", unit, definition IN_RING, undefined),                       \
        ROW(FAR.member, name ".far", unit, definition IN_FAR, undefined)

static const StatisticKind row_kinds[REORGANISATION_ROWS] = {
    ROW(PROJECTION.responsive, "responsive.projection_zone", "1", RESPONSIVE IN_PROJECTION, EMPTY),
    ROW(core, "responsive.core", "1",
        RESPONSIVE "the core, the projection zone deeper than half the scotoma's radius", EMPTY),
    ROW(depth[0], "responsive.depth_1", "1", RESPONSIVE "the outermost quarter of the " DEPTH,
        EMPTY),
    ROW(depth[1], "responsive.depth_2", "1", RESPONSIVE "the second quarter of the " DEPTH, EMPTY),
    ROW(depth[2], "responsive.depth_3", "1", RESPONSIVE "the third quarter of the " DEPTH, EMPTY),
    ROW(depth[3], "responsive.depth_4", "1", RESPONSIVE "the innermost quarter of the " DEPTH,
        EMPTY),
    ROW(outside, "responsive.outside", "1",
        "share that responds with a centre outside the scotoma, of " IN_PROJECTION, EMPTY),
    ROW(RING.responsive, "responsive.ring", "1", RESPONSIVE IN_RING, EMPTY),
    ROW(FAR.responsive, "responsive.far", "1", RESPONSIVE IN_FAR, EMPTY),
    IN_ZONES(units, "units", "1", "number of units in ", ""),
    IN_ZONES(displacement, "displacement", "sheet units", DISPLACEMENT, SILENT),
    ROW(PROJECTION.outward, "outward.projection_zone", "sheet units", OUTWARD IN_PROJECTION,
        SILENT),
    ROW(RING.outward, "outward.ring", "sheet units", OUTWARD IN_RING, SILENT),
    IN_ZONES(area, "area", "1", AREA, SILENT),
    IN_ZONES(area_by_reference, "area_by_reference", "1", AREA_BY_REFERENCE, SILENT),
    IN_ZONES(peak, "peak", "1", PEAK, SILENT),
    ROW(magnification, "magnification", "1",
        "units that respond with a centre up to 0.1 outside the scotoma, as a share of those with "
        "a centre there in the reference",
        "no centre lay there in the reference"),
    ROW(PROJECTION.threshold, "threshold.projection_zone", "1", "mean threshold in " IN_PROJECTION,
        EMPTY),
    ROW(FAR.threshold, "threshold.far", "1", "mean threshold in " IN_FAR, EMPTY),
    ROW(PROJECTION.blank, "blank.projection_zone", "1",
        "mean activity on a blank screen in " IN_PROJECTION, EMPTY),
    ROW(blank, "blank.sheet", "1", "mean activity of all units on a blank screen",
        "no unit is there"),
    ROW(lost, "lost.units", "1", "units that were there in the reference and are gone", ""),
    ROW(taken_up, "lost.taken_up", "1",
        "units that respond with a centre in the lost representation, where most of the 9 nearest "
        "reference centres are of units that are gone, as a share of the reference centres there",
        "no unit is gone"),
    ROW(taken_before, "lost.taken_before", "1",
        "reference centres in the lost representation of units that are still there, as a share "
        "of the reference centres there",
        "no unit is gone"),
};

void reorganisation_rows(const Reorganisation *reorganisation,
                         Statistic rows[REORGANISATION_ROWS]) {
    statistic_rows(row_kinds, REORGANISATION_ROWS, reorganisation, NULL, rows);
}
