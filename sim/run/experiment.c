// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/experiment.h"

#include "base/memory.h"
#include "files/ordinary_file.h"
#include "run/course.h"
#include "run/event.h"
#include "run/plugin.h"
#include "settings/config_purpose.h"
#include "settings/config_text.h"
#include "settings/setting_inputs.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

static const Block output_block =
    BLOCK(OutputSettings, NULL,
          {SETTING(OutputSettings, history_every), "100", 1, 1000000000, "iterations",
           .help = "between rows of history.csv"},
          {SETTING(OutputSettings, checkpoint_every), "60.0", 0, 1e9, "seconds",
           .help = "between checkpoints, by the clock and not in iterations, and at least 20 times "
                   "as long as "
                   "the last one took; 0: after each iteration; one is always written at the end"});

const Block experiment_settings = BLOCK(
    Experiment, &network_settings,
    {SETTING(Experiment, title), "", 0, 10000,
     .help = "what the experiment is, for pictures and reports"},
    {SETTING(Experiment, source), "", 0, 10000, .help = "the publication that it follows"},
    {SETTING(Experiment, iterations), NULL, 0, 1e12, "iterations",
     .help = "presentations to learn from"},
    {SETTING(Experiment, from), "", 0, 4096,
     .help = "a run's folder, or a state that it saved: the run goes on from there, at that "
             "iteration"},
    {SETTING(Experiment, base), "",
     .help = "another config, read first and changed by this one; its name is taken from this "
             "file's folder"},
    {SETTING(Experiment, scale_mm), "none", 1e-6, 1e6, "mm per sheet unit",
     "of cortex: lengths on it are given in mm as well, and maps have a bar in mm", .word = "none"},
    {SETTING(Experiment, changes), "", 0, 1000,
     .help = "\"path=value\" texts applied after this file and what it includes; a path may "
             "hold * for any name"},
    PLUGINS_SETTING(Experiment),
    {SETTING(Experiment, courses), NULL, 0, 64,
     .help = "settings that change in time by a schedule, by name", .kinds = course_kinds},
    {SETTING(Experiment, measures), NULL, 0, 64, .help = "what can be measured, by name",
     .kinds = measure_kinds},
    {SETTING(Experiment, events), NULL, 0, 256, .help = "what happens when, by name",
     .kinds = event_kinds},
    {SETTING(Experiment, output), .block = &output_block, .help = "what a run writes"},
    {SETTING(Experiment, figures), .block = &figure_block, .help = "how pictures are drawn"});

// Does a file say of an event that it never happens? It then switches off one that it inherits.
static bool says_never(const Experiment *file, const char *place) {
    static const char *const times[] = {"at", "every", "at_end"};
    bool says = false;
    for (size_t i = 0; i < 3 && !says; i++) {
        OWNED char *path = format_text("%s.%s", place, times[i]);
        says = config_was_read(&file->places, path);
    }
    return says;
}

// `file` has the places.
static bool check_events(const Experiment *experiment, const Experiment *file, Error *error) {
    bool ok = true;
    for (size_t i = 0; i < experiment->events.count; i++) {
        const Item *item = &experiment->events.items[i];
        const EventKind *kind = (const EventKind *)item->variant.kind;
        const EventSettings *event = item->variant.settings;
        OWNED char *place = format_text("events.%s", item->name);
        if (event_is_off(event) && !says_never(file, place))
            ok = fail(
                error,
                "%s: says neither `at`, `every` nor `at_end`, so it never happens; `every = 0` "
                "switches off an event of the base",
                place);
        if (event->until >= 0 && event->until < event->from)
            ok = fail(error,
                      "%s.until: is before `from`, so it never happens at a multiple of `every`",
                      place);
        if (kind->check)
            ok = kind->check(event, place, experiment, error) && ok;
    }
    return ok;
}

static bool check_measures(const Experiment *experiment, Error *error) {
    bool ok = true;
    for (size_t i = 0; i < experiment->measures.count; i++) {
        const Item *item = &experiment->measures.items[i];
        const ObservableKind *kind = (const ObservableKind *)item->variant.kind;
        OWNED char *place = format_text("measures.%s", item->name);
        if (kind->check)
            ok = kind->check(item->variant.settings, &experiment->network, place, error) && ok;
    }
    return ok;
}

