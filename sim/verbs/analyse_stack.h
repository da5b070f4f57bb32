// SPDX-License-Identifier: GPL-3.0-or-later
// What `analyse` does with stacks of responses: maps of them, and how sure their trials make these.
#pragma once

#include "imaging/response_stack.h"
#include "measure/recording.h"
#include "measure/results.h"
#include "verbs/options.h"

extern const char *const stack_normalisations[];

// clang-format off
#define STACK_OPTIONS                                                                              \
    {OPTION(axes), .value = "NAMES",                                                               \
     .help = "axes of a stack of responses, as rows,columns,conditions,trials; or with time"},     \
    {OPTION(stimuli), .value = "ANGLES",                                                           \
     .help = "of its conditions, degrees, as 0,45,90,135,blank; usually spread evenly"},           \
    {OPTION(turn), "180", 180, 360, .value = "D",                                                  \
     .help = "what stimuli are spread over: 180 for orientations, 360 for directions"},            \
    OPTION_FLAG(drift, "the stimuli are directions of drift, a right angle from the orientation"), \
    {OPTION(normalise), "auto", .choices = stack_normalisations, .value = "KIND",                  \
     .help = "auto: by the blank, if there is one"},                                               \
    {OPTION(window), .value = "A-B", .help = "frames of the time axis that count, from 1"},        \
    {OPTION(resamples), "1000", 0, 100000, .value = "N",                                           \
     .help = "draws of the trials for intervals; 0: none"}
// clang-format on

// Puts a map in the place of each stack among the arrays; for ocular dominance, an index in the
// place of two stacks, of the left and the right eye. Keeps the first stack of orientations.
bool analyse_stack_take(const char *kind, const Options *options, Recording *recording,
                        ResponseStack *stack, Error *error);

// Adds intervals to the numbers of the stack's map, the signal over noise, and whether the map is
// modular. The stack is joined and filtered on the way.
void analyse_stack_confidence(const Options *options, ResponseStack *stack, Results *results);
