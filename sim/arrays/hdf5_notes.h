// SPDX-License-Identifier: GPL-3.0-or-later
// Attributes of an object of HDF5 as notes.
#pragma once

#include "arrays/data_sink.h"

#include <stdint.h>

// Adds the attributes of an object (HDF5's handle) to a sink: one text, or numbers. Others are left
// out.
void hdf5_notes(int64_t object, DataSink *sink);

// The text of one attribute, of less than `size` bytes; leaves `text` as it is where there is none.
void hdf5_note_text(int64_t object, const char *key, char *text, size_t size);

void hdf5_close_type(const int64_t *type); // for OWNED_BY; HDF5 refuses a negative one
