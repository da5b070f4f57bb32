// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/folder.h"

#include "base/memory.h"
#include "files/json_value.h"
#include "files/ordinary_file.h"
#include "files/rundir.h"
#include "records/picture_index.h"

#include <stdlib.h>
#include <string.h>

enum { LOG_END = 20000 }; // bytes

static void refuse(Question *question, Error *error) {
    answer_refusal(question, 404, error->text ? error->text : "there is nothing yet");
    error_clear(error);
}

static json_int_t last_of_history(const char *folder) {
    OWNED char *text = rundir_read_text(folder, "history.csv", NULL);
    size_t length = text ? strlen(text) : 0;
    while (length > 0 && text[length - 1] == '\n')
        text[--length] = '\0';
    const char *line = text ? strrchr(text, '\n') : NULL;
    return line ? strtoll(line + 1, NULL, 10) : 0;
}

json_t *folder_run(const char *folder, Error *error) {
    json_t *run = rundir_read_json(folder, "run.json", false, error);
    if (strcmp(json_text(run, "status"), "running") != 0)
        return run;
    json_int_t last = last_of_history(folder);
    if (last > json_integer_value(json_object_get(run, "iteration")))
        json_object_set_new(run, "iteration", json_integer(last));
    return run;
}

static void answer_run(Question *question, const char *folder) {
    Error error = {0};
    json_t *run = folder_run(folder, &error);
    if (run)
        answer_json(question, run);
    else
        refuse(question, &error);
}

static void answer_about(Question *question, const char *folder) {
    json_auto_t *run = rundir_read_json(folder, "run.json", true, NULL);
    answer_json(question, json_pack("{s:o, s:o, s:b, s:[], s:[]}", "title",
                                    json_of_text(json_text(run, "title")), "folder",
                                    json_of_text(folder), "live", 0, "sheets", "measures"));
}

typedef struct {
    const char *name, *file;
    const char *type, *empty; // of the content; and what stands for a file that is not there yet
    size_t most;              // bytes at its end, in whole lines; 0: all
} FolderText;

static const FolderText texts[] = {
    {"numbers", "measures.json", "application/json", "{}", 0},
    {"pictures", "maps/pictures.json", "application/json", "{}", 0},
    {"history", "history.csv", "text/csv; charset=utf-8", "", 0},
    {"log", "log.txt", "text/plain; charset=utf-8", "", LOG_END},
};

static void answer_file(Question *question, const char *folder, const FolderText *about) {
    Error error = {0};
    OWNED char *path = rundir_path(folder, about->file);
    bool absent = ordinary_file_is_absent(path);
    OWNED char *text =
        absent ? copy_text(about->empty) : rundir_read_text(folder, about->file, &error);
    if (text == NULL) {
        refuse(question, &error);
        return;
    }
    size_t length = strlen(text);
    const char *shown = text;
    if (about->most > 0 && length > about->most) {
        const char *end = text + length - about->most, *line = strchr(end, '\n');
        shown = line ? line + 1 : end;
    }
    answer_text(question, copy_text(shown));
    question->answer.type = about->type;
}

// Serves no file but those that the list of the run's pictures has.
static bool is_listed(const char *folder, const char *file, Error *error) {
    OWNED_BY(picture_index_free) PictureIndex index = {0};
    bool found = false;
    if (!picture_index_read(&index, folder, error))
        return false;
    for (size_t i = 0; i < index.list.count; i++)
        found = found || strcmp(index.list.picture[i].file, file) == 0;
    return found || fail(error, "there is no such picture");
}

static void answer_picture(Question *question, const char *folder) {
    const char *file = question_text(question, "file");
    Error error = {0};
    OWNED char *path = file ? format_text("%s/maps/%s", folder, file) : NULL;
    size_t size = 0;
    unsigned char *bytes = path && is_listed(folder, file, &error)
                               ? ordinary_file_read(path, "a picture", &size, &error)
                               : NULL;
    if (bytes)
        question->answer = (Answer){200, "image/png", bytes, size};
    else
        refuse(question, &error);
}

bool folder_answer(Question *question, const char *folder) {
    if (question->is_act)
        return false;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (strcmp(question->name, texts[i].name) == 0) {
            answer_file(question, folder, &texts[i]);
            return true;
        }
    static const struct {
        const char *name;
        void (*answer)(Question *question, const char *folder);
    } others[] = {{"about", answer_about}, {"run", answer_run}, {"picture", answer_picture}};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (strcmp(question->name, others[i].name) == 0) {
            others[i].answer(question, folder);
            return true;
        }
    return false;
}
