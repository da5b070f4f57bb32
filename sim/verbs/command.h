// SPDX-License-Identifier: GPL-3.0-or-later
// Command: a verb of the program. Each stands in its own file command_VERB.c and is listed in
// main.c.
#pragma once

#include "base/error.h"
#include "kernels/kernels.h"

#include <signal.h>
#include <stddef.h>

enum { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_USAGE = 2, EXIT_INTERRUPTED = 130 };

typedef struct {
    const char *name;
    const char *arguments;   // as "FILE [path=value ...]"
    const char *summary;     // one line
    const char *help;        // options, one a line
    void (*help_more)(void); // prints more help, made from tables; NULL: there is none
    // argv[0] is the verb. Returns the exit status; what went wrong is in `error`.
    int (*carry_out)(int argc, char **argv, Error *error);
} Command;

extern const Command command_run, command_resume, command_check, command_describe, command_measure,
    command_analyse, command_bench, command_circuit, command_summarise, command_tune,
    command_report, command_export, command_sweep, command_replicate;

// The options that several verbs share, and what is left of the command line.
typedef struct {
    const char *output;  // -o, --output
    double most_seconds; // --max-time; 0: none
    bool quiet, force, json, csv, markdown, previous, periodic, degrees, radians, scaling;
    bool series, seeds, mixed, again, slurm, quick;
    const char *measure, *only; // --measure, --only; NULL: not given
    const char *as;             // --as; NULL: not given
    int64_t seed;               // --seed; -1: not given
    int64_t at;                 // --at; -1: not given
    double margin;              // --margin; negative: not given
    double spacing;             // --spacing; 0: not given
    double size, area;          // --size, --area
    int64_t warm_up;            // --warm-up
    const char *sheet;          // --sheet; NULL: not given
    const char *transfer;       // --transfer; NULL: not given
    int64_t presentations;      // --presentations
    int jobs;                   // -j, --jobs
    int64_t point;              // --point; 0: not given
    int threads;                // --threads, which has taken effect; 0: not given
    const Kernels *kernels;     // --kernel; NULL: the best here
    int count;                  // of the other words
    int against;                // how many of them stand before --against; -1: not given
    char **words;               // the other words, in order; owned, each borrowed from argv
    char *line;                 // the whole command line; owned
} Options;

// Parses options of `command` (only those that its help names are allowed). False is a usage error.
bool options_parse(const Command *command, int argc, char **argv, Options *options, Error *error);
void options_free(Options *options);

// Sets up SIGINT, SIGTERM and SIGHUP: the first asks to stop, the second ends the program at once.
const volatile sig_atomic_t *stop_request(void);
