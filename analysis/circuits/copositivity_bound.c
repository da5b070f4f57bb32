// SPDX-License-Identifier: GPL-3.0-or-later
#include "circuits/copositivity_bound.h"

#include "base/memory.h"
#include "base/random.h"
#include "circuits/eigenvalues.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

// Functions of the distance on a torus, even in both directions, and their transforms.
typedef struct {
    size_t rows, columns, n;
    double *row_cosine, *column_cosine; // [rows][rows] cos(2 pi k i / rows); owned
    double *column_sine, *row_sine;
    double *part[2]; // [n] owned
} Torus;

static double *waves(size_t n, double phase) {
    double *wave = allocate(n * n, sizeof *wave);
    for (size_t k = 0; k < n; k++)
        for (size_t i = 0; i < n; i++)
            wave[k * n + i] = cos(2 * M_PI * (double)(k * i % n) / (double)n - phase);
    return wave;
}

static Torus torus_new(size_t rows, size_t columns) {
    size_t n = rows * columns;
    return (Torus){rows,
                   columns,
                   n,
                   waves(rows, 0),
                   waves(columns, 0),
                   waves(columns, M_PI / 2),
                   waves(rows, M_PI / 2),
                   {allocate(n, sizeof(double)), allocate(n, sizeof(double))}};
}

static void torus_free(Torus *torus) {
    release(torus->row_cosine);
    release(torus->column_cosine);
    release(torus->column_sine);
    release(torus->row_sine);
    release(torus->part[0]);
    release(torus->part[1]);
}

// transform(p, q) = sum over (i, j) of f(i, j) cos(2 pi (p i / rows + q j / columns)): the real
// part of the Fourier transform, and up to a factor n its own inverse.
static void transform(const Torus *torus, const double *f, double *result) {
    size_t rows = torus->rows, columns = torus->columns;
    for (size_t i = 0; i < rows; i++)
        for (size_t q = 0; q < columns; q++) {
            double cosine = 0, sine = 0;
            for (size_t j = 0; j < columns; j++) {
                cosine += f[i * columns + j] * torus->column_cosine[q * columns + j];
                sine += f[i * columns + j] * torus->column_sine[q * columns + j];
            }
            torus->part[0][i * columns + q] = cosine;
            torus->part[1][i * columns + q] = sine;
        }
    memset(result, 0, torus->n * sizeof *result);
    for (size_t p = 0; p < rows; p++)
        for (size_t i = 0; i < rows; i++) {
            double cosine = torus->row_cosine[p * rows + i], sine = torus->row_sine[p * rows + i];
            for (size_t q = 0; q < columns; q++)
                result[p * columns + q] += cosine * torus->part[0][i * columns + q] -
                                           sine * torus->part[1][i * columns + q];
        }
}

// Shares of the modes: exp(sharpness * gain), normalised; returns the largest gain.
static double shares(size_t n, const double *gain, double sharpness, double *share) {
    double largest = -HUGE_VAL, sum = 0;
    for (size_t k = 0; k < n; k++)
        largest = fmax(largest, gain[k]);
    for (size_t k = 0; k < n; k++)
        sum += share[k] = exp(sharpness * (gain[k] - largest));
    for (size_t k = 0; k < n; k++)
        share[k] /= sum;
    return largest;
}

// Lowers the largest mode of kernel + added over added >= 0: accelerated projected descent
// (Nesterov 2005, Mathematical Programming 103:127) on log sum exp, ever sharper. Leaves the best
// in `added`.
static void lower_largest_mode(const Torus *torus, const double *kernel, double *added) {
    enum { ROUNDS = 4, STEPS = 1200 };
    size_t n = torus->n;
    OWNED double *gain = allocate(n, sizeof *gain), *slope = allocate(n, sizeof *slope),
                 *sum = allocate(n, sizeof *sum), *ahead = allocate(n, sizeof *ahead),
                 *now = allocate(n, sizeof *now);
    double least = HUGE_VAL, sharpness = 50;
    for (int round = 0; round < ROUNDS; round++, sharpness *= 4) {
        double step = 1 / (sharpness * (double)n), pace = 1;
        memcpy(now, added, n * sizeof *now);
        memcpy(ahead, added, n * sizeof *ahead);
        for (int k = 0; k < STEPS; k++) {
            for (size_t i = 0; i < n; i++)
                sum[i] = kernel[i] + ahead[i];
            transform(torus, sum, gain);
            double largest = shares(n, gain, sharpness, gain);
            if (largest < least) {
                least = largest;
                memcpy(added, ahead, n * sizeof *added);
            }
            transform(torus, gain, slope);
            double next_pace = 0.5 * (1 + sqrt(1 + 4 * pace * pace));
            for (size_t i = 0; i < n; i++) {
                double fresh = fmax(0, ahead[i] - step * slope[i]);
                ahead[i] = fmax(0, fresh + (pace - 1) / next_pace * (fresh - now[i]));
                now[i] = fresh;
            }
            pace = next_pace;
        }
    }
}

