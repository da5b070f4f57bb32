// SPDX-License-Identifier: GPL-3.0-or-later
// How the runs of a folder can be made again: the commands that made them and their file.
#pragma once

#include "report/html.h"

// Writes the commands of DIR/KIND.json, and DIR/KIND.cfg, as far as these can be read; `kind` is as
// in batch/runs_folder.h.
void runs_provenance(Html *html, const char *folder, const char *kind);
