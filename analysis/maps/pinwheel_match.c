// SPDX-License-Identifier: GPL-3.0-or-later
#include "maps/pinwheel_match.h"

// The nearest of the same sign within reach; `count` where there is none.
static size_t nearest(const Pinwheel *to, const Pinwheel *list, size_t count, double reach) {
    double least = reach * reach;
    size_t which = count;
    for (size_t j = 0; j < count; j++) {
        double x = list[j].column - to->column, y = list[j].row - to->row;
        if (list[j].sign == to->sign && x * x + y * y <= least) {
            least = x * x + y * y;
            which = j;
        }
    }
    return which;
}

size_t pinwheel_match(const Pinwheel *own, size_t owns, size_t i, const Pinwheel *other,
                      size_t others, double reach) {
    size_t j = nearest(&own[i], other, others, reach);
    return j < others && nearest(&other[j], own, owns, reach) == i ? j : others;
}
