// SPDX-License-Identifier: GPL-3.0-or-later
// Options: the command line of any verb. A verb fills and reads only the members that its rows
// name.
#pragma once

#include "kernels/kernels.h"
#include "run/figure_settings.h"
#include "verbs/command.h"

struct Options {
    // From the rows of the command. A missing text is empty; a missing number is its row's default.
    bool help, quiet, force, json, csv, markdown, previous, periodic, degrees, radians, scaling;
    bool series, seeds, mixed, again, slurm, quick, weights, settings, bibtex, turns, doubled, directions;
    char *output, *measure, *only, *as, *sheet, *transfer, *max_time, *inside, *selectivity;
    int kernel;
    int64_t seed, at, margin, warm_up, presentations, jobs, point, threads, codes;
    double spacing, size, area, millimetres;
    // Of `analyse`: filters, and stacks of responses.
    bool band_pass, drift, darker, layout_intervals;
    char *high_pass, *low_pass, *axes, *stimuli, *window;
    int normalise;
    int64_t resamples;
    double steepness, turn;
    TextList against; // the words after --against
    TextList plugin;  // files
    FigureSettings figure;
    // Of `watch`.
    bool paused;
    char *listen;
    int64_t port;

    // Derived from these.
    const Kernels *kernels; // of --kernel
    double most_seconds;    // of --max-time; 0: no limit

    // The rest of the command line.
    size_t count;       // of the words that are neither options nor their values
    const char **words; // in order; the array is owned, the words are borrowed
    bool *given;        // [row of the command's options]; owned
    char *line;         // the whole command line; owned
    int rank;           // of this process among those that mpirun started
};

// The options that every verb has, and those of a verb beside them.
extern const Block options_of_all;
#define OPTIONS(...) BLOCK(Options, &options_of_all, __VA_ARGS__)

// Rows; most of them stand in several verbs.
// clang-format off
#define OPTION(member) SETTING(Options, member)
#define OPTION_FLAG(member, what) {OPTION(member), .help = what}
#define OPTION_FORCE OPTION_FLAG(force, "replace a run that is already in that folder")
#define OPTION_AGAIN OPTION_FLAG(again, "make failed runs again")
#define OPTION_JSON(what) OPTION_FLAG(json, what)
#define OPTION_QUIET(what) {OPTION(quiet), .help = what, .letter = 'q'}
#define OPTION_OUTPUT(words, what) {OPTION(output), .help = what, .letter = 'o', .value = words}
#define OPTION_AT(usual, what) {OPTION(at), usual, 0, 1e12, NULL, what, usual, .value = "N"}
#define OPTION_THREADS(what) {OPTION(threads), "all", 1, 1024, NULL, what, "all", .value = "N"}
#define OPTION_JOBS                                                                                \
    {OPTION(jobs), "1", 1, 1024, .letter = 'j', .value = "N",                                      \
     .help = "number of runs at a time, which share the processors"}
#define OPTION_POINT                                                                               \
    {OPTION(point), "all", 1, 1e6, .word = "all", .value = "K",                                    \
     .help = "make run K alone, as a task of a batch system; writes nothing about all runs"}
#define OPTION_SLURM OPTION_FLAG(slurm, "print a script that has Slurm do so for every run")
#define OPTION_MAX_TIME                                                                            \
    {SETTING_NAMED("max-time", Options, max_time), .value = "TIME",                                \
     .help = "pause after this time, as 90s, 15m, 2h30m; `resume` goes on"}
#define OPTION_KERNEL                                                                              \
    {OPTION(kernel), "best", .choices = kernel_choices, .value = "NAME",                           \
     .help = "code for one kind of processor; the results do not depend on it"}
// clang-format on
extern const char *const kernel_choices[];

// Parses a command line, whose argv[0] is the verb, and sets the number of threads. Each mistake is
// a line in `error`. Call options_free either way.
bool options_parse(const Command *command, int argc, char **argv, Options *options, Error *error);
void options_free(const Command *command, Options *options);

// Is the option with this name on the command line?
bool option_given(const Command *command, const Options *options, const char *name);

// An option's text, or NULL if it is missing.
const char *option_text(const char *text);
