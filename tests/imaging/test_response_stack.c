// SPDX-License-Identifier: GPL-3.0-or-later
// Maps from responses whose tuning is known, in every order of axes and with every normalisation;
// and what is refused.
#include "imaging/response_stack.h"

#include "base/memory.h"
#include "base/random.h"
#include "imaging/trial_draws.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "helpers/assert_near.h"

enum { HEIGHT = 3, WIDTH = 5, CONDITIONS = 5, TRIALS = 4, TIMES = 3, BLANK = 2 };

static const double angle_of[CONDITIONS] = {10, 55, (double)NAN, 100, 145}; // degrees

static const StackNeeds of_maps = {.conditions = true};

static double preference(size_t row, size_t column) {
    return 0.31 + 0.47 * (double)row + 0.29 * (double)column;
}

static double depth(size_t row, size_t column) {
    return 0.2 + 0.03 * (double)row + 0.01 * (double)column;
}

// The light at a sample, which grows from trial to trial.
static double light(size_t row, size_t column, size_t trial) {
    return (50 + 7 * (double)row + 3 * (double)column) * (1 + 0.1 * (double)trial);
}

static double response(size_t row, size_t column, size_t condition, size_t trial, size_t time) {
    double own = light(row, column, trial) * (time == 0 ? 0.5 : 1);
    if (condition == BLANK)
        return own;
    double theta = angle_of[condition] * M_PI / 180;
    return own * (1.3 + depth(row, column) * cos(2 * (theta - preference(row, column))));
}

// The same numbers in an order of axes: the letters of rows, columns, conditions (s), trials and
// time (m).
static DataArray array_in_order(const char *order) {
    const char letters[] = "rcstm";
    const size_t extents[] = {HEIGHT, WIDTH, CONDITIONS, TRIALS, TIMES};
    size_t shape[5];
    for (size_t k = 0; k < 5; k++)
        shape[k] = extents[strchr(letters, order[k]) - letters];
    DataArray array = data_array_new("lab.mat:dat", 5, shape, false);
    for (size_t i = 0; i < data_array_count(&array); i++) {
        size_t at[5], rest = i;
        for (size_t k = 5; k-- > 0;) {
            at[strchr(letters, order[k]) - letters] = rest % shape[k];
            rest /= shape[k];
        }
        array.values[i] = response(at[0], at[1], at[2], at[3], at[4]);
    }
    return array;
}

static ResponseStack stack_in_order(const char *order, const char *axes_text,
                                    const double *inside) {
    DataArray array = array_in_order(order);
    StackAxes axes;
    ResponseStack stack;
    assert_true(stack_axes_read(axes_text, &of_maps, &array, &axes, NULL));
    assert_true(stack_new(&array, &axes, 1, 2, inside, &stack, NULL));
    assert_true(
        stack_stimuli_read("10, 55, blank, 100,145", CONDITIONS, 180, false, stack.angle, NULL));
    data_array_free(&array);
    return stack;
}

static void the_order_of_axes_does_not_matter(void **state) {
    (void)state;
    static const char *const orders[][2] = {{"rcstm", "rows,columns,conditions,trials,time"},
                                            {"stmrc", "conditions,trials,time,rows,columns"},
                                            {"mctrs", "time, columns, trials, rows, conditions"}};
    for (size_t k = 0; k < 3; k++) {
        ResponseStack stack = stack_in_order(orders[k][0], orders[k][1], NULL);
        assert_true(stack_normalise(&stack, STACK_BLANK_FRACTION, "", NULL));
        assert_int_equal(stack.conditions, CONDITIONS - 1);
        ComplexMap *map = stack_map(&stack, NULL);
        for (size_t i = 0; i < HEIGHT * WIDTH; i++) {
            double size = depth(i / WIDTH, i % WIDTH), turn = 2 * preference(i / WIDTH, i % WIDTH);
            assert_near(map->real[i], size * cos(turn), 2e-6);
            assert_near(map->imaginary[i], size * sin(turn), 2e-6);
        }
        map_free(map);
        stack_free(&stack);
    }
}

