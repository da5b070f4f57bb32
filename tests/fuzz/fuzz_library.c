// SPDX-License-Identifier: GPL-3.0-or-later
// Calls of the library one after another, with names, sizes and numbers of all kinds: each works,
// or says why not.
#include "fuzz/fuzz_file.h"
#include "fuzz/target.h"

#include "library/pinwheel.h"

#include <assert.h>
#include <math.h>
#include <string.h>

enum {
    ROOM = 64,      // elements of the arrays; the sheets of small.cfg have 36 and 9 units
    MOST_CALLS = 60 // of an input
};

// An input, read a byte at a time; 0 after its end.
typedef struct {
    const uint8_t *data;
    size_t left;
    pinwheel_simulation *simulation;
    char *error; // of the last call
} Calls;

static int next(Calls *calls) {
    if (calls->left == 0)
        return 0;
    calls->left--;
    return *calls->data++;
}

static const char *next_name(Calls *calls) {
    static const char *const names[] = {"retina", "v1",      "afferent", "activity",
                                        "",       "retinas", "a/b",      "orientation"};
    return names[next(calls) % 8];
}

static double next_number(Calls *calls) {
    static const double odd[] = {(double)NAN, HUGE_VAL, -HUGE_VAL, 1e300, -1e30};
    int byte = next(calls);
    return byte < 5 ? odd[byte] : (byte - 100) / 40.0;
}

static void fill(Calls *calls, double *values, float *floats, unsigned char *marks) {
    double first = next_number(calls), others = next_number(calls);
    for (size_t i = 0; i < ROOM; i++) {
        values[i] = i == 7 ? first : others * (double)i / ROOM;
        floats[i] = (float)values[i];
        marks[i] = values[i] > 0;
    }
}

// What every function promises: false comes with a message, true without.
static void expect(const Calls *calls, bool ok) {
    assert(ok == (calls->error == NULL));
    assert(ok || calls->error[0]);
    pinwheel_text_free(calls->error);
}

static void measure(Calls *calls) {
    static const char *const settings[] = {"sheets=v1", "sheets=retina", "sheet=v1", "x=", "="};
    const char *given = settings[next(calls) % 5];
    pinwheel_results *results = pinwheel_measure(calls->simulation, next_name(calls), &given,
                                                 (size_t)next(calls) % 2, &calls->error);
    pinwheel_number number;
    pinwheel_map map;
    expect(calls, results != NULL);
    for (size_t i = 0; results && pinwheel_results_number(results, i, &number); i++)
        assert(number.name && number.unit && number.definition);
    for (size_t i = 0; results && pinwheel_results_map(results, i, &map); i++)
        assert(map.values[map.planes * map.rows * map.columns - 1] < 1e30);
    pinwheel_results_free(results);
}

static void change(Calls *calls) {
    static const char *const changes[] = {"projections.afferent.learning_rate=0.3",
                                          "projections.*.strength=2",
                                          "stimuli.bars.sigma=0",
                                          "plugins=small.cfg",
                                          "sheets.v1.density=9",
                                          "seed",
                                          "stimuli.bars.contrast=1e30"};
    expect(calls, pinwheel_change(calls->simulation, changes[next(calls) % 7], &calls->error));
}

static void look(Calls *calls) {
    pinwheel_sheet sheet;
    pinwheel_projection projection;
    const char *name = next_name(calls);
    expect(calls, pinwheel_sheet_about(calls->simulation, name, &sheet, &calls->error));
    expect(calls, pinwheel_projection_about(calls->simulation, name, &projection, &calls->error));
    expect(calls, pinwheel_activity(calls->simulation, name, &calls->error) != NULL);
    char *setting = pinwheel_setting(calls->simulation, name, &calls->error);
    expect(calls, setting != NULL);
    pinwheel_text_free(setting);
}

static void call(Calls *calls) {
    pinwheel_simulation *simulation = calls->simulation;
    double values[ROOM];
    float floats[ROOM];
    unsigned char marks[ROOM];
    int64_t source[ROOM];
    int choice = next(calls) % 12;
    const char *name = next_name(calls);
    size_t n = (size_t)next(calls) % (ROOM + 1), side = (size_t)next(calls) % 8;
    pinwheel_quantity quantity = (pinwheel_quantity)(next(calls) % 8);
    fill(calls, values, floats, marks);
    const pinwheel_shown shown = {name, floats, side, side};
    switch (choice) {
    case 0:
        expect(calls, pinwheel_step(simulation, (int64_t)side - 2, 0, &calls->error) >= 0);
        break;
    case 1:
        expect(calls, pinwheel_present(simulation, &shown, 1, n % 2, &calls->error));
        break;
    case 2:
        expect(calls, pinwheel_settle(simulation, &shown, n % 2, (int64_t)n - 4, &calls->error));
        break;
    case 3:
        expect(calls, pinwheel_read(simulation, name, quantity, values, n, &calls->error));
        break;
    case 4:
        expect(calls, pinwheel_write(simulation, name, quantity, values, n, &calls->error));
        break;
    case 5:
        expect(calls,
               pinwheel_weights(simulation, name, side, source, floats, n, &calls->error) >= 0);
        break;
    case 6:
        expect(calls, pinwheel_set_weights(simulation, name, side * 2, floats, n, &calls->error));
        break;
    case 7:
        expect(calls, pinwheel_lesion(simulation, next_name(calls), name, marks, n, &calls->error));
        break;
    case 8:
        expect(calls, pinwheel_restore(simulation, name, &calls->error));
        break;
    case 9:
        measure(calls);
        break;
    case 10:
        change(calls);
        break;
    case 11:
        look(calls);
        break;
    }
}

static void take(const uint8_t *data, size_t size) {
    Calls calls = {.data = data, .left = size};
    calls.simulation = pinwheel_from_file("small.cfg", NULL, &calls.error);
    expect(&calls, calls.simulation != NULL);
    for (int n = 0; n < MOST_CALLS && calls.left > 0; n++)
        call(&calls);
    pinwheel_free(calls.simulation);
}

const FuzzTarget fuzz_library = {"library", fuzz_write_configs, take};
