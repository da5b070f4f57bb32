// SPDX-License-Identifier: GPL-3.0-or-later
#include "verbs/analyse_stack.h"

#include "base/memory.h"
#include "base/talk.h"
#include "imaging/confidence.h"
#include "measure/ocular_dominance.h"
#include "statistics/finite.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { SAMPLES_PER_WAVELENGTH = 10, LAYOUT_MOST = 16384 };

const char *const stack_normalisations[] = {"auto", "none", "subtract", "blank", "cocktail", NULL};

static bool is_stack(const Options *options, const DataArray *array) {
    return array->rank > 3 || (array->rank == 3 && array->shape[0] != 2) ||
           option_text(options->axes) || option_text(options->stimuli);
}

// Which samples of array k are inside: of the region, and not of the margin; to be released.
static double *inside_of(const Recording *recording, size_t height, size_t width, Error *error) {
    const DataArray *region = &recording->region;
    size_t margin = recording->margin;
    if (region->values && (region->shape[0] != height || region->shape[1] != width)) {
        fail(error, "%s: has %zu x %zu samples, and the stack has %zu x %zu", region->place,
             region->shape[0], region->shape[1], height, width);
        return NULL;
    }
    double *inside = allocate(height * width, sizeof *inside);
    for (size_t i = 0; i < height * width; i++) {
        size_t row = i / width, column = i % width;
        bool in =
            row >= margin && row < height - margin && column >= margin && column < width - margin;
        inside[i] = !in ? 0 : region->values ? region->values[i] : 1;
    }
    return inside;
}

// Frames from `first` to `last`, of "5-20", from 1; all, for an empty text.
static bool read_window(const char *text, size_t frames, size_t *first, size_t *last,
                        Error *error) {
    char rest;
    *first = 0;
    *last = frames - 1;
    if (text[0] == '\0')
        return true;
    bool ok = sscanf(text, "%zu-%zu%c", first, last, &rest) == 2 && *first >= 1 &&
              *first <= *last && *last <= frames;
    --*first;
    --*last;
    return ok || fail(error,
                      "--window: '%s' is none; allowed: A-B from 1-1 to %zu-%zu, for %zu "
                      "frames",
                      text, frames, frames, frames);
}

static StackNormalisation normalisation_of(const Options *options, const ResponseStack *stack) {
    static const StackNormalisation kinds[] = {STACK_RAW, STACK_RAW, STACK_BLANK_TAKEN,
                                               STACK_BLANK_FRACTION, STACK_COCKTAIL};
    bool blank = false;
    for (size_t c = 0; c < stack->conditions; c++)
        blank = blank || isnan(stack->angle[c]);
    return options->normalise == 0 && blank ? STACK_BLANK_FRACTION : kinds[options->normalise];
}

static bool read_stack(const Options *options, const Recording *recording, size_t k,
                       ResponseStack *stack, Error *error) {
    const DataArray *array = &recording->array[k];
    StackAxes axes;
    size_t first, last;
    if (!stack_axes_read(options->axes, array, &axes, error) ||
        !read_window(options->window, axes.time < 0 ? 1 : array->shape[axes.time], &first, &last,
                     error))
        return false;
    OWNED double *inside =
        inside_of(recording, array->shape[axes.rows], array->shape[axes.columns], error);
    if (inside == NULL || !stack_new(array, &axes, first, last, inside, stack, error))
        return false;
    stack->spacing = recording->spacing;
    return stack_stimuli_read(options->stimuli, stack->conditions, options->turn, options->drift,
                              stack->angle, error);
}

// An array's numbers are replaced by a map's.
static void replace(DataArray *array, const Map *map) {
    const size_t shape[] = {2, map->height, map->width};
    bool planes = map->imaginary != NULL;
    DataArray made =
        data_array_new(array->place, planes ? 3 : 2, planes ? shape : shape + 1, false);
    memcpy(made.values, map->value, (planes ? 2 : 1) * map->height * map->width * sizeof(double));
    data_array_free(array);
    *array = made;
}

