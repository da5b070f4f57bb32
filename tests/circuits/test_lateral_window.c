// SPDX-License-Identifier: GPL-3.0-or-later
// The window of self-organisation on lateral kernels whose gain and copositivity are known.
#include "circuits/lateral_window.h"
#include "helpers/small_network.h"
#include "run/experiment.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "helpers/assert_near.h"

// A V1 at density 48 with the published lateral Gaussians, as smooth as their mean, and input from
// anywhere.
static LateralWindow window_at(double excitation) {
    static const char text[] =
        "sheets = { retina = { density = 12.0; half_width = 0.9; stimulus = \"bars\"; };\n"
        "           v1 = { density = 48.0; half_width = 0.5; boundary = \"periodic\"; }; };\n"
        "projections = { in = { from = \"retina\"; to = \"v1\"; radius = 0.2; weights = { kind = "
        "\"gaussian\"; sigma = 0.1; }; };\n"
        "  e = { from = \"v1\"; to = \"v1\"; radius = 0.104; weights = { kind = \"gaussian\"; "
        "sigma = 0.025; }; };\n"
        "  i = { from = \"v1\"; to = \"v1\"; radius = 0.22917; strength = -1.4; weights = { kind = "
        "\"gaussian\"; sigma = 0.075; }; }; };\n"
        "stimuli = { bars = { kind = \"gaussian\"; }; };\n";
    char strength[64];
    snprintf(strength, sizeof strength, "projections.e.strength=%.17g", excitation);
    NetworkSettings settings;
    small_settings(&settings, text, (const char *const[]){strength, NULL});
    Network *network = small_network(&settings);
    LateralWindow window = lateral_window(network, network_sheet(network, "v1"));
    assert_false(lateral_window(network, network_sheet(network, "retina")).lateral);
    network_free(network);
    small_settings_finish(&settings);
    return window;
}

// Values of the ideal kernels, from model.md 3.2; fields end at their radius and units are
// discrete, so 2 % are allowed.
static void published_kernels_lie_inside_the_window(void **state) {
    (void)state;
    static const double known[][3] = {
        {1.5, 1.022, 0.786}, {1.6, 1.099, 0.863}, {1.7, 1.176, 0.941}, {1.8, 1.255, 1.020}};
    for (size_t k = 0; k < sizeof known / sizeof *known; k++) {
        LateralWindow window = window_at(known[k][0]);
        assert_true(window.lateral);
        assert_near(window.linear_gain, known[k][1], 0.02 * known[k][1]);
        assert_near(window.copositivity, known[k][2], 0.02 * known[k][2]);
        if (known[k][0] == 1.7)
            assert_near(window.wavelength, 0.222,
                        0.01); // sqrt of 2 pi^2 (s_I^2 - s_E^2) / ln(g_I s_I^2 / g_E s_E^2)
    }
}

// Without inhibition, uniform activity gains most, by exactly the strength, and diverges by the
// same.
static void excitation_alone_gains_its_strength(void **state) {
    (void)state;
    static const char text[] =
        "sheets = { retina = { density = 12.0; half_width = 0.9; stimulus = \"bars\"; };\n"
        "           v1 = { density = 17.0; half_width = 0.5; boundary = \"periodic\"; }; };\n"
        "projections = { in = { from = \"retina\"; to = \"v1\"; radius = 0.2; weights = { kind = "
        "\"gaussian\"; sigma = 0.1; }; };\n"
        "  e = { from = \"v1\"; to = \"v1\"; radius = 0.2; strength = 0.613; weights = { kind = "
        "\"gaussian_cloud\"; sigma = 0.1; }; }; };\n"
        "stimuli = { bars = { kind = \"gaussian\"; }; };\n";
    NetworkSettings settings;
    small_settings(&settings, text, NULL);
    Network *network = small_network(&settings);
    LateralWindow window = lateral_window(network, network_sheet(network, "v1"));
    assert_near(window.linear_gain, 0.613, 1e-6);
    assert_true(isinf(window.wavelength));
    assert_true(window.copositivity <= 0.613 + 1e-6);
    assert_near(window.copositivity, 0.613, 0.05);
    Sheet *v1 = network_sheet(network, "v1");
    assert_near(lateral_window_growth(&window, v1), window.copositivity, 1e-12);
    network_free(network);
    small_settings_finish(&settings);
}

// Growth is damped in each step, and counts from the second activation on.
static void growth_adds_up_over_the_steps(void **state) {
    (void)state;
    SheetSettings settings = {.damping = 0.7, .settle = 33};
    Sheet sheet = {.settings = &settings};
    LateralWindow window = {.lateral = true, .copositivity = 1.49};
    double step = lateral_window_growth(&window, &sheet);
    assert_near(step, 0.3 + 0.7 * 1.49, 1e-12);
    assert_near(settling_growth(step, &sheet) / pow(0.3 + 0.7 * 1.49, 32), 1, 1e-9);
    assert_true(settling_diverges(step, &sheet)); // 12,544-fold
    settings.settle = 32;
    assert_false(settling_diverges(step, &sheet));
    assert_near(settling_growth(0.97, &sheet), 1, 0);
}

// Inhibition so strong that the ascent dies out, and scatter beyond the sheet, still give finite
// numbers.
static void extremes_stay_finite(void **state) {
    (void)state;
    static const char text[] =
        "sheets = { retina = { density = 12.0; half_width = 0.9; stimulus = \"bars\"; };\n"
        "           v1 = { density = 17.0; half_width = 0.5; }; };\n"
        "projections = { in = { from = \"retina\"; to = \"v1\"; radius = 0.2; weights = { kind = "
        "\"gaussian\"; sigma = 0.1; }; };\n"
        "  i = { from = \"v1\"; to = \"v1\"; radius = 0.2; strength = -200.0; scatter = 1000.0; "
        "weights = { "
        "kind = \"uniform\"; }; }; };\n"
        "stimuli = { bars = { kind = \"gaussian\"; }; };\n";
    NetworkSettings settings;
    small_settings(&settings, text, NULL);
    Network *network = small_network(&settings);
    LateralWindow window = lateral_window(network, network_sheet(network, "v1"));
    assert_true(isfinite(window.linear_gain));
    assert_true(isfinite(window.copositivity) && window.copositivity < 0);
    network_free(network);
    small_settings_finish(&settings);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(published_kernels_lie_inside_the_window),
                                       cmocka_unit_test(excitation_alone_gains_its_strength),
                                       cmocka_unit_test(growth_adds_up_over_the_steps),
                                       cmocka_unit_test(extremes_stay_finite)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
