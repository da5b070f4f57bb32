// SPDX-License-Identifier: GPL-3.0-or-later
// Unit: the unit that a question is about.
#pragma once

#include "model/network.h"
#include "watch/question.h"

// From the arguments `sheet`, a name, and `unit`, its number. NULL where there is no such unit;
// then the question is refused.
const Sheet *question_unit(Question *question, const Network *network, size_t *unit);
