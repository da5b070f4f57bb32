// SPDX-License-Identifier: GPL-3.0-or-later
// Help: the tables of a command as text.
#pragma once

#include "verbs/command.h"

// The words that a command takes, as "FILE [path=value ...]", or only those that must be given;
// owned by the caller.
char *help_usage(const Command *command, bool needed_alone);

void help_print(const Command *command);
