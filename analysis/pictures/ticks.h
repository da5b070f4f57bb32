// SPDX-License-Identifier: GPL-3.0-or-later
// Ticks: the round numbers along an axis, and numbers as they are written beside it.
#pragma once

// Multiples of a step, 1, 2, 2.5 or 5 times a power of ten, between low and high (low < high), at
// most `most` steps.
enum { TICKS_MOST = 8 };
typedef struct {
    double step;
    int count;
    double at[TICKS_MOST + 1];
} Ticks;
Ticks ticks_between(double low, double high, int most);

// The same after both ends were moved outwards to multiples of that step: there may be one more, so
// that `most` is less than TICKS_MOST.
Ticks ticks_round_out(double *low, double *high, int most);

// 1, 2 and 5 times the powers of ten between low and high (0 < low < high); over more than two
// powers of ten these alone, or every few of them.
Ticks ticks_logarithmic(double low, double high);

// A number as text, with the decimals that multiples of `step` need, commas at thousands and a true
// minus sign; very large and very small steps as 3 × 10⁻⁵. To be released.
char *number_text(double value, double step);
