// SPDX-License-Identifier: GPL-3.0-or-later
#include "orientation/orientation_statistics.h"

#include "maps/pinwheels.h"
#include "maps/plaquette.h"
#include "maps/region.h"
#include "maps/smoothing.h"
#include "statistics/finite.h"

#include <assert.h>
#include <math.h>
#include <string.h>

static const double fewest_for_quality = 8.0, fewest_without_warning = 10.0; // hypercolumns
static const double fewest_samples = 8.0;                                    // per wavelength
static const double most_torn = 0.3, most_over_random = 1.5;

double map_quality(double density) {
    if (!(density >= 0.0))
        return (double)NAN;
    double ratio = density / M_PI;
    return pow(ratio * exp(1.0 - ratio), 0.8);
}

double map_quality_random_density(double variation) {
    return M_PI * (1.0 + variation);
}

static void measure_columns(const ComplexMap *map, OrientationStatistics *statistics) {
    Wavelength wavelength = wavelength_of(map);
    statistics->columns = column_spacing_of(map, &wavelength);
    statistics->density_random =
        wavelength.ring ? map_quality_random_density(wavelength.variation) : (double)NAN;
}

static void measure_pinwheels(const ComplexMap *map, OrientationStatistics *statistics) {
    OWNED_BY(pinwheels_free_owned) Pinwheels *pinwheels = pinwheels_new(map);
    double a = statistics->columns.peak_fit, b = statistics->columns.mean_wavenumber;
    statistics->pinwheels = (double)pinwheels->count;
    statistics->pinwheels_positive = (double)pinwheels->positive;
    statistics->pinwheels_negative = (double)pinwheels->negative;
    statistics->pinwheels_contour = (double)pinwheels_contour_count(map);
    statistics->hypercolumns = (double)pinwheels->plaquettes / (a * a);
    statistics->hypercolumns_mean_wavenumber = (double)pinwheels->plaquettes / (b * b);
    statistics->density = pinwheels_density(pinwheels, a);
    statistics->density_mean_wavenumber = pinwheels_density(pinwheels, b);
    statistics->density_mean_wavenumber_tapered =
        pinwheels_density(pinwheels, statistics->columns.mean_wavenumber_tapered);
    double area = (double)pinwheels->plaquettes * map->spacing * map->spacing;
    statistics->per_area = area > 0 ? (double)pinwheels->count / area : (double)NAN;
    statistics->spacing = pinwheels->count > 0 ? sqrt(1 / statistics->per_area) : (double)NAN;
    bool enough = statistics->hypercolumns >= fewest_for_quality;
    statistics->quality = enough ? map_quality(statistics->density) : (double)NAN;
}

static void measure_smoothed(const ComplexMap *map, OrientationStatistics *statistics) {
    OWNED_BY(map_free_owned)
    ComplexMap *smoothed = smoothing_of(map, ORIENTATION_STATISTICS_SMOOTHING);
    OWNED_BY(pinwheels_free_owned) Pinwheels *pinwheels = pinwheels_new(smoothed);
    statistics->pinwheels_smoothed = (double)pinwheels->count;
    statistics->density_smoothed = pinwheels_density(pinwheels, statistics->columns.peak_fit);
    statistics->pinwheels_ratio =
        pinwheels->count > 0 ? statistics->pinwheels / statistics->pinwheels_smoothed : (double)NAN;
}

static void measure_bias(const ComplexMap *map, OrientationStatistics *statistics) {
    double cosine2 = 0.0, sine2 = 0.0, cosine4 = 0.0, sine4 = 0.0, count = 0.0;
    for (size_t i = 0; i < map->height * map->width; i++) {
        if (!map_has_preference(map, i))
            continue;
        double magnitude = hypot(map->real[i], map->imaginary[i]);
        double c = map->real[i] / magnitude, s = map->imaginary[i] / magnitude;
        cosine2 += c;
        sine2 += s;
        cosine4 += c * c - s * s;
        sine4 += 2.0 * c * s;
        count++;
    }
    statistics->bias = hypot(cosine2, sine2) / count; // NAN without a preference, as those below
    statistics->fourfold_bias = hypot(cosine4, sine4) / count;
    statistics->cardinal_bias = cosine4 / count;
    statistics->samples_without_preference = statistics->samples - count;
}

// Plaquettes with some corners missing, but not all, over those with none: large where missing
// samples are scattered, small round a region.
static double torn(const ComplexMap *map) {
    double part = 0, full = 0;
    for (size_t row = 0; row < plaquettes_along(map->height, map->periodic); row++)
        for (size_t column = 0; column < plaquettes_along(map->width, map->periodic); column++) {
            size_t corner[4], there = 0;
            plaquette_corners(map->height, map->width, row, column, corner);
            for (size_t k = 0; k < 4; k++)
                there += map_has_sample(map, corner[k]);
            full += there == 4;
            part += there > 0 && there < 4;
        }
    return part / full;
}

void orientation_statistics(const ComplexMap *map, const double *selectivity,
                            OrientationStatistics *statistics) {
    size_t n = map->height * map->width;
    *statistics =
        (OrientationStatistics){.samples = (double)region_samples(map), .selectivity = (double)NAN};
    measure_columns(map, statistics);
    measure_pinwheels(map, statistics);
    measure_smoothed(map, statistics);
    measure_bias(map, statistics);
    statistics->torn = torn(map);
    if (selectivity == NULL)
        return;
    statistics->too_selective = finite_largest_size(selectivity, n) > 1.0 + 1e-6;
    statistics->selectivity = statistics->too_selective ? (double)NAN : finite_mean(selectivity, n);
}

// Where `undefined` is NULL, the row reports the reason why there is no density.
#define ROW(member, ...) STATISTIC(OrientationStatistics, member, __VA_ARGS__)

