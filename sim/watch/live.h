// SPDX-License-Identifier: GPL-3.0-or-later
// Live: what a page asks of a run that goes on, and what it does to it.
//
//   about, settings, field      (about.h, field.h)
//   trace, tuning, retinotopy   (trace.h, tuning.h, retinotopic_grid.h)
//   frame                (frame.h) with {iteration, iterations, state, interval, forks}. While the
//                        run is measured, no sheets, the state "measuring", and {measure}; all
//                        other questions but acts are then refused with status 503
//   settling {step}      the frame of a step of the next presentation (preview.h)
// Acts, each with an object as its body:
//   pause                after this presentation
//   go {presentations}   goes on; with a number above 0, for so many
//   slow {interval}      seconds from one presentation to the next, at least
//   event {kind, settings}  what happens from now on (run/act.h); settings: "name=value" texts
//   tuning {sheet}       measures how the units of a sheet are tuned (tuning.h)
//   show {sheets}        the frame of responses to a test pattern (preview.h)
//   fork {settings}      a second run from here, with a change or none (fork.h)
//   quit                 ends the run, saved, and the program
#pragma once

#include "run/run.h"
#include "watch/fork.h"
#include "watch/trace.h"
#include "watch/tuning.h"

typedef struct {
    Run *run;             // borrowed
    QuestionQueue *queue; // borrowed
    bool paused;          // by an act
    bool quits;           // by an act
    bool has_ended;       // has the run?
    bool failed;          // by an act; then *error has a line
    Error *error;         // borrowed, while the run goes on
    int64_t pause_at;     // iteration; -1: none
    double interval;      // seconds from one presentation to the next; 0: as short as it can be
    double next;          // clock at which the next one is due
    Traces traces;
    Tuning tuning; // owned
    Forks forks;   // owned
} Live;

// The run's observer, which tells the pages what is measured.
Observer live_observer(Live *live);

// False: the question is none of these.
bool live_answer(Live *live, Question *question);
