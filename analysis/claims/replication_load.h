// SPDX-License-Identifier: GPL-3.0-or-later
// Reading a replication's file, with all that it claims checked before anything runs.
#pragma once

#include "claims/replication.h"

// Reads a file, checks it, and plans the runs in a folder, NULL: outputs/NAME-replication with NAME
// of the file, and of a quick one -quick after it. `quick` makes fewer and shorter runs. Call
// replication_free either way.
bool replication_load(Replication *replication, const char *path, const char *folder, bool quick,
                      Error *error);
