// SPDX-License-Identifier: GPL-3.0-or-later
#include "maps/pinwheels.h"

#include "base/memory.h"
#include "maps/contour.h"
#include "maps/plaquette.h"

#include <assert.h>
#include <complex.h>
#include <math.h>

typedef struct {
    double complex z[4]; // at the corners (plaquette.h)
    size_t corner[4];    // samples
} Plaquette;

static double complex sample_at(const ComplexMap *map, size_t index) {
    return map->real[index] + map->imaginary[index] * (double complex)I;
}

// False where a corner is missing.
static bool plaquette_at(const ComplexMap *map, size_t row, size_t column, Plaquette *plaquette) {
    plaquette_corners(map->height, map->width, row, column, plaquette->corner);
    for (size_t i = 0; i < 4; i++) {
        size_t index = plaquette->corner[i];
        if (!map_has_sample(map, index))
            return false;
        plaquette->z[i] = sample_at(map, index);
    }
    return true;
}

// arg z of each sample; to be released.
static double *angles_of(const ComplexMap *map) {
    size_t n = map->height * map->width;
    double *angle = allocate(n, sizeof *angle);
#pragma omp parallel for if (n >= FEWEST_SAMPLES_FOR_THREADS)
    for (size_t i = 0; i < n; i++)
        angle[i] = carg(sample_at(map, i));
    return angle;
}

// The turn from an angle to another, the short way, in (-pi, pi].
static double turn(double from, double to) {
    double angle = to - from;
    if (angle > M_PI)
        return angle - 2.0 * M_PI;
    return angle <= -M_PI ? angle + 2.0 * M_PI : angle;
}

// Each edge is always taken from left to right or from top to bottom, so that the two plaquettes
// beside it see opposite turns even when the turn is exactly half a circle: this is why the signs
// balance exactly on a torus.
static int winding(const double *angle, const size_t corner[4]) {
    double top = turn(angle[corner[0]], angle[corner[1]]),
           bottom = turn(angle[corner[2]], angle[corner[3]]);
    double left = turn(angle[corner[0]], angle[corner[2]]),
           right = turn(angle[corner[1]], angle[corner[3]]);
    return (int)lround((left + bottom - right - top) / (2.0 * M_PI));
}

static double outside(double u) {
    return u < 0.0 ? -u : u > 1.0 ? u - 1.0 : 0.0;
}

// The zero of a + b u + c v + d u v in the unit square, u to the right and v down. u is real, so
// the imaginary part of (a + c v) conj(b + d v) vanishes: a quadratic in v. Of its roots the one
// nearest to the square counts.
static void locate_zero(const Plaquette *plaquette, double *u, double *v) {
    const double complex *z = plaquette->z;
    double complex a = z[0], b = z[1] - z[0], c = z[2] - z[0], d = z[0] - z[1] - z[2] + z[3];
    double constant = cimag(a * conj(b));
    double linear = cimag(a * conj(d)) + cimag(c * conj(b));
    double square = cimag(c * conj(d));
    double root = sqrt(fmax(linear * linear - 4.0 * square * constant, 0.0));
    double larger = -0.5 * (linear + copysign(root, linear));
    double roots[2] = {larger / square, constant / larger};
    double nearest = (double)INFINITY;
    *u = *v = 0.5;
    for (size_t i = 0; i < 2; i++) {
        double complex slope = b + d * roots[i];
        double across = -creal((a + c * roots[i]) * conj(slope)) / creal(slope * conj(slope));
        double distance = outside(across) + outside(roots[i]);
        if (isfinite(across) && isfinite(roots[i]) && distance < nearest) {
            nearest = distance;
            *u = fmin(fmax(across, 0.0), 1.0);
            *v = fmin(fmax(roots[i], 0.0), 1.0);
        }
    }
}

static void add_pinwheel(Pinwheels *pinwheels, const ComplexMap *map, size_t row, size_t column,
                         const Plaquette *plaquette, int sign) {
    double u, v;
    locate_zero(plaquette, &u, &v);
    pinwheels->list[pinwheels->count++] =
        (Pinwheel){.column = fmod((double)column + u, (double)map->width),
                   .row = fmod((double)row + v, (double)map->height),
                   .sign = sign};
    ++*(sign > 0 ? &pinwheels->positive : &pinwheels->negative);
}

Pinwheels *pinwheels_new(const ComplexMap *map) {
    size_t rows = plaquettes_along(map->height, map->periodic);
    size_t columns = plaquettes_along(map->width, map->periodic);
    Pinwheels *pinwheels = allocate(1, sizeof *pinwheels);
    pinwheels->list = allocate(rows * columns, sizeof *pinwheels->list);
    OWNED double *angle = angles_of(map);
    for (size_t row = 0; row < rows; row++)
        for (size_t column = 0; column < columns; column++) {
            Plaquette plaquette;
            if (!plaquette_at(map, row, column, &plaquette))
                continue;
            pinwheels->plaquettes++;
            int sign = winding(angle, plaquette.corner);
            if (sign != 0)
                add_pinwheel(pinwheels, map, row, column, &plaquette, sign);
        }
    bool whole = map->periodic && pinwheels->plaquettes == rows * columns;
    assert(!whole || pinwheels->positive == pinwheels->negative);
    return pinwheels;
}

void pinwheels_free(Pinwheels *pinwheels) {
    if (pinwheels == NULL)
        return;
    release(pinwheels->list);
    release(pinwheels);
}

double pinwheels_density(const Pinwheels *pinwheels, double wavelength) {
    if (pinwheels->plaquettes == 0)
        return (double)NAN;
    return (double)pinwheels->count * wavelength * wavelength / (double)pinwheels->plaquettes;
}

static double cross(double complex a, double complex b) {
    return creal(a) * cimag(b) - cimag(a) * creal(b);
}

static bool segments_cross(ContourSegment a, ContourSegment b) {
    double complex along_a = a.to - a.from, along_b = b.to - b.from, gap = b.from - a.from;
    double area = cross(along_a, along_b);
    if (area == 0.0)
        return false;
    double at_a = cross(gap, along_b) / area, at_b = cross(gap, along_a) / area;
    return at_a > 0.0 && at_a <= 1.0 && at_b > 0.0 && at_b <= 1.0;
}

size_t pinwheels_contour_count(const ComplexMap *map) {
    size_t count = 0;
    for (size_t row = 0; row < plaquettes_along(map->height, map->periodic); row++) {
        for (size_t column = 0; column < plaquettes_along(map->width, map->periodic); column++) {
            Plaquette plaquette;
            if (!plaquette_at(map, row, column, &plaquette))
                continue;
            double real[4], imaginary[4];
            for (size_t i = 0; i < 4; i++) {
                real[i] = creal(plaquette.z[i]);
                imaginary[i] = cimag(plaquette.z[i]);
            }
            ContourSegment of_real[2], of_imaginary[2];
            size_t n = contour_segments(real, of_real);
            size_t m = contour_segments(imaginary, of_imaginary);
            for (size_t i = 0; i < n; i++)
                for (size_t j = 0; j < m; j++)
                    count += segments_cross(of_real[i], of_imaginary[j]);
        }
    }
    return count;
}
