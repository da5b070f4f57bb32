// SPDX-License-Identifier: GPL-3.0-or-later
#include "orientation/orientation_sessions.h"

#include "base/memory.h"
#include "maps/pinwheel_match.h"
#include "maps/similarity.h"
#include "measure/measure.h"
#include "statistics/finite.h"

#include <math.h>
#include <string.h>

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

enum { LASTING_COLUMNS = 4 };

// How many of the maps have each pinwheel of the first one: a row for each, to be released. Writes
// the share that all have.
static double *lasting_of(Pinwheels *const *pinwheels, size_t n, double reach, double *share) {
    const Pinwheels *first = pinwheels[0];
    double *rows = allocate(LASTING_COLUMNS * first->count + 1, sizeof *rows),
           lasting = isnan(reach) ? reach : 0;
    for (size_t i = 0; i < first->count; i++) {
        double having = isnan(reach) ? reach : 1;
        for (size_t k = 1; k < n; k++)
            having += pinwheel_match(first->list, first->count, i, pinwheels[k]->list,
                                     pinwheels[k]->count, reach) < pinwheels[k]->count;
        const double row[LASTING_COLUMNS] = {first->list[i].column, first->list[i].row,
                                             first->list[i].sign, having};
        memcpy(rows + LASTING_COLUMNS * i, row, sizeof row);
        lasting += having == (double)n;
    }
    *share = lasting / (double)first->count;
    return rows;
}

// The numbers, and the rows of lasting_of; writes how many.
static double *measure_sessions(ComplexMap *const *map, size_t n, double wavelength,
                                Statistic rows[ORIENTATION_SESSIONS_ROWS], size_t *lasting) {
    static const char none[] = "a map has no pinwheels, or the spectrum of the first no ring";
    double reach = PINWHEEL_REACH * wavelength, share;
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
    double *table = lasting_of(pinwheels, n, reach, &share);
    *lasting = pinwheels[0]->count;
    rows[SESSIONS_STABILITY] =
        (Statistic){"sessions.stability", pairs.stability / pairs.pairs, "1",
                    "stability index, mean over pairs of maps",
                    "there is no sample with a preference in both of two maps"};
    rows[SESSIONS_PINWHEELS] = (Statistic){
        "sessions.pinwheels", pairs.same / pairs.pairs, "1",
        "share of pinwheels that another map has, too, within a quarter of the column spacing; "
        "mean over pairs of maps",
        none};
    rows[SESSIONS_CHANCE] =
        (Statistic){"sessions.pinwheels_chance", pairs.chance / pairs.pairs, "1",
                    "the share that would find one of the same sign as near by chance", none};
    rows[SESSIONS_DISPLACEMENT] =
        (Statistic){"sessions.displacement", quartiles_of(pairs.distance, pairs.distances).median,
                    "samples", "median distance of pinwheels that are the same in two maps", none};
    rows[SESSIONS_LASTING] =
        (Statistic){"sessions.lasting", share, "1",
                    "share of the first map's pinwheels that all maps have", none};
    for (size_t k = 0; k < n; k++)
        pinwheels_free(pinwheels[k]);
    release(pairs.distance);
    return table;
}

void orientation_sessions_rows(ComplexMap *const *map, size_t n, double wavelength,
                               Statistic rows[ORIENTATION_SESSIONS_ROWS]) {
    size_t lasting;
    release(measure_sessions(map, n, wavelength, rows, &lasting));
}

void orientation_sessions_add(Results *results, ComplexMap *const *map, size_t n,
                              double wavelength) {
    Statistic rows[ORIENTATION_SESSIONS_ROWS];
    size_t lasting;
    OWNED double *table = measure_sessions(map, n, wavelength, rows, &lasting);
    results_add_map(results, "pinwheels_lasting", 1, lasting, LASTING_COLUMNS, table,
                    "samples, y down",
                    "x, y and sign of each pinwheel of the first map, and how many maps have it");
    measure_add_statistics(results, rows, ORIENTATION_SESSIONS_ROWS, false, NULL);
}
