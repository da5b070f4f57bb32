// SPDX-License-Identifier: GPL-3.0-or-later
#include "imaging/scattered_units.h"

#include "base/memory.h"
#include "base/random.h"
#include "imaging/unit_pairs.h"
#include "statistics/finite.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { NEIGHBOURS = 6, SAMPLES_PER_DEVIATION = 2, DEVIATIONS = 3, SAMPLES_MOST = 2000 };

// Where the density is below this part of that at a typical place, the smoothed map is missing.
static const double LEAST_DENSITY = 0.25;

void scattered_units_free(ScatteredUnits *units) {
    release(units->x);
    release(units->y);
    release(units->preference);
    *units = (ScatteredUnits){0};
}

void scattered_statistics_free(ScatteredStatistics *statistics) {
    map_free(statistics->smoothed);
    statistics->smoothed = NULL;
}

// What each shuffle is held against: the pairs of units, and the grid of the smoothed map.
typedef struct {
    const ScatteredUnits *units;
    const ScatteredSettings *settings;
    UnitPairs pairs;
    double reach;
    size_t near; // pairs within reach, the first ones
    double left, top, step;
    double deviation; // of the Gaussian
    size_t height, width;
    double *weight; // [height][width] sum of the Gaussian over units
    double least;   // weight of samples that are there
} Frame;

// What one arrangement of preferences has.
typedef struct {
    double bin[SCATTERED_BINS], near, cluster, order, count;
} Found;

static double difference_of(double a, double b) {
    double apart = fabs(a - b);
    return apart > M_PI / 2 ? M_PI - apart : apart;
}

// The mean difference over pairs from `first` on, up to `end`.
static double mean_difference(const Frame *frame, const double *preference, size_t first,
                              size_t end) {
    double sum = 0;
    for (size_t k = first; k < end; k++)
        sum +=
            difference_of(preference[frame->pairs.pair[k].a], preference[frame->pairs.pair[k].b]);
    return sum / (double)(end - first);
}

static uint32_t root_of(uint32_t *parent, uint32_t unit) {
    while (parent[unit] != unit)
        unit = parent[unit] = parent[parent[unit]];
    return unit;
}

static double largest_cluster(const Frame *frame, const double *preference) {
    size_t n = frame->units->n;
    OWNED uint32_t *parent = allocate(n, sizeof *parent), *size = allocate(n, sizeof *size);
    uint32_t largest = 0;
    for (uint32_t i = 0; i < n; i++)
        parent[i] = i;
    for (size_t k = 0; k < frame->near; k++) {
        const UnitPair *pair = &frame->pairs.pair[k];
        if (difference_of(preference[pair->a], preference[pair->b]) <= frame->settings->similar)
            parent[root_of(parent, pair->a)] = root_of(parent, pair->b);
    }
    for (uint32_t i = 0; i < n; i++) {
        uint32_t *own = &size[root_of(parent, i)];
        largest = ++*own > largest ? *own : largest;
    }
    return (double)largest / (double)n;
}

// The samples of the grid along one axis that the Gaussian of a unit at `place` reaches.
static void span_of(const Frame *frame, double place, size_t extent, size_t *first, size_t *end) {
    double reach = DEVIATIONS * frame->deviation, from = ceil((place - reach) / frame->step),
           to = floor((place + reach) / frame->step);
    *first = from > 0 ? (size_t)from : 0;
    *end = to < 0 ? 0 : to + 1 < (double)extent ? (size_t)to + 1 : extent;
}

// Adds the Gaussians of all units to planes; `preference` NULL: of ones to `real` alone.
static void spread(const Frame *frame, const double *preference, double *real, double *imaginary) {
    const ScatteredUnits *units = frame->units;
    double sharp = 0.5 / (frame->deviation * frame->deviation);
    for (size_t i = 0; i < units->n; i++) {
        double x = units->x[i] - frame->left, y = frame->top - units->y[i],
               cosine = preference ? cos(2 * preference[i]) : 1,
               sine = preference ? sin(2 * preference[i]) : 0;
        size_t row, last_row, first_column, last_column;
        span_of(frame, y, frame->height, &row, &last_row);
        span_of(frame, x, frame->width, &first_column, &last_column);
        for (; row < last_row; row++) {
            double down = (double)row * frame->step - y, own = exp(-sharp * down * down);
            for (size_t column = first_column; column < last_column; column++) {
                double across = (double)column * frame->step - x,
                       weight = own * exp(-sharp * across * across);
                real[row * frame->width + column] += weight * cosine;
                if (preference)
                    imaginary[row * frame->width + column] += weight * sine;
            }
        }
    }
}

