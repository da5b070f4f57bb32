// SPDX-License-Identifier: GPL-3.0-or-later
#include "circuits/eigenvalues.h"

#include "base/memory.h"
#include "base/random.h"

#include <gsl/gsl_blas.h>
#include <gsl/gsl_eigen.h>
#include <math.h>
#include <string.h>

static Eigenvalues room_for(size_t count, size_t n) {
    return (Eigenvalues){.count = count,
                         .real = allocate(count, sizeof(double)),
                         .imaginary = allocate(count, sizeof(double)),
                         .vector = allocate(n, sizeof(double))};
}

void eigenvalues_free(Eigenvalues *eigenvalues) {
    release(eigenvalues->real);
    release(eigenvalues->imaginary);
    release(eigenvalues->vector);
    *eigenvalues = (Eigenvalues){0};
}

// All eigenvalues of an m x m matrix, which is overwritten; `leading` gets the real parts of the
// eigenvectors of the first `count`, [count][m].
static void solve(gsl_matrix *matrix, bool symmetric, Eigenvalues *found, size_t count,
                  double *leading) {
    size_t m = matrix->size1;
    if (symmetric) {
        gsl_vector *values = gsl_vector_alloc(m);
        gsl_matrix *vectors = gsl_matrix_alloc(m, m);
        gsl_eigen_symmv_workspace *room = gsl_eigen_symmv_alloc(m);
        gsl_eigen_symmv(matrix, values, vectors, room);
        gsl_eigen_symmv_sort(values, vectors, GSL_EIGEN_SORT_VAL_DESC);
        for (size_t k = 0; k < m; k++) {
            found->real[k] = gsl_vector_get(values, k);
            for (size_t v = 0; v < count; v++)
                leading[v * m + k] = gsl_matrix_get(vectors, k, v);
        }
        gsl_eigen_symmv_free(room);
        gsl_matrix_free(vectors);
        gsl_vector_free(values);
        return;
    }
    gsl_vector_complex *values = gsl_vector_complex_alloc(m);
    gsl_matrix_complex *vectors = gsl_matrix_complex_alloc(m, m);
    gsl_eigen_nonsymmv_workspace *room = gsl_eigen_nonsymmv_alloc(m);
    gsl_eigen_nonsymmv(matrix, values, vectors, room);
    OWNED size_t *order = allocate(m, sizeof *order);
    for (size_t k = 0; k < m; k++) { // insertion by falling real part
        size_t place = k;
        double real = GSL_REAL(gsl_vector_complex_get(values, k));
        for (; place > 0 && GSL_REAL(gsl_vector_complex_get(values, order[place - 1])) < real;
             place--)
            order[place] = order[place - 1];
        order[place] = k;
    }
    for (size_t k = 0; k < m; k++) {
        gsl_complex value = gsl_vector_complex_get(values, order[k]);
        found->real[k] = GSL_REAL(value);
        found->imaginary[k] = GSL_IMAG(value);
        for (size_t v = 0; v < count; v++)
            leading[v * m + k] = GSL_REAL(gsl_matrix_complex_get(vectors, k, order[v]));
    }
    gsl_eigen_nonsymmv_free(room);
    gsl_matrix_complex_free(vectors);
    gsl_vector_complex_free(values);
}

// result = A v; each sum in a fixed order.
static void apply(size_t n, const double *matrix, const double *v, double *result) {
#pragma omp parallel for if (n > 1000)
    for (size_t i = 0; i < n; i++) {
        const double *row = matrix + i * n;
        double sum = 0;
#pragma omp simd reduction(+ : sum)
        for (size_t j = 0; j < n; j++)
            sum += row[j] * v[j];
        result[i] = sum;
    }
}

