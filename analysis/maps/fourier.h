// SPDX-License-Identifier: GPL-3.0-or-later
// The discrete Fourier transform in the plane, of rows x columns interleaved complex numbers, in
// place and row-major.
#pragma once

#include <stddef.h>

void fourier_forward(double *data, size_t rows, size_t columns);
void fourier_backward(double *data, size_t rows, size_t columns); // without the factor 1 / n

// A length from n on that is transformed fast, with no prime factor above 5: 1,123 takes 200 times
// as long as 1,125.
size_t fourier_fast_length(size_t n);

// The signed frequency, in cycles per sample, of entry i of a transform of n.
double fourier_frequency(size_t i, size_t n);
