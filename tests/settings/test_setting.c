// SPDX-License-Identifier: GPL-3.0-or-later
// Tables of settings: defaults, parsing and formatting, paths, and config files that are echoed and
// read again.
#include "base/memory.h"
#include "base/suggestion.h"
#include "run/experiment.h"
#include "settings/config.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "helpers/assert_near.h"

static const char *const colours[] = {"red", "green", NULL};

typedef struct {
    bool flag;
    int64_t whole, seed;
    double real, open;
    char *text;
    int colour;
    TextList list;
} Sample;

static const Block sample_block =
    BLOCK(Sample, NULL, {SETTING(Sample, flag), "true", .help = "", .live = true},
          {SETTING(Sample, whole), "-17", -100, 5e9, .help = ""},
          {SETTING(Sample, seed), "auto", 0, 9e15, .help = "", .word = "auto"},
          {SETTING(Sample, real), "0.1", -1e300, 1e300, .help = "", .live = true},
          {SETTING(Sample, open), "random", 0, 1, .help = "", .word = "random"},
          {SETTING(Sample, text), "a \"quoted\" word", .help = ""},
          {SETTING(Sample, colour), "green", .choices = colours, .help = ""},
          {SETTING(Sample, list), "one, two", 1, 3, .help = ""});

static void defaults_are_parsed(void **state) {
    (void)state;
    Sample sample;
    block_start(&sample_block, &sample);
    assert_true(sample.flag);
    assert_int_equal(sample.whole, -17);
    assert_int_equal(sample.seed, -1);
    assert_true(sample.real == 0.1 && isnan(sample.open));
    assert_string_equal(sample.text, "a \"quoted\" word");
    assert_int_equal(sample.colour, 1);
    assert_int_equal(sample.list.count, 2);
    assert_string_equal(sample.list.items[1], "two");
    block_finish(&sample_block, &sample);
}

static void reals_read_back_bit_for_bit(void **state) {
    (void)state;
    static const double numbers[] = {0.1,    1.0 / 3, 2.385e-17, -1234567.875, 1e22,
                                     5e-324, 3,       0,         0.044194};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        char *text = format_real(numbers[i]);
        assert_true(strtod(text, NULL) == numbers[i]);
        assert_non_null(strpbrk(text, ".e"));
        release(text);
    }
}

// Puts a value through a path; returns the first message, owned, or NULL.
static char *assign(Sample *sample, const char *assignment, bool live) {
    Error error = {0};
    char *told = settings_assign(&sample_block, sample, assignment, live, "here", &error)
                     ? NULL
                     : copy_text(error.text);
    error_clear(&error);
    return told;
}

static void assignments_are_checked(void **state) {
    (void)state;
    static const struct {
        const char *text, *told; // NULL: accepted
    } cases[] = {
        {"flag=false", NULL},
        {"flag = yes", "here: flag: \"yes\" is not known; allowed: true or false"},
        {"whole=4999999999", NULL},
        {"whole=5000000001",
         "here: whole: 5000000001 is out of range; allowed: a whole number -100 to 5000000000"},
        {"whole=3.7",
         "here: whole: \"3.7\" is not a whole number; allowed: a whole number -100 to 5000000000"},
        {"whole=",
         "here: whole: \"\" is not a whole number; allowed: a whole number -100 to 5000000000"},
        {"real=3", NULL},
        {"real=inf", "here: real: \"inf\" is not a number; allowed: -1e+300 to 1e+300"},
        {"open=random", NULL},
        {"open=0.25", NULL},
        {"colour=blue", "here: colour: 'blue' is not known; allowed: one of red, green"},
        {"list=(\"a\", \"b\")", NULL},
        {"list=a,b,c,d", "here: list: 4 is too many; at most 3"},
        {"reel=2", "here: unknown setting 'reel'; did you mean 'real'?"},
        {"real", "here: 'real' is not of the form path=value"}};
    Sample sample;
    block_start(&sample_block, &sample);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *told = assign(&sample, cases[i].text, false);
        if (cases[i].told == NULL && told)
            fail_msg("%s: %s", cases[i].text, told);
        if (cases[i].told)
            assert_string_equal(told ? told : "accepted", cases[i].told);
        release(told);
    }
    assert_true(!sample.flag && sample.whole == 4999999999 && sample.real == 3 &&
                sample.open == 0.25);
    char *told = assign(&sample, "whole=2", true);
    assert_string_equal(told, "here: whole: cannot change while a run goes on");
    release(told);
    assert_null(assign(&sample, "rea*=2.385", true));
    assert_true(sample.real == 2.385);
    block_finish(&sample_block, &sample);
}

