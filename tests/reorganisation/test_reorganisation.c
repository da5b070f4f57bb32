// SPDX-License-Identifier: GPL-3.0-or-later
// Maps of fields that were changed by known amounts.
#include "reorganisation/reorganisation.h"

#include "base/memory.h"
#include "base/random.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "helpers/assert_near.h"

enum { SIDE = 41, UNITS = SIDE * SIDE };

static const Scotoma SCOTOMA = {0.037, -0.061, 0.197};
static const double SPACING = 1.0 / SIDE;

// Centres at the units' places, but for scatter; areas and peaks of each unit's own.
static FieldMap *reference_map(double scatter) {
    FieldMap *map = field_map_new(SIDE);
    for (size_t unit = 0; unit < UNITS; unit++) {
        RandomDraws draws = random_draws(random_stream(3, "test/fields"), unit);
        map->x[unit] = ((double)(unit % SIDE) - 20) * SPACING + scatter * random_normal(&draws);
        map->y[unit] = (20 - (double)(unit / SIDE)) * SPACING + scatter * random_normal(&draws);
        map->peak[unit] = random_between(&draws, 0.4, 1.3);
        map->area[unit] = random_between(&draws, 0.01, 0.03);
        map->area_by_reference[unit] = map->area[unit] * random_between(&draws, 2, 2.6);
        map->blank[unit] = 0;
        map->threshold[unit] = random_between(&draws, 0.15, 0.25);
        map->present[unit] = 1;
    }
    return map;
}

static FieldMap *copy_of(const FieldMap *map) {
    FieldMap *copy = field_map_new(SIDE);
    memcpy(copy->x, map->x, UNITS * sizeof(double));
    memcpy(copy->y, map->y, UNITS * sizeof(double));
    memcpy(copy->area, map->area, UNITS * sizeof(double));
    memcpy(copy->area_by_reference, map->area_by_reference, UNITS * sizeof(double));
    memcpy(copy->peak, map->peak, UNITS * sizeof(double));
    memcpy(copy->blank, map->blank, UNITS * sizeof(double));
    memcpy(copy->threshold, map->threshold, UNITS * sizeof(double));
    memcpy(copy->present, map->present, UNITS * sizeof(double));
    return copy;
}

static void remove_unit(FieldMap *map, size_t unit) {
    map->present[unit] = 0;
    double *const arrays[] = {map->x,    map->y,     map->area,     map->area_by_reference,
                              map->peak, map->blank, map->threshold};
    for (size_t k = 0; k < sizeof arrays / sizeof *arrays; k++)
        arrays[k][unit] = (double)NAN;
}

static void silence(FieldMap *map, size_t unit) {
    map->peak[unit] = 0;
    map->x[unit] = map->y[unit] = map->area[unit] = map->area_by_reference[unit] = (double)NAN;
}

static double distance_of(const FieldMap *map, size_t unit) {
    return hypot(map->x[unit] - SCOTOMA.x, map->y[unit] - SCOTOMA.y);
}

static void a_map_against_itself_is_unchanged(void **state) {
    (void)state;
    FieldMap *map = reference_map(0.01);
    const Comparison comparison = {map, map, SCOTOMA, 0.2};
    Reorganisation found;
    reorganisation_of(&comparison, &found);
    for (size_t zone = ZONE_PROJECTION; zone < ZONES; zone++) {
        assert_near(found.zone[zone].responsive, 1, 0);
        assert_near(found.zone[zone].displacement, 0, 0);
        assert_near(found.zone[zone].area, 1, 0);
        assert_near(found.zone[zone].peak, 1, 0);
    }
    // A disc of radius R on a grid: pi R^2 units per cell, within some two units along its border.
    double cell = SPACING * SPACING, border = 2 * M_PI * SCOTOMA.radius / SPACING;
    assert_near(found.zone[ZONE_PROJECTION].units, M_PI * pow(SCOTOMA.radius, 2) / cell,
                3 * sqrt(border));
    assert_near(found.outside, 0, 0);
    assert_near(found.core, 1, 0);
    assert_near(found.magnification, 1, 0);
    assert_near(found.lost, 0, 0);
    assert_true(isnan(found.taken_up));
    Statistic rows[REORGANISATION_ROWS];
    reorganisation_rows(&found, rows);
    for (size_t i = 0; i < REORGANISATION_ROWS; i++)
        assert_true(isfinite(rows[i].value) == (rows[i].undefined == NULL));
    field_map_free(map);
}

