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

// The kinds of `measures`, NULL-terminated first members of ObservableKind, and the sizes that
// plug-ins with measures agree on (plugin.h), ended by 0. Both are in analysis/measure/measure.c. A
// table of settings and the check of a plug-in need them, so these are the two names that a folder
// of sim/ takes from a folder above.
extern const Kind *const measure_kinds[];
extern const size_t *const measure_sizes;
