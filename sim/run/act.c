// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/act.h"

#include "base/memory.h"
#include "base/talk.h"
#include "run/event.h"
#include "settings/setting_inputs.h"

#include <string.h>

// Fields that changed twice in an iteration would differ from those that changed once.
static bool refuse_radius(const Setting *setting, void *value, const char *path, void *context,
                          Error *error) {
    (void)value;
    (void)context;
    return strncmp(path, "projections.", strlen("projections.")) != 0 ||
           strcmp(setting->name, "radius") != 0 ||
           fail(error, "%s: fields change their radius by events of the config alone", path);
}

// The changes are made to a copy of the present settings, which has to fit the network.
static bool check_changes(const Run *run, const Item *event, Error *error) {
    const TextList *changes =
        event_changes((const EventKind *)event->variant.kind, event->variant.settings);
    if (changes == NULL)
        return true;
    OWNED_BY(experiment_free) Experiment changed = experiment_copy(run->experiment);
    size_t before = error->count;
    for (size_t i = 0; i < changes->count; i++) {
        const char *change = changes->items[i];
        OWNED char *path = format_text("%.*s", (int)strcspn(change, " ="), change);
        settings_visit(&experiment_settings, &changed, path, refuse_radius, NULL, "change", error);
    }
    return error->count == before && experiment_change(&changed, changes, "change", error) &&
           network_check_stimuli(run->network, &changed.network, error);
}

// The name of an act: act_1, act_2, ...
static char *new_name(const Experiment *experiment) {
    char *name = NULL;
    for (size_t k = 1; name == NULL || collection_find(&experiment->events, name); k++) {
        release(name);
        name = format_text(EVENT_OF_ACT "%zu", k);
    }
    return name;
}

// The value of a setting "name=value" of that name; NULL: it is another.
static const char *value_of(const char *setting, const char *name) {
    size_t length = strlen(name);
    if (strncmp(setting, name, length) != 0)
        return NULL;
    const char *equals = setting + length + strspn(setting + length, " ");
    return *equals == '=' ? equals + 1 + strspn(equals + 1, " ") : NULL;
}

// What an act says of `every`; NULL: nothing.
static const char *every_of(const TextList *settings) {
    const char *every = NULL;
    for (size_t i = 0; i < settings->count && every == NULL; i++)
        every = value_of(settings->items[i], "every");
    return every;
}

// An act happens now: of the times of an event it takes `every` alone, once.
static bool check_times(const TextList *settings, Error *error) {
    int times = 0;
    for (size_t i = 0; i < settings->count; i++) {
        const char *text = settings->items[i];
        const Setting *time;
        for (size_t k = 0; (time = block_setting(&event_settings, k)); k++)
            if (value_of(text, time->name) && (strcmp(time->name, "every") != 0 || ++times > 1))
                return fail(error, "'%s': an act happens now; it takes no time but one 'every'",
                            text);
        if (strcspn(text, "*") < strcspn(text, ".="))
            return fail(error, "'%s': an act names each of its settings", text);
    }
    return true;
}

// Earlier acts of the kind that happen again and again end with this iteration.
static void end_repeated(Experiment *experiment, const char *kind, int64_t iteration) {
    for (size_t i = 0; i < experiment->events.count; i++) {
        const Item *item = &experiment->events.items[i];
        EventSettings *event = item->variant.settings;
        if (strncmp(item->name, EVENT_OF_ACT, strlen(EVENT_OF_ACT)) == 0 && event->every > 0 &&
            event->until < 0 && strcmp(item->variant.kind->name, kind) == 0)
            event->until = iteration;
    }
}

// Adds the act, an event of that name, to an experiment: the one that is written, or the live one.
static bool add(Experiment *experiment, const char *name, const char *kind,
                const TextList *settings, int64_t iteration, Error *error) {
    const char *every = every_of(settings);
    if (every)
        end_repeated(experiment, kind, iteration);
    return (every && strcmp(every, "0") == 0) ||
           experiment_add_event(experiment, name, kind, settings, error);
}

// The settings, with the time at which the act happens before them; to be finished.
static TextList with_time(const TextList *settings, int64_t iteration) {
    TextList timed = {settings->count + 1, allocate(settings->count + 1, sizeof *timed.items)};
    timed.items[0] =
        format_text("%s=%lld", every_of(settings) ? "from" : "at", (long long)iteration);
    for (size_t i = 0; i < settings->count; i++)
        timed.items[i + 1] = copy_text(settings->items[i]);
    return timed;
}

static void refuse_input(void *context, const char *path, char **value) {
    fail(context, "%s: '%s' is a file; acts read none, events of the config do", path, *value);
}

// An act reads no files: whoever has the link would choose them.
static bool check_inputs(const Item *event, Error *error) {
    size_t before = error->count;
    if (event)
        inputs_visit(&event->variant.kind->block, event->variant.settings, refuse_input, error);
    return error->count == before;
}