// Units deeper than 0.6 R fall silent; those deeper than 0.3 R answer at 0.19 of their peak, which
// is too little, and those of the rim at 0.21 and from 1.9 times as far out.
static void the_scotoma_fills_by_depth(void **state) {
    (void)state;
    FieldMap *reference = reference_map(0.01), *now = copy_of(reference);
    double radius = SCOTOMA.radius, rim = 0, all = 0, outside = 0, outward = 0, quarter[2] = {0},
           answering = 0, ring_before = 0, ring_now = 0, threshold = 0;
    for (size_t unit = 0; unit < UNITS; unit++) {
        double distance = distance_of(reference, unit), depth = (radius - distance) / radius;
        ring_before += distance >= radius && distance < radius + 0.1;
        ring_now += distance >= radius && distance < radius + 0.1;
        if (depth <= 0)
            continue;
        all++;
        now->threshold[unit] = 0.12 + 0.01 * depth;
        threshold += now->threshold[unit];
        now->blank[unit] = 0.03;
        now->peak[unit] *= depth > 0.3 ? 0.19 : 0.21;
        quarter[0] += depth < 0.25;
        quarter[1] += depth >= 0.25 && depth < 0.5;
        answering += depth >= 0.25 && depth <= 0.3;
        if (depth > 0.6) {
            silence(now, unit);
        } else {
            now->x[unit] = SCOTOMA.x + 1.9 * (reference->x[unit] - SCOTOMA.x);
            now->y[unit] = SCOTOMA.y + 1.9 * (reference->y[unit] - SCOTOMA.y);
            now->area[unit] *= 1.37;
            now->area_by_reference[unit] *= 0.71;
        }
        if (depth <= 0.3) {
            rim++;
            outside += 1.9 * distance >= radius;
            outward += 0.9 * distance;
            ring_now += 1.9 * distance >= radius && 1.9 * distance < radius + 0.1;
        }
    }
    const Comparison comparison = {reference, now, SCOTOMA, 0.2};
    Reorganisation found;
    reorganisation_of(&comparison, &found);
    const ZoneChange *zone = &found.zone[ZONE_PROJECTION];
    assert_near(zone->units, all, 0);
    assert_near(zone->responsive, rim / all, 1e-12);
    assert_near(found.core, 0, 0);
    assert_near(found.depth[0], 1, 0);
    assert_near(found.depth[1], answering / quarter[1], 1e-12);
    assert_true(found.depth[1] > 0.05 && found.depth[1] < 0.5 && quarter[0] > 50);
    assert_near(found.depth[2], 0, 0);
    assert_near(found.depth[3], 0, 0);
    assert_near(found.outside, outside / all, 1e-12);
    assert_true(outside > 0 && outside == rim); // 1.9 (1 - 0.3) > 1
    assert_near(zone->displacement, outward / rim, 1e-12);
    assert_near(zone->outward, outward / rim, 1e-12);
    assert_near(zone->area, 1.37, 1e-12);
    assert_near(zone->area_by_reference, 0.71, 1e-12);
    assert_near(zone->peak, 0.21, 1e-12);
    assert_near(zone->blank, 0.03, 1e-12);
    assert_near(zone->threshold, threshold / all, 1e-12);
    assert_near(found.blank, 0.03 * all / UNITS, 1e-12);
    assert_near(found.magnification, ring_now / ring_before, 1e-12);
    assert_true(found.magnification > 1.1);
    assert_near(found.zone[ZONE_RING].area, 1, 0);

    enum { MOST = 20 };
    ProfileBin bins[MOST];
    size_t n = reorganisation_profile(&comparison, 0.05, MOST, bins);
    assert_int_equal(n, 16); // the furthest corner lies 0.76 from the middle
    assert_true(isnan(bins[0].area) && isnan(bins[1].area));
    assert_near(bins[0].distance, 0.025 - radius, 1e-12);
    assert_near(bins[3].distance, 0.175 - radius, 1e-12);
    assert_near(bins[2].area, 1.37, 1e-12); // 0.1 to 0.15, of which the silent end at 0.138
    assert_near(bins[2].area_by_reference, 0.71, 1e-12);
    assert_true(bins[3].area > 1.2 && bins[3].area < 1.37); // 0.15 to 0.2, across the border
    assert_near(bins[5].area, 1, 1e-12);
    field_map_free(now);
    field_map_free(reference);
}

