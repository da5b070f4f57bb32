// SPDX-License-Identifier: GPL-3.0-or-later
// Planning the runs of a replication's experiments; replication_load calls this.
#pragma once

#include "claims/replication.h"

// Plans the runs of all experiments, those of their first seeds first: what is stopped on the way
// has then a few seeds of each. Mistakes are told with their path in the file.
bool replication_plan(Replication *replication, Error *error);
