// SPDX-License-Identifier: GPL-3.0-or-later
#include "records/measures_json.h"

#include "base/memory.h"
#include "base/utf8.h"
#include "base/whole_number.h"
#include "files/rundir.h"

static bool refuse(const char *path, const char *owner, const char *name, const char *what,
                   Error *error) {
    OWNED char *place = format_text("%s%s%s", owner, name[0] ? "/" : "", name),
               *shown = utf8_printable(place);
    return fail(error, "%s: is damaged: %s %s", path, shown, what);
}

static bool is_value(const json_t *value) {
    return json_is_number(value) || json_is_null(value);
}

static bool check_numbers(const char *path, const char *measure, json_t *numbers, Error *error) {
    const char *name;
    json_t *number;
    if (!json_is_object(numbers))
        return refuse(path, measure, "", "has no list of numbers", error);
    json_object_foreach(numbers, name, number) {
        if (!is_value(json_object_get(number, "value")))
            return refuse(path, measure, name, "has no number as its value", error);
    }
    return true;
}

static bool check_measure(const char *path, const char *measure, const json_t *entry,
                          Error *error) {
    json_t *series = json_object_get(entry, "series"), *taken;
    const char *key;
    int64_t iteration;
    if (!json_is_object(series))
        return refuse(path, measure, "", "has no series", error);
    json_object_foreach(series, key, taken) {
        if (!whole_number(key, &iteration))
            return refuse(path, measure, key, "is no iteration", error);
        if (!check_numbers(path, measure, json_object_get(taken, "numbers"), error))
            return false;
    }
    return true;
}

json_t *measures_json_read(const char *folder, Error *error) {
    OWNED char *path = rundir_path(folder, "measures.json");
    json_t *all = rundir_read_json(folder, "measures.json", true, error), *entry;
    const char *measure;
    bool ok = all != NULL;
    json_object_foreach(all, measure, entry) {
        ok = ok && check_measure(path, measure, entry, error);
    }
    if (ok)
        return all;
    json_decref(all);
    return NULL;
}

static bool check_study(const char *path, const char *study, const json_t *found, Error *error) {
    json_t *numbers = json_object_get(found, "numbers"), *number;
    const char *name;
    if (!json_is_object(numbers))
        return refuse(path, study, "", "has no list of numbers", error);
    json_object_foreach(numbers, name, number) {
        if (!is_value(number))
            return refuse(path, study, name, "is no number", error);
    }
    return true;
}

json_t *findings_json_read(const char *folder, Error *error) {
    OWNED char *path = rundir_path(folder, "findings.json");
    json_t *all = rundir_read_json(folder, "findings.json", true, error), *found;
    const char *study;
    bool ok = all != NULL;
    json_object_foreach(all, study, found) {
        ok = ok && check_study(path, study, found, error);
    }
    if (ok)
        return all;
    json_decref(all);
    return NULL;
}
