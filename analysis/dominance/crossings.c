// SPDX-License-Identifier: GPL-3.0-or-later
#include "dominance/crossings.h"

#include "base/memory.h"
#include "maps/contour.h"
#include "maps/pinwheels.h"
#include "maps/plaquette.h"

#include <assert.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>

// The midpoint of a piece of border.
typedef struct {
    double column, row;   // samples
    double columns, rows; // the index's gradient there, per sample
    double length;
} BorderPoint;

// A plaquette of the orientation map is far from all pinwheels, perhaps near one, or left out
// because its gradient is weak.
enum { FAR, NEAR, WEAK };

struct Crossings {
    const ComplexMap *orientation; // borrowed
    Pinwheels *pinwheels;          // of it
    double reach;                  // samples from them
    size_t width, height;          // plaquettes
    unsigned char *place;          // [height][width]
    size_t count;
    BorderPoint *points; // where the index's gradient counts
};

typedef struct {
    double columns, rows; // per sample
} Gradient;

static double size_of(Gradient gradient) {
    return hypot(gradient.columns, gradient.rows);
}

// The gradient of bilinear interpolation at (u, v) in a plaquette.
static Gradient bilinear_gradient(const double value[4], double u, double v) {
    return (Gradient){(value[1] - value[0]) * (1.0 - v) + (value[3] - value[2]) * v,
                      (value[2] - value[0]) * (1.0 - u) + (value[3] - value[1]) * u};
}

// The values at the corners of the plaquette whose top left sample is given.
static void corner_values(const double *plane, size_t n, size_t row, size_t column,
                          double value[4]) {
    size_t corner[4];
    plaquette_corners(n, n, row, column, corner);
    for (size_t i = 0; i < 4; i++)
        value[i] = plane[corner[i]];
}

static Gradient index_gradient(const ScalarMap *index, size_t row, size_t column, double u,
                               double v) {
    double value[4];
    corner_values(index->value, index->width, row, column, value);
    return bilinear_gradient(value, u, v);
}

// The gradient of theta. It is not finite where the orientation is missing or z is 0.
static Gradient orientation_gradient(const ComplexMap *map, double column, double row) {
    double real[4], imaginary[4], u = column - floor(column), v = row - floor(row);
    corner_values(map->real, map->width, (size_t)row, (size_t)column, real);
    corner_values(map->imaginary, map->width, (size_t)row, (size_t)column, imaginary);
    double x = plaquette_value(real, u, v), y = plaquette_value(imaginary, u, v);
    Gradient of_x = bilinear_gradient(real, u, v), of_y = bilinear_gradient(imaginary, u, v);
    double scale = 0.5 / (x * x + y * y);
    return (Gradient){scale * (x * of_y.columns - y * of_x.columns),
                      scale * (x * of_y.rows - y * of_x.rows)};
}

// The size of the gradient in the middle of each plaquette, of the index, or of theta where `index`
// is NULL. Returns the CROSSINGS_WEAKEST quantile, lowered by 1e-9 against rounding errors.
static double middle_gradients(const ComplexMap *orientation, const ScalarMap *index, size_t width,
                               size_t height, double *size) {
    OWNED double *sorted = allocate(width * height, sizeof *sorted);
    size_t count = 0;
    for (size_t i = 0; i < width * height; i++) {
        size_t row = i / width, column = i % width;
        size[i] = size_of(
            index ? index_gradient(index, row, column, 0.5, 0.5)
                  : orientation_gradient(orientation, (double)column + 0.5, (double)row + 0.5));
        if (isfinite(size[i]))
            sorted[count++] = size[i];
    }
    gsl_sort(sorted, 1, count);
    if (count == 0)
        return 0.0;
    return (1.0 - 1e-9) * gsl_stats_quantile_from_sorted_data(sorted, 1, count, CROSSINGS_WEAKEST);
}

static double pinwheel_distance(const Crossings *crossings, double column, double row) {
    const Pinwheels *pinwheels = crossings->pinwheels;
    double nearest = (double)INFINITY, width = (double)crossings->width,
           height = (double)crossings->height;
    bool periodic = crossings->orientation->periodic;
    for (size_t k = 0; k < pinwheels->count; k++) {
        double columns = column - pinwheels->list[k].column, rows = row - pinwheels->list[k].row;
        columns -= periodic ? width * round(columns / width) : 0.0;
        rows -= periodic ? height * round(rows / height) : 0.0;
        nearest = fmin(nearest, columns * columns + rows * rows);
    }
    return sqrt(nearest);
}

