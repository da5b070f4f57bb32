// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/unrest.h"

enum { FEWEST = 30 };
static const double FAR_FROM_REST = 0.1; // change in the last step

void unrest_warnings(const Network *network, Error *warnings) {
    for (size_t i = 0; i < network->sheets; i++) {
        const Rest *rest = &network->rest[i];
        double mean = rest->sum / (double)rest->responses;
        bool settles =
            network->sheet[i].settings->settle > 1; // else it may be a trace of its input
        if (settles && rest->responses >= FEWEST && mean > FAR_FROM_REST)
            fail(warnings,
                 "sheet %s is far from rest when it is read: in the last step of settling a unit "
                 "still changes by %.2g of the maximum activity, on average; raise `settle`, or "
                 "lower `damping` if activity alternates",
                 network->sheet[i].name, mean);
    }
}