static const StatisticKind row_kinds[] = {
    ROW(hypercolumns, "hypercolumns", "1", "area / wavelength.peak_fit^2", NULL),
    ROW(hypercolumns_mean_wavenumber, "hypercolumns_mean_wavenumber", "1",
        "area / wavelength.mean_wavenumber^2", NULL),
    ROW(pinwheels, "pinwheels.count", "1",
        "plaquettes of four samples round which the preference turns by half a circle", ""),
    ROW(pinwheels_positive, "pinwheels.positive", "1",
        "pinwheels whose preference increases counter-clockwise", ""),
    ROW(pinwheels_negative, "pinwheels.negative", "1",
        "pinwheels whose preference increases clockwise", ""),
    ROW(pinwheels_contour, "pinwheels.count_contours", "1",
        "pinwheels counted as crossings of the contours Re z = 0 and Im z = 0", ""),
    ROW(density, "pinwheels.density", "1",
        "pinwheels.count * wavelength.peak_fit^2 / area; pi in animals", NULL),
    ROW(density_mean_wavenumber, "pinwheels.density_mean_wavenumber", "1",
        "pinwheels.count * wavelength.mean_wavenumber^2 / area", NULL),
    ROW(density_mean_wavenumber_tapered, "pinwheels.density_mean_wavenumber_tapered", "1",
        "pinwheels.count * wavelength.mean_wavenumber_tapered^2 / area", NULL),
    ROW(pinwheels_smoothed, "pinwheels_smoothed.count", "1",
        "pinwheels of the field z smoothed by a Gaussian of standard deviation 1 sample", ""),
    ROW(density_smoothed, "pinwheels_smoothed.density", "1",
        "pinwheels_smoothed.count * wavelength.peak_fit^2 / area, the wavelength not smoothed",
        NULL),
    ROW(pinwheels_ratio, "pinwheels_smoothed.raw_over_smoothed", "1",
        "pinwheels.count / pinwheels_smoothed.count: 1 for a smooth map, more where units differ "
        "from their neighbours",
        "the smoothed map has no pinwheel"),
    ROW(density_random, "pinwheels.density_random", "1",
        "pinwheels.density_mean_wavenumber expected of a random map with the same spectrum: "
        "pi <k^2> / <k>^2",
        NULL),
    ROW(per_area, "pinwheels.per_area", "per square sheet unit", "pinwheels.count / area",
        "the map has no area, or the length of a sample step is not known"),
    ROW(spacing, "pinwheels.spacing", "sheet units", "1 / sqrt(pinwheels.per_area)",
        "the map has no pinwheels, or the length of a sample step is not known"),
    ROW(quality, "quality", "1",
        "Gamma density (shape 1.8, mode pi) at pinwheels.density over its value at pi "
        "(Stevens 2013)",
        "the spectrum has no ring, or the map fewer than 8 hypercolumns"),
    ROW(selectivity, "selectivity.mean", "1", "mean selectivity (1 - circular variance)",
        "no selectivity was measured"),
    ROW(bias, "preference.bias", "1", "|<exp(2i theta)>|: 0 even, 1 one orientation only",
        "no sample has a preference"),
    ROW(fourfold_bias, "preference.fourfold_bias", "1",
        "|<exp(4i theta)>|: two orientations 90 degrees apart in excess",
        "no sample has a preference"),
    ROW(cardinal_bias, "preference.cardinal_bias", "1",
        "<cos 4 theta>: above 0 horizontal and vertical in excess, below 0 the obliques",
        "no sample has a preference"),
    ROW(samples, "samples.count", "1", "samples of the map that are not missing", ""),
    ROW(samples_without_preference, "samples.without_preference", "1",
        "of these, samples without a preference", ""),
};

enum { OWN_ROWS = sizeof row_kinds / sizeof *row_kinds };

void orientation_statistics_rows(const OrientationStatistics *statistics,
                                 Statistic rows[ORIENTATION_STATISTICS_ROWS]) {
    const char *reason = statistics->columns.no_wavelength
                             ? statistics->columns.no_wavelength
                             : "no four neighbouring samples all have a preference";
    static_assert(OWN_ROWS + COLUMN_SPACING_ROWS == ORIENTATION_STATISTICS_ROWS, "rows");
    column_spacing_rows(&statistics->columns, rows);
    statistic_rows(row_kinds, OWN_ROWS, statistics, reason, rows + COLUMN_SPACING_ROWS);
    for (size_t i = 0; i < ORIENTATION_STATISTICS_ROWS && statistics->too_selective; i++)
        if (strcmp(rows[i].name, "selectivity.mean") == 0)
            rows[i].undefined = "|z| exceeds 1 somewhere, and 1 - circular variance never does: "
                                "divide z by the sum of the responses";
}

size_t orientation_statistics_warnings(const OrientationStatistics *statistics,
                                       const char *warnings[ORIENTATION_STATISTICS_WARNINGS]) {
    size_t count = 0;
    if (statistics->hypercolumns < fewest_without_warning)
        warnings[count++] = "fewer than 10 hypercolumns: wavelength and pinwheel density are "
                            "unreliable";
    if (statistics->columns.peak_fit < fewest_samples)
        warnings[count++] = "fewer than 8 samples per wavelength: pinwheels are missed and made up";
    if (statistics->samples_without_preference > 0.05 * statistics->samples ||
        !(statistics->torn <= most_torn))
        warnings[count++] = "more than 5 % of the samples have no preference: pinwheels round "
                            "them are missed or made up";
    if (statistics->density_mean_wavenumber > most_over_random * statistics->density_random)
        warnings[count++] = "more than 1.5 times the pinwheels of a random map with this spectrum: "
                            "noise makes most of them, and their number means little before the "
                            "map is band-passed";
    return count;
}