static void sort_places(Crossings *crossings) {
    size_t width = crossings->width, height = crossings->height;
    OWNED double *size = allocate(width * height, sizeof *size);
    double least = middle_gradients(crossings->orientation, NULL, width, height, size);
    for (size_t i = 0; i < width * height; i++) {
        double distance =
            pinwheel_distance(crossings, (double)(i % width) + 0.5, (double)(i / width) + 0.5);
        crossings->place[i] = !(size[i] >= least)                       ? WEAK
                              : distance < crossings->reach + M_SQRT1_2 ? NEAR
                                                                        : FAR;
    }
}

static void add_points(Crossings *crossings, const ScalarMap *index) {
    size_t width = crossings->width, height = crossings->height;
    OWNED double *size = allocate(width * height, sizeof *size);
    double least = middle_gradients(crossings->orientation, index, width, height, size);
    OWNED_BY(contour_free) Contour border = contour_new(index);
    crossings->points = allocate(border.count, sizeof *crossings->points);
    for (size_t k = 0; k < border.count; k++) {
        const ContourPiece *piece = &border.list[k];
        double complex middle = 0.5 * (piece->segment.from + piece->segment.to);
        double u = creal(middle), v = cimag(middle);
        Gradient gradient = index_gradient(index, piece->row, piece->column, u, v);
        if (size[piece->row * width + piece->column] >= least)
            crossings->points[crossings->count++] =
                (BorderPoint){(double)piece->column + u, (double)piece->row + v, gradient.columns,
                              gradient.rows, cabs(piece->segment.to - piece->segment.from)};
    }
}

Crossings *crossings_new(const ComplexMap *orientation, const ScalarMap *index, double reach) {
    assert(orientation->width == index->width && orientation->height == index->height);
    assert(orientation->periodic == index->periodic);
    size_t width = plaquettes_along(orientation->width, orientation->periodic),
           height = plaquettes_along(orientation->height, orientation->periodic);
    Crossings *crossings = allocate(1, sizeof *crossings);
    *crossings = (Crossings){.orientation = orientation,
                             .pinwheels = pinwheels_new(orientation),
                             .reach = reach,
                             .width = width,
                             .height = height,
                             .place = allocate(width * height, sizeof *crossings->place)};
    sort_places(crossings);
    add_points(crossings, index);
    return crossings;
}

void crossings_free(Crossings *crossings) {
    if (crossings == NULL)
        return;
    pinwheels_free(crossings->pinwheels);
    release(crossings->place);
    release(crossings->points);
    release(crossings);
}

TorusShift crossings_no_shift(const Crossings *crossings) {
    return torus_shift_none(crossings->width, crossings->height);
}

TorusShift crossings_draw_shift(const Crossings *crossings, RandomDraws *draws) {
    return torus_shift_draw(draws, crossings->width, crossings->height);
}

static bool counts(const Crossings *crossings, double column, double row) {
    size_t plaquette =
        (size_t)row % crossings->height * crossings->width + (size_t)column % crossings->width;
    switch (crossings->place[plaquette]) {
    case FAR:
        return true;
    case NEAR:
        return pinwheel_distance(crossings, column, row) >= crossings->reach;
    default:
        return false;
    }
}

// The acute angle between two directions, degrees.
static double acute_angle(Gradient a, Gradient b) {
    double along = a.columns * b.columns + a.rows * b.rows;
    double across = a.columns * b.rows - a.rows * b.columns;
    return 180.0 / M_PI * atan2(fabs(across), fabs(along));
}

CrossingAngles crossings_angles(const Crossings *crossings, const TorusShift *shift) {
    CrossingAngles angles = {0};
    for (size_t k = 0; k < crossings->count; k++) {
        BorderPoint point = crossings->points[k];
        torus_shift_place(shift, &point.column, &point.row);
        torus_shift_direction(shift, &point.columns, &point.rows);
        if (!counts(crossings, point.column, point.row))
            continue;
        Gradient theta = orientation_gradient(crossings->orientation, point.column, point.row);
        if (!(size_of(theta) > 0.0 && isfinite(size_of(theta))))
            continue;
        double angle = acute_angle(theta, (Gradient){point.columns, point.rows});
        angles.length += point.length;
        angles.mean += point.length * angle;
        angles.above_60 += angle > 60.0 ? point.length : 0.0;
        angles.share[(size_t)fmin(angle / 10.0, CROSSINGS_BINS - 1)] += point.length;
    }
    double length = angles.length > 0.0 ? angles.length : (double)NAN;
    angles.mean /= length;
    angles.above_60 /= length;
    for (size_t j = 0; j < CROSSINGS_BINS; j++)
        angles.share[j] /= length;
    return angles;
}
