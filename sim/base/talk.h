// SPDX-License-Identifier: GPL-3.0-or-later
// Talk: messages to the user, on stderr and in a run's log.txt. Results go to stdout instead.
//
// The program has one talk. Each simulation of the library (library/pinwheel.h) has its own, which
// prints nothing; the thread that works for a simulation uses the talk of that simulation.
#pragma once

#include "base/error.h"

#include <stdbool.h>
#include <stdio.h>

typedef struct {
    FILE *log; // owned; NULL: none
    bool quiet, line_is_open;
    void (*take)(void *context, const char *line); // takes each message; NULL: it goes to stderr
    void *context;
} Talk;

// Lets this thread use a talk, NULL for the program's, and returns the one that it used before.
Talk *talk_use(Talk *talk);

// Appends all further messages to a log, too; NULL closes the log. False if it cannot be opened.
bool talk_log(const char *path, Error *error);

// When quiet, only errors are printed on stderr; the log still gets all messages.
void talk_quiet(bool quiet);

// Prints a message of one line.
void talk(const char *format, ...) __attribute__((format(printf, 1, 2)));

// Prints all lines of an error, and clears it.
void talk_error(Error *error);

// The same for lines that are no errors, each after a word, as "warning".
void talk_lines(const char *word, Error *lines);

// Prints a line that the next message replaces. Does nothing unless stderr is a terminal.
void talk_progress(const char *line);
bool talk_is_terminal(void);
