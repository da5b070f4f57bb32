// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/folder.h"

#include "base/memory.h"
#include "files/ordinary_file.h"
#include "files/rundir.h"
#include "records/picture_index.h"

#include <string.h>

enum { LOG_END = 20000 }; // bytes

static void refuse(Question *question, Error *error) {
    answer_refusal(question, 404, error->text ? error->text : "there is nothing yet");
    error_clear(error);
}

typedef struct {
    const char *name, *file;
    const char *type, *empty; // of the content; and what stands for a file that is not there yet
    size_t most;              // bytes at its end, in whole lines; 0: all
} FolderText;

static const FolderText texts[] = {
    {"run", "run.json", "application/json", "{}", 0},
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
    if (strcmp(question->name, "picture") != 0)
        return false;
    answer_picture(question, folder);
    return true;
}
