// SPDX-License-Identifier: GPL-3.0-or-later
// Learning: the rule by which the weights of a projection change.
//
// learning.c lists the kinds. Each has its own file learning_KIND.c. A rule says for each target
// unit how the weight w from a source of activity x grows in one presentation: by
// arbor * (source x + weight w + constant), where the three terms depend on the unit's activity, on
// the rate and on what the unit remembers. Limits and the norm come after it (projection.h).
#pragma once

#include "settings/setting.h"

typedef struct {
    double source, weight, constant;
} LearningTerms;

typedef struct {
    Kind kind;
    const char *source; // the publication that it is from, as docs/model.md names it; NULL: none
    // The terms of a unit of this activity; changes what it remembers. The rate is that of one
    // connection.
    LearningTerms (*terms)(const void *settings, double rate, double activity, double *memory);
    // Is it Hebb's rule, under which a silent unit keeps its weights?
    bool hebbian;
    // Is the learning rate that of each connection? Else it is divided by the units of a field.
    bool per_connection;
    // Numbers that each unit remembers from one presentation to the next, and their start; `begin`
    // NULL: 0.
    size_t remembers;
    void (*begin)(const void *settings, double *memory);
    // The presentations over which growth is collected before weights change; NULL: 1. The terms
    // may then have no factor on the weight.
    int64_t (*interval)(const void *settings);
} LearningKind;

extern const LearningKind learning_hebb;
extern const Kind *const learning_kinds[]; // NULL-terminated, first members of LearningKind

static inline const LearningKind *learning_kind(const Variant *learning) {
    return (const LearningKind *)learning->kind;
}

// The presentations over which growth is collected; at least 1.
int64_t learning_interval(const Variant *learning);
