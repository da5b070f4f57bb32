// SPDX-License-Identifier: GPL-3.0-or-later
#include "orientation/pinwheel_spacing.h"

#include "maps/region.h"

#include <gsl/gsl_fit.h>
#include <math.h>

enum { AREAS = 10, CENTRES = 40 };

static const double LARGEST = 10, LEAST_LARGEST = 3; // wavelength^2

typedef struct {
    double width, height; // of the map, samples
    bool periodic;
    const Region *region; // NULL: no sample is missing
} Frame;

static double along(double from, double to, double extent, bool periodic) {
    double distance = fabs(to - from);
    return periodic ? fmin(distance, extent - distance) : distance;
}

static double distance(const Frame *frame, double column, double row, const Pinwheel *to) {
    return hypot(along(column, to->column, frame->width, frame->periodic),
                 along(row, to->row, frame->height, frame->periodic));
}

static double from_edge(const Frame *frame, double column, double row) {
    if (frame->region)
        return region_distance(frame->region, column, row);
    if (frame->periodic)
        return (double)INFINITY;
    return fmin(fmin(column, frame->width - column), fmin(row, frame->height - row));
}

// The area of the places from which everything up to a distance lies in the map.
static double area_within(const Frame *frame, double d) {
    if (frame->region)
        return region_area(frame->region, d);
    return frame->periodic ? 1 : (frame->width - 2 * d) * (frame->height - 2 * d);
}

// The distance to the pinwheel nearest to the i-th: of all (sign 0), of those with the same sign
// (1) or with the opposite sign (-1). INFINITY where there is none.
static double nearest_of(const Pinwheels *pinwheels, const Frame *frame, size_t i, int sign,
                         size_t *which) {
    const Pinwheel *list = pinwheels->list;
    double least = (double)INFINITY;
    for (size_t j = 0; j < pinwheels->count; j++) {
        if (j == i || (sign != 0 && list[i].sign * list[j].sign != sign))
            continue;
        double d = distance(frame, list[i].column, list[i].row, &list[j]);
        if (d < least) {
            least = d;
            *which = j;
        }
    }
    return least;
}

// The mean distance, and the share of neighbours with the opposite sign.
static double mean_nearest(const Pinwheels *pinwheels, const Frame *frame, int sign,
                           double *opposite) {
    double weights = 0, sum = 0, unlike = 0;
    for (size_t i = 0; i < pinwheels->count; i++) {
        const Pinwheel *own = &pinwheels->list[i];
        size_t which = i;
        double d = nearest_of(pinwheels, frame, i, sign, &which);
        if (!isfinite(d) || d > from_edge(frame, own->column, own->row))
            continue;
        double weight = 1 / area_within(frame, d);
        if (!isfinite(weight))
            continue;
        weights += weight;
        sum += weight * d;
        unlike += pinwheels->list[which].sign != own->sign ? weight : 0;
    }
    if (opposite)
        *opposite = unlike / weights; // NAN without any
    return sum / weights;
}

// The standard deviation of the number of pinwheels in circles inside the map.
static double deviation_in_circles(const Pinwheels *pinwheels, const Frame *frame, double radius) {
    double circles = 0, sum = 0, squares = 0;
    for (size_t c = 0; c < CENTRES * CENTRES; c++) {
        double column = frame->width * ((double)(c % CENTRES) + 0.5) / CENTRES,
               row = frame->height * ((double)(c / CENTRES) + 0.5) / CENTRES, inside = 0;
        if (radius > from_edge(frame, column, row))
            continue;
        for (size_t j = 0; j < pinwheels->count; j++)
            inside += distance(frame, column, row, &pinwheels->list[j]) <= radius ? 1 : 0;
        circles++;
        sum += inside;
        squares += inside * inside;
    }
    return sqrt(squares / circles - sum / circles * sum / circles);
}

static void fit_variance(const Pinwheels *pinwheels, const Frame *frame, double wavelength,
                         PinwheelSpacing *spacing) {
    double side = frame->region
                      ? fmin(2 * frame->region->deepest, fmin(frame->width, frame->height))
                      : fmin(frame->width, frame->height),
           quarter = 0.25 * side / wavelength, largest = fmin(LARGEST, M_PI * quarter * quarter);
    if (!(largest >= LEAST_LARGEST))
        return;
    double area[AREAS], deviation[AREAS], constant, slope, covariance[3], squares;
    for (size_t k = 0; k < AREAS; k++) {
        area[k] = log(largest) * (double)k / (AREAS - 1);
        deviation[k] =
            log(deviation_in_circles(pinwheels, frame, wavelength * sqrt(exp(area[k]) / M_PI)));
        if (!isfinite(deviation[k]))
            return;
    }
    gsl_fit_linear(area, 1, deviation, 1, AREAS, &constant, &slope, &covariance[0], &covariance[1],
                   &covariance[2], &squares);
    spacing->exponent = slope;
    spacing->factor = exp(constant);
}

PinwheelSpacing pinwheel_spacing_of(const Pinwheels *pinwheels, const ComplexMap *map,
                                    double wavelength) {
    double none = (double)NAN, edge = map->periodic ? 0 : 1;
    bool whole = region_samples(map) == map->height * map->width;
    OWNED_BY(region_free) Region region = {0};
    if (!whole)
        region = region_of(map);
    const Frame frame = {(double)map->width - edge, (double)map->height - edge, map->periodic,
                         whole ? NULL : &region};
    PinwheelSpacing spacing = {.exponent = none, .factor = none};
    spacing.nearest = mean_nearest(pinwheels, &frame, 0, &spacing.opposite);
    spacing.nearest_same = mean_nearest(pinwheels, &frame, 1, NULL);
    spacing.nearest_opposite = mean_nearest(pinwheels, &frame, -1, NULL);
    fit_variance(pinwheels, &frame, wavelength, &spacing);
    return spacing;
}
