// SPDX-License-Identifier: GPL-3.0-or-later
#include "records/figure_source.h"

#include "base/memory.h"
#include "base/names.h"
#include "circuits/study.h"
#include "files/json_value.h"
#include "files/provenance.h"
#include "files/rundir.h"
#include "records/analysis_record.h"
#include "records/history_pictures.h"
#include "records/measures_json.h"
#include "records/record_maps.h"
#include "records/record_pictures.h"
#include "records/recorded_results.h"
#include "records/sweep_chart.h"
#include "run/plugin.h"
#include "run/run_inputs.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool open_circuit(FigureSource *source, const char *config, Error *error) {
    source->of = FIGURES_OF_A_CIRCUIT;
    if (!circuit_experiment_load_made(&source->circuit, config, error))
        return false;
    json_auto_t *inputs = run_inputs(&circuit_experiment_settings, &source->circuit, error);
    return inputs && run_inputs_agree(inputs, json_object_get(source->about, "inputs"), error);
}

static bool open_run(FigureSource *source, const char *config, Error *error) {
    source->of = FIGURES_OF_A_RUN;
    source->measures = measures_json_read(source->folder, error);
    return experiment_load_made(&source->experiment, config, NULL, 0, error) && source->measures &&
           record_maps_check(source->folder, error);
}

static bool open_sweep(FigureSource *source, Error *error) {
    source->of = FIGURES_OF_A_SWEEP;
    block_start(&figure_block, &source->sweep.figures);
    return swept_runs_read(&source->sweep.runs, source->folder, error);
}

static bool open_analysis(FigureSource *source, Error *error) {
    source->about = analysis_record_about(source->folder, error);
    source->measures = source->about ? measures_json_read(source->folder, error) : NULL;
    if (source->measures == NULL)
        return false;
    source->of = FIGURES_OF_AN_ANALYSIS;
    analysis_record_experiment(source->about, &source->experiment);
    return record_maps_check(source->folder, error);
}

bool figure_source_open(FigureSource *source, const char *folder, Error *error) {
    *source = (FigureSource){.folder = rundir_plain(folder)};
    if (swept_runs_is_sweep(folder))
        return open_sweep(source, error);
    if (rundir_is_analysis(folder))
        return open_analysis(source, error);
    if (!rundir_is_run(folder))
        return rundir_fail_as_no_run(folder, error);
    OWNED char *config = rundir_path(folder, "config.cfg");
    source->about = rundir_read_json(folder, "run.json", false, error);
    if (source->about == NULL)
        return false;
    return json_object_get(source->about, "iterations") ? open_run(source, config, error)
                                                        : open_circuit(source, config, error);
}

static bool has_experiment(const FigureSource *source) {
    return source->of == FIGURES_OF_A_RUN || source->of == FIGURES_OF_AN_ANALYSIS;
}

void figure_source_close(FigureSource *source) {
    if (has_experiment(source))
        experiment_free(&source->experiment);
    if (source->of == FIGURES_OF_A_CIRCUIT)
        circuit_experiment_free(&source->circuit);
    if (source->of == FIGURES_OF_A_SWEEP) {
        swept_runs_free(&source->sweep.runs);
        block_finish(&figure_block, &source->sweep.figures);
    }
    json_decref(source->about);
    json_decref(source->measures);
    release(source->folder);
    *source = (FigureSource){0};
}

FigureSettings *figure_source_settings(FigureSource *source) {
    return source->of == FIGURES_OF_A_SWEEP     ? &source->sweep.figures
           : source->of == FIGURES_OF_A_CIRCUIT ? &source->circuit.figures
                                                : &source->experiment.figures;
}

double figure_source_scale_mm(const FigureSource *source) {
    return has_experiment(source) ? source->experiment.scale_mm : (double)NAN;
}

static bool is_history(const FigureSource *source, const char *measure) {
    return source->of == FIGURES_OF_A_RUN && strcmp(measure, "history") == 0;
}

static bool check_swept_measure(const FigureSource *source, const char *measure, Error *error) {
    const RunMeasures *measures = &source->sweep.runs.measures;
    OWNED const char **names = NULL;
    size_t n = 0;
    for (size_t i = 0; i < measures->count; i++)
        names_add(&names, &n, measures->measure[i].name);
    for (size_t i = 0; i < n; i++)
        if (strcmp(names[i], measure) == 0)
            return true;
    return fail(error, "%s: its runs have no measure '%s'%s", source->folder, measure,
                suggestion("", measure, names, n).text);
}

bool figure_source_last(const FigureSource *source, const char *measure, int64_t *iteration,
                        Error *error) {
    bool circuit = source->of == FIGURES_OF_A_CIRCUIT,
         analysis = source->of == FIGURES_OF_AN_ANALYSIS;
    *iteration = -1;
    if (source->of == FIGURES_OF_A_SWEEP)
        return check_swept_measure(source, measure, error);
    const Collection *measures = circuit ? &source->circuit.studies : &source->experiment.measures;
    if (is_history(source, measure))
        return true;
    if (analysis && !json_object_get(source->measures, measure))
        return fail(error, "%s: there is no measure '%s' in it; it has '%s'", source->folder,
                    measure, json_text(source->about, "measure"));
    if (!analysis && collection_find(measures, measure) == NULL)
        return fail(error, "%s: there is no %s '%s' in it%s", source->folder,
                    circuit ? "study" : "measure", measure,
                    collection_suggestion(measures, "", measure).text);
    if (circuit)
        return true;
    *iteration = recorded_last(source->measures, measure);
    return *iteration >= 0 ||
           fail(error, "%s: '%s' has not been measured", source->folder, measure);
}

