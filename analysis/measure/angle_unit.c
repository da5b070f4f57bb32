// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/angle_unit.h"

#include "base/memory.h"

#include <math.h>

// A unit that angles without a word about it may have.
typedef struct {
    AngleMeasure measure;
    bool twice; // as long a range as orientations have
    double span;
    const char *name, *options;
} Known;

static const Known known[] = {
    {ANGLES_DEGREES, false, 180, "degrees", "--degrees"},
    {ANGLES_DEGREES, true, 360, "directions in degrees, or twice the orientation",
     "--degrees --directions, or --degrees --doubled"},
    {ANGLES_RADIANS, false, M_PI, "radians", "--radians"},
    {ANGLES_RADIANS, true, 2 * M_PI, "directions in radians, or twice the orientation",
     "--radians --directions, or --radians --doubled"},
    {ANGLES_TURNS, false, 1, "turns", "--turns"},
};

static double span_of(AngleUnit unit) {
    double once = unit.measure == ANGLES_DEGREES   ? 180
                  : unit.measure == ANGLES_RADIANS ? M_PI
                  : unit.measure == ANGLES_CODES   ? (double)unit.codes
                                                   : 1;
    return unit.kind == ANGLES_SINGLE ? once : 2 * once;
}

double angle_unit_radians(AngleUnit unit) {
    double once = span_of((AngleUnit){unit.measure, ANGLES_SINGLE, unit.codes});
    return M_PI / once / (unit.kind == ANGLES_DOUBLED ? 2 : 1);
}

// Do the values fill the range of a unit, from 0 or about 0?
static bool fills(const Known *unit, double low, double high) {
    double span = high - low, from_zero = -0.01 * unit->span, about_zero = -0.51 * unit->span;
    return span > 0.9 * unit->span && span <= 1.01 * unit->span &&
           ((low >= from_zero && high <= 1.01 * unit->span) ||
            (low >= about_zero && high <= -about_zero));
}

static const Known *find_filled(AngleUnit unit, double low, double high) {
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if ((known[i].measure != unit.measure || known[i].twice != (unit.kind != ANGLES_SINGLE)) &&
            fills(&known[i], low, high))
            return &known[i];
    return NULL;
}

static const char *name_of(AngleUnit unit) {
    return unit.measure == ANGLES_DEGREES   ? "degrees"
           : unit.measure == ANGLES_RADIANS ? "radians"
                                            : "turns";
}

static AngleAgreement check_codes(size_t codes, const double *value, size_t n, double *first,
                                  char **why) {
    double low = (double)INFINITY, high = -(double)INFINITY;
    for (size_t i = 0; i < n; i++)
        if (isfinite(value[i])) {
            low = fmin(low, value[i]);
            high = fmax(high, value[i]);
            if (value[i] != floor(value[i])) {
                *why = format_text("it holds %g, and codes are whole numbers", value[i]);
                return ANGLES_DISAGREE;
            }
        }
    *first = low >= 1 && high == (double)codes ? 1 : 0;
    bool from_zero = low == 0 && high < (double)codes;
    if (*first == 1 || from_zero || low > high)
        return ANGLES_AGREE;
    *why = format_text("its codes lie from %g to %g, and %zu codes lie from 0 to %zu or from 1 to "
                       "%zu, with the first and the last among them",
                       low, high, codes, codes - 1, codes);
    return ANGLES_DISAGREE;
}

AngleAgreement angle_unit_check(AngleUnit unit, const double *value, size_t n, double *first,
                                char **why) {
    *first = 0;
    *why = NULL;
    if (unit.measure == ANGLES_CODES)
        return check_codes(unit.codes, value, n, first, why);
    double low = (double)INFINITY, high = -(double)INFINITY, own = span_of(unit);
    for (size_t i = 0; i < n; i++)
        if (isfinite(value[i])) {
            low = fmin(low, value[i]);
            high = fmax(high, value[i]);
        }
    double span = high - low, least = unit.kind == ANGLES_SINGLE ? own / 3 : 0.51 * own;
    bool wide = span > 1.01 * own, narrow = span < least;
    if (low > high || !(wide || narrow))
        return ANGLES_AGREE;
    const Known *likely = find_filled(unit, low, high);
    const char *turn = unit.kind == ANGLES_SINGLE ? "half-turn" : "turn";
    *why = format_text("its angles lie from %.4g to %.4g, %s the %s of %.4g %s", low, high,
                       wide                         ? "more than"
                       : unit.kind == ANGLES_SINGLE ? "less than a third of"
                                                    : "hardly more than half of",
                       turn, own, name_of(unit));
    if (likely)
        text_append(why, ": they look like %s (%s)", likely->name, likely->options);
    else
        text_append(why, ": are they of another unit?");
    return wide || likely ? ANGLES_DISAGREE : ANGLES_DOUBTFUL;
}
