// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/saved_run.h"

#include "run/checkpoint.h"
#include "settings/config_difference.h"
#include "base/memory.h"
#include "files/rundir.h"
#include "base/talk.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// Finds the state of an iteration: one saved for it, or a checkpoint that happens to be of it.
static char *state_at(const char *folder, int64_t at, Error *error) {
    char *path = format_text("%s/state-%09lld.h5", folder, (long long)at);
    if (access(path, F_OK) == 0)
        return path;
    release(path);
    static const char *const names[] = {"checkpoint.h5", "checkpoint.prev.h5"};
    for (size_t i = 0; i < 2; i++) {
        path = rundir_path(folder, names[i]);
        if (checkpoint_iteration(path) == at)
            return path;
        release(path);
    }
    fail(error, "%s: no state of iteration %lld was saved; an event of kind \"save\" keeps one",
         folder, (long long)at);
    return NULL;
}

// The last checkpoint; where it was never completed, the one before.
static char *last_state(const char *folder, bool previous, Error *error) {
    char *last = rundir_path(folder, "checkpoint.h5"),
         *before = rundir_path(folder, "checkpoint.prev.h5");
    bool use_before = previous;
    if (!previous && access(last, F_OK) != 0 && access(before, F_OK) == 0) {
        talk("%s is missing; taking %s", last, before);
        use_before = true;
    }
    if (access(use_before ? before : last, F_OK) != 0) {
        if (previous)
            fail(error, "%s: there is no checkpoint.prev.h5 in it", folder);
        else
            fail(error,
                 "%s: no checkpoint was saved yet; start again with: pinwheel run %s/config.cfg",
                 folder, folder);
        release(last);
        release(before);
        return NULL;
    }
    release(use_before ? last : before);
    return use_before ? before : last;
}

char *saved_run_state(const char *path, Error *error) {
    struct stat status;
    if (stat(path, &status) != 0) {
        fail(error, "%s: there is no such run or saved state", path);
        return NULL;
    }
    if (!S_ISDIR(status.st_mode))
        return copy_text(path);
    if (rundir_is_run(path))
        return last_state(path, false, error);
    fail(error, "%s: is not a run directory (it has no run.json)", path);
    return NULL;
}

static void offer_previous(const char *folder, const char *checkpoint, Error *error) {
    OWNED char *before = rundir_path(folder, "checkpoint.prev.h5");
    int64_t iteration = strcmp(before, checkpoint) == 0 ? -1 : checkpoint_iteration(before);
    if (iteration >= 0)
        fail(error,
             "%s: the checkpoint before it, of iteration %lld, is whole; go on from that with: "
             "pinwheel resume %s --previous",
             folder, (long long)iteration, folder);
}

static bool check_config(const SavedRun *saved, Error *error) {
    static const char *const may_change[] = {"iterations", NULL};
    char *made_with = checkpoint_config(saved->checkpoint, error);
    if (made_with == NULL) {
        offer_previous(saved->folder, saved->checkpoint, error);
        return false;
    }
    OWNED char *now = config_echo_text(&experiment_settings, &saved->experiment),
               *difference = config_difference(now, made_with, may_change);
    if (difference)
        fail(error,
             "%s/config.cfg: is not the config that %s was made with: %s (now, then); put it back, "
             "or start a new run",
             saved->folder, saved->checkpoint, difference);
    bool same = difference == NULL;
    release(made_with);
    return same;
}

bool saved_run_open(SavedRun *saved, const char *folder, int64_t at, bool previous,
                    const char *override, Error *error) {
    *saved = (SavedRun){.folder = copy_text(folder)};
    for (size_t n = strlen(saved->folder); n > 1 && saved->folder[n - 1] == '/'; n--)
        saved->folder[n - 1] = '\0';
    block_start(&experiment_settings, &saved->experiment);
    if (!rundir_is_run(saved->folder))
        return fail(error, "%s: is not a run directory (it has no run.json)", folder);
    block_finish(&experiment_settings, &saved->experiment);
    char *config = rundir_path(saved->folder, "config.cfg");
    bool ok = experiment_load(&saved->experiment, config, &override, override ? 1 : 0, error);
    release(config);
    if (ok)
        saved->checkpoint = at >= 0 ? state_at(saved->folder, at, error)
                                    : last_state(saved->folder, previous, error);
    return ok && saved->checkpoint && check_config(saved, error);
}

void saved_run_close(SavedRun *saved) {
    experiment_free(&saved->experiment);
    release(saved->folder);
    release(saved->checkpoint);
}
