// SPDX-License-Identifier: GPL-3.0-or-later
// Two eyes: copies of sheets and projections, what each sees of a stimulus, gain control over both.
#include "kinds/eye.h"

#include "base/memory.h"
#include "helpers/shown_stimulus.h"
#include "helpers/small_network.h"
#include "model/network.h"
#include "run/history.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "helpers/assert_near.h"

static EyeSettings plain = {.contrast = 1};
static const Eye eyes[MOST_EYES] = {{"left", 0, &plain, {{1, 2}}}, {"right", 1, &plain, {{3, 4}}}};

enum { COUNT = 3, PRESENTATIONS = 1500 };

// What both eyes see of a presentation.
static void look(const Shown *shown, int64_t presentation, PatternPlace place[MOST_EYES][COUNT]) {
    Geometry geometry = shown_sheet(false);
    for (size_t e = 0; e < MOST_EYES; e++)
        stimulus_place(&shown->stimulus, &eyes[e], presentation, &geometry, place[e]);
}

static bool alike(const PatternPlace *a, const PatternPlace *b) {
    return a->x == b->x && a->y == b->y && a->orientation == b->orientation;
}

static void common_patterns_share_place_and_brightness(void **state) {
    (void)state;
    Shown shown = shown_of("gaussian", (const char *[]){"count=3", "imbalance=0.7", NULL});
    Geometry geometry = shown_sheet(false);
    double sum = 0, squares = 0, n = 0;
    for (int64_t t = 0; t < PRESENTATIONS; t++) {
        PatternPlace place[MOST_EYES][COUNT], alone[COUNT];
        look(&shown, t, place);
        stimulus_place(&shown.stimulus, NULL, t, &geometry, alone);
        for (size_t i = 0; i < COUNT; i++, n++) {
            assert_true(alike(&place[0][i], &place[1][i]) && alike(&place[0][i], &alone[i]));
            assert_true(place[0][i].values == place[1][i].values);
            assert_near(place[0][i].brightness + place[1][i].brightness, 2, 1e-12);
            assert_true(place[0][i].brightness >= 0.3 && place[0][i].brightness < 1.7);
            assert_true(alone[i].brightness == 1);
            sum += place[0][i].brightness;
            squares += pow(place[0][i].brightness - 1, 2);
        }
    }
    // 1 + D (u - 1) has variance D^2 / 3; u^2's fourth moment about 1 is 1/5.
    double variance = 0.49 / 3;
    assert_near(sum / n, 1, 4 * sqrt(variance / n));
    assert_near(squares / n, variance, 4 * 0.49 * sqrt((1.0 / 5 - 1.0 / 9) / n));
    shown_finish(&shown);
}

static void independent_patterns_lie_apart(void **state) {
    (void)state;
    Shown shown = shown_of("gaussian", (const char *[]){"count=3", "independent=0.35", NULL});
    double apart = 0, n = 0, xy = 0, xx = 0;
    for (int64_t t = 0; t < PRESENTATIONS; t++) {
        PatternPlace place[MOST_EYES][COUNT];
        look(&shown, t, place);
        for (size_t i = 0; i < COUNT; i++, n++) {
            if (alike(&place[0][i], &place[1][i]))
                continue;
            assert_true(place[0][i].values != place[1][i].values);
            apart++;
            xy += place[0][i].x * place[1][i].x;
            xx += place[0][i].x * place[0][i].x;
        }
    }
    assert_near(apart / n, 0.35, 4 * sqrt(0.35 * 0.65 / n));
    // Uniform in +-0.75: variance 0.1875; the mean product of two independent ones is 0.
    assert_near(xx / apart, 0.1875, 4 * 0.1875 * sqrt(0.8 / apart));
    assert_near(xy / apart, 0, 4 * 0.1875 / sqrt(apart));
    shown_finish(&shown);
}

