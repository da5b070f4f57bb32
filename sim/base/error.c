// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/error.h"

#include "base/memory.h"

#include <stdarg.h>

static void add_lines(Error *error, const char *line, size_t count) {
    if (error == NULL)
        return;
    text_append(&error->text, "%s%s", error->count > 0 ? "\n" : "", line);
    error->count += count;
}

bool fail(Error *error, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    OWNED char *line = format_arguments(format, arguments);
    va_end(arguments);
    add_lines(error, line, 1);
    return false;
}

void error_move(Error *to, Error *from) {
    if (from->count > 0)
        add_lines(to, from->text, from->count);
    error_clear(from);
}

void error_clear(Error *error) {
    release(error->text);
    *error = (Error){0};
}
