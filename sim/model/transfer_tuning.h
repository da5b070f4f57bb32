// SPDX-License-Identifier: GPL-3.0-or-later
// Transfer tuning: the gain and offset with which another transfer function makes a sheet as
// active, and as sparsely, as its own does, so that maps under the two can be compared fairly.
//
// Over the first n presentations, settled, without learning or adapting, a sheet's activity a has
// over all units and presentations a mean m = <|a|> and a sparseness s = <|a|>^2 / <a^2> (Treves &
// Rolls 1991, Network 2:371; 1 where all units are equally active). With m0 and s0 those of the
// sheet's own transfer, gain and offset minimise
//
//     (log m / m0)^2 + (log s / s0)^2
//
// which is taken for infinite where activity diverges or the sheet is silent. About five of the
// presentations are tried on a grid of gains and offsets; from its best points, and from what the
// transfer was given, Nelder-Mead searches go on; from their ends, the best first, others with all
// n until one matches.
#pragma once

#include "model/network.h"
#include "kinds/transfer.h"

typedef struct {
    double mean, sparseness; // m and s; NaN where activity diverges or is silent
} ActivityLevel;

typedef struct {
    double gain, offset;
    ActivityLevel level;
} TransferTry;

typedef struct {
    ActivityLevel wanted; // of the sheet's own transfer
    TransferTry before;   // with the gain and offset that the other one was given
    TransferTry after;    // with the best that were found
    double residual;      // what is left of the sum above
    bool matched;         // are mean and sparseness within 1 % of what is wanted?
    size_t tries;         // gains and offsets that were tried
} TransferTuning;

// Of n presentations from the network's, every k-th; `sheet` is its name in the config, and stands
// for both eyes' copies. Leaves the network as it was.
ActivityLevel activity_level(Network *network, const char *sheet, size_t n, size_t k);

// Has a kind of transfer a gain and an offset?
bool transfer_is_tunable(const Kind *kind);

// Tunes `transfer`, of a tunable kind. `own` is that of the sheet's settings, which it stands in
// for meanwhile; the network is left as it was. False when the sheet's own transfer gives no level.
bool transfer_tune(Network *network, const char *sheet, Variant *own, Variant *transfer, size_t n,
                   TransferTuning *tuning, Error *error);
