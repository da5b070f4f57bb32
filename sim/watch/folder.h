// SPDX-License-Identifier: GPL-3.0-or-later
// Folder: what a run has written, which a page shows: the same for a run that is watched live and
// for one that another process makes or that has ended.
#pragma once

#include "watch/question.h"

// Answers `run` (run.json), `numbers` (measures.json), `history` (history.csv), `log` (the end of
// log.txt), `pictures` (maps/pictures.json) and `picture` (one that it lists, argument `file`).
// False: the question is about none of these.
bool folder_answer(Question *question, const char *folder);
