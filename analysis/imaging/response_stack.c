// SPDX-License-Identifier: GPL-3.0-or-later
#include "imaging/response_stack.h"

#include "base/memory.h"

#include <assert.h>
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

static float *frame_of(const ResponseStack *stack, size_t condition, size_t trial) {
    return stack->frame + (condition * stack->trials + trial) * stack->height * stack->width;
}

static size_t samples_of(const ResponseStack *stack) {
    return stack->height * stack->width;
}

static size_t extent(const DataArray *array, int axis) {
    return axis < 0 ? 1 : array->shape[axis];
}

// Steps between neighbours along each axis, in values.
static void strides_of(const DataArray *array, size_t *stride) {
    size_t step = 1;
    for (int k = array->rank - 1; k >= 0; k--) {
        stride[k] = step;
        step *= array->shape[k];
    }
}

// A frame's mean over the time window, and whether any of it is there.
static bool copy_frame(const DataArray *array, const StackAxes *axes, const size_t *stride,
                       size_t start, size_t first, size_t last, const double *inside,
                       const ResponseStack *stack, float *frame) {
    size_t by_row = axes->rows < 0 ? 0 : stride[axes->rows],
           by_column = stride[axes->units < 0 ? axes->columns : axes->units],
           by_time = axes->time < 0 ? 0 : stride[axes->time];
    bool any = false;
    for (size_t i = 0; i < samples_of(stack); i++) {
        size_t row = i / stack->width, column = i % stack->width;
        bool in = inside == NULL || (isfinite(inside[i]) && inside[i] != 0);
        double sum = in ? 0 : (double)NAN;
        for (size_t t = first; in && t <= last; t++)
            sum += array->values[start + row * by_row + column * by_column + t * by_time];
        frame[i] = (float)(sum / (double)(last - first + 1));
        any = any || isfinite(frame[i]);
    }
    return any;
}

static bool check_stack(const ResponseStack *stack, bool units, const char *place, Error *error) {
    if (!units && (stack->height < 2 || stack->width < 2))
        return fail(error, "%s: a map needs at least 2 x 2 samples; this has %zu x %zu", place,
                    stack->height, stack->width);
    if (stack->conditions > STACK_CONDITIONS_MOST)
        return fail(error, "%s: has %zu conditions; allowed: up to %d", place, stack->conditions,
                    STACK_CONDITIONS_MOST);
    return true;
}

bool stack_new(const DataArray *array, const StackAxes *axes, size_t first, size_t last,
               const double *inside, ResponseStack *stack, Error *error) {
    size_t stride[DATA_RANK_MOST];
    *stack = (ResponseStack){.height = extent(array, axes->rows),
                             .width = extent(array, axes->columns) * extent(array, axes->units),
                             .conditions =
                                 extent(array, axes->contrasts) * extent(array, axes->conditions),
                             .trials = extent(array, axes->trials),
                             .spacing = (double)NAN};
    if (!check_stack(stack, axes->units >= 0, array->place, error))
        return false;
    size_t n = samples_of(stack), frames = stack->conditions * stack->trials;
    size_t each = extent(array, axes->conditions); // contrast's
    strides_of(array, stride);
    stack->frame = allocate(frames * n, sizeof *stack->frame);
    stack->present = allocate(frames, sizeof *stack->present);
    stack->there = allocate(n, sizeof *stack->there);
#pragma omp parallel for schedule(dynamic)
    for (size_t k = 0; k < frames; k++) {
        size_t condition = k / stack->trials, trial = k % stack->trials,
               start = (axes->conditions < 0 ? 0 : condition % each * stride[axes->conditions]) +
                       (axes->contrasts < 0 ? 0 : condition / each * stride[axes->contrasts]) +
                       (axes->trials < 0 ? 0 : trial * stride[axes->trials]);
        stack->present[k] = copy_frame(array, axes, stride, start, first, last, inside, stack,
                                       stack->frame + k * n);
    }
    for (size_t i = 0; i < n; i++)
        stack->there[i] = true;
    for (size_t k = 0; k < frames; k++)
        for (size_t i = 0; stack->present[k] && i < n; i++)
            stack->there[i] = stack->there[i] && isfinite(stack->frame[k * n + i]);
    for (size_t c = 0; c < stack->conditions; c++)
        if (stack_trials(stack, c) == 0) {
            OWNED char *shape = data_array_shape_text(array), *names = stack_axes_text(*axes);
            fail(error,
                 "%s: condition %zu of %zu has no trial with a number in it; %s was read as "
                 "--axes %s: is that their order?",
                 array->place, c + 1, stack->conditions, shape, names);
            stack_free(stack);
            return false;
        }
    return true;
}