// The place on the torus of the distance from neuron j to neuron i.
static size_t distance(const Torus *torus, size_t i, size_t j) {
    size_t row = (i / torus->columns + torus->rows - j / torus->columns) % torus->rows,
           column = (i % torus->columns + torus->columns - j % torus->columns) % torus->columns;
    return row * torus->columns + column;
}

// W + N with N of the distance alone; is W itself of the distance alone?
static bool add_even(size_t n, const double *weights, size_t columns, double *matrix) {
    OWNED_BY(torus_free) Torus torus = torus_new(n / columns, columns);
    OWNED double *kernel = allocate(n, sizeof *kernel), *added = allocate(n, sizeof *added);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            kernel[distance(&torus, i, j)] += weights[i * n + j] / (double)n;
    lower_largest_mode(&torus, kernel, added);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            matrix[i * n + j] = weights[i * n + j] + added[distance(&torus, i, j)];
    bool even = true;
    for (size_t i = 0; i < n && even; i++)
        for (size_t j = 0; j < n && even; j++)
            even = fabs(weights[i * n + j] - kernel[distance(&torus, i, j)]) < 1e-9;
    return even;
}

enum { LEADING = 16 };

// The entry (i, j) of the sum over the leading eigenvectors of share v v'.
static double slope(const double *vectors, const double *share, size_t n, size_t i, size_t j) {
    double sum = 0;
    for (size_t k = 0; k < LEADING; k++)
        sum += share[k] * vectors[k * n + i] * vectors[k * n + j];
    return sum;
}

// The slope's square over the entries that may move: those of N above 0, or that would rise.
static double movable(size_t n, const double *weights, const double *matrix, const double *vectors,
                      const double *share) {
    OWNED double *part = allocate(n, sizeof *part);
    double sum = 0;
#pragma omp parallel for
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            double change = slope(vectors, share, n, i, j);
            if (change < 0 || matrix[i * n + j] > weights[i * n + j])
                part[i] += change * change;
        }
    for (size_t i = 0; i < n; i++)
        sum += part[i];
    return sum;
}

// Lowers the leading eigenvalues of the matrix, which stays >= W, by subgradients with Polyak's
// step towards a level a little above what is attained.
static void lower_leading(size_t n, const double *weights, double attained, double *matrix) {
    enum { ROUNDS = 60, STEPS = 70 };
    static const double SHARPNESS = 150, PACE = 0.7;
    OWNED double *vectors = allocate(LEADING * n, sizeof *vectors),
                 *start = allocate(n, sizeof *start);
    double value[LEADING], share[LEADING], first_gap = 0;
    for (uint64_t round = 0; round < ROUNDS; round++) {
        RandomDraws draws = random_draws(random_stream(1, "copositivity bound"), round);
        for (size_t i = 0; i < n; i++) {
            start[i] = random_normal(&draws) / sqrt((double)n);
            for (size_t k = 0; k < LEADING; k++)
                start[i] += vectors[k * n + i];
        }
        eigenvalues_leading(n, matrix, STEPS, start, LEADING, value, vectors);
        double gap = value[0] - attained;
        first_gap = round == 0 ? gap : first_gap;
        if (!(gap > 0.3 * first_gap))
            break;
        shares(LEADING, value, SHARPNESS, share);
        double step = PACE * (gap - 0.1 * first_gap) / movable(n, weights, matrix, vectors, share);
#pragma omp parallel for
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < n; j++)
                matrix[i * n + j] = fmax(weights[i * n + j],
                                         matrix[i * n + j] - step * slope(vectors, share, n, i, j));
    }
}

static double largest(size_t n, const double *matrix) {
    OWNED_BY(eigenvalues_free) Eigenvalues found = eigenvalues_find(n, matrix, true);
    return found.real[0] + found.residual;
}

double copositivity_bound(size_t n, const double *weights, size_t columns, double attained) {
    OWNED double *matrix = allocate(n * n, sizeof *matrix);
    bool even = add_even(n, weights, columns, matrix);
    double bound = largest(n, matrix);
    // Where W is of the distance alone, so is the best N: the mean over all shifts of any N is as
    // good.
    if (!even && n > EIGENVALUES_SMALL) {
        lower_leading(n, weights, attained, matrix);
        bound = fmin(bound, largest(n, matrix));
    }
    return bound;
}
