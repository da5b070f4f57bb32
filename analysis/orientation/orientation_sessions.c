// SPDX-License-Identifier: GPL-3.0-or-later
#include "orientation/orientation_sessions.h"

#include "base/memory.h"
#include "maps/pinwheel_match.h"
#include "maps/similarity.h"
#include "measure/measure.h"
#include "statistics/finite.h"

#include <math.h>

// What is added up over pairs of maps.
typedef struct {
    double stability, same, chance, pairs;
    double *distance; // of pinwheels that are the same; owned
    size_t distances;
} Pairs;

// The share of pinwheels that have one of the other map, of as many at random places, in reach.
static double chance_of(const Pinwheels *other, double reach) {
    double each = 0.5 * (double)other->count / (double)other->plaquettes;
    return 1 - exp(-each * M_PI * reach * reach);
}

static void compare(Pairs *pairs, const Pinwheels *a, const Pinwheels *b, double reach) {
    double same = isnan(reach) ? reach : 0;
    for (size_t i = 0; i < a->count; i++) {
        size_t j = pinwheel_match(a->list, a->count, i, b->list, b->count, reach);
        if (j == b->count)
            continue;
        pairs->distance =
            allocate_one_more(pairs->distance, pairs->distances, sizeof *pairs->distance);
        pairs->distance[pairs->distances++] =
            hypot(a->list[i].column - b->list[j].column, a->list[i].row - b->list[j].row);
        same++;
    }
    pairs->same += 2 * same / (double)(a->count + b->count);
    pairs->chance += 0.5 * (chance_of(a, reach) + chance_of(b, reach));
}

// How many of the maps have each pinwheel of the first one; the share that all have.
static double add_lasting(Results *results, Pinwheels *const *pinwheels, size_t n, double reach) {
    enum { COLUMNS = 4 };
    const Pinwheels *first = pinwheels[0];
    OWNED double *rows = allocate(COLUMNS * first->count + 1, sizeof *rows);
    double lasting = isnan(reach) ? reach : 0;
    for (size_t i = 0; i < first->count; i++) {
        double having = isnan(reach) ? reach : 1;
        for (size_t k = 1; k < n; k++)
            having += pinwheel_match(first->list, first->count, i, pinwheels[k]->list,
                                     pinwheels[k]->count, reach) < pinwheels[k]->count;
        const double row[COLUMNS] = {first->list[i].column, first->list[i].row, first->list[i].sign,
                                     having};
        for (size_t c = 0; c < COLUMNS; c++)
            rows[COLUMNS * i + c] = row[c];
        lasting += having == (double)n;
    }
    results_add_map(results, "pinwheels_lasting", 1, first->count, COLUMNS, rows, "samples, y down",
                    "x, y and sign of each pinwheel of the first map, and how many maps have it");
    return lasting / (double)first->count;
}

void orientation_sessions_add(Results *results, ComplexMap *const *map, size_t n,
                              double wavelength) {
    static const char none[] = "a map has no pinwheels, or the spectrum of the first no ring";
    double reach = PINWHEEL_REACH * wavelength;
    Pairs pairs = {0};
    OWNED Pinwheels **pinwheels = allocate(n, sizeof *pinwheels);
    for (size_t k = 0; k < n; k++)
        pinwheels[k] = pinwheels_new(map[k]);
    for (size_t k = 0; k < n; k++)
        for (size_t j = k + 1; j < n; j++) {
            pairs.stability += similarity_stability(map[k], map[j]);
            pairs.pairs++;
            compare(&pairs, pinwheels[k], pinwheels[j], reach);
        }
    const Statistic rows[] = {
        {"sessions.stability", pairs.stability / pairs.pairs, "1",
         "stability index, mean over pairs of maps",
         "there is no sample with a preference in both of two maps"},
        {"sessions.pinwheels", pairs.same / pairs.pairs, "1",
         "share of pinwheels that another map has, too, within a quarter of the column spacing; "
         "mean over pairs of maps",
         none},
        {"sessions.pinwheels_chance", pairs.chance / pairs.pairs, "1",
         "the share that would find one of the same sign as near by chance", none},
        {"sessions.displacement", quartiles_of(pairs.distance, pairs.distances).median, "samples",
         "median distance of pinwheels that are the same in two maps", none},
        {"sessions.lasting", add_lasting(results, pinwheels, n, reach), "1",
         "share of the first map's pinwheels that all maps have", none}};
    measure_add_statistics(results, rows, sizeof rows / sizeof *rows, false, NULL);
    for (size_t k = 0; k < n; k++)
        pinwheels_free(pinwheels[k]);
    release(pairs.distance);
}
