// SPDX-License-Identifier: GPL-3.0-or-later
// What a page sees of a unit besides its fields: its activity in time, its preferred position.
#include "helpers/small_network.h"

#include "base/memory.h"
#include "files/json_value.h"
#include "helpers/assert_near.h"
#include "watch/retinotopic_grid.h"
#include "watch/trace.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

// The answer, to be freed.
static json_t *answer_of(Question *question) {
    json_t *answer = json_loadb(question->answer.bytes, question->answer.size, 0, NULL);
    release(question->answer.bytes);
    return answer;
}

static json_t *trace_of(Traces *traces, const Network *network, size_t unit) {
    json_auto_t *arguments = json_pack("{s:s, s:i}", "sheet", "v1", "unit", (int)unit);
    Question question = {.arguments = arguments};
    answer_trace(&question, traces, network);
    return answer_of(&question);
}

static void a_trace_has_the_latest_presentations(void **state) {
    (void)state;
    NetworkSettings settings;
    Network *network = small_gcal_network(&settings, NULL);
    enum { UNIT = 84, PRESENTATIONS = TRACE_LENGTH + 20, ASKED = 5 };
    OWNED double *shown = allocate(PRESENTATIONS + 1, sizeof *shown);
    Traces traces = {0};
    Error error = {0};
    for (int k = 1; k <= PRESENTATIONS; k++) {
        traces_note(&traces, network);
        assert_true(network_present(network, &error));
        shown[k] = (double)network_sheet(network, "v1")->activity[UNIT];
        if (k == ASKED)
            json_decref(trace_of(&traces, network, UNIT));
        if (k < ASKED || (k > ASKED + 3 && k < PRESENTATIONS))
            continue;
        json_auto_t *trace = trace_of(&traces, network, UNIT);
        const json_t *activity = json_object_get(trace, "activity");
        size_t n = json_array_size(activity);
        assert_int_equal(json_integer_value(json_object_get(trace, "iteration")), k);
        assert_int_equal(n, k == PRESENTATIONS ? TRACE_LENGTH : k - ASKED + 1);
        for (size_t i = 0; i < n; i++)
            assert_near(json_number_value(json_array_get(activity, i)),
                        shown[(size_t)k - n + 1 + i], 1e-9);
    }
    small_network_finish(network, &settings);
}

// More units than are followed: the least recently asked for begins anew.
static void units_that_nobody_asks_for_give_way(void **state) {
    (void)state;
    NetworkSettings settings;
    Network *network = small_gcal_network(&settings, NULL);
    Traces traces = {0};
    Error error = {0};
    for (size_t k = 0; k < TRACES + 1; k++) {
        traces_note(&traces, network);
        assert_true(network_present(network, &error));
        json_decref(trace_of(&traces, network, 60 + k));
        if (k > 0)
            json_decref(trace_of(&traces, network, 60));
    }
    const struct {
        size_t unit, length;
    } wanted[] = {{60, TRACES + 1}, {62, TRACES - 1}, {60 + TRACES, 1}, {61, 1}};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        json_auto_t *trace = trace_of(&traces, network, wanted[i].unit);
        assert_int_equal(json_array_size(json_object_get(trace, "activity")), wanted[i].length);
    }
    small_network_finish(network, &settings);
}

static double sum_of(const Projection *projection, size_t unit, double *x, double *y) {
    OWNED Connection *connections = allocate(projection->field_units, sizeof *connections);
    size_t n = projection_connections(projection, unit, connections);
    double sum = 0;
    for (size_t k = 0; k < n; k++) {
        const Geometry *from = &projection->from->geometry;
        double weight = (double)connections[k].weight;
        sum += weight;
        *x += weight * geometry_x(from, (size_t)connections[k].column);
        *y += weight * geometry_y(from, (size_t)connections[k].row);
    }
    return sum;
}

// Where the weights are all alike, a position is near their mean place, and units lie in order.
static void positions_are_where_the_weights_are(void **state) {
    (void)state;
    NetworkSettings settings;
    Network *network = small_gcal_network(&settings, NULL);
    const Sheet *sheet = network_sheet(network, "v1");
    assert_true(retinotopic_grid_exists(network, sheet));
    assert_false(retinotopic_grid_exists(network, network_sheet(network, "retina")));
    for (size_t unit = 0; unit < sheet->units; unit += 28) {
        json_auto_t *arguments = json_pack("{s:s, s:i}", "sheet", "v1", "unit", (int)unit);
        Question question = {.arguments = arguments};
        answer_retinotopic_grid(&question, network);
        json_auto_t *grid = answer_of(&question);
        const json_t *position = json_object_get(grid, "unit");
        double x = 0, y = 0, sum = 0, right = json_number_or_nan(json_object_get(position, "x")),
               up = json_number_or_nan(json_object_get(position, "y"));
        for (size_t k = 0; k < network->projections; k++)
            if (network->projection[k].to == sheet && network->projection[k].from != sheet)
                sum += sum_of(&network->projection[k], unit, &x, &y);
        assert_int_equal(json_integer_value(json_object_get(grid, "side")), sheet->geometry.n);
        assert_true(hypot(right - x / sum, up - y / sum) < 0.06);
        assert_true(hypot(right - geometry_x(&sheet->geometry, unit % sheet->geometry.n),
                          up - geometry_y(&sheet->geometry, unit / sheet->geometry.n)) < 0.2);
        assert_near(right, json_number_or_nan(json_array_get(json_object_get(grid, "x"), unit)),
                    1e-12);
    }
    small_network_finish(network, &settings);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_trace_has_the_latest_presentations),
                                       cmocka_unit_test(units_that_nobody_asks_for_give_way),
                                       cmocka_unit_test(positions_are_where_the_weights_are)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
