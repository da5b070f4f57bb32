// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/error.h"

#include "base/memory.h"

#include <stdarg.h>
#include <string.h>

// The room for a text of that length and its NUL: it doubles, so that many lines take no long time.
static size_t room_for(size_t length) {
    size_t room = 256;
    while (room <= length)
        room *= 2;
    return room;
}

static void add_lines(Error *error, const char *line, size_t count) {
    if (error == NULL)
        return;
    size_t more = strlen(line), break_length = error->count > 0,
           length = error->length + break_length + more;
    if (error->text == NULL || room_for(length) > room_for(error->length)) {
        char *larger = allocate(room_for(length), 1);
        if (error->text)
            memcpy(larger, error->text, error->length);
        release(error->text);
        error->text = larger;
    }
    if (break_length)
        error->text[error->length] = '\n';
    memcpy(error->text + error->length + break_length, line, more + 1);
    error->length = length;
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

bool fail_in_command(Error *error, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    OWNED char *line = format_arguments(format, arguments);
    va_end(arguments);
    if (error)
        error->in_command = true;
    return fail(error, "%s", line);
}

void error_move(Error *to, Error *from) {
    if (from->count > 0)
        add_lines(to, from->text, from->count);
    if (to)
        to->in_command = to->in_command || from->in_command;
    error_clear(from);
}

void error_clear(Error *error) {
    release(error->text);
    *error = (Error){0};
}
