// SPDX-License-Identifier: GPL-3.0-or-later
// What varied in a sweep, and how a number answers to it, from a folder made for the test.
#include "base/memory.h"
#include "helpers/file_fixture.h"
#include "records/sweep_response.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "helpers/assert_near.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static const double UNDEFINED = -999, FAILED = -998; // in place of values

// One run: what stands in the index between its name and status, and what it measured.
typedef struct {
    const char *where; // "condition,seed,value,..."
    double value;
} Made;

static void write_text(const char *folder, const char *name, const char *text) {
    char *path = format_text("%s/%s", folder, name);
    fixture_bytes(path, text, strlen(text));
    release(path);
}

static void make_run(const char *folder, const char *name, const Made *run) {
    char *path = format_text("%s/%s", folder, name);
    const char *seed = strchr(run->where, ',') + 1;
    char *about = format_text("{\"status\": \"%s\", \"seed\": %.*s, \"reason\": \"%s\"}",
                              run->value == FAILED ? "failed" : "finished", (int)strcspn(seed, ","),
                              seed, run->value == FAILED ? "the disk is full" : ""),
         *value = run->value == UNDEFINED ? copy_text("null, \"undefined\": \"none\"")
                                          : format_text("%.17g", run->value),
         *measures = format_text("{\"m\": {\"kind\": \"orientation\", \"series\": {\"000000040\": "
                                 "{\"numbers\": {\"q\": {\"value\": %s}}}}}}",
                                 value);
    mkdir(path, 0777);
    write_text(path, "run.json", about);
    write_text(path, "config.cfg", "seed = 1;\n");
    write_text(path, "measures.json", measures);
    release(measures);
    release(value);
    release(about);
    release(path);
}

// A sweep's folder; `paths`: the columns of what varied.
static SweptRuns make(const char *name, const char *paths, const Made *run, size_t n) {
    const char *folder = fixture_path(name);
    char *index = format_text("run,condition,seed,%s,status,iteration,weights\n", paths);
    mkdir(folder, 0777);
    for (size_t i = 0; i < n; i++) {
        char *point = format_text("point-%04zu", i + 1),
             *longer = format_text("%s%s,%s,%s,40,0\n", index, point, run[i].where,
                                   run[i].value == FAILED ? "failed" : "finished");
        make_run(folder, point, &run[i]);
        release(index);
        release(point);
        index = longer;
    }
    write_text(folder, "index.csv", index);
    release(index);
    SweptRuns runs;
    Error error = {0};
    assert_true(swept_runs_read(&runs, folder, &error));
    return runs;
}

// 2 conditions x 3 values x 2 seeds: the means are known, and so is where there is none.
static const Made grid[] = {
    {"a,1,0.1", 3},  {"a,2,0.1", 4.5},   {"a,1,10", 7},     {"a,2,10", UNDEFINED},
    {"a,1,1", -2.5}, {"a,2,1", 1.25},    {"b,1,0.1", 8},    {"b,2,0.1", 16},
    {"b,1,10", 0.5}, {"b,2,10", FAILED}, {"b,1,1", FAILED}, {"b,2,1", UNDEFINED},
};

static void levels_are_sorted_and_equal_ratios_are_logarithmic(void **state) {
    (void)state;
    SweptRuns runs = make("levels", "x.size", grid, 12);
    SweepFactors factors = sweep_factors_find(&runs);
    assert_int_equal(factors.count, 2);
    assert_string_equal(factors.factor[0].path, "condition");
    assert_int_equal(factors.factor[0].scale, FACTOR_NAMES);
    const SweepFactor *size = &factors.factor[1];
    assert_string_equal(size->label, "size");
    assert_int_equal(size->scale, FACTOR_LOGARITHMIC);
    static const double place[] = {0.1, 1, 10};
    for (size_t i = 0; i < 3; i++)
        assert_near(size->place[i], place[i], 0);
    assert_int_equal(size->of_run[2], 2);
    assert_true(sweep_factors_are_crossed(&factors, &factors.factor[0], size));
    assert_int_equal(swept_runs_finished(&runs), 10);
    assert_string_equal(runs.run[9].reason, "failed: the disk is full");
    sweep_factors_free(&factors);
    swept_runs_free(&runs);
}

static void check(const ResponsePoint *point, size_t seeds, size_t n, double mean) {
    assert_int_equal(point->seeds, seeds);
    assert_int_equal(point->n, n);
    if (n > 0)
        assert_near(point->estimate.mean, mean, 1e-12);
    else
        assert_true(isnan(point->estimate.mean));
}

