// SPDX-License-Identifier: GPL-3.0-or-later
// Command: a verb of the program, described by tables.
//
// The rows give the words and options that a verb takes, its usage line, its help and the messages
// about mistakes. Each verb has a file command_VERB.c and is listed in main.c.
#pragma once

#include "base/error.h"
#include "settings/setting.h"

enum { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_USAGE = 2, EXIT_INTERRUPTED = 130 };

typedef struct Options Options;

// The words of one meaning on the command line. They come after the words of the rows before.
enum { ANY_NUMBER = 1000000 };
typedef struct {
    const char *name;      // as "FILE" or "path=value"; NULL ends a table
    size_t least, most;    // how many may be given
    const char *help;      // one line; NULL: the summary says enough
    const Block *settings; // where the paths of path=value begin, or NULL
} Word;
// clang-format off
#define WORDS(...) (const Word[]){__VA_ARGS__, {0}}
#define EXAMPLES(...) (const char *const[]){__VA_ARGS__, NULL}
// clang-format on

typedef struct {
    const char *name;
    const char *summary; // one line
    const char *about;   // more about it, or NULL
    const char *asks;    // the message when words or options are missing, as "name a config file";
                         // NULL: the verb counts them itself
    const char *no_changes;      // the message about a superfluous word path=value, or NULL
    const char *const *examples; // command lines; NULL-terminated, at least one
    const Word *words;           // in order; only the last row may take more words than its least
    Block options;               // rows of the struct Options
    bool spreads;                // its runs over the processes that mpirun started
    void (*help_more)(void);     // prints more help, made from other tables, or NULL
    // Returns the exit status; `error` holds the messages.
    int (*carry_out)(const Options *options, Error *error);
} Command;

extern const Command command_run, command_resume, command_check, command_describe, command_measure,
    command_analyse, command_bench, command_circuit, command_summarise, command_tune,
    command_report, command_figure, command_panels, command_cite, command_export, command_sweep,
    command_replicate, command_fit, command_watch;
