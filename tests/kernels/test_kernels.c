// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/kernels.h"

#include "base/memory.h"
#include "base/random.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "helpers/assert_near.h"

enum { TILES = 23, SHEET = 64, LINES = TILES * LANES, ORIGIN = 20 };

// A sheet of random activity, about half of whose tiles are silent and a third of the units of
// others; and one block of fields on it.
typedef struct {
    float *tiles, *weights, *value; // [SHEET * LANES], [LINES * LANES], by tile
    unsigned char *active;          // [SHEET]
    int32_t *lane;                  // [SHEET * LANES]
    uint16_t *covered;              // [LINES]
    int32_t tile[TILES];            // counted from ORIGIN, in no order
    SourceRoom room;
} Case;

static Case case_new(uint64_t index) {
    RandomDraws draws = random_draws(random_stream(2385, "kernels"), index);
    Case made = {.tiles = allocate(SHEET * LANES, sizeof(float)),
                 .weights = allocate(LINES * LANES, sizeof(float)),
                 .value = allocate(SHEET * LANES, sizeof(float)),
                 .active = allocate(SHEET, 1),
                 .lane = allocate(SHEET * LANES, sizeof(int32_t)),
                 .covered = allocate(LINES, sizeof(uint16_t)),
                 .room = {allocate(TILES + 1, sizeof(int32_t)),
                          allocate((TILES + 1) * LANES, sizeof(int32_t)),
                          allocate((TILES + 1) * LANES, sizeof(float))}};
    for (size_t k = 0; k < SHEET; k++) {
        bool silent = random_uniform(&draws) < 0.5;
        size_t n = 0;
        for (size_t l = 0; l < LANES; l++) {
            float a =
                silent || random_uniform(&draws) < 0.33 ? 0 : (float)random_between(&draws, 0, 3);
            made.tiles[k * LANES + l] = a;
            made.lane[k * LANES + n] = (int32_t)l;
            made.value[k * LANES + n] = a;
            n += a != 0;
        }
        made.active[k] = (unsigned char)n;
    }
    for (int32_t k = 0; k < TILES; k++)
        made.tile[k] = (7 * k) % (SHEET - ORIGIN) - (k % 3 == 0 ? ORIGIN : 0);
    for (size_t i = 0; i < LINES; i++)
        made.covered[i] = (uint16_t)random_integer(&draws, 65536);
    for (size_t i = 0; i < LINES * LANES; i++)
        made.weights[i] = made.covered[i / LANES] >> i % LANES & 1
                              ? (float)random_between(&draws, -0.2, 1)
                              : 0.0f;
    return made;
}

static void case_free(Case *made) {
    release(made->tiles);
    release(made->weights);
    release(made->value);
    release(made->active);
    release(made->lane);
    release(made->covered);
    release(made->room.tile);
    release(made->room.line);
    release(made->room.value);
}

static SourceList list(const Kernels *kernels, const Case *made) {
    SourceTiles tiles = {TILES, made->tile, ORIGIN, 0};
    ActiveUnits units = {made->active, made->lane, made->value};
    return kernels->list(&tiles, &units, &made->room);
}

// The activity that line `line` of the block stands for.
static float source_of(const Case *made, size_t line) {
    return made->tiles[(size_t)(ORIGIN + made->tile[line / LANES]) * LANES + line % LANES];
}

// Bit for bit, signs of zero included.
static bool same(float a, float b) {
    return memcmp(&a, &b, sizeof a) == 0;
}

static void lists_hold_exactly_the_active_sources_in_order(void **state) {
    (void)state;
    for (size_t s = 0; kernels_name(s); s++)
        for (uint64_t index = 0; index < 20; index++) {
            Case made = case_new(index);
            SourceList listed = list(kernels_choose(kernels_name(s)), &made);
            size_t n = 0;
            for (size_t line = 0; line < LINES; line++) {
                if (source_of(&made, line) == 0)
                    continue;
                assert_true(n < listed.count && listed.line[n] == (int32_t)line &&
                            same(listed.value[n], source_of(&made, line)));
                n++;
            }
            assert_int_equal(n, listed.count);
            assert_in_range(n, 10, LINES / 2);
            case_free(&made);
        }
}

