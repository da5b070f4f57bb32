// SPDX-License-Identifier: GPL-3.0-or-later
// Live: what a page asks of a run that goes on, and what it does to it.
//
//   settings, field      (about.h, field.h)
//   frame                (frame.h) with {iteration, iterations, state, interval}
//   settling {step}      the frame of all sheets after so many steps of settling of the next
//                        presentation, which stays to be made, with {step, steps}: of all
// Acts, each with an object as its body:
//   pause                after this presentation
//   go {presentations}   goes on; with a number above 0, for so many
//   slow {interval}      seconds from one presentation to the next, at least
//   event {kind, settings}  what happens from now on (run/act.h); settings: "name=value" texts
//   show {sheets}        {SHEET: values}: input sheets show arrays, without learning; the answer is
//                        a frame of all sheets' responses
//   quit                 ends the run, saved, and the program
#pragma once

#include "run/run.h"
#include "watch/question.h"

typedef struct {
    Run *run;         // borrowed
    bool paused;      // by an act
    bool quits;       // by an act
    bool has_ended;   // has the run?
    bool failed;      // by an act; then *error has a line
    Error *error;     // borrowed, while the run goes on
    int64_t pause_at; // iteration; -1: none
    double interval;  // seconds from one presentation to the next; 0: as short as it can be
    double next;      // clock at which the next one is due
} Live;

// False: the question is none of these.
bool live_answer(Live *live, Question *question);
