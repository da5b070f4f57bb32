// SPDX-License-Identifier: GPL-3.0-or-later
#include "imaging/confidence.h"

#include "base/memory.h"
#include "imaging/pixel_confidence.h"
#include "imaging/trial_intervals.h"
#include "maps/pinwheel_match.h"

#include <math.h>
#include <string.h>

const char *confidence_refused(const ResponseStack *stack) {
    for (size_t c = 0; c < stack->conditions; c++)
        if (stack_trials(stack, c) < 2)
            return "a condition has a single trial: without trials there is no interval";
    return NULL;
}

void stack_filter(ResponseStack *stack, const BandPass *band) {
    size_t n = stack->height * stack->width, frames = stack->conditions * stack->trials;
    OWNED double *mask = allocate(n, sizeof *mask);
    for (size_t i = 0; i < n; i++)
        mask[i] = stack->there[i] ? 1 : (double)NAN;
    Map there = map_view(1, stack->height, stack->width, stack->spacing, false, mask);
    OWNED_BY(band_pass_filter_free) BandPassFilter filter = band_pass_filter_new(&there, band);
#pragma omp parallel for schedule(dynamic)
    for (size_t pair = 0; pair < (frames + 1) / 2; pair++) {
        OWNED double *plane = allocate(2 * n, sizeof *plane);
        float *frame = stack->frame + 2 * pair * n;
        size_t both = 2 * pair + 1 < frames ? 2 * n : n;
        for (size_t i = 0; i < both; i++)
            plane[i] = stack->there[i % n] ? (double)frame[i] : 0;
        band_pass_filter_apply(&filter, plane, both > n ? plane + n : NULL);
        for (size_t i = 0; i < both; i++)
            frame[i] = (float)plane[i];
    }
}

// The pinwheels of one map; the list is owned.
typedef struct {
    size_t count;
    Pinwheel *list;
} Found;

static void numbers_of(const ComplexMap *map, bool selective, bool layout,
                       Statistic rows[CONFIDENCE_NUMBERS]) {
    size_t n = map->height * map->width;
    OWNED double *selectivity = allocate(n, sizeof *selectivity);
    OrientationStatistics statistics;
    OrientationLayout arrangement;
    for (size_t i = 0; i < n; i++)
        selectivity[i] = hypot(map->real[i], map->imaginary[i]);
    orientation_statistics(map, selective ? selectivity : NULL, &statistics);
    orientation_statistics_rows(&statistics, rows);
    ColumnSpacing columns = statistics.columns;
    statistics.columns.ring = columns.ring && layout;
    orientation_layout(map, &statistics, &arrangement);
    orientation_layout_rows(&arrangement, rows + ORIENTATION_STATISTICS_ROWS);
}

// What draws of the trials need, and the pinwheels that they find.
typedef struct {
    const ResponseStack *stack;
    const TrialDraws *settings;
    Found *found; // [resamples]
} Redrawing;

static void keep_pinwheels(const ComplexMap *map, Found *found) {
    OWNED_BY(pinwheels_free_owned) Pinwheels *pinwheels = pinwheels_new(map);
    found->count = pinwheels->count;
    found->list = allocate(pinwheels->count + 1, sizeof *found->list);
    memcpy(found->list, pinwheels->list, pinwheels->count * sizeof *found->list);
}

static void find_redrawn(void *of, double *const *weight, size_t draw, double *value) {
    const Redrawing *all = of;
    Statistic rows[CONFIDENCE_NUMBERS];
    OWNED_BY(map_free_owned) ComplexMap *map = stack_map(all->stack, weight[0]);
    numbers_of(map, all->stack->selective, all->settings->layout, rows);
    for (size_t k = 0; k < CONFIDENCE_NUMBERS; k++)
        value[k] = rows[k].value;
    if (draw < all->settings->resamples)
        keep_pinwheels(map, &all->found[draw]);
}

// The ellipse of the displacements' covariance; chi-squared with two degrees of freedom is below
// 5.991 in 95 % of cases.
static void draw_ellipse(PinwheelConfidence *own, double count, const double sum[5]) {
    double x = sum[0] / count, y = sum[1] / count, xx = sum[2] / count - x * x,
           yy = sum[3] / count - y * y, xy = sum[4] / count - x * y;
    double middle = 0.5 * (xx + yy), half = hypot(0.5 * (xx - yy), xy);
    own->long_axis = sqrt(5.991 * fmax(middle + half, 0));
    own->short_axis = sqrt(5.991 * fmax(middle - half, 0));
    own->turn = 0.5 * atan2(-2 * xy, xx - yy); // rows go down
}