// |z| is the depth over what each normalisation leaves of the light.
static void normalisations_are_those_of_their_names(void **state) {
    (void)state;
    for (StackNormalisation kind = STACK_RAW; kind <= STACK_COCKTAIL; kind++) {
        ResponseStack stack = stack_in_order("rcstm", "rows,columns,conditions,trials,time", NULL);
        assert_true(stack_normalise(&stack, kind, "", NULL));
        assert_int_equal(stack.selective, kind == STACK_RAW);
        ComplexMap *map = stack_map(&stack, NULL);
        for (size_t i = 0; i < HEIGHT * WIDTH; i++) {
            size_t row = i / WIDTH, column = i % WIDTH;
            double lights = 0, size = depth(row, column);
            for (size_t t = 0; t < TRIALS; t++)
                lights += light(row, column, t) / TRIALS;
            // For the raw responses: sum r exp / sum r with the blank counted in neither.
            double wanted = kind == STACK_RAW           ? size / 2 / 1.3
                            : kind == STACK_BLANK_TAKEN ? size * lights
                            : kind == STACK_COCKTAIL    ? size / 1.3
                                                        : size;
            assert_near(hypot(map->real[i], map->imaginary[i]) / wanted, 1, 1e-4);
        }
        map_free(map);
        stack_free(&stack);
    }
}

// In an intrinsic signal active cortex is darker: the other sign gives the same map.
static void darker_responses_change_their_sign(void **state) {
    (void)state;
    for (int darker = 0; darker < 2; darker++) {
        ResponseStack stack = stack_in_order("rcstm", "rows,columns,conditions,trials,time", NULL);
        for (size_t k = 0; darker && k < CONDITIONS * TRIALS * HEIGHT * WIDTH; k++)
            stack.frame[k] = 1000 - stack.frame[k];
        stack.darker = darker;
        assert_true(stack_normalise(&stack, STACK_BLANK_TAKEN, "", NULL));
        assert_near(stack.below_blank, darker, 0);
        ComplexMap *map = stack_map(&stack, NULL);
        for (size_t i = 0; i < HEIGHT * WIDTH; i++)
            assert_near(remainder(atan2(map->imaginary[i], map->real[i]) -
                                      2 * preference(i / WIDTH, i % WIDTH),
                                  2 * M_PI),
                        0, 1e-4);
        map_free(map);
        stack_free(&stack);
    }
}

// The stack without its last orientation: what is left is uneven, and means the same.
static void uneven_orientations_give_the_same_map(void **state) {
    (void)state;
    for (StackNormalisation kind = STACK_RAW; kind <= STACK_BLANK_FRACTION; kind++) {
        ResponseStack whole = stack_in_order("rcstm", "rows,columns,conditions,trials,time", NULL),
                      part = stack_in_order("rcstm", "rows,columns,conditions,trials,time", NULL);
        part.conditions--;
        assert_true(stack_normalise(&whole, kind, "", NULL));
        assert_true(stack_normalise(&part, kind, "", NULL));
        assert_true(part.weights.fitted && !whole.weights.fitted);
        ComplexMap *wanted = stack_map(&whole, NULL), *map = stack_map(&part, NULL);
        for (size_t i = 0; i < HEIGHT * WIDTH; i++) {
            double size = hypot(wanted->real[i], wanted->imaginary[i]);
            assert_near(map->real[i] / size, wanted->real[i] / size, 1e-4);
            assert_near(map->imaginary[i] / size, wanted->imaginary[i] / size, 1e-4);
        }
        map_free(wanted);
        map_free(map);
        stack_free(&whole);
        stack_free(&part);
    }
}

static void what_is_outside_is_missing(void **state) {
    (void)state;
    double inside[HEIGHT * WIDTH];
    for (size_t i = 0; i < HEIGHT * WIDTH; i++)
        inside[i] = i % 4 == 1 ? 0 : i % 7 == 3 ? (double)NAN : 1;
    ResponseStack stack = stack_in_order("rcstm", "rows,columns,conditions,trials,time", inside);
    assert_true(stack_normalise(&stack, STACK_COCKTAIL, "", NULL));
    ComplexMap *map = stack_map(&stack, NULL);
    for (size_t i = 0; i < HEIGHT * WIDTH; i++)
        assert_int_equal(map_has_sample(map, i), isfinite(inside[i]) && inside[i] != 0);
    map_free(map);
    stack_free(&stack);
}