static void each_condition_has_its_means_over_seeds(void **state) {
    (void)state;
    SweptRuns runs = make("means", "x.size", grid, 12);
    SweepFactors factors = sweep_factors_find(&runs);
    SweepResponse response = sweep_response_make(&factors, &factors.factor[1], "m/q", 8);
    assert_int_equal(response.lines, 2);
    assert_false(response.pooled || response.drawn);
    assert_string_equal(response.line[1].name, "b");
    check(&response.line[0].point[0], 2, 2, 3.75);
    check(&response.line[0].point[1], 2, 2, -0.625);
    check(&response.line[0].point[2], 2, 1, 7);
    check(&response.line[1].point[0], 2, 2, 12);
    check(&response.line[1].point[1], 2, 0, 0);
    check(&response.line[1].point[2], 2, 1, 0.5);
    // of two values BCa can reach no further than to these themselves
    assert_near(response.line[1].point[0].estimate.interval.low, 8, 1e-12);
    assert_near(response.line[1].point[0].estimate.interval.high, 16, 1e-12);
    sweep_response_free(&response);
    sweep_factors_free(&factors);
    swept_runs_free(&runs);
}

// With room for one line, a seed's value is its mean over the conditions, and a seed without all of
// them has none.
static void what_has_no_line_is_pooled_within_seeds(void **state) {
    (void)state;
    SweptRuns runs = make("pooled", "x.size", grid, 12);
    SweepFactors factors = sweep_factors_find(&runs);
    SweepResponse response = sweep_response_make(&factors, &factors.factor[1], "m/q", 1);
    assert_int_equal(response.lines, 1);
    assert_true(response.pooled);
    check(&response.line[0].point[0], 2, 2, (5.5 + 10.25) / 2);
    check(&response.line[0].point[1], 2, 0, 0);
    check(&response.line[0].point[2], 2, 1, 3.75);
    sweep_response_free(&response);
    sweep_factors_free(&factors);
    swept_runs_free(&runs);
}

// Two settings that are drawn together: a point for each value, and no line for the other setting.
static void settings_drawn_together_tell_no_lines_apart(void **state) {
    (void)state;
    static const Made drawn[] = {{",1,0.3,5", 1}, {",2,0.3,5", 2},  {",1,0.1,9", 3},
                                 {",2,0.1,9", 5}, {",1,0.25,7", 8}, {",2,0.25,7", 13}};
    SweptRuns runs = make("drawn", "a.size,b.size", drawn, 6);
    SweepFactors factors = sweep_factors_find(&runs);
    assert_int_equal(factors.count, 2);
    assert_string_equal(factors.factor[0].label, "a.size"); // both end alike
    assert_int_equal(factors.factor[0].scale, FACTOR_LINEAR);
    SweepResponse response = sweep_response_make(&factors, &factors.factor[0], "m/q", 8);
    assert_int_equal(response.lines, 1);
    assert_true(response.drawn && !response.pooled);
    check(&response.line[0].point[0], 2, 2, 4);
    check(&response.line[0].point[1], 2, 2, 10.5);
    check(&response.line[0].point[2], 2, 2, 1.5);
    sweep_response_free(&response);
    sweep_factors_free(&factors);
    swept_runs_free(&runs);
}

static void an_index_that_is_none_is_refused(void **state) {
    (void)state;
    static const char *const texts[] = {"run,condition,seed\n", "a,b,c,status\n1,2,3,4\n",
                                        "run,condition,seed,status,iteration,weights\n"};
    const char *folder = fixture_path("none");
    mkdir(folder, 0777);
    for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
        SweptRuns runs;
        Error error = {0};
        write_text(folder, "index.csv", texts[k]);
        assert_false(swept_runs_read(&runs, folder, &error));
        assert_non_null(strstr(error.text, "none/index.csv: is not the index of a sweep"));
        error_clear(&error);
        swept_runs_free(&runs);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(levels_are_sorted_and_equal_ratios_are_logarithmic),
        cmocka_unit_test(each_condition_has_its_means_over_seeds),
        cmocka_unit_test(what_has_no_line_is_pooled_within_seeds),
        cmocka_unit_test(settings_drawn_together_tell_no_lines_apart),
        cmocka_unit_test(an_index_that_is_none_is_refused),
    };
    return cmocka_run_group_tests(tests, fixture_make, fixture_remove);
}
