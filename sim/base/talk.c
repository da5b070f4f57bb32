// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/talk.h"

#include "base/memory.h"
#include "base/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

static Talk program;
static _Thread_local Talk *used; // NULL: the program's

static Talk *present_talk(void) {
    return used ? used : &program;
}

Talk *talk_use(Talk *talk) {
    Talk *before = used;
    used = talk;
    return before;
}

bool talk_log(const char *path, Error *error) {
    Talk *now = present_talk();
    if (now->log)
        fclose(now->log);
    now->log = NULL;
    if (path == NULL)
        return true;
    struct stat status;
    int opened = open(path, O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK | O_CLOEXEC, 0666);
    bool ordinary = opened >= 0 && fstat(opened, &status) == 0 && S_ISREG(status.st_mode);
    now->log = ordinary ? fdopen(opened, "a") : NULL;
    if (now->log)
        return true;
    fail(error, "%s: cannot be written: %s", path,
         opened >= 0 && !ordinary ? "it is not an ordinary file" : strerror(errno));
    if (opened >= 0)
        close(opened);
    return false;
}

void talk_quiet(bool quiet) {
    present_talk()->quiet = quiet;
}

bool talk_is_terminal(void) {
    return present_talk()->take == NULL && isatty(STDERR_FILENO);
}

static void end_progress(Talk *now) {
    if (now->line_is_open)
        fputs("\r\033[K", stderr);
    now->line_is_open = false;
}

static void say(const char *line, bool always) {
    Talk *now = present_talk();
    OWNED char *text = utf8_printable(line); // it may name what a file from elsewhere holds
    if (now->take) {
        now->take(now->context, text);
    } else if (always || !now->quiet) {
        fflush(stdout); // keeps stdout and stderr in order
        end_progress(now);
        fprintf(stderr, "%s\n", text);
    }
    if (now->log) {
        fprintf(now->log, "%s\n", text);
        fflush(now->log);
    }
}

void talk(const char *format, ...) {
    char line[4096];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    say(line, false);
}

void talk_error(Error *error) {
    char *rest = error->text, text[4096];
    for (char *line; (line = strsep(&rest, "\n"));) {
        snprintf(text, sizeof text, "pinwheel: %s", line);
        say(text, true);
    }
    error_clear(error);
}

void talk_lines(const char *word, Error *lines) {
    char *rest = lines->text;
    for (char *line; (line = strsep(&rest, "\n"));)
        talk("%s: %s", word, line);
    error_clear(lines);
}

void talk_progress(const char *line) {
    if (present_talk()->quiet || !talk_is_terminal())
        return;
    struct winsize window = {0};
    int columns = ioctl(STDERR_FILENO, TIOCGWINSZ, &window) == 0 && window.ws_col > 1
                      ? window.ws_col - 1
                      : 79;
    fprintf(stderr, "\r\033[K%.*s", columns, line); // a line that wraps could not be erased
    fflush(stderr);
    present_talk()->line_is_open = true;
}
