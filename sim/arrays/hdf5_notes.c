// SPDX-License-Identifier: GPL-3.0-or-later
#include "arrays/hdf5_notes.h"

#include "base/memory.h"

#include <hdf5.h>
#include <stdio.h>
#include <string.h>

enum { TEXT_MOST = 1 << 16 }; // bytes of an attribute

void hdf5_close_type(const int64_t *type) {
    H5Tclose(*type);
}

// An attribute that is open.
typedef struct {
    hid_t note, type, space;
    hssize_t count;
} Opened;

static Opened open_note(hid_t object, const char *key) {
    hid_t note = H5Aopen(object, key, H5P_DEFAULT), space = H5Aget_space(note);
    return (Opened){note, H5Aget_type(note), space, H5Sget_simple_extent_npoints(space)};
}

static void close_note(const Opened *opened) {
    H5Sclose(opened->space);
    H5Tclose(opened->type);
    H5Aclose(opened->note);
}

// One text of fixed or varying length; owned by the caller, NULL where it is none.
static char *take_text(const Opened *opened) {
    size_t size = H5Tget_size(opened->type);
    if (H5Tget_class(opened->type) != H5T_STRING || opened->count != 1)
        return NULL;
    if (H5Tis_variable_str(opened->type) <= 0) {
        char *text = size < TEXT_MOST ? allocate(size + 1, 1) : NULL;
        if (text && H5Aread(opened->note, opened->type, text) < 0)
            text[0] = '\0';
        return text;
    }
    char *stored = NULL, *text = NULL;
    if (H5Aread(opened->note, opened->type, &stored) >= 0 && stored && strlen(stored) < TEXT_MOST)
        text = copy_text(stored);
    if (stored)
        H5Dvlen_reclaim(opened->type, opened->space, H5P_DEFAULT, &stored);
    return text;
}

static void add_numbers(const Opened *opened, const char *key, DataSink *sink) {
    H5T_class_t class = H5Tget_class(opened->type);
    if ((class != H5T_INTEGER && class != H5T_FLOAT) || opened->count < 1 ||
        opened->count > DATA_NOTE_NUMBERS_MOST)
        return;
    OWNED double *numbers = allocate((size_t)opened->count, sizeof *numbers);
    if (H5Aread(opened->note, H5T_NATIVE_DOUBLE, numbers) >= 0)
        data_sink_note_numbers(sink, key, numbers, (size_t)opened->count);
}

static herr_t add_note(hid_t object, const char *key, const H5A_info_t *info, void *context) {
    (void)info;
    DataSink *sink = context;
    OWNED_BY(close_note) Opened opened = open_note(object, key);
    OWNED char *text = take_text(&opened);
    if (text)
        data_sink_note(sink, key, text);
    else
        add_numbers(&opened, key, sink);
    return sink->array.notes == DATA_NOTES_MOST ? 1 : 0;
}

void hdf5_notes(int64_t object, DataSink *sink) {
    H5Aiterate2(object, H5_INDEX_NAME, H5_ITER_INC, NULL, add_note, sink);
}

void hdf5_note_text(int64_t object, const char *key, char *text, size_t size) {
    if (H5Aexists(object, key) <= 0)
        return;
    OWNED_BY(close_note) Opened opened = open_note(object, key);
    OWNED char *found = take_text(&opened);
    if (found)
        snprintf(text, size, "%s", found);
}
