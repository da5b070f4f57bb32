// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/runs.h"

#include "base/memory.h"
#include "files/json_value.h"
#include "files/rundir.h"
#include "files/text_table.h"
#include "measure/measure.h"
#include "records/picture_index.h"
#include "report/thumbnail.h"
#include "watch/folder.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { MAP_WIDTH = 192 }; // pixels

// A table of the folder; NULL: there is none yet, or it cannot be read.
static TextTable *read_table(const char *folder, const char *name) {
    OWNED_BY(error_clear) Error error = {0};
    OWNED char *text = rundir_read_text(folder, name, &error);
    return text ? text_table_parse_csv(text, name, &error) : NULL;
}

// Is it a main number of any kind of measure?
static bool is_main(const char *name) {
    const char *slash = strchr(name, '/');
    const MeasureKind *kind;
    for (size_t i = 0; slash && (kind = measure_at(i)); i++)
        for (const char *const *main = kind->headline; main && *main; main++)
            if (strcmp(*main, slash + 1) == 0)
                return true;
    return false;
}

// The cells of a row in the columns from `first` to before `end`, by their names.
static json_t *cells_json(const TextTable *table, char *const *row, size_t first, size_t end) {
    json_t *cells = json_object();
    for (size_t k = first; k < end; k++)
        json_object_set_new(cells, table->name[k], json_of_text(row[k]));
    return cells;
}

static json_t *main_numbers_json(const TextTable *index, char *const *row, size_t first) {
    json_t *numbers = json_object();
    for (size_t k = first; k < index->columns; k++)
        if (is_main(index->name[k]))
            json_object_set_new(numbers, index->name[k], json_of_text(row[k]));
    return numbers;
}

static void add_indexed(json_t *runs, const char *folder) {
    TextTable *index = read_table(folder, "index.csv");
    if (index == NULL)
        return;
    size_t name = text_table_find(index, "run"), status = text_table_find(index, "status"),
           weights = text_table_find(index, "weights");
    bool known = name < status && status < weights && weights < index->columns;
    for (size_t k = 0; known && k < index->cells; k += index->columns) {
        char *const *row = index->cell + k;
        json_object_set_new(runs, row[name],
                            json_pack("{s:o, s:o, s:o}", "status", json_of_text(row[status]),
                                      "labels", cells_json(index, row, name + 1, status), "numbers",
                                      main_numbers_json(index, row, weights + 1)));
    }
    text_table_free(index);
}

// The folder of a run, which lies in the folder itself; NULL: there is none. Owned by the caller.
static char *find_run(const char *folder, const char *name) {
    struct stat status;
    if (name == NULL || name[0] == '.' || name[0] == '\0' || strchr(name, '/'))
        return NULL;
    char *path = rundir_path(folder, name);
    if (lstat(path, &status) == 0 && S_ISDIR(status.st_mode) && rundir_is_run(path))
        return path;
    release(path);
    return NULL;
}

// Adds runs that have begun and are not in the index, as developments of a sweep.
static void add_others(json_t *runs, const char *folder) {
    struct dirent **entry = NULL;
    int n = scandir(folder, &entry, NULL, alphasort);
    for (int i = 0; i < n; i++) {
        OWNED char *path = find_run(folder, entry[i]->d_name);
        if (path && json_object_get(runs, entry[i]->d_name) == NULL)
            json_object_set_new(runs, entry[i]->d_name, json_object());
        free(entry[i]);
    }
    free(entry);
}

// When the list of a run's pictures was last written, in milliseconds; 0: there is none.
static json_int_t drawn_at(const char *path) {
    OWNED char *list = rundir_path(path, "maps/pictures.json");
    struct stat status;
    return stat(list, &status) == 0
               ? (json_int_t)status.st_mtim.tv_sec * 1000 + status.st_mtim.tv_nsec / 1000000
               : 0;
}