// Terms are added one by one in the order of the lines, silent ones or not.
static void responses_are_rounded_in_the_documented_order(void **state) {
    (void)state;
    for (size_t s = 0; kernels_name(s); s++)
        for (uint64_t index = 30; index < 50; index++) {
            Case made = case_new(index);
            const Kernels *kernels = kernels_choose(kernels_name(s));
            SourceList listed = list(kernels, &made);
            float response[LANES] = {0}, exact_to_the_bit[LANES] = {0};
            kernels->respond(&listed, made.weights, NULL, response);
            for (size_t line = 0; line < LINES; line++)
                for (size_t t = 0; t < LANES; t++)
                    exact_to_the_bit[t] += made.weights[line * LANES + t] * source_of(&made, line);
            for (size_t t = 0; t < LANES; t++) {
                double sum = 0, size = 0;
                assert_true(same(response[t], exact_to_the_bit[t]));
                for (size_t line = 0; line < LINES; line++) {
                    double term =
                        (double)made.weights[line * LANES + t] * (double)source_of(&made, line);
                    sum += term;
                    size += fabs(term);
                }
                assert_near((double)response[t], sum, LINES * 0x1p-24 * size);
            }
            case_free(&made);
        }
}

// The sources and responses of trials are those that each would have by itself.
static void trials_are_lists_side_by_side(void **state) {
    (void)state;
    for (size_t s = 0; kernels_name(s); s++)
        for (uint64_t index = 130; index < 150; index++) {
            const Kernels *kernels = kernels_choose(kernels_name(s));
            Case made[TRIALS];
            TrialActivity activity = {allocate(SHEET * LANES * TRIALS, sizeof(float)),
                                      allocate(SHEET, sizeof(uint16_t)),
                                      allocate(SHEET * LANES, sizeof(int32_t)), 0};
            for (size_t k = 0; k < TRIALS; k++) {
                made[k] = case_new(TRIALS * index + k);
                for (size_t i = 0; i < SHEET * LANES; i++) {
                    activity.value[i * TRIALS + k] = made[k].tiles[i];
                    activity.active[i / LANES] |= (uint16_t)((made[k].tiles[i] != 0) << i % LANES);
                }
            }
            for (size_t tile = 0; tile < SHEET; tile++)
                for (size_t l = 0, n = 0; l < LANES; l++)
                    if (activity.active[tile] >> l & 1)
                        activity.lane[tile * LANES + n++] = (int32_t)l;
            TrialSources sources = {0, allocate(LINES + LANES, sizeof(int32_t)),
                                    allocate(LINES + LANES, sizeof(int32_t))};
            SourceTiles tiles = {TILES, made[0].tile, ORIGIN, 0};
            kernels->list_trials(&tiles, &activity, made[0].room.tile, &sources);
            size_t n = 0;
            for (size_t line = 0; line < LINES; line++) {
                bool any = false;
                for (size_t k = 0; k < TRIALS; k++)
                    any = any || source_of(&made[k], line) != 0;
                size_t place = (size_t)(ORIGIN + made[0].tile[line / LANES]) * LANES + line % LANES;
                assert_true(!any || (n < sources.count && sources.line[n] == (int32_t)line &&
                                     sources.place[n] == (int32_t)place));
                n += any;
            }
            assert_int_equal(n, sources.count);
            for (size_t trials = 1; trials <= TRIALS; trials++) {
                float sum[TRIALS][LANES], before[TRIALS][LANES], alone[LANES], scale[LANES];
                for (size_t t = 0; t < LANES; t++)
                    scale[t] = 0.31f + 0.17f * (float)t;
                for (size_t i = 0; i < TRIALS * LANES; i++)
                    before[i / LANES][i % LANES] = 0.27f * (float)i - 3.1f;
                memcpy(sum, before, sizeof sum);
                kernels->add_trials(trials, &sources, made[0].weights, activity.value, scale,
                                    -0.73f, sum);
                for (size_t k = 0; k < TRIALS; k++) {
                    SourceList listed = list(kernels, &made[k]);
                    memset(alone, 0, sizeof alone);
                    kernels->respond(&listed, made[0].weights, NULL, alone);
                    for (size_t t = 0; t < LANES; t++)
                        assert_true(same(sum[k][t],
                                         k < trials ? before[k][t] + -0.73f * (alone[t] * scale[t])
                                                    : before[k][t]));
                }
            }
            release(sources.place);
            release(sources.line);
            release(activity.lane);
            release(activity.active);
            release(activity.value);
            for (size_t k = 0; k < TRIALS; k++)
                case_free(&made[k]);
        }
}

