// SPDX-License-Identifier: GPL-3.0-or-later
#include "files/json_reading.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>

const char *json_text(const json_t *object, const char *key) {
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : "";
}

double json_number_or_nan(const json_t *value) {
    return json_is_number(value) ? json_number_value(value) : (double)NAN;
}

double json_as_written(double number) {
    OWNED char *text = format_text("%.*g", JSON_DIGITS, number);
    return strtod(text, NULL);
}
