// SPDX-License-Identifier: GPL-3.0-or-later
// Response: what a unit makes of its weights and of the activity at the other end of them.
//
// response.c lists the kinds. Each has its own file response_KIND.c. The dot product is the work of
// the kernels. Any other kind says what each connection adds to a sum, and what the sums of all
// units of a sheet become. Sums are doubles, and each unit adds its connections in a fixed order.
#pragma once

#include "kernels/kernels.h"
#include "settings/setting.h"

// The sums of 16 targets over a list of sources, and what is needed to find the weights in it.
typedef struct {
    const SourceList *list;
    const float *weights;    // [lines][16]
    const uint16_t *covered; // [lines] bit t: target t has a connection in this line
    const float *scale;      // [16] factor on the weights of each target
    double *sum;             // [16]
} ResponseSums;

typedef struct {
    Kind kind;
    // Adds the listed sources to the sums, silent ones too; NULL: the dot product.
    void (*add)(const ResponseSums *sums);
    // Replaces the sums of n units, those inside at least, by responses.
    void (*finish)(size_t n, const unsigned char *inside, double *sums);
} ResponseKind;

extern const ResponseKind response_dot_product;
extern const Kind *const response_kinds[]; // NULL-terminated, first members of ResponseKind

// The kind that the settings choose.
static inline const ResponseKind *response_kind(const Variant *response) {
    return (const ResponseKind *)response->kind;
}
