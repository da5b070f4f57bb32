// SPDX-License-Identifier: GPL-3.0-or-later
#include "verbs/options.h"

#include "base/memory.h"
#include "base/utf8.h"
#include "batch/plan_forecast.h"
#include "batch/sweep_plan.h"
#include "circuits/circuit_experiment.h"
#include "circuits/group_window.h"
#include "circuits/lateral_window.h"
#include "claims/rehearsed_numbers.h"
#include "files/json_value.h"
#include "fitting/fit_plan.h"
#include "records/panels.h"
#include "records/record.h"
#include "model/projection_place.h"
#include "run/rehearsal.h"
#include "run/settings_warnings.h"
#include "run/unrest.h"
#include "settings/config_purpose.h"
#include "verbs/command_result.h"
#include "verbs/stop.h"
#include "verbs/whole_units.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

static json_t *describe_sheets(const Network *network, json_t *warnings) {
    json_t *sheets = json_object();
    for (size_t i = 0; i < network->sheets; i++) {
        const Sheet *sheet = &network->sheet[i];
        LateralWindow window = {0};
        if (!network_group(network, sheet)->loop) // describe_groups has the others
            window = lateral_window(network, sheet);
        json_t *entry =
            json_pack("{s:I, s:I, s:f}", "units", (json_int_t)sheet->units, "side",
                      (json_int_t)sheet->geometry.n, "density", sheet->geometry.density);
        if (window.lateral) {
            json_object_set_new(entry, "linear_gain", json_real(window.linear_gain));
            json_object_set_new(entry, "expected_wavelength", json_of_number(window.wavelength));
            json_object_set_new(entry, "copositivity", json_real(window.copositivity));
            if (window.slope_bounded && window.linear_gain < 1 && !window.linear)
                json_array_append_new(
                    warnings, json_sprintf("sheet %s: linear gain %.3f is below 1: its lateral "
                                           "connections may not organise a map",
                                           sheet->name, window.linear_gain));
            double growth = lateral_window_growth(&window, sheet);
            if (window.slope_bounded && !window.saturates && settling_diverges(growth, sheet))
                json_array_append_new(
                    warnings,
                    json_sprintf("sheet %s: %s %.3f is above 1: activity may diverge, %.2g-fold in "
                                 "%lld steps",
                                 sheet->name, window.linear ? "linear gain" : "copositivity",
                                 window.linear ? window.linear_gain : window.copositivity,
                                 settling_growth(growth, sheet),
                                 (long long)sheet->settings->settle));
        }
        json_object_set_new(sheets, sheet->name, entry);
    }
    return sheets;
}

// The sheets that settle together in a loop.
static json_t *describe_groups(const Network *network, json_t *warnings) {
    json_t *groups = json_object();
    for (size_t g = 0; g < network->groups; g++) {
        const SettlingGroup *group = &network->group[g];
        if (!group->loop)
            continue;
        OWNED char *names = NULL;
        for (size_t k = 0; k < group->count; k++)
            text_append(&names, "%s%s", names ? ", " : "", network->sheet[group->sheets[k]].name);
        GroupWindow window = group_window(network, group);
        json_t *entry = json_object();
        if (window.found) {
            json_object_set_new(entry, "linear_gain", json_real(window.linear_gain));
            json_object_set_new(entry, "growth", json_real(window.growth));
        }
        json_object_set_new(groups, names, entry);
        const Sheet *first = &network->sheet[group->sheets[0]]; // all take the same steps
        if (window.found && window.slope_bounded && !window.saturates &&
            settling_diverges(window.growth, first))
            json_array_append_new(
                warnings, json_sprintf("sheets %s: growth %.3f is above 1: activity may diverge, "
                                       "%.2g-fold in %lld steps",
                                       names, window.growth, settling_growth(window.growth, first),
                                       (long long)first->settings->settle));
    }
    return groups;
}

// Does it stay within a sheet, or among sheets of one size that settle together? At their edges
// fields are cropped in any case.
static bool is_lateral(const Network *network, const Projection *projection) {
    const Sheet *from = projection->from, *to = projection->to;
    return from == to || (network_group(network, from) == network_group(network, to) &&
                          from->geometry.half_width == to->geometry.half_width);
}