// Arnoldi: an orthonormal basis of start, A start, A A start, ...; the eigenvalues of A on it, and
// the eigenvectors of the first `count`, [count][n].
static Eigenvalues arnoldi(size_t n, const double *matrix, bool symmetric, size_t most,
                           const double *start, size_t count, double *leading) {
    gsl_matrix *basis = gsl_matrix_calloc(most + 1, n), *small = gsl_matrix_calloc(most, most);
    gsl_vector_view first = gsl_matrix_row(basis, 0);
    for (size_t i = 0; i < n; i++)
        gsl_vector_set(&first.vector, i, start[i]);
    gsl_vector_scale(&first.vector, 1 / gsl_blas_dnrm2(&first.vector));
    size_t steps = 0;
    for (bool whole = false; steps < most && !whole; steps++) {
        gsl_vector_view next = gsl_matrix_row(basis, steps + 1);
        apply(n, matrix, gsl_matrix_ptr(basis, steps, 0), next.vector.data);
        for (int pass = 0; pass < 2; pass++) // twice is enough for orthogonality
            for (size_t k = 0; k <= steps; k++) {
                gsl_vector_view earlier = gsl_matrix_row(basis, k);
                double part;
                gsl_blas_ddot(&earlier.vector, &next.vector, &part);
                gsl_blas_daxpy(-part, &earlier.vector, &next.vector);
                *gsl_matrix_ptr(small, k, steps) += part;
            }
        double length = gsl_blas_dnrm2(&next.vector);
        whole = length < 1e-12 && steps + 1 >= count;
        if (whole)
            continue;
        gsl_vector_scale(&next.vector, 1 / length);
        if (steps + 1 < most)
            gsl_matrix_set(small, steps + 1, steps, length);
    }
    Eigenvalues found = room_for(steps, n);
    gsl_matrix *part = gsl_matrix_alloc(steps, steps);
    for (size_t i = 0; i < steps; i++)
        for (size_t j = 0; j < steps; j++)
            gsl_matrix_set(part, i, j,
                           symmetric
                               ? 0.5 * (gsl_matrix_get(small, i, j) + gsl_matrix_get(small, j, i))
                               : gsl_matrix_get(small, i, j));
    OWNED double *weight = allocate(count * steps, sizeof *weight);
    solve(part, symmetric, &found, count, weight);
    memset(leading, 0, count * n * sizeof *leading);
    for (size_t v = 0; v < count; v++)
        for (size_t k = 0; k < steps; k++)
            for (size_t i = 0; i < n; i++)
                leading[v * n + i] += weight[v * steps + k] * gsl_matrix_get(basis, k, i);
    gsl_matrix_free(part);
    gsl_matrix_free(small);
    gsl_matrix_free(basis);
    return found;
}

void eigenvalues_leading(size_t n, const double *matrix, size_t steps, const double *start,
                         size_t count, double *values, double *vectors) {
    OWNED_BY(eigenvalues_free)
    Eigenvalues found = arnoldi(n, matrix, true, steps, start, count, vectors);
    memcpy(values, found.real, count * sizeof *values);
}

static void find_residual(size_t n, const double *matrix, Eigenvalues *found) {
    double length = 0, squares = 0;
    for (size_t i = 0; i < n; i++)
        length += found->vector[i] * found->vector[i];
    for (size_t i = 0; i < n; i++)
        found->vector[i] /= sqrt(length);
    for (size_t i = 0; i < n; i++) {
        double product = 0;
        for (size_t j = 0; j < n; j++)
            product += matrix[i * n + j] * found->vector[j];
        squares += pow(product - found->real[0] * found->vector[i], 2);
    }
    found->residual = sqrt(squares);
}

Eigenvalues eigenvalues_find(size_t n, const double *matrix, bool symmetric) {
    Eigenvalues found;
    if (n > EIGENVALUES_SMALL) {
        RandomDraws draws = random_draws(random_stream(1, "eigenvalues"), n);
        OWNED double *start = allocate(n, sizeof *start), *vector = allocate(n, sizeof *vector);
        for (size_t i = 0; i < n; i++)
            start[i] = random_normal(&draws);
        found = arnoldi(n, matrix, symmetric, EIGENVALUES_STEPS, start, 1, vector);
        memcpy(found.vector, vector, n * sizeof *vector);
    } else {
        gsl_matrix_const_view view = gsl_matrix_const_view_array(matrix, n, n);
        gsl_matrix *copy = gsl_matrix_alloc(n, n);
        gsl_matrix_memcpy(copy, &view.matrix);
        found = room_for(n, n);
        solve(copy, symmetric, &found, 1, found.vector);
        gsl_matrix_free(copy);
    }
    find_residual(n, matrix, &found);
    return found;
}
