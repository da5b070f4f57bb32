// SPDX-License-Identifier: GPL-3.0-or-later
// History: one row for each report interval of a run, in history.csv.
//
// Columns: the mean activity of each sheet over units and interval; the mean threshold of each
// driven sheet; for each pair of input sheets of two eyes, their correlation over units and
// interval (Pearson); for each sheet that settles, how far from rest it was at its last step
// (settling.h); for each that settles to a tolerance, how often and in how many steps.
// Invariant: the sums over an interval are one array, saved with the run's state, so that rows do
// not depend on interruptions.
#pragma once

#include "model/network.h"

#include <stdio.h>

// The number of sums of an interval.
size_t history_sums(const Network *network);

// Adds the activity of one presentation.
void history_add(const Network *network, double *sums);

// The header, and the row of an interval; `interval` is its number of presentations.
void history_write_header(FILE *file, const Network *network);
void history_write_row(FILE *file, const Network *network, const double *sums, int64_t interval);
