// SPDX-License-Identifier: GPL-3.0-or-later
// Settings of a simulation, lesions, and saved states.
#include "library/library.h"

#include "files/rundir.h"
#include "model/lesion.h"

#include <string.h>

char *pinwheel_config(const pinwheel_simulation *simulation) {
    return config_echo_text(&experiment_settings, &simulation->saved.experiment);
}

// Takes the value of the first setting that a path names.
static bool take_value(const Setting *setting, void *value, const char *path, void *context,
                       Error *error) {
    char **text = context;
    if (setting_holds_others(setting))
        return fail(error, "%s: is a group of settings; name one in it", path);
    if (*text == NULL)
        *text = setting_format(setting, value);
    return true;
}

char *pinwheel_setting(const pinwheel_simulation *simulation, const char *path, char **error) {
    OWNED_BY(library_leave) LibraryCall call = library_enter(simulation, CALL_READS, error);
    char *text = NULL;
    // The visit reads alone.
    Experiment *experiment = (Experiment *)(uintptr_t)&simulation->saved.experiment;
    size_t found = settings_visit(&experiment_settings, experiment, path, take_value, &text,
                                  "settings", &call.error);
    if (found > 0 && call.error.count == 0)
        return text;
    release(text);
    return NULL;
}

bool pinwheel_change(pinwheel_simulation *simulation, const char *change, char **error) {
    OWNED_BY(library_leave)
    LibraryCall call = library_enter_free(simulation, "a change of a setting", error);
    if (!call.ok)
        return false;
    OWNED char *text = copy_text(change);
    const TextList changes = {1, &text};
    Run *run = &simulation->run;
    if (!experiment_try_change(run->experiment, &changes, "change", &call.error))
        return false;
    simulation->is_changed = true;
    bool fits =
        experiment_follow_courses(run->experiment, run->network->presentation, &call.error) &&
        network_change_radii(run->network, &call.error) &&
        network_check_stimuli(run->network, run->network->settings, &call.error);
    simulation->has_failed = simulation->has_failed || !fits;
    return fits;
}

bool pinwheel_lesion(pinwheel_simulation *simulation, const char *name, const char *sheet,
                     const unsigned char *lost, size_t n, char **error) {
    OWNED_BY(library_leave) LibraryCall call = library_enter_free(simulation, "a lesion", error);
    Sheet *target = library_sheet(&call, sheet);
    if (target == NULL)
        return false;
    if (n != target->units)
        return fail(&call.error, "sheet '%s' has %zu x %zu units; the lesion has %zu", target->name,
                    target->geometry.n, target->geometry.n, n);
    if (name[0] == '\0' || strchr(name, '/'))
        return fail(&call.error, "'%s' cannot be the name of a lesion", name);
    OWNED unsigned char *marks = allocate(n, 1);
    for (size_t i = 0; i < n; i++)
        marks[i] = lost[i] != 0;
    library_forget_shown(simulation);
    lesion_make_of_units(name, target, marks, simulation->run.network);
    simulation->is_changed = true;
    return true;
}

bool pinwheel_restore(pinwheel_simulation *simulation, const char *name, char **error) {
    OWNED_BY(library_leave)
    LibraryCall call = library_enter_free(simulation, "the end of a lesion", error);
    if (!call.ok)
        return false;
    const Network *network = simulation->run.network;
    bool found = false;
    for (size_t i = 0; i < network->sheets; i++)
        for (size_t k = 0; k < network->sheet[i].lesions; k++)
            found = found || strcmp(network->sheet[i].lesion[k].name, name) == 0;
    if (!found)
        return fail(&call.error, "there is no lesion '%s'", name);
    library_forget_shown(simulation);
    lesion_undo(name, simulation->run.network);
    simulation->is_changed = true;
    return true;
}

bool pinwheel_save(pinwheel_simulation *simulation, const char *path, char **error) {
    OWNED_BY(library_leave) LibraryCall call = library_enter(simulation, CALL_CHANGES, error);
    if (!call.ok)
        return false;
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    size_t length = strlen(name), ending = strlen(".h5");
    if (length <= ending || strcmp(name + length - ending, ".h5") != 0)
        return fail(&call.error, "%s: a state is saved as a file that ends in .h5", path);
    OWNED char *folder = slash ? format_text("%.*s", (int)(slash - path) + (slash == path), path)
                               : copy_text("."),
               *stem = format_text("%.*s", (int)(length - ending), name);
    Run *run = &simulation->run;
    library_take_files(&call);
    library_forget_shown(simulation);
    if (simulation->is_changed) {
        release(run->memory.config);
        run->memory.config = config_echo_text(&experiment_settings, run->experiment);
    }
    return run_note_inputs(run, &call.error) &&
           checkpoint_write(run->network, &run->memory, folder, stem, true, &call.error);
}
