// SPDX-License-Identifier: GPL-3.0-or-later
// JsonValue: values of JSON files, read and made.
#pragma once

#include <jansson.h>

// A value that is missing or of another type reads as "" or NaN.
const char *json_text(const json_t *object, const char *key); // ""; borrowed from the object
double json_number_or_nan(const json_t *value);

// The number that is read back after this one was written to a run's JSON file.
enum { JSON_DIGITS = 10 };
double json_as_written(double number);

// A number; null if it is not finite.
json_t *json_of_number(double number);
// A text. JSON is UTF-8, but names of files may be any bytes: those beyond ASCII then become '?'.
json_t *json_of_text(const char *text);
