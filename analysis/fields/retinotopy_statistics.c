// SPDX-License-Identifier: GPL-3.0-or-later
#include "fields/retinotopy_statistics.h"

#include "base/memory.h"
#include "statistics/finite.h"

#include <math.h>

static void measure_errors(const Retinotopy *retinotopy, RetinotopyStatistics *statistics) {
    size_t height = retinotopy->height, width = retinotopy->width, count = 0;
    double squares = 0.0;
    for (size_t unit = 0; unit < height * width; unit++) {
        double x = retinotopy->left + (double)(unit % width) * retinotopy->spacing;
        double y = retinotopy->top - (double)(unit / width) * retinotopy->spacing;
        double distance = hypot(retinotopy->x[unit] - x, retinotopy->y[unit] - y);
        if (isfinite(distance)) {
            squares += distance * distance;
            count++;
        }
    }
    RetinotopyResidual all =
        retinotopy_affine_residual(retinotopy, height / 2, width / 2, (double)INFINITY);
    statistics->error_before_fit = count > 0 ? sqrt(squares / (double)count) : (double)NAN;
    statistics->error = sqrt(all.squares / (double)all.count);
}

static void measure_scatter(const Retinotopy *retinotopy, double size,
                            RetinotopyStatistics *statistics) {
    double sum = 0.0;
    size_t windows = 0, width = retinotopy->width;
    for (size_t unit = 0; isfinite(size) && unit < retinotopy->height * width; unit++) {
        RetinotopyResidual window = retinotopy_affine_residual(
            retinotopy, unit / width, unit % width, RETINOTOPY_WINDOW * size);
        if (!isfinite(window.squares))
            continue;
        sum += window.squares / (2.0 * (double)(window.count - 3));
        windows++;
    }
    statistics->scatter = windows > 0 ? sqrt(sum / (double)windows) / size : (double)NAN;
}

typedef struct {
    double n, sum, squares;
} Moments;

static void add_value(Moments *moments, double value) {
    moments->n++;
    moments->sum += value;
    moments->squares += value * value;
}

static double variance(const Moments *moments) {
    double mean = moments->sum / moments->n;
    return moments->squares / moments->n - mean * mean;
}

// Adds the squared distance between the centres of two units, if both have one.
static void add_wire(const Retinotopy *retinotopy, size_t one, size_t other, double *length,
                     double *wires) {
    double distance =
        hypot(retinotopy->x[one] - retinotopy->x[other], retinotopy->y[one] - retinotopy->y[other]);
    *length += isfinite(distance) ? distance * distance : 0;
    *wires += isfinite(distance) ? 1 : 0;
}

static void measure_wires(const Retinotopy *retinotopy, RetinotopyStatistics *statistics) {
    size_t height = retinotopy->height, width = retinotopy->width;
    Moments x = {0}, y = {0}, right = {0}, down = {0};
    double length = 0, wires = 0;
    for (size_t unit = 0; unit < height * width; unit++) {
        if (unit % width + 1 < width)
            add_wire(retinotopy, unit, unit + 1, &length, &wires);
        if (unit / width + 1 < height)
            add_wire(retinotopy, unit, unit + width, &length, &wires);
        if (!isfinite(retinotopy->x[unit]) || !isfinite(retinotopy->y[unit]))
            continue;
        add_value(&x, retinotopy->x[unit]);
        add_value(&y, retinotopy->y[unit]);
        add_value(&right, (double)(unit % width));
        add_value(&down, (double)(unit / width));
    }
    double centres = variance(&x) + variance(&y), places = variance(&right) + variance(&down);
    double by_chance = wires * 2 * centres * x.n / (x.n - 1), even = wires * centres / places;
    bool defined = wires > 0 && centres > 0 && by_chance > even;
    statistics->wire_length = defined ? (by_chance - length) / (by_chance - even) : (double)NAN;
}

static void measure_folds(const Retinotopy *retinotopy, RetinotopyStatistics *statistics) {
    size_t n = (retinotopy->height - 1) * (retinotopy->width - 1);
    OWNED int *sign = allocate(n, sizeof *sign);
    int usual = retinotopy_signs(retinotopy, sign);
    double with_sign = 0.0, folded = 0.0;
    for (size_t i = 0; i < n; i++) {
        with_sign += sign[i] != 0 ? 1.0 : 0.0;
        folded += sign[i] == -usual ? 1.0 : 0.0;
    }
    statistics->cells = (double)n;
    statistics->without_area = 1.0 - with_sign / (double)n;
    statistics->folded = with_sign > 0.0 ? folded / with_sign : (double)NAN;
    statistics->mirrored = usual < 0 ? 1.0 : 0.0;
    statistics->folded_regions =
        (double)retinotopy_folded_regions(retinotopy, RETINOTOPY_LEAST_REGION);
}

