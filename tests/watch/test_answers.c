// SPDX-License-Identifier: GPL-3.0-or-later
// Frames and fields are what the network holds.
#include "helpers/small_network.h"

#include "base/memory.h"
#include "helpers/assert_near.h"
#include "watch/field.h"
#include "watch/frame.h"

#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void a_frame_has_the_activity_of_every_sheet(void **state) {
    (void)state;
    NetworkSettings settings;
    Network *network = small_gcal_network(&settings, NULL);
    small_network_present(network, 7);
    OWNED unsigned char *lost = allocate(network->sheet[3].units, 1);
    lost[40] = lost[41] = 1;
    sheet_add_lesion(&network->sheet[3], "spot", lost);
    Question question = {0};
    answer_frame(&question, network, json_pack("{s:i}", "iteration", 7));
    const uint8_t *bytes = question.answer.bytes, *end = memchr(bytes, '\n', question.answer.size);
    json_auto_t *head = json_loadb((const char *)bytes, (size_t)(end - bytes), 0, NULL);
    const json_t *sheets = json_object_get(head, "sheets");
    assert_int_equal(json_integer_value(json_object_get(head, "iteration")), 7);
    assert_int_equal(json_array_size(sheets), network->sheets);
    const uint8_t *level = end + 1;
    for (size_t i = 0; i < network->sheets; i++) {
        const Sheet *sheet = &network->sheet[i];
        const json_t *about = json_array_get(sheets, i);
        double low = json_number_value(json_object_get(about, "low")),
               high = json_number_value(json_object_get(about, "high"));
        assert_true(high > 0);
        for (size_t unit = 0; unit < sheet->units; unit++, level++) {
            assert_int_equal(*level == FRAME_OUTSIDE, !sheet->inside[unit]);
            if (sheet->inside[unit])
                assert_near(low + (high - low) * *level / FRAME_LEVELS,
                            (double)sheet->activity[unit], 0.51 * (high - low) / FRAME_LEVELS);
        }
    }
    assert_ptr_equal(level, bytes + question.answer.size);
    assert_string_equal(
        json_string_value(json_array_get(json_object_get(json_array_get(sheets, 3), "lesions"), 0)),
        "spot");
    release(question.answer.bytes);
    small_network_finish(network, &settings);
}

// A run that failed still shows what it left.
static void activity_without_bound_is_shown(void **state) {
    (void)state;
    NetworkSettings settings;
    Network *network = small_gcal_network(&settings, NULL);
    small_network_present(network, 3);
    Sheet *sheet = &network->sheet[3];
    memset(sheet->activity, 0, sheet->units * sizeof *sheet->activity);
    const float odd[] = {(float)INFINITY, -(float)INFINITY, (float)NAN, 1e38F};
    const uint8_t wanted[] = {FRAME_LEVELS, 0, FRAME_LEVELS / 2, 164};
    memcpy(sheet->activity + 70, odd, sizeof odd);
    Question question = {0};
    answer_frame(&question, network, json_object());
    const uint8_t *bytes = question.answer.bytes, *end = memchr(bytes, '\n', question.answer.size);
    json_auto_t *head = json_loadb((const char *)bytes, (size_t)(end - bytes), 0, NULL);
    const json_t *about = json_array_get(json_object_get(head, "sheets"), 3);
    assert_near(json_number_value(json_object_get(about, "low")), -(double)FLT_MAX, 1e33);
    assert_near(json_number_value(json_object_get(about, "high")), (double)FLT_MAX, 1e33);
    const uint8_t *levels = bytes + question.answer.size - sheet->units;
    assert_ptr_equal(sheet, &network->sheet[network->sheets - 1]);
    for (size_t i = 0; i < sizeof wanted; i++)
        assert_int_equal(levels[70 + i], wanted[i]);
    release(question.answer.bytes);
    small_network_finish(network, &settings);
}

// Compares a field of an answer with the unit's connections.
static void assert_field(const json_t *field, const Projection *projection, size_t unit) {
    OWNED Connection *connections = allocate(projection->field_units, sizeof *connections);
    size_t n = projection_connections(projection, unit, connections);
    long side = (long)projection->from->geometry.n,
         top = (long)json_integer_value(json_object_get(field, "top")),
         left = (long)json_integer_value(json_object_get(field, "left")),
         rows = (long)json_integer_value(json_object_get(field, "rows")),
         columns = (long)json_integer_value(json_object_get(field, "columns"));
    const json_t *weights = json_object_get(field, "weights");
    assert_int_equal(json_array_size(weights), (size_t)(rows * columns));
    double sum = 0, wanted = 0;
    for (size_t k = 0; k < n; k++) {
        long row = ((connections[k].row - top) % side + side) % side,
             column = ((connections[k].column - left) % side + side) % side;
        assert_true(row < rows && column < columns);
        assert_near(json_number_value(json_array_get(weights, (size_t)(row * columns + column))),
                    (double)connections[k].weight, 1e-9);
        wanted += fabs((double)connections[k].weight);
    }
    for (size_t i = 0; i < json_array_size(weights); i++)
        sum += fabs(json_number_value(json_array_get(weights, i)));
    assert_near(sum, wanted, 1e-6);
}

static void check_fields(const char *const *changes, size_t unit) {
    NetworkSettings settings;
    Network *network = small_gcal_network(&settings, changes);
    small_network_present(network, 5);
    json_auto_t *arguments = json_pack("{s:s, s:i}", "sheet", "v1", "unit", (int)unit);
    Question question = {.arguments = arguments};
    answer_field(&question, network);
    json_auto_t *answer = json_loadb(question.answer.bytes, question.answer.size, 0, NULL);
    const json_t *fields = json_object_get(answer, "fields"), *field;
    size_t i;
    assert_int_equal(json_array_size(fields), 4);
    json_array_foreach(fields, i, field) {
        const char *name = json_string_value(json_object_get(field, "projection"));
        assert_field(field, network_projection(network, name), unit);
    }
    release(question.answer.bytes);
    small_network_finish(network, &settings);
}

static void fields_are_those_of_the_unit(void **state) {
    (void)state;
    check_fields(NULL, 83);
    check_fields(NULL, 0);
}

static void fields_across_the_edge_of_a_torus_stay_whole(void **state) {
    (void)state;
    static const char *const torus[] = {"sheets.v1.boundary=periodic", NULL};
    check_fields(torus, 0);
    check_fields(torus, 13 * 13 - 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_frame_has_the_activity_of_every_sheet),
        cmocka_unit_test(activity_without_bound_is_shown),
        cmocka_unit_test(fields_are_those_of_the_unit),
        cmocka_unit_test(fields_across_the_edge_of_a_torus_stay_whole)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
