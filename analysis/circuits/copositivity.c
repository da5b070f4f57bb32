// SPDX-License-Identifier: GPL-3.0-or-later
#include "circuits/copositivity.h"

#include "base/memory.h"
#include "base/random.h"
#include "circuits/copositivity_bound.h"
#include "circuits/eigenvalues.h"
#include "circuits/permitted_sets.h"

#include <math.h>
#include <string.h>

typedef struct {
    size_t n;
    const double *weights;
    size_t columns;
    double shift;       // W + shift I has no negative eigenvalue: the ascent never descends
    double *v, *next;   // [n]
    Copositivity *best; // so far
} Ascent;

// next = W v; returns v' W v / v' v.
static double apply(const Ascent *ascent) {
    double product = 0, squares = 0;
    memset(ascent->next, 0, ascent->n * sizeof *ascent->next);
    for (size_t j = 0; j < ascent->n; j++) {
        if (ascent->v[j] <= 0)
            continue;
        const double *row = ascent->weights + j * ascent->n; // W is symmetric
        for (size_t i = 0; i < ascent->n; i++)
            ascent->next[i] += ascent->v[j] * row[i];
    }
    for (size_t i = 0; i < ascent->n; i++) {
        product += ascent->v[i] * ascent->next[i];
        squares += ascent->v[i] * ascent->v[i];
    }
    return product / squares;
}

// Ends the ascent at the leading eigenvector on the support of v, if it is positive there.
static void finish_on_support(Ascent *ascent) {
    size_t n = ascent->n, count = 0;
    OWNED size_t *member = allocate(n, sizeof *member);
    for (size_t i = 0; i < n; i++)
        if (ascent->v[i] > 1e-9)
            member[count++] = i;
    if (count == 0 || count > EIGENVALUES_SMALL)
        return;
    OWNED double *part = allocate(count * count, sizeof *part);
    for (size_t a = 0; a < count; a++)
        for (size_t b = 0; b < count; b++)
            part[a * count + b] = ascent->weights[member[a] * n + member[b]];
    OWNED_BY(eigenvalues_free) Eigenvalues found = eigenvalues_find(count, part, true);
    double sign = found.vector[0] < 0 ? -1 : 1;
    for (size_t a = 0; a < count; a++)
        if (!(sign * found.vector[a] > 0))
            return;
    for (size_t a = 0; a < count; a++)
        ascent->v[member[a]] = sign * found.vector[a];
}

static void keep_if_better(const Ascent *ascent) {
    double value = apply(ascent), length = 0;
    if (!(value > ascent->best->number))
        return;
    ascent->best->number = value;
    for (size_t i = 0; i < ascent->n; i++)
        length += ascent->v[i] * ascent->v[i];
    for (size_t i = 0; i < ascent->n; i++)
        ascent->best->vector[i] = ascent->v[i] / sqrt(length);
}

// v <- [W v + shift v]+, normalised, until it gains nothing.
static void climb(Ascent *ascent) {
    double before = -HUGE_VAL;
    size_t steps = ascent->n > EIGENVALUES_SMALL ? 1000 : 5000;
    for (size_t step = 0; step < steps; step++) {
        double value = apply(ascent), length = 0;
        if (step % 16 == 15) {
            if (value - before < 1e-13 * fmax(1, fabs(value)))
                break;
            before = value;
        }
        for (size_t i = 0; i < ascent->n; i++) {
            ascent->next[i] = fmax(0, ascent->next[i] + ascent->shift * ascent->v[i]);
            length += ascent->next[i] * ascent->next[i];
        }
        if (!(length > 0))
            break;
        for (size_t i = 0; i < ascent->n; i++)
            ascent->v[i] = ascent->next[i] / sqrt(length);
    }
    finish_on_support(ascent);
    keep_if_better(ascent);
}

// From single neurons, the one in the middle first, the two halves of the largest eigenvector, all
// neurons alike and random vectors.
static void climb_from_starts(Ascent *ascent) {
    enum { ALONE = 24, RANDOM = 4 };
    size_t n = ascent->n, alone = n < ALONE ? n : n > EIGENVALUES_SMALL ? 2 : ALONE;
    for (size_t k = 0; k < alone; k++) {
        memset(ascent->v, 0, n * sizeof *ascent->v);
        ascent->v[(n / 2 + ascent->columns / 2 + k * n / alone) % n] = 1;
        climb(ascent);
    }
    OWNED_BY(eigenvalues_free) Eigenvalues found = eigenvalues_find(n, ascent->weights, true);
    for (int sign = -1; sign <= 1; sign += 2) {
        for (size_t i = 0; i < n; i++)
            ascent->v[i] = fmax(1e-12, sign * found.vector[i]);
        climb(ascent);
    }
    for (uint64_t k = 0; k < RANDOM; k++) {
        RandomDraws draws = random_draws(random_stream(1, "copositivity"), k);
        for (size_t i = 0; i < n; i++)
            ascent->v[i] = k == 0 ? 1 : random_uniform(&draws) + 1e-9;
        climb(ascent);
    }
}

static double least_eigenvalue(size_t n, const double *weights) {
    OWNED double *negative = allocate(n * n, sizeof *negative);
    for (size_t k = 0; k < n * n; k++)
        negative[k] = -weights[k];
    OWNED_BY(eigenvalues_free) Eigenvalues found = eigenvalues_find(n, negative, true);
    return -found.real[0];
}

// Raises the level above what was attained until no vector is left above it.
static void prove(Ascent *ascent, double scale) {
    Copositivity *best = ascent->best;
    for (int round = 0; round < 1000; round++) {
        double level = best->number + 1e-9 * scale;
        OWNED_BY(permitted_sets_free)
        PermittedSets sets = permitted_sets_find(ascent->n, ascent->weights, true, level);
        best->exact = sets.copositive;
        if (sets.copositive) {
            best->bound = level;
            return;
        }
        memcpy(ascent->v, sets.direction, ascent->n * sizeof *ascent->v);
        climb(ascent);
    }
}

Copositivity copositivity_find(size_t n, const double *weights, size_t columns) {
    Copositivity best = {.number = -HUGE_VAL, .bound = HUGE_VAL};
    best.vector = allocate(n, sizeof *best.vector);
    OWNED double *v = allocate(n, sizeof *v), *next = allocate(n, sizeof *next);
    double shift = fmax(0, -least_eigenvalue(n, weights)) + 1e-3;
    Ascent ascent = {n, weights, columns, shift, v, next, &best};
    climb_from_starts(&ascent);
    if (n <= SET_NEURONS_MOST) {
        double scale = 1;
        for (size_t k = 0; k < n * n; k++)
            scale = fmax(scale, fabs(weights[k]));
        prove(&ascent, scale);
    }
    if (!best.exact)
        best.bound = copositivity_bound(n, weights, columns, best.number);
    return best;
}

void copositivity_free(Copositivity *copositivity) {
    release(copositivity->vector);
    *copositivity = (Copositivity){0};
}
