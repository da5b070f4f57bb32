// SPDX-License-Identifier: GPL-3.0-or-later
#include "fields/retinotopy.h"

#include "base/memory.h"

#include <assert.h>
#include <math.h>

Retinotopy *retinotopy_new(size_t height, size_t width, double left, double top, double spacing) {
    assert(height >= 2 && width >= 2 && spacing > 0.0);
    size_t n = height * width;
    Retinotopy *retinotopy = allocate(1, sizeof *retinotopy);
    double *x = allocate(2 * n, sizeof *x);
    *retinotopy = (Retinotopy){height, width, left, top, spacing, x, x + n};
    for (size_t i = 0; i < 2 * n; i++)
        x[i] = (double)NAN;
    return retinotopy;
}

void retinotopy_free(Retinotopy *retinotopy) {
    if (retinotopy == NULL)
        return;
    release(retinotopy->x);
    release(retinotopy);
}

Retinotopy *retinotopy_crop(const Retinotopy *retinotopy, size_t row, size_t column, size_t height,
                            size_t width) {
    assert(row + height <= retinotopy->height && column + width <= retinotopy->width);
    double spacing = retinotopy->spacing;
    Retinotopy *crop = retinotopy_new(height, width, retinotopy->left + (double)column * spacing,
                                      retinotopy->top - (double)row * spacing, spacing);
    for (size_t i = 0; i < height * width; i++) {
        size_t from = (row + i / width) * retinotopy->width + column + i % width;
        crop->x[i] = retinotopy->x[from];
        crop->y[i] = retinotopy->y[from];
    }
    return crop;
}

Jacobian retinotopy_jacobian(const Retinotopy *retinotopy, size_t row, size_t column) {
    const double *planes[2] = {retinotopy->x, retinotopy->y};
    double along[2], up[2], scale = 0.5 / retinotopy->spacing;
    for (size_t k = 0; k < 2; k++) {
        const double *upper = planes[k] + row * retinotopy->width + column,
                     *lower = upper + retinotopy->width;
        along[k] = scale * (upper[1] - upper[0] + lower[1] - lower[0]);
        up[k] = scale * (upper[0] - lower[0] + upper[1] - lower[1]);
    }
    return (Jacobian){along[0], up[0], along[1], up[1]};
}

double jacobian_determinant(Jacobian j) {
    return j.xx * j.yy - j.xy * j.yx;
}

// With singular values s1 >= s2, s1^2 + s2^2 is the sum of squares and s1 s2 = |det J|.
double jacobian_distortion(Jacobian j) {
    double squares = j.xx * j.xx + j.xy * j.xy + j.yx * j.yx + j.yy * j.yy;
    double product = fabs(jacobian_determinant(j));
    double sum = sqrt(squares + 2.0 * product), difference = sqrt(fmax(squares - 2.0 * product, 0));
    return (sum + difference) * (sum + difference) / (4.0 * product);
}

// The sum over units that have a centre of squared distances from the mean, of centres and of
// places in steps.
static void find_spreads(const Retinotopy *retinotopy, double *centres, double *places) {
    size_t width = retinotopy->width, units = retinotopy->height * width, count = 0;
    double mean[4] = {0};
    *centres = *places = 0;
    for (size_t pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < units; i++) {
            double value[4] = {retinotopy->x[i], retinotopy->y[i], (double)(i % width),
                               (double)(i / width)};
            if (!isfinite(value[0]) || !isfinite(value[1]))
                continue;
            count += pass == 0;
            for (size_t k = 0; k < 4; k++) {
                double off = pass > 0 ? value[k] - mean[k] / (double)count : 0;
                mean[k] += pass == 0 ? value[k] : 0;
                *(k < 2 ? centres : places) += off * off;
            }
        }
}

double retinotopy_scale(const Retinotopy *retinotopy) {
    static const double ordinary = 1000;
    double centres, places;
    find_spreads(retinotopy, &centres, &places);
    double scale = centres / (places * retinotopy->spacing * retinotopy->spacing);
    bool other = scale > 0 && isfinite(scale) && (scale < 1 / ordinary || scale > ordinary);
    return other ? scale : 1;
}

double retinotopy_least_area(const Retinotopy *retinotopy) {
    return 1e-6 * retinotopy_scale(retinotopy);
}

