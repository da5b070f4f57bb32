// SPDX-License-Identifier: GPL-3.0-or-later
// Reads a replication's file and checks all experiments and claims before anything runs.
#pragma once

#include "claims/replication.h"

// Reads and checks a file, and plans the runs in `folder`; NULL: outputs/NAME-replication, or
// outputs/NAME-replication-quick, with NAME from the file's name. `quick` makes fewer and shorter
// runs. Call replication_free either way.
bool replication_load(Replication *replication, const char *path, const char *folder, bool quick,
                      Error *error);