// Adds what the run's own folder says, which is newer than the index. But the index knows of runs
// that were killed.
static void add_state(json_t *run, const char *folder, const char *name) {
    static const char *const kept[] = {"reason", "iteration", "iterations"};
    OWNED char *path = find_run(folder, name);
    json_auto_t *state = path ? folder_run(path, NULL) : NULL;
    if (state == NULL)
        return;
    if (strcmp(json_text(run, "status"), "failed") != 0)
        json_object_set(run, "status", json_object_get(state, "status"));
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        json_object_set(run, kept[i], json_object_get(state, kept[i]));
    json_object_set_new(run, "drawn", json_integer(drawn_at(path)));
}

static json_t *claims_json(const char *folder) {
    json_t *claims = json_array();
    TextTable *scorecard = read_table(folder, "scorecard.csv");
    if (scorecard == NULL)
        return claims;
    for (size_t k = 0; k < scorecard->cells; k += scorecard->columns)
        json_array_append_new(claims,
                              cells_json(scorecard, scorecard->cell + k, 0, scorecard->columns));
    text_table_free(scorecard);
    return claims;
}

static void answer_runs(Question *question, const char *folder) {
    json_t *runs = json_object(), *run;
    const char *name;
    add_indexed(runs, folder);
    add_others(runs, folder);
    json_object_foreach(runs, name, run) add_state(run, folder, name);
    answer_json(question, json_pack("{s:o, s:o}", "runs", runs, "claims", claims_json(folder)));
}

static bool is_map_picture(const ListedPicture *picture) {
    const MeasureKind *kind;
    for (size_t i = 0; (kind = measure_at(i)); i++)
        if (kind->map_picture && strcmp(kind->map_picture, picture->picture) == 0)
            return true;
    return false;
}

// Does a picture show better than another how the map stands: the one that its measure chooses, the
// newest, or else one with a map?
static bool is_better(const ListedPicture *a, const ListedPicture *b) {
    bool a_is_chosen = is_map_picture(a), b_is_chosen = is_map_picture(b);
    if (a_is_chosen != b_is_chosen)
        return a_is_chosen;
    if (a->iteration != b->iteration)
        return a->iteration > b->iteration;
    return a->map.zoom > 0 && b->map.zoom == 0;
}

static void answer_map(Question *question, const char *path) {
    OWNED_BY(picture_index_free) PictureIndex index = {0};
    OWNED_BY(picture_file_free) PictureFile whole = {0}, small = {0};
    OWNED_BY(error_clear) Error error = {0};
    const ListedPicture *best = NULL;
    picture_index_read(&index, path, &error);
    for (size_t i = 0; i < index.list.count; i++)
        if (best == NULL || is_better(&index.list.picture[i], best))
            best = &index.list.picture[i];
    OWNED char *file = best ? format_text("%s/maps/%s", path, best->file) : NULL;
    if (file == NULL || !picture_file_read(&whole, file, &error)) {
        answer_refusal(question, 404, error.text ? error.text : "there is no picture yet");
        return;
    }
    PictureFile *shown = thumbnail_make(&small, &whole, MAP_WIDTH, &best->map) ? &small : &whole;
    question->answer = (Answer){200, "image/png", shown->bytes, shown->size};
    *shown = (PictureFile){0}; // the answer has it
}

static void answer_about(Question *question, const char *folder, const char *kind) {
    OWNED char *file = format_text("%s.json", kind);
    json_auto_t *note = rundir_read_json(folder, file, true, NULL);
    answer_json(question,
                json_pack("{s:o, s:o, s:b, s:s}", "title", json_of_text(json_text(note, "title")),
                          "folder", json_of_text(folder), "live", 0, "kind", kind));
}

// A question about one run.
static bool ask_run(Question *question, const char *path) {
    if (strcmp(question->name, "map") != 0)
        return folder_answer(question, path);
    answer_map(question, path);
    return true;
}

bool runs_answer(Question *question, const char *folder, const char *kind) {
    if (question->is_act)
        return false;
    if (json_object_get(question->arguments, "run")) {
        OWNED char *path = find_run(folder, question_text(question, "run"));
        return path && ask_run(question, path);
    }
    bool about = strcmp(question->name, "about") == 0;
    if (!about && strcmp(question->name, "runs") != 0)
        return false;
    if (about)
        answer_about(question, folder, kind);
    else
        answer_runs(question, folder);
    return true;
}
