// SPDX-License-Identifier: GPL-3.0-or-later
// Runs: the folder of a sweep, a replication or a fit that another process makes or that is
// finished, an overview of its runs. It needs neither the plan nor the file that the folder was
// made from.
#pragma once

#include "watch/question.h"

// Answers
//   about   {title, folder, live, kind}: "sweep", "replication" or "fit"
//   runs    {runs, claims}: runs has for each NAME {status, reason, iteration, iterations, drawn,
//           labels, numbers}; labels and numbers are texts of index.csv, of which numbers has those
//           that its measures call their main ones; drawn is when pictures last came. First come
//           the runs of the index, then others that have begun. claims has the rows of
//           scorecard.csv.
//   map     argument `run`: the newest map of that run, small
// and, where there is an argument `run`, what folder_answer answers of that run. False: the
// question is about none of these.
bool runs_answer(Question *question, const char *folder, const char *kind);
