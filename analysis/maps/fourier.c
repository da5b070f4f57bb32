// SPDX-License-Identifier: GPL-3.0-or-later
#include "maps/fourier.h"

#include <assert.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_fft_complex.h>

// Transforms `count` sequences of n numbers. Numbers of a sequence are `stride` apart, sequences
// `step`.
static void transform(double *data, size_t n, size_t stride, size_t count, size_t step,
                      gsl_fft_direction direction) {
    gsl_fft_complex_wavetable *wavetable = gsl_fft_complex_wavetable_alloc(n);
    gsl_fft_complex_workspace *workspace = gsl_fft_complex_workspace_alloc(n);
    assert(wavetable != NULL && workspace != NULL);
    for (size_t i = 0; i < count; i++) {
        int status = gsl_fft_complex_transform(data + 2 * i * step, stride, n, wavetable, workspace,
                                               direction);
        assert(status == GSL_SUCCESS);
    }
    gsl_fft_complex_workspace_free(workspace);
    gsl_fft_complex_wavetable_free(wavetable);
}

void fourier_forward(double *data, size_t rows, size_t columns) {
    transform(data, columns, 1, rows, columns, gsl_fft_forward);
    transform(data, rows, columns, columns, 1, gsl_fft_forward);
}

void fourier_backward(double *data, size_t rows, size_t columns) {
    transform(data, columns, 1, rows, columns, gsl_fft_backward);
    transform(data, rows, columns, columns, 1, gsl_fft_backward);
}

double fourier_frequency(size_t i, size_t n) {
    double signed_index = i <= n / 2 ? (double)i : (double)i - (double)n;
    return signed_index / (double)n;
}
