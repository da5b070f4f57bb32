// SPDX-License-Identifier: GPL-3.0-or-later
// JsonReading: values of JSON files. A value that is missing or of another type reads as "" or NaN.
#pragma once

#include <jansson.h>

const char *json_text(const json_t *object, const char *key); // ""; borrowed from the object
double json_number_or_nan(const json_t *value);

// The number that is read back after this one was written to a run's JSON file.
enum { JSON_DIGITS = 10 };
double json_as_written(double number);
