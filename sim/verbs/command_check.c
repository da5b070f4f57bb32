// SPDX-License-Identifier: GPL-3.0-or-later
#include "verbs/options.h"

#include "base/memory.h"
#include "base/utf8.h"
#include "batch/sweep_plan.h"
#include "circuits/circuit_experiment.h"
#include "circuits/lateral_window.h"
#include "claims/replication_load.h"
#include "files/json_value.h"
#include "run/experiment.h"
#include "run/progress.h"
#include "settings/config_purpose.h"
#include "verbs/command_result.h"

#include <jansson.h>

// Milliseconds per iteration, from half a second of training; NaN on failure.
static double trial(Network *network, Error *error) {
    double start = clock_seconds(), now = start;
    int n = 0;
    for (; now - start < 0.5; n++) {
        if (!network_present(network, error))
            return (double)NAN;
        now = clock_seconds();
    }
    return 1000 * (now - start) / n;
}

static json_t *describe_sheets(const Network *network, json_t *warnings) {
    json_t *sheets = json_object();
    for (size_t i = 0; i < network->sheets; i++) {
        const Sheet *sheet = &network->sheet[i];
        LateralWindow window = lateral_window(network, sheet);
        json_t *entry =
            json_pack("{s:I, s:I, s:f}", "units", (json_int_t)sheet->units, "side",
                      (json_int_t)sheet->geometry.n, "density", sheet->geometry.density);
        if (window.lateral) {
            json_object_set_new(entry, "linear_gain", json_real(window.linear_gain));
            json_object_set_new(entry, "expected_wavelength", json_of_number(window.wavelength));
            json_object_set_new(entry, "copositivity", json_real(window.copositivity));
            if (window.linear_gain < 1)
                json_array_append_new(
                    warnings, json_sprintf("sheet %s: linear gain %.3f is below 1: nothing will "
                                           "self-organise",
                                           sheet->name, window.linear_gain));
            if (window.copositivity > 1)
                json_array_append_new(
                    warnings,
                    json_sprintf("sheet %s: copositivity %.3f is above 1: activity will diverge",
                                 sheet->name, window.copositivity));
        }
        json_object_set_new(sheets, sheet->name, entry);
    }
    return sheets;
}

static json_t *describe_projections(const Network *network, json_t *warnings) {
    json_t *projections = json_object();
    for (size_t k = 0; k < network->projections; k++) {
        const Projection *projection = &network->projection[k];
        size_t connections = projection_connection_count(projection);
        bool cropped = connections < projection->field_units * projection->to->units;
        double bytes = (double)projection->weight_count * sizeof(float);
        json_object_set_new(projections, projection->name,
                            json_pack("{s:s, s:s, s:I, s:I, s:I, s:f, s:f}", "from",
                                      projection->from->name, "to", projection->to->name,
                                      "field_radius", (json_int_t)projection->radius, "field_units",
                                      (json_int_t)projection->field_units, "connections",
                                      (json_int_t)connections, "megabytes", bytes / 1e6,
                                      "bytes_per_connection", bytes / (double)connections));
        if (bytes > 64 * (double)connections)
            json_array_append_new(
                warnings,
                json_sprintf("projection %s: its fields are so small against the distance "
                             "of their centres that it takes %.0f bytes a connection",
                             projection->name, bytes / (double)connections));
        if (cropped && projection->from != projection->to && !projection->settings->shared)
            json_array_append_new(
                warnings,
                json_sprintf("projection %s: some fields reach over the edge of sheet %s and "
                             "are cropped; a larger half_width there avoids it",
                             projection->name, projection->from->name));
    }
    return projections;
}

static double number(const json_t *object, const char *key) {
    return json_number_value(json_object_get(object, key));
}

static void print_check(json_t *check, const Experiment *experiment) {
    const char *name;
    json_t *entry;
    size_t i;
    OWNED char *title = utf8_printable(experiment->title);
    printf("%s\n", title);
    json_object_foreach(json_object_get(check, "sheets"), name, entry) {
        printf("  sheet %-18s %4.0f x %-4.0f units", name, number(entry, "side"),
               number(entry, "side"));
        if (json_object_get(entry, "linear_gain"))
            printf("  linear gain %.3f, copositivity %.3f, expected wavelength %.3f sheet units "
                   "(0: uniform)",
                   number(entry, "linear_gain"), number(entry, "copositivity"),
                   number(entry, "expected_wavelength"));
        printf("\n");
    }
    json_object_foreach(json_object_get(check, "projections"), name, entry)
        printf("  projection %-13s %10.0f connections, %.0f to a field, %.1f MB, %.1f bytes each\n",
               name, number(entry, "connections"), number(entry, "field_units"),
               number(entry, "megabytes"), number(entry, "bytes_per_connection"));
    printf("  connections %.0f, memory about %.0f MB\n", number(check, "connections"),
           number(check, "megabytes"));
    printf("  %.2f ms an iteration here; %.0f iterations take about %.0f s, measurements not "
           "counted\n",
           number(check, "milliseconds_per_iteration"), number(check, "iterations"),
           number(check, "seconds"));
    json_array_foreach(json_object_get(check, "warnings"), i, entry)
        printf("  warning: %s\n", json_string_value(entry));
}

