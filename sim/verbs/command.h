// SPDX-License-Identifier: GPL-3.0-or-later
// Command: a verb of the program, described by tables.
//
// The words and options that a verb takes, its usage line, its help and what is said of a mistake
// come from the same rows. Each verb stands in its own file command_VERB.c and is listed in main.c.
#pragma once

#include "base/error.h"
#include "settings/setting.h"

enum { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_USAGE = 2, EXIT_INTERRUPTED = 130 };

typedef struct Options Options;

// Words of one meaning, which stand on the command line after those of the rows before.
enum { ANY_NUMBER = 1000000 };
typedef struct {
    const char *name;      // as "FILE" or "path=value"; NULL ends a table
    size_t least, most;    // how many are taken
    const char *help;      // one line; NULL: the summary says enough
    const Block *settings; // that the paths of path=value begin in; NULL: no single table
} Word;

typedef struct {
    const char *name;
    const char *summary; // one line
    const char *about;   // more about it; NULL: there is nothing more to say
    const char *asks; // what is said where words or options are missing, as "name a config file";
                      // NULL: the verb counts them itself
    const char *no_changes;      // what is said of a word path=value that is one too many, or NULL
    const char *const *examples; // command lines; NULL-terminated, at least one
    const Word *words;           // in order; only the last row may take more words than its least
    Block options;               // rows of the struct Options
    bool spreads;                // over the processes that mpirun started
    void (*help_more)(void);     // prints more help, made from other tables; NULL: there is none
    // Returns the exit status; what went wrong is in `error`.
    int (*carry_out)(const Options *options, Error *error);
} Command;

extern const Command command_run, command_resume, command_check, command_describe, command_measure,
    command_analyse, command_bench, command_circuit, command_summarise, command_tune,
    command_report, command_export, command_sweep, command_replicate;
