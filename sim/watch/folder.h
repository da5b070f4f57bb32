// SPDX-License-Identifier: GPL-3.0-or-later
// Folder: what a run has written, which a page shows: the same for a run that is watched live and
// for one that another process makes or that has ended.
#pragma once

#include "base/error.h"
#include "watch/question.h"

// run.json; the iteration of a run that goes on is that of the last row of its history.csv. Owned
// by the caller; NULL on error.
json_t *folder_run(const char *folder, Error *error);

// Answers `about` ({title, folder, live, sheets, measures}, no sheet and no measure), `run` (as
// folder_run), `numbers` (measures.json), `history` (history.csv), `log` (the end of log.txt),
// `pictures` (maps/pictures.json) and `picture` (one that it lists, argument `file`). False: the
// question is about none of these.
bool folder_answer(Question *question, const char *folder);
