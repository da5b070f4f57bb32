// SPDX-License-Identifier: GPL-3.0-or-later
// Observable: what a config needs to know of a kind of measure.
#pragma once

#include "model/network.h"

// The first member of each kind's own struct (analysis/measure/measure.h).
typedef struct {
    Kind kind;
    // Refuses settings that do not fit the network; NULL: all fit.
    bool (*check)(const void *settings, const NetworkSettings *network, const char *place,
                  Error *error);
} ObservableKind;

// The kinds of `measures`, NULL-terminated first members of ObservableKind, are listed in
// analysis/measure/measure.c. A table of settings needs their addresses, so this is the one name
// that a folder of sim/ takes from a folder above.
extern const Kind *const measure_kinds[];