static void follow_pinwheels(Confidence *confidence, const Found *data, const Found *found,
                             size_t resamples, double reach) {
    confidence->pinwheels = data->count;
    confidence->pinwheel = allocate(data->count + 1, sizeof *confidence->pinwheel);
#pragma omp parallel for schedule(dynamic)
    for (size_t i = 0; i < data->count; i++) {
        PinwheelConfidence *own = &confidence->pinwheel[i];
        double sum[5] = {0}, count = 0;
        *own = (PinwheelConfidence){data->list[i], 0, (double)NAN, (double)NAN, (double)NAN};
        for (size_t r = 0; r < resamples; r++) {
            size_t j =
                pinwheel_match(data->list, data->count, i, found[r].list, found[r].count, reach);
            if (j == found[r].count)
                continue;
            double x = found[r].list[j].column - own->pinwheel.column,
                   y = found[r].list[j].row - own->pinwheel.row;
            count++;
            sum[0] += x, sum[1] += y, sum[2] += x * x, sum[3] += y * y, sum[4] += x * y;
        }
        own->probability = count / (double)resamples;
        if (count > 1)
            draw_ellipse(own, count, sum);
    }
}

static double power_of_noise(const ResponseStack *stack, size_t i) {
    size_t n = stack->height * stack->width;
    double power = 0;
    for (size_t c = 0; c < stack->conditions; c++) {
        double sum = 0, squares = 0, count = 0;
        for (size_t t = 0; t < stack->trials; t++) {
            size_t k = c * stack->trials + t;
            if (!stack->present[k])
                continue;
            double value = (double)stack->frame[k * n + i];
            sum += value, squares += value * value, count++;
        }
        double cosine = stack->weights.cosine[c], sine = stack->weights.sine[c];
        power +=
            (cosine * cosine + sine * sine) * (squares - sum * sum / count) / (count - 1) / count;
    }
    return power;
}

static double signal_to_noise(const ResponseStack *stack) {
    OWNED_BY(map_free_owned) ComplexMap *map = stack_map(stack, NULL);
    double noise = 0, power = 0;
    for (size_t i = 0; i < stack->height * stack->width; i++)
        if (stack->there[i]) {
            noise += power_of_noise(stack, i);
            power += map->real[i] * map->real[i] + map->imaginary[i] * map->imaginary[i];
        }
    return (power - noise) / noise;
}

Confidence confidence_of(const ResponseStack *stack, const TrialDraws *settings) {
    size_t resamples = settings->resamples;
    Confidence confidence = {.signal_to_noise = signal_to_noise(stack)};
    OWNED Found *found = allocate(resamples + 1, sizeof *found);
    OWNED_BY(map_free_owned) ComplexMap *map = stack_map(stack, NULL);
    double own[CONFIDENCE_NUMBERS];
    const char *name[CONFIDENCE_NUMBERS];
    numbers_of(map, stack->selective, settings->layout, confidence.number);
    for (size_t k = 0; k < CONFIDENCE_NUMBERS; k++) {
        own[k] = confidence.number[k].value;
        name[k] = confidence.number[k].name;
    }
    keep_pinwheels(map, &found[resamples]);
    Redrawing all = {stack, settings, found};
    const TrialNumbers numbers = {stack, 1, CONFIDENCE_NUMBERS, name, find_redrawn, &all};
    trial_intervals_find(&numbers, settings, own, confidence.interval);
    double wavelength = confidence.number[0].value; // wavelength.peak_fit
    follow_pinwheels(&confidence, &found[resamples], found, resamples,
                     isfinite(wavelength) ? PINWHEEL_REACH * wavelength : (double)INFINITY);
    for (size_t r = 0; r <= resamples; r++)
        release(found[r].list);
    confidence.samples = sample_intervals_of(&sample_preference, stack, settings);
    return confidence;
}

void confidence_free(Confidence *confidence) {
    release(confidence->pinwheel);
    sample_intervals_free(&confidence->samples);
}
