// SPDX-License-Identifier: GPL-3.0-or-later
#include "maps/spectrum.h"

#include "base/memory.h"
#include "maps/fourier.h"

#include <math.h>

double spectrum_wavenumber(const Spectrum *spectrum, size_t row, size_t column) {
    return spectrum->extent * hypot(fourier_frequency(row, spectrum->height),
                                    fourier_frequency(column, spectrum->width));
}

// The samples less their mean, as interleaved complex numbers, with 0 for missing ones.
static double *centred_field(const Map *map, size_t *samples) {
    size_t n = map->height * map->width;
    double real = 0.0, imaginary = 0.0;
    *samples = 0;
    for (size_t i = 0; i < n; i++) {
        if (!map_has_sample(map, i))
            continue;
        ++*samples;
        real += map->real[i];
        imaginary += map->imaginary ? map->imaginary[i] : 0.0;
    }
    double *field = allocate(2 * n, sizeof *field);
    for (size_t i = 0; i < n; i++) {
        if (!map_has_sample(map, i))
            continue;
        field[2 * i] = map->real[i] - real / (double)*samples;
        if (map->imaginary)
            field[2 * i + 1] = map->imaginary[i] - imaginary / (double)*samples;
    }
    return field;
}

static void average_annuli(Spectrum *spectrum) {
    size_t smaller = spectrum->height < spectrum->width ? spectrum->height : spectrum->width;
    double nyquist = spectrum->extent * (double)(smaller / 2) / (double)smaller;
    spectrum->annuli = (size_t)nyquist;
    spectrum->radius = allocate(spectrum->annuli, sizeof(double));
    spectrum->amplitude = allocate(spectrum->annuli, sizeof(double));
    OWNED double *radius_sum = allocate(spectrum->annuli, sizeof(double));
    OWNED double *count = allocate(spectrum->annuli, sizeof(double));
    for (size_t row = 0; row < spectrum->height; row++) {
        for (size_t column = 0; column < spectrum->width; column++) {
            double wavenumber = spectrum_wavenumber(spectrum, row, column);
            if (wavenumber < 0.5 || wavenumber >= (double)spectrum->annuli + 0.5)
                continue;
            size_t i = (size_t)(wavenumber - 0.5);
            double amplitude = sqrt(spectrum->power[row * spectrum->width + column]);
            count[i] += 1.0;
            radius_sum[i] += wavenumber;
            spectrum->amplitude[i] += amplitude;
            spectrum->radius[i] += wavenumber * amplitude;
        }
    }
    for (size_t i = 0; i < spectrum->annuli; i++) {
        double sum = spectrum->amplitude[i];
        spectrum->radius[i] = sum > 0.0 ? spectrum->radius[i] / sum : radius_sum[i] / count[i];
        spectrum->amplitude[i] = sum / count[i];
    }
}

Spectrum spectrum_new(const Map *map) {
    size_t height = map->height, width = map->width, n = height * width;
    Spectrum spectrum = {.height = height,
                         .width = width,
                         .extent = sqrt((double)n),
                         .power = allocate(n, sizeof(double))};
    OWNED double *field = centred_field(map, &spectrum.samples);
    fourier_forward(field, height, width);
    double scale = spectrum.samples > 0 ? 1.0 / ((double)n * (double)spectrum.samples) : 0.0;
    for (size_t i = 0; i < n; i++)
        spectrum.power[i] =
            scale * (field[2 * i] * field[2 * i] + field[2 * i + 1] * field[2 * i + 1]);
    average_annuli(&spectrum);
    return spectrum;
}

void spectrum_free(Spectrum *spectrum) {
    release(spectrum->power);
    release(spectrum->radius);
    release(spectrum->amplitude);
}

double spectrum_circular_variance(const Spectrum *spectrum, double lowest, double highest) {
    double sum = 0.0, real = 0.0, imaginary = 0.0;
    for (size_t row = 0; row < spectrum->height; row++)
        for (size_t column = 0; column < spectrum->width; column++) {
            double k = spectrum_wavenumber(spectrum, row, column);
            if (!(k >= lowest && k <= highest))
                continue;
            double power = spectrum->power[row * spectrum->width + column];
            double phi = atan2(fourier_frequency(row, spectrum->height),
                               fourier_frequency(column, spectrum->width));
            sum += power;
            real += power * cos(2.0 * phi);
            imaginary += power * sin(2.0 * phi);
        }
    return sum > 0.0 ? 1.0 - hypot(real, imaginary) / sum : (double)NAN;
}

void spectrum_image(const Spectrum *spectrum, double *image) {
    size_t height = spectrum->height, width = spectrum->width;
    for (size_t row = 0; row < height; row++)
        for (size_t column = 0; column < width; column++) {
            // Frequency along rows grows downwards, as rows do, so ky grows upwards without a flip.
            size_t from =
                (row + height - height / 2) % height * width + (column + width - width / 2) % width;
            image[row * width + column] = spectrum->power[from];
        }
}