static void stimuli_are_read_and_refused(void **state) {
    (void)state;
    double angle[4];
    Error error = {0};
    assert_true(stack_stimuli_read("", 4, 180, false, angle, NULL));
    assert_near(angle[3], 0.75 * M_PI, 1e-12);
    assert_true(stack_stimuli_read("", 4, 360, true, angle, NULL));
    assert_near(angle[1], M_PI, 1e-12);
    assert_true(stack_stimuli_read("30,-30,blank,NaN", 4, 180, false, angle, NULL));
    assert_near(angle[1], -M_PI / 6, 1e-12);
    assert_true(isnan(angle[2]) && isnan(angle[3]));
    assert_false(stack_stimuli_read("0,45,9O,135", 4, 180, false, angle, &error));
    assert_non_null(strstr(error.text, "'9O' is no angle"));
    error_clear(&error);
    assert_false(stack_stimuli_read("0,45,90", 4, 180, false, angle, &error));
    assert_string_equal(
        error.text, "--stimuli: names 3 stimuli, and the stack has 4 conditions; is the order of "
                    "--axes right?");
    error_clear(&error);
    assert_false(stack_stimuli_read("0,0.785,blank,2.356", 4, 180, true, angle, &error));
    assert_non_null(strstr(error.text, "are they radians, or codes?"));
    assert_true(stack_stimuli_read("0,7", 2, 180, false, angle, NULL));
    error_clear(&error);
}

static void axes_are_refused(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"", "is 3 x 5 x 5 x 4 x 3; name its axes, as --axes rows,columns,conditions,trials"},
        {"rows,columns,conditions,trials", "with 5 axes, and --axes names 4"},
        {"rows,columns,conditions,trials,trials", "'trials' is named twice"},
        {"rows,columns,trials,frames,time", "'frames' is not known"}};
    DataArray array = array_in_order("rcstm");
    StackAxes axes;
    for (size_t k = 0; k < 4; k++) {
        Error error = {0};
        assert_false(stack_axes_read(cases[k][0], &of_maps, &array, &axes, &error));
        assert_non_null(strstr(error.text, cases[k][1]));
        error_clear(&error);
    }
    data_array_free(&array);
    const size_t shape[] = {8, 48, 60};
    DataArray plain = data_array_new("a.h5:/r", 3, shape, false);
    assert_true(stack_axes_read("", &of_maps, &plain, &axes, NULL));
    assert_true(axes.conditions == 0 && axes.rows == 1 && axes.columns == 2 && axes.trials == -1);
    plain.order = DATA_ROWS_FIRST;
    assert_true(stack_axes_read("", &of_maps, &plain, &axes, NULL));
    assert_true(axes.conditions == 2 && axes.rows == 0 && axes.columns == 1);
    data_array_free(&plain);
}

// The first row of an image lies outside, and is taken for a condition.
static void axes_in_another_order_are_suspected(void **state) {
    (void)state;
    const size_t shape[] = {6, 8, 10};
    DataArray array = data_array_new("exp.npz:blank", 3, shape, false);
    for (size_t i = 0; i < data_array_count(&array); i++)
        array.values[i] = i < 80 ? (double)NAN : 0.731 + 0.01 * (double)i;
    StackAxes axes;
    ResponseStack stack;
    Error error = {0};
    assert_true(stack_axes_read("", &of_maps, &array, &axes, NULL));
    assert_false(stack_new(&array, &axes, 0, 0, NULL, &stack, &error));
    assert_string_equal(error.text,
                        "exp.npz:blank: condition 1 of 6 has no trial with a number in it; "
                        "6 x 8 x 10 was read as --axes conditions,rows,columns: is that their "
                        "order?");
    error_clear(&error);
    data_array_free(&array);
}

static void a_stack_without_blank_has_no_blank_to_take(void **state) {
    (void)state;
    Error error = {0};
    ResponseStack stack = stack_in_order("rcstm", "rows,columns,conditions,trials,time", NULL);
    stack.angle[BLANK] = 0.3;
    assert_false(stack_normalise(&stack, STACK_BLANK_TAKEN, "lab.mat:dat", &error));
    assert_string_equal(error.text,
                        "lab.mat:dat: no condition is a blank; say which with --stimuli");
    error_clear(&error);
    stack_free(&stack);
}

