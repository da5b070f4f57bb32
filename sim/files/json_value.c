// SPDX-License-Identifier: GPL-3.0-or-later
#include "files/json_value.h"

#include "base/memory.h"

#include <glib.h>
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

json_t *json_of_number(double number) {
    return isfinite(number) ? json_real(number) : json_null();
}

json_t *json_of_text(const char *text) {
    if (g_utf8_validate(text, -1, NULL))
        return json_string(text);
    OWNED char *shown = copy_text(text);
    for (size_t i = 0; shown[i]; i++)
        if ((unsigned char)shown[i] >= 0x80)
            shown[i] = '?';
    return json_string(shown);
}
