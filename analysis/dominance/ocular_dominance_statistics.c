// SPDX-License-Identifier: GPL-3.0-or-later
#include "dominance/ocular_dominance_statistics.h"

#include "maps/contour.h"
#include "maps/smoothing.h"
#include "maps/spectrum.h"

#include <assert.h>
#include <math.h>

static void measure_spectrum(const ScalarMap *index, OcularDominanceStatistics *statistics) {
    OWNED_BY(spectrum_free) Spectrum spectrum = spectrum_new(index);
    Wavelength wavelength = wavelength_from_spectrum(&spectrum);
    double peak = wavelength.peak_wavenumber;
    statistics->columns = column_spacing_of(index, &wavelength);
    statistics->circular_variance = spectrum_circular_variance(&spectrum, 0.5 * peak, 2.0 * peak);
}

static void measure_border(const ScalarMap *index, double sigma,
                           OcularDominanceStatistics *statistics) {
    OWNED_BY(map_free_owned) ScalarMap *smoothed = smoothing_of(index, sigma);
    OWNED_BY(contour_free) Contour border = contour_new(smoothed);
    double density = contour_density(&border), area = (double)border.plaquettes;
    statistics->border_length_sheet = border.length * index->spacing;
    statistics->border_density_sheet = density / index->spacing;
    statistics->border_period = density > 0.0 ? M_PI / (M_SQRT2 * density) : (double)NAN;
    statistics->hypercolumns = area / (statistics->columns.peak_fit * statistics->columns.peak_fit);
}

void ocular_dominance_statistics(const ScalarMap *index, double sigma, bool contralateral_right,
                                 OcularDominanceStatistics *statistics) {
    *statistics = (OcularDominanceStatistics){0};
    ocular_dominance_of(index->value, index->height * index->width, contralateral_right,
                        &statistics->units);
    measure_spectrum(index, statistics);
    measure_border(index, sigma, statistics);
    statistics->border_period_sheet = statistics->border_period * index->spacing;
    statistics->width_sheet = 0.5 * statistics->columns.peak_fit_sheet;
    statistics->border_width_sheet = 0.5 * statistics->border_period_sheet;
}

// Where `undefined` is NULL, the row reports the reason why the map has no wavelength.
#define ROW(member, ...) STATISTIC(OcularDominanceStatistics, member, __VA_ARGS__)
#define GROUP(k, number, definition)                                                               \
    ROW(units.share[k], "groups." number, "1", definition, NO_INDEX)
#define NO_INDEX "no unit has an index"
#define NO_BORDER "the smoothed index is nowhere 0, or the length of a sample step is not known"
#define NO_SPACING "the map has no wavelength, or the length of a sample step is not known"

static const StatisticKind row_kinds[] = {
    ROW(units.monocularity, "monocularity", "1", "mean |index| over units, not smoothed", NO_INDEX),
    ROW(units.left, "territory.left", "1", "share of units with index < 0, not smoothed", NO_INDEX),
    ROW(units.right, "territory.right", "1", "share of units with index > 0, not smoothed",
        NO_INDEX),
    ROW(units.contralateral_bias, "contralateral_bias", "1",
        "((n1 - n7) + 2/3 (n2 - n6) + 1/3 (n3 - n5) + N) / 2N over the groups, counted from the "
        "contralateral eye: 1 that eye alone, 0.5 both alike",
        NO_INDEX),
    GROUP(0, "1", "share of units with index from -1 to -5/7: the left eye's"),
    GROUP(1, "2", "share of units with index from -5/7 to -3/7"),
    GROUP(2, "3", "share of units with index from -3/7 to -1/7"),
    GROUP(3, "4", "share of units with index from -1/7 to 1/7: both eyes'"),
    GROUP(4, "5", "share of units with index from 1/7 to 3/7"),
    GROUP(5, "6", "share of units with index from 3/7 to 5/7"),
    GROUP(6, "7", "share of units with index from 5/7 to 1: the right eye's"),
    ROW(border_period, "wavelength.border", "samples",
        "period: 2.221 area / border length, as of an isotropic field; straight stripes have 2 "
        "area / border length",
        NO_BORDER),
    ROW(border_period_sheet, "wavelength.border_sheet", "sheet units",
        "wavelength.border in sheet units", NO_BORDER),
    ROW(width_sheet, "column_width.peak_fit_sheet", "sheet units",
        "width of one eye's column: half of wavelength.peak_fit", NO_SPACING),
    ROW(border_width_sheet, "column_width.border_sheet", "sheet units",
        "width of one eye's column: half of wavelength.border", NO_BORDER),
    ROW(hypercolumns, "hypercolumns", "1", "area / wavelength.peak_fit^2", NULL),
    ROW(border_length_sheet, "border.length_sheet", "sheet units",
        "length of the line where the smoothed index is 0", NO_BORDER),
    ROW(border_density_sheet, "border.density_sheet", "per sheet unit",
        "border.length_sheet / area", NO_BORDER),
    ROW(circular_variance, "spectrum.circular_variance", "1",
        "1 - |<exp(2i phi)>| of the index's power at directions phi, from half to twice the peak: "
        "1 all directions, 0 straight stripes",
        NULL),
    ROW(units.counted, "samples.count", "1", "units with an index", ""),
    ROW(units.missing, "samples.missing", "1",
        "units with less than a hundredth of the mean response of both eyes together", ""),
};

enum { OWN_ROWS = sizeof row_kinds / sizeof *row_kinds };

void ocular_dominance_statistics_rows(const OcularDominanceStatistics *statistics,
                                      Statistic rows[OCULAR_DOMINANCE_ROWS]) {
    static_assert(OWN_ROWS + COLUMN_SPACING_ROWS == OCULAR_DOMINANCE_ROWS, "rows");
    statistic_rows(row_kinds, OWN_ROWS, statistics, statistics->columns.no_wavelength, rows);
    column_spacing_rows(&statistics->columns, rows + OWN_ROWS);
}