static void patterns_keep_their_distance_in_each_eye(void **state) {
    (void)state;
    Shown shown = shown_of("gaussian",
                           (const char *[]){"count=3", "independent=0.5", "separation=0.55", NULL});
    Geometry geometry = shown_sheet(false);
    size_t left_out = 0, placed = 0;
    for (int64_t t = 0; t < PRESENTATIONS; t++) {
        PatternPlace place[MOST_EYES][COUNT];
        look(&shown, t, place);
        for (size_t e = 0; e < MOST_EYES; e++)
            for (size_t i = 0; i < COUNT; i++) {
                placed += place[e][i].placed;
                left_out += !place[e][i].placed;
                for (size_t k = 0; k < i; k++)
                    if (place[e][i].placed && place[e][k].placed)
                        assert_true(
                            hypot(geometry_distance(&geometry, place[e][i].x, place[e][k].x),
                                  geometry_distance(&geometry, place[e][i].y, place[e][k].y)) >=
                            0.55);
            }
    }
    assert_true(placed > 20 * left_out);
    shown_finish(&shown);
}

static void disparity_moves_the_eyes_views_along_x(void **state) {
    (void)state;
    Shown shown = shown_of("gaussian", (const char *[]){"count=3", "disparity=0.06", NULL});
    double sum = 0, squares = 0, n = 0;
    for (int64_t t = 0; t < PRESENTATIONS; t++) {
        PatternPlace place[MOST_EYES][COUNT];
        look(&shown, t, place);
        for (size_t i = 0; i < COUNT; i++, n++) {
            double shift = place[0][i].x - place[1][i].x;
            assert_true(place[0][i].y == place[1][i].y);
            assert_true(fabs(shift) <= 0.06 + 1e-12);
            sum += shift;
            squares += shift * shift;
        }
    }
    double variance = 0.0036 / 3;
    assert_near(sum / n, 0, 4 * sqrt(variance / n));
    assert_near(squares / n, variance, 4 * 0.0036 * sqrt((1.0 / 5 - 1.0 / 9) / n));
    shown_finish(&shown);
}

static void contrast_and_noise_are_the_eyes_own(void **state) {
    (void)state;
    Shown shown = shown_of("gaussian", (const char *[]){"count=3", "contrast=0.8", NULL});
    EyeSettings settings[] = {{.contrast = 1}, {.contrast = 0.35}, {.contrast = 0, .noise = 0.4}};
    float seen[3][SHOWN_SIDE * SHOWN_SIDE];
    Geometry geometry = shown_sheet(false);
    double *scratch = allocate(SHOWN_SIDE * SHOWN_SIDE, sizeof *scratch), sum = 0, squares = 0;
    for (size_t k = 0; k < 3; k++) {
        Eye eye = {"left", 0, &settings[k], random_stream(71, "noise")};
        stimulus_present(&shown.stimulus, &eye, 29, &geometry, scratch, seen[k]);
    }
    size_t n = SHOWN_SIDE * SHOWN_SIDE;
    for (size_t k = 0; k < n; k++) {
        assert_near((double)seen[1][k], 0.35 * (double)seen[0][k], 1e-6);
        assert_true(seen[2][k] >= 0 && seen[2][k] < 0.4f);
        sum += (double)seen[2][k];
        squares += pow((double)seen[2][k] - 0.2, 2);
    }
    assert_near(sum / (double)n, 0.2, 4 * 0.4 / sqrt(12.0 * (double)n));
    assert_near(squares / (double)n, 0.16 / 12, 4 * 0.16 * sqrt(1.0 / 180 / (double)n));
    release(scratch);
    shown_finish(&shown);
}

// The small GCAL network with two eyes, and what is changed of it.
static Network *two_eyes(NetworkSettings *settings, const char *const *more) {
    char *text = format_text("%s\neyes = { left = { contrast = 0.9; }; right = {}; };", small_gcal);
    const char *changes[16] = {"sheets.retina.per_eye=true", "sheets.lgn_*.per_eye=true"};
    for (size_t k = 0; more[k]; k++)
        changes[2 + k] = more[k];
    small_settings(settings, text, changes);
    release(text);
    return small_network(settings);
}

