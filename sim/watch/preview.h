// SPDX-License-Identifier: GPL-3.0-or-later
// Preview: responses that do not count. Afterwards activity, thresholds, and how far from rest the
// sheets were, are as before.
#pragma once

#include "watch/question.h"
#include "model/network.h"

typedef struct {
    Network *network;
    NetworkActivity *activity;
    Rest *rest;
} Preview;

Preview preview_begin(Network *network);
void preview_end(Preview *preview);

// Frames (frame.h) whose line begins with `head`, which is taken over.
//
// Argument `sheets`, {SHEET: values}: what input sheets show, numbers from 0 to 1; the others show
// nothing.
void answer_show(Question *question, Network *network, json_t *head);

// Argument `step`: the sheets after so many steps of settling of the next presentation. The line
// gets {step, steps}: of all.
void answer_settling(Question *question, Network *network, json_t *head);
