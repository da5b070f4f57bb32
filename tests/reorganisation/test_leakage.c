// SPDX-License-Identifier: GPL-3.0-or-later
// Which lesions, and which probes, let responses leak into a scotoma.
#include "reorganisation/leakage.h"

#include "base/memory.h"
#include "helpers/small_network.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const Scotoma SCOTOMA = {0.07, -0.05, 0.26};

static void expect(const LeakageSigns *signs, const char *const *parts) {
    char *warning = leakage_warning(signs);
    if (parts[0] == NULL && warning)
        fail_msg("warned: %s", warning);
    for (; *parts; parts++)
        if (warning == NULL || !strstr(warning, *parts))
            fail_msg("\"%s\" lacks \"%s\"", warning ? warning : "", *parts);
    release(warning);
}

static void signs_are_told_in_words(void **state) {
    (void)state;
    LeakageSigns signs = {3, 3, NULL, "retina", 0.0499, 0.2};
    expect(&signs, (const char *[]){NULL});
    signs.probe = 0.0501; // a quarter of the radius is 0.05
    expect(&signs, (const char *[]){"leakage", "0.0501", "radius 0.2", "smaller spots", NULL});
    signs = (LeakageSigns){3, 1, "lgn_on", "retina", 0.03, 0.2};
    expect(&signs, (const char *[]){"leakage", "'retina' is silent", "'lgn_on' is not",
                                    "lesion all sheets", NULL});
    signs.probe = 0.1;
    expect(&signs, (const char *[]){"'lgn_on' is not", "longer than a quarter", NULL});
    signs.silent = 0; // a sham, however long the probe
    expect(&signs, (const char *[]){NULL});
}

static void lose(Network *network, const char *sheet, const Scotoma *scotoma) {
    Sheet *found = network_sheet(network, sheet);
    const Geometry *geometry = &found->geometry;
    for (size_t unit = 0; unit < found->units; unit++)
        if (hypot(geometry_x(geometry, unit % geometry->n) - scotoma->x,
                  geometry_y(geometry, unit / geometry->n) - scotoma->y) < scotoma->radius)
            found->inside[unit] = 0;
}

// Does a network with these sheets lesioned, parted by spaces, warn?
static bool warns(const char *text, const char *lost, const char *measured, const char *eye,
                  const char *expected) {
    NetworkSettings settings;
    small_settings(&settings, text, NULL);
    Network *network = small_network(&settings);
    char *names = copy_text(lost);
    for (char *rest, *name = strtok_r(names, " ", &rest); name; name = strtok_r(NULL, " ", &rest))
        lose(network, name, &SCOTOMA);
    int seen = NO_EYE;
    for (size_t e = 0; e < network->eyes; e++)
        if (strcmp(network->eye[e].name, eye) == 0)
            seen = (int)e;
    char *warning =
        leakage_of_network(network, network_sheet(network, measured), seen, &SCOTOMA, 0.03);
    bool warned = warning != NULL;
    if (warned && !strstr(warning, expected))
        fail_msg("\"%s\" lacks \"%s\"", warning, expected);
    release(warning);
    release(names);
    network_free(network);
    small_settings_finish(&settings);
    return warned;
}

static void whole_pathways_are_needed(void **state) {
    (void)state;
    assert_false(warns(small_gcal, "", "v1", "", ""));
    assert_false(warns(small_gcal, "v1", "v1", "", "")); // of cortex: nothing is masked before it
    assert_true(warns(small_gcal, "retina", "v1", "", "'retina' is silent"));
    assert_true(warns(small_gcal, "lgn_on lgn_off", "v1", "", "while 'retina' is not"));
    assert_true(warns(small_gcal, "retina lgn_on", "v1", "", "while 'lgn_off' is not"));
    assert_false(warns(small_gcal, "retina lgn_on lgn_off", "v1", "", ""));
    assert_false(warns(small_gcal, "retina", "lgn_on", "", "")); // all that reaches it is silent
}

static const char eyes[] =
    "eyes = { left = { }; right = { }; };\n"
    "sheets = { retina = { density = 15.0; half_width = 1.0; per_eye = true; stimulus = \"s\"; };\n"
    "           lgn = { density = 14.0; half_width = 0.8; per_eye = true; };\n"
    "           v1 = { density = 13.0; half_width = 0.5; }; };\n"
    "projections = {\n"
    "  up = { from = \"retina\"; to = \"lgn\"; radius = 0.2; weights = \"uniform\"; };\n"
    "  in = { from = \"lgn\"; to = \"v1\"; radius = 0.3; weights = \"uniform\"; }; };\n"
    "stimuli = { s = { kind = \"noise\"; }; };\n";

// One eye's whole pathway is enough, as what the other sees is no leakage.
static void eyes_are_told_apart(void **state) {
    (void)state;
    static const char *const whole = "retina_left lgn_left";
    assert_false(warns(eyes, whole, "v1", "", ""));
    assert_false(warns(eyes, whole, "v1", "left", ""));
    assert_false(warns(eyes, whole, "v1", "right", ""));
    assert_true(warns(eyes, "retina_left", "v1", "", "'lgn_left' is not"));
    assert_true(warns(eyes, "lgn_right", "v1", "", "'retina_right' is not"));
    assert_true(warns(eyes, "lgn_right", "v1", "right", "'retina_right' is not"));
    assert_false(warns(eyes, "lgn_right", "v1", "left", ""));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(signs_are_told_in_words),
                                       cmocka_unit_test(whole_pathways_are_needed),
                                       cmocka_unit_test(eyes_are_told_apart)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