static int check(const Experiment *experiment, const Options *options, Error *error) {
    Network *network = experiment_network(experiment, options->kernels, WEIGHTS_DRAWN, error);
    if (network == NULL)
        return EXIT_USAGE;
    json_t *warnings = json_array();
    json_auto_t *result = json_object();
    json_object_set_new(result, "sheets", describe_sheets(network, warnings));
    json_object_set_new(result, "projections", describe_projections(network, warnings));
    json_int_t connections = 0;
    for (size_t k = 0; k < network->projections; k++)
        connections += (json_int_t)projection_connection_count(&network->projection[k]);
    double milliseconds = trial(network, error);
    json_object_set_new(result, "connections", json_integer(connections));
    json_object_set_new(result, "megabytes", json_real(network_memory(&experiment->network) / 1e6));
    json_object_set_new(result, "iterations", json_integer(experiment->iterations));
    if (isfinite(milliseconds)) {
        json_object_set_new(result, "milliseconds_per_iteration", json_real(milliseconds));
        json_object_set_new(result, "seconds",
                            json_real(milliseconds * (double)experiment->iterations / 1000));
    }
    OWNED char *missed = experiment->from[0] ? NULL : experiment_missed_events(experiment, 0);
    if (missed)
        json_array_append_new(warnings, json_string(missed));
    json_object_set_new(result, "warnings", warnings);
    if (options->json)
        command_print_json(result, 6);
    else
        print_check(result, experiment);
    network_free(network);
    return isfinite(milliseconds) ? EXIT_DONE : EXIT_FAILED;
}

static int check_network(const char *path, const Options *options, Error *error) {
    OWNED_BY(experiment_free) Experiment experiment;
    if (!experiment_load(&experiment, path, options->words + 1, options->count - 1, error))
        return EXIT_USAGE;
    return check(&experiment, options, error);
}

// Prints how many of each thing a valid file of another purpose plans.
static int print_plan(const char *title, const char *const *things, const size_t *counts, size_t n,
                      const Options *options) {
    json_auto_t *result = json_object();
    if (!options->json)
        printf("%s%s ", title, title[0] ? "\n" : "");
    for (size_t i = 0; i < n; i++) {
        json_object_set_new(result, things[i], json_integer((json_int_t)counts[i]));
        if (!options->json)
            printf(" %s %zu%s", things[i], counts[i], i + 1 < n ? "," : "\n");
    }
    if (options->json)
        command_print_json(result, 6);
    return EXIT_DONE;
}

static int check_circuit(const char *path, const Options *options, Error *error) {
    OWNED_BY(circuit_experiment_free) CircuitExperiment experiment;
    OWNED_BY(circuit_free) Circuit circuit = {0};
    if (!circuit_experiment_load(&experiment, path, options->words + 1, options->count - 1,
                                 error) ||
        !circuit_experiment_build(&experiment, &circuit, error))
        return EXIT_USAGE;
    return print_plan(experiment.title, (const char *const[]){"neurons", "studies"},
                      (const size_t[]){circuit.n, experiment.studies.count}, 2, options);
}

static int check_sweep(const char *path, const Options *options, Error *error) {
    OWNED_BY(sweep_settings_free) SweepSettings settings;
    OWNED_BY(sweep_plan_free) SweepPlan plan = {0};
    if (!sweep_settings_load(&settings, path, error) || !sweep_plan_make(&plan, &settings, error))
        return EXIT_USAGE;
    return print_plan(settings.title, (const char *const[]){"runs", "developments"},
                      (const size_t[]){plan.points, plan.developments}, 2, options);
}

static int check_replication(const char *path, const Options *options, Error *error) {
    OWNED_BY(replication_free) Replication replication = {0};
    if (!replication_load(&replication, path, NULL, false, error))
        return EXIT_USAGE;
    return print_plan(replication.title, (const char *const[]){"claims", "experiments", "runs"},
                      (const size_t[]){replication.claims.count, replication.experiments.count,
                                       replication.runs.count},
                      3, options);
}

static int carry_out(const Options *options, Error *error) {
    static int (*const checks[])(const char *, const Options *, Error *) = {
        [PURPOSE_UNKNOWN] = check_network, // which reports the mistakes
        [PURPOSE_NETWORK] = check_network, [PURPOSE_CIRCUIT] = check_circuit,
        [PURPOSE_SWEEP] = check_sweep,     [PURPOSE_REPLICATION] = check_replication,
    };
    ConfigPurpose purpose = config_purpose(options->words[0]);
    if (options->count > 1 && purpose >= PURPOSE_SWEEP) {
        fail(error, "check: settings of a sweep or a replication are changed in its file");
        return EXIT_USAGE;
    }
    return checks[purpose](options->words[0], options, error);
}

const Command command_check = {
    .name = "check",
    .summary = "check a config without running it: size, memory, time, warnings",
    .about = "For a circuit, a sweep or a replication it prints what the file plans.",
    .asks = "name a config file",
    .examples = EXAMPLES("pinwheel check configs/gcal/demo.cfg",
                         "pinwheel check configs/gcal/demo.cfg sheets.v1.density=98"),
    .words = WORDS({"FILE", 1, 1, NULL, NULL},
                   {"path=value", 0, ANY_NUMBER, "change a setting of a network or a circuit",
                    &experiment_settings}),
    .options = OPTIONS(OPTION_JSON("print the same as JSON"),
                       OPTION_THREADS("processors to use in the half-second trial"), OPTION_KERNEL),
    .carry_out = carry_out,
};
