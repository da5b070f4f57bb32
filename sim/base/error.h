// SPDX-License-Identifier: GPL-3.0-or-later
// Error: messages to the user about what went wrong, one a line.
//
// A function that a user, a file or a disk can make fail returns bool and takes an Error *; it adds
// a line that names place, cause and remedy, and returns false. A mistake in the program itself is
// an assert. Only main prints an Error and chooses the exit status. A caller to whom it is enough
// that something failed passes NULL.
#pragma once

#include <stdbool.h>
#include <stddef.h>

typedef struct {
    char *text; // lines joined by '\n', no newline at the end; NULL while nothing went wrong; owned
    size_t count;    // lines in text
    size_t length;   // bytes of text
    bool in_command; // the command is mistaken: the program ends with status 2
} Error;

// Adds a line and returns false, so that a caller can write `return fail(error, ...)`.
bool fail(Error *error, const char *format, ...) __attribute__((format(printf, 2, 3)));

// As `fail`, for a word of the command that turns out to be wrong once the work has begun.
bool fail_in_command(Error *error, const char *format, ...) __attribute__((format(printf, 2, 3)));

// Moves all lines of one error to the end of another.
void error_move(Error *to, Error *from);

void error_clear(Error *error);