// A weight of draws sums to 1 over each condition, differs from draw to draw, and has the variance
// that `spread` asks for.
static void draws_are_fair(void **state) {
    (void)state;
    enum { DRAWS = 4000 };
    ResponseStack stack = stack_in_order("rcstm", "rows,columns,conditions,trials,time", NULL);
    assert_true(stack_normalise(&stack, STACK_COCKTAIL, "", NULL));
    assert_near(stack.spread, sqrt(4.0 / 3 * 4 / 3), 1e-12);
    double weight[CONDITIONS * TRIALS], squares = 0, first[CONDITIONS * TRIALS];
    for (size_t r = 0; r < DRAWS; r++) {
        trial_draws_resample(&stack, 5, r, weight);
        for (size_t c = 0; c < stack.conditions; c++) {
            double sum = 0;
            for (size_t t = 0; t < TRIALS; t++)
                sum += weight[c * TRIALS + t];
            assert_near(sum, 1, 1e-12);
        }
        squares += pow(weight[7] - 0.25, 2) / DRAWS;
        if (r == 17)
            memcpy(first, weight, sizeof first);
    }
    // A count of 4 draws from 4 has the variance 3/4.
    assert_near(squares / (16.0 / 9 * 0.75 / 16), 1, 0.06);
    trial_draws_resample(&stack, 5, 17, weight);
    assert_memory_equal(first, weight, (CONDITIONS - 1) * TRIALS * sizeof *weight);
    trial_draws_without(&stack, 6, weight);
    assert_near(weight[6], 0, 0);
    assert_near(weight[7], 1.0 / 3, 1e-12);
    assert_near(weight[8], 0.25, 1e-12);
    stack_free(&stack);
}

static void shuffles_keep_to_their_trial(void **state) {
    (void)state;
    ResponseStack stack = stack_in_order("rcstm", "rows,columns,conditions,trials,time", NULL);
    assert_true(stack_normalise(&stack, STACK_COCKTAIL, "", NULL));
    size_t from[CONDITIONS * TRIALS], moved = 0;
    stack.present[2 * TRIALS + 1] = false;
    for (size_t r = 0; r < 200; r++) {
        bool taken[CONDITIONS * TRIALS] = {0};
        trial_draws_shuffle(&stack, 9, r, from);
        for (size_t k = 0; k < stack.conditions * TRIALS; k++) {
            assert_int_equal(from[k] % TRIALS, k % TRIALS);
            assert_false(taken[from[k]]);
            taken[from[k]] = true;
            moved += from[k] != k;
        }
        assert_int_equal(from[2 * TRIALS + 1], 2 * TRIALS + 1);
    }
    assert_near((double)moved / 200, 3 * 3 + 2, 0.5); // all but one of each trial, on average
    stack_free(&stack);
}

static void joined_samples_are_means(void **state) {
    (void)state;
    double inside[HEIGHT * WIDTH];
    for (size_t i = 0; i < HEIGHT * WIDTH; i++)
        inside[i] = i != 1 && i != 2 && i != WIDTH + 2 && i != 2 * WIDTH;
    inside[3] = 0;
    ResponseStack stack = stack_in_order("rcstm", "rows,columns,conditions,trials,time", inside),
                  joined = stack_joined(&stack, 2);
    assert_true(joined.height == 1 && joined.width == 2);
    assert_true(joined.there[0] && !joined.there[1]);
    const float *from = stack.frame + 7 * HEIGHT * WIDTH;
    double mean = ((double)from[0] + (double)from[WIDTH] + (double)from[WIDTH + 1]) / 3;
    assert_near((double)joined.frame[7 * 2], mean, 1e-5 * mean);
    stack_free(&stack), stack_free(&joined);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_order_of_axes_does_not_matter),
        cmocka_unit_test(normalisations_are_those_of_their_names),
        cmocka_unit_test(darker_responses_change_their_sign),
        cmocka_unit_test(uneven_orientations_give_the_same_map),
        cmocka_unit_test(what_is_outside_is_missing),
        cmocka_unit_test(stimuli_are_read_and_refused),
        cmocka_unit_test(axes_are_refused),
        cmocka_unit_test(axes_in_another_order_are_suspected),
        cmocka_unit_test(a_stack_without_blank_has_no_blank_to_take),
        cmocka_unit_test(draws_are_fair),
        cmocka_unit_test(shuffles_keep_to_their_trial),
        cmocka_unit_test(joined_samples_are_means),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
