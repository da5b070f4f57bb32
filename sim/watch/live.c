// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/live.h"

#include "base/memory.h"
#include "files/json_value.h"
#include "records/record.h"
#include "run/act.h"
#include "watch/about.h"
#include "watch/field.h"
#include "watch/frame.h"
#include "watch/preview.h"
#include "watch/retinotopic_grid.h"

#include <stdlib.h>
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
static json_t *head_of(Live *live) {
    const Run *run = live->run;
    return json_pack("{s:I, s:I, s:s, s:f, s:o}", "iteration",
                     (json_int_t)run->network->presentation, "iterations",
                     (json_int_t)run->experiment->iterations, "state",
                     live->has_ended ? "ended"
                     : live->paused  ? "paused"
                                     : "running",
                     "interval", live->interval, "forks", forks_json(&live->forks));
}

// Tells pages that ask for frames what is measured, instead of letting them wait (question.h).
static void begin_measuring(Live *live, const char *measure) {
    json_t *head = head_of(live);
    json_object_set_new(head, "state", json_string("measuring"));
    json_object_set_new(head, "measure", json_of_text(measure));
    json_object_set_new(head, "sheets", json_array());
    char *line = json_dumps(head, JSON_COMPACT | JSON_REAL_PRECISION(6));
    question_stand_in(live->queue, "frame", format_text("%s\n", line));
    free(line);
    json_decref(head);
}

static void end_measuring(Live *live) {
    question_stand_in(live->queue, NULL, NULL);
}

static bool take(void *context, const Experiment *experiment, Network *network, const char *measure,
                 const char *folder, double *selectivity, Error *error) {
    begin_measuring(context, measure);
    bool ok = record_observer.take(record_observer.context, experiment, network, measure, folder,
                                   selectivity, error);
    end_measuring(context);
    return ok;
}

Observer live_observer(Live *live) {
    return (Observer){live, take, record_observer.forget};
}

static void frame(Live *live, Question *question) {
    answer_frame(question, live->run->network, head_of(live));
}

static void field(Live *live, Question *question) {
    answer_field(question, live->run->network);
}

static void trace(Live *live, Question *question) {
    answer_trace(question, &live->traces, live->run->network);
}

static void tuning(Live *live, Question *question) {
    answer_tuning(question, &live->tuning, live->run->network);
}

static void measure_tuning(Live *live, Question *question) {
    begin_measuring(live, "tuning");
    act_tuning(question, &live->tuning, live->run->experiment, live->run->network);
    end_measuring(live);
}

static void retinotopy(Live *live, Question *question) {
    answer_retinotopic_grid(question, live->run->network);
}

static void settings(Live *live, Question *question) {
    answer_settings(question, live->run->experiment);
}

static void about(Live *live, Question *question) {
    const Run *run = live->run;
    answer_about(question, run->experiment, run->network, run->folder);
}

static void pause(Live *live, Question *question) {
    live->paused = true;
    answer_done(question);
}

static void go(Live *live, Question *question) {
    long long presentations = question_number(question, "presentations");
    int64_t now = live->run->network->presentation, left = live->run->experiment->iterations - now;
    live->paused = false;
    live->next = 0;
    live->pause_at = presentations > 0 && presentations <= left ? now + presentations : -1;
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

// The argument `settings`, an array of texts, which are borrowed; the list of them is owned by the
// caller. False, and the question is refused, where it is something else.
static bool take_settings(Question *question, TextList *list) {
    const json_t *given = json_object_get(question->arguments, "settings"), *setting;
    size_t i;
    list->items = allocate(json_array_size(given) + 1, sizeof *list->items);
    json_array_foreach(given, i, setting) if (json_is_string(setting)) list->items[list->count++] =
        (char *)(uintptr_t)json_string_value(setting);
    bool ok = (given == NULL || json_is_array(given)) && list->count == json_array_size(given);
    if (!ok)
        answer_refusal(question, 400, "settings are texts");
    return ok;
}

static void event(Live *live, Question *question) {
    const char *kind = question_text(question, "kind");
    TextList settings = {0};
    Error error = {0};
    if (kind == NULL)
        answer_refusal(question, 400, "an event has a kind");
    else if (take_settings(question, &settings)) {
        if (run_act(live->run, kind, &settings, &live->failed, &error))
            answer_done(question);
        else if (!live->failed)
            refuse(question, &error);
        else {
            answer_refusal(question, 400, error.text);
            error_move(live->error, &error);
        }
    }
    release(settings.items);
}

static void fork_run(Live *live, Question *question) {
    TextList settings = {0};
    Error error = {0};
    if (take_settings(question, &settings)) {
        if (forks_add(&live->forks, live->run, &settings, &error))
            answer_done(question);
        else
            refuse(question, &error);
    }
    release(settings.items);
}

static void show(Live *live, Question *question) {
    answer_show(question, live->run->network, head_of(live));
}

static void settling(Live *live, Question *question) {
    answer_settling(question, live->run->network, head_of(live));
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

static const LiveQuestion questions[] = {{"about", false, true, about},
                                         {"frame", false, true, frame},
                                         {"settling", false, true, settling},
                                         {"field", false, true, field},
                                         {"trace", false, true, trace},
                                         {"tuning", false, true, tuning},
                                         {"tuning", true, true, measure_tuning},
                                         {"retinotopy", false, true, retinotopy},
                                         {"settings", false, true, settings},
                                         {"pause", true, false, pause},
                                         {"go", true, false, go},
                                         {"slow", true, false, slow},
                                         {"event", true, false, event},
                                         {"fork", true, false, fork_run},
                                         {"show", true, true, show},
                                         {"quit", true, true, quit}};

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
