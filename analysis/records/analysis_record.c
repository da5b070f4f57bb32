// SPDX-License-Identifier: GPL-3.0-or-later
#include "records/analysis_record.h"

#include "base/memory.h"
#include "files/json_value.h"
#include "files/provenance.h"
#include "files/rundir.h"
#include "imaging/imaging_pictures.h"
#include "pictures/figure_form.h"
#include "records/picture_index.h"
#include "records/record_maps.h"
#include "records/record_numbers.h"

static const char file_name[] = "analysis.json";

static json_t *about_of(const Analysis *analysis) {
    json_t *arrays = json_array();
    OWNED char *title = copy_text("");
    for (size_t k = 0; k < analysis->recording->given; k++) {
        const char *name = analysis->recording->name[k];
        json_array_append_new(arrays, json_of_text(name));
        text_append(&title, "%s%s", k > 0 ? ", " : "", name);
    }
    json_t *about = json_pack(
        "{s:s, s:s, s:s, s:o, s:o, s:s, s:o, s:I, s:o, s:o}", "program", "pinwheel", "version",
        PINWHEEL_VERSION, "commit", provenance_commit(), "title", json_of_text(title), "command",
        json_of_text(analysis->command), "measure", analysis->kind->observable.kind.name, "arrays",
        arrays, "seed", (json_int_t)analysis->recording->seed, "millimetres_per_sample",
        json_of_number(analysis->recording->millimetres), "methods",
        json_of_text(analysis->methods));
    return about;
}

json_t *analysis_record_about(const char *folder, Error *error) {
    json_t *about = rundir_read_json(folder, file_name, false, error);
    const json_t *scale = json_object_get(about, "millimetres_per_sample");
    if (about == NULL || (json_is_null(scale) || json_number_value(scale) > 0))
        return about;
    fail(error, "%s/%s: is damaged: it has no millimetres_per_sample above 0", folder, file_name);
    json_decref(about);
    return NULL;
}

void analysis_record_experiment(const json_t *about, Experiment *experiment) {
    *experiment = (Experiment){0};
    block_start(&experiment_settings, experiment);
    release(experiment->title);
    experiment->title = copy_text(json_text(about, "title"));
    experiment->scale_mm = json_number_or_nan(json_object_get(about, "millimetres_per_sample"));
}

bool analysis_record_draw(const MeasureKind *kind, const Results *results,
                          const Experiment *experiment, const PictureForm *form, const char *folder,
                          const char *where, PictureList *drawn, Error *error) {
    const PngText notes[] = {{"Software", "pinwheel " PINWHEEL_VERSION},
                             {"Commit", provenance_commit()},
                             {"Source", experiment->title}};
    const MeasurePage page = {.folder = folder,
                              .experiment = experiment,
                              .suffix = "",
                              .iteration = -1,
                              .form = form,
                              .notes = notes,
                              .notes_count = sizeof notes / sizeof *notes,
                              .drawn = drawn};
    const MeasureOfRecording *recording = kind->recording;
    return recording->draw == NULL ||
           (drawn_results_check(recording->drawn, results, where, error) &&
            recording->draw(results, &page, error) &&
            imaging_pictures_draw(results, &page, where, error));
}

static bool write_pictures(const Analysis *analysis, const Experiment *experiment,
                           const char *folder, Error *error) {
    OWNED char *maps = rundir_path(folder, "maps");
    OWNED_BY(picture_list_free) PictureList drawn = {0};
    const PictureForm form = figure_form(&experiment->figures, CANVAS_PNG, false);
    return rundir_make_folder(maps, error) &&
           analysis_record_draw(analysis->kind, analysis->results, experiment, &form, maps, folder,
                                &drawn, error) &&
           picture_index_add(folder, &drawn, error);
}

bool analysis_record_write(const Analysis *analysis, const char *folder, Error *error) {
    json_auto_t *about = about_of(analysis);
    OWNED_BY(experiment_free) Experiment experiment;
    analysis_record_experiment(about, &experiment);
    const Measurement measurement = {.experiment = &experiment,
                                     .kind = analysis->kind,
                                     .results = analysis->results,
                                     .folder = folder};
    MapDevelopment development = {0};
    bool ok = rundir_replace_json(folder, file_name, about, error) &&
              record_maps_write(&measurement, &development, error) &&
              record_numbers_write(&measurement, &development, error) &&
              write_pictures(analysis, &experiment, folder, error);
    release(development.point);
    return ok;
}
