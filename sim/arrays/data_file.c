// SPDX-License-Identifier: GPL-3.0-or-later
#define _GNU_SOURCE // memfd_create
#include "arrays/data_format.h"
#include "base/memory.h"
#include "files/guarded.h"

#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { TEXT_MOST = 1 << 20 }; // bytes of a name or a note

typedef struct {
    const DataFormat *format;
    const char *path, *name; // name NULL: the only array
    DataSink sink;
} Reading;

static bool read_there(void *context, Error *error) {
    Reading *reading = context;
    return data_format_read(reading->format, reading->path, reading->name, &reading->sink, error);
}

static void give_text(const char *text, const Guarded *caller) {
    size_t length = strlen(text);
    length = length < TEXT_MOST ? length : TEXT_MOST;
    guarded_give(caller, &length, sizeof length);
    guarded_give(caller, text, length);
}

// Numbers lie in the shared memory; the rest is handed over.
static void give(const void *context, const Guarded *caller) {
    const DataArray *array = &((const Reading *)context)->sink.array;
    bool is_complex = array->imaginary != NULL;
    guarded_give(caller, &array->order, sizeof array->order);
    guarded_give(caller, &array->rank, sizeof array->rank);
    guarded_give(caller, array->shape, sizeof array->shape);
    guarded_give(caller, &array->mapped, sizeof array->mapped);
    guarded_give(caller, &is_complex, sizeof is_complex);
    give_text(array->name, caller);
    give_text(array->type, caller);
    guarded_give(caller, &array->notes, sizeof array->notes);
    for (size_t i = 0; i < array->notes; i++) {
        const DataNote *note = &array->note[i];
        give_text(note->key, caller);
        give_text(note->text, caller);
        guarded_give(caller, &note->count, sizeof note->count);
        guarded_give(caller, note->numbers, note->count * sizeof *note->numbers);
    }
}

static char *take_text(const Guarded *process) {
    size_t length;
    if (!guarded_take(process, &length, sizeof length) || length > TEXT_MOST)
        return NULL;
    char *text = allocate(length + 1, 1);
    if (guarded_take(process, text, length))
        return text;
    release(text);
    return NULL;
}

static bool take_note(DataNote *note, const Guarded *process) {
    note->key = take_text(process);
    note->text = note->key ? take_text(process) : NULL;
    if (note->text == NULL || !guarded_take(process, &note->count, sizeof note->count) ||
        note->count > DATA_NOTE_NUMBERS_MOST)
        return false;
    note->numbers = note->count > 0 ? allocate(note->count, sizeof *note->numbers) : NULL;
    return guarded_take(process, note->numbers, note->count * sizeof *note->numbers);
}

static bool take_notes(DataArray *array, const Guarded *process) {
    size_t notes;
    if (!guarded_take(process, &notes, sizeof notes) || notes > DATA_NOTES_MOST)
        return false;
    array->note = allocate(notes, sizeof *array->note);
    array->notes = notes;
    for (size_t i = 0; i < notes; i++)
        if (!take_note(&array->note[i], process))
            return false;
    return true;
}

static bool take(void *context, const Guarded *process) {
    Reading *reading = context;
    DataArray *array = &reading->sink.array;
    bool is_complex;
    size_t mapped;
    if (!guarded_take(process, &array->order, sizeof array->order) ||
        !guarded_take(process, &array->rank, sizeof array->rank) ||
        !guarded_take(process, array->shape, sizeof array->shape) ||
        !guarded_take(process, &mapped, sizeof mapped) ||
        !guarded_take(process, &is_complex, sizeof is_complex) || array->rank < 0 ||
        array->rank > DATA_RANK_MOST)
        return false;
    array->name = take_text(process);
    array->type = array->name ? take_text(process) : NULL;
    if (array->type == NULL || !take_notes(array, process))
        return false;
    void *values = mmap(NULL, mapped, PROT_READ | PROT_WRITE, MAP_SHARED, reading->sink.memory, 0);
    if (values == MAP_FAILED)
        return false;
    array->values = values;
    array->mapped = mapped;
    array->imaginary = is_complex ? array->values + data_array_count(array) : NULL;
    return true;
}

static bool read_guarded(Reading *reading, Error *error) {
    static const GuardedWork work = {read_there, give, take};
    reading->sink.path = reading->path;
    reading->sink.memory = memfd_create("array", MFD_CLOEXEC);
    if (reading->sink.memory < 0)
        return fail(error, "%s: cannot be read: there is no memory for it", reading->path);
    bool ok = guarded_run(&work, reading, reading->path, reading->format->library, error);
    close(reading->sink.memory);
    return ok;
}

bool data_array_read(const char *word, DataArray *array, Error *error) {
    *array = (DataArray){0};
    struct stat status;
    const char *colon = stat(word, &status) == 0 ? NULL : strrchr(word, ':');
    OWNED char *path = colon ? format_text("%.*s", (int)(colon - word), word) : copy_text(word);
    Reading reading = {data_format_of(path, error), path, colon ? colon + 1 : NULL, {0}};
    if (reading.format == NULL)
        return false;
    bool ok = read_guarded(&reading, error);
    if (ok) {
        *array = reading.sink.array;
        array->place = copy_text(word);
    } else {
        data_sink_free(&reading.sink);
    }
    return ok;
}
