// SPDX-License-Identifier: GPL-3.0-or-later
// The events of a run: what is due when so many iterations are done.
#pragma once

#include "run/run.h"

// What the events of an iteration do: change settings again after a resume; change settings and
// alter the network; or all else.
typedef enum { EVENTS_CHANGE_AGAIN, EVENTS_CHANGE, EVENTS_HAPPEN } EventPhase;

bool run_events(Run *run, EventPhase phase, int64_t iteration, Error *error);
