// SPDX-License-Identifier: GPL-3.0-or-later
#include "imaging/confidence_results.h"

#include "base/memory.h"
#include "imaging/confidence.h"
#include "imaging/measure_confidence.h"
#include "imaging/session_confidence.h"
#include "statistics/finite.h"

#include <math.h>
#include <string.h>

enum { SAMPLES_PER_WAVELENGTH = 10, LAYOUT_USUAL = 16384 };

static double number(const Results *results, const char *name) {
    const ResultNumber *found = results_number(results, name);
    return found ? found->value : (double)NAN;
}

// The filters of the results' map, and how many samples a side can be joined for its intervals.
static size_t filters_of(const Results *results, BandPass *band) {
    double high = number(results, "band_pass.high_pass"),
           low = number(results, "band_pass.low_pass"),
           steepness = number(results, "band_pass.steepness"),
           wavelength = number(results, "wavelength.peak_fit");
    *band = (BandPass){isfinite(high) ? high : (double)INFINITY, isfinite(low) ? low : 0,
                       isfinite(steepness) ? steepness : BAND_PASS_STEEP};
    if (!isfinite(low) || !isfinite(wavelength) || wavelength < 2 * SAMPLES_PER_WAVELENGTH)
        return 1;
    return (size_t)(wavelength / SAMPLES_PER_WAVELENGTH);
}

// A number of the map of joined samples.
static double joined_number(const Confidence *confidence, const char *name) {
    for (size_t k = 0; k < CONFIDENCE_NUMBERS; k++)
        if (strcmp(confidence->number[k].name, name) == 0)
            return confidence->number[k].value;
    return (double)NAN;
}

// The selectivities of a filtered map's results are those before the filter, of which the
// confidence knows nothing.
static void add_intervals(Results *results, const Statistic *number, const Interval *interval,
                          size_t n, size_t factor, bool filtered) {
    for (size_t k = 0; k < n; k++) {
        double unit = strcmp(number[k].unit, "samples") == 0 ? (double)factor : 1;
        bool other = filtered && strcmp(number[k].name, "selectivity.mean") == 0;
        if (strncmp(number[k].name, "samples.", 8) != 0 && !other)
            results_set_interval(results, number[k].name, unit * interval[k].low,
                                 unit * interval[k].high);
    }
}

static void tell_no_layout(Results *results, const ResponseStack *stack,
                           const Confidence *confidence) {
    const char *first = confidence->number[ORIENTATION_STATISTICS_ROWS].name;
    if (!isfinite(number(results, first)))
        return;
    OWNED char *text = format_text(
        "the numbers from %s to %s have no intervals, which take long on %zu x %zu samples; "
        "--layout-intervals finds them",
        first, confidence->number[CONFIDENCE_NUMBERS - 1].name, stack->height, stack->width);
    results_add_warning(results, text);
}

static void add_pinwheels(Results *results, const Confidence *confidence, size_t factor) {
    double step = (double)factor, sure = 0;
    OWNED double *rows = allocate(PINWHEEL_COLUMNS * confidence->pinwheels + 1, sizeof *rows);
    for (size_t k = 0; k < confidence->pinwheels; k++) {
        const PinwheelConfidence *own = &confidence->pinwheel[k];
        const double row[PINWHEEL_COLUMNS] = {
            [PINWHEEL_COLUMN] = (own->pinwheel.column + 0.5) * step - 0.5,
            [PINWHEEL_ROW] = (own->pinwheel.row + 0.5) * step - 0.5,
            [PINWHEEL_SIGN] = own->pinwheel.sign,
            [PINWHEEL_PROBABILITY] = own->probability,
            [PINWHEEL_LONG_AXIS] = own->long_axis * step,
            [PINWHEEL_SHORT_AXIS] = own->short_axis * step,
            [PINWHEEL_TURN] = own->turn * 180 / M_PI};
        memcpy(rows + PINWHEEL_COLUMNS * k, row, sizeof row);
        sure += own->probability >= PINWHEEL_SURE;
    }
    results_add_map(results, "pinwheel_confidence", 1, confidence->pinwheels, PINWHEEL_COLUMNS,
                    rows, "samples",
                    "column, row and sign of each pinwheel; its probability; half-axes of the "
                    "ellipse that holds 95 % of its places, and the long one's direction, degrees");
    results_add_number(results, "confidence.sure", sure / (double)confidence->pinwheels, "1",
                       "share of pinwheels that at least 95 % of the resamples have",
                       confidence->pinwheels ? "" : "the map has no pinwheels");
}

static void add_samples(Results *results, const ResponseStack *stack,
                        const Confidence *confidence) {
    static const char of_angle[] = "degrees from the preference", of_size[] = "as the map's own";
    size_t n = stack->height * stack->width;
    OWNED double *low = allocate(n, sizeof *low), *high = allocate(n, sizeof *high),
                 *half = allocate(n, sizeof *half);
    for (size_t i = 0; i < n; i++) {
        low[i] = confidence->samples.low[SAMPLE_ANGLE][i] * 180 / M_PI;
        high[i] = confidence->samples.high[SAMPLE_ANGLE][i] * 180 / M_PI;
        half[i] = 0.5 * (high[i] - low[i]);
    }
    results_add_map(results, "angle_low", 1, stack->height, stack->width, low, of_angle,
                    "lower end of the 95 % interval of the preference");
    results_add_map(results, "angle_high", 1, stack->height, stack->width, high, of_angle,
                    "upper end of the 95 % interval of the preference");
    results_add_map(results, "selectivity_low", 1, stack->height, stack->width,
                    confidence->samples.low[SAMPLE_SIZE], of_size,
                    "lower end of the 95 % interval of |z|");
    results_add_map(results, "selectivity_high", 1, stack->height, stack->width,
                    confidence->samples.high[SAMPLE_SIZE], of_size,
                    "upper end of the 95 % interval of |z|");
    results_add_number(results, "confidence.angle", quartiles_of(half, n).median, "degrees",
                       "half the 95 % interval of the preference, median over samples", "");
}

