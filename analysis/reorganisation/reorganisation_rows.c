// SPDX-License-Identifier: GPL-3.0-or-later
// The rows of a reorganisation.
#include "reorganisation/reorganisation.h"

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