static char *echo(const Experiment *experiment) {
    char *text = NULL;
    size_t length = 0;
    FILE *file = open_memstream(&text, &length);
    config_echo(file, &experiment_settings, experiment);
    fclose(file);
    return text;
}

// Every config of the project, echoed, read again and echoed again, is the same text.
static void echoed_configs_read_back(void **state) {
    (void)state;
    static const char *const configs[] = {"demo", "gcal", "gcal-small", "gcal-example",
                                          "l",    "al",   "gcl"};
    const char *tests = getenv("PINWHEEL_TESTS");
    for (size_t i = 0; i < sizeof configs / sizeof *configs; i++) {
        char *path = format_text("%s/../configs/gcal/%s.cfg", tests ? tests : "tests", configs[i]);
        char again[] = "/tmp/pinwheel-echo-XXXXXX";
        Experiment first, second;
        Error error = {0};
        if (!experiment_load(&first, path, NULL, 0, &error))
            fail_msg("%s", error.text);
        char *text = echo(&first);
        FILE *file = fdopen(mkstemp(again), "w");
        fputs(text, file);
        fclose(file);
        if (!experiment_load(&second, again, NULL, 0, &error))
            fail_msg("%s", error.text);
        char *echoed = echo(&second);
        assert_string_equal(echoed, text);
        remove(again);
        free(echoed);
        free(text);
        release(path);
        experiment_free(&first);
        experiment_free(&second);
    }
}

// The switches of the model family do what their names say, and nothing else.
static void variants_change_two_switches(void **state) {
    (void)state;
    static const struct {
        const char *name;
        bool gain_control, homeostasis;
    } family[] = {
        {"gcal", true, true}, {"gcl", true, false}, {"al", false, true}, {"l", false, false}};
    const char *tests = getenv("PINWHEEL_TESTS");
    for (size_t i = 0; i < sizeof family / sizeof *family; i++) {
        char *path =
            format_text("%s/../configs/gcal/%s.cfg", tests ? tests : "tests", family[i].name);
        Experiment experiment;
        Error error = {0};
        assert_true(experiment_load(&experiment, path, NULL, 0, &error));
        static const char *const lgn[] = {"lgn_on", "lgn_off"};
        for (size_t k = 0; k < 2; k++) {
            const SheetSettings *sheet =
                collection_find(&experiment.network.sheets, lgn[k])->variant.settings;
            assert_int_equal(sheet->gain_control.enabled, family[i].gain_control);
        }
        const SheetSettings *v1 =
            collection_find(&experiment.network.sheets, "v1")->variant.settings;
        assert_int_equal(v1->homeostasis.enabled, family[i].homeostasis);
        assert_near(v1->threshold, 0.2, 0);
        experiment_free(&experiment);
        release(path);
    }
}

