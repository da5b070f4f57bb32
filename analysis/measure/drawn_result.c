// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/drawn_result.h"

#include "base/memory.h"
#include "measure/analysed_part.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

const char drawn_number[] = "number", drawn_length[] = "length";

static const double LENGTH_MOST = 1e6; // and its inverse; beyond, no axis can be drawn

enum { LETTERS = 128 };

typedef struct {
    bool known[LETTERS];
    size_t value[LETTERS];
} Sizes;

static bool size_fits(const char *word, size_t size, Sizes *sizes) {
    unsigned char letter = (unsigned char)word[0];
    if (isdigit(letter))
        return size == strtoul(word, NULL, 10);
    if (sizes->known[letter])
        return size == sizes->value[letter];
    sizes->known[letter] = true;
    sizes->value[letter] = size;
    return size >= (letter == 'n' ? ANALYSED_FEWEST : isupper(letter) ? 0 : 1);
}

static bool check_map(const DrawnResult *drawn, const Results *results, const char *name,
                      Sizes *sizes, const char *where, Error *error) {
    const ResultMap *map = results_map(results, name);
    if (map == NULL)
        return fail(error, "%s: is damaged: '%s' has no map '%s', which is drawn", where,
                    results->measure, name);
    const size_t size[] = {map->planes, map->height, map->width};
    const char *word = drawn->shape;
    bool fits = true;
    for (int i = 0; i < 3; i++) {
        fits = size_fits(word, size[i], sizes) && fits;
        word += strcspn(word, " ");
        word += strspn(word, " ");
    }
    return fits || fail(error, "%s: is damaged: map '%s' of '%s' is %zu x %zu x %zu, not %s", where,
                        name, results->measure, size[0], size[1], size[2], drawn->shape);
}

static bool check_number(const DrawnResult *drawn, const Results *results, const char *name,
                         const char *where, Error *error) {
    const ResultNumber *number = results_number(results, name);
    if (number == NULL)
        return fail(error, "%s: is damaged: '%s' has no number '%s', which is drawn", where,
                    results->measure, name);
    return drawn->shape == drawn_number ||
           (number->value >= 1 / LENGTH_MOST && number->value <= LENGTH_MOST) ||
           fail(error, "%s: is damaged: '%s' of '%s' is %g; allowed: %g to %g", where, name,
                results->measure, number->value, 1 / LENGTH_MOST, LENGTH_MOST);
}

static bool check_one(const DrawnResult *drawn, const Results *results, const char *name,
                      Sizes *sizes, const char *where, Error *error) {
    bool is_number = drawn->shape == drawn_number || drawn->shape == drawn_length;
    return is_number ? check_number(drawn, results, name, where, error)
                     : check_map(drawn, results, name, sizes, where, error);
}

bool drawn_results_check(const DrawnResult *list, const Results *results, const char *where,
                         Error *error) {
    Sizes sizes = {0};
    bool ok = true;
    for (const DrawnResult *drawn = list; ok && drawn && drawn->name; drawn++) {
        const char *star = strchr(drawn->name, '*');
        if (star == NULL)
            ok = check_one(drawn, results, drawn->name, &sizes, where, error);
        for (size_t k = 0; ok && star && k < results->maps; k++) {
            OWNED char *name = format_text("%.*s%s%s", (int)(star - drawn->name), drawn->name,
                                           results->map[k].name, star + 1);
            Sizes own = {0};
            ok = check_one(drawn, results, name, &own, where, error);
        }
    }
    return ok;
}
