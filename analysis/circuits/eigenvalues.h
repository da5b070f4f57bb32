// SPDX-License-Identifier: GPL-3.0-or-later
// Eigenvalues of a real matrix, in the order of falling real parts: all of a small matrix, and of a
// large one the few that Arnoldi's method finds from a random start.
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum { EIGENVALUES_SMALL = 256, EIGENVALUES_STEPS = 240 };

typedef struct {
    size_t count;             // n, or for n > EIGENVALUES_SMALL as many as were sought
    double *real, *imaginary; // [count] owned
    double *vector;           // [n] the real part of the first one's eigenvector, |v| = 1; owned
    double residual;          // |A v - value v| of the first one: how far it is from an eigenvalue
} Eigenvalues;

Eigenvalues eigenvalues_find(size_t n, const double *matrix, bool symmetric);

// The `count` largest eigenvalues of a symmetric matrix and their eigenvectors [count][n], to the
// accuracy that `steps` of Lanczos's method from start[n] reach; count <= steps < n.
void eigenvalues_leading(size_t n, const double *matrix, size_t steps, const double *start,
                         size_t count, double *values, double *vectors);
void eigenvalues_free(Eigenvalues *eigenvalues);
