// SPDX-License-Identifier: GPL-3.0-or-later
// Measures of a simulation: their results, and pictures of them.
#include "library/library.h"

#include "base/names.h"
#include "base/suggestion.h"
#include "files/rundir.h"
#include "measure/measure.h"
#include "pictures/figure_form.h"
#include "records/record.h"
#include "records/record_pictures.h"

#include <errno.h>
#include <math.h>
#include <string.h>

struct pinwheel_results {
    Item measure; // with its own settings; owned
    int64_t iteration;
    Results *results; // owned
};

static const MeasureKind *kind_of(const pinwheel_results *results) {
    return (const MeasureKind *)results->measure.variant.kind;
}

// A measure of the config, with a copy of its settings, or a kind of measure with its defaults.
static bool find_measure(const Experiment *experiment, const char *name, Item *measure,
                         Error *error) {
    const Item *item = collection_find(&experiment->measures, name);
    const Kind *kind = item ? item->variant.kind : kind_find(measure_kinds, name), *known;
    if (kind == NULL) {
        OWNED const char **names = NULL;
        size_t n = 0;
        for (size_t i = 0; (known = kind_at(measure_kinds, i)); i++)
            names_add(&names, &n, known->name);
        for (size_t i = 0; i < experiment->measures.count; i++)
            names_add(&names, &n, experiment->measures.items[i].name);
        return fail(error, "there is neither a measure nor a kind of measure '%s'%s", name,
                    suggestion("", name, names, n).text);
    }
    *measure = (Item){copy_text(name), {kind, allocate(1, kind->block.size)}};
    if (item)
        block_copy(&kind->block, measure->variant.settings, item->variant.settings);
    else
        block_start(&kind->block, measure->variant.settings);
    return true;
}

static bool set_measure(const Experiment *experiment, Item *measure, const char *const *settings,
                        size_t n, Error *error) {
    const ObservableKind *kind = (const ObservableKind *)measure->variant.kind;
    const Block *block = &kind->kind.block;
    void *values = measure->variant.settings;
    OWNED char *place = format_text("measures.%s", measure->name);
    bool ok = true;
    for (size_t i = 0; i < n; i++)
        ok = settings_assign(block, values, settings[i], false, place, error) && ok;
    return ok && block_check_given(block, values, place, error) &&
           (kind->check == NULL || kind->check(values, &experiment->network, place, error));
}

void pinwheel_results_free(pinwheel_results *results) {
    if (results == NULL)
        return;
    if (results->measure.variant.kind)
        block_finish(&results->measure.variant.kind->block, results->measure.variant.settings);
    release(results->measure.variant.settings);
    release(results->measure.name);
    if (results->results)
        results_free(results->results);
    release(results);
}

pinwheel_results *pinwheel_measure(pinwheel_simulation *simulation, const char *measure,
                                   const char *const *settings, size_t n, char **error) {
    OWNED_BY(library_leave) LibraryCall call = library_enter(simulation, CALL_CHANGES, error);
    if (!call.ok)
        return NULL;
    library_take_files(&call);
    const Experiment *experiment = &simulation->saved.experiment;
    Network *network = simulation->run.network;
    pinwheel_results *results = allocate(1, sizeof *results);
    results->iteration = network->presentation;
    if (find_measure(experiment, measure, &results->measure, &call.error) &&
        set_measure(experiment, &results->measure, settings, n, &call.error))
        results->results = record_results(experiment, network, &results->measure,
                                          simulation->run.folder, &call.error);
    if (results->results)
        return results;
    pinwheel_results_free(results);
    return NULL;
}

bool pinwheel_results_number(const pinwheel_results *results, size_t place,
                             pinwheel_number *number) {
    if (place >= results->results->numbers)
        return false;
    const ResultNumber *found = &results->results->number[place];
    *number =
        (pinwheel_number){found->name, found->value, found->unit, found->definition, found->note};
    return true;
}

bool pinwheel_results_map(const pinwheel_results *results, size_t place, pinwheel_map *map) {
    if (place >= results->results->maps)
        return false;
    const ResultMap *found = &results->results->map[place];
    *map = (pinwheel_map){found->name,   found->planes, found->height,  found->width,
                          found->values, found->unit,   found->protocol};
    return true;
}

const char *pinwheel_results_warning(const pinwheel_results *results, size_t place) {
    return place < results->results->warnings ? results->results->warning[place] : NULL;
}

static bool format_of(const char *path, CanvasFormat *format, Error *error) {
    const char *ending = strrchr(path, '.');
    for (size_t i = 0; canvas_formats[i]; i++)
        if (ending && strcmp(ending + 1, canvas_formats[i]) == 0) {
            *format = (CanvasFormat)i;
            return true;
        }
    return fail(error, "%s: a picture is drawn as .png, .svg or .pdf", path);
}

// Copies a drawn file to its place.
static bool copy_file(const char *from, const char *to, Error *error) {
    size_t size;
    OWNED unsigned char *bytes = ordinary_file_read(from, "a picture", &size, error);
    FILE *file = bytes ? fopen(to, "wb") : NULL;
    bool ok = file && fwrite(bytes, 1, size, file) == size;
    ok = file && fclose(file) == 0 && ok;
    return ok || (bytes && fail(error, "%s: cannot be written: %s", to, strerror(errno)));
}

// Finds the wanted one of the pictures that were drawn into a folder, and copies it.
static bool take_picture(const PictureList *drawn, const char *folder, const char *wanted,
                         const char *path, Error *error) {
    OWNED const char **names = allocate(drawn->count + 1, sizeof *names);
    for (size_t i = 0; i < drawn->count; i++) {
        const ListedPicture *picture = &drawn->picture[i];
        names[i] = picture->picture;
        if (strcmp(picture->picture, wanted ? wanted : "") == 0 || (!wanted && drawn->count == 1)) {
            OWNED char *from = rundir_path(folder, picture->file);
            return copy_file(from, path, error);
        }
    }
    return fail(error, "these results have no picture '%s'%s", wanted ? wanted : "",
                suggestion("", wanted ? wanted : "", names, drawn->count).text);
}

bool pinwheel_draw(pinwheel_simulation *simulation, const pinwheel_results *results,
                   const char *picture, const char *path, char **error) {
    OWNED_BY(library_leave) LibraryCall call = library_enter(simulation, CALL_CHANGES, error);
    CanvasFormat format = CANVAS_PNG;
    const MeasureKind *kind = kind_of(results);
    if (!call.ok || !format_of(path, &format, &call.error))
        return false;
    library_take_files(&call);
    const Experiment *experiment = &simulation->saved.experiment;
    OWNED char *folder = rundir_make_temporary(&call.error);
    if (folder == NULL)
        return false;
    const Measurement measurement = {experiment,         &results->measure, kind,
                                     results->iteration, results->results,  folder};
    const MapDevelopment none = {0};
    OWNED_BY(picture_list_free) PictureList drawn = {0};
    PictureForm form = figure_form(&experiment->figures, format, false);
    bool ok =
        record_pictures_draw(&measurement, &none, &form, folder, &drawn, &call.error) &&
        take_picture(&drawn, folder, picture ? picture : kind->map_picture, path, &call.error);
    return rundir_remove(folder, ok ? &call.error : NULL) && ok;
}
