// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/unit.h"

const Sheet *question_unit(Question *question, const Network *network, size_t *unit) {
    const char *name = question_text(question, "sheet");
    long long number = question_number(question, "unit");
    const Sheet *sheet = name ? network_sheet(network, name) : NULL;
    if (sheet == NULL || number < 0 || (size_t)number >= sheet->units) {
        answer_refusal(question, 404, "there is no such unit");
        return NULL;
    }
    *unit = (size_t)number;
    return sheet;
}
