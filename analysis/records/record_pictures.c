// SPDX-License-Identifier: GPL-3.0-or-later
#include "records/record_pictures.h"

#include "base/memory.h"
#include "files/provenance.h"
#include "files/rundir.h"
#include "pictures/figure_form.h"
#include "records/picture_index.h"

bool record_pictures_draw(const Measurement *measurement, const MapDevelopment *development,
                          const PictureForm *form, const char *folder, PictureList *drawn,
                          Error *error) {
    const Experiment *experiment = measurement->experiment;
    const MeasureKind *kind = measurement->kind;
    OWNED char *suffix = format_text("-%06lld", (long long)measurement->iteration),
               *seed = format_text("%lld", (long long)experiment->network.seed);
    PngText notes[] = {{"Software", "pinwheel " PINWHEEL_VERSION},
                       {"Commit", provenance_commit()},
                       {"Seed", seed},
                       {"Source", experiment->source}};
    MeasurePage page = {folder,
                        experiment,
                        suffix,
                        measurement->iteration,
                        form,
                        notes,
                        sizeof notes / sizeof *notes,
                        drawn};
    return (!kind->draw ||
            kind->draw(measurement->item->variant.settings, measurement->results, &page, error)) &&
           map_development_draw(development, measurement, &page, error);
}

bool record_pictures_write(const Measurement *measurement, const MapDevelopment *development,
                           Error *error) {
    OWNED char *maps = rundir_path(measurement->folder, "maps");
    OWNED_BY(picture_list_free) PictureList drawn = {0};
    PictureForm form = figure_form(&measurement->experiment->figures, CANVAS_PNG, false);
    return rundir_make_folder(maps, error) &&
           record_pictures_draw(measurement, development, &form, maps, &drawn, error) &&
           picture_index_add(measurement->folder, &drawn, error);
}

bool record_pictures_rewind(const char *folder, int64_t iteration, Error *error) {
    OWNED_BY(picture_index_free) PictureIndex index;
    return picture_index_read(&index, folder, error) &&
           (picture_list_rewind(&index.list, iteration) == 0 ||
            picture_index_write(&index, folder, error));
}
