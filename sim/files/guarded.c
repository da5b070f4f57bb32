// SPDX-License-Identifier: GPL-3.0-or-later
#include "files/guarded.h"

#include "base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    SECONDS = 10, // of processor time for the structure of a file
    WAIT = 120,   // seconds that a slow disk may take in all
    BYTES_A_SECOND = 1 << 23,
    MESSAGE_MOST = 1 << 20 // bytes
};

// An array (array_file.h, arrays/data_array.h) takes 2 GiB at most, once more while its axes are
// turned; the rest is the library's.
static const rlim_t MEMORY = (rlim_t)5 << 30;

struct Guarded {
    int pipe;
};

static bool in_guard; // is this the forked process?

void guarded_give(const Guarded *caller, const void *bytes, size_t n) {
    const char *at = bytes;
    while (n > 0) {
        ssize_t written = write(caller->pipe, at, n);
        if (written < 0 && errno != EINTR)
            _exit(EXIT_FAILURE); // the caller ended
        if (written > 0) {
            at += written;
            n -= (size_t)written;
        }
    }
}

bool guarded_take(const Guarded *process, void *bytes, size_t n) {
    char *at = bytes;
    while (n > 0) {
        ssize_t taken = read(process->pipe, at, n);
        if (taken == 0 || (taken < 0 && errno != EINTR))
            return false;
        if (taken > 0) {
            at += taken;
            n -= (size_t)taken;
        }
    }
    return true;
}

static void allow(int resource, rlim_t value) {
    struct rlimit limit;
    if (getrlimit(resource, &limit) == 0 && value < limit.rlim_max) {
        limit.rlim_cur = value;
        setrlimit(resource, &limit);
    }
}

static void allow_seconds(size_t seconds) {
    static size_t allowed;
    allowed += seconds;
    allow(RLIMIT_CPU, allowed);
    alarm((unsigned)(allowed + WAIT));
}

void guarded_expect(size_t n) {
    if (in_guard)
        allow_seconds(n / BYTES_A_SECOND);
}

// The address space in use, in bytes; 0 where it is not known.
static rlim_t address_space(void) {
    unsigned long long pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file && fscanf(file, "%llu", &pages) != 1)
        pages = 0;
    if (file)
        fclose(file);
    return (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE);
}

// What a dying library prints is of no use to the user. Signals to the program are the caller's,
// and where it ends, this process does.
static void begin_guard(void) {
    in_guard = true;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    static const int deaths[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGXCPU, SIGALRM},
                     ignored[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2, SIGPIPE};
    for (size_t i = 0; i < sizeof deaths / sizeof *deaths; i++)
        signal(deaths[i], SIG_DFL);
    for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++)
        signal(ignored[i], SIG_IGN);
    int nowhere = open("/dev/null", O_RDWR);
    dup2(nowhere, STDOUT_FILENO);
    dup2(nowhere, STDERR_FILENO);
    rlim_t used = address_space();
    if (used > 0)
        allow(RLIMIT_AS, used + MEMORY);
    allow(RLIMIT_CORE, 0);
    allow_seconds(SECONDS);
}

// The first byte handed over tells whether the messages of an error follow.
static _Noreturn void serve(const GuardedWork *work, void *context, const Guarded *caller) {
    begin_guard();
    Error error = {0};
    bool ok = work->read(context, &error);
    guarded_give(caller, &(char){ok ? 1 : 0}, 1);
    if (ok && work->give)
        work->give(context, caller);
    if (!ok) {
        size_t length = strlen(error.text);
        guarded_give(caller, &length, sizeof length);
        guarded_give(caller, error.text, length);
    }
    _exit(EXIT_SUCCESS);
}

static bool take_error(const Guarded *process, Error *error) {
    size_t length;
    if (!guarded_take(process, &length, sizeof length) || length > MESSAGE_MOST)
        return false;
    OWNED char *text = allocate(length + 1, 1);
    bool ok = guarded_take(process, text, length);
    for (char *line = text, *next; ok && line; line = next) {
        next = strchr(line, '\n');
        if (next)
            *next++ = '\0';
        fail(error, "%s", line);
    }
    return ok;
}

static bool fail_as_ended(int status, const char *path, const char *library, Error *error) {
    int number = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    bool late = number == SIGXCPU || number == SIGALRM;
    return fail(error, "%s: is damaged: %s %s while reading it", path, library,
                late ? "takes too long" : "fails");
}

bool guarded_run(const GuardedWork *work, void *context, const char *path, const char *library,
                 Error *error) {
    int ends[2];
    if (pipe(ends) != 0)
        return fail(error, "%s: cannot be read: %s", path, strerror(errno));
    fflush(NULL); // else the process might write this program's unwritten output again
    pid_t process = fork();
    if (process == 0) {
        close(ends[0]);
        serve(work, context, &(Guarded){ends[1]});
    }
    close(ends[1]);
    const Guarded from = {ends[0]};
    char ok = 0;
    bool heard = process > 0 && guarded_take(&from, &ok, 1);
    bool taken =
        heard && (ok ? work->take == NULL || work->take(context, &from) : take_error(&from, error));
    close(ends[0]);
    int status = 0;
    while (process > 0 && waitpid(process, &status, 0) < 0 && errno == EINTR)
        ;
    if (process < 0)
        return fail(error, "%s: cannot be read: %s", path, strerror(errno));
    return taken ? ok != 0 : fail_as_ended(status, path, library, error);
}