static bool draw_seed(int64_t *seed, Error *error) {
    uint32_t drawn;
    if (*seed >= 0)
        return true;
    if (getrandom(&drawn, sizeof drawn, 0) != sizeof drawn)
        return fail(error, "seed: the system gave no random number: %s", strerror(errno));
    *seed = drawn;
    return true;
}

static void start(Experiment *experiment, const char *path) {
    block_start(&experiment_settings, experiment);
    experiment->path = copy_text(path);
}

Experiment experiment_copy(const Experiment *experiment) {
    Experiment copy;
    block_copy(&experiment_settings, &copy, experiment);
    copy.path = NULL;
    copy.places = (ConfigPlaces){0};
    return copy;
}

// Finds the state that a run begins from in the folder of the file that names it, else in the
// present folder. The whole path is kept, so that the run's config.cfg is right in any folder.
static void locate_state(Experiment *experiment, const ConfigPlaces *places) {
    const char *place = config_place(places, "from");
    if (experiment->from[0] == '\0')
        return;
    OWNED char *beside = config_text_included(place ? place : "", experiment->from);
    bool absent = experiment->from[0] == '/' || ordinary_file_is_absent(beside);
    char *found = realpath(absent ? experiment->from : beside, NULL);
    if (found == NULL)
        return;
    release(experiment->from);
    experiment->from = copy_text(found);
    free(found);
}

static CoursedSettings coursed_settings(Experiment *experiment) {
    return (CoursedSettings){&experiment_settings, experiment, &experiment->courses};
}

// Notes the radii and rates that follow courses, at the last and the first iteration: a schedule
// falls or rises throughout.
static bool note_courses(Experiment *experiment, Error *error) {
    OWNED_BY(experiment_free) Experiment last = experiment_copy(experiment);
    return experiment_follow_courses(&last, last.iterations, error) &&
           network_note_later(&experiment->network, &last.network, error);
}

// Makes the overrides, and checks the settings at the start of a run. `file` has the places.
static bool change_and_check(Experiment *experiment, const Experiment *file,
                             const char *const *overrides, size_t n, Error *error) {
    if (!config_change(&experiment_settings, experiment, overrides, n, "command line", error))
        return false;
    inputs_locate(&experiment_settings, experiment, &file->places, file->path);
    locate_state(experiment, &file->places);
    Error found = {0};
    bool ok = block_check_given(&experiment_settings, experiment, "", &found);
    CoursedSettings coursed = coursed_settings(experiment);
    ok = ok && courses_check(&coursed, experiment->iterations, &found) &&
         note_courses(experiment, &found) && network_check(&experiment->network, &found);
    ok = check_measures(experiment, &found) && ok;
    ok =
        figure_settings_check(&experiment->figures, experiment->scale_mm, "figures.", &found) && ok;
    ok = check_events(experiment, file, &found) && ok;
    config_locate(&file->places, file->path, &found);
    error_move(error, &found);
    return ok;
}

static bool has_changes(const Collection *events) {
    for (size_t i = 0; i < events->count; i++) {
        const Variant *event = &events->items[i].variant;
        if (event_changes((const EventKind *)event->kind, event->settings))
            return true;
    }
    return false;
}

// Makes changes on a copy of the experiment that only serves to try them, and notes the radii and
// rates after them.
static bool try_on(Experiment *later, NetworkSettings *noted, const TextList *changes,
                   const char *place, Error *error) {
    CoursedSettings coursed = coursed_settings(later);
    OWNED_BY(error_clear) Error misfit = {0};
    bool ok = true;
    for (size_t k = 0; k < changes->count; k++)
        ok = courses_allow(&coursed, changes->items[k], place, error) && ok;
    ok = experiment_change(later, changes, place, error) && ok;
    if (!block_check_given(&experiment_settings, later, "", &misfit) ||
        !courses_set(&coursed, later->iterations, &misfit) ||
        !network_note_later(noted, &later->network, &misfit) ||
        !courses_set(&coursed, 0, &misfit) || !network_check(&later->network, &misfit) ||
        !network_note_later(noted, &later->network, &misfit))
        ok = fail(error, "%s: after it, %s", place, misfit.text);
    return ok;
}

