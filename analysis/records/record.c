// SPDX-License-Identifier: GPL-3.0-or-later
#include "records/record.h"

#include "base/memory.h"
#include "files/ordinary_file.h"
#include "files/rundir.h"
#include "records/record_maps.h"
#include "records/record_numbers.h"
#include "records/record_pictures.h"

#include <math.h>
#include <string.h>

// Takes a measure. A kind with `take_after` reads the earlier maps of the run.
static Results *take(const MeasureKind *kind, const Item *item, Network *network,
                     const char *folder, Error *error) {
    if (kind->take_after == NULL)
        return kind->take(item->variant.settings, item->name, network);
    OWNED char *path = folder ? rundir_path(folder, "maps.h5") : NULL;
    Store maps = {.file = -1};
    Results *results = NULL;
    bool there = path && !ordinary_file_is_absent(path);
    if (!there || store_open(&maps, path, STORE_READ, 0, error))
        results = kind->take_after(item->variant.settings, item->name, network,
                                   there ? &maps : NULL, error);
    if (there)
        store_close(&maps, NULL); // nothing was written
    return results;
}

static const double AT_REST = 0.01; // change in the last step that passes for rest

// Adds, for each sheet whose settled responses were measured, how far from rest they were.
static void add_rest(Results *results, const Network *network) {
    for (size_t i = 0; i < network->sheets; i++) {
        const Rest *rest = &network->rest[i];
        const char *sheet = network->sheet[i].name;
        double mean = rest->sum / (double)rest->responses;
        OWNED char *name = format_text("last_change.%s", sheet),
                   *note = format_text("sheet %s was not at rest %s", sheet,
                                       rest->moving ? "however long a stimulus was shown"
                                                    : "after its last step");
        if (rest->responses > 0)
            results_add_number(
                results, name, mean, "",
                "maximum change of a unit in the last step of settling, or between the "
                "last presentations of a stimulus, over the maximum activity; mean "
                "over responses",
                !isfinite(mean)                  ? "undefined because activity diverged"
                : mean > AT_REST || rest->moving ? note
                                                 : "");
    }
}

Results *record_results(const Experiment *experiment, Network *network, const Item *measure,
                        const char *folder, Error *error) {
    const MeasureKind *kind = (const MeasureKind *)measure->variant.kind;
    Rest *before = network_rest_save(network);
    memset(network->rest, 0, network->sheets * sizeof *network->rest);
    Results *results = take(kind, measure, network, folder, error);
    if (results)
        add_rest(results, network);
    network_rest_restore(network, before);
    if (results && isfinite(experiment->scale_mm))
        results_add_millimetres(results, experiment->scale_mm);
    return results;
}

bool record_measure(const Experiment *experiment, Network *network, const char *measure,
                    const char *folder, double *selectivity, Error *error) {
    const Item *item = collection_find(&experiment->measures, measure);
    const MeasureKind *kind = (const MeasureKind *)item->variant.kind;
    Results *results = record_results(experiment, network, item, folder, error);
    if (results == NULL)
        return false;
    const ResultNumber *mean = results_number(results, "selectivity.mean");
    if (selectivity && mean)
        *selectivity = mean->value;

    const Measurement measurement = {experiment, item,  kind, network->presentation,
                                     results,    folder};
    MapDevelopment development = {0};
    bool ok = record_maps_write(&measurement, &development, error) &&
              record_numbers_write(&measurement, &development, error) &&
              record_pictures_write(&measurement, &development, error);
    release(development.point);
    results_free(results);
    return ok;
}

static bool rewind_all(const char *folder, int64_t iteration, Error *error) {
    return record_numbers_rewind(folder, iteration, error) &&
           record_maps_rewind(folder, iteration, error) &&
           record_pictures_rewind(folder, iteration, error);
}

static bool take_and_record(void *context, const Experiment *experiment, Network *network,
                            const char *measure, const char *folder, double *selectivity,
                            Error *error) {
    (void)context;
    return record_measure(experiment, network, measure, folder, selectivity, error);
}

const Observer record_observer = {NULL, take_and_record, rewind_all};
