// SPDX-License-Identifier: GPL-3.0-or-later
#include "kinds/blur.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const Block blur_settings =
    BLOCK(Blur, NULL,
          {SETTING(Blur, sigma), "0.0", 0, 1000, "sheet units",
           "standard deviation of the Gaussian across its long axis; 0: no blur", .live = true},
          {SETTING(Blur, aspect), "10.0", 1e-3, 1000,
           .help = "standard deviation along the long axis over that across it", .live = true},
          {SETTING(Blur, orientation), "90.0", -360, 360, "degrees",
           "direction of the long axis, counter-clockwise from the x axis", .live = true});

static double cut(const Blur *blur) {
    return round(2.0 * blur->sigma * fmax(blur->aspect, 1.0));
}

static bool is_upright(const Blur *blur) {
    return fmod(blur->orientation, 90.0) == 0;
}

size_t blur_reach(const Blur *blur) {
    double angle = blur->orientation * M_PI / 180.0;
    double sides = is_upright(blur) ? 1 : fabs(cos(angle)) + fabs(sin(angle));
    return (size_t)ceil(cut(blur) * sides);
}

// Convolves every line of an array along one axis: `count` lines `gap` values apart, each of
// `length` values `step` apart. The kernel has sum 1 within the line.
static void blur_lines(double *values, size_t count, size_t gap, size_t length, size_t step,
                       double sigma, size_t reach) {
    OWNED double *kernel = allocate(reach + 1, sizeof *kernel),
                 *line = allocate(length, sizeof *line);
    for (size_t k = 0; k <= reach; k++)
        kernel[k] = exp(-0.5 * ((double)k / sigma) * ((double)k / sigma));
    for (size_t i = 0; i < count; i++) {
        double *target = values + i * gap;
        for (size_t j = 0; j < length; j++)
            line[j] = target[j * step];
        for (size_t j = 0; j < length; j++) {
            size_t first = j > reach ? j - reach : 0;
            size_t last = length - 1 - j > reach ? j + reach : length - 1;
            double sum = 0, weight = 0;
            for (size_t k = first; k <= last; k++) {
                double part = kernel[k > j ? k - j : j - k];
                sum += part * line[k];
                weight += part;
            }
            target[j * step] = sum / weight;
        }
    }
}

// Along rows and columns the kernel is a product.
static void blur_upright(const Blur *blur, double *values, size_t height, size_t width) {
    double along = blur->sigma * blur->aspect, across = blur->sigma;
    bool horizontal = fmod(blur->orientation, 180.0) == 0;
    size_t reach = (size_t)cut(blur);
    blur_lines(values, height, width, width, 1, horizontal ? along : across, reach);
    blur_lines(values, width, 1, height, width, horizontal ? across : along, reach);
}

// The kernel `down` rows and `right` columns from its middle; 0 where it is cut off or too small
// for single precision.
static double kernel_at(const Blur *blur, long down, long right) {
    double angle = blur->orientation * M_PI / 180.0, x = (double)right, y = -(double)down;
    double along = x * cos(angle) + y * sin(angle), across = y * cos(angle) - x * sin(angle);
    if (fmax(fabs(along), fabs(across)) > cut(blur))
        return 0;
    double u = along / (blur->sigma * blur->aspect), v = across / blur->sigma;
    double value = exp(-0.5 * (u * u + v * v));
    return value > 1e-7 ? value : 0;
}

// Adds one value of the kernel in the columns from `first` to `end` of a row, where the line has
// such a column: sum[j] += weight * line[j + right], total[j] += weight. `total` may be NULL.
static void add_part(double *sum, double *total, const double *line, size_t width, size_t first,
                     size_t end, long right, double weight) {
    size_t least = right < 0 ? (size_t)-right : 0, most = right > 0 ? width - (size_t)right : width;
    first = first > least ? first : least;
    end = end < most ? end : most;
    for (size_t j = first; j < end; j++)
        sum[j] += weight * line[(long)j + right];
    for (size_t j = first; j < end && total; j++)
        total[j] += weight;
}

// Blurs the columns from `margin` on of one row.
static void blur_row(const double *kernel, long reach, const double *source, size_t height,
                     size_t width, size_t margin, size_t i, double *sum, double *total) {
    for (long down = -reach; down <= reach; down++) {
        long row = (long)i + down;
        if (row < 0 || row >= (long)height)
            continue;
        for (long right = -reach; right <= reach; right++) {
            double weight = kernel[(down + reach) * (2 * reach + 1) + right + reach];
            if (weight > 0 && labs(right) < (long)width)
                add_part(sum, total, source + (size_t)row * width, width, margin, width - margin,
                         right, weight);
        }
    }
}

static void blur_oblique(const Blur *blur, const double *source, size_t height, size_t width,
                         size_t margin, double *target) {
    long reach = (long)blur_reach(blur), side = 2 * reach + 1;
    OWNED double *kernel = allocate((size_t)(side * side), sizeof *kernel),
                 *sum = allocate(width, sizeof *sum), *total = allocate(width, sizeof *total);
    for (long k = 0; k < side * side; k++)
        kernel[k] = kernel_at(blur, k / side - reach, k % side - reach);
    for (size_t i = margin; i < height - margin; i++) {
        // Where the whole kernel lies in the array, a row has the totals of the row before.
        bool same = i > margin && (long)i > reach && (long)(height - i) > reach;
        memset(sum, 0, width * sizeof *sum);
        if (!same)
            memset(total, 0, width * sizeof *total);
        blur_row(kernel, reach, source, height, width, margin, i, sum, same ? NULL : total);
        for (size_t j = margin; j < width - margin; j++)
            *target++ = sum[j] / total[j];
    }
}

void blur_array(const Blur *blur, const double *source, size_t height, size_t width, size_t margin,
                double *target) {
    OWNED double *whole = allocate(height * width, sizeof *whole);
    memcpy(whole, source, height * width * sizeof *whole);
    if (is_upright(blur)) {
        blur_upright(blur, whole, height, width);
        for (size_t i = margin; i < height - margin; i++)
            for (size_t j = margin; j < width - margin; j++)
                *target++ = whole[i * width + j];
    } else {
        blur_oblique(blur, whole, height, width, margin, target);
    }
}
