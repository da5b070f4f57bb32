// SPDX-License-Identifier: GPL-3.0-or-later
// Run: an experiment being carried out in a folder.
//
// Invariant: after any iteration the state could be saved and resumed to the same bits. Files:
// run.c (start, resume, loop), run_events.c, run_files.c (run.json, history.csv, config.cfg).
#pragma once

#include "run/checkpoint.h"
#include "run/observer.h"
#include "run/progress.h"
#include "run/save_clock.h"
#include "run/silence.h"

#include <jansson.h>
#include <signal.h>

typedef enum { RUN_FINISHED, RUN_PAUSED, RUN_INTERRUPTED, RUN_FAILED } RunStatus;

typedef struct Run {
    Experiment *experiment;   // borrowed; its live settings change by events
    Network *network;         // owned
    char *folder;             // owned; NULL until it is started
    RunMemory memory;         // owned
    Silence silence;          // since this process took up the run; owned
    const Observer *observer; // borrowed; NULL: nothing is measured
    double selectivity;       // mean selectivity when last measured; NaN before
    int64_t started_at;       // iteration at which this process took up the run
    double clock;             // seconds, when it did
    SaveClock save_clock;     // of the checkpoints
    bool saved;               // did the last attempt to save the state succeed?
    uint64_t hash;            // of the network (network_hash), once the run has ended
    int lock;                 // of the folder (rundir_lock); 0 or less for none
    char started[WALL_TIME_SIZE];
    char *command;  // owned
    json_t *inputs; // of the run (run_inputs.h), for run.json; owned
} Run;

typedef struct {
    double most_seconds; // stop after this; 0: no limit
    const char *command; // as typed, for run.json
    const Observer *observer;
    // Called before each presentation, when the events of the iteration have happened, and at the
    // end; may act on the run (act.h). False: the run pauses, or fails where `error` has a line.
    bool (*between)(void *context, Run *run, Error *error); // NULL: nothing is called
    void *context;
} RunOptions;

// Builds the network of a new run, in the state that the experiment starts from, and writes
// nothing. The state may come from a run with other settings, if sheets and fields agree. Events of
// its iteration happen. Earlier events count as done: their changes of settings are made again, and
// the state holds what they altered. Call run_finish either way.
bool run_build(Run *run, Experiment *experiment, const Kernels *kernels, const RunOptions *options,
               Error *error);

// Adds a line for each doubtful setting of a run that was built (settings_warnings.h), and one for
// the events that never happen in it.
void run_warnings(const Run *run, Error *warnings);

// Takes over `folder` for a run that was built, and writes config.cfg and run.json there.
bool run_start(Run *run, char *folder, Error *error);

// Opens a saved state to measure it, and writes nothing. `folder` NULL: it is no run's folder.
bool run_open(Run *run, Experiment *experiment, char *folder, const char *state,
              const Kernels *kernels, const RunOptions *options, Error *error);

// Opens a checkpoint to go on from it: later rows and results are dropped. Refuses an end that has
// already passed.
bool run_resume(Run *run, Experiment *experiment, char *folder, const char *checkpoint,
                const Kernels *kernels, const RunOptions *options, Error *error);

// Goes on until the iterations are done, time is up or `stop` is set. Saves the state in every case
// except an error of the disk.
RunStatus run_loop(Run *run, const RunOptions *options, const volatile sig_atomic_t *stop,
                   Error *error);

// What a loop is made of, for callers that go on presentation by presentation. Without a folder
// nothing is written: there is no history, and events neither measure nor save.
//
// run_arrive: the events of the present iteration happen, unless they have. run_present: one
// presentation, of its stimuli or of what the input sheets show already. run_save_if_due: saves the
// state where a checkpoint is due. run_end: saves, and writes how the run ended; returns RUN_FAILED
// where that fails.
typedef enum { PRESENT_STIMULI, PRESENT_SHOWN } Presented;
bool run_arrive(Run *run, Error *error);
bool run_present(Run *run, Presented presented, Error *error);
bool run_save_if_due(Run *run, Error *error);
RunStatus run_end(Run *run, RunStatus status, Error *error);

// Finds the inputs of the run, for its files, unless they are known.
bool run_note_inputs(Run *run, Error *error);

void run_finish(Run *run);

// What the events of an iteration do (run_events.c): change settings again after a resume; change
// settings and alter the network; or all else.
typedef enum { EVENTS_CHANGE_AGAIN, EVENTS_CHANGE, EVENTS_HAPPEN } EventPhase;
bool run_events(Run *run, EventPhase phase, int64_t iteration, Error *error);

// Files of a run (run_files.c).
bool run_write_config(const Run *run, Error *error);
// A run that goes on has no hash of its weights in run.json: computing it takes seconds for large
// networks.
bool run_write_status(const Run *run, const char *status, const char *reason, Error *error);
bool run_add_history(Run *run, Error *error);
// Drops rows after iteration `last`.
bool run_rewind_history(const Run *run, int64_t last, Error *error);
