// SPDX-License-Identifier: GPL-3.0-or-later
#include "kinds/learning.h"

extern const LearningKind learning_anti_hebb, learning_oja, learning_covariance, learning_bcm,
    learning_cpca, learning_trace, learning_self_organising_map, learning_synaptic_scaling,
    learning_averaged_correlation, learning_structural;

const Kind *const learning_kinds[] = {&learning_hebb.kind,
                                      &learning_anti_hebb.kind,
                                      &learning_oja.kind,
                                      &learning_covariance.kind,
                                      &learning_bcm.kind,
                                      &learning_cpca.kind,
                                      &learning_trace.kind,
                                      &learning_self_organising_map.kind,
                                      &learning_synaptic_scaling.kind,
                                      &learning_averaged_correlation.kind,
                                      &learning_structural.kind,
                                      NULL};

int64_t learning_interval(const Variant *learning) {
    const LearningKind *kind = learning_kind(learning);
    return kind->interval ? kind->interval(learning->settings) : 1;
}
