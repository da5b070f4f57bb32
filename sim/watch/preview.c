// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/preview.h"

#include "base/memory.h"
#include "watch/frame.h"

#include <math.h>
#include <string.h>

Preview preview_begin(Network *network) {
    return (Preview){network, network_activity_save(network), network_rest_save(network)};
}

void preview_end(Preview *preview) {
    network_activity_restore(preview->network, preview->activity);
    network_rest_restore(preview->network, preview->rest);
}

// Answers with a frame, or with why there is none.
static void answer(Question *question, const Network *network, json_t *head, Error *error) {
    if (error->count == 0) {
        answer_frame(question, network, head);
        return;
    }
    answer_refusal(question, 400, error->text);
    error_clear(error);
    json_decref(head);
}

// Writes what a sheet shows; false: it is no array for it.
static bool take_values(const Sheet *sheet, const json_t *values) {
    size_t i;
    const json_t *value;
    if (json_array_size(values) != sheet->units)
        return false;
    json_array_foreach(values, i, value) {
        double number = json_is_number(value) ? json_number_value(value) : (double)NAN;
        if (!(number >= 0 && number <= 1))
            return false;
        sheet->activity[i] = (float)number;
    }
    return true;
}

// All input sheets show what is given for them, or nothing.
static bool show_sheets(Network *network, const json_t *sheets, Error *error) {
    for (size_t i = 0; i < network->sheets; i++) {
        Sheet *sheet = &network->sheet[i];
        if (!sheet_is_input(sheet))
            continue;
        memset(sheet->activity, 0, sheet->units * sizeof *sheet->activity);
        const json_t *values = json_object_get(sheets, sheet->name);
        if (values && !take_values(sheet, values))
            return fail(error, "sheet '%s' shows %zu numbers from 0 to 1", sheet->name,
                        sheet->units);
        sheet_publish(sheet);
    }
    return true;
}

void answer_show(Question *question, Network *network, json_t *head) {
    Preview preview = preview_begin(network);
    Error error = {0};
    if (show_sheets(network, json_object_get(question->arguments, "sheets"), &error)) {
        network_respond(network, RESPOND_SETTLED);
        network_check_activity(network, &error);
    }
    answer(question, network, head, &error);
    preview_end(&preview);
}

// The steps of settling of the sheets of a group in the last response: their activations, of which
// the first is no step, unless activity that is carried over stands in for it.
static int64_t steps_of(const Network *network, const SettlingGroup *group) {
    int64_t activations = 1;
    for (size_t k = 0; k < group->count; k++) {
        int64_t of_sheet = network->sheet[group->sheets[k]].steps;
        activations = of_sheet > activations ? of_sheet : activations;
    }
    return network_group_carries(network, group) ? activations : activations - 1;
}

// The next presentation, with at most so many steps of settling. Returns how many a sheet takes.
static int64_t respond_to_next(Network *network, int64_t most, Error *error) {
    int64_t steps = 0;
    network_show(network, network->presentation);
    network->most_steps = most;
    network_respond(network, RESPOND_SETTLED);
    network->most_steps = INT64_MAX;
    for (size_t g = 0; g < network->groups; g++) {
        int64_t of_group = steps_of(network, &network->group[g]);
        steps = of_group > steps ? of_group : steps;
    }
    network_check_activity(network, error);
    return steps;
}

void answer_settling(Question *question, Network *network, json_t *head) {
    Error error = {0};
    Preview whole = preview_begin(network);
    int64_t step = question_number(question, "step"),
            steps = respond_to_next(network, INT64_MAX, &error);
    preview_end(&whole);
    Preview part = preview_begin(network);
    if (error.count == 0 && (step < 0 || step > steps))
        fail(&error, "step: must be 0 to %lld", (long long)steps);
    if (error.count == 0)
        respond_to_next(network, step, &error);
    json_object_set_new(head, "step", json_integer(step));
    json_object_set_new(head, "steps", json_integer(steps));
    answer(question, network, head, &error);
    preview_end(&part);
}
