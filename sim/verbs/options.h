// SPDX-License-Identifier: GPL-3.0-or-later
// Options: what a command line says, for all verbs. A verb fills the members that its rows name;
// it reads no others.
#pragma once

#include "kernels/kernels.h"
#include "verbs/command.h"

struct Options {
    // By the rows of the command. A text that was not given is empty, a number the word of its row.
    bool help, quiet, force, json, csv, markdown, previous, periodic, degrees, radians, scaling;
    bool series, seeds, mixed, again, slurm, quick;
    char *output, *measure, *only, *as, *sheet, *transfer, *max_time;
    int kernel;
    int64_t seed, at, margin, warm_up, presentations, jobs, point, threads;
    double spacing, size, area;
    TextList against; // the words after --against

    // Made from them.
    const Kernels *kernels; // of --kernel
    double most_seconds;    // of --max-time; 0: no end

    // The rest of the command line.
    size_t count;       // of the words that are neither options nor their values
    const char **words; // in order; the array is owned, the words are borrowed
    bool *given;        // [row of the command's options]; owned
    char *line;         // the whole of it; owned
    int rank;           // of the processes that mpirun started; 0 where there is one
};

#define OPTION(member) SETTING(Options, member)

// The options that every verb has.
extern const Block options_of_all;

// Rows of several verbs.
#define OPTION_FLAG(member, what)                                                                  \
    { OPTION(member), .help = what }
#define OPTION_FORCE OPTION_FLAG(force, "replace a run that is already in that folder")
#define OPTION_AGAIN OPTION_FLAG(again, "make runs again that failed")
#define OPTION_JSON(what) OPTION_FLAG(json, what)
#define OPTION_QUIET(what)                                                                         \
    { OPTION(quiet), .help = what, .letter = 'q' }
#define OPTION_OUTPUT(words, what)                                                                 \
    { OPTION(output), .help = what, .letter = 'o', .value = words }
#define OPTION_AT(usual, what)                                                                     \
    { OPTION(at), usual, 0, 1e12, NULL, what, usual, .value = "N" }
#define OPTION_THREADS(what)                                                                       \
    { OPTION(threads), "all", 1, 1024, NULL, what, "all", .value = "N" }
#define OPTION_JOBS                                                                                \
    {                                                                                              \
        OPTION(jobs), "1", 1, 1024, .letter = 'j', .value = "N",                                   \
                                    .help = "runs side by side, which share the processors"        \
    }
#define OPTION_MAX_TIME                                                                            \
    {                                                                                              \
        SETTING_NAMED("max-time", Options, max_time),                                              \
            .value = "TIME", .help = "pause after this long, as 90s, 15m, 2h30m; `resume` goes on" \
    }
#define OPTION_KERNEL                                                                              \
    {                                                                                              \
        OPTION(kernel), "best",                                                                    \
            .choices = kernel_choices, .value = "NAME",                                            \
            .help = "arithmetic for one kind of processor; the results do not depend on it"        \
    }
extern const char *const kernel_choices[];

// Parses a command line, argv[0] being the verb, and does what its options ask of the whole program
// (threads). Each mistake is a line in `error`. The options are to be freed in either case.
bool options_parse(const Command *command, int argc, char **argv, Options *options, Error *error);
void options_free(const Command *command, Options *options);

// Is the option with this name on the command line?
bool option_given(const Command *command, const Options *options, const char *name);

// A text as it was given, or NULL.
const char *option_text(const char *text);
