// SPDX-License-Identifier: GPL-3.0-or-later
// Config files of every purpose, and the words of a command line that change one.
#include "fuzz/fuzz_file.h"
#include "fuzz/target.h"

#include "base/memory.h"
#include "batch/sweep_plan.h"
#include "circuits/circuit_experiment.h"
#include "claims/replication.h"
#include "fitting/fit_plan.h"
#include "run/experiment.h"
#include "settings/config_difference.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORDS_MOST = 32 };

// What was accepted is accepted again as `check` and `run` echo it, and is then echoed the same.
static void check_echo(const Experiment *experiment) {
    OWNED_BY(experiment_free) Experiment again;
    OWNED_BY(error_clear) Error error = {0};
    OWNED char *echo = config_echo_text(&experiment_settings, experiment);
    fuzz_write_text("echo.cfg", echo);
    if (!experiment_load(&again, "echo.cfg", NULL, 0, &error)) {
        fprintf(stderr, "the echoed config is refused: %s\n", error.text);
        abort();
    }
    OWNED char *second = config_echo_text(&experiment_settings, &again);
    if (strcmp(echo, second) != 0) {
        fprintf(stderr, "the echoed config is read as another:\n%s\n%s\n", echo, second);
        abort();
    }
}

static void load_network(const char *path, const char *const *overrides, size_t n) {
    OWNED_BY(experiment_free) Experiment experiment;
    Error error = {0};
    bool ok = experiment_load(&experiment, path, overrides, n, &error);
    fuzz_expect(ok, &error);
    if (ok)
        check_echo(&experiment);
}

static void take_network(const uint8_t *data, size_t size) {
    fuzz_write("input.cfg", data, size);
    load_network("input.cfg", NULL, 0);
}

const FuzzTarget fuzz_network = {"network", fuzz_write_configs, take_network};

// One word a line.
static void take_overrides(const uint8_t *data, size_t size) {
    OWNED char *text = allocate(size + 1, 1);
    const char *words[WORDS_MOST];
    size_t n = 0;
    memcpy(text, data, size);
    for (char *rest, *word = strtok_r(text, "\n", &rest); word && n < WORDS_MOST;
         word = strtok_r(NULL, "\n", &rest))
        words[n++] = word;
    load_network("small.cfg", words, n);
}

const FuzzTarget fuzz_overrides = {"overrides", fuzz_write_configs, take_overrides};

static void take_sweep(const uint8_t *data, size_t size) {
    OWNED_BY(sweep_settings_free) SweepSettings settings;
    OWNED_BY(sweep_plan_free) SweepPlan plan = {0};
    Error error = {0};
    fuzz_write("input.cfg", data, size);
    fuzz_expect(sweep_settings_load(&settings, "input.cfg", &error) &&
                    sweep_plan_make(&plan, &settings, &error),
                &error);
}

const FuzzTarget fuzz_sweep = {"sweep", fuzz_write_configs, take_sweep};

static void take_replication(const uint8_t *data, size_t size) {
    OWNED_BY(replication_free) Replication replication = {0};
    Error error = {0};
    fuzz_write("input.cfg", data, size);
    fuzz_expect(replication_load(&replication, "input.cfg", NULL, size % 2, &error), &error);
}

const FuzzTarget fuzz_replication = {"replication", fuzz_write_configs, take_replication};

static void take_fit(const uint8_t *data, size_t size) {
    OWNED_BY(fit_settings_free) FitSettings settings;
    OWNED_BY(fit_plan_free) FitPlan plan = {0};
    Error error = {0};
    fuzz_write("input.cfg", data, size);
    fuzz_expect(fit_settings_load(&settings, "input.cfg", NULL, 0, &error) &&
                    fit_plan_begin(&plan, &settings, &error) && fit_plan_foresee(&plan, &error),
                &error);
}

const FuzzTarget fuzz_fit = {"fit", fuzz_write_configs, take_fit};

// Circuits cut from a sheet are not built: they take a network.
static void take_circuit(const uint8_t *data, size_t size) {
    OWNED_BY(circuit_experiment_free) CircuitExperiment experiment;
    OWNED_BY(circuit_free) Circuit circuit = {0};
    Error error = {0};
    fuzz_write("input.cfg", data, size);
    bool ok = circuit_experiment_load(&experiment, "input.cfg", NULL, 0, &error);
    if (ok && strcmp(experiment.circuit.kind->name, "sheet") != 0)
        ok = circuit_experiment_build(&experiment, &circuit, &error);
    fuzz_expect(ok, &error);
}

const FuzzTarget fuzz_circuit = {"circuit", fuzz_write_configs, take_circuit};

// An echoed config, and another after a line that holds nothing but #.
static void take_echo(const uint8_t *data, size_t size) {
    OWNED char *text = allocate(size + 1, 1);
    memcpy(text, data, size);
    char *second = strstr(text, "\n#\n");
    if (second)
        *second++ = '\0';
    OWNED char *difference = config_difference(text, second ? second : "", settings_of_each_run);
    (void)difference;
}

const FuzzTarget fuzz_echo = {"echo", NULL, take_echo};
