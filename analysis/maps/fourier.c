// SPDX-License-Identifier: GPL-3.0-or-later
#include "maps/fourier.h"

#include "base/memory.h"
#include "maps/map.h"

#include <assert.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_fft_complex.h>
#include <stdbool.h>
#include <string.h>

// Columns that are transformed together, copied side by side: as many complex numbers as a line of
// the cache holds.
enum { TOGETHER = 4 };

// A thread's room.
typedef struct {
    gsl_fft_complex_workspace *workspace;
    double *lines; // [TOGETHER][n] complex, owned
} Room;

static Room room_new(size_t n) {
    Room room = {gsl_fft_complex_workspace_alloc(n),
                 allocate(2 * TOGETHER * n, sizeof *room.lines)};
    assert(room.workspace != NULL);
    return room;
}

static void room_free(Room *room) {
    gsl_fft_complex_workspace_free(room->workspace);
    release(room->lines);
}

static void transform_line(double *line, size_t n, const gsl_fft_complex_wavetable *wavetable,
                           Room *room, gsl_fft_direction direction) {
    int status = gsl_fft_complex_transform(line, 1, n, wavetable, room->workspace, direction);
    assert(status == GSL_SUCCESS);
}

static void transform_rows(double *data, size_t rows, size_t columns, gsl_fft_direction direction) {
    gsl_fft_complex_wavetable *wavetable = gsl_fft_complex_wavetable_alloc(columns);
    assert(wavetable != NULL);
#pragma omp parallel if (rows * columns >= FEWEST_SAMPLES_FOR_THREADS)
    {
        Room room = room_new(columns);
#pragma omp for schedule(static)
        for (size_t row = 0; row < rows; row++)
            transform_line(data + 2 * row * columns, columns, wavetable, &room, direction);
        room_free(&room);
    }
    gsl_fft_complex_wavetable_free(wavetable);
}

// Complex numbers from `first` on of every row, to or from lines of their own.
static void copy_columns(double *data, size_t rows, size_t columns, size_t first, size_t count,
                         double *lines, bool back) {
    for (size_t row = 0; row < rows; row++)
        for (size_t k = 0; k < count; k++) {
            double *sample = data + 2 * (row * columns + first + k),
                   *copy = lines + 2 * (k * rows + row);
            memcpy(back ? sample : copy, back ? copy : sample, 2 * sizeof *copy);
        }
}

static void transform_columns(double *data, size_t rows, size_t columns,
                              gsl_fft_direction direction) {
    gsl_fft_complex_wavetable *wavetable = gsl_fft_complex_wavetable_alloc(rows);
    assert(wavetable != NULL);
#pragma omp parallel if (rows * columns >= FEWEST_SAMPLES_FOR_THREADS)
    {
        Room room = room_new(rows);
#pragma omp for schedule(static)
        for (size_t first = 0; first < columns; first += TOGETHER) {
            size_t count = columns - first < TOGETHER ? columns - first : TOGETHER;
            copy_columns(data, rows, columns, first, count, room.lines, false);
            for (size_t k = 0; k < count; k++)
                transform_line(room.lines + 2 * k * rows, rows, wavetable, &room, direction);
            copy_columns(data, rows, columns, first, count, room.lines, true);
        }
        room_free(&room);
    }
    gsl_fft_complex_wavetable_free(wavetable);
}

static void transform(double *data, size_t rows, size_t columns, gsl_fft_direction direction) {
    transform_rows(data, rows, columns, direction);
    transform_columns(data, rows, columns, direction);
}

void fourier_forward(double *data, size_t rows, size_t columns) {
    transform(data, rows, columns, gsl_fft_forward);
}

void fourier_backward(double *data, size_t rows, size_t columns) {
    transform(data, rows, columns, gsl_fft_backward);
}

double fourier_frequency(size_t i, size_t n) {
    double signed_index = i <= n / 2 ? (double)i : (double)i - (double)n;
    return signed_index / (double)n;
}

size_t fourier_fast_length(size_t n) {
    for (;; n++) {
        size_t left = n;
        while (left % 2 == 0)
            left /= 2;
        while (left % 3 == 0)
            left /= 3;
        while (left % 5 == 0)
            left /= 5;
        if (left == 1)
            return n;
    }
}
