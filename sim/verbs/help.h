// SPDX-License-Identifier: GPL-3.0-or-later
// Help: what a command's tables say, in words.
#pragma once

#include "verbs/command.h"

// The words that a command takes, as "FILE [path=value ...]", or only those that it needs; owned by
// the caller.
char *help_usage(const Command *command, bool needed_alone);

// Prints the help of a command.
void help_print(const Command *command);
