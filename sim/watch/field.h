// SPDX-License-Identifier: GPL-3.0-or-later
// Field: the connection fields of one unit.
#pragma once

#include "model/network.h"
#include "watch/question.h"

// Arguments: `sheet`, `unit`. {threshold, average, fields: [{projection, from, strength, n, top,
// left, rows, columns, weights}]}: for each projection to the sheet the smallest box of its source
// sheet, of n rows, with all connections of the unit; on a torus it may go beyond the sheet's edge.
void answer_field(Question *question, const Network *network);
