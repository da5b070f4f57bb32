// SPDX-License-Identifier: GPL-3.0-or-later
#include "helpers/small_network.h"

#include "settings/config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

const char small_gcal[] =
    "seed = 2385;\n"
    "sheets = {\n"
    "  retina = { density = 12.3; half_width = 1.1; stimulus = \"bars\"; };\n"
    "  lgn_on = { density = 12.3; half_width = 0.8;\n"
    "    gain_control = { enabled = true; constant = 0.11; strength = 0.6; sigma = 0.125; radius = "
    "0.26; }; };\n"
    "  lgn_off = { density = 12.3; half_width = 0.8;\n"
    "    gain_control = { enabled = true; constant = 0.11; strength = 0.6; sigma = 0.125; radius = "
    "0.26; }; };\n"
    "  v1 = { density = 13.0; half_width = 0.5; threshold = 0.0915; settle = 16;\n"
    "    homeostasis = { enabled = true; target = 0.024; rate = 0.013; smoothing = 0.891; }; };\n"
    "};\n"
    "projections = {\n"
    "  retina_to_on = { from = \"retina\"; to = \"lgn_on\"; radius = 0.375; strength = 2.33; "
    "shared = true;\n"
    "    normalise = \"none\"; weights = { kind = \"difference_of_gaussians\"; centre_sigma = "
    "0.0573;\n"
    "                                  surround_sigma = 0.1477; polarity = \"on\"; }; };\n"
    "  retina_to_off = { from = \"retina\"; to = \"lgn_off\"; radius = 0.375; strength = 2.33; "
    "shared = true;\n"
    "    normalise = \"none\"; weights = { kind = \"difference_of_gaussians\"; centre_sigma = "
    "0.0573;\n"
    "                                  surround_sigma = 0.1477; polarity = \"off\"; }; };\n"
    "  on_to_v1 = { from = \"lgn_on\"; to = \"v1\"; radius = 0.34; strength = 1.5; learning_rate = "
    "0.7;\n"
    "    normalise = \"afferent\"; weights = { kind = \"gaussian_cloud\"; sigma = 0.27; }; };\n"
    "  off_to_v1 = { from = \"lgn_off\"; to = \"v1\"; radius = 0.34; strength = 1.5; learning_rate "
    "= 0.7;\n"
    "    normalise = \"afferent\"; weights = { kind = \"gaussian_cloud\"; sigma = 0.27; }; };\n"
    "  excitation = { from = \"v1\"; to = \"v1\"; radius = 0.17; strength = 1.7;\n"
    "    weights = { kind = \"gaussian\"; sigma = 0.083; }; };\n"
    "  inhibition = { from = \"v1\"; to = \"v1\"; radius = 0.4; strength = -1.4; learning_rate = "
    "0.9;\n"
    "    weights = { kind = \"gaussian_cloud\"; sigma = 0.235; }; };\n"
    "};\n"
    "stimuli = { bars = { kind = \"gaussian\"; count = 2; half_range = 0.75; sigma = 0.0873; "
    "aspect = 3.17;\n"
    "                     contrast = 0.713; }; };\n";

void small_settings(NetworkSettings *settings, const char *text, const char *const *changes) {
    char path[] = "/tmp/pinwheel-small-XXXXXX";
    int opened = mkstemp(path);
    FILE *file = opened < 0 ? NULL : fdopen(opened, "w");
    if (file == NULL)
        fail_msg("%s could not be made", path);
    fputs(text, file);
    fclose(file);
    Error error = {0};
    block_start(&network_settings, settings);
    bool ok = config_load(path, &network_settings, settings, NULL, &error);
    remove(path);
    for (size_t i = 0; ok && changes && changes[i]; i++)
        ok = settings_assign(&network_settings, settings, changes[i], false, "change", &error);
    if (!ok)
        fail_msg("%s", error.text);
}

void small_settings_finish(NetworkSettings *settings) {
    block_finish(&network_settings, settings);
}

Network *small_network(const NetworkSettings *settings) {
    Error error = {0};
    Network *network = network_new(settings, NULL, WEIGHTS_DRAWN, &error);
    if (network == NULL)
        fail_msg("%s", error.text);
    return network;
}

Network *small_gcal_network(NetworkSettings *settings, const char *const *changes) {
    small_settings(settings, small_gcal, changes);
    return small_network(settings);
}

void small_network_finish(Network *network, NetworkSettings *settings) {
    network_free(network);
    small_settings_finish(settings);
}

void small_network_refused(const char *text, const char *const *changes, const char *cause) {
    NetworkSettings settings;
    Error error = {0};
    small_settings(&settings, text, changes);
    Network *network = network_new(&settings, NULL, WEIGHTS_DRAWN, &error);
    assert_null(network);
    if (!strstr(error.text, cause))
        fail_msg("\"%s\" lacks \"%s\"", error.text, cause);
    error_clear(&error);
    small_settings_finish(&settings);
}

void small_network_present(Network *network, int n) {
    Error error = {0};
    for (int i = 0; i < n; i++)
        if (!network_present(network, &error))
            fail_msg("%s", error.text);
}