static void add_sessions(Results *results, const ResponseStack *stack, size_t n, size_t factor,
                         const TrialDraws *draws) {
    static const struct {
        size_t row;
        const char *name, *unit, *definition;
    } unchanged[] = {{SESSIONS_STABILITY, "sessions.stability_unchanged", "1",
                      "sessions.stability if trials are exchanged between the sessions, as is "
                      "allowed if the map did not change; 95 % of exchanges lie in the interval"},
                     {SESSIONS_PINWHEELS, "sessions.pinwheels_unchanged", "1",
                      "sessions.pinwheels of such exchanges"},
                     {SESSIONS_DISPLACEMENT, "sessions.displacement_unchanged", "samples",
                      "sessions.displacement of such exchanges"}};
    static const char other_conditions[] =
        "the sessions have other conditions, so that their trials cannot be exchanged";
    double step = (double)factor, wavelength = number(results, "wavelength.peak_fit") / step;
    SessionConfidence found = session_confidence_of(stack, n, wavelength, draws);
    add_intervals(results, found.number, found.interval, SESSION_NUMBERS, factor, false);
    for (size_t k = 0; k < sizeof unchanged / sizeof *unchanged; k++) {
        size_t row = unchanged[k].row;
        double unit = row == SESSIONS_DISPLACEMENT ? step : 1, value = unit * found.unchanged[row];
        const Interval *between = &found.unchanged_between[row];
        results_add_number(results, unchanged[k].name, value, unchanged[k].unit,
                           unchanged[k].definition,
                           isfinite(value)                           ? ""
                           : sessions_have_same_conditions(stack, n) ? found.number[row].undefined
                                                                     : other_conditions);
        results_set_interval(results, unchanged[k].name, unit * between->low, unit * between->high);
    }
}

// Of a stack without trials, or a map in its place.
static const char *refused_of(const ResponseStack *stack) {
    return stack->frame ? confidence_refused(stack)
                        : "a session is a map without trials: what the sessions share has no "
                          "interval";
}

static void join(ResponseStack *stack, size_t factor) {
    if (factor == 1)
        return;
    ResponseStack joined = stack_joined(stack, factor);
    stack_free(stack);
    *stack = joined;
}

void confidence_results_add(Results *results, ResponseStack *stack, size_t n,
                            const TrialDraws *draws) {
    const char *refused = NULL;
    size_t usable = 0;
    while (draws->resamples > 0 && usable < n && (refused = refused_of(&stack[usable])) == NULL)
        usable++;
    if (refused)
        results_add_warning(results, refused);
    if (usable == 0)
        return;
    BandPass band;
    size_t factor = filters_of(results, &band);
    band.high_pass /= (double)factor;
    band.low_pass /= (double)factor;
    for (size_t k = 0; k < usable; k++)
        join(&stack[k], factor);
    TrialDraws settings = *draws;
    settings.layout = draws->layout || stack->height * stack->width <= LAYOUT_USUAL;
    Modularity modularity = modularity_of(stack, &settings);
    bool filtered = isfinite(band.high_pass) || band.low_pass > 0;
    for (size_t k = 0; filtered && k < usable; k++)
        stack_filter(&stack[k], &band);
    OWNED_BY(confidence_free) Confidence confidence = confidence_of(stack, &settings);
    add_intervals(results, confidence.number, confidence.interval, CONFIDENCE_NUMBERS, factor,
                  filtered);
    if (n > 1 && usable == n)
        add_sessions(results, stack, n, factor, &settings);
    measure_confidence_tell_biased(results);
    if (!settings.layout)
        tell_no_layout(results, stack, &confidence);
    results_add_number(results, "modularity.p", modularity.p, "1",
                       "share of shuffles of the conditions within trials with at least as much "
                       "power at some wavelength: below 0.05 the map is modular",
                       isfinite(modularity.p) ? "" : "the map is too small, or has no response");
    results_add_number(results, "modularity.wavelength", modularity.wavelength * (double)factor,
                       "samples", "wavelength at which the map exceeds shuffles most",
                       isfinite(modularity.p) ? "" : "the map is too small, or has no response");
    results_add_number(
        results, "signal_to_noise", confidence.signal_to_noise, "1",
        "power of the map, less that of noise, over the power of noise that the mean "
        "over trials has",
        "");
    add_samples(results, stack, &confidence);
    add_pinwheels(results, &confidence, factor);
    results_add_number(results, "confidence.joined", (double)factor, "samples",
                       "samples a side that were joined to one for the intervals", "");
    double density = joined_number(&confidence, "pinwheels.density");
    results_add_number(results, "confidence.density", density, "1",
                       "pinwheels.density of the map of joined samples",
                       isfinite(density) ? "" : "the spectrum has no ring");
    results_add_number(results, "confidence.resamples", (double)settings.resamples, "1",
                       "draws of the trials behind the intervals, 95 % BCa", "");
}
