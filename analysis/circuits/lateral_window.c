// SPDX-License-Identifier: GPL-3.0-or-later
#include "circuits/lateral_window.h"

#include "base/memory.h"

#include <string.h>

static double *kernel_at(const MeanKernel *kernel, long di, long dj) {
    long side = 2 * kernel->radius + 1;
    return &kernel->value[(di + kernel->radius) * side + dj + kernel->radius];
}

// Adds strength * mean weight over all units whose field is whole (or all, where none is).
static void add_projection(const Projection *projection, int64_t presentation, MeanKernel *kernel) {
    double strength = projection_strength(projection, presentation);
    size_t units = projection->to->units, whole = 0;
    long n = (long)projection->from->geometry.n, side = 2 * kernel->radius + 1;
    Connection *connections = allocate(projection->field_units, sizeof *connections);
    double *sum = allocate((size_t)(side * side), sizeof *sum);
    for (int pass = 0; pass < 2 && whole == 0; pass++)
        for (size_t unit = 0; unit < units; unit++) {
            size_t count = projection_connections(projection, unit, connections);
            if (pass == 0 && count < projection->field_units)
                continue;
            whole++;
            for (size_t k = 0; k < count; k++) {
                long di = connections[k].row - (long)unit / n,
                     dj = connections[k].column - (long)unit % n;
                if (projection->from->geometry.periodic) {
                    di -= n * lround((double)di / (double)n);
                    dj -= n * lround((double)dj / (double)n);
                }
                sum[(di + kernel->radius) * side + dj + kernel->radius] +=
                    (double)connections[k].weight;
            }
        }
    for (long k = 0; k < side * side && whole > 0; k++) {
        double both = 0.5 * (sum[k] + sum[side * side - 1 - k]); // the kernel's symmetric part
        kernel->value[k] += strength * both / (double)whole;
    }
    release(sum);
    release(connections);
}

static void find_linear_gain(const MeanKernel *kernel, double density, LateralWindow *window) {
    enum { STEPS = 48 };
    window->linear_gain = -HUGE_VAL;
    for (int p = 0; p <= STEPS; p++)
        for (int q = -STEPS; q <= STEPS; q++) {
            double kx = M_PI * p / STEPS, ky = M_PI * q / STEPS, gain = 0;
            for (long di = -kernel->radius; di <= kernel->radius; di++)
                for (long dj = -kernel->radius; dj <= kernel->radius; dj++)
                    gain += *kernel_at(kernel, di, dj) * cos(kx * (double)dj + ky * (double)di);
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
                    row[(j + dj + side) % side] += value * *kernel_at(kernel, di, dj);
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
    double *v = allocate((size_t)(side * side), sizeof *v),
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
    release(next);
    release(v);
}

// How many units from its own place a unit's field may reach: further than the radius, where
// centres are scattered.
static long reach(const Projection *projection) {
    long n = (long)projection->from->geometry.n; // no two units are further apart
    double scatter =
        fmin(projection->settings->scatter * projection->from->geometry.density, (double)n);
    long reached = projection->radius + (scatter > 0 ? (long)ceil(scatter) + 1 : 0);
    return reached < n ? reached : n;
}

MeanKernel mean_kernel(const Network *network, const Sheet *sheet) {
    const SheetInputs *inputs = &network->inputs[sheet - network->sheet];
    MeanKernel kernel = {.radius = -1};
    for (size_t p = 0; p < inputs->lateral.count; p++)
        kernel.radius = reach(inputs->lateral.items[p]) > kernel.radius
                            ? reach(inputs->lateral.items[p])
                            : kernel.radius;
    if (kernel.radius < 0)
        return kernel;
    long side = 2 * kernel.radius + 1;
    kernel.value = allocate((size_t)(side * side), sizeof *kernel.value);
    for (size_t p = 0; p < inputs->lateral.count; p++)
        add_projection(inputs->lateral.items[p], network->presentation, &kernel);
    return kernel;
}

void mean_kernel_free(MeanKernel *kernel) {
    release(kernel->value);
    *kernel = (MeanKernel){.radius = -1};
}

LateralWindow lateral_window(const Network *network, const Sheet *sheet) {
    MeanKernel kernel = mean_kernel(network, sheet);
    LateralWindow window = {.lateral = kernel.radius >= 0};
    if (!window.lateral)
        return window;
    find_linear_gain(&kernel, sheet->geometry.density, &window);
    find_copositivity(&kernel, window.wavelength * sheet->geometry.density, &window);
    mean_kernel_free(&kernel);
    return window;
}
