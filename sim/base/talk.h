// SPDX-License-Identifier: GPL-3.0-or-later
// Talk: what the program says to the person at the terminal, on stderr and in a run's log.txt.
// Results go to stdout, not here.
#pragma once

#include "base/error.h"

#include <stdbool.h>

// From here on what is said is also appended to a log; false if it cannot be opened. NULL ends
// that.
bool talk_log(const char *path, Error *error);

// Quiet keeps everything but errors from stderr; the log still gets all.
void talk_quiet(bool quiet);

// Says one line.
void talk(const char *format, ...) __attribute__((format(printf, 1, 2)));

// Says all lines of an error, and clears it.
void talk_error(Error *error);

// Shows a line that the next one replaces, when stderr is a terminal; otherwise does nothing.
void talk_progress(const char *line);
bool talk_is_terminal(void);
