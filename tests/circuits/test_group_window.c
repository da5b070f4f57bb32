// SPDX-License-Identifier: GPL-3.0-or-later
// The gain and the growth of sheets that settle together, against the matrix of their strengths:
// fields that sum to 1 give uniform activity exactly these.
#include "circuits/group_window.h"

#include "helpers/small_network.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "helpers/assert_near.h"

static const char text[] =
    "sheets = { retina = { density = 12.0; half_width = 0.9; stimulus = \"bars\"; };\n"
    "           e = { density = 13.0; half_width = 0.5; settle = 9; };\n"
    "           i = { density = 9.0; half_width = 0.5; settle = 9; }; };\n"
    "projections = {\n"
    "  in = { from = \"retina\"; to = \"e\"; radius = 0.2;\n"
    "    weights = { kind = \"gaussian\"; sigma = 0.1; }; };\n"
    "  ee = { from = \"e\"; to = \"e\"; radius = 0.2; strength = 2.13;\n"
    "    weights = { kind = \"gaussian_cloud\"; sigma = 0.1; }; };\n"
    "  ei = { from = \"e\"; to = \"i\"; radius = 1.5; strength = 1.07;\n"
    "    weights = { kind = \"uniform\"; }; };\n"
    "  ie = { from = \"i\"; to = \"e\"; radius = 1.5; strength = -0.91;\n"
    "    weights = { kind = \"uniform\"; }; };\n"
    "  ii = { from = \"i\"; to = \"i\"; radius = 0.3; strength = -0.23;\n"
    "    weights = { kind = \"gaussian\"; sigma = 0.1; }; };\n"
    "};\n"
    "stimuli = { bars = { kind = \"gaussian\"; }; };\n";

static GroupWindow window_in(const char *config, const char *const *changes) {
    NetworkSettings settings;
    small_settings(&settings, config, changes);
    Network *network = small_network(&settings);
    GroupWindow window = group_window(network, network_group(network, network_sheet(network, "e")));
    small_network_finish(network, &settings);
    return window;
}

static GroupWindow window_of(const char *const *changes) {
    return window_in(text, changes);
}

// The larger eigenvalue of the strengths [[ee, ie], [ei, ii]].
static double eigenvalue(double ee, double ie, double ei, double ii) {
    return (ee + ii) / 2 + sqrt((ee - ii) * (ee - ii) / 4 + ie * ei);
}

static void uniform_activity_gains_by_its_strengths(void **state) {
    (void)state;
    // Excitation spreads over all of e, so that no pattern gains more than uniform activity.
    GroupWindow window = window_of(
        (const char *const[]){"projections.ee.radius=1.5", "projections.ee.weights=uniform", NULL});
    assert_true(window.found && window.slope_bounded && !window.saturates);
    assert_near(window.linear_gain, eigenvalue(2.13, -0.91, 1.07, -0.23), 0.02);
    assert_near(window.growth, eigenvalue(2.13, -0.91, 1.07, -0.23), 0.02);
    // A steeper transfer of one sheet multiplies its row. (tanh is steepest at 0.)
    window = window_of(
        (const char *const[]){"projections.ee.radius=1.5", "projections.ee.weights=uniform",
                              "sheets.i.transfer=tanh", "sheets.i.transfer.gain=1.3", NULL});
    assert_near(window.growth, eigenvalue(2.13, -0.91, 1.3 * 1.07, -1.3 * 0.23), 0.02);
    // Damping shares each step with what was before.
    window = window_of((const char *const[]){"projections.ee.radius=1.5",
                                             "projections.ee.weights=uniform",
                                             "sheets.*.damping=0.4", NULL});
    assert_near(window.growth, 0.6 + 0.4 * eigenvalue(2.13, -0.91, 1.07, -0.23), 0.02);
    // Inhibition within the step: e grows by ee + ie ei / (1 - ii / growth).
    window = window_of((const char *const[]){
        "projections.ee.radius=1.5", "projections.ee.weights=uniform",
        "projections.ei.step_delay=0", "projections.ii.strength=-1e-9", NULL});
    assert_near(window.growth, 2.13 - 0.91 * 1.07, 0.02);
}

// What inhibition cannot follow grows: patches of e excite themselves nearly by their strength,
// while inhibition sees their mean.
static void local_excitation_escapes_broad_inhibition(void **state) {
    (void)state;
    double broad = window_of((const char *const[]){"projections.ee.radius=1.5", NULL}).linear_gain,
           local = window_of(NULL).linear_gain;
    assert_true(local > broad && local < 2.13);
}

// Inhibition strong enough holds excitation that alone would diverge.
static void inhibition_holds_excitation(void **state) {
    (void)state;
    GroupWindow window = window_of((const char *const[]){
        "projections.ee.radius=1.5", "projections.ee.strength=1.3",
        "projections.ee.weights=uniform", "projections.ie.strength=-2.7", NULL});
    assert_true(window.linear_gain < 1 && window.growth < 1);
}

// What divides has no linear gain, and a loop that only divides has no number at all.
static void what_divides_is_left_out(void **state) {
    (void)state;
    GroupWindow window = window_of((const char *const[]){"projections.ie.strength=0.91",
                                                         "projections.ie.effect=divide", NULL});
    assert_true(window.found && !window.slope_bounded);
    window = window_in(
        "sheets = { retina = { density = 12.0; half_width = 0.9; stimulus = \"bars\"; };\n"
        "           e = { density = 13.0; half_width = 0.5; settle = 3; };\n"
        "           i = { density = 9.0; half_width = 0.5; settle = 3; }; };\n"
        "projections = {\n"
        "  to_e = { from = \"retina\"; to = \"e\"; radius = 0.2; weights = \"uniform\"; };\n"
        "  to_i = { from = \"retina\"; to = \"i\"; radius = 0.2; weights = \"uniform\"; };\n"
        "  ei = { from = \"e\"; to = \"i\"; radius = 0.2; effect = \"divide\"; weights = "
        "\"uniform\"; };\n"
        "  ie = { from = \"i\"; to = \"e\"; radius = 0.2; effect = \"divide\"; weights = "
        "\"uniform\"; };\n"
        "};\n"
        "stimuli = { bars = { kind = \"gaussian\"; }; };\n",
        NULL);
    assert_false(window.found);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(uniform_activity_gains_by_its_strengths),
        cmocka_unit_test(local_excitation_escapes_broad_inhibition),
        cmocka_unit_test(inhibition_holds_excitation),
        cmocka_unit_test(what_divides_is_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