static void write_text(const char *folder, const char *name, const char *text) {
    char *path = format_text("%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    release(path);
}

static const char lowest[] =
    "title = \"lowest\";\n"
    "sheets = { retina = { density = 10; half_width = 0.8; stimulus = \"bars\"; };\n"
    "           v1 = { density = 10; half_width = 0.4; settle = 3; threshold = 0.17;\n"
    "                  homeostasis = { enabled = true; target = 0.031; rate = 0.7; };\n"
    "                  transfer = { kind = \"tanh\"; gain = 2.3; offset = 0.11; }; }; };\n"
    "projections = { on = { from = \"retina\"; to = \"v1\"; radius = 0.3;\n"
    "                       weights = { kind = \"gaussian\"; sigma = 0.2; }; }; };\n"
    "stimuli = { bars = { kind = \"gaussian\"; contrast = 0.61; sigma = 0.07; }; };\n"
    "measures = { act = { kind = \"activity\"; sheets = (\"v1\", \"retina\"); }; };\n"
    "changes = (\"sheets.*.half_width=0.5\", \"sheets.v1.settle=7\");\n";
static const char middle[] =
    "base = \"lowest.cfg\";\n"
    "iterations = 50;\n"
    "sheets = { v1 = { settle = 9; homeostasis = { rate = 0.013; }; transfer = { offset = 0.3; }; "
    "}; };\n"
    "changes = (\"title=middle\", \"seed=4\");\n";
static const char top[] =
    "base = \"middle.cfg\";\n"
    "seed = 11;\n"
    "sheets = { v2 = { density = 8; half_width = 0.5; };\n"
    "           v1 = { threshold = 0.19; transfer = \"tanh\"; }; };\n"
    "projections = { on = { weights = { kind = \"gaussian_cloud\"; sigma = 0.4; }; radius = 0.2; "
    "};\n"
    "                up = { from = \"v1\"; to = \"v2\"; radius = 0.3; weights = \"uniform\"; }; "
    "};\n"
    "stimuli = { bars = { kind = \"disc\"; diameter = 0.33; }; };\n"
    "measures = { act = { sheets = (\"v2\"); }; };\n";

// Scalars and lists replace, blocks and collections merge, kinds that change start anew, and each
// file's changes are made before the file on top of it is read.
static void configs_are_read_on_top_of_their_base(void **state) {
    (void)state;
    char folder[] = "/tmp/pinwheel-base-XXXXXX";
    assert_non_null(mkdtemp(folder));
    write_text(folder, "lowest.cfg", lowest);
    write_text(folder, "middle.cfg", middle);
    write_text(folder, "top.cfg", top);
    char *path = format_text("%s/top.cfg", folder);
    Experiment experiment;
    Error error = {0};
    if (!experiment_load(&experiment, path, NULL, 0, &error))
        fail_msg("%s", error.text);
    const Collection *sheets = &experiment.network.sheets;
    assert_int_equal(sheets->count, 3);
    assert_string_equal(sheets->items[0].name, "retina");
    assert_string_equal(sheets->items[2].name, "v2");
    const SheetSettings *v1 = sheets->items[1].variant.settings;
    assert_string_equal(experiment.title, "middle");
    assert_int_equal(experiment.network.seed, 11);
    assert_int_equal(experiment.iterations, 50);
    assert_int_equal(v1->settle, 9);
    assert_true(v1->half_width == 0.5 && v1->threshold == 0.19);
    assert_true(v1->homeostasis.enabled && v1->homeostasis.target == 0.031);
    assert_true(v1->homeostasis.rate == 0.013);
    char *text = echo(&experiment);
    static const char *const parts[] = {"gain = 2.3;",
                                        "offset = 0.3;",
                                        "kind = \"gaussian_cloud\";\n      sigma = 0.4;",
                                        "diameter = 0.33",
                                        "contrast = 1.0;",
                                        "sheets = (\"v2\");",
                                        "base = \"\";",
                                        "changes = ();  # default"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (!strstr(text, parts[i]))
            fail_msg("%s is not in\n%s", parts[i], text);
    (fail)(&error, "sheets.v1.half_width: a");
    (fail)(&error, "sheets.v1.threshold: b");
    (fail)(&error, "stimuli.bars.sigma: c"); // the former kind's
    config_locate(&experiment.places, path, &error);
    char *told =
        format_text("%s/lowest.cfg:3: sheets.v1.half_width: a\n%s:4: sheets.v1.threshold: b"
                    "\n%s:7: stimuli.bars.sigma: c",
                    folder, path, path);
    assert_string_equal(error.text, told);
    error_clear(&error);
    release(told);
    free(text);
    experiment_free(&experiment);
    static const char *const names[] = {"lowest", "middle", "top"};
    for (size_t i = 0; i < 3; i++) {
        char *file = format_text("%s/%s.cfg", folder, names[i]);
        remove(file);
        release(file);
    }
    rmdir(folder);
    release(path);
}

static void suggestions_are_near(void **state) {
    (void)state;
    static const char *const names[] = {"density", "half_width", "threshold"};
    assert_string_equal(suggestion("", "densty", names, 3).text, "; did you mean 'density'?");
    assert_string_equal(suggestion("", "halfwidth", names, 3).text, "; did you mean 'half_width'?");
    assert_string_equal(suggestion("v1.", "Threshhold", names, 3).text,
                        "; did you mean 'v1.threshold'?");
    assert_string_equal(suggestion("", "contrast", names, 3).text, "");
    assert_string_equal(suggestion("", "density", names, 0).text, "");
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(defaults_are_parsed),
                                       cmocka_unit_test(reals_read_back_bit_for_bit),
                                       cmocka_unit_test(assignments_are_checked),
                                       cmocka_unit_test(echoed_configs_read_back),
                                       cmocka_unit_test(variants_change_two_switches),
                                       cmocka_unit_test(configs_are_read_on_top_of_their_base),
                                       cmocka_unit_test(suggestions_are_near)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
