// SPDX-License-Identifier: GPL-3.0-or-later
#include "imaging/recorded_stacks.h"

#include "base/memory.h"
#include "base/talk.h"
#include "measure/ocular_dominance.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static size_t words_of(const char *text, char between) {
    size_t count = text[0] != '\0';
    for (; *text; text++)
        count += *text == between;
    return count;
}

// The axes of array k; owned by the caller.
static char *axes_of(const StackProtocol *protocol, size_t k) {
    const char *text = protocol->axes;
    for (size_t skip = strchr(text, ';') ? k : 0; skip > 0 && *text; skip--)
        text += strcspn(text, ";") + (strchr(text, ';') != NULL);
    size_t from = strspn(text, " "), length = strcspn(text + from, ";");
    while (length > 0 && text[from + length - 1] == ' ')
        length--;
    return format_text("%.*s", (int)length, text + from);
}

static bool is_stack(const StackProtocol *protocol, const Recording *recording, size_t k) {
    const DataArray *array = &recording->array[k];
    OWNED char *axes = axes_of(protocol, k);
    bool planes = array->rank == 3 && array->shape[0] == 2;
    if (strchr(protocol->axes, ';'))
        return strcmp(axes, "map") != 0;
    if (axes[0])
        return (size_t)array->rank == words_of(axes, ',') || !(planes || array->rank == 2);
    if (protocol->stimuli[0] && planes)
        return words_of(protocol->stimuli, ',') == 2;
    return array->rank > 3 || (array->rank == 3 && !planes);
}

