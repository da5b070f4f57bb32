// SPDX-License-Identifier: GPL-3.0-or-later
// What the measure of scattered units makes of a table.
#include "base/memory.h"
#include "base/random.h"
#include "measure/measure.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { UNITS = 40, COLUMNS = 4 };

// Units at random places with preferences from 40 to 40 + span degrees.
static Recording recording_of(double span) {
    const size_t shape[] = {UNITS, COLUMNS};
    Recording recording = {.count = 1,
                           .name = {"cells.csv"},
                           .array = {data_array_new("cells.csv", 2, shape, false)},
                           .angles = {.measure = ANGLES_DEGREES},
                           .seed = 1,
                           .resamples = 1};
    RandomDraws draws = random_draws(random_stream(9, "units"), 0);
    for (size_t i = 0; i < UNITS; i++) {
        double *row = recording.array[0].values + COLUMNS * i;
        row[0] = random_uniform(&draws);
        row[1] = random_uniform(&draws);
        row[2] = 40 + span * random_uniform(&draws);
        row[3] = random_uniform(&draws);
    }
    return recording;
}

static Results *taken(const Recording *recording) {
    const MeasureKind *kind = measure_kind("scattered");
    OWNED void *settings = allocate(1, kind->observable.kind.block.size);
    block_start(&kind->observable.kind.block, settings);
    Error error = {0};
    Results *results = kind->recording->take(settings, "scattered", recording, &error);
    if (results == NULL)
        fail_msg("%s", error.text);
    block_finish(&kind->observable.kind.block, settings);
    return results;
}

static bool warns(const Results *results, const char *text) {
    bool found = false;
    for (size_t i = 0; i < results->warnings; i++)
        found = found || strstr(results->warning[i], text);
    return found;
}

static void a_narrow_range_of_preferences_is_warned_of(void **state) {
    (void)state;
    Recording narrow = recording_of(25), wide = recording_of(130);
    Results *doubtful = taken(&narrow), *sound = taken(&wide);
    assert_true(warns(doubtful, "cells.csv: its angles lie from 4"));
    assert_true(warns(doubtful, "less than a third of the half-turn of 180 degrees"));
    assert_false(warns(sound, "its angles lie"));
    results_free(doubtful);
    results_free(sound);
    recording_free(&narrow);
    recording_free(&wide);
}

// Four units that differ in selectivity alone, in every turn of their order.
static void missing_selectivities_come_last(void **state) {
    (void)state;
    const double selectivity[4] = {0.2, (double)NAN, 0.7, 0.4};
    for (size_t turn = 0; turn < 4; turn++) {
        Recording recording = recording_of(130);
        for (size_t i = 0; i < 4; i++) {
            const double row[COLUMNS] = {-1, 0.5, 90, selectivity[(i + turn) % 4]};
            memcpy(recording.array[0].values + COLUMNS * (5 + 7 * i), row, sizeof row);
        }
        Results *results = taken(&recording);
        const double *units = results_map(results, "units")->values;
        assert_true(units[3] == 0.2);
        assert_true(units[COLUMNS + 3] == 0.4);
        assert_true(units[2 * COLUMNS + 3] == 0.7);
        assert_true(isnan(units[3 * COLUMNS + 3]));
        results_free(results);
        recording_free(&recording);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_narrow_range_of_preferences_is_warned_of),
        cmocka_unit_test(missing_selectivities_come_last),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