int retinotopy_signs(const Retinotopy *retinotopy, int *sign) {
    size_t columns = retinotopy->width - 1;
    double least = retinotopy_least_area(retinotopy);
    long sum = 0;
    for (size_t i = 0; i < (retinotopy->height - 1) * columns; i++) {
        double area =
            jacobian_determinant(retinotopy_jacobian(retinotopy, i / columns, i % columns));
        sign[i] = area >= least ? 1 : area <= -least ? -1 : 0;
        sum += sign[i];
    }
    return sum < 0 ? -1 : 1;
}

// Clears the region of cells that have the sign of cell `first` and are joined to it by sides;
// returns the number of cells. `stack` has room for all cells.
static size_t clear_region(int *sign, size_t rows, size_t columns, size_t first, size_t *stack) {
    size_t depth = 0, count = 0;
    int wanted = sign[first];
    stack[depth++] = first;
    sign[first] = 0;
    while (depth > 0) {
        size_t cell = stack[--depth], row = cell / columns, column = cell % columns;
        const size_t next[4] = {cell - columns, cell + columns, cell - 1, cell + 1};
        const bool there[4] = {row > 0, row + 1 < rows, column > 0, column + 1 < columns};
        count++;
        for (size_t k = 0; k < 4; k++)
            if (there[k] && sign[next[k]] == wanted) {
                sign[next[k]] = 0;
                stack[depth++] = next[k];
            }
    }
    return count;
}

size_t retinotopy_folded_regions(const Retinotopy *retinotopy, size_t least) {
    size_t rows = retinotopy->height - 1, columns = retinotopy->width - 1, n = rows * columns;
    OWNED int *sign = allocate(n, sizeof *sign);
    OWNED size_t *stack = allocate(n, sizeof *stack);
    size_t regions = 0;
    int usual = retinotopy_signs(retinotopy, sign);
    for (size_t i = 0; i < n; i++)
        if (sign[i] == -usual && clear_region(sign, rows, columns, i, stack) >= least)
            regions++;
    return regions;
}

// Sums over units of four values and of their products: the place's x and y, and the differences of
// the centre's x and y from the place. The residual of an affine map is the same for the
// differences as for the centres.
typedef struct {
    size_t n;
    double sum[4], product[4][4];
} RegressionSums;

static void add_unit(const Retinotopy *retinotopy, double right, double down, size_t unit,
                     RegressionSums *sums) {
    double x = retinotopy->left + (double)(unit % retinotopy->width) * retinotopy->spacing;
    double y = retinotopy->top - (double)(unit / retinotopy->width) * retinotopy->spacing;
    double value[4] = {right, -down, retinotopy->x[unit] - x, retinotopy->y[unit] - y};
    if (!isfinite(value[2]) || !isfinite(value[3]))
        return;
    sums->n++;
    for (size_t a = 0; a < 4; a++) {
        sums->sum[a] += value[a];
        for (size_t b = 0; b <= a; b++)
            sums->product[a][b] += value[a] * value[b];
    }
}

// The residual squares of the centres' differences after linear regression on the places.
static RetinotopyResidual residual_of(const RegressionSums *sums) {
    double product[4][4];
    for (size_t a = 0; a < 4; a++)
        for (size_t b = 0; b <= a; b++)
            product[a][b] = sums->product[a][b] - sums->sum[a] * sums->sum[b] / (double)sums->n;
    double xx = product[0][0], xy = product[1][0], yy = product[1][1], area = xx * yy - xy * xy;
    if (sums->n < 4 || !(area > 1e-9 * xx * yy))
        return (RetinotopyResidual){sums->n, (double)NAN};
    RetinotopyResidual residual = {sums->n, 0.0};
    for (size_t c = 2; c < 4; c++) {
        double x = product[c][0], y = product[c][1];
        double explained = (yy * x * x - 2.0 * xy * x * y + xx * y * y) / area;
        residual.squares += fmax(product[c][c] - explained, 0.0);
    }
    return residual;
}

RetinotopyResidual retinotopy_affine_residual(const Retinotopy *retinotopy, size_t row,
                                              size_t column, double radius) {
    double reach = radius / retinotopy->spacing; // units
    size_t height = retinotopy->height, width = retinotopy->width;
    size_t first_row = (size_t)fmax((double)row - reach, 0.0),
           first_column = (size_t)fmax((double)column - reach, 0.0);
    RegressionSums sums = {0};
    for (size_t i = first_row; i < height && (double)i <= (double)row + reach; i++)
        for (size_t j = first_column; j < width && (double)j <= (double)column + reach; j++) {
            double right = (double)j - (double)column, down = (double)i - (double)row;
            if (right * right + down * down <= reach * reach)
                add_unit(retinotopy, right, down, i * width + j, &sums);
        }
    return residual_of(&sums);
}
