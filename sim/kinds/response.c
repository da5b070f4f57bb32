// SPDX-License-Identifier: GPL-3.0-or-later
#include "kinds/response.h"

const ResponseKind response_dot_product = {
    .kind = {"dot_product", "sum of weight times activity", NO_SETTINGS},
};

extern const ResponseKind response_euclidean;

const Kind *const response_kinds[] = {&response_dot_product.kind, &response_euclidean.kind, NULL};