// Tries the events that change settings, in the order of the config, on a copy of the experiment,
// and notes the radii and rates after them.
static bool check_changes(Experiment *experiment, const Experiment *file, Error *error) {
    if (!has_changes(&experiment->events))
        return true;
    OWNED_BY(experiment_free) Experiment later = experiment_copy(experiment);
    bool ok = true;
    for (size_t i = 0; ok && i < later.events.count; i++) {
        const Item *item = &later.events.items[i];
        const EventKind *kind = (const EventKind *)item->variant.kind;
        const TextList *changes = event_changes(kind, item->variant.settings);
        if (changes == NULL)
            continue;
        Error found = {0};
        OWNED char *place = format_text("events.%s", item->name);
        ok = try_on(&later, &experiment->network, changes, place, &found) && ok;
        config_locate(&file->places, file->path, &found);
        error_move(error, &found);
    }
    return ok;
}

// Later mistakes in these settings are the command line's, not the file's.
static void remember_overrides(ConfigPlaces *places, const char *const *overrides, size_t n) {
    for (size_t i = 0; i < n; i++) {
        OWNED char *path = format_text("%.*s", (int)strcspn(overrides[i], " ="), overrides[i]);
        config_remember(places, path, "command line");
    }
}

// Where a config comes from.
typedef enum {
    CONFIG_NAMED, // by the user: it may have plug-ins loaded, and those of the command become its
                  // own
    CONFIG_MADE,  // by a run
} ConfigOrigin;

static void note_plugins(Experiment *experiment) {
    text_list_finish(&experiment->plugins);
    experiment->plugins = plugins_used();
}

// Reads `text`, or for NULL the file.
static bool load(Experiment *experiment, const char *path, const char *text, ConfigOrigin origin,
                 const char *const *overrides, size_t n, Error *error) {
    start(experiment, path);
    plugins_begin();
    plugins_trust(origin == CONFIG_NAMED);
    Error found = {0};
    ConfigPlaces *places = &experiment->places;
    bool ok = text ? config_load_text(path, text, &experiment_settings, experiment, places, &found)
                   : config_load(path, &experiment_settings, experiment, places, &found);
    remember_overrides(&experiment->places, overrides, n);
    plugins_trust(true); // the overrides are the user's
    ok = ok && change_and_check(experiment, experiment, overrides, n, &found) &&
         check_changes(experiment, experiment, &found) &&
         draw_seed(&experiment->network.seed, &found);
    if (ok && origin == CONFIG_NAMED)
        note_plugins(experiment);
    // A file of another purpose has many mistakes: its purpose is the one to name.
    if (ok || text || config_purpose_check(path, PURPOSE_NETWORK, error))
        error_move(error, &found);
    error_clear(&found);
    return ok;
}

bool experiment_load(Experiment *experiment, const char *path, const char *const *overrides,
                     size_t n, Error *error) {
    return load(experiment, path, NULL, CONFIG_NAMED, overrides, n, error);
}

bool experiment_load_made(Experiment *experiment, const char *path, const char *const *overrides,
                          size_t n, Error *error) {
    return load(experiment, path, NULL, CONFIG_MADE, overrides, n, error);
}

bool experiment_load_text(Experiment *experiment, const char *path, const char *text,
                          const char *const *overrides, size_t n, Error *error) {
    return load(experiment, path, text, CONFIG_MADE, overrides, n, error);
}

// Tries the overrides again, with a copy of the places that knows them.
static void find_mistakes(const Experiment *loaded, const char *const *overrides, size_t n,
                          Error *error) {
    OWNED_BY(experiment_free) Experiment varied = experiment_copy(loaded);
    varied.path = copy_text(loaded->path);
    config_places_copy(&varied.places, &loaded->places);
    remember_overrides(&varied.places, overrides, n);
    if (change_and_check(&varied, &varied, overrides, n, error))
        check_changes(&varied, &varied, error);
}

