// SPDX-License-Identifier: GPL-3.0-or-later
#include "verbs/options.h"

#include "base/memory.h"
#include "base/talk.h"
#include "circuits/circuit_experiment.h"
#include "circuits/study.h"
#include "files/json_value.h"
#include "files/provenance.h"
#include "files/rundir.h"
#include "pictures/figure_form.h"
#include "records/picture_index.h"
#include "run/run_inputs.h"
#include "verbs/command_result.h"

#include <string.h>

// The studies of a config while they are made.
typedef struct {
    const CircuitExperiment *experiment;
    const Circuit *circuit;
    const Options *options;
    const char *folder, *pictures; // borrowed
    json_t *inputs;                // run_inputs.h; borrowed
    PictureList drawn;
    json_t *findings; // by study
} Session;

static void print_findings(const char *study, const Findings *findings) {
    const char *name;
    json_t *value;
    printf("%s\n", study);
    json_object_foreach(json_object_get(findings, "numbers"), name, value) {
        const char *meaning =
            json_string_value(json_object_get(json_object_get(findings, "meanings"), name));
        if (json_is_null(value))
            printf("  %-26s      undefined   %s\n", name, meaning);
        else
            printf("  %-26s %14.8g   %s\n", name, json_real_value(value), meaning);
    }
    size_t k;
    json_array_foreach(json_object_get(findings, "sentences"), k, value)
        printf("  %s\n", json_string_value(value));
}

static bool write_tables(const Session *session, const char *study, const Findings *findings,
                         Error *error) {
    const char *name;
    json_t *table;
    json_object_foreach(json_object_get(findings, "tables"), name, table) {
        OWNED char *file = format_text("%s-%s.csv", study, name);
        if (!rundir_replace(session->folder, file, findings_write_csv, table, error))
            return false;
    }
    return true;
}

static bool carry_out_study(Session *session, const Item *item, Error *error) {
    const CircuitExperiment *experiment = session->experiment;
    StudySubject subject = {session->circuit, &experiment->circuit, &experiment->transfer,
                            (uint64_t)experiment->seed};
    PictureForm form = figure_form(&experiment->figures, CANVAS_PNG, false);
    PngText notes[] = {{"Software", "pinwheel " PINWHEEL_VERSION}, {"Config", experiment->path}};
    StudyPage page = {
        session->pictures, item->name, experiment->title, notes, sizeof notes / sizeof *notes,
        &session->drawn,   &form};
    Findings *findings = findings_new();
    json_object_set_new(session->findings, item->name, findings);
    bool ok = study_carry_out(&item->variant, &subject, &page, findings, error) &&
              rundir_replace_json(session->folder, "findings.json", session->findings, error) &&
              picture_index_add(session->folder, &session->drawn, error) &&
              write_tables(session, item->name, findings, error);
    if (ok && !session->options->json)
        print_findings(item->name, findings);
    return ok;
}

static void echo(FILE *file, const void *experiment) {
    fprintf(file,
            "# Every setting; where it is not the default, the default stands beside it.\n"
            "# pinwheel %s, commit %s.\n\n",
            PINWHEEL_VERSION, provenance_commit());
    config_echo(file, &circuit_experiment_settings, experiment);
}

static bool write_about(const Session *session, const char *status, Error *error) {
    json_auto_t *about = provenance_program("none");
    json_object_set_new(about, "command", json_of_text(session->options->line));
    json_object_set_new(about, "status", json_string(status));
    json_object_set_new(about, "title", json_string(session->experiment->title));
    json_object_set_new(about, "seed", json_integer(session->experiment->seed));
    json_object_set(about, "inputs", session->inputs);
    return rundir_replace_json(session->folder, "run.json", about, error);
}

static int study(CircuitExperiment *experiment, const Circuit *circuit, const Options *options,
                 Error *error) {
    json_auto_t *inputs = run_inputs(&circuit_experiment_settings, experiment, error);
    OWNED char *folder =
        inputs ? rundir_make(option_text(options->output), options->words[0], options->force, error)
               : NULL;
    if (folder == NULL)
        return EXIT_FAILED;
    OWNED char *pictures = rundir_path(folder, "maps");
    json_auto_t *findings = json_object();
    Session session = {experiment, circuit, options, folder, pictures, inputs, {0}, findings};
    bool ok = rundir_replace(folder, "config.cfg", echo, experiment, error) &&
              write_about(&session, "running", error) && rundir_make_folder(pictures, error);
    talk("%s%s%s", experiment->title, experiment->title[0] ? " -> " : "", folder);
    for (size_t i = 0; ok && i < experiment->studies.count; i++)
        ok = carry_out_study(&session, &experiment->studies.items[i], error);
    ok = ok && write_about(&session, "finished", error);
    if (!ok)
        write_about(&session, "failed", NULL); // the user needs only the first message
    if (ok && options->json)
        command_print_json(findings, 12);
    picture_list_free(&session.drawn);
    return ok ? EXIT_DONE : EXIT_FAILED;
}

static int carry_out(const Options *options, Error *error) {
    OWNED_BY(circuit_experiment_free) CircuitExperiment experiment;
    OWNED_BY(circuit_free) Circuit circuit = {0};
    if (!circuit_experiment_load(&experiment, options->words[0], options->words + 1,
                                 options->count - 1, error) ||
        !circuit_experiment_build(&experiment, &circuit, error))
        return EXIT_USAGE;
    circuit_experiment_note_plugins(&experiment);
    return study(&experiment, &circuit, options, error);
}

const Command command_circuit = {
    .name = "circuit",
    .summary = "study a threshold-linear circuit as a config file says",
    .asks = "name a config file",
    .examples = EXAMPLES("pinwheel circuit configs/circuits/permitted-sets.cfg"),
    .words = WORDS({"FILE", 1, 1, NULL, NULL},
                   {"path=value", 0, ANY_NUMBER,
                    "change a setting, as circuit.n=16 or studies.sets.draws=100",
                    &circuit_experiment_settings}),
    .options = OPTIONS(
        OPTION_OUTPUT("DIR", "folder for what it writes (default: outputs/FILE-001, -002, ...)"),
        OPTION_FORCE, OPTION_JSON("print everything that was found as JSON"),
        OPTION_QUIET("print what was found and errors alone")),
    .carry_out = carry_out,
};
