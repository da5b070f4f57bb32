// SPDX-License-Identifier: GPL-3.0-or-later
// Act: what somebody does to a run while it goes on, as an event that its config gets.
//
// The event happens at once, at the present iteration, in the order of the config as all events of
// it. So running config.cfg again gives the same bits, and a run that was killed does again what
// was done to it since its checkpoint.
#pragma once

#include "run/run.h"

// Adds an event of a kind, with settings "name=value", and lets it happen: at the present iteration
// alone, or from it on where the settings say `every`. Then earlier acts of the kind that did so
// end; `every=0` does nothing else. It takes no other time and no file, and alters nothing after an
// act of this iteration that measured or saved. False: it was refused or could not be done, and the
// run is as before; what it had measured until then stays recorded. Or *failed: the run fails as by
// any event.
bool run_act(Run *run, const char *kind, const TextList *settings, bool *failed, Error *error);

// The config of the run with a change from now on, by settings of the kind `change`; none: as it
// is. Owned by the caller; NULL: refused, as run_act refuses it.
char *run_changed_config(const Run *run, const TextList *settings, Error *error);
