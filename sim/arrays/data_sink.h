// SPDX-License-Identifier: GPL-3.0-or-later
// DataSink: takes the values of one array from the reader of a file.
//
// The reader first says what the file declares. That is checked before memory is taken: rank, shape
// and number of values. Then it puts the values in the order of the file; the sink places them in
// the author's order of axes.
#pragma once

#include "arrays/data_catalogue.h"
#include "arrays/data_number.h"

typedef struct {
    const char *path; // of the file, for messages; borrowed
    int memory;       // file descriptor of memory shared with another process; -1: the sink's own
    DataArray array;
    bool first_fastest;
    size_t put[2];   // real and imaginary parts so far
    size_t place[2]; // of the next one
    size_t index[2][DATA_RANK_MOST], step[DATA_RANK_MOST];
} DataSink;

typedef enum { DATA_REAL, DATA_IMAGINARY } DataPart;

// Begins one array. `stored` is the number of bytes from which the file's reader unpacks the
// values, each part of `size` bytes; what cannot come from so few is refused.
bool data_sink_begin(DataSink *sink, const DataHead *head, double stored, size_t size,
                     Error *error);

// Puts the next n values of a part. Values beyond the array's last are dropped.
void data_sink_put(DataSink *sink, DataPart part, const double *values, size_t n);
// The same from the file's bytes; a complex number is its real and its imaginary part, each a
// `number`. n counts whole numbers.
void data_sink_put_bytes(DataSink *sink, DataNumber number, const unsigned char *bytes, size_t n);

// Where to write all values of a part at once, in the order of the file; data_sink_arranged
// follows. Where the order is the author's, it is the array itself.
double *data_sink_room(DataSink *sink, DataPart part);
void data_sink_arranged(DataSink *sink, DataPart part, double *room);

// Notes beyond DATA_NOTES_MOST are dropped.
void data_sink_note(DataSink *sink, const char *key, const char *text);
void data_sink_note_numbers(DataSink *sink, const char *key, const double *numbers, size_t count);

// Refuses an array of which values are missing.
bool data_sink_end(DataSink *sink, Error *error);

void data_sink_free(DataSink *sink);
