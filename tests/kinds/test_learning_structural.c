// SPDX-License-Identifier: GPL-3.0-or-later
// Structural plasticity against the growth curve of Butz & van Ooyen as they write it.
#include "kinds/learning.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/memory.h"
#include "helpers/assert_near.h"

static const double SET_POINT = 0.031, MINIMUM = 0.17, SMOOTHING = 0.83, RETRACTION = 0.023;

static Variant rule_new(void) {
    Variant rule = {0};
    assert_true(variant_choose(&rule, learning_kinds, "structural"));
    const Block *block = &rule.kind->block;
    *(double *)setting_value(block_find(block, "set_point"), rule.settings) = SET_POINT;
    *(double *)setting_value(block_find(block, "minimum"), rule.settings) = MINIMUM;
    *(double *)setting_value(block_find(block, "smoothing"), rule.settings) = SMOOTHING;
    *(double *)setting_value(block_find(block, "retraction"), rule.settings) = RETRACTION;
    return rule;
}

static void rule_finish(Variant *rule) {
    block_finish(&rule->kind->block, rule->settings);
    release(rule->settings);
}

static double growth(double mean) {
    double least = MINIMUM * SET_POINT, xi = (SET_POINT + least) / 2,
           zeta = (SET_POINT - least) / (2 * sqrt(log(2)));
    return 2 * exp(-pow((mean - xi) / zeta, 2)) - 1;
}

// The terms at activity y after a mean of `before`, against the curve.
static void expect(const Variant *rule, double before, double y) {
    double memory = before, mean = SMOOTHING * before + (1 - SMOOTHING) * y;
    LearningTerms terms = learning_kind(rule)->terms(rule->settings, 0.29, y, &memory);
    assert_near(memory, mean, 1e-15);
    assert_near(terms.source, 0.29 * fmax(0, growth(mean)), 1e-12);
    assert_near(terms.weight, RETRACTION * fmin(0, growth(mean)), 1e-12);
    assert_near(terms.constant, 0, 0);
}

static void synapses_grow_between_minimum_and_set_point(void **state) {
    (void)state;
    Variant rule = rule_new();
    expect(&rule, 0.011, 0.017);
    expect(&rule, 0.029, 0);
    expect(&rule, 0.0007, 0.0031); // below the minimum of 0.00527
    expect(&rule, 0.033, 0.29);
    double memory = 0.02;
    assert_true(learning_kind(&rule)->terms(rule.settings, 0.29, 0.02, &memory).source > 0.2);
    memory = 0;
    assert_true(learning_kind(&rule)->terms(rule.settings, 0.29, 0, &memory).weight < 0);
    rule_finish(&rule);
}

static void a_unit_at_its_set_point_rests(void **state) {
    (void)state;
    Variant rule = rule_new();
    double memory = -1;
    learning_kind(&rule)->begin(rule.settings, &memory);
    assert_near(memory, SET_POINT, 0);
    LearningTerms terms = learning_kind(&rule)->terms(rule.settings, 0.29, SET_POINT, &memory);
    assert_near(terms.source, 0, 1e-12);
    assert_near(terms.weight, 0, 1e-12);
    rule_finish(&rule);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(synapses_grow_between_minimum_and_set_point),
        cmocka_unit_test(a_unit_at_its_set_point_rests)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
