// SPDX-License-Identifier: GPL-3.0-or-later
// The program: finds the verb, carries it out, prints what went wrong, and chooses the exit status.
#include "verbs/command.h"
#include "base/memory.h"
#include "files/provenance.h"
#include "files/store.h"
#include "base/talk.h"

#include <fcntl.h>
#include <gsl/gsl_errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const Command *const commands[] = {
    &command_run,     &command_resume, &command_check,   &command_describe,  &command_measure,
    &command_analyse, &command_bench,  &command_circuit, &command_summarise, &command_tune,
    &command_report,  &command_export, &command_sweep,   &command_replicate};
enum { COMMANDS = sizeof commands / sizeof *commands };

static void print_summary(FILE *file) {
    fprintf(
        file,
        "pinwheel: how cortical maps organise themselves\n\n"
        "  pinwheel run configs/gcal/demo.cfg                        develop an orientation map\n"
        "  pinwheel run configs/gcal/gcal-small.cfg seed=7           the same model, larger, another "
        "seed\n"
        "  pinwheel analyse map.h5:/angles --degrees            statistics of your own map\n\n");
    for (size_t i = 0; i < COMMANDS; i++)
        fprintf(file, "  %-9s %-27s %s\n", commands[i]->name, commands[i]->arguments,
                commands[i]->summary);
    fprintf(file, "  help VERB tells its options; README.md and docs/ tell the rest\n");
}

static const Command *find_command(const char *name, Error *error) {
    const char *names[COMMANDS];
    for (size_t i = 0; i < COMMANDS; i++) {
        names[i] = commands[i]->name;
        if (strcmp(names[i], name) == 0)
            return commands[i];
    }
    const char *nearest = nearest_name(name, names, COMMANDS);
    fail(error, "there is no verb '%s'%s%s%s; `pinwheel` lists them", name,
         nearest ? "; did you mean '" : "", nearest ? nearest : "", nearest ? "'?" : "");
    return NULL;
}

static void print_help(const Command *command) {
    printf("pinwheel %s %s\n    %s\n\n%s", command->name, command->arguments, command->summary,
           command->help);
    if (command->help_more)
        command->help_more();
}

static bool asks_for_help(int argc, char **argv) {
    for (int i = 1; i < argc; i++)
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
            return true;
    return false;
}

static int carry_out(int argc, char **argv, Error *error) {
    if (argc == 0) {
        print_summary(stdout);
        return EXIT_DONE;
    }
    if (strcmp(argv[0], "--version") == 0) {
        printf("pinwheel %s (%s)\n", PINWHEEL_VERSION, provenance_commit());
        return EXIT_DONE;
    }
    bool help = strcmp(argv[0], "help") == 0 || strcmp(argv[0], "--help") == 0 ||
                strcmp(argv[0], "-h") == 0;
    if (help && argc < 2) {
        print_summary(stdout);
        return EXIT_DONE;
    }
    const Command *command = find_command(argv[help ? 1 : 0], error);
    if (command == NULL)
        return EXIT_USAGE;
    if (help || asks_for_help(argc, argv)) {
        print_help(command);
        return EXIT_DONE;
    }
    return command->carry_out(argc, argv, error);
}

// A standard stream that is closed would lend its number to the next file that is opened, and what
// is said would end up in it.
static void open_standard_streams(void) {
    int opened;
    do
        opened = open("/dev/null", O_RDWR);
    while (opened >= 0 && opened <= STDERR_FILENO);
    if (opened >= 0)
        close(opened);
}

// Threads that wait for each other spin, as is fast on a machine that is free; where several
// programs share the processors, long spinning slows all of them manyfold. The OpenMP library reads
// how long to spin when a program is loaded: so the program loads itself once more.
static void wait_briefly(char **argv) {
    if (getenv("GOMP_SPINCOUNT") || getenv("OMP_WAIT_POLICY"))
        return;
    setenv("GOMP_SPINCOUNT", "1000", 1);
    execv("/proc/self/exe", argv); // where that fails, it goes on as it is
}

int main(int argc, char **argv) {
    wait_briefly(argv);
    open_standard_streams();
    store_prepare();
    gsl_set_error_handler_off();
    Error error = {0};
    int status = carry_out(argc - 1, argv + 1, &error);
    talk_error(&error);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        perror("pinwheel: standard output");
        status = status == EXIT_DONE ? EXIT_FAILED : status;
    }
    return status;
}
