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

static FILE *log_file;
static bool is_quiet, line_is_open;

bool talk_log(const char *path, Error *error) {
    if (log_file)
        fclose(log_file);
    log_file = NULL;
    if (path == NULL)
        return true;
    struct stat status;
    int opened = open(path, O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK | O_CLOEXEC, 0666);
    bool ordinary = opened >= 0 && fstat(opened, &status) == 0 && S_ISREG(status.st_mode);
    log_file = ordinary ? fdopen(opened, "a") : NULL;
    if (log_file)
        return true;
    fail(error, "%s: cannot be written: %s", path,
         opened >= 0 && !ordinary ? "it is not an ordinary file" : strerror(errno));
    if (opened >= 0)
        close(opened);
    return false;
}

void talk_quiet(bool quiet) {
    is_quiet = quiet;
}

bool talk_is_terminal(void) {
    return isatty(STDERR_FILENO);
}

static void end_progress(void) {
    if (line_is_open)
        fputs("\r\033[K", stderr);
    line_is_open = false;
}

static void say(const char *line, bool always) {
    OWNED char *text = utf8_printable(line); // it may name what a file from elsewhere holds
    if (always || !is_quiet) {
        fflush(stdout); // keeps stdout and stderr in order
        end_progress();
        fprintf(stderr, "%s\n", text);
    }
    if (log_file) {
        fprintf(log_file, "%s\n", text);
        fflush(log_file);
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
    if (is_quiet || !talk_is_terminal())
        return;
    struct winsize window = {0};
    int columns = ioctl(STDERR_FILENO, TIOCGWINSZ, &window) == 0 && window.ws_col > 1
                      ? window.ws_col - 1
                      : 79;
    fprintf(stderr, "\r\033[K%.*s", columns, line); // a line that wraps could not be erased
    fflush(stderr);
    line_is_open = true;
}
