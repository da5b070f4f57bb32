// SPDX-License-Identifier: GPL-3.0-or-later
// The numbers of a reorganisation, as rows.
#include "reorganisation.h"

#define ROW(member, ...) STATISTIC(Reorganisation, member, __VA_ARGS__)
#define PROJECTION zone[ZONE_PROJECTION]
#define RING zone[ZONE_RING]
#define FAR zone[ZONE_FAR]
#define EMPTY "there is no unit in the zone"
#define SILENT "no unit of the zone responds"

static const StatisticKind row_kinds[REORGANISATION_ROWS] = {
    ROW(PROJECTION.responsive, "responsive.projection_zone", "1",
        "share of units whose reference centre lies in the scotoma that respond: with a peak of at "
        "least the criterion times that in the reference",
        EMPTY),
    ROW(core, "responsive.core", "1", "the same of those deeper than half the scotoma's radius",
        EMPTY),
    ROW(depth[0], "responsive.depth_1", "1",
        "the same of the outermost quarter of the depth below the scotoma's border", EMPTY),
    ROW(depth[1], "responsive.depth_2", "1", "the same of the second quarter", EMPTY),
    ROW(depth[2], "responsive.depth_3", "1", "the same of the third quarter", EMPTY),
    ROW(depth[3], "responsive.depth_4", "1", "the same of the innermost quarter", EMPTY),
    ROW(outside, "responsive.outside", "1",
        "share of the projection zone's units that respond with a centre outside the scotoma",
        EMPTY),
    ROW(RING.responsive, "responsive.ring", "1",
        "responsive share of units whose reference centre lies up to 0.1 outside the border",
        EMPTY),
    ROW(FAR.responsive, "responsive.far", "1",
        "responsive share of units whose reference centre lies more than 0.2 outside the border",
        EMPTY),
    ROW(PROJECTION.units, "units.projection_zone", "1", "units in the projection zone", ""),
    ROW(RING.units, "units.ring", "1", "units in the border ring", ""),
    ROW(FAR.units, "units.far", "1", "units in the far zone", ""),
    ROW(PROJECTION.displacement, "displacement.projection_zone", "sheet units",
        "mean distance of centres from those of the reference, over responding units", SILENT),
    ROW(RING.displacement, "displacement.ring", "sheet units", "the same in the border ring",
        SILENT),
    ROW(FAR.displacement, "displacement.far", "sheet units", "the same in the far zone", SILENT),
    ROW(PROJECTION.outward, "outward.projection_zone", "sheet units",
        "mean part of the displacement that leads away from the middle of the scotoma", SILENT),
    ROW(RING.outward, "outward.ring", "sheet units", "the same in the border ring", SILENT),
    ROW(PROJECTION.area, "area.projection_zone", "1",
        "mean area above half the unit's own peak, as a share of the same units' mean in the "
        "reference, over responding units",
        SILENT),
    ROW(RING.area, "area.ring", "1", "the same in the border ring", SILENT),
    ROW(FAR.area, "area.far", "1", "the same in the far zone", SILENT),
    ROW(PROJECTION.area_by_reference, "area_by_reference.projection_zone", "1",
        "mean area above the criterion times the unit's peak in the reference, as a share of the "
        "same units' mean in the reference, over responding units",
        SILENT),
    ROW(RING.area_by_reference, "area_by_reference.ring", "1", "the same in the border ring",
        SILENT),
    ROW(FAR.area_by_reference, "area_by_reference.far", "1", "the same in the far zone", SILENT),
    ROW(PROJECTION.peak, "peak.projection_zone", "1",
        "mean peak, as a share of the same units' mean in the reference, over responding units",
        SILENT),
    ROW(RING.peak, "peak.ring", "1", "the same in the border ring", SILENT),
    ROW(FAR.peak, "peak.far", "1", "the same in the far zone", SILENT),
    ROW(magnification, "magnification", "1",
        "units that respond with a centre up to 0.1 outside the border, as a share of those with "
        "a centre there in the reference",
        "no centre lay there in the reference"),
    ROW(PROJECTION.threshold, "threshold.projection_zone", "1",
        "mean threshold in the projection zone", EMPTY),
    ROW(FAR.threshold, "threshold.far", "1", "mean threshold in the far zone", EMPTY),
    ROW(PROJECTION.blank, "blank.projection_zone", "1",
        "mean activity in the projection zone on a blank screen", EMPTY),
    ROW(blank, "blank.sheet", "1", "mean activity of all units on a blank screen",
        "no unit is there"),
    ROW(lost, "lost.units", "1", "units that were there in the reference and are gone", ""),
    ROW(taken_up, "lost.taken_up", "1",
        "units that respond with a centre where most of the 9 nearest reference centres are of "
        "units that are gone, as a share of all reference centres there",
        "no unit is gone"),
    ROW(taken_before, "lost.taken_before", "1",
        "the same of the reference centres of units that are still there", "no unit is gone"),
};

void reorganisation_rows(const Reorganisation *reorganisation,
                         Statistic rows[REORGANISATION_ROWS]) {
    statistic_rows(row_kinds, REORGANISATION_ROWS, reorganisation, NULL, rows);
}