// A tangential shift has no outward part.
static void shifts_round_the_scotoma_lead_not_outward(void **state) {
    (void)state;
    FieldMap *reference = reference_map(0), *now = copy_of(reference);
    for (size_t unit = 0; unit < UNITS; unit++) {
        double x = reference->x[unit] - SCOTOMA.x, y = reference->y[unit] - SCOTOMA.y,
               distance = hypot(x, y);
        now->x[unit] -= 0.03 * y / distance;
        now->y[unit] += 0.03 * x / distance;
        if (reorganisation_zone(&(Comparison){reference, now, SCOTOMA, 0.2}, unit) == ZONE_RING) {
            now->x[unit] -= 0.017 * x / distance; // into the scotoma besides
            now->y[unit] -= 0.017 * y / distance;
        }
    }
    const Comparison comparison = {reference, now, SCOTOMA, 0.2};
    Reorganisation found;
    reorganisation_of(&comparison, &found);
    assert_near(found.zone[ZONE_PROJECTION].displacement, 0.03, 1e-12);
    assert_near(found.zone[ZONE_PROJECTION].outward, 0, 1e-12);
    assert_near(found.zone[ZONE_RING].displacement, hypot(0.03, 0.017), 1e-12);
    assert_near(found.zone[ZONE_RING].outward, -0.017, 1e-12);
    field_map_free(now);
    field_map_free(reference);
}

// Units within a disc die; of the survivors, those up to 0.08 outside move in by 0.1 along x and y
// towards its middle, so that they lie inside.
static void the_lost_representation_is_taken_up(void **state) {
    (void)state;
    FieldMap *reference = reference_map(0), *now = copy_of(reference);
    double lost = 0, moved = 0;
    for (size_t unit = 0; unit < UNITS; unit++) {
        double distance = distance_of(reference, unit);
        if (distance < 0.197) {
            remove_unit(now, unit);
            lost++;
        } else if (distance < 0.25) {
            now->x[unit] += 0.11 * (SCOTOMA.x - now->x[unit]) / distance;
            now->y[unit] += 0.11 * (SCOTOMA.y - now->y[unit]) / distance;
            moved++;
        }
    }
    const Comparison comparison = {reference, now, SCOTOMA, 0.2};
    Reorganisation found;
    reorganisation_of(&comparison, &found);
    assert_near(found.lost, lost, 0);
    assert_near(found.zone[ZONE_PROJECTION].units, 0, 0); // dead units have no zone
    assert_true(isnan(found.zone[ZONE_PROJECTION].responsive));
    // Along the border the majority of 9 neighbours differs from the true side for the units next
    // to it, some (border / spacing) of them, half of those to either side.
    double border = 2 * M_PI * 0.197 / SPACING;
    assert_near(found.taken_up * lost, moved, 0.5 * border);
    assert_true(moved > 100);
    assert_near(found.taken_before * lost, 0, 0.25 * border);

    FieldMap *acute = copy_of(now); // nothing has moved yet
    for (size_t unit = 0; unit < UNITS; unit++)
        if (now->present[unit] > 0) {
            acute->x[unit] = reference->x[unit];
            acute->y[unit] = reference->y[unit];
        }
    Reorganisation first;
    reorganisation_of(&(Comparison){reference, acute, SCOTOMA, 0.2}, &first);
    assert_near(first.taken_up, first.taken_before, 1e-12);
    field_map_free(acute);
    field_map_free(now);
    field_map_free(reference);
}

// Preferences turn by 90 degrees in the projection zone and by 45 in the far zone.
static void orientation_is_compared_zone_by_zone(void **state) {
    (void)state;
    FieldMap *map = reference_map(0.01);
    const Comparison comparison = {map, map, SCOTOMA, 0.2};
    double *before = allocate(2 * UNITS, sizeof *before), *now = allocate(2 * UNITS, sizeof *now);
    for (size_t unit = 0; unit < UNITS; unit++) {
        RandomDraws draws = random_draws(random_stream(5, "test/preference"), unit);
        double angle = random_between(&draws, 0, M_PI);
        Zone zone = reorganisation_zone(&comparison, unit);
        double turn = zone == ZONE_PROJECTION ? M_PI / 2 : zone == ZONE_FAR ? -M_PI / 4 : 0;
        before[unit] = 0.4 * cos(2 * angle);
        before[UNITS + unit] = 0.4 * sin(2 * angle);
        now[unit] = 0.7 * cos(2 * (angle + turn));
        now[UNITS + unit] = 0.7 * sin(2 * (angle + turn));
    }
    assert_near(reorganisation_stability(&comparison, ZONE_PROJECTION, before, now), -1, 1e-9);
    assert_near(reorganisation_stability(&comparison, ZONE_RING, before, now), 1, 1e-6);
    assert_near(reorganisation_stability(&comparison, ZONE_FAR, before, now), 0, 1e-9);
    release(now);
    release(before);
    field_map_free(map);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_map_against_itself_is_unchanged),
                                       cmocka_unit_test(the_scotoma_fills_by_depth),
                                       cmocka_unit_test(shifts_round_the_scotoma_lead_not_outward),
                                       cmocka_unit_test(the_lost_representation_is_taken_up),
                                       cmocka_unit_test(orientation_is_compared_zone_by_zone)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
