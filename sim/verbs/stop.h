// SPDX-License-Identifier: GPL-3.0-or-later
// Stop: the wish of the person at the terminal that the program come to an end.
#pragma once

#include <signal.h>

// Sets up SIGINT, SIGTERM and SIGHUP: the first asks to stop, the second ends the program at once.
const volatile sig_atomic_t *stop_request(void);
