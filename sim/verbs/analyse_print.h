// SPDX-License-Identifier: GPL-3.0-or-later
// The numbers of `analyse` on stdout.
#pragma once

#include "measure/measure.h"

void analyse_print_text(const Recording *recording, const Results *results);

// {"measure", "height", "width", "periodic", NUMBER: value, "ring", "intervals", "undefined",
// "warnings"}; of maps alone what is about maps.
void analyse_print_json(const MeasureKind *kind, const Recording *recording,
                        const Results *results);
