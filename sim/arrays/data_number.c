// SPDX-License-Identifier: GPL-3.0-or-later
#include "arrays/data_number.h"

#include "base/memory.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

bool data_number_is_known(DataNumber number) {
    bool whole = number.size == 1 || number.size == 2 || number.size == 4 || number.size == 8;
    return whole && (number.class != DATA_FLOAT || number.size > 1) &&
           (number.class != DATA_LOGICAL || number.size == 1);
}

char *data_number_name(DataNumber number, bool is_complex) {
    static const char *const names[] = {"int", "uint", "float", "logical"};
    const char *of = is_complex ? "complex of " : "";
    return number.class == DATA_LOGICAL
               ? format_text("%s%s", of, names[DATA_LOGICAL])
               : format_text("%s%s%zu", of, names[number.class], 8 * number.size);
}

bool data_number_native_is_big_endian(void) {
    const uint16_t one = 1;
    unsigned char first;
    memcpy(&first, &one, 1);
    return first == 0;
}

// A number of IEEE's half precision: sign, 5 bits of exponent, 10 of fraction.
static double half(uint64_t bits) {
    int exponent = (int)(bits >> 10 & 31);
    double fraction = (double)(bits & 1023), sign = bits >> 15 & 1 ? -1 : 1;
    if (exponent == 31)
        return fraction > 0 ? (double)NAN : sign * (double)INFINITY;
    return sign * (exponent == 0 ? ldexp(fraction, -24) : ldexp(fraction + 1024, exponent - 25));
}

static double from_bits(DataNumber number, uint64_t bits) {
    uint32_t word = (uint32_t)bits;
    float single;
    double value;
    int unused = (int)(64 - 8 * number.size);
    switch (number.class) {
    case DATA_UNSIGNED:
        return (double)bits;
    case DATA_LOGICAL:
        return bits != 0;
    case DATA_SIGNED: // the sign bit goes to the top and comes back with its copies
        return (double)((int64_t)(bits << unused) >> unused);
    case DATA_FLOAT:
        break;
    }
    if (number.size == 2)
        return half(bits);
    memcpy(&single, &word, sizeof single);
    memcpy(&value, &bits, sizeof value);
    return number.size == 4 ? (double)single : value;
}

void data_numbers_convert(DataNumber number, const unsigned char *bytes, size_t step, size_t n,
                          double *to) {
    for (size_t i = 0; i < n; i++) {
        const unsigned char *at = bytes + i * step;
        uint64_t bits = 0;
        for (size_t k = 0; k < number.size; k++)
            bits = bits << 8 | at[number.big_endian ? k : number.size - 1 - k];
        to[i] = from_bits(number, bits);
    }
}