static void copies_are_named_and_joined_by_eye(void **state) {
    (void)state;
    NetworkSettings settings;
    Network *network = two_eyes(&settings, (const char *[]){NULL});
    assert_int_equal(network->sheets, 7);
    assert_int_equal(network->projections, 10);
    for (size_t k = 0; k < network->projections; k++) {
        const Projection *projection = &network->projection[k];
        if (projection->from->eye != NO_EYE)
            assert_int_equal(projection->eye, projection->from->eye);
        if (projection->to->eye != NO_EYE)
            assert_int_equal(projection->eye, projection->to->eye);
    }
    const Projection *left = network_projection(network, "on_to_v1_left"),
                     *right = network_projection(network, "on_to_v1_right");
    assert_ptr_equal(left->from, network_sheet(network, "lgn_on_left"));
    assert_ptr_equal(right->from, network_sheet(network, "lgn_on_right"));
    assert_ptr_equal(left->to, right->to);
    assert_true(memcmp(left->weights, right->weights, left->weight_count * sizeof(float)) != 0);
    assert_string_equal(network_sheet_item(&settings, "lgn_off_right")->name, "lgn_off");
    assert_string_equal(network_sheet_item(&settings, "lgn_off")->name, "lgn_off");
    assert_null(network_sheet_item(&settings, "v1_left"));
    assert_string_equal(network_projection_item(&settings, "off_to_v1_left")->name, "off_to_v1");
    assert_null(network_projection_item(&settings, "inhibition_left"));
    char on[] = "on_to_v1", off[] = "off_to_v1_right";
    TextList names = {2, (char *[]){on, off}};
    ProjectionList list = network_projections(network, &names);
    assert_int_equal(list.count, 3);
    release(list.items);
    network_free(network);
    small_settings_finish(&settings);
}

// All afferent weights of a unit, of both eyes and polarities, share one budget.
static void eyes_compete_for_one_budget(void **state) {
    (void)state;
    NetworkSettings settings;
    Network *network = two_eyes(&settings, (const char *[]){NULL});
    small_network_present(network, 40);
    char on[] = "on_to_v1", off[] = "off_to_v1";
    TextList names = {2, (char *[]){on, off}};
    ProjectionList list = network_projections(network, &names);
    assert_int_equal(list.count, 4);
    double least = 1, most = 0;
    for (size_t unit = 0; unit < list.items[0]->to->units; unit++) {
        double sum[MOST_EYES] = {0};
        for (size_t p = 0; p < list.count; p++) {
            Connection connections[512];
            size_t n = projection_connections(list.items[p], unit, connections);
            for (size_t k = 0; k < n; k++)
                sum[list.items[p]->eye] += (double)connections[k].weight;
        }
        assert_near(sum[0] + sum[1], 1, 1e-5);
        least = fmin(least, sum[0]);
        most = fmax(most, sum[0]);
    }
    assert_true(least < 0.5 && most > 0.5 && most - least > 0.01);
    release(list.items);
    network_free(network);
    small_settings_finish(&settings);
}

// [drive / k]+ of one copy, pooled by the Gaussian of unit sum over a whole disc, at one unit.
static double pool_at(const Sheet *sheet, long i, long j) {
    const GainControl *gain = &sheet->settings->gain_control;
    long n = (long)sheet->geometry.n, radius = (long)floor(gain->radius * sheet->geometry.density);
    double sum = 0, norm = 0;
    for (long di = -radius; di <= radius; di++)
        for (long dj = -radius; dj <= radius; dj++) {
            double squared = (double)(di * di + dj * dj);
            if (squared > pow((double)radius + 0.5, 2))
                continue;
            double w = exp(-squared / pow(sheet->geometry.density * gain->sigma, 2) / 2);
            norm += w;
            if (i + di >= 0 && i + di < n && j + dj >= 0 && j + dj < n)
                sum += w * fmax(0, (double)sheet->drive[(i + di) * n + j + dj] / gain->constant);
        }
    return sum / norm;
}

static void check_gain_control(bool across) {
    NetworkSettings settings;
    Network *network =
        two_eyes(&settings, (const char *[]){across ? "sheets.lgn_*.gain_control.across_eyes=true"
                                                    : "sheets.lgn_*.gain_control.across_eyes=false",
                                             "stimuli.bars.imbalance=0.8",
                                             "stimuli.bars.independent=0.5", NULL});
    network_show(network, 3);
    network_respond(network, RESPOND_SETTLED);
    double difference = 0;
    for (size_t e = 0; e < MOST_EYES; e++) {
        const Sheet *sheet = network_sheet(network, e ? "lgn_off_right" : "lgn_off_left"),
                    *other = network_sheet(network, e ? "lgn_off_left" : "lgn_off_right");
        const GainControl *gain = &sheet->settings->gain_control;
        size_t n = sheet->geometry.n;
        for (size_t unit = 0; unit < sheet->units; unit++) {
            double own = pool_at(sheet, (long)(unit / n), (long)(unit % n)),
                   pool = across ? 0.5 * (own + pool_at(other, (long)(unit / n), (long)(unit % n)))
                                 : own;
            double expected =
                fmax(0, (double)sheet->drive[unit] / (gain->constant + gain->strength * pool));
            assert_near((double)sheet->activity[unit], expected, 1e-5);
            difference = fmax(difference, fabs(own - pool));
        }
    }
    assert_true(across ? difference > 0.05 : difference == 0);
    network_free(network);
    small_settings_finish(&settings);
}

