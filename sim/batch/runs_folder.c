// SPDX-License-Identifier: GPL-3.0-or-later
#include "batch/runs_folder.h"

#include "base/memory.h"
#include "files/json_value.h"
#include "files/ordinary_file.h"
#include "files/provenance.h"
#include "files/rundir.h"

#include <string.h>
#include <time.h>
#include <unistd.h>

// Locks the folder. The children of an earlier process may hold the lock for a moment longer than
// it, so several attempts are made.
static bool lock(RunsFolder *folder, Error *error) {
    enum { ATTEMPTS = 40 };
    static const struct timespec moment = {0, 50000000};
    for (int k = 0; k < ATTEMPTS; k++) {
        folder->lock = rundir_lock(folder->path, NULL);
        if (folder->lock >= 0)
            return true;
        nanosleep(&moment, NULL);
    }
    folder->lock = rundir_lock(folder->path, error);
    return folder->lock >= 0;
}

static bool take_wanted(RunsFolder *folder, const char *wanted, Error *error) {
    folder->path = rundir_plain(wanted);
    OWNED char *note = format_text("%s/%s.json", folder->path, folder->kind);
    if (ordinary_file_is_absent(note) && !rundir_is_empty(folder->path))
        return fail_in_command(error,
                               "%s: is not empty and holds no %s; name another folder with -o",
                               folder->path, folder->kind);
    return rundir_make_folder(folder->path, error);
}

static bool make_new(RunsFolder *folder, const char *file, Error *error) {
    OWNED char *name = rundir_base_name(file), *base = format_text("%s-%s.cfg", name, folder->kind);
    folder->path = rundir_make(NULL, base, false, error);
    return folder->path != NULL;
}

bool runs_folder_open(RunsFolder *folder, const char *kind, const char *wanted, const char *file,
                      bool shared, Error *error) {
    *folder = (RunsFolder){.kind = kind};
    bool ok = wanted ? take_wanted(folder, wanted, error) : make_new(folder, file, error);
    return ok && (shared || lock(folder, error));
}

bool runs_folder_check(const RunsFolder *folder, const RunPlan *plan, Error *error) {
    for (size_t i = 0; i < plan->count; i++)
        if (!planned_run_matches(&plan->run[i], folder->path, error))
            return false;
    return true;
}

bool runs_folder_note(const RunsFolder *folder, const char *title, const char *command,
                      Error *error) {
    OWNED char *name = format_text("%s.json", folder->kind);
    json_auto_t *note = rundir_read_json(folder->path, name, true, error);
    if (note == NULL)
        return false;
    json_object_update_new(note, provenance_program(""));
    json_object_set_new(note, "title", json_of_text(title));
    json_t *commands = json_object_get(note, "commands");
    if (!json_is_array(commands))
        json_object_set_new(note, "commands", commands = json_array());
    json_array_append_new(commands, json_of_text(command));
    return rundir_replace_json(folder->path, name, note, error);
}

void runs_folder_close(RunsFolder *folder) {
    if (folder->lock > 0)
        close(folder->lock);
    release(folder->path);
    *folder = (RunsFolder){0};
}
