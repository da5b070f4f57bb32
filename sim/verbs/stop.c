// SPDX-License-Identifier: GPL-3.0-or-later
#include "verbs/stop.h"

#include "verbs/command.h"

#include <errno.h>
#include <stddef.h>
#include <unistd.h>

static volatile sig_atomic_t stop_requested, requests;

static bool is_request(int signal_number) {
    return signal_number == SIGINT || signal_number == SIGTERM || signal_number == SIGHUP;
}

// A warning, as a batch system sends before the time is up, may come several times; only a second
// request stops at once.
static void on_signal(int signal_number, siginfo_t *about, void *context) {
    (void)context;
    static const char message[] =
        "\nstopping after this iteration or measurement; once more to stop at once\n";
    if (signal_number == SIGXFSZ && about->si_pid == getpid())
        return; // the system sends it where a file is too large; then writing it fails
    if (is_request(signal_number) && requests++ > 0)
        _exit(EXIT_INTERRUPTED);
    if (stop_requested)
        return;
    stop_requested = 1;
    int kept = errno;
    ssize_t ignored = write(STDERR_FILENO, message, sizeof message - 1); // stderr may be closed
    (void)ignored;
    errno = kept;
}

const volatile sig_atomic_t *stop_request(void) {
    static const int handled[] = {SIGINT, SIGTERM, SIGHUP, SIGXCPU, SIGXFSZ, SIGUSR1, SIGUSR2};
    struct sigaction action = {.sa_sigaction = on_signal, .sa_flags = SA_RESTART | SA_SIGINFO},
                     ignore = {.sa_handler = SIG_IGN};
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof handled / sizeof *handled; i++)
        sigaddset(&action.sa_mask, handled[i]);
    for (size_t i = 0; i < sizeof handled / sizeof *handled; i++) {
        struct sigaction before;
        bool ignored = sigaction(handled[i], NULL, &before) == 0 && before.sa_handler == SIG_IGN;
        if (handled[i] != SIGHUP || !ignored) // nohup stays in force
            sigaction(handled[i], &action, NULL);
    }
    sigaction(SIGPIPE, &ignore, NULL); // a message that nobody reads is no reason to end
    return &stop_requested;
}
