// SPDX-License-Identifier: GPL-3.0-or-later
// Transfer tuning: the gain and offset with which another transfer function gives a sheet the same
// mean activity and sparseness as its own, so that maps under the two can be compared fairly.
//
// The sheet's activity a is settled, without learning and adapting, in n presentations. Over all
// units and presentations it has a mean m = <|a|> and a sparseness s = <|a|>^2 / <a^2> (Treves &
// Rolls 1991, Network 2:371; 1 if all units are equally active). With m0 and s0 those of the
// sheet's own transfer, gain and offset minimise
//
//     (log m / m0)^2 + (log s / s0)^2
//
// which counts as infinite if activity diverges or the sheet is silent. A grid of gains and offsets
// is tried with about five of the presentations. Nelder-Mead searches start from its best points
// and from the given gain and offset. From their ends, the best first, searches with all n
// presentations follow until one matches.
#pragma once

#include "kinds/transfer.h"
#include "model/network.h"

typedef struct {
    double mean, sparseness; // m and s; NaN where activity diverges or is silent
} ActivityLevel;

typedef struct {
    double gain, offset;
    ActivityLevel level;
} TransferTry;

typedef struct {
    ActivityLevel wanted; // of the sheet's own transfer
    TransferTry before;   // with the given gain and offset
    TransferTry after;    // with the best ones
    double residual;      // the sum above with the best ones
    bool matched;         // are mean and sparseness within 1 % of those wanted?
    size_t tries;         // gains and offsets that were tried
} TransferTuning;

// The level in every k-th of the network's next n presentations. `sheet` is a name in the config
// and means both eyes' copies. The network does not change.
ActivityLevel activity_level(Network *network, const char *sheet, size_t n, size_t k);

// Has this kind a gain and an offset?
bool transfer_is_tunable(const Kind *kind);

// Tunes `transfer`, of a tunable kind. `own` is the transfer in the sheet's settings; `transfer`
// replaces it during the search. The network does not change. False if the sheet's own transfer
// gives no level.
bool transfer_tune(Network *network, const char *sheet, Variant *own, Variant *transfer, size_t n,
                   TransferTuning *tuning, Error *error);