// Names the act by its kind, in place of the file, the line and the event, which nobody typed.
static void name_act(const char *name, const char *kind, Error *error) {
    OWNED char *event = format_text("events.%s", name), *text = copy_text(error->text);
    error_clear(error);
    for (char *rest = text, *line; (line = strsep(&rest, "\n"));) {
        const char *place = strstr(line, event), *said = place ? place + strlen(event) : "";
        if (*said == '.' || *said == ':')
            fail(error, "%s: %s", kind, said + strspn(said, ".: "));
        else
            fail(error, "%s", line);
    }
}

static char *written_with(const Run *run, const char *name, const char *kind,
                          const TextList *settings, int64_t iteration, Error *error) {
    static const char path[] = "config.cfg";
    OWNED_BY(experiment_free) Experiment written = {0}, read = {0};
    if (!experiment_load_text(&written, path, run->memory.config, NULL, 0, error) ||
        !add(&written, name, kind, settings, iteration, error) ||
        !check_inputs(collection_find(&written.events, name), error))
        return NULL;
    char *config = config_echo_text(&experiment_settings, &written);
    const Item *event = experiment_load_text(&read, path, config, NULL, 0, error)
                            ? collection_find(&read.events, name)
                            : NULL;
    if (error->count == 0 && (event == NULL || check_changes(run, event, error)))
        return config;
    release(config);
    return NULL;
}

// The text of the run's config with the event, which must load; owned by the caller, NULL on error.
static char *config_with(const Run *run, const char *name, const char *kind,
                         const TextList *settings, int64_t iteration, Error *error) {
    char *config = written_with(run, name, kind, settings, iteration, error);
    if (config == NULL)
        name_act(name, kind, error);
    return config;
}

// What alters the network comes before what an act of this iteration measured or saved, as all of
// an iteration happens again.
static bool check_order(const Run *run, const char *kind_name, Error *error) {
    const EventKind *kind = (const EventKind *)kind_find(event_kinds, kind_name);
    const Collection *events = &run->experiment->events;
    for (size_t i = 0; kind && kind->happen == NULL && i < events->count; i++) {
        const Item *item = &events->items[i];
        const EventKind *done = (const EventKind *)item->variant.kind;
        if (strncmp(item->name, EVENT_OF_ACT, strlen(EVENT_OF_ACT)) == 0 && done->happen &&
            ((const EventSettings *)item->variant.settings)->at == run->network->presentation)
            return fail(error,
                        "%s: the %s of this iteration, %s in config.cfg, would happen again after "
                        "it; make one presentation first",
                        kind_name, done->kind.name, item->name);
    }
    return true;
}

// Forgets an act that left settings and network as they were. False where config.cfg cannot be
// written. `config` is that before the act, taken over.
static bool take_back(Run *run, Experiment *before, char *config, Error *error) {
    Collection events = run->experiment->events;
    run->experiment->events = before->events;
    before->events = events;
    release(run->memory.config);
    run->memory.config = config;
    run->memory.events_done = true;
    return run_write_config(run, error);
}

bool run_act(Run *run, const char *kind, const TextList *settings, bool *failed, Error *error) {
    int64_t now = run->network->presentation;
    *failed = false;
    if (!check_times(settings, error) || !check_order(run, kind, error))
        return false;
    OWNED char *name = new_name(run->experiment);
    OWNED_BY(text_list_finish) TextList timed = with_time(settings, now);
    char *config = config_with(run, name, kind, &timed, now, error);
    if (config == NULL)
        return false;
    OWNED_BY(experiment_free) Experiment before = experiment_copy(run->experiment);
    OWNED char *config_before = run->memory.config;
    run->memory.config = config;
    run->memory.events_done = false;
    OWNED char *what = copy_text("");
    for (size_t i = 0; i < settings->count; i++)
        text_append(&what, " %s", settings->items[i]);
    talk("iteration %lld: %s: %s%s", (long long)now, name, kind, what);
    if (add(run->experiment, name, kind, &timed, now, error) && run_write_config(run, error) &&
        run_arrive(run, error))
        return true;
    name_act(name, kind, error);
    bool happens = ((const EventKind *)kind_find(event_kinds, kind))->happen != NULL;
    *failed = !happens || !take_back(run, &before, copy_text(config_before), error);
    if (!*failed)
        talk("%s is taken back: %s", name, error->text);
    return false;
}

char *run_changed_config(const Run *run, const TextList *settings, Error *error) {
    if (settings->count == 0)
        return copy_text(run->memory.config);
    int64_t now = run->network->presentation;
    OWNED char *name = new_name(run->experiment);
    OWNED_BY(text_list_finish) TextList timed = with_time(settings, now);
    return check_times(settings, error) ? config_with(run, name, "change", &timed, now, error)
                                        : NULL;
}