void stack_free(ResponseStack *stack) {
    release(stack->present);
    release(stack->there);
    release(stack->frame);
    *stack = (ResponseStack){0};
}

const char *const stack_normalisations[] = {"auto", "none", "subtract", "blank", "cocktail", NULL};

size_t stack_trials(const ResponseStack *stack, size_t condition) {
    size_t trials = 0;
    for (size_t t = 0; t < stack->trials; t++)
        trials += stack->present[condition * stack->trials + t];
    return trials;
}

// The mean of a trial's frames of blanks, or of those that are none; false where one is missing.
static bool trial_mean(const ResponseStack *stack, size_t trial, bool blanks, float *mean) {
    size_t n = samples_of(stack), count = 0;
    memset(mean, 0, n * sizeof *mean);
    for (size_t c = 0; c < stack->conditions; c++) {
        if (isnan(stack->angle[c]) != blanks)
            continue;
        if (!stack->present[c * stack->trials + trial])
            return false;
        const float *frame = frame_of(stack, c, trial);
        for (size_t i = 0; i < n; i++)
            mean[i] += frame[i];
        count++;
    }
    for (size_t i = 0; i < n; i++)
        mean[i] /= (float)count;
    return true;
}

// Frames of a trial less its blank or mean; without one the whole trial is missing.
static void normalise_trial(ResponseStack *stack, size_t trial, StackNormalisation kind,
                            float *mean) {
    bool there = trial_mean(stack, trial, kind != STACK_COCKTAIL, mean);
    for (size_t c = 0; c < stack->conditions; c++) {
        bool *present = &stack->present[c * stack->trials + trial];
        float *frame = frame_of(stack, c, trial);
        *present = *present && there;
        for (size_t i = 0; *present && i < samples_of(stack); i++)
            frame[i] = kind == STACK_BLANK_TAKEN ? frame[i] - mean[i] : frame[i] / mean[i] - 1;
    }
}

// A few responses below 0 are noise; many are changes from something that was taken away.
static const double MOST_BELOW_ZERO = 0.05;

// Frames over b; false, and nothing is done, where responses are no amounts.
static bool divide_by_base(ResponseStack *stack) {
    size_t n = samples_of(stack);
    double below = 0, all = 0;
    OWNED double *sum = allocate(n, sizeof *sum), *mean = allocate(n, sizeof *mean);
    for (size_t c = 0; c < stack->conditions; c++) {
        stack_condition(stack, c, NULL, mean);
        for (size_t i = 0; i < n; i++) {
            below += stack->there[i] && mean[i] < 0;
            all += stack->there[i];
            sum[i] += stack->weights.base[c] * mean[i];
        }
    }
    for (size_t i = 0; i < n; i++)
        if (stack->there[i] && !(sum[i] > 0))
            return false;
    if (below > MOST_BELOW_ZERO * all)
        return false;
    for (size_t k = 0; k < stack->conditions * stack->trials; k++)
        for (size_t i = 0; i < n; i++)
            stack->frame[k * n + i] = (float)((double)stack->frame[k * n + i] / sum[i]);
    return true;
}

static void take_blanks_away(ResponseStack *stack) {
    size_t kept = 0, n = samples_of(stack) * stack->trials;
    for (size_t c = 0; c < stack->conditions; c++) {
        if (isnan(stack->angle[c]))
            continue;
        if (kept < c) {
            memcpy(stack->frame + kept * n, stack->frame + c * n, n * sizeof *stack->frame);
            memcpy(stack->present + kept * stack->trials, stack->present + c * stack->trials,
                   stack->trials * sizeof *stack->present);
        }
        stack->angle[kept++] = stack->angle[c];
    }
    stack->conditions = kept;
}

static bool is_whole(const ResponseStack *stack) {
    for (size_t k = 0; k < stack->conditions * stack->trials; k++)
        if (!stack->present[k])
            return false;
    return true;
}