static ComplexMap *smoothed_of(const Frame *frame, const double *preference) {
    ComplexMap *map = map_new(frame->height, frame->width, frame->step, false);
    spread(frame, preference, map->real, map->imaginary);
    for (size_t i = 0; i < frame->height * frame->width; i++) {
        double weight = frame->weight[i] >= frame->least ? frame->weight[i] : (double)NAN;
        map->real[i] /= weight;
        map->imaginary[i] /= weight;
    }
    return map;
}

static Found find(const Frame *frame, const double *preference) {
    Found found;
    for (size_t k = 0; k < SCATTERED_BINS; k++)
        found.bin[k] =
            mean_difference(frame, preference, frame->pairs.first[k], frame->pairs.first[k + 1]);
    found.near = mean_difference(frame, preference, 0, frame->near);
    found.cluster = largest_cluster(frame, preference);
    OWNED_BY(map_free_owned) ComplexMap *map = smoothed_of(frame, preference);
    OWNED_BY(pinwheels_free_owned) Pinwheels *pinwheels = pinwheels_new(map);
    size_t n = map->height * map->width;
    OWNED double *power = allocate(n, sizeof *power);
    for (size_t i = 0; i < n; i++)
        power[i] = map->real[i] * map->real[i] + map->imaginary[i] * map->imaginary[i];
    found.order = finite_mean(power, n);
    found.count = (double)pinwheels->count;
    return found;
}

static void shuffle(const Frame *frame, size_t r, double *preference) {
    size_t n = frame->units->n;
    RandomDraws draws = random_draws(random_stream(frame->settings->seed, "shuffled units"), r);
    memcpy(preference, frame->units->preference, n * sizeof *preference);
    for (size_t k = n; k > 1; k--) {
        size_t other = random_integer(&draws, (uint32_t)k);
        double kept = preference[k - 1];
        preference[k - 1] = preference[other];
        preference[other] = kept;
    }
}

// A reach within which a unit has NEIGHBOURS others; of units that share their places, others
// elsewhere.
static double usual_reach(const UnitPairs *pairs, size_t units) {
    size_t wanted = NEIGHBOURS * units / 2, same = unit_pairs_within(pairs, 0),
           last = same < wanted ? wanted : same + wanted;
    return pairs->pair[(last < pairs->count ? last : pairs->count) - 1].distance;
}

static bool find_near(Frame *frame, const char *place, Error *error) {
    const UnitPairs *pairs = &frame->pairs;
    if (unit_pairs_within(pairs, 0) == pairs->count)
        return fail(error, "%s: no two units at different places are near each other", place);
    frame->reach = frame->settings->reach;
    if (isnan(frame->reach))
        frame->reach = usual_reach(pairs, frame->units->n);
    frame->near = unit_pairs_within(pairs, frame->reach);
    return frame->reach <= pairs->reach ||
           fail(error, "%s: a reach of %g is too large for its units; allowed: up to %.4g", place,
                frame->reach, 0.9995 * pairs->reach);
}

static bool lay_out(Frame *frame, const char *place, Error *error) {
    const ScatteredUnits *units = frame->units;
    double right = units->x[units->n - 1], bottom = units->y[0];
    frame->left = units->x[0];
    frame->top = units->y[0];
    for (size_t i = 0; i < units->n; i++) {
        frame->top = fmax(frame->top, units->y[i]);
        bottom = fmin(bottom, units->y[i]);
    }
    frame->pairs = unit_pairs_new(units->x, units->y, units->n, SCATTERED_BINS);
    if (!find_near(frame, place, error))
        return false;
    frame->deviation = frame->settings->smoothing * frame->reach;
    frame->step = fmax(frame->deviation / SAMPLES_PER_DEVIATION,
                       fmax(frame->top - bottom, right - frame->left) / SAMPLES_MOST);
    frame->height = (size_t)((frame->top - bottom) / frame->step) + 2;
    frame->width = (size_t)((right - frame->left) / frame->step) + 2;
    frame->weight = allocate(frame->height * frame->width, sizeof *frame->weight);
    spread(frame, NULL, frame->weight, NULL);
    frame->least = LEAST_DENSITY * quartiles_of(frame->weight, frame->height * frame->width).high;
    return true;
}

