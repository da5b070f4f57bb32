// SPDX-License-Identifier: GPL-3.0-or-later
// Plans the runs of a replication's experiments; replication_load calls this.
#pragma once

#include "claims/replication.h"

// Plans the runs of all experiments: first those of every experiment's first seed, then those of
// the second seeds, and so on. A replication that is stopped early then has a few seeds of each
// experiment. Messages give the path of the mistake in the file.
bool replication_plan(Replication *replication, Error *error);