bool experiment_try(const Experiment *loaded, const char *const *overrides, size_t n,
                    int64_t *iterations, Error *error) {
    OWNED_BY(experiment_free) Experiment varied = experiment_copy(loaded);
    OWNED_BY(error_clear) Error found = {0};
    bool ok = change_and_check(&varied, loaded, overrides, n, &found) &&
              check_changes(&varied, loaded, &found);
    if (!ok)
        find_mistakes(loaded, overrides, n, error);
    *iterations = varied.iterations;
    return ok;
}

bool experiment_change(Experiment *experiment, const TextList *changes, const char *place,
                       Error *error) {
    bool ok = true;
    for (size_t i = 0; i < changes->count; i++)
        ok = settings_assign(&experiment_settings, experiment, changes->items[i], true, place,
                             error) &&
             ok;
    return ok;
}

// Refuses radii beyond those that the sheets of a network were laid out for.
static bool check_radii(const NetworkSettings *laid_out, const NetworkSettings *noted,
                        const char *place, Error *error) {
    for (size_t k = 0; k < noted->projections.count; k++) {
        const ProjectionSettings *before = laid_out->projections.items[k].variant.settings,
                                 *now = noted->projections.items[k].variant.settings;
        if (now->least_radius < before->least_radius || now->most_radius > before->most_radius)
            return fail(error,
                        "%s: projections.%s.radius: the network was laid out for %g to %g; an "
                        "event or a course of the config can make room for more",
                        place, noted->projections.items[k].name, before->least_radius,
                        before->most_radius);
    }
    return true;
}

bool experiment_try_change(Experiment *experiment, const TextList *changes, const char *place,
                           Error *error) {
    OWNED_BY(experiment_free)
    Experiment later = experiment_copy(experiment), noted = experiment_copy(experiment);
    return try_on(&later, &noted.network, changes, place, error) &&
           check_radii(&experiment->network, &noted.network, place, error) &&
           experiment_change(experiment, changes, place, error);
}

bool experiment_add_event(Experiment *experiment, const char *name, const char *kind_name,
                          const TextList *settings, Error *error) {
    const Setting *events = block_find(&experiment_settings, "events");
    const Kind *kind = kind_find(event_kinds, kind_name);
    OWNED char *place = format_text("events.%s", name);
    if (kind == NULL)
        return setting_refuse_name(events, kind_name, place, error);
    if (!setting_check_length(events, experiment->events.count + 1, "events", error))
        return false;
    void *values = collection_add(&experiment->events, name, kind)->variant.settings;
    bool ok = true;
    for (size_t i = 0; i < settings->count; i++)
        ok = settings_assign(&kind->block, values, settings->items[i], false, place, error) && ok;
    return ok;
}

bool experiment_follow_courses(Experiment *experiment, int64_t iteration, Error *error) {
    CoursedSettings coursed = coursed_settings(experiment);
    return courses_set(&coursed, iteration, error);
}

void experiment_free(Experiment *experiment) {
    block_finish(&experiment_settings, experiment);
    config_places_free(&experiment->places);
    release(experiment->path);
    experiment->path = NULL;
}

Network *experiment_network(const Experiment *experiment, const Kernels *kernels,
                            InitialWeights initial, Error *error) {
    Error found = {0};
    Network *network = network_new(&experiment->network, kernels, initial, &found);
    if (network == NULL)
        config_locate(&experiment->places, experiment->path, &found);
    error_move(error, &found);
    return network;
}

void experiment_missed_events(const Experiment *experiment, int64_t first, Error *warnings) {
    OWNED char *names = NULL;
    for (size_t i = 0; i < experiment->events.count; i++) {
        const Item *item = &experiment->events.items[i];
        if (!event_is_off(item->variant.settings) &&
            event_times_due(item->variant.settings, first, experiment->iterations,
                            experiment->iterations) == 0)
            text_append(&names, "%s%s", names ? ", " : "", item->name);
    }
    if (names)
        fail(warnings, "events that never happen, as the run goes from iteration %lld to %lld: %s",
             (long long)first, (long long)experiment->iterations, names);
}
