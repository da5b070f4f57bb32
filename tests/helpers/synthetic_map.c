// SPDX-License-Identifier: GPL-3.0-or-later
#include "helpers/synthetic_map.h"

#include "base/memory.h"
#include "base/random.h"

#include <gsl/gsl_fft_complex.h>
#include <math.h>
#include <string.h>

ComplexMap *synthetic_plane_wave(size_t height, size_t width, double wavelength, double direction) {
    ComplexMap *map = map_new(height, width, 1.0, false);
    double k = 2.0 * M_PI / wavelength;
    for (size_t i = 0; i < height * width; i++) {
        double x = (double)(i % width), y = -(double)(i / width);
        double phase = k * (cos(direction) * x + sin(direction) * y);
        map->real[i] = cos(phase);
        map->imaginary[i] = sin(phase);
    }
    return map;
}

ComplexMap *synthetic_pinwheel(size_t height, size_t width, double column, double row, int sign) {
    ComplexMap *map = map_new(height, width, 1.0, false);
    for (size_t i = 0; i < height * width; i++) {
        map->real[i] = (double)(i % width) - column;
        map->imaginary[i] = sign * (row - (double)(i / width));
    }
    return map;
}

ComplexMap *synthetic_crystal(size_t side, size_t cycles) {
    ComplexMap *map = map_new(side, side, 1.0, true);
    double k = 2.0 * M_PI * (double)cycles / (double)side;
    for (size_t i = 0; i < side * side; i++) {
        map->real[i] = cos(k * (double)(i % side) + 0.731);
        map->imaginary[i] = cos(k * (double)(i / side) + 1.193);
    }
    return map;
}

static double wavenumber(size_t side, size_t index) {
    size_t row = index / side, column = index % side;
    double y = row <= side / 2 ? (double)row : (double)row - (double)side;
    double x = column <= side / 2 ? (double)column : (double)column - (double)side;
    return hypot(x, y);
}

static double ring_power(const SyntheticRing *ring, size_t index) {
    double k = wavenumber(ring->side, index);
    if (k < ring->lowest || k > ring->highest)
        return 0.0;
    double distance = (k - ring->wavenumber) / ring->deviation;
    return exp(-0.5 * distance * distance);
}

void synthetic_ring_moments(const SyntheticRing *ring, double *mean, double *mean_square) {
    double sum = 0.0, first = 0.0, second = 0.0;
    for (size_t i = 0; i < ring->side * ring->side; i++) {
        double power = ring_power(ring, i), k = wavenumber(ring->side, i);
        sum += power;
        first += power * k;
        second += power * k * k;
    }
    *mean = first / sum;
    *mean_square = second / sum;
}

ComplexMap *synthetic_ring(const SyntheticRing *ring, uint64_t seed) {
    size_t side = ring->side, n = side * side;
    RandomStream stream = random_stream(seed, "synthetic ring");
    double *field = allocate(2 * n, sizeof *field);
    double power_sum = 0.0;
    for (size_t i = 0; i < n; i++) {
        double power = ring_power(ring, i);
        if (power < 1e-12)
            continue;
        RandomDraws draws = random_draws(stream, i);
        field[2 * i] = sqrt(0.5 * power) * random_normal(&draws);
        field[2 * i + 1] = sqrt(0.5 * power) * random_normal(&draws);
        power_sum += power;
    }
    gsl_fft_complex_wavetable *wavetable = gsl_fft_complex_wavetable_alloc(side);
    gsl_fft_complex_workspace *workspace = gsl_fft_complex_workspace_alloc(side);
    for (size_t i = 0; i < side; i++)
        gsl_fft_complex_backward(field + 2 * i * side, 1, side, wavetable, workspace);
    for (size_t i = 0; i < side; i++)
        gsl_fft_complex_backward(field + 2 * i, side, side, wavetable, workspace);
    gsl_fft_complex_workspace_free(workspace);
    gsl_fft_complex_wavetable_free(wavetable);

    ComplexMap *map = map_new(side, side, 1.0, true);
    for (size_t i = 0; i < n; i++) {
        map->real[i] = field[2 * i] / sqrt(power_sum);
        map->imaginary[i] = field[2 * i + 1] / sqrt(power_sum);
    }
    release(field);
    return map;
}

void synthetic_add_noise(ComplexMap *map, double size, uint64_t seed) {
    RandomStream stream = random_stream(seed, "synthetic noise");
    for (size_t i = 0; i < map->height * map->width; i++) {
        RandomDraws draws = random_draws(stream, i);
        map->real[i] += sqrt(0.5) * size * random_normal(&draws);
        map->imaginary[i] += sqrt(0.5) * size * random_normal(&draws);
    }
}

static ScalarMap *stripes(size_t side, bool periodic, double kx, double ky, double phase) {
    ScalarMap *map = map_new_scalar(side, side, 1.0, periodic);
    for (size_t i = 0; i < side * side; i++)
        map->value[i] = cos(kx * (double)(i % side) - ky * (double)(i / side) - phase);
    return map;
}

ScalarMap *synthetic_stripes(size_t side, double wavelength, double direction, double phase) {
    double k = 2.0 * M_PI / wavelength;
    return stripes(side, false, k * cos(direction), k * sin(direction), phase);
}

ScalarMap *synthetic_periodic_stripes(size_t side, int across, int up, double phase) {
    double k = 2.0 * M_PI / (double)side;
    return stripes(side, true, k * across, k * up, phase);
}

ScalarMap *synthetic_real_part(const ComplexMap *map) {
    ScalarMap *part = map_new_scalar(map->height, map->width, map->spacing, map->periodic);
    memcpy(part->value, map->real, map->height * map->width * sizeof *part->value);
    return part;
}
