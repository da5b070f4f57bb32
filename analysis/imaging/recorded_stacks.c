// SPDX-License-Identifier: GPL-3.0-or-later
#include "imaging/recorded_stacks.h"

#include "base/memory.h"
#include "base/talk.h"
#include "measure/ocular_dominance.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static bool is_stack(const StackProtocol *protocol, const DataArray *array) {
    return array->rank > 3 || (array->rank == 3 && array->shape[0] != 2) || protocol->axes[0] ||
           protocol->stimuli[0];
}

// Which samples of a stack are inside the region; to be released.
static double *inside_of(const Recording *recording, size_t height, size_t width, Error *error) {
    const DataArray *region = &recording->region;
    if (region->values && (region->shape[0] != height || region->shape[1] != width)) {
        fail(error, "%s: has %zu x %zu samples, and the stack has %zu x %zu", region->place,
             region->shape[0], region->shape[1], height, width);
        return NULL;
    }
    double *inside = allocate(height * width, sizeof *inside);
    for (size_t i = 0; i < height * width; i++)
        inside[i] = region->values ? region->values[i] : 1;
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

static bool read_stack(const StackProtocol *protocol, const Recording *recording, size_t k,
                       ResponseStack *stack, Error *error) {
    const DataArray *array = &recording->array[k];
    StackAxes axes;
    size_t first, last;
    if (recording->margin > 0)
        return fail(error,
                    "%s: a stack of responses has no --margin; leave its edges out with --region",
                    array->place);
    if (recording->periodic)
        return fail(error, "%s: a stack of responses is open, not --periodic", array->place);
    if (!stack_axes_read(protocol->axes, array, &axes, error) ||
        !read_window(protocol->window, axes.time < 0 ? 1 : array->shape[axes.time], &first, &last,
                     error))
        return false;
    OWNED double *inside =
        inside_of(recording, array->shape[axes.rows], array->shape[axes.columns], error);
    if (inside == NULL || !stack_new(array, &axes, first, last, inside, stack, error))
        return false;
    stack->spacing = recording->spacing;
    if (stack_stimuli_read(protocol->stimuli, stack->conditions, protocol->turn, protocol->drift,
                           stack->angle, error))
        return true;
    stack_free(stack);
    return false;
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

// An array of three axes, or a table, may have been meant as something else than responses.
static void tell_evenly_spread(const StackProtocol *protocol, size_t conditions,
                               const char *place) {
    if (!protocol->stimuli[0])
        talk("note: %s: taken as responses to %zu conditions, with %s that are %g degrees apart, "
             "from 0; --stimuli gives others",
             place, conditions, protocol->turn > 180 ? "directions" : "orientations",
             protocol->turn / (double)conditions);
}

static bool take_orientation(const StackProtocol *protocol, Recording *recording, size_t k,
                             ResponseStack *stack, Error *error) {
    ResponseStack own;
    if (!read_stack(protocol, recording, k, &own, error))
        return false;
    tell_evenly_spread(protocol, own.conditions, recording->array[k].place);
    if (!stack_normalise(&own, protocol->normalisation, recording->array[k].place, error)) {
        stack_free(&own);
        return false;
    }
    OWNED_BY(map_free_owned) ComplexMap *map = stack_map(&own, NULL);
    replace(&recording->array[k], map);
    recording->unselective = recording->unselective || !own.selective;
    *stack = own;
    return true;
}

// The mean response to all conditions that are no blanks.
static ScalarMap *eye_of(const StackProtocol *protocol, const Recording *recording, size_t k,
                         Error *error) {
    ResponseStack stack;
    if (!read_stack(protocol, recording, k, &stack, error))
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

static bool take_eyes(const StackProtocol *protocol, Recording *recording, Error *error) {
    OWNED_BY(map_free_owned) ScalarMap *left = eye_of(protocol, recording, 0, error);
    OWNED_BY(map_free_owned) ScalarMap *right = left ? eye_of(protocol, recording, 1, error) : NULL;
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

enum { UNIT_PLACE = 2, UNIT_FEWEST = 5 };

// Responses of scattered units to each condition give way to preference, in radians, and
// selectivity.
static bool take_units(const StackProtocol *protocol, Recording *recording, Error *error) {
    DataArray *array = &recording->array[0];
    double angle[STACK_CONDITIONS_MOST];
    if (array->rank != 2 || array->shape[1] < UNIT_FEWEST)
        return true;
    size_t n = array->shape[0], columns = array->shape[1], conditions = columns - UNIT_PLACE;
    if (conditions > STACK_CONDITIONS_MOST)
        return fail(error, "%s: has %zu conditions; allowed: up to %d", array->place, conditions,
                    STACK_CONDITIONS_MOST);
    if (recording->angles.measure != ANGLES_UNSAID)
        return fail(error, "%s: has responses to %zu conditions; a unit is for angles",
                    array->place, conditions);
    if (!stack_stimuli_read(protocol->stimuli, conditions, protocol->turn, protocol->drift, angle,
                            error))
        return false;
    tell_evenly_spread(protocol, conditions, array->place);
    DataArray made = data_array_new(array->place, 2, (const size_t[]){n, 4}, false);
    for (size_t i = 0; i < n; i++) {
        const double *own = array->values + i * columns;
        double real = 0, imaginary = 0, sum = 0, blank = 0, blanks = 0;
        for (size_t c = 0; c < conditions; c++) {
            blank += isnan(angle[c]) ? own[UNIT_PLACE + c] : 0;
            blanks += isnan(angle[c]);
        }
        blank /= fmax(blanks, 1);
        for (size_t c = 0; c < conditions; c++) {
            double response = isnan(angle[c]) ? 0 : own[UNIT_PLACE + c] - blank;
            sum += response;
            real += isnan(angle[c]) ? 0 : response * cos(2 * angle[c]);
            imaginary += isnan(angle[c]) ? 0 : response * sin(2 * angle[c]);
        }
        bool prefers = hypot(real, imaginary) > 0;
        const double row[] = {own[0], own[1], prefers ? 0.5 * atan2(imaginary, real) : (double)NAN,
                              sum > 0 ? hypot(real, imaginary) / sum : (double)NAN};
        memcpy(made.values + 4 * i, row, sizeof row);
    }
    data_array_free(array);
    *array = made;
    recording->angles = (AngleUnit){.measure = ANGLES_RADIANS};
    return true;
}

bool recorded_stacks_take(const char *kind, const StackProtocol *protocol, Recording *recording,
                          RecordedStacks *stacks, Error *error) {
    if (strcmp(kind, "scattered") == 0)
        return take_units(protocol, recording, error);
    bool eyes = strcmp(kind, "ocular_dominance") == 0;
    if (!eyes && strcmp(kind, "orientation") != 0)
        return true;
    if (eyes)
        return recording->count < 2 || !is_stack(protocol, &recording->array[0]) ||
               take_eyes(protocol, recording, error);
    for (size_t k = 0; k < recording->count; k++)
        if (is_stack(protocol, &recording->array[k]) &&
            !take_orientation(protocol, recording, k, &stacks->stack[k], error))
            return false;
    return true;
}

void recorded_stacks_free(RecordedStacks *stacks) {
    for (size_t k = 0; k < RECORDING_MOST; k++)
        stack_free(&stacks->stack[k]);
}
