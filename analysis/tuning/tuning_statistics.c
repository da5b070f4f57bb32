// SPDX-License-Identifier: GPL-3.0-or-later
#include "tuning/tuning_statistics.h"

#include "base/memory.h"

#include <math.h>

static const double DEGREES = 180 / M_PI;

// The quartiles over units of one member of TuningCurve, times a factor.
static Quartiles quartiles_of_member(const TuningCurve *unit, size_t units, size_t offset,
                                     double factor) {
    OWNED double *value = allocate(units, sizeof *value);
    for (size_t i = 0; i < units; i++)
        value[i] = factor * *(const double *)((const char *)&unit[i] + offset);
    return quartiles_of(value, units);
}

TuningSummary tuning_summary(const TuningCurve *unit, size_t units) {
    TuningSummary summary = {
        .selectivity = quartiles_of_member(unit, units, offsetof(TuningCurve, selectivity), 1),
        .osi = quartiles_of_member(unit, units, offsetof(TuningCurve, osi), 1),
        .half_width = quartiles_of_member(unit, units, offsetof(TuningCurve, half_width), DEGREES),
        .r2 = quartiles_of_member(unit, units, offsetof(TuningCurve, r2), 1),
        .raw_osi = quartiles_of_member(unit, units, offsetof(TuningCurve, raw_osi), 1),
        .raw_half_width =
            quartiles_of_member(unit, units, offsetof(TuningCurve, raw_half_width), DEGREES)};
    for (size_t i = 0; i < units; i++) {
        summary.responding += (unit[i].largest > 0) / (double)units;
        summary.response += unit[i].largest / (double)units;
    }
    return summary;
}

// The index of the lowest contrast at which enough units have a half width.
static size_t lowest_with_widths(const TuningCurve *curve, size_t contrasts, size_t units) {
    size_t enough = 0;
    for (size_t k = contrasts; k-- > 0;) {
        size_t count =
            quartiles_of_member(curve + k * units, units, offsetof(TuningCurve, half_width), 1)
                .count;
        if (k == contrasts - 1)
            enough = (count + 1) / 2;
        else if (count < enough || enough == 0)
            return k + 1;
    }
    return 0;
}

static void measure_invariance(const TuningCurve *curve, const double *contrast, size_t contrasts,
                               size_t units, TuningStatistics *statistics) {
    size_t lowest = lowest_with_widths(curve, contrasts, units);
    const TuningCurve *low = curve + lowest * units, *high = curve + (contrasts - 1) * units;
    OWNED double *ratio = allocate(units, sizeof *ratio);
    for (size_t i = 0; i < units; i++)
        ratio[i] = lowest < contrasts - 1 ? low[i].half_width / high[i].half_width : (double)NAN;
    Quartiles found = quartiles_of(ratio, units);
    statistics->invariance = found.median;
    statistics->invariance_units = (double)found.count;
    statistics->invariance_lowest = found.count > 0 ? contrast[lowest] : (double)NAN;
}

static double half_response(const TuningCurve *curve, const double *contrast, size_t contrasts,
                            size_t units) {
    double half = 0.5 * tuning_summary(curve + (contrasts - 1) * units, units).response;
    for (size_t k = contrasts - 1; k-- > 0;) {
        double low = tuning_summary(curve + k * units, units).response,
               high = tuning_summary(curve + (k + 1) * units, units).response;
        if (half > 0 && low <= half && high > half)
            return contrast[k] + (contrast[k + 1] - contrast[k]) * (half - low) / (high - low);
    }
    return (double)NAN;
}