static void measure_cells(const Retinotopy *retinotopy, RetinotopyStatistics *statistics) {
    size_t columns = retinotopy->width - 1, n = (retinotopy->height - 1) * columns, count = 0;
    double least = retinotopy_least_area(retinotopy);
    OWNED double *magnification = allocate(n, sizeof *magnification),
                 *distortion = allocate(n, sizeof *distortion);
    for (size_t i = 0; i < n; i++) {
        Jacobian jacobian = retinotopy_jacobian(retinotopy, i / columns, i % columns);
        double area = fabs(jacobian_determinant(jacobian));
        if (!(area >= least))
            continue;
        magnification[count] = 1.0 / area;
        distortion[count++] = jacobian_distortion(jacobian);
    }
    Quartiles magnified = quartiles_of(magnification, count),
              distorted = quartiles_of(distortion, count);
    statistics->magnification = magnified.median;
    statistics->magnification_range = magnified.high - magnified.low;
    statistics->distortion = distorted.median;
    statistics->distortion_range = distorted.high - distorted.low;
}

void retinotopy_statistics(const Retinotopy *retinotopy, double size,
                           RetinotopyStatistics *statistics) {
    *statistics = (RetinotopyStatistics){.neighbours = topographic_product(retinotopy)};
    measure_errors(retinotopy, statistics);
    measure_scatter(retinotopy, size, statistics);
    measure_wires(retinotopy, statistics);
    measure_folds(retinotopy, statistics);
    measure_cells(retinotopy, statistics);
}

#define ROW(member, ...) STATISTIC(RetinotopyStatistics, member, __VA_ARGS__)
#define NO_NEIGHBOURS "fewer than 25 units have a field"
#define NO_CELL "no cell of four neighbouring units has an area in visual space"

static const StatisticKind row_kinds[RETINOTOPY_ROWS] = {
    ROW(error, "retinotopy.error", "sheet units",
        "root mean square distance of field centres from the affine map of the sheet that fits "
        "them best",
        "fewer than 4 units have a field"),
    ROW(error_before_fit, "retinotopy.error_before_fit", "sheet units",
        "root mean square distance of field centres from the units' own places",
        "no unit has a field"),
    ROW(scatter, "retinotopy.scatter", "field sizes",
        "standard deviation of field centres, in one direction, about the best affine map within "
        "1.5 field sizes of each unit, divided by receptive_field.size",
        "nowhere do 4 units with fields lie within 1.5 field sizes"),
    ROW(wire_length, "retinotopy.wire_length", "1",
        "how near squared distances between centres of neighbouring units come to those of an even "
        "grid of the same extent: 1 even, 0 as by chance; blind to folds",
        "no two neighbouring units have fields, or all centres coincide"),
    ROW(neighbours.product, "retinotopy.topographic_product", "1",
        "topographic product over the 24 nearest units: 0 where neighbours on the sheet are "
        "neighbours in visual space, below 0 where the sheet has too few dimensions for what it "
        "represents, above 0 too many; also about 0 where there is no order at all",
        NO_NEIGHBOURS),
    ROW(neighbours.visual, "retinotopy.neighbours_in_space", "1",
        "its part by distances in visual space: 0 where units nearest on the sheet have the "
        "nearest centres, more where they have not",
        NO_NEIGHBOURS),
    ROW(neighbours.sheet, "retinotopy.neighbours_on_sheet", "1",
        "its part by distances on the sheet: 0 where the nearest centres are those of the nearest "
        "units, less where they are not",
        NO_NEIGHBOURS),
    ROW(folded, "retinotopy.folded", "1",
        "share of cells of four neighbouring units whose Jacobian has not the sign of most",
        NO_CELL),
    ROW(folded_regions, "retinotopy.folded_regions", "1",
        "regions of at least 4 folded cells joined by sides", ""),
    ROW(mirrored, "retinotopy.mirrored", "1",
        "1 where most cells are mirror images of visual space, else 0", ""),
    ROW(magnification, "magnification.median", "1",
        "median over cells of areal magnification, cortical over visual area 1 / |det J|", NO_CELL),
    ROW(magnification_range, "magnification.interquartile_range", "1",
        "distance between the quartiles of areal magnification", NO_CELL),
    ROW(distortion, "distortion.median", "1",
        "median over cells of the ratio of the Jacobian's singular values: 1 where all directions "
        "are magnified alike",
        NO_CELL),
    ROW(distortion_range, "distortion.interquartile_range", "1",
        "distance between the quartiles of the distortion", NO_CELL),
    ROW(cells, "cells.count", "1", "cells of four neighbouring units", ""),
    ROW(without_area, "cells.without_area", "1",
        "share of cells that lack a corner, or whose four field centres enclose no area", ""),
};

void retinotopy_statistics_rows(const RetinotopyStatistics *statistics,
                                Statistic rows[RETINOTOPY_ROWS]) {
    statistic_rows(row_kinds, RETINOTOPY_ROWS, statistics, NULL, rows);
}