// An array of three axes may have been meant as something else than responses.
static void tell_evenly_spread(const Options *options, const ResponseStack *stack,
                               const char *place) {
    if (!option_text(options->stimuli))
        talk("note: %s: taken as responses to %zu conditions, with %s that are %g degrees apart, "
             "from 0; --stimuli gives others",
             place, stack->conditions, options->turn > 180 ? "directions" : "orientations",
             options->turn / (double)stack->conditions);
}

static bool take_orientation(const Options *options, Recording *recording, size_t k,
                             ResponseStack *stack, Error *error) {
    ResponseStack own;
    if (!read_stack(options, recording, k, &own, error))
        return false;
    tell_evenly_spread(options, &own, recording->array[k].place);
    if (!stack_normalise(&own, normalisation_of(options, &own), recording->array[k].place, error)) {
        stack_free(&own);
        return false;
    }
    OWNED_BY(map_free_owned) ComplexMap *map = stack_map(&own, NULL);
    replace(&recording->array[k], map);
    recording->unselective = recording->unselective || !own.selective;
    if (k == 0)
        *stack = own;
    else
        stack_free(&own);
    return true;
}

// The mean response to all conditions that are no blanks.
static ScalarMap *eye_of(const Options *options, const Recording *recording, size_t k,
                         Error *error) {
    ResponseStack stack;
    if (!read_stack(options, recording, k, &stack, error))
        return NULL;
    ScalarMap *sum = map_new_scalar(stack.height, stack.width, recording->spacing, false);
    double count = 0;
    for (size_t c = 0; c < stack.conditions; c++) {
        if (isnan(stack.angle[c]))
            continue;
        OWNED_BY(map_free_owned) ScalarMap *mean = stack_condition(&stack, c);
        for (size_t i = 0; i < stack.height * stack.width; i++)
            sum->value[i] += mean->value[i];
        count++;
    }
    for (size_t i = 0; i < stack.height * stack.width; i++)
        sum->value[i] /= count;
    stack_free(&stack);
    return sum;
}

static bool take_eyes(const Options *options, Recording *recording, Error *error) {
    OWNED_BY(map_free_owned) ScalarMap *left = eye_of(options, recording, 0, error);
    OWNED_BY(map_free_owned) ScalarMap *right = left ? eye_of(options, recording, 1, error) : NULL;
    if (left == NULL || right == NULL)
        return false;
    if (left->height != right->height || left->width != right->width)
        return fail(error, "%s: has %zu x %zu samples, and %s has %zu x %zu",
                    recording->array[1].place, right->height, right->width,
                    recording->array[0].place, left->height, left->width);
    for (size_t i = 0; i < left->height * left->width; i++) {
        if (left->value[i] < 0 || right->value[i] < 0)
            return fail(error,
                        "%s: a mean response is below 0; an index of ocular dominance needs "
                        "responses above it",
                        recording->array[left->value[i] < 0 ? 0 : 1].place);
        left->value[i] = (right->value[i] - left->value[i]) / (right->value[i] + left->value[i]);
    }
    replace(&recording->array[0], left);
    data_array_free(&recording->array[1]);
    recording->count = 1;
    return true;
}

bool analyse_stack_take(const char *kind, const Options *options, Recording *recording,
                        ResponseStack *stack, Error *error) {
    bool eyes = strcmp(kind, "ocular_dominance") == 0;
    if (!eyes && strcmp(kind, "orientation") != 0)
        return true;
    if (eyes)
        return recording->count < 2 || !is_stack(options, &recording->array[0]) ||
               take_eyes(options, recording, error);
    for (size_t k = 0; k < recording->count; k++)
        if (is_stack(options, &recording->array[k]) &&
            !take_orientation(options, recording, k, stack, error))
            return false;
    return true;
}

static void tell(const char *what, size_t done, size_t all) {
    if (done % (all / 100 + 1) != 0 && done != all)
        return;
    OWNED char *line = format_text("%s: %zu of %zu", what, done, all);
    talk_progress(line);
}

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

