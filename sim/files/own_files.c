// SPDX-License-Identifier: GPL-3.0-or-later
#include "files/own_files.h"

#include "base/memory.h"
#include "files/ordinary_file.h"

#include <dirent.h>
#include <fnmatch.h>
#include <string.h>

#define SIX_DIGITS "[0-9][0-9][0-9][0-9][0-9][0-9]"

// A file of the folder, or NULL where it cannot be read; owned by the caller.
static char *read_text(const char *folder, const char *name, size_t *size) {
    OWNED char *path = format_text("%s/%s", folder, name);
    return (char *)ordinary_file_read(path, "a text", size, NULL);
}

static json_t *read_json(const char *folder, const char *name) {
    size_t size;
    OWNED char *text = read_text(folder, name, &size);
    return text ? json_loadb(text, size, 0, NULL) : NULL;
}

OwnFiles own_files_of(const char *folder) {
    return (OwnFiles){read_json(folder, "maps/pictures.json"), read_json(folder, "findings.json")};
}

void own_files_free(OwnFiles *files) {
    json_decref(files->pictures);
    json_decref(files->findings);
}

static bool matches(const char *path) {
    static const char *const patterns[] = {"config.cfg",
                                           "run.json",
                                           "analysis.json",
                                           "log.txt",
                                           "history.csv",
                                           "measures.json",
                                           "checkpoint.h5",
                                           "checkpoint.prev.h5",
                                           "checkpoint.damaged.h5",
                                           "state-" SIX_DIGITS "*.h5",
                                           "maps.h5",
                                           "findings.json",
                                           "report.html",
                                           "maps",
                                           "maps/pictures.json",
                                           "maps/*-" SIX_DIGITS "*.png", // at an iteration
                                           "maps/*-development.png",
                                           "figures",
                                           "figures/*-" SIX_DIGITS "*.[ps][dnv][fg]",
                                           "figures/*-development.[ps][dnv][fg]",
                                           "csv",
                                           "csv/numbers.csv",
                                           "csv/maps.csv",
                                           "csv/weights.h5",
                                           "csv/*-*-" SIX_DIGITS "*.csv"};
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++)
        if (fnmatch(patterns[i], path, FNM_PATHNAME) == 0)
            return true;
    return false;
}

static bool is_listed_picture(const OwnFiles *files, const char *path) {
    static const char folder[] = "maps/";
    return strncmp(path, folder, strlen(folder)) == 0 &&
           json_object_get(files->pictures, path + strlen(folder));
}

// A listed picture, drawn again in another form.
static bool is_figure(const OwnFiles *files, const char *path) {
    static const char pattern[] = "figures/*.[ps][dnv][fg]";
    if (fnmatch(pattern, path, FNM_PATHNAME) != 0)
        return false;
    const char *name = path + strlen("figures/");
    OWNED char *picture = format_text("%.*s.png", (int)(strlen(name) - strlen(".png")), name);
    return json_object_get(files->pictures, picture) != NULL;
}

// "STUDY-TABLE.csv"
static bool is_listed_table(const OwnFiles *files, const char *path) {
    const char *study, *name;
    json_t *found, *table;
    json_object_foreach(files->findings, study, found) {
        json_object_foreach(json_object_get(found, "tables"), name, table) {
            OWNED char *file = format_text("%s-%s.csv", study, name);
            if (strcmp(file, path) == 0)
                return true;
        }
    }
    return false;
}

static bool has(const OwnFiles *files, const char *path) {
    return matches(path) || is_listed_picture(files, path) || is_figure(files, path) ||
           is_listed_table(files, path);
}

bool own_files_has(const OwnFiles *files, const char *path) {
    static const char end[] = ".new"; // of a file that a kill kept from its place (replacement.h)
    size_t length = strlen(path);
    if (length <= strlen(end) || strcmp(path + length - strlen(end), end) != 0)
        return has(files, path);
    OWNED char *replaced = format_text("%.*s", (int)(length - strlen(end)), path);
    return has(files, replaced);
}

// A config.cfg may be the user's: a run's says so in its first line.
static bool is_echoed(const char *folder) {
    static const char start[] = "# Every setting";
    size_t size;
    OWNED char *text = read_text(folder, "config.cfg", &size);
    return text && strncmp(text, start, strlen(start)) == 0;
}

static bool is_beginning(const char *folder, const char *name) {
    static const char *const names[] = {".", "..", "log.txt", "config.cfg.new", "run.json.new"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return strcmp(name, "config.cfg") == 0 && is_echoed(folder);
}

bool own_files_are_beginning(const char *folder) {
    DIR *directory = opendir(folder);
    bool beginning = directory != NULL;
    size_t n = 0;
    for (struct dirent *entry; beginning && (entry = readdir(directory)); n++)
        beginning = is_beginning(folder, entry->d_name);
    if (directory)
        closedir(directory);
    return beginning && n > 2;
}
