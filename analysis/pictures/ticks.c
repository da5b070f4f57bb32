// SPDX-License-Identifier: GPL-3.0-or-later
#include "pictures/ticks.h"

#include "base/memory.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static double round_step(double least) {
    static const double ROUND[] = {1.0, 2.0, 2.5, 5.0};
    double power = pow(10.0, floor(log10(least)));
    for (size_t i = 0; i < sizeof ROUND / sizeof *ROUND; i++)
        if (ROUND[i] * power >= least * (1.0 - 1e-9))
            return ROUND[i] * power;
    return 10.0 * power;
}

static Ticks ticks_of_step(double low, double high, double step) {
    Ticks ticks = {.step = step};
    double first = ceil(low / step - 1e-9);
    for (int i = 0; i <= TICKS_MOST; i++) {
        double at = (first + i) * step;
        if (at <= high + 1e-9 * step)
            ticks.at[ticks.count++] = at;
    }
    return ticks;
}

Ticks ticks_between(double low, double high, int most) {
    assert(high > low && most >= 1 && most <= TICKS_MOST);
    return ticks_of_step(low, high, round_step((high - low) / most));
}

Ticks ticks_round_out(double *low, double *high, int most) {
    assert(*high > *low && most >= 1 && most < TICKS_MOST); // there may be one step more
    double step = round_step((*high - *low) / most);
    *low = step * floor(*low / step + 1e-9);
    *high = step * ceil(*high / step - 1e-9);
    return ticks_of_step(*low, *high, step);
}

Ticks ticks_logarithmic(double low, double high) {
    static const double DIGIT[] = {1.0, 2.0, 5.0};
    assert(low > 0.0 && high > low);
    Ticks ticks = {0};
    double tens = log10(high / low);
    int digits = tens > 2.0 ? 1 : 3, step = (int)ceil(tens / TICKS_MOST);
    for (double power = floor(log10(low)); power <= log10(high); power += step)
        for (int k = 0; k < digits; k++) {
            double at = DIGIT[k] * pow(10.0, power);
            if (at >= low * (1.0 - 1e-9) && at <= high * (1.0 + 1e-9) && ticks.count <= TICKS_MOST)
                ticks.at[ticks.count++] = at;
        }
    return ticks;
}

// Commas between thousands of a number that printf wrote, and the sign as U+2212.
static char *with_commas(const char *digits) {
    bool negative = digits[0] == '-';
    digits += negative;
    size_t whole = strcspn(digits, ".");
    char *text = allocate(2 * strlen(digits) + 8, 1);
    char *end = text;
    if (negative)
        end = stpcpy(end, "\u2212");
    for (size_t i = 0; digits[i]; i++) {
        if (i > 0 && i < whole && (whole - i) % 3 == 0)
            *end++ = ',';
        *end++ = digits[i];
    }
    *end = '\0';
    return text;
}

static char *power_text(double value) {
    static const char *const RAISED[] = {"\u2070", "\u00B9", "\u00B2", "\u00B3", "\u2074",
                                         "\u2075", "\u2076", "\u2077", "\u2078", "\u2079"};
    int exponent = (int)floor(log10(fabs(value)));
    char mantissa[32], digits[16];
    snprintf(mantissa, sizeof mantissa, "%.3g", value / pow(10.0, exponent));
    snprintf(digits, sizeof digits, "%d", abs(exponent));
    char raised[64] = "";
    for (const char *digit = digits; *digit; digit++)
        strcat(raised, RAISED[*digit - '0']);
    bool negative = mantissa[0] == '-';
    return format_text("%s%s × 10%s%s", negative ? "\u2212" : "", mantissa + negative,
                       exponent < 0 ? "\u207B" : "", raised);
}

char *number_text(double value, double step) {
    if (fabs(value) < 1e-9 * step)
        return copy_text("0");
    if (step < 1e-5 || fabs(value) >= 1e9)
        return power_text(value);
    int decimals = 0;
    for (double rest = step; decimals < 6 && fabs(rest - round(rest)) > 1e-6 * rest; rest *= 10.0)
        decimals++;
    char digits[340];
    snprintf(digits, sizeof digits, "%.*f", decimals, value);
    return with_commas(digits);
}
