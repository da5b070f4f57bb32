// SPDX-License-Identifier: GPL-3.0-or-later
// No arbor: no settings and no factor.
#include "kinds/arbor.h"

const ArborKind arbor_none = {
    .kind = {"none", "Hebb's rule acts alike on the whole field", NO_SETTINGS},
};
