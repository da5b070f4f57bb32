// SPDX-License-Identifier: GPL-3.0-or-later
// A word as the shell sh takes it, so that a command that is shown can be copied.
#pragma once

// The word as it is, or in quotes where it holds more than letters, digits, ./_-+=,:@% and bytes
// beyond ASCII; owned by the caller.
char *shell_word(const char *word);