static void add_intervals(Results *results, const Confidence *confidence, size_t factor) {
    for (size_t k = 0; k < CONFIDENCE_NUMBERS; k++) {
        const Statistic *own = &confidence->number[k];
        double unit = strcmp(own->unit, "samples") == 0 ? (double)factor : 1;
        if (strncmp(own->name, "samples.", 8) != 0)
            results_set_interval(results, own->name, unit * confidence->interval[k].low,
                                 unit * confidence->interval[k].high);
    }
}

static void add_pinwheels(Results *results, const Confidence *confidence, size_t factor) {
    enum { COLUMNS = 7 };
    double step = (double)factor, sure = 0;
    OWNED double *rows = allocate(COLUMNS * confidence->pinwheels + 1, sizeof *rows);
    for (size_t k = 0; k < confidence->pinwheels; k++) {
        const PinwheelConfidence *own = &confidence->pinwheel[k];
        const double row[COLUMNS] = {(own->pinwheel.column + 0.5) * step - 0.5,
                                     (own->pinwheel.row + 0.5) * step - 0.5,
                                     own->pinwheel.sign,
                                     own->probability,
                                     own->long_axis * step,
                                     own->short_axis * step,
                                     own->turn * 180 / M_PI};
        memcpy(rows + COLUMNS * k, row, sizeof row);
        sure += own->probability >= 0.95;
    }
    results_add_map(results, "pinwheels", 1, confidence->pinwheels, COLUMNS, rows, "samples",
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
        low[i] = confidence->samples.angle_low[i] * 180 / M_PI;
        high[i] = confidence->samples.angle_high[i] * 180 / M_PI;
        half[i] = 0.5 * (high[i] - low[i]);
    }
    results_add_map(results, "angle_low", 1, stack->height, stack->width, low, of_angle,
                    "lower end of the 95 % interval of the preference");
    results_add_map(results, "angle_high", 1, stack->height, stack->width, high, of_angle,
                    "upper end of the 95 % interval of the preference");
    results_add_map(results, "selectivity_low", 1, stack->height, stack->width,
                    confidence->samples.selectivity_low, of_size,
                    "lower end of the 95 % interval of |z|");
    results_add_map(results, "selectivity_high", 1, stack->height, stack->width,
                    confidence->samples.selectivity_high, of_size,
                    "upper end of the 95 % interval of |z|");
    results_add_number(results, "confidence.angle", quartiles_of(half, n).median, "degrees",
                       "half the 95 % interval of the preference, median over samples", "");
}

void analyse_stack_confidence(const Options *options, ResponseStack *stack, Results *results) {
    const char *refused = confidence_refused(stack);
    if (refused || options->resamples == 0) {
        if (refused)
            results_add_warning(results, refused);
        return;
    }
    BandPass band;
    size_t factor = filters_of(results, &band);
    if (factor > 1) {
        ResponseStack joined = stack_joined(stack, factor);
        stack_free(stack);
        *stack = joined;
        band.high_pass /= (double)factor;
        band.low_pass /= (double)factor;
    }
    const TrialDraws settings = {(size_t)options->resamples, (uint64_t)options->seed,
                                 stack->height * stack->width <= LAYOUT_MOST, tell};
    Modularity modularity = modularity_of(stack, &settings);
    if (isfinite(band.high_pass) || band.low_pass > 0)
        stack_filter(stack, &band);
    OWNED_BY(confidence_free) Confidence confidence = confidence_of(stack, &settings);
    talk_progress("");
    add_intervals(results, &confidence, factor);
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
    results_add_number(
        results, "confidence.density", joined_number(&confidence, "pinwheels.density"), "1",
        "pinwheels.density of the map of joined samples", "the spectrum has no ring");
    results_add_number(results, "confidence.resamples", (double)options->resamples, "1",
                       "draws of the trials behind the intervals, 95 % BCa", "");
}