static void gain_control_pools_over_both_eyes(void **state) {
    (void)state;
    check_gain_control(true);
    check_gain_control(false);
}

// The history's correlation is Pearson's, over all units of all presentations of the interval.
static void history_tells_how_alike_the_eyes_views_are(void **state) {
    (void)state;
    NetworkSettings settings;
    Network *network = two_eyes(&settings, (const char *[]){"stimuli.bars.imbalance=0.6",
                                                            "stimuli.bars.independent=0.4", NULL});
    const Sheet *left = network_sheet(network, "retina_left"),
                *right = network_sheet(network, "retina_right");
    enum { SHOWN = 25 };
    size_t units = left->units, k = 0;
    double *x = allocate(SHOWN * units, sizeof *x), *y = allocate(SHOWN * units, sizeof *y);
    double *sums = allocate(history_sums(network), sizeof *sums), mean_x = 0, mean_y = 0;
    for (int64_t t = 0; t < SHOWN; t++) {
        network_show(network, t);
        history_add(network, sums);
        for (size_t unit = 0; unit < units; unit++, k++) {
            mean_x += x[k] = (double)left->activity[unit];
            mean_y += y[k] = (double)right->activity[unit];
        }
    }
    double n = (double)k, xx = 0, xy = 0, yy = 0;
    for (k = 0; k < SHOWN * units; k++) {
        xx += pow(x[k] - mean_x / n, 2);
        yy += pow(y[k] - mean_y / n, 2);
        xy += (x[k] - mean_x / n) * (y[k] - mean_y / n);
    }
    char *text = NULL;
    size_t length = 0;
    FILE *file = open_memstream(&text, &length);
    history_write_header(file, network);
    history_write_row(file, network, sums, SHOWN);
    fclose(file);
    const char *column = strstr(text, "correlation.retina "), *cell = strchr(text, '\n');
    assert_non_null(column);
    for (const char *place = text; place < column; place++)
        if (*place == ',')
            cell = strchr(cell + 1, ',');
    double told = atof(cell + 1);
    assert_near(told, xy / sqrt(xx * yy), 1e-7);
    assert_true(told > 0.2 && told < 0.9);
    free(text);
    release(sums);
    release(x);
    release(y);
    network_free(network);
    small_settings_finish(&settings);
}

static void what_does_not_fit_is_refused(void **state) {
    (void)state;
    char *with = format_text("%s\neyes = { left = {}; right = {}; };", small_gcal),
         *one = format_text("%s\neyes = { left = {}; };", small_gcal);
    small_network_refused(with, (const char *[]){NULL}, "no sheet says per_eye");
    small_network_refused(one, (const char *[]){"sheets.retina.per_eye=true", NULL},
                          "needs two eyes");
    small_network_refused(small_gcal, (const char *[]){"sheets.retina.per_eye=true", NULL},
                          "needs two eyes");
    release(with);
    release(one);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(common_patterns_share_place_and_brightness),
        cmocka_unit_test(independent_patterns_lie_apart),
        cmocka_unit_test(patterns_keep_their_distance_in_each_eye),
        cmocka_unit_test(disparity_moves_the_eyes_views_along_x),
        cmocka_unit_test(contrast_and_noise_are_the_eyes_own),
        cmocka_unit_test(copies_are_named_and_joined_by_eye),
        cmocka_unit_test(eyes_compete_for_one_budget),
        cmocka_unit_test(gain_control_pools_over_both_eyes),
        cmocka_unit_test(history_tells_how_alike_the_eyes_views_are),
        cmocka_unit_test(what_does_not_fit_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
