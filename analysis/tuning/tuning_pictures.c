// SPDX-License-Identifier: GPL-3.0-or-later
#include "tuning/tuning_pictures.h"

#include "base/memory.h"
#include "tuning/tuning_responses.h"
#include "tuning/tuning_statistics.h"

#include <math.h>
#include <stdio.h>

typedef struct {
    const Results *results;
    const double *contrast; // [contrasts]
    size_t contrasts, orientations, units;
    const double *curves; // [contrasts][orientations][units]
    const MeasurePage *page;
} TuningPictures;

static bool draw_chart(const TuningPictures *pictures, const char *picture, const char *title,
                       const char *bands, const PictureChart *chart, Error *error) {
    OWNED_BY(measure_frame_finish)
    MeasureFrame frame = measure_frame(pictures->page, pictures->results->measure, picture, title);
    measure_frame_add(&frame, "n = %zu units%s%s", pictures->units, bands ? "; " : "",
                      bands ? bands : "");
    return picture_chart(&frame.frame, chart, frame.path, error);
}

// A curve over contrasts with a band between quartiles, of value[contrasts][units].
static bool draw_over_contrasts(const TuningPictures *pictures, const double *value,
                                const char *picture, const char *title, const char *quantity,
                                Error *error) {
    double low[PICTURE_CURVES], median[PICTURE_CURVES], high[PICTURE_CURVES];
    size_t n = pictures->contrasts;
    for (size_t k = 0; k < n; k++) {
        Quartiles found = quartiles_of(value + k * pictures->units, pictures->units);
        low[k] = found.low;
        median[k] = found.median;
        high[k] = found.high;
    }
    PictureCurve curve = {
        "median over units; between quartiles", pictures->contrast, median, low, high, n};
    PictureChart chart = {.curves = &curve,
                          .count = 1,
                          .x_name = "contrast",
                          .y_name = quantity,
                          .logarithmic = n > 1 && pictures->contrast[0] > 0};
    return draw_chart(pictures, picture, title, NULL, &chart, error);
}

static bool draw_contrast_response(const TuningPictures *pictures, Error *error) {
    size_t n = pictures->units, one = pictures->orientations * n;
    OWNED double *largest = allocate(pictures->contrasts * n, sizeof *largest);
    for (size_t i = 0; i < pictures->contrasts * one; i++) {
        double *at = largest + i / one * n + i % n;
        *at = fmax(*at, pictures->curves[i]);
    }
    return draw_over_contrasts(pictures, largest, "contrast_response", "Contrast response",
                               "largest response", error);
}

// The mean over units of the curves at one contrast, and its 95 % interval for many units; each is
// [orientations + 1]. Each curve is turned so that the unit's preferred orientation at the highest
// contrast stands in the middle.
static void mean_curve(const TuningPictures *pictures, size_t contrast, double *mean, double *low,
                       double *high) {
    static const double NORMAL = 1.96; // standard errors

    size_t orientations = pictures->orientations, n = pictures->units;
    const double *curves = pictures->curves + contrast * orientations * n,
                 *highest = pictures->curves + (pictures->contrasts - 1) * orientations * n;
    OWNED double *curve = allocate(orientations, sizeof *curve),
                 *square = allocate(orientations + 1, sizeof *square);
    for (size_t i = 0; i < n; i++) {
        tuning_column(highest, orientations, n, i, curve);
        size_t preferred = tuning_preferred(curve, orientations);
        for (size_t j = 0; j <= orientations; j++) {
            double value =
                curves[(preferred + j + orientations - orientations / 2) % orientations * n + i];
            mean[j] += value / (double)n;
            square[j] += value * value / (double)n;
        }
    }
    for (size_t j = 0; j <= orientations; j++) {
        double error = sqrt(fmax(0, square[j] - mean[j] * mean[j]) / (double)(n - 1));
        low[j] = mean[j] - NORMAL * error;
        high[j] = mean[j] + NORMAL * error;
    }
}

static bool draw_curves(const TuningPictures *pictures, Error *error) {
    size_t orientations = pictures->orientations, contrasts = pictures->contrasts,
           points = orientations + 1;
    OWNED double *x = allocate(points, sizeof *x),
                 *values = allocate(3 * contrasts * points, sizeof *values);
    PictureCurve curve[PICTURE_CURVES];
    char name[PICTURE_CURVES][32];
    for (size_t j = 0; j < points; j++)
        x[j] = 180 * ((double)j - (double)(orientations / 2)) / (double)orientations;
    for (size_t k = 0; k < contrasts; k++) {
        double *mean = values + 3 * k * points, *low = mean + points, *high = low + points;
        mean_curve(pictures, k, mean, low, high);
        if (contrasts > 1)
            snprintf(name[k], sizeof name[k], "contrast %.3g", pictures->contrast[k]);
        else
            snprintf(name[k], sizeof name[k], "mean over units");
        curve[k] = (PictureCurve){name[k], x, mean, low, high, points};
    }
    PictureChart chart = {.curves = curve,
                          .count = contrasts,
                          .x_name = "orientation from the preferred one, degrees",
                          .y_name = "mean response"};
    return draw_chart(pictures, "curves",
                      contrasts > 1 ? "Orientation tuning at several contrasts"
                                    : "Orientation tuning",
                      "bands: 95 % intervals of means over units", &chart, error);
}

static bool draw_modulation(const TuningPictures *pictures, Error *error) {
    enum { BARS = 20 };
    const ResultMap *modulation = results_map(pictures->results, "modulation");
    double share[BARS] = {0}, counted = 0;
    for (size_t i = 0; i < modulation->width; i++)
        if (isfinite(modulation->values[i])) {
            double bar = floor(0.5 * BARS * modulation->values[i]);
            share[(size_t)fmax(fmin(bar, BARS - 1), 0)]++;
            counted++;
        }
    for (size_t j = 0; j < BARS && counted > 0; j++)
        share[j] /= counted;
    PictureHistogram picture = {.share = share,
                                .n = BARS,
                                .x_low = 0,
                                .x_high = 2,
                                .x_name = "F1 / F0: above 1 simple, below complex",
                                .y_name = "share of units"};
    OWNED_BY(measure_frame_finish)
    MeasureFrame frame =
        measure_frame(pictures->page, pictures->results->measure, "modulation", "Phase response");
    return picture_histogram(&frame.frame, &picture, frame.path, error);
}

bool tuning_pictures(const Results *results, const double *contrast, size_t contrasts,
                     const MeasurePage *page, Error *error) {
    const ResultMap *curves = results_map(results, "curves");
    if (curves->planes != contrasts)
        return fail(error,
                    "%s: is damaged: its curves are of %zu contrasts, and the config has %zu",
                    results->measure, curves->planes, contrasts);
    TuningPictures pictures = {results,       contrast,       contrasts, curves->height,
                               curves->width, curves->values, page};
    bool several = contrasts > 1, phases = results_map(results, "modulation") != NULL;
    return draw_curves(&pictures, error) &&
           (!several || (draw_over_contrasts(&pictures, results_map(results, "hwhh")->values,
                                             "invariance", "Width of tuning by contrast",
                                             "half width at half height, degrees", error) &&
                         draw_contrast_response(&pictures, error))) &&
           (!phases || draw_modulation(&pictures, error));
}
