// SPDX-License-Identifier: GPL-3.0-or-later
#include "arrays/data_sink.h"

#include "base/memory.h"
#include "files/guarded.h"
#include "files/store_extent.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { BLOCK = 4096 }; // values converted at a time

// " /z" for messages; nothing where the array has no name.
static const char *shown_name(const DataHead *head, char text[128]) {
    if (head->name[0] == '\0')
        return "";
    text[0] = ' ';
    strncpy(text + 1, head->name, 126);
    text[127] = '\0';
    return text;
}

static bool check(const DataSink *sink, const DataHead *head, double stored, size_t size,
                  size_t *values, Error *error) {
    char text[128];
    const char *name = shown_name(head, text), *place = sink->path;
    if (head->rank > DATA_RANK_MOST)
        return fail(error, "%s:%s has %d dimensions; at most %d can be read", place, name,
                    head->rank, DATA_RANK_MOST);
    size_t count = head->is_complex ? 2 : 1;
    for (int k = 0; k < head->rank; k++)
        if (head->shape[k] == 0)
            return fail(error, "%s:%s holds no values", place, name);
    for (int k = 0; k < head->rank; k++)
        if (__builtin_mul_overflow(count, head->shape[k], &count) || count > DATA_VALUES_MOST)
            return fail(error, "%s:%s is too large; at most %d values can be read", place, name,
                        DATA_VALUES_MOST);
    double bytes = (double)count * (double)size;
    if (bytes > STORE_SMALL_MOST && bytes > stored * STORE_RATIO_MOST)
        return fail(error,
                    "%s:%s declares %.0f MB, and the file holds %.0f bytes of it; at most %d "
                    "times as many can be read, or %d MB",
                    place, name, bytes / 1e6, stored, STORE_RATIO_MOST, STORE_SMALL_MOST >> 20);
    *values = count;
    return true;
}

static bool map_memory(DataSink *sink, size_t bytes, Error *error) {
    int failure = posix_fallocate(sink->memory, 0, (off_t)bytes);
    void *values = MAP_FAILED;
    if (failure == 0) {
        values = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, sink->memory, 0);
        failure = errno;
    }
    if (values == MAP_FAILED)
        return fail(error, "%s: there is no memory for its %zu MB: %s", sink->path, bytes >> 20,
                    strerror(failure));
    sink->array.values = values;
    sink->array.mapped = bytes;
    return true;
}

bool data_sink_begin(DataSink *sink, const DataHead *head, double stored, size_t size,
                     Error *error) {
    size_t count = 0;
    if (!check(sink, head, stored, size, &count, error))
        return false;
    DataArray *array = &sink->array;
    array->name = copy_text(head->name);
    array->type = copy_text(head->type);
    array->order = head->order;
    array->rank = head->rank;
    memcpy(array->shape, head->shape, sizeof array->shape);
    sink->first_fastest = head->first_fastest;
    for (size_t step = 1, k = (size_t)array->rank; k-- > 0; step *= array->shape[k])
        sink->step[k] = step;
    size_t bytes = count * sizeof *array->values;
    guarded_expect(bytes);
    if (sink->memory >= 0) {
        if (!map_memory(sink, bytes, error))
            return false;
    } else {
        array->values = allocate(count, sizeof *array->values);
    }
    array->imaginary = head->is_complex ? array->values + count / 2 : NULL;
    return true;
}

static double *part_of(const DataSink *sink, DataPart part) {
    return part == DATA_REAL ? sink->array.values : sink->array.imaginary;
}

static void put_turned(DataSink *sink, DataPart part, const double *values, size_t n) {
    double *to = part_of(sink, part);
    size_t *index = sink->index[part], place = sink->place[part];
    for (size_t i = 0; i < n; i++) {
        to[place] = values[i];
        for (int k = 0; k < sink->array.rank; k++) {
            place += sink->step[k];
            if (++index[k] < sink->array.shape[k])
                break;
            place -= sink->step[k] * sink->array.shape[k];
            index[k] = 0;
        }
    }
    sink->place[part] = place;
}

void data_sink_put(DataSink *sink, DataPart part, const double *values, size_t n) {
    size_t room = data_array_count(&sink->array) - sink->put[part];
    n = n < room ? n : room;
    if (sink->first_fastest)
        put_turned(sink, part, values, n);
    else
        memcpy(part_of(sink, part) + sink->put[part], values, n * sizeof *values);
    sink->put[part] += n;
}

void data_sink_put_bytes(DataSink *sink, DataNumber number, const unsigned char *bytes, size_t n) {
    double values[BLOCK];
    bool is_complex = sink->array.imaginary != NULL;
    size_t step = is_complex ? 2 * number.size : number.size;
    for (size_t done = 0; done < n;) {
        size_t count = n - done < BLOCK ? n - done : BLOCK;
        data_numbers_convert(number, bytes + done * step, step, count, values);
        data_sink_put(sink, DATA_REAL, values, count);
        if (is_complex) {
            data_numbers_convert(number, bytes + done * step + number.size, step, count, values);
            data_sink_put(sink, DATA_IMAGINARY, values, count);
        }
        done += count;
    }
}

double *data_sink_room(DataSink *sink, DataPart part) {
    return sink->first_fastest ? allocate(data_array_count(&sink->array), sizeof(double))
                               : part_of(sink, part);
}

void data_sink_arranged(DataSink *sink, DataPart part, double *room) {
    size_t n = data_array_count(&sink->array);
    if (sink->first_fastest) {
        data_sink_put(sink, part, room, n);
        release(room);
    }
    sink->put[part] = n;
}

static DataNote *new_note(DataSink *sink, const char *key) {
    DataArray *array = &sink->array;
    if (array->notes == DATA_NOTES_MOST)
        return NULL;
    array->note = allocate_one_more(array->note, array->notes, sizeof *array->note);
    DataNote *note = &array->note[array->notes++];
    note->key = copy_text(key);
    return note;
}

void data_sink_note(DataSink *sink, const char *key, const char *text) {
    DataNote *note = new_note(sink, key);
    if (note)
        note->text = copy_text(text);
}

void data_sink_note_numbers(DataSink *sink, const char *key, const double *numbers, size_t count) {
    DataNote *note = count > 0 && count <= DATA_NOTE_NUMBERS_MOST ? new_note(sink, key) : NULL;
    if (note == NULL)
        return;
    note->text = copy_text("");
    note->numbers = allocate(count, sizeof *numbers);
    note->count = count;
    memcpy(note->numbers, numbers, count * sizeof *numbers);
}

bool data_sink_end(DataSink *sink, Error *error) {
    size_t n = data_array_count(&sink->array), parts = sink->array.imaginary ? 2 : 1;
    for (size_t part = 0; part < parts; part++)
        if (sink->put[part] != n)
            return fail(error, "%s: is damaged: it ends after %zu of %zu values", sink->path,
                        sink->put[part], n);
    return true;
}

void data_sink_free(DataSink *sink) {
    data_array_free(&sink->array);
}