// An array of two planes beside stacks of three axes may be a map, or a stack of two conditions.
static bool check_axes_said(const StackProtocol *protocol, const Recording *recording,
                            Error *error) {
    size_t named = words_of(protocol->axes, ';'), three = 0, planes = recording->count;
    if (named > 1 && named != recording->count)
        return fail(error, "--axes: has %zu lists with ';' between, and there are %zu arrays",
                    named, recording->count);
    for (size_t k = 0; k < recording->count; k++) {
        const DataArray *array = &recording->array[k];
        three += array->rank == 3 && array->shape[0] != 2;
        if (array->rank == 3 && array->shape[0] == 2)
            planes = k;
    }
    if (named != 1 || three == 0 || planes == recording->count ||
        words_of(protocol->axes, ',') != 3)
        return true;
    OWNED char *example = copy_text("");
    for (size_t k = 0; k < recording->count; k++)
        text_append(&example, "%s%s", k > 0 ? ";" : "", k == planes ? "map" : protocol->axes);
    return fail(error,
                "%s: may be a map in two planes or a stack of two conditions; give each array its "
                "axes, as --axes \"%s\" if it is a map",
                recording->array[planes].place, example);
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

static bool read_axes(const StackProtocol *protocol, const Recording *recording, size_t k,
                      const StackNeeds *needs, StackAxes *axes, Error *error) {
    OWNED char *text = axes_of(protocol, k);
    return stack_axes_read(text, needs, &recording->array[k], axes, error);
}

// Reads the stimuli where they have a meaning: of responses of two eyes beside another stack, only
// if they are as many.
static bool read_stimuli(const StackProtocol *protocol, const StackNeeds *needs, bool beside,
                         ResponseStack *stack, Error *error) {
    bool own = !needs->units && (!beside || words_of(protocol->stimuli, ',') == stack->conditions);
    return stack_stimuli_read(own ? protocol->stimuli : "", stack->conditions, protocol->turn,
                              protocol->drift, stack->angle, error);
}

static bool read_stack(const StackProtocol *protocol, const Recording *recording, size_t k,
                       const StackNeeds *needs, bool beside, ResponseStack *stack, Error *error) {
    const DataArray *array = &recording->array[k];
    StackAxes axes;
    size_t first, last;
    if (recording->margin > 0)
        return fail(error,
                    "%s: a stack of responses has no --margin; leave its edges out with --region",
                    array->place);
    if (recording->periodic)
        return fail(error, "%s: a stack of responses is open, not --periodic", array->place);
    if (!read_axes(protocol, recording, k, needs, &axes, error) ||
        !read_window(protocol->window, axes.time < 0 ? 1 : array->shape[axes.time], &first, &last,
                     error))
        return false;
    OWNED double *inside = needs->units ? NULL
                                        : inside_of(recording, array->shape[axes.rows],
                                                    array->shape[axes.columns], error);
    if ((inside == NULL && !needs->units) ||
        !stack_new(array, &axes, first, last, inside, stack, error))
        return false;
    stack->spacing = recording->spacing;
    if (read_stimuli(protocol, needs, beside, stack, error))
        return true;
    stack_free(stack);
    return false;
}

static void put_means(const ResponseStack *stack, const double *weight, double *values) {
    size_t n = stack->height * stack->width;
    for (size_t c = 0; c < stack->conditions; c++)
        stack_condition(stack, c, weight, values + c * n);
}

// The mean response to all conditions.
static ScalarMap *eye_of(const ResponseStack *stack, const double *weight) {
    size_t n = stack->height * stack->width;
    OWNED double *mean = allocate(n, sizeof *mean);
    ScalarMap *sum = map_new_scalar(stack->height, stack->width, stack->spacing, false);
    for (size_t c = 0; c < stack->conditions; c++) {
        stack_condition(stack, c, weight, mean);
        for (size_t i = 0; i < n; i++)
            sum->value[i] += mean[i];
    }
    for (size_t i = 0; i < n; i++)
        sum->value[i] /= (double)stack->conditions;
    return sum;
}

// Responses below 0, which a draw may have, count as 0.
static void put_index(const ResponseStack eyes[2], double *const weight[2], double *values) {
    OWNED_BY(map_free_owned) ScalarMap *left = eye_of(&eyes[0], weight ? weight[0] : NULL);
    OWNED_BY(map_free_owned) ScalarMap *right = eye_of(&eyes[1], weight ? weight[1] : NULL);
    for (size_t i = 0; i < left->height * left->width; i++) {
        double l = left->value[i] < 0 ? 0 : left->value[i],
               r = right->value[i] < 0 ? 0 : right->value[i];
        values[i] = (r - l) / (r + l);
    }
}

static void put_values(const RecordedStacks *stacks, size_t k, double *const *weight,
                       double *values) {
    const ResponseStack *stack = &stacks->stack[k];
    const double *own = weight ? weight[k] : NULL;
    if (stacks->made[k] == MADE_VECTOR_SUM) {
        OWNED_BY(map_free_owned) ComplexMap *map = stack_map(stack, own);
        memcpy(values, map->value, 2 * stack->height * stack->width * sizeof *values);
    } else if (stacks->made[k] == MADE_INDEX) {
        put_index(stack, weight ? weight + k : NULL, values);
    } else {
        put_means(stack, own, values);
    }
}

// An array is made of its stack, in a shape of as many axes.
static void make(RecordedStacks *stacks, Recording *recording, size_t k, MadeOf made, int rank,
                 const size_t *shape) {
    DataArray *array = &recording->array[k], other = data_array_new(array->place, rank, shape, 0);
    stacks->made[k] = made;
    put_values(stacks, k, NULL, other.values);
    data_array_free(array);
    *array = other;
}

Recording recorded_stacks_redrawn(const RecordedStacks *stacks, const Recording *recording,
                                  double *const *weight) {
    Recording redrawn = *recording;
    redrawn.redrawn = true;
    for (size_t k = 0; k < recording->count; k++) {
        const DataArray *array = &recording->array[k];
        if (stacks->made[k] == MADE_OF_NONE)
            continue;
        redrawn.array[k] = data_array_new(array->place, array->rank, array->shape, false);
        put_values(stacks, k, weight, redrawn.array[k].values);
    }
    return redrawn;
}

void recorded_stacks_redrawn_free(const RecordedStacks *stacks, Recording *redrawn) {
    for (size_t k = 0; k < redrawn->count; k++)
        if (stacks->made[k] != MADE_OF_NONE)
            data_array_free(&redrawn->array[k]);
}

// An array of three axes, or a table, may have been meant as something else than responses.
static void tell_evenly_spread(const StackProtocol *protocol, size_t conditions,
                               const char *place) {
    if (!protocol->stimuli[0])
        talk("note: %s: taken as responses to %zu conditions, with %s that are %g degrees apart, "
             "from 0; --stimuli gives others%s",
             place, conditions, protocol->turn > 180 ? "directions" : "orientations",
             protocol->turn / (double)conditions,
             conditions > 4 && conditions % 2 == 1 ? ", and says whether one of them is a blank"
                                                   : "");
}

static void tell_fitted(const ConditionWeights *weights, const char *place) {
    if (weights->fitted)
        talk("warning: %s: its orientations are not evenly spread; are --stimuli right? "
             "Preferences are from a fit of b + a cos 2 (theta - p) to the responses",
             place);
}

// A map turned by 90 degrees looks like any other.
static void tell_sign(const ResponseStack *stack, const char *place) {
    static const double NEARLY_ALL = 0.9;
    if (stack->below_blank > NEARLY_ALL && !stack->darker)
        talk("warning: %s: responses lie below the blank in %.0f %% of the samples; if active "
             "cortex is darker, as in the intrinsic signal, say --darker, or the map is turned by "
             "90 degrees",
             place, 100 * stack->below_blank);
}

static bool take_orientation(const StackProtocol *protocol, Recording *recording, size_t k,
                             RecordedStacks *stacks, Error *error) {
    ResponseStack *own = &stacks->stack[k];
    if (!read_stack(protocol, recording, k, &(StackNeeds){.conditions = true}, false, own, error))
        return false;
    tell_evenly_spread(protocol, own->conditions, recording->array[k].place);
    own->darker = protocol->darker;
    if (!stack_normalise(own, protocol->normalisation, recording->array[k].place, error))
        return false;
    tell_fitted(&own->weights, recording->array[k].place);
    tell_sign(own, recording->array[k].place);
    make(stacks, recording, k, MADE_VECTOR_SUM, 3, (const size_t[]){2, own->height, own->width});
    recording->unselective = recording->unselective || !own->selective;
    return true;
}

static bool take_orientations(const StackProtocol *protocol, Recording *recording,
                              RecordedStacks *stacks, Error *error) {
    stacks->sessions = true;
    for (size_t k = 0; k < recording->count; k++)
        if (is_stack(protocol, recording, k) &&
            !take_orientation(protocol, recording, k, stacks, error))
            return false;
    return true;
}

// Responses of an eye have to be above 0, as an index is a share of them.
static bool check_eye(const ResponseStack *stack, const char *place, Error *error) {
    OWNED_BY(map_free_owned) ScalarMap *mean = eye_of(stack, NULL);
    for (size_t i = 0; i < mean->height * mean->width; i++)
        if (mean->value[i] < 0)
            return fail(error,
                        "%s: a mean response is below 0; an index of ocular dominance needs "
                        "responses above it",
                        place);
    return true;
}

// The degrees of freedom of a mean over all conditions.
static size_t freedom_of(const ResponseStack *stack) {
    size_t freedom = 0;
    for (size_t c = 0; c < stack->conditions; c++)
        freedom += stack_trials(stack, c) - 1;
    return freedom;
}

// Two stacks, from array k on, become an index.
static bool take_two_eyes(const StackProtocol *protocol, Recording *recording, size_t k,
                          RecordedStacks *stacks, Error *error) {
    static const StackNeeds needs = {0};
    ResponseStack *left = &stacks->stack[k], *right = left + 1;
    const DataArray *array = &recording->array[k];
    for (size_t eye = 0; eye < 2; eye++)
        if (!read_stack(protocol, recording, k + eye, &needs, k > 0, left + eye, error) ||
            !stack_take_means(left + eye, k > 0 ? STACK_AUTO : protocol->normalisation,
                              array[eye].place, error))
            return false;
    if (left->height != right->height || left->width != right->width)
        return fail(error, "%s: has %zu x %zu samples, and %s has %zu x %zu", array[1].place,
                    right->height, right->width, array[0].place, left->height, left->width);
    if (!check_eye(left, array[0].place, error) || !check_eye(right, array[1].place, error))
        return false;
    for (size_t eye = 0; eye < 2; eye++)
        stack_widen(left + eye, freedom_of(left) + freedom_of(right));
    make(stacks, recording, k, MADE_INDEX, 2, (const size_t[]){left->height, left->width});
    data_array_free(&recording->array[k + 1]);
    recording->count = k + 1;
    return true;
}

static bool take_eyes(const StackProtocol *protocol, Recording *recording, RecordedStacks *stacks,
                      Error *error) {
    size_t count = 0;
    for (size_t k = 0; k < recording->count; k++)
        count += is_stack(protocol, recording, k);
    if (count == 0)
        return true;
    if (count < 2)
        return fail(error,
                    "%s: ocular dominance takes two stacks of responses, of the left and the right "
                    "eye, or maps of an index",
                    recording->array[0].place);
    return take_two_eyes(protocol, recording, 0, stacks, error);
}

static bool take_pair(const StackProtocol *protocol, Recording *recording, RecordedStacks *stacks,
                      Error *error) {
    bool eyes = recording->count == 3;
    for (size_t k = 1; k < recording->count; k++)
        if (is_stack(protocol, recording, k) != eyes)
            return fail(error,
                        "%s: behind the orientation map there is one map of ocular dominance, or "
                        "there are two stacks of responses, of the left and the right eye",
                        recording->array[k].place);
    return (!is_stack(protocol, recording, 0) ||
            take_orientation(protocol, recording, 0, stacks, error)) &&
           (!eyes || take_two_eyes(protocol, recording, 1, stacks, error));
}

static bool take_means(const StackProtocol *protocol, Recording *recording, size_t k,
                       const StackNeeds *needs, RecordedStacks *stacks, Error *error) {
    ResponseStack *own = &stacks->stack[k];
    if (!read_stack(protocol, recording, k, needs, false, own, error) ||
        !stack_take_means(own, STACK_RAW, recording->array[k].place, error))
        return false;
    stack_widen(own, freedom_of(own) / own->conditions);
    return true;
}

// Centres measured in each trial, and sizes.
static bool take_centres(const StackProtocol *protocol, Recording *recording,
                         RecordedStacks *stacks, Error *error) {
    for (size_t k = 0; protocol->axes[0] && k < recording->count; k++) {
        const ResponseStack *own = &stacks->stack[k];
        size_t wanted = k == 0 ? 2 : 1;
        if (!is_stack(protocol, recording, k))
            continue;
        if (!take_means(protocol, recording, k, &(StackNeeds){.conditions = k == 0}, stacks, error))
            return false;
        if (own->conditions != wanted)
            return fail(error, "%s: has %zu conditions, and %s", recording->array[k].place,
                        own->conditions,
                        k == 0 ? "centres have 2: x and y" : "sizes have a single one");
        make(stacks, recording, k, MADE_MEANS, k == 0 ? 3 : 2,
             (const size_t[]){k == 0 ? 2 : own->height, k == 0 ? own->height : own->width,
                              own->width});
    }
    return true;
}

static bool take_curves(const StackProtocol *protocol, Recording *recording, RecordedStacks *stacks,
                        Error *error) {
    static const StackNeeds needs = {true, true};
    const ResponseStack *own = &stacks->stack[0];
    StackAxes axes;
    if (!protocol->axes[0])
        return true;
    if (!read_axes(protocol, recording, 0, &needs, &axes, error))
        return false;
    size_t contrasts = axes.contrasts < 0 ? 1 : recording->array[0].shape[axes.contrasts];
    if (!take_means(protocol, recording, 0, &needs, stacks, error))
        return false;
    make(stacks, recording, 0, MADE_MEANS, contrasts > 1 ? 3 : 2,
         contrasts > 1 ? (const size_t[]){contrasts, own->conditions / contrasts, own->width}
                       : (const size_t[]){own->conditions, own->width});
    return true;
}

enum { UNIT_PLACE = 2, UNIT_FEWEST = 5 };

// Responses of scattered units to each condition give way to preference, in radians, and
// selectivity.
static bool take_units(const StackProtocol *protocol, Recording *recording, RecordedStacks *stacks,
                       Error *error) {
    (void)stacks;
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
    ConditionWeights weights;
    if (!condition_weights_find(angle, conditions, array->place, &weights, error))
        return false;
    tell_fitted(&weights, array->place);
    DataArray made = data_array_new(array->place, 2, (const size_t[]){n, 4}, false);
    for (size_t i = 0; i < n; i++) {
        const double *own = array->values + i * columns, *response = own + UNIT_PLACE;
        double real = 0, imaginary = 0, base = 0, blank = 0, blanks = 0;
        for (size_t c = 0; c < conditions; c++) {
            blank += isnan(angle[c]) ? response[c] : 0;
            blanks += isnan(angle[c]);
            real += isnan(angle[c]) ? 0 : weights.cosine[c] * response[c];
            imaginary += isnan(angle[c]) ? 0 : weights.sine[c] * response[c];
            base += isnan(angle[c]) ? 0 : weights.base[c] * response[c];
        }
        base -= blank / fmax(blanks, 1);
        bool prefers = hypot(real, imaginary) > 0;
        const double row[] = {own[0], own[1], prefers ? 0.5 * atan2(imaginary, real) : (double)NAN,
                              base > 0 ? hypot(real, imaginary) / (2 * base) : (double)NAN};
        memcpy(made.values + 4 * i, row, sizeof row);
    }
    data_array_free(array);
    *array = made;
    recording->angles = (AngleUnit){.measure = ANGLES_RADIANS};
    return true;
}

// Refuses words about stacks where there is none.
static bool check_used(const StackProtocol *protocol, const Recording *recording,
                       const RecordedStacks *stacks, Error *error) {
    bool any = false;
    for (size_t k = 0; k < recording->count; k++)
        any = any || stacks->made[k] != MADE_OF_NONE;
    return any || !(protocol->axes[0] || protocol->stimuli[0]) ||
           fail(error, "--%s is about stacks of responses, and none of the arrays is one",
                protocol->axes[0] ? "axes" : "stimuli");
}

static const struct {
    const char *name;
    bool trials;
    bool (*take)(const StackProtocol *, Recording *, RecordedStacks *, Error *);
} kinds[] = {{"orientation", true, take_orientations},
             {"ocular_dominance", true, take_eyes},
             {"geometry", true, take_pair},
             {"retinotopy", true, take_centres},
             {"tuning", true, take_curves},
             {"scattered", false, take_units}};

bool recorded_stacks_allowed(const char *kind) {
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
        if (strcmp(kinds[k].name, kind) == 0)
            return kinds[k].trials;
    return false;
}

bool recorded_stacks_take(const char *kind, const StackProtocol *protocol, Recording *recording,
                          RecordedStacks *stacks, Error *error) {
    if (!check_axes_said(protocol, recording, error))
        return false;
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
        if (strcmp(kinds[k].name, kind) == 0)
            return kinds[k].take(protocol, recording, stacks, error) &&
                   (!kinds[k].trials || check_used(protocol, recording, stacks, error));
    return true;
}

void recorded_stacks_free(RecordedStacks *stacks) {
    for (size_t k = 0; k < RECORDING_MOST; k++)
        stack_free(&stacks->stack[k]);
}
