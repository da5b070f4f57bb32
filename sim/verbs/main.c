// SPDX-License-Identifier: GPL-3.0-or-later
// The program: finds the verb, carries it out, prints the errors, and chooses the exit status.
#include "base/memory.h"
#include "base/suggestion.h"
#include "base/talk.h"
#include "batch/child_ranks.h"
#include "batch/ranks.h"
#include "files/provenance.h"
#include "files/store.h"
#include "run/plugin.h"
#include "verbs/help.h"
#include "verbs/options.h"

#include <fcntl.h>
#include <gsl/gsl_errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <unistd.h>

static const Command *const commands[] = {
    &command_run,     &command_resume,  &command_watch,     &command_check,   &command_describe,
    &command_measure, &command_analyse, &command_bench,     &command_circuit, &command_summarise,
    &command_tune,    &command_report,  &command_figure,    &command_panels,  &command_cite,
    &command_export,  &command_sweep,   &command_replicate, &command_fit};
enum { COMMANDS = sizeof commands / sizeof *commands };

// Adds where the configs and the documents are: beside the program, as in a clone, or where
// `make install` puts them.
static void print_place(FILE *file) {
    static const char *const places[] = {".", "../share/pinwheel"};
    char *program = realpath("/proc/self/exe", NULL),
         *slash = program ? strrchr(program, '/') : NULL;
    if (slash)
        *slash = '\0';
    for (size_t i = 0; slash && i < sizeof places / sizeof *places; i++) {
        OWNED char *path = format_text("%s/%s/configs/gcal/demo.cfg", program, places[i]);
        char *found = realpath(path, NULL), *end = found ? strstr(found, "/configs/gcal/") : NULL;
        if (end) {
            *end = '\0';
            fprintf(file, ", in %s", found);
        }
        free(found);
        if (end)
            break;
    }
    free(program);
}

static void print_summary(FILE *file) {
    fprintf(
        file,
        "pinwheel: how cortical maps organise themselves\n"
        "  pinwheel run configs/gcal/demo.cfg                   develop an orientation map\n"
        "  pinwheel run configs/gcal/gcal.cfg seed=7            the same model, larger, another "
        "seed\n"
        "  pinwheel analyse map.h5:/angles --degrees            statistics of your own map\n");
    for (size_t i = 0; i < COMMANDS; i++) {
        OWNED char *words = help_usage(commands[i], true);
        fprintf(file, "  %-9s %-20s %s\n", commands[i]->name, words, commands[i]->summary);
    }
    fprintf(file, "  help VERB lists its words and options; README.md and docs/ explain the rest");
    print_place(file);
    fputc('\n', file);
}

static const Command *find_command(const char *name, Error *error) {
    const char *names[COMMANDS];
    for (size_t i = 0; i < COMMANDS; i++) {
        names[i] = commands[i]->name;
        if (strcmp(names[i], name) == 0)
            return commands[i];
    }
    fail(error, "there is no verb '%s'%s (`pinwheel` lists all)", name,
         suggestion("", name, names, COMMANDS).text);
    return NULL;
}

static int carry_out_command(const Command *command, int argc, char **argv, Error *error) {
    Options options;
    int status = EXIT_USAGE, rank = command->spreads ? ranks_begin() : 0;
    bool ok = options_parse(command, argc, argv, &options, error);
    options.rank = rank;
    talk_quiet(options.quiet || rank > 0);
    if (options.help) {
        error_clear(error);
        help_print(command);
        status = EXIT_DONE;
    } else if (ok && plugins_of_command(&options.plugin, error)) {
        status = command->carry_out(&options, error);
    }
    options_free(command, &options);
    return command->spreads ? child_ranks_leave(rank, status, error) : status;
}

static int carry_out(int argc, char **argv, Error *error) {
    const char *first = argc > 0 ? argv[0] : "help";
    if (strcmp(first, "--version") == 0) {
        printf("pinwheel %s (%s)\n", PINWHEEL_VERSION, provenance_commit());
        return EXIT_DONE;
    }
    bool help =
        strcmp(first, "help") == 0 || strcmp(first, "--help") == 0 || strcmp(first, "-h") == 0;
    if (help && argc < 2) {
        print_summary(stdout);
        return EXIT_DONE;
    }
    const Command *command = find_command(argv[help ? 1 : 0], error);
    if (command == NULL)
        return EXIT_USAGE;
    if (help) {
        help_print(command);
        return EXIT_DONE;
    }
    return carry_out_command(command, argc, argv, error);
}

// Opens closed standard streams. Otherwise the next file would get the number of stderr, and
// messages would be written into it.
static void open_standard_streams(void) {
    int opened;
    do
        opened = open("/dev/null", O_RDWR);
    while (opened >= 0 && opened <= STDERR_FILENO);
    if (opened >= 0)
        close(opened);
}

// Limits how long waiting threads spin. Spinning is fast on a free machine, but where several
// programs share the processors, it slows all of them manyfold. The OpenMP library reads this limit
// from the environment before main begins, and no call changes it later. So the program sets the
// variable and starts itself again, by the same path and name. If that fails, it goes on.
static void wait_briefly(char **argv) {
    const char *path = (const char *)getauxval(AT_EXECFN);
    if (path && !getenv("GOMP_SPINCOUNT") && !getenv("OMP_WAIT_POLICY") &&
        setenv("GOMP_SPINCOUNT", "1000", 1) == 0)
        execv(path, argv);
}

int main(int argc, char **argv) {
    wait_briefly(argv);
    open_standard_streams();
    store_prepare();
    gsl_set_error_handler_off();
    Error error = {0};
    int status = carry_out(argc - 1, argv + 1, &error);
    if (status == EXIT_FAILED && error.in_command)
        status = EXIT_USAGE;
    talk_error(&error);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        perror("pinwheel: standard output");
        status = status == EXIT_DONE ? EXIT_FAILED : status;
    }
    return status;
}