// Lists side by side, long ones and short ones, give the bits of each alone.
static void two_lists_are_added_as_one_by_one(void **state) {
    (void)state;
    for (size_t s = 0; kernels_name(s); s++)
        for (uint64_t index = 200; index < 240; index++) {
            Case made[2] = {case_new(index), case_new(index + 1000)};
            const Kernels *kernels = kernels_choose(kernels_name(s));
            RandomDraws draws = random_draws(random_stream(29, "two"), index);
            SourceList listed[2] = {list(kernels, &made[0]), list(kernels, &made[1])};
            size_t shorter = random_integer(&draws, 2);
            listed[shorter].count =
                random_integer(&draws, (uint32_t)(listed[shorter].count / (1 + index % 4)) + 1);
            float together[2][LANES], alone[2][LANES];
            for (size_t i = 0; i < 2 * LANES; i++)
                together[i / LANES][i % LANES] = alone[i / LANES][i % LANES] =
                    (float)random_between(&draws, -2, 2);
            kernels->respond_two(listed, made[0].weights, together);
            for (size_t k = 0; k < 2; k++) {
                kernels->respond(&listed[k], made[0].weights, NULL, alone[k]);
                for (size_t t = 0; t < LANES; t++)
                    assert_true(same(together[k][t], alone[k][t]));
            }
            case_free(&made[0]);
            case_free(&made[1]);
        }
}

// A sum that is stopped is enough; one that is not enough anywhere is whole.
static void sums_stop_only_when_none_is_less_than_enough(void **state) {
    (void)state;
    size_t stopped = 0, whole = 0;
    for (size_t s = 0; kernels_name(s); s++)
        for (uint64_t index = 60; index < 100; index++) {
            Case made = case_new(index);
            const Kernels *kernels = kernels_choose(kernels_name(s));
            RandomDraws draws = random_draws(random_stream(17, "enough"), index);
            float enough[LANES], response[LANES] = {0}, full[LANES] = {0};
            for (size_t i = 0; i < LINES * LANES; i++)
                made.weights[i] = fabsf(made.weights[i]);
            SourceList listed = list(kernels, &made);
            kernels->respond(&listed, made.weights, NULL, full);
            for (size_t t = 0; t < LANES; t++)
                enough[t] = t % 3 == 0 ? -(float)INFINITY
                                       : full[t] * (float)random_between(&draws, 0.1, 0.7);
            if (index % 4 == 0)
                enough[index % LANES] = 1.001f * full[index % LANES];
            kernels->respond(&listed, made.weights, enough, response);
            if (memcmp(response, full, sizeof full) == 0) {
                whole++;
            } else {
                stopped++;
                assert_true(index % 4 != 0);
                for (size_t t = 0; t < LANES; t++)
                    assert_true(response[t] >= enough[t] && response[t] <= full[t]);
            }
            case_free(&made);
        }
    assert_true(stopped > 50 && whole >= 30);
}

