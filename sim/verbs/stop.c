// SPDX-License-Identifier: GPL-3.0-or-later
#include "verbs/stop.h"

#include "verbs/command.h"

#include <unistd.h>

static volatile sig_atomic_t stop_requested;

static void on_signal(int signal_number) {
    (void)signal_number;
    static const char message[] =
        "\nstopping after this iteration or measurement; once more to stop at once\n";
    if (stop_requested)
        _exit(EXIT_INTERRUPTED);
    stop_requested = 1;
    if (write(STDERR_FILENO, message, sizeof message - 1) < 0)
        return; // stderr is closed
}

const volatile sig_atomic_t *stop_request(void) {
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGHUP, &action, NULL);
    return &stop_requested;
}
