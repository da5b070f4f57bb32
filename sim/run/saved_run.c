// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/saved_run.h"

#include "base/memory.h"
#include "base/shell_word.h"
#include "base/talk.h"
#include "files/json_value.h"
#include "files/ordinary_file.h"
#include "files/rundir.h"
#include "run/checkpoint.h"
#include "run/event.h"
#include "settings/config_difference.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// Finds the state of an iteration: saved by an event, or a checkpoint of this iteration.
static char *state_at(const char *folder, int64_t at, Error *error) {
    OWNED char *saved = format_text("%s/state-%09lld.h5", folder, (long long)at),
               *last = rundir_path(folder, "checkpoint.h5"),
               *before = rundir_path(folder, "checkpoint.prev.h5");
    if (!ordinary_file_is_absent(saved))
        return copy_text(saved);
    if (checkpoint_iteration(last) == at)
        return copy_text(last);
    if (checkpoint_iteration(before) == at)
        return copy_text(before);
    fail(error, "%s: no state of iteration %lld was saved; an event of kind \"save\" keeps one",
         folder, (long long)at);
    return NULL;
}

char *saved_run_remedy(const char *folder) {
    OWNED char *last = rundir_path(folder, "checkpoint.h5"),
               *before = rundir_path(folder, "checkpoint.prev.h5"),
               *config = rundir_path(folder, "config.cfg"), *config_word = shell_word(config),
               *word = shell_word(folder);
    bool saved = !ordinary_file_is_absent(last) || !ordinary_file_is_absent(before);
    return saved ? format_text("go on with: pinwheel resume %s", word)
                 : format_text("no checkpoint was saved yet; start again with: pinwheel run %s -o "
                               "%s --force",
                               config_word, word);
}

// The last checkpoint, or the one before it: where `previous`, or where only that one exists.
static char *last_state(const char *folder, bool previous, Error *error) {
    OWNED char *last = rundir_path(folder, "checkpoint.h5"),
               *before = rundir_path(folder, "checkpoint.prev.h5");
    bool has_last = !ordinary_file_is_absent(last), has_before = !ordinary_file_is_absent(before);
    if (!previous && has_last)
        return copy_text(last);
    if (!previous && has_before)
        talk("%s is missing; taking %s", last, before);
    if (has_before)
        return copy_text(before);
    OWNED char *remedy = saved_run_remedy(folder);
    if (previous)
        fail(error, "%s: there is no checkpoint.prev.h5 in it", folder);
    else
        fail(error, "%s: %s", folder, remedy);
    return NULL;
}

char *saved_run_state(const char *path, Error *error) {
    struct stat status;
    if (stat(path, &status) != 0) {
        if (ordinary_file_is_absent(path))
            fail_in_command(error, "%s: there is no such run or saved state", path);
        else
            fail(error, "%s: cannot be looked at: %s", path, strerror(errno));
        return NULL;
    }
    if (!S_ISDIR(status.st_mode))
        return copy_text(path);
    if (rundir_is_run(path))
        return last_state(path, false, error);
    rundir_fail_as_no_run(path, error);
    return NULL;
}

static void offer_previous(const char *folder, const char *checkpoint, Error *error) {
    OWNED char *before = rundir_path(folder, "checkpoint.prev.h5"), *word = shell_word(folder);
    int64_t iteration = strcmp(before, checkpoint) == 0 ? -1 : checkpoint_iteration(before);
    if (iteration >= 0)
        fail(error,
             "%s: the checkpoint before it, of iteration %lld, is whole; go on from that with: "
             "pinwheel resume %s --previous",
             folder, (long long)iteration, word);
}

// Has an act changed the run (act.h) after that iteration?
static bool is_later_act(const Item *event, int64_t iteration) {
    const EventSettings *settings = event->variant.settings;
    return strncmp(event->name, EVENT_OF_ACT, strlen(EVENT_OF_ACT)) == 0 &&
           (settings->every > 0 ? settings->from : settings->at) > iteration;
}

// Lets acts that happen again and again, and that a later act ended, go on to the end; `until`
// keeps when they end.
static void open_acts(const Collection *events, int64_t iteration, int64_t *until) {
    for (size_t i = 0; i < events->count; i++) {
        EventSettings *event = events->items[i].variant.settings;
        until[i] = event->until;
        if (strncmp(events->items[i].name, EVENT_OF_ACT, strlen(EVENT_OF_ACT)) == 0 &&
            event->every > 0 && event->until > iteration)
            event->until = -1;
    }
}

// The echoed config of the time of the state: acts after it, the last events, are still to come,
// and so are the ends of earlier ones. Owned by the caller.
static char *config_of_state(SavedRun *saved) {
    int64_t iteration = checkpoint_iteration(saved->checkpoint);
    Collection *events = &saved->experiment.events;
    size_t all = events->count;
    while (events->count > 0 && is_later_act(&events->items[events->count - 1], iteration))
        events->count--;
    OWNED int64_t *until = allocate(events->count + 1, sizeof *until);
    open_acts(events, iteration, until);
    char *text = config_echo_text(&experiment_settings, &saved->experiment);
    for (size_t i = 0; i < events->count; i++)
        ((EventSettings *)events->items[i].variant.settings)->until = until[i];
    events->count = all;
    return text;
}

static bool check_config(SavedRun *saved, Error *error) {
    static const char *const may_change[] = {"iterations", NULL};
    OWNED char *made_with = checkpoint_config(saved->checkpoint, error);
    if (made_with == NULL) {
        offer_previous(saved->folder, saved->checkpoint, error);
        return false;
    }
    OWNED char *now = config_of_state(saved),
               *difference = config_difference(now, made_with, may_change);
    return difference == NULL ||
           fail(error,
                "%s/config.cfg: is not the config that %s was made with: %s (now, then); put it "
                "back, or start a new run",
                saved->folder, saved->checkpoint, difference);
}

const char saved_run_changes[] = "only iterations=N may change; to change more, start a new run";

bool saved_run_check_change(const char *change, Error *error) {
    static const char name[] = "iterations=";
    int64_t iterations;
    if (strncmp(change, name, strlen(name)) != 0)
        return fail(error, "resume: '%s': %s", change, saved_run_changes);
    return setting_parse(block_find(&experiment_settings, "iterations"), &iterations,
                         change + strlen(name), "command line: iterations", error);
}

bool saved_run_open(SavedRun *saved, const char *folder, int64_t at, bool previous,
                    const char *override, Error *error) {
    *saved = (SavedRun){.folder = rundir_plain(folder)};
    if (!rundir_is_run(saved->folder))
        return rundir_fail_as_no_run(saved->folder, error);
    int lock = rundir_lock(saved->folder, error); // is it running?
    if (lock < 0)
        return false;
    close(lock);
    OWNED char *config = rundir_path(saved->folder, "config.cfg");
    if (!experiment_load_made(&saved->experiment, config, &override, override ? 1 : 0, error))
        return false;
    saved->checkpoint =
        at >= 0 ? state_at(saved->folder, at, error) : last_state(saved->folder, previous, error);
    return saved->checkpoint && check_config(saved, error);
}

bool saved_run_is_finished(const SavedRun *saved) {
    json_auto_t *about = rundir_read_json(saved->folder, "run.json", true, NULL);
    return strcmp(json_text(about, "status"), "finished") == 0 &&
           checkpoint_iteration(saved->checkpoint) == saved->experiment.iterations;
}

void saved_run_close(SavedRun *saved) {
    experiment_free(&saved->experiment);
    release(saved->folder);
    release(saved->checkpoint);
}