static json_t *describe_projections(const Network *network, json_t *warnings) {
    json_t *projections = json_object();
    for (size_t k = 0; k < network->projections; k++) {
        const Projection *projection = &network->projection[k];
        size_t connections = projection_connection_count(projection);
        double bytes = (double)projection->weight_count * sizeof(float);
        json_t *entry = json_pack(
            "{s:s, s:s, s:I, s:I, s:I, s:f, s:f}", "from", projection->from->name, "to",
            projection->to->name, "field_radius", (json_int_t)projection->radius, "field_units",
            (json_int_t)projection->field_units, "connections", (json_int_t)connections,
            "megabytes", bytes / 1e6, "bytes_per_connection", bytes / (double)connections);
        json_object_set_new(projections, projection->name, entry);
        long most = projection_radii(projection->settings, projection->from->geometry.density).most;
        if (most > projection->radius) {
            double largest = projection_memory(projection->settings, projection->from->settings,
                                               projection->to->settings);
            json_object_set_new(entry, "largest_field_radius", json_integer(most));
            json_object_set_new(entry, "largest_megabytes", json_real(largest / 1e6));
        }
        if (bytes > 64 * (double)connections)
            json_array_append_new(
                warnings,
                json_sprintf("projection %s: its fields are so small against the distance "
                             "of their centres that it takes %.0f bytes a connection",
                             projection->name, bytes / (double)connections));
        if (!is_lateral(network, projection) && !projection->settings->shared &&
            projection_is_cropped(projection))
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

// Prints the warnings from number `first` on.
static void print_warnings(const json_t *warnings, size_t first) {
    for (size_t i = first; i < json_array_size(warnings); i++)
        printf("  warning: %s\n", json_string_value(json_array_get(warnings, i)));
}

static void print_forecast(json_t *check) {
    char learning[32], events[32], all[32];
    progress_duration(learning, sizeof learning, number(check, "learning_seconds"));
    progress_duration(events, sizeof events,
                      number(check, "event_seconds") + number(check, "saving_seconds"));
    progress_duration(all, sizeof all, number(check, "seconds"));
    printf("  time about %s: %.0f iterations of %.2f ms take %s, measures and saving %s\n", all,
           number(check, "iterations"), number(check, "milliseconds_per_iteration"), learning,
           events);
    printf("  memory about %.0f MB, disk about %.0f MB\n", number(check, "megabytes"),
           number(check, "disk_megabytes"));
}

// What lateral connections do to small activity, in words (docs/model.md).
static void print_lateral(const json_t *entry) {
    double gain = number(entry, "linear_gain"), copositivity = number(entry, "copositivity"),
           wavelength = number(entry, "expected_wavelength");
    printf("\n    linear gain %.3f: lateral connections %s a pattern; expected wavelength ", gain,
           gain > 1 ? "enlarge" : "do not enlarge");
    if (wavelength > 0)
        printf("%.3f sheet units", wavelength);
    else
        printf("none, as the pattern is uniform");
    printf("\n    copositivity %.3f: rectified activity %s", copositivity,
           copositivity > 1 ? "can grow without bound, as it is above 1"
                            : "should stay bounded, as it is not above 1");
}

static void print_sizes(json_t *check, const Experiment *experiment) {
    const char *name;
    json_t *entry;
    OWNED char *title = utf8_printable(experiment->title);
    printf("%s\n", title);
    json_object_foreach(json_object_get(check, "sheets"), name, entry) {
        printf("  sheet %-18s %4.0f x %-4.0f units", name, number(entry, "side"),
               number(entry, "side"));
        if (json_object_get(entry, "linear_gain"))
            print_lateral(entry);
        printf("\n");
    }
    json_object_foreach(json_object_get(check, "groups"), name, entry) {
        printf("  sheets %s settle together", name);
        if (json_object_get(entry, "linear_gain"))
            printf("  linear gain %.3f, growth %.3f a step", number(entry, "linear_gain"),
                   number(entry, "growth"));
        printf("\n");
    }
    json_object_foreach(json_object_get(check, "projections"), name, entry) {
        printf("  projection %-13s %10.0f connections, %.0f to a field, %.1f MB, %.1f bytes each",
               name, number(entry, "connections"), number(entry, "field_units"),
               number(entry, "megabytes"), number(entry, "bytes_per_connection"));
        if (json_object_get(entry, "largest_megabytes"))
            printf("; later up to a radius of %.0f units, %.1f MB",
                   number(entry, "largest_field_radius"), number(entry, "largest_megabytes"));
        printf("\n");
    }
    printf("  connections %.0f\n", number(check, "connections"));
}

static json_t *describe_forecast(const Forecast *forecast) {
    return json_pack("{s:I, s:f, s:f, s:f, s:f, s:f, s:f, s:f}", "iterations",
                     (json_int_t)forecast->iterations, "milliseconds_per_iteration",
                     forecast->milliseconds, "learning_seconds", forecast->learning,
                     "event_seconds", forecast->events, "saving_seconds", forecast->saving,
                     "seconds", forecast->learning + forecast->events + forecast->saving,
                     "megabytes", forecast->megabytes, "disk_megabytes", forecast->disk_megabytes);
}

static void add_warnings(json_t *warnings, Error *found) {
    char *rest = found->text;
    for (const char *line; (line = strsep(&rest, "\n"));)
        json_array_append_new(warnings, json_of_text(line));
    error_clear(found);
}

// What the settings alone tell of a large network.
static json_t *describe_large(const Experiment *experiment, json_t *warnings) {
    const NetworkSettings *network = &experiment->network;
    double bytes = network_memory(network);
    json_t *projections = json_object();
    for (size_t k = 0; k < network->projections.count; k++) {
        const Item *item = &network->projections.items[k];
        json_object_set_new(
            projections, item->name,
            json_pack("{s:f}", "megabytes", network_projection_memory(network, item) / 1e6));
    }
    json_array_append_new(
        warnings, json_sprintf("the network takes about %.3g GB: it was not built here, so that "
                               "time and connections are not told",
                               bytes / 1e9));
    return json_pack("{s:f, s:o, s:O}", "megabytes", bytes / 1e6, "projections", projections,
                     "warnings", warnings);
}

static void print_large(const Experiment *experiment, json_t *check) {
    OWNED char *title = utf8_printable(experiment->title);
    const char *name;
    json_t *entry;
    printf("%s\n", title);
    json_object_foreach(json_object_get(check, "projections"), name, entry)
        printf("  projection %-13s %.1f MB\n", name, number(entry, "megabytes"));
    printf("  memory about %.0f MB\n", number(check, "megabytes"));
    print_warnings(json_object_get(check, "warnings"), 0);
}

static int check_large(const Experiment *experiment, json_t *warnings, const Options *options) {
    json_auto_t *result = describe_large(experiment, warnings);
    if (options->json)
        command_print_json(result, 6);
    else
        print_large(experiment, result);
    return EXIT_DONE;
}

static int check_network(const char *path, const Options *options, Error *error) {
    OWNED_BY(experiment_free) Experiment experiment;
    OWNED_BY(run_finish) Run run = {0};
    const RunOptions run_options = {.command = options->line, .observer = &record_observer};
    if (!experiment_load(&experiment, path, options->words + 1, options->count - 1, error))
        return EXIT_USAGE;
    Error found = {0};
    json_auto_t *warnings = json_array(), *result = json_object();
    settings_warnings(&experiment, &found);
    add_warnings(warnings, &found);
    if (!rehearsal_fits(&experiment.network))
        return check_large(&experiment, warnings, options);
    if (!run_build(&run, &experiment, options->kernels, &run_options, error))
        return EXIT_USAGE;
    json_object_set_new(result, "sheets", describe_sheets(run.network, warnings));
    json_object_set_new(result, "groups", describe_groups(run.network, warnings));
    json_object_set_new(result, "projections", describe_projections(run.network, warnings));
    json_int_t connections = 0;
    for (size_t k = 0; k < run.network->projections; k++)
        connections += (json_int_t)projection_connection_count(&run.network->projection[k]);
    json_object_set_new(result, "connections", json_integer(connections));
    experiment_missed_events(&experiment, run.started_at, &found);
    whole_units_warnings(&experiment, &found);
    add_warnings(warnings, &found);
    json_object_set(result, "warnings", warnings);
    if (!options->json) {
        print_sizes(result, &experiment);
        print_warnings(warnings, 0);
    }
    fflush(stdout);
    if (options->settings) {
        if (options->json)
            command_print_json(result, 6);
        return EXIT_DONE;
    }
    size_t told = json_array_size(warnings);
    const volatile sig_atomic_t *stop = stop_request();
    Forecast forecast;
    bool ok = run_rehearse(&run, 6, stop, &forecast, &found, error);
    silence_warnings(&run.silence, run.network, &found);
    unrest_warnings(run.network, &found);
    add_warnings(warnings, &found);
    if (ok)
        json_object_update_new(result, describe_forecast(&forecast));
    if (ok && !options->json)
        print_forecast(result);
    if (options->json)
        command_print_json(result, 6);
    else
        print_warnings(warnings, told);
    return ok ? EXIT_DONE : *stop ? EXIT_INTERRUPTED : EXIT_FAILED;
}

typedef struct {
    const char *what;
    size_t count;
} PlannedThing;

// Prints how many of each thing a valid file of another purpose plans, and what its runs take;
// NULL: that is not foretold. Takes over the warnings.
static int print_plan(const char *title, const PlannedThing *things, size_t n,
                      const PlanForecast *forecast, Error *found, const Options *options) {
    json_auto_t *result = json_object(), *warnings = json_array();
    for (size_t i = 0; i < n; i++)
        json_object_set_new(result, things[i].what, json_integer((json_int_t)things[i].count));
    if (found)
        add_warnings(warnings, found);
    json_object_set(result, "warnings", warnings);
    if (forecast)
        json_object_update_new(
            result, json_pack("{s:I, s:f, s:f, s:f}", "rehearsed", (json_int_t)forecast->rehearsed,
                              "seconds", forecast->seconds, "megabytes", forecast->megabytes,
                              "disk_megabytes", forecast->disk_megabytes));
    if (options->json) {
        command_print_json(result, 6);
        return EXIT_DONE;
    }
    OWNED char *shown = utf8_printable(title);
    printf("%s%s ", shown, shown[0] ? "\n" : "");
    for (size_t i = 0; i < n; i++)
        printf(" %s %zu%s", things[i].what, things[i].count, i + 1 < n ? "," : "\n");
    if (forecast && forecast->rehearsed) {
        char time[32];
        progress_duration(time, sizeof time, forecast->seconds);
        printf("  time about %s, one run after another; memory about %.0f MB a run, disk about "
               "%.0f MB (from rehearsals of %zu runs)\n",
               time, forecast->megabytes, forecast->disk_megabytes, forecast->rehearsed);
    }
    print_warnings(warnings, 0);
    return EXIT_DONE;
}

static int check_circuit(const char *path, const Options *options, Error *error) {
    OWNED_BY(circuit_experiment_free) CircuitExperiment experiment;
    OWNED_BY(circuit_free) Circuit circuit = {0};
    if (!circuit_experiment_load(&experiment, path, options->words + 1, options->count - 1,
                                 error) ||
        !circuit_experiment_build(&experiment, &circuit, error))
        return EXIT_USAGE;
    const PlannedThing things[] = {{"neurons", circuit.n}, {"studies", experiment.studies.count}};
    return print_plan(experiment.title, things, 2, NULL, NULL, options);
}

// The same for the runs of a sweep, a fit or, unless it is NULL, a replication.
static int foretell_plan(const char *title, const PlannedThing *things, size_t n,
                         const RunPlan *runs, const Replication *replication,
                         const Options *options, Error *error) {
    if (options->settings)
        return print_plan(title, things, n, NULL, NULL, options);
    OWNED_BY(rehearsed_numbers_free) RehearsedNumbers numbers = rehearsed_numbers_new();
    const Observer observer = rehearsed_numbers_observer(&numbers);
    const volatile sig_atomic_t *stop = stop_request();
    PlanForecast forecast;
    Error found = {0};
    if (!plan_forecast(runs, options->kernels, &observer, stop, &forecast, error))
        return *stop ? EXIT_INTERRUPTED : EXIT_FAILED;
    if (replication)
        rehearsed_numbers_warn(&numbers, replication, &found);
    return print_plan(title, things, n, &forecast, &found, options);
}

static int check_sweep(const char *path, const Options *options, Error *error) {
    OWNED_BY(sweep_settings_free) SweepSettings settings;
    OWNED_BY(sweep_plan_free) SweepPlan plan = {0};
    if (!sweep_settings_load(&settings, path, error) || !sweep_plan_make(&plan, &settings, error))
        return EXIT_USAGE;
    const PlannedThing things[] = {{"runs", plan.points}, {"developments", plan.developments}};
    return foretell_plan(settings.title, things, 2, &plan.runs, NULL, options, error);
}

static int check_replication(const char *path, const Options *options, Error *error) {
    OWNED_BY(replication_free) Replication replication = {0};
    if (!replication_load(&replication, path, NULL, false, error))
        return EXIT_USAGE;
    const PlannedThing things[] = {{"claims", replication.claims.count},
                                   {"experiments", replication.experiments.count},
                                   {"runs", replication.runs.count}};
    return foretell_plan(replication.title, things, 3, &replication.runs, &replication, options,
                         error);
}

static int check_fit(const char *path, const Options *options, Error *error) {
    OWNED_BY(fit_settings_free) FitSettings settings;
    OWNED_BY(fit_plan_free) FitPlan plan = {0};
    if (!fit_settings_load(&settings, path, options->words + 1, options->count - 1, error) ||
        !fit_plan_begin(&plan, &settings, error) || !fit_plan_foresee(&plan, error))
        return EXIT_USAGE;
    const PlannedThing things[] = {{"settings", plan.problem.axes},
                                   {"numbers", plan.problem.numbers},
                                   {"runs", plan.runs.count}};
    return foretell_plan(settings.title, things, 3, &plan.runs, NULL, options, error);
}

static int check_panels(const char *path, const Options *options, Error *error) {
    OWNED_BY(panels_free) PanelsSettings settings;
    if (!panels_load(&settings, path, error) || !panels_check(&settings, error))
        return EXIT_USAGE;
    const PlannedThing things[] = {{"panels", settings.panels.count}};
    return print_plan(path, things, 1, NULL, NULL, options);
}

static int carry_out(const Options *options, Error *error) {
    static int (*const checks[])(const char *, const Options *, Error *) = {
        [PURPOSE_UNKNOWN] = check_network, // which reports the mistakes
        [PURPOSE_NETWORK] = check_network, [PURPOSE_CIRCUIT] = check_circuit,
        [PURPOSE_SWEEP] = check_sweep,     [PURPOSE_REPLICATION] = check_replication,
        [PURPOSE_FIT] = check_fit,         [PURPOSE_PANELS] = check_panels,
    };
    ConfigPurpose purpose = config_purpose(options->words[0]);
    if (options->count > 1 && purpose >= PURPOSE_SWEEP && purpose != PURPOSE_FIT) {
        fail(error, "check: settings of a sweep, a replication or panels are changed in its file");
        return EXIT_USAGE;
    }
    return checks[purpose](options->words[0], options, error);
}

const Command command_check = {
    .name = "check",
    .summary = "check a config without running it: size, memory, time, warnings",
    .about = "It rehearses the run in a few seconds, and foretells time, memory and disk. For a "
             "circuit, a sweep, a replication or a fit it prints what the file plans.",
    .asks = "name a config file",
    .examples = EXAMPLES("pinwheel check configs/gcal/demo.cfg",
                         "pinwheel check configs/gcal/demo.cfg sheets.v1.density=98"),
    .words = WORDS({"FILE", 1, 1, NULL, NULL},
                   {"path=value", 0, ANY_NUMBER,
                    "change a setting of a network, a circuit or a fit", &experiment_settings}),
    .options = OPTIONS(OPTION_FLAG(settings, "check the settings alone, at once: nothing is "
                                             "rehearsed or foretold"),
                       OPTION_JSON("print the same as JSON"),
                       OPTION_THREADS("processors to use in the rehearsal"), OPTION_KERNEL),
    .carry_out = carry_out,
};
