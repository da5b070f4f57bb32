// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/live.h"

#include "base/memory.h"
#include "run/act.h"
#include "watch/about.h"
#include "watch/field.h"
#include "watch/frame.h"

#include <math.h>
#include <string.h>

enum { MOST_INTERVAL = 60 }; // seconds

static void answer_done(Question *question) {
    answer_json(question, json_object());
}

static void refuse(Question *question, Error *error) {
    answer_refusal(question, 400, error->text);
    error_clear(error);
}

// The beginning of a frame.
static json_t *head_of(const Live *live) {
    const Run *run = live->run;
    return json_pack("{s:I, s:I, s:s, s:f}", "iteration", (json_int_t)run->network->presentation,
                     "iterations", (json_int_t)run->experiment->iterations, "state",
                     live->has_ended ? "ended"
                     : live->paused  ? "paused"
                                     : "running",
                     "interval", live->interval);
}

static void frame(Live *live, Question *question) {
    answer_frame(question, live->run->network, head_of(live));
}

static void field(Live *live, Question *question) {
    answer_field(question, live->run->network);
}

static void settings(Live *live, Question *question) {
    answer_settings(question, live->run->experiment);
}

static void pause(Live *live, Question *question) {
    live->paused = true;
    answer_done(question);
}

static void go(Live *live, Question *question) {
    long long presentations = question_number(question, "presentations");
    live->paused = false;
    live->next = 0;
    live->pause_at = presentations > 0 ? live->run->network->presentation + presentations : -1;
    answer_done(question);
}

static void slow(Live *live, Question *question) {
    const json_t *interval = json_object_get(question->arguments, "interval");
    double seconds = json_is_number(interval) ? json_number_value(interval) : -1;
    if (!(seconds >= 0 && seconds <= MOST_INTERVAL)) {
        answer_refusal(question, 400, "interval: must be 0 to 60 seconds");
        return;
    }
    live->interval = seconds;
    live->next = 0;
    answer_done(question);
}

static void event(Live *live, Question *question) {
    const char *kind = question_text(question, "kind");
    const json_t *given = json_object_get(question->arguments, "settings"), *setting;
    TextList list = {0};
    OWNED char **items = allocate(json_array_size(given) + 1, sizeof *items);
    size_t i;
    json_array_foreach(given, i, setting) if (json_is_string(setting)) items[list.count++] =
        (char *)(uintptr_t)json_string_value(setting);
    list.items = items;
    Error error = {0};
    if (kind == NULL || list.count != json_array_size(given))
        answer_refusal(question, 400, "an event has a kind, and settings that are texts");
    else if (run_act(live->run, kind, &list, &live->failed, &error))
        answer_done(question);
    else if (!live->failed)
        refuse(question, &error);
    else {
        answer_refusal(question, 400, error.text);
        error_move(live->error, &error);
    }
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

static void show(Live *live, Question *question) {
    Network *network = live->run->network;
    NetworkActivity *before = network_activity_save(network);
    Error error = {0};
    bool ok = show_sheets(network, json_object_get(question->arguments, "sheets"), &error);
    if (ok) {
        network_respond(network, RESPOND_SETTLED);
        ok = network_check_activity(network, &error);
    }
    if (ok)
        frame(live, question);
    else
        refuse(question, &error);
    network_activity_restore(network, before);
}

// The next presentation without learning, with at most so many steps of settling. Returns how many
// a sheet takes, or -1 where activity diverges. *before: activity that has to be restored.
static int64_t respond_to_next(Network *network, int64_t most, NetworkActivity **before,
                               Error *error) {
    int64_t activations = 1;
    *before = network_activity_save(network);
    network_show(network, network->presentation);
    network->most_steps = most;
    network_respond(network, RESPOND_SETTLED);
    network->most_steps = INT64_MAX;
    for (size_t i = 0; i < network->sheets; i++) {
        int64_t of_sheet = network->sheet[i].steps;
        activations = of_sheet > activations ? of_sheet : activations;
    }
    return network_check_activity(network, error) ? activations - 1 : -1;
}

static void settling(Live *live, Question *question) {
    Network *network = live->run->network;
    int64_t step = question_number(question, "step");
    NetworkActivity *before;
    Error error = {0};
    int64_t steps = respond_to_next(network, INT64_MAX, &before, &error);
    network_activity_restore(network, before);
    if (error.count == 0 && (step < 0 || step > steps))
        fail(&error, "step: must be 0 to %lld", (long long)steps);
    if (error.count) {
        refuse(question, &error);
        return;
    }
    respond_to_next(network, step, &before, &error);
    json_t *head = head_of(live);
    json_object_set_new(head, "step", json_integer(step));
    json_object_set_new(head, "steps", json_integer(steps));
    answer_frame(question, network, head);
    network_activity_restore(network, before);
}

static void quit(Live *live, Question *question) {
    live->quits = true;
    answer_done(question);
}

typedef struct {
    const char *name;
    bool is_act, after_end; // after_end: also when the run has ended
    void (*answer)(Live *live, Question *question);
} LiveQuestion;

static const LiveQuestion questions[] = {
    {"frame", false, true, frame}, {"settling", false, true, settling},
    {"field", false, true, field}, {"settings", false, true, settings},
    {"pause", true, false, pause}, {"go", true, false, go},
    {"slow", true, false, slow},   {"event", true, false, event},
    {"show", true, true, show},    {"quit", true, true, quit}};

bool live_answer(Live *live, Question *question) {
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
        const LiveQuestion *known = &questions[i];
        if (strcmp(question->name, known->name) != 0 || question->is_act != known->is_act)
            continue;
        if (live->has_ended && !known->after_end)
            answer_refusal(question, 409, "the run has ended");
        else
            known->answer(live, question);
        return true;
    }
    return false;
}
