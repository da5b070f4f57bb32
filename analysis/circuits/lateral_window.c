// SPDX-License-Identifier: GPL-3.0-or-later
#include "circuits/lateral_window.h"

#include "base/memory.h"
#include "circuits/mean_kernel.h"
#include "kinds/transfer.h"

#include <math.h>
#include <string.h>

static void find_linear_gain(const MeanKernel *kernel, double density, LateralWindow *window) {
    enum { STEPS = 48 };
    window->linear_gain = -HUGE_VAL;
    for (int p = 0; p <= STEPS; p++)
        for (int q = -STEPS; q <= STEPS; q++) {
            double kx = M_PI * p / STEPS, ky = M_PI * q / STEPS, gain = 0;
            for (long di = -kernel->radius; di <= kernel->radius; di++)
                for (long dj = -kernel->radius; dj <= kernel->radius; dj++)
                    gain +=
                        *mean_kernel_at(kernel, di, dj) * cos(kx * (double)dj + ky * (double)di);
            if (gain > window->linear_gain) {
                window->linear_gain = gain;
                window->wavelength = 2 * M_PI / hypot(kx, ky) / density;
            }
        }
}

// next = K v on a torus of `side` units, counting only v > 0.
static void apply_kernel(const MeanKernel *kernel, long side, const double *v, double *next) {
    memset(next, 0, (size_t)(side * side) * sizeof *next);
    for (long i = 0; i < side; i++)
        for (long j = 0; j < side; j++) {
            double value = v[i * side + j];
            if (value <= 0)
                continue;
            for (long di = -kernel->radius; di <= kernel->radius; di++) {
                double *row = next + (i + di + side) % side * side;
                for (long dj = -kernel->radius; dj <= kernel->radius; dj++)
                    row[(j + dj + side) % side] += value * *mean_kernel_at(kernel, di, dj);
            }
        }
}

// Climbs v' K v over v >= 0, |v| = 1 from v: repeated v <- [K v + shift v]+, normalised. Returns
// the largest value met.
static double climb(const MeanKernel *kernel, long side, double *v, double *next) {
    enum { STEPS = 60 };
    size_t n = (size_t)(side * side);
    double largest = -HUGE_VAL, shift = 0.5;
    for (int step = 0; step < STEPS; step++) {
        double squares = 0, product = 0, length = 0;
        apply_kernel(kernel, side, v, next);
        for (size_t i = 0; i < n; i++) {
            squares += v[i] * v[i];
            product += v[i] * next[i];
        }
        largest = fmax(largest, product / squares);
        for (size_t i = 0; i < n; i++) {
            v[i] = fmax(0, next[i] + shift * v[i]);
            length += v[i] * v[i];
        }
        if (!(length > 0))
            break; // inhibition has silenced everything
        for (size_t i = 0; i < n; i++)
            v[i] = v[i] > 1e-4 * sqrt(length / (double)n) ? v[i] / sqrt(length) : 0;
    }
    return largest;
}

static void find_copositivity(const MeanKernel *kernel, double wavelength, LateralWindow *window) {
    static const double sizes[] = {0.125, 0.25}; // of a bump's standard deviation, in wavelengths
    long side = 4 * kernel->radius + 4;
    OWNED double *v = allocate((size_t)(side * side), sizeof *v),
                 *next = allocate((size_t)(side * side), sizeof *next);
    window->copositivity = -HUGE_VAL;
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++)
        for (int stripe = 0; stripe < 2; stripe++) {
            double sigma = fmax(0.5, sizes[s] * fmin(wavelength, (double)side));
            for (long i = 0; i < side; i++)
                for (long j = 0; j < side; j++) {
                    double y = (double)(i - side / 2), x = stripe ? 0 : (double)(j - side / 2);
                    double value = exp(-(x * x + y * y) / (2 * sigma * sigma));
                    v[i * side + j] = value > 0.01 ? value : 0;
                }
            window->copositivity = fmax(window->copositivity, climb(kernel, side, v, next));
        }
}

static void scale_kernel(MeanKernel *kernel, double factor) {
    for (long di = -kernel->radius; di <= kernel->radius; di++)
        for (long dj = -kernel->radius; dj <= kernel->radius; dj++)
            *mean_kernel_at(kernel, di, dj) *= factor;
}

double settling_growth(double growth, const Sheet *sheet) {
    return growth > 1 ? pow(growth, (double)(sheet->settings->settle - 1)) : 1;
}

bool settling_diverges(double growth, const Sheet *sheet) {
    static const double DIVERGED = 1e4;
    return settling_growth(growth, sheet) > DIVERGED;
}

double lateral_window_growth(const LateralWindow *window, const Sheet *sheet) {
    double grows = window->linear ? window->linear_gain : window->copositivity;
    return 1 + sheet->settings->damping * (grows - 1);
}

LateralWindow lateral_window(const Network *network, const Sheet *sheet) {
    OWNED_BY(mean_kernel_free) MeanKernel kernel = mean_kernel(network, sheet);
    enum { WIDEST = 40 }; // the search takes time as the fourth power of the radius
    TransferSlope slope = transfer_slope(&sheet->settings->transfer);
    const SheetInputs *inputs = &network->inputs[sheet - network->sheet];
    LateralWindow window = {.lateral = kernel.radius >= 0 && kernel.radius <= WIDEST,
                            .slope_bounded = slope.bounded && inputs->modulation == NULL,
                            .saturates = slope.saturates,
                            .linear = sheet->settings->transfer.kind == &transfer_linear.kind};
    if (window.lateral) {
        scale_kernel(&kernel, slope.bounded ? slope.greatest : 1);
        find_linear_gain(&kernel, sheet->geometry.density, &window);
        find_copositivity(&kernel, window.wavelength * sheet->geometry.density, &window);
    }
    return window;
}