static void take_common_away(ResponseStack *stack) {
    size_t n = samples_of(stack);
#pragma omp parallel for schedule(dynamic)
    for (size_t t = 0; t < stack->trials; t++) {
        OWNED float *mean = allocate(n, sizeof *mean);
        trial_mean(stack, t, false, mean);
        for (size_t c = 0; c < stack->conditions; c++) {
            float *frame = frame_of(stack, c, t);
            for (size_t i = 0; i < n; i++)
                frame[i] -= mean[i];
        }
    }
}

static void change_sign(ResponseStack *stack) {
    for (size_t k = 0; k < stack->conditions * stack->trials * samples_of(stack); k++)
        stack->frame[k] = -stack->frame[k];
}

// The share of samples whose response, its mean over all conditions and trials, is below 0.
static double share_below_zero(const ResponseStack *stack) {
    size_t n = samples_of(stack);
    double below = 0, all = 0;
    OWNED double *sum = allocate(n, sizeof *sum), *mean = allocate(n, sizeof *mean);
    for (size_t c = 0; c < stack->conditions; c++) {
        stack_condition(stack, c, NULL, mean);
        for (size_t i = 0; i < n; i++)
            sum[i] += mean[i];
    }
    for (size_t i = 0; i < n; i++) {
        below += stack->there[i] && sum[i] < 0;
        all += stack->there[i];
    }
    return below / all;
}

// A mean of redrawn trials has (trials - 1) / trials of the variance that it should have, and
// frames without what is common to their trial (conditions - 1) / conditions.
static double spread_of(const ResponseStack *stack) {
    double least = (double)stack->trials, conditions = (double)stack->conditions;
    for (size_t c = 0; c < stack->conditions; c++)
        least = fmin(least, (double)stack_trials(stack, c));
    return sqrt(least / fmax(least - 1, 1) *
                (stack->common_taken ? conditions / (conditions - 1) : 1));
}

static size_t blanks_of(const ResponseStack *stack) {
    size_t blanks = 0;
    for (size_t c = 0; c < stack->conditions; c++)
        blanks += isnan(stack->angle[c]) ? 1 : 0;
    return blanks;
}

// Normalises each trial, and takes blanks away.
static bool normalise_trials(ResponseStack *stack, StackNormalisation kind, const char *place,
                             Error *error) {
    if ((kind == STACK_BLANK_TAKEN || kind == STACK_BLANK_FRACTION) && blanks_of(stack) == 0)
        return fail(error, "%s: no condition is a blank; say which with --stimuli", place);
    OWNED float *mean = allocate(samples_of(stack), sizeof *mean);
    for (size_t t = 0; kind != STACK_RAW && t < stack->trials; t++)
        normalise_trial(stack, t, kind, mean);
    take_blanks_away(stack);
    for (size_t c = 0; c < stack->conditions; c++)
        if (stack_trials(stack, c) == 0)
            return fail(error, "%s: no trial has all that the normalisation needs", place);
    stack->normalisation = kind;
    return true;
}

bool stack_normalise(ResponseStack *stack, StackNormalisation kind, const char *place,
                     Error *error) {
    size_t blanks = blanks_of(stack);
    if (stack->conditions - blanks < 2)
        return fail(error,
                    "%s: a map needs at least 2 conditions with an orientation; this has %zu",
                    place, stack->conditions - blanks);
    if (kind == STACK_AUTO)
        kind = blanks > 0 ? STACK_BLANK_FRACTION : STACK_RAW;
    if (!normalise_trials(stack, kind, place, error))
        return false;
    if (!condition_weights_find(stack->angle, stack->conditions, place, &stack->weights, error))
        return false;
    stack->below_blank = kind == STACK_BLANK_TAKEN || kind == STACK_BLANK_FRACTION
                             ? share_below_zero(stack)
                             : (double)NAN;
    stack->selective = kind == STACK_RAW && divide_by_base(stack);
    for (size_t c = 0; stack->selective && c < stack->conditions; c++) {
        stack->weights.cosine[c] /= 2;
        stack->weights.sine[c] /= 2;
    }
    stack->common_taken = is_whole(stack);
    if (stack->common_taken)
        take_common_away(stack);
    if (stack->darker)
        change_sign(stack);
    stack->spread = spread_of(stack);
    return true;
}

bool stack_take_means(ResponseStack *stack, StackNormalisation kind, const char *place,
                      Error *error) {
    if (blanks_of(stack) == stack->conditions)
        return fail(error, "%s: all conditions are blanks", place);
    if (kind == STACK_COCKTAIL)
        return fail(error,
                    "%s: --normalise cocktail takes away what all conditions have in common, of "
                    "which this map is made; allowed: none, subtract, blank",
                    place);
    if (!normalise_trials(stack, kind == STACK_AUTO ? STACK_RAW : kind, place, error))
        return false;
    stack->spread = spread_of(stack);
    return true;
}

