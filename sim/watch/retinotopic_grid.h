// SPDX-License-Identifier: GPL-3.0-or-later
// Retinotopic grid: the preferred positions of a sheet's units, from the weights of its afferent
// fields, without any presentation.
//
// A position is the centre of gravity of a unit's weights, added over all fields of its own that
// excite it from sheets before it (fields/afferent_fields.h); weights below a fifth of the largest
// are left out.
#pragma once

#include "model/network.h"
#include "watch/question.h"

bool retinotopic_grid_exists(const Network *network, const Sheet *sheet);

// Arguments: `sheet`, and `unit` or none. {half_width, side, x, y, unit, how}: the positions of
// side x side units, evenly over the sheet; that of the unit, {x, y}; and in words how they were
// found.
void answer_retinotopic_grid(Question *question, const Network *network);
