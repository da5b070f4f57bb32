// SPDX-License-Identifier: GPL-3.0-or-later
// What is found of every sample, in each kind of map (pixel_confidence.h).
#include "imaging/pixel_confidence.h"
#include "imaging/response_stack.h"

#include <math.h>

static double of_vector_sum(const ResponseStack *stack, size_t which, size_t condition,
                            size_t mean) {
    (void)which;
    return (mean == 0 ? stack->weights.cosine : stack->weights.sine)[condition];
}

static void find_preference(const double own[SAMPLE_MEANS], const double drawn[SAMPLE_MEANS],
                            double value[SAMPLE_VALUES]) {
    value[SAMPLE_ANGLE] =
        0.5 * atan2(own[0] * drawn[1] - own[1] * drawn[0], own[0] * drawn[0] + own[1] * drawn[1]);
    value[SAMPLE_SIZE] = hypot(drawn[0], drawn[1]);
}

static void preference_slopes(const double own[SAMPLE_MEANS],
                              double slope[SAMPLE_VALUES][SAMPLE_MEANS]) {
    slope[SAMPLE_ANGLE][0] = -own[1];
    slope[SAMPLE_ANGLE][1] = own[0];
    slope[SAMPLE_SIZE][0] = own[0];
    slope[SAMPLE_SIZE][1] = own[1];
}

const SampleKind sample_preference = {
    1,
    2,
    of_vector_sum,
    find_preference,
    preference_slopes,
    {[SAMPLE_ANGLE] = {false, (double)-INFINITY, (double)INFINITY},
     [SAMPLE_SIZE] = {true, 0, (double)INFINITY}}};

static double of_eye(const ResponseStack *stack, size_t which, size_t condition, size_t mean) {
    (void)condition;
    return which == mean ? 1 / (double)stack->conditions : 0;
}

static void find_index(const double own[SAMPLE_MEANS], const double drawn[SAMPLE_MEANS],
                       double value[SAMPLE_VALUES]) {
    (void)own;
    double left = fmax(drawn[0], 0), right = fmax(drawn[1], 0);
    value[0] = (right - left) / (right + left);
}

static void index_slopes(const double own[SAMPLE_MEANS],
                         double slope[SAMPLE_VALUES][SAMPLE_MEANS]) {
    slope[0][0] = -own[1];
    slope[0][1] = own[0];
}

const SampleKind sample_dominance = {2, 1, of_eye, find_index, index_slopes, {{false, -1, 1}}};

static double of_condition(const ResponseStack *stack, size_t which, size_t condition,
                           size_t mean) {
    (void)stack, (void)which;
    return condition == mean ? 1 : 0;
}

static void find_place(const double own[SAMPLE_MEANS], const double drawn[SAMPLE_MEANS],
                       double value[SAMPLE_VALUES]) {
    (void)own;
    value[0] = drawn[0];
    value[1] = drawn[1];
}

static void place_slopes(const double own[SAMPLE_MEANS],
                         double slope[SAMPLE_VALUES][SAMPLE_MEANS]) {
    (void)own;
    slope[0][0] = slope[1][1] = 1;
    slope[0][1] = slope[1][0] = 0;
}

const SampleKind sample_place = {
    1,
    2,
    of_condition,
    find_place,
    place_slopes,
    {{false, (double)-INFINITY, (double)INFINITY}, {false, (double)-INFINITY, (double)INFINITY}}};