static int by_value(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

int64_t *figure_source_iterations(const FigureSource *source, const char *measure, size_t *n) {
    json_t *series = json_object_get(json_object_get(source->measures, measure), "series"), *entry;
    const char *key;
    int64_t *iterations = allocate(json_object_size(series) + 1, sizeof *iterations);
    *n = 0;
    json_object_foreach(series, key, entry) {
        iterations[(*n)++] = atoll(key);
    }
    if (*n == 0)
        iterations[(*n)++] = -1;
    qsort(iterations, *n, sizeof *iterations, by_value);
    return iterations;
}

static bool draw_study(const FigureSource *source, const char *study, const PictureForm *form,
                       const char *folder, PictureList *drawn, Error *error) {
    const CircuitExperiment *experiment = &source->circuit;
    OWNED_BY(circuit_free) Circuit circuit = {0};
    plugins_bar(true); // the folder names the config of a sheet
    bool built = circuit_experiment_build(experiment, &circuit, error);
    plugins_bar(false);
    if (!built)
        return false;
    StudySubject subject = {&circuit, &experiment->circuit, &experiment->transfer,
                            (uint64_t)experiment->seed};
    const PngText notes[] = {{"Software", "pinwheel " PINWHEEL_VERSION},
                             {"Config", experiment->path}};
    const StudyPage page = {folder, study, experiment->title, notes, 2, drawn, form};
    Findings *findings = findings_new();
    bool ok = study_carry_out(&collection_find(&experiment->studies, study)->variant, &subject,
                              &page, findings, error);
    json_decref(findings);
    return ok;
}

static bool draw_analysis(const FigureSource *source, const char *measure, const PictureForm *form,
                          const char *folder, PictureList *drawn, Error *error) {
    const MeasureKind *kind =
        measure_kind(json_text(json_object_get(source->measures, measure), "kind"));
    if (kind == NULL || kind->recording == NULL)
        return fail(error, "%s: is damaged: '%s' is of no kind of measure that takes arrays",
                    source->folder, measure);
    Results *results = recorded_results_read(source->folder, source->measures, measure, 0, error);
    bool ok = results && analysis_record_draw(kind, results, &source->experiment, form, folder,
                                              source->folder, drawn, error);
    results_free(results);
    return ok;
}

static bool draw_measure(const FigureSource *source, const char *measure, int64_t iteration,
                         const PictureForm *form, const char *folder, PictureList *drawn,
                         Error *error) {
    const Item *item = collection_find(&source->experiment.measures, measure);
    if (item == NULL)
        return fail(error, "%s: its config has no measure '%s'", source->folder, measure);
    Results *results =
        recorded_results_read(source->folder, source->measures, measure, iteration, error);
    if (results == NULL)
        return false;
    const Measurement measurement = {
        &source->experiment, item,    (const MeasureKind *)item->variant.kind,
        iteration,           results, source->folder};
    MapDevelopment development = {0};
    map_development_read(&development, &measurement,
                         json_object_get(json_object_get(source->measures, measure), "series"));
    bool ok = drawn_results_check(measurement.kind->drawn, results, source->folder, error) &&
              record_pictures_draw(&measurement, &development, form, folder, drawn, error);
    release(development.point);
    results_free(results);
    return ok;
}

static bool draw_number(const FigureSource *source, const char *measure, int64_t iteration,
                        const PictureForm *form, const char *folder, PictureList *drawn,
                        Error *error) {
    if (form->only == NULL)
        return fail_in_command(error,
                               "%s: of a sweep, name a number, as %s/NUMBER; index.csv lists them",
                               source->folder, measure);
    if (iteration >= 0)
        return fail_in_command(
            error,
            "%s: a sweep's numbers are those at the end of its runs; leave out the "
            "iteration",
            source->folder);
    return sweep_chart_draw(&source->sweep.runs, measure, form->only, form, folder, drawn, error);
}

bool figure_source_draw(const FigureSource *source, const char *measure, int64_t iteration,
                        const PictureForm *form, const char *folder, PictureList *drawn,
                        Error *error) {
    if (source->of == FIGURES_OF_A_SWEEP)
        return draw_number(source, measure, iteration, form, folder, drawn, error);
    if (source->of == FIGURES_OF_A_CIRCUIT)
        return draw_study(source, measure, form, folder, drawn, error);
    if (source->of == FIGURES_OF_AN_ANALYSIS)
        return draw_analysis(source, measure, form, folder, drawn, error);
    if (is_history(source, measure))
        return history_pictures_draw(source->folder, &source->experiment, form, folder, drawn,
                                     error);
    return draw_measure(source, measure, iteration, form, folder, drawn, error);
}

bool figure_source_refuse_picture(const FigureSource *source, const char *measure,
                                  const char *picture, int64_t iteration, const char *place,
                                  Error *error) {
    PictureHost host = {0}; // what is drawn there is measured alone
    const PictureForm form = {.host = &host};
    OWNED_BY(picture_list_free) PictureList drawn = {0};
    if (!figure_source_draw(source, measure, iteration, &form, "", &drawn, error))
        return false;
    OWNED const char **names = NULL;
    OWNED char *all = NULL;
    size_t n = 0;
    for (size_t i = 0; i < drawn.count; i++) {
        names_add(&names, &n, drawn.picture[i].picture);
        text_append(&all, "%s%s", all ? ", " : "; it has ", drawn.picture[i].picture);
    }
    OWNED char *prefix = format_text("%s/", measure);
    Suggestion nearest = suggestion(prefix, picture, names, n);
    return fail_in_command(error, "%s: '%s' has no picture '%s'%s", place, measure, picture,
                           nearest.name ? nearest.text
                           : all        ? all
                                        : "");
}
