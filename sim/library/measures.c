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

static bool find_format(const char *name, CanvasFormat *format) {
    for (size_t i = 0; name && canvas_formats[i]; i++)
        if (strcmp(name, canvas_formats[i]) == 0) {
            *format = (CanvasFormat)i;
            return true;
        }
    return false;
}

// Finds the wanted one of the pictures that were drawn into a folder, and reads it.
static char *read_picture(const PictureList *drawn, const char *folder, const char *wanted,
                          size_t *size, Error *error) {
    OWNED const char **names = allocate(drawn->count + 1, sizeof *names);
    for (size_t i = 0; i < drawn->count; i++) {
        const ListedPicture *picture = &drawn->picture[i];
        names[i] = picture->picture;
        if (strcmp(picture->picture, wanted ? wanted : "") == 0 || (!wanted && drawn->count == 1)) {
            OWNED char *from = rundir_path(folder, picture->file);
            return (char *)ordinary_file_read(from, "a picture", size, error);
        }
    }
    fail(error, "these results have no picture '%s'%s", wanted ? wanted : "",
         suggestion("", wanted ? wanted : "", names, drawn->count).text);
    return NULL;
}

// The bytes of a picture; owned by the caller, NULL on error.
static char *draw(LibraryCall *call, const pinwheel_results *results, const char *picture,
                  CanvasFormat format, size_t *size) {
    library_take_files(call);
    const MeasureKind *kind = kind_of(results);
    const Experiment *experiment = &call->simulation->saved.experiment;
    OWNED char *folder = rundir_make_temporary(&call->error);
    if (folder == NULL)
        return NULL;
    const Measurement measurement = {experiment,         &results->measure, kind,
                                     results->iteration, results->results,  folder};
    const MapDevelopment none = {0};
    OWNED_BY(picture_list_free) PictureList drawn = {0};
    PictureForm form = figure_form(&experiment->figures, format, false);
    const char *wanted = picture ? picture : kind->map_picture;
    char *bytes = record_pictures_draw(&measurement, &none, &form, folder, &drawn, &call->error)
                      ? read_picture(&drawn, folder, wanted, size, &call->error)
                      : NULL;
    if (!rundir_remove(folder, bytes ? &call->error : NULL)) {
        release(bytes);
        bytes = NULL;
    }
    return bytes;
}

bool pinwheel_draw(pinwheel_simulation *simulation, const pinwheel_results *results,
                   const char *picture, const char *path, char **error) {
    OWNED_BY(library_leave) LibraryCall call = library_enter(simulation, CALL_CHANGES, error);
    CanvasFormat format;
    if (!call.ok)
        return false;
    const char *ending = strrchr(path, '.');
    if (!find_format(ending ? ending + 1 : NULL, &format))
        return fail(&call.error, "%s: a picture is drawn as .png, .svg or .pdf", path);
    size_t size;
    OWNED char *bytes = draw(&call, results, picture, format, &size);
    if (bytes == NULL)
        return false;
    FILE *file = fopen(path, "wb");
    bool ok = file && fwrite(bytes, 1, size, file) == size;
    ok = file && fclose(file) == 0 && ok;
    return ok || fail(&call.error, "%s: cannot be written: %s", path, strerror(errno));
}

char *pinwheel_draw_bytes(pinwheel_simulation *simulation, const pinwheel_results *results,
                          const char *picture, const char *format, size_t *size, char **error) {
    OWNED_BY(library_leave) LibraryCall call = library_enter(simulation, CALL_CHANGES, error);
    CanvasFormat found;
    if (!call.ok)
        return NULL;
    if (!find_format(format, &found)) {
        fail(&call.error, "'%s': a picture is drawn as png, svg or pdf", format);
        return NULL;
    }
    return draw(&call, results, picture, found, size);
}