// Of n values, of which the first is that of the data; `few`: the data may have less than shuffles.
static AgainstShuffles against(const double *value, size_t n, bool few) {
    AgainstShuffles found = {value[0], 0, 0};
    if (n < 2 || !isfinite(value[0]))
        return (AgainstShuffles){value[0], (double)NAN, (double)NAN};
    for (size_t r = 0; r < n; r++) {
        found.shuffled += r > 0 ? value[r] / (double)(n - 1) : 0;
        found.p += (few ? value[r] <= value[0] : value[r] >= value[0]) ? 1 / (double)n : 0;
    }
    return found;
}

static int by_value(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static DifferenceBin bin_of(const Frame *frame, size_t k, double *value, size_t n) {
    const size_t *first = frame->pairs.first;
    DifferenceBin bin = {.distance = ((double)k + 0.5) * frame->pairs.reach / SCATTERED_BINS,
                         .pairs = first[k + 1] - first[k],
                         .difference = value[0],
                         .low = (double)NAN,
                         .high = (double)NAN};
    if (bin.pairs == 0 || n < 2)
        return bin;
    qsort(value + 1, n - 1, sizeof *value, by_value);
    bin.low = value[1 + (n - 1) / 40];
    bin.high = value[n - 1 - (n - 1) / 40];
    return bin;
}

static void find_bias(const Frame *frame, ScatteredStatistics *statistics) {
    const ScatteredUnits *units = frame->units;
    double sum[2][3] = {{0}};
    for (size_t i = 0; i < units->n; i++) {
        size_t row = (size_t)lround((frame->top - units->y[i]) / frame->step),
               column = (size_t)lround((units->x[i] - frame->left) / frame->step);
        const double weight[2] = {1, 1 / frame->weight[row * frame->width + column]};
        for (size_t k = 0; k < 2; k++) {
            sum[k][0] += weight[k];
            sum[k][1] += weight[k] * cos(2 * units->preference[i]);
            sum[k][2] += weight[k] * sin(2 * units->preference[i]);
        }
    }
    statistics->plain_bias = hypot(sum[0][1], sum[0][2]) / sum[0][0];
    statistics->bias = hypot(sum[1][1], sum[1][2]) / sum[1][0];
}

bool scattered_statistics_of(const ScatteredUnits *units, const ScatteredSettings *settings,
                             const char *place, ScatteredStatistics *statistics, Error *error) {
    Frame frame = {.units = units, .settings = settings};
    size_t n = settings->shuffles + 1;
    if (!lay_out(&frame, place, error)) {
        unit_pairs_free(&frame.pairs);
        return false;
    }
    OWNED Found *found = allocate(n, sizeof *found);
#pragma omp parallel for schedule(dynamic)
    for (size_t r = 0; r < n; r++) {
        OWNED double *preference = allocate(units->n, sizeof *preference);
        if (r > 0)
            shuffle(&frame, r, preference);
        found[r] = find(&frame, r > 0 ? preference : units->preference);
    }
    *statistics = (ScatteredStatistics){.reach = frame.reach,
                                        .smoothed = smoothed_of(&frame, units->preference),
                                        .left = frame.left,
                                        .top = frame.top};
    OWNED double *value = allocate(n, sizeof *value);
    for (size_t k = 0; k < SCATTERED_BINS; k++) {
        for (size_t r = 0; r < n; r++)
            value[r] = found[r].bin[k];
        statistics->bin[k] = bin_of(&frame, k, value, n);
    }
#define AGAINST(member, few)                                                                       \
    for (size_t r = 0; r < n; r++)                                                                 \
        value[r] = found[r].member;                                                                \
    statistics->member = against(value, n, few)
    AGAINST(near, true);
    AGAINST(cluster, false);
    AGAINST(order, false);
    AGAINST(count, false);
#undef AGAINST
    find_bias(&frame, statistics);
    unit_pairs_free(&frame.pairs);
    release(frame.weight);
    return true;
}