// With an arbor and without.
static void growth_is_hebbian_where_fields_cover(void **state) {
    (void)state;
    for (size_t s = 0; kernels_name(s); s++)
        for (uint64_t index = 100; index < 110; index++) {
            Case made = case_new(index);
            const Kernels *kernels = kernels_choose(kernels_name(s));
            RandomDraws draws = random_draws(random_stream(5, "rates"), index);
            float rate[LANES], grown[LANES], sum[LANES] = {0};
            float *before = allocate(LINES * LANES, sizeof *before),
                  *arbor = allocate(LINES * LANES, sizeof *arbor);
            bool wide = index % 2;
            for (size_t i = 0; i < LINES * LANES; i++)
                arbor[i] = (float)random_between(&draws, 0.01, 1);
            memcpy(before, made.weights, LINES * LANES * sizeof *before);
            for (size_t t = 0; t < LANES; t++)
                rate[t] = t % 4 == 1 ? 0 : (float)random_between(&draws, 0, 0.1);
            SourceList listed = list(kernels, &made);
            kernels->grow(&listed, made.weights, made.covered, wide ? NULL : arbor, rate, grown);
            for (size_t line = 0; line < LINES; line++)
                for (size_t t = 0; t < LANES; t++) {
                    float added =
                        made.covered[line] >> t & 1 ? rate[t] * source_of(&made, line) : 0;
                    size_t i = line * LANES + t;
                    if (!wide)
                        added *= arbor[i];
                    assert_true(made.weights[i] == before[i] + added);
                    assert_true(added != 0 || same(made.weights[i], before[i]));
                    sum[t] += added;
                }
            for (size_t t = 0; t < LANES; t++)
                assert_true(grown[t] == sum[t] && (rate[t] != 0) == (grown[t] != 0));
            release(arbor);
            release(before);
            case_free(&made);
        }
}

static void totals_and_factors_are_by_target(void **state) {
    (void)state;
    for (size_t s = 0; kernels_name(s); s++)
        for (size_t n = 1; n <= LINES; n += 37) {
            Case made = case_new(120 + n);
            const Kernels *kernels = kernels_choose(kernels_name(s));
            float total[LANES], expected[LANES] = {0}, factor[LANES],
                                last = made.weights[n * LANES];
            for (size_t i = 0; i < n * LANES; i++)
                expected[i % LANES] += fabsf(made.weights[i]);
            kernels->total(n, made.weights, total);
            assert_memory_equal(total, expected, sizeof total);
            for (size_t t = 0; t < LANES; t++)
                factor[t] = 0.31f + 0.17f * (float)t;
            float *before = allocate(LINES * LANES, sizeof *before);
            memcpy(before, made.weights, LINES * LANES * sizeof *before);
            kernels->scale(n, made.weights, factor);
            for (size_t i = 0; i < n * LANES; i++)
                assert_true(same(made.weights[i], before[i] * factor[i % LANES]));
            assert_true(n == LINES || same(made.weights[n * LANES], last));
            release(before);
            case_free(&made);
        }
}

static void an_unknown_set_is_none(void **state) {
    (void)state;
    assert_null(kernels_choose("avx1024"));
    assert_ptr_equal(kernels_choose(NULL), kernels_choose(kernels_name(0)));
    assert_true(kernels_choose(NULL)->skips && !kernels_choose("reference")->skips);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_hold_exactly_the_active_sources_in_order),
        cmocka_unit_test(responses_are_rounded_in_the_documented_order),
        cmocka_unit_test(trials_are_lists_side_by_side),
        cmocka_unit_test(two_lists_are_added_as_one_by_one),
        cmocka_unit_test(sums_stop_only_when_none_is_less_than_enough),
        cmocka_unit_test(growth_is_hebbian_where_fields_cover),
        cmocka_unit_test(totals_and_factors_are_by_target),
        cmocka_unit_test(an_unknown_set_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
