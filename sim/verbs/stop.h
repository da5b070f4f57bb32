// SPDX-License-Identifier: GPL-3.0-or-later
// Stop: the user's request to end the program.
#pragma once

#include <signal.h>

// Handles SIGINT, SIGTERM and SIGHUP: the first signal sets the returned flag, the second ends the
// program at once. SIGXCPU, SIGXFSZ, SIGUSR1 and SIGUSR2, the warnings of batch systems, set the
// flag as well. A closed pipe no longer ends the program.
const volatile sig_atomic_t *stop_request(void);
