// SPDX-License-Identifier: GPL-3.0-or-later
#include "kinds/weights.h"

extern const WeightsKind weights_gaussian, weights_gaussian_cloud, weights_difference_of_gaussians,
    weights_uniform, weights_file, weights_pattern;

const Kind *const weights_kinds[] = {
    &weights_gaussian.kind,
    &weights_gaussian_cloud.kind,
    &weights_difference_of_gaussians.kind,
    &weights_uniform.kind,
    &weights_file.kind,
    &weights_pattern.kind,
    NULL,
};
