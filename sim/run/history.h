// SPDX-License-Identifier: GPL-3.0-or-later
// History: one row for each report interval of a run, in history.csv.
//
// Columns: each sheet's mean activity over units and interval; each driven sheet's mean threshold;
// for each input sheet per eye the correlation of what the two eyes are shown, over units and
// interval (Pearson); for each sheet that settles to a tolerance how often it did, and in how many
// steps. Invariant: what is summed over an interval is a plain array, saved with the
// run's state, so that rows do not depend on interruptions.
#pragma once

#include "model/network.h"

#include <stdio.h>

// How many sums an interval needs.
size_t history_sums(const Network *network);

// Adds what the sheets show now.
void history_add(const Network *network, double *sums);

// The header, and the row of an interval of so many presentations.
void history_write_header(FILE *file, const Network *network);
void history_write_row(FILE *file, const Network *network, const double *sums, int64_t interval);