void stack_widen(ResponseStack *stack, size_t freedom) {
    if (freedom > 0)
        stack->spread *= gsl_cdf_tdist_Pinv(0.975, (double)freedom) / gsl_cdf_ugaussian_Pinv(0.975);
}

ResponseStack stack_joined(const ResponseStack *stack, size_t factor) {
    ResponseStack joined = *stack;
    size_t height = stack->height / factor, width = stack->width / factor, n = height * width,
           frames = stack->conditions * stack->trials;
    joined.height = height;
    joined.width = width;
    joined.spacing = stack->spacing * (double)factor;
    joined.present = allocate(frames, sizeof *joined.present);
    joined.there = allocate(n, sizeof *joined.there);
    joined.frame = allocate(frames * n, sizeof *joined.frame);
    memcpy(joined.present, stack->present, frames * sizeof *joined.present);
    OWNED size_t *count = allocate(n, sizeof *count);
    for (size_t row = 0; row < height * factor; row++)
        for (size_t column = 0; column < width * factor; column++)
            count[row / factor * width + column / factor] +=
                stack->there[row * stack->width + column];
    for (size_t i = 0; i < n; i++)
        joined.there[i] = 2 * count[i] >= factor * factor;
#pragma omp parallel for schedule(dynamic)
    for (size_t k = 0; k < frames; k++) {
        const float *from = stack->frame + k * samples_of(stack);
        float *to = joined.frame + k * n;
        for (size_t row = 0; joined.present[k] && row < height * factor; row++)
            for (size_t column = 0; column < width * factor; column++)
                if (stack->there[row * stack->width + column])
                    to[row / factor * width + column / factor] += from[row * stack->width + column];
        for (size_t i = 0; i < n; i++)
            to[i] = joined.there[i] ? to[i] / (float)count[i] : 0;
    }
    return joined;
}

void stack_even_weights(const ResponseStack *stack, double *weight) {
    for (size_t k = 0; k < stack->conditions * stack->trials; k++)
        weight[k] = stack->present[k] ? 1 / (double)stack_trials(stack, k / stack->trials) : 0;
}

// Adds a condition's frames, weighed, to a plane.
static void add_frames(const ResponseStack *stack, size_t condition, const double *weight,
                       double *plane) {
    size_t n = samples_of(stack);
    for (size_t t = 0; t < stack->trials; t++) {
        double own = weight[condition * stack->trials + t];
        const float *frame = frame_of(stack, condition, t);
        if (own == 0)
            continue;
        for (size_t i = 0; i < n; i++)
            plane[i] += own * (double)frame[i];
    }
}

ComplexMap *stack_map(const ResponseStack *stack, const double *weight) {
    size_t n = samples_of(stack);
    OWNED double *even = NULL, *plane = allocate(n, sizeof *plane);
    if (weight == NULL) {
        even = allocate(stack->conditions * stack->trials, sizeof *even);
        stack_even_weights(stack, even);
    }
    ComplexMap *map = map_new(stack->height, stack->width, stack->spacing, false);
    for (size_t c = 0; c < stack->conditions; c++) {
        double real = stack->weights.cosine[c], imaginary = stack->weights.sine[c];
        memset(plane, 0, n * sizeof *plane);
        add_frames(stack, c, weight ? weight : even, plane);
        for (size_t i = 0; i < n; i++) {
            map->real[i] += real * plane[i];
            map->imaginary[i] += imaginary * plane[i];
        }
    }
    for (size_t i = 0; i < n; i++)
        if (!stack->there[i])
            map->real[i] = map->imaginary[i] = (double)NAN;
    return map;
}

void stack_condition(const ResponseStack *stack, size_t condition, const double *weight,
                     double *values) {
    size_t n = samples_of(stack);
    OWNED double *even = allocate(stack->conditions * stack->trials, sizeof *even);
    stack_even_weights(stack, even);
    memset(values, 0, n * sizeof *values);
    add_frames(stack, condition, weight ? weight : even, values);
    for (size_t i = 0; i < n; i++)
        if (!stack->there[i])
            values[i] = (double)NAN;
}