void tuning_statistics(const TuningCurve *curve, const double *contrast, size_t contrasts,
                       const double *modulation, size_t units, TuningStatistics *statistics) {
    TuningSummary highest = tuning_summary(curve + (contrasts - 1) * units, units);
    Quartiles phases = quartiles_of(modulation, units);
    double simple = 0;
    for (size_t i = 0; i < units; i++)
        simple += modulation[i] > 1 ? 1 : 0;
    *statistics =
        (TuningStatistics){.responding = highest.responding,
                           .selectivity = highest.selectivity.median,
                           .osi = highest.osi.median,
                           .half_width = highest.half_width.median,
                           .half_width_range = highest.half_width.high - highest.half_width.low,
                           .fitted = (double)highest.half_width.count / (double)units,
                           .r2 = highest.r2.median,
                           .raw_osi = highest.raw_osi.median,
                           .raw_half_width = highest.raw_half_width.median,
                           .raw_share = (double)highest.raw_half_width.count / (double)units,
                           .modulation = phases.median,
                           .simple = phases.count > 0 ? simple / (double)phases.count : (double)NAN,
                           .half_response = half_response(curve, contrast, contrasts, units)};
    measure_invariance(curve, contrast, contrasts, units, statistics);
}

#define ROW(member, ...) STATISTIC(TuningStatistics, member, __VA_ARGS__)
#define NO_RESPONSE "no unit responds at the highest contrast"
#define NO_FIT "no unit's curve at the highest contrast has a von Mises fit"
#define NO_WIDTH "no unit's curve at the highest contrast has a half width"
#define NO_PHASES "no unit responds, or fewer than 3 phases were shown"
#define NO_SECOND                                                                                  \
    "there is one contrast only, or at a lower one not half as many units have a half width"

static const StatisticKind row_kinds[TUNING_ROWS] = {
    ROW(responding, "responding", "1", "share of units that respond at the highest contrast", ""),
    ROW(selectivity, "selectivity.median", "1",
        "median over units of 1 - circular variance at the highest contrast", NO_RESPONSE),
    ROW(osi, "osi.median", "1",
        "median over units of (preferred - orthogonal) / (preferred + orthogonal response) of the "
        "von Mises fit at the highest contrast",
        NO_FIT),
    ROW(half_width, "hwhh.median", "degrees",
        "median over units of the half width at half height above the baseline of the von Mises "
        "fit at the highest contrast",
        NO_WIDTH),
    ROW(half_width_range, "hwhh.interquartile_range", "degrees",
        "distance between the quartiles of that half width", NO_WIDTH),
    ROW(fitted, "hwhh.share", "1", "share of units that have such a half width", ""),
    ROW(raw_osi, "osi_raw.median", "1",
        "the same as osi.median of the responses themselves: the maximum and the one 90 degrees "
        "from it",
        NO_RESPONSE),
    ROW(raw_half_width, "hwhh_raw.median", "degrees",
        "median over units of the half width of the responses themselves, halfway between the "
        "maximum of their Fourier interpolation and the minimum, at the highest contrast",
        "no unit's curve at the highest contrast has two responses above half height"),
    ROW(raw_share, "hwhh_raw.share", "1", "share of units that have such a half width", ""),
    ROW(r2, "fit.r2", "1", "median over units of the variance that the fit explains", NO_FIT),
    ROW(modulation, "modulation.median", "1",
        "median over units of F1 / F0 over phases at the preferred orientation and highest "
        "contrast",
        NO_PHASES),
    ROW(simple, "modulation.simple", "1", "share of units with F1 / F0 above 1", NO_PHASES),
    ROW(invariance, "invariance.ratio", "1",
        "median over units of the half width at invariance.lowest over that at the highest "
        "contrast: 1 where tuning does not change with contrast",
        NO_SECOND),
    ROW(invariance_lowest, "invariance.lowest", "1",
        "lowest contrast at which half of the units with a half width still have one", NO_SECOND),
    ROW(invariance_units, "invariance.units", "1", "units with a half width at both", ""),
    ROW(half_response, "contrast_response.half", "1",
        "contrast at which the mean largest response is half of that at the highest, linearly "
        "between contrasts",
        "no unit responds, or the mean response is above half at all contrasts"),
};

void tuning_statistics_rows(const TuningStatistics *statistics, Statistic rows[TUNING_ROWS]) {
    statistic_rows(row_kinds, TUNING_ROWS, statistics, NULL, rows);
}
