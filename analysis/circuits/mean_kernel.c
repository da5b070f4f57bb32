// SPDX-License-Identifier: GPL-3.0-or-later
#include "circuits/mean_kernel.h"

#include "base/memory.h"

#include <math.h>

// Adds strength * mean weight over all units whose field is whole (or all, where none is).
static void add_projection(const Projection *projection, int64_t presentation, MeanKernel *kernel) {
    double strength = projection_strength(projection, presentation);
    size_t units = projection->to->units, whole = 0;
    long n = (long)projection->from->geometry.n, side = 2 * kernel->radius + 1;
    OWNED Connection *connections = allocate(projection->field_units, sizeof *connections);
    OWNED double *sum = allocate((size_t)(side * side), sizeof *sum);
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
        if (inputs->lateral.items[p]->from == sheet &&
            reach(inputs->lateral.items[p]) > kernel.radius)
            kernel.radius = reach(inputs->lateral.items[p]);
    if (kernel.radius < 0)
        return kernel;
    long side = 2 * kernel.radius + 1;
    kernel.value = allocate((size_t)(side * side), sizeof *kernel.value);
    for (size_t p = 0; p < inputs->lateral.count; p++)
        if (inputs->lateral.items[p]->from == sheet)
            add_projection(inputs->lateral.items[p], network->presentation, &kernel);
    return kernel;
}

void mean_kernel_free(MeanKernel *kernel) {
    release(kernel->value);
    *kernel = (MeanKernel){.radius = -1};
}
