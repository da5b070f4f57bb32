// SPDX-License-Identifier: GPL-3.0-or-later
// Retinotopy: the centre and size of each unit's receptive field, from its afferent weights
// (afferent_fields.h), and the order of the map of centres in the middle of the sheet
// (retinotopy_statistics.h).
#include "base/memory.h"
#include "fields/afferent_fields.h"
#include "fields/retinotopy_statistics.h"
#include "measure/analysed_part.h"
#include "measure/measure.h"
#include "statistics/finite.h"

#include <string.h>

typedef struct {
    char *sheet;
    TextList projections;
    double cut, smoothing, region;
} RetinotopySettings;

static const char title_of_grid[] = "Retinotopy: centres of receptive fields";

static bool check(const void *settings_of_kind, const NetworkSettings *network, const char *place,
                  Error *error) {
    const RetinotopySettings *settings = settings_of_kind;
    OWNED char *projections = format_text("%s.projections", place);
    bool ok = measure_check_sheet(settings->sheet, network, place, error) &&
              analysed_part_check(settings->sheet, settings->region, network, place, error);
    return afferent_fields_check(&settings->projections, settings->sheet, network, projections,
                                 error) &&
           ok;
}

static Retinotopy *whole_sheet(const Geometry *geometry) {
    return retinotopy_new(geometry->n, geometry->n, geometry_x(geometry, 0),
                          geometry_y(geometry, 0), 1 / geometry->density);
}

static void add_statistics(Results *results, const Retinotopy *centres, double size,
                           const char *definition, const char *undefined) {
    RetinotopyStatistics statistics;
    Statistic rows[RETINOTOPY_ROWS];
    retinotopy_statistics(centres, size, &statistics);
    retinotopy_statistics_rows(&statistics, rows);
    results_add_number(results, "receptive_field.size", size, "sheet units", definition,
                       isfinite(size) ? "" : undefined);
    measure_add_statistics(results, rows, RETINOTOPY_ROWS, false, NULL);
}

// The statistics over the analysed part of the sheet.
static void add_part(const RetinotopySettings *settings, Results *results,
                     const Retinotopy *centres, const Geometry *geometry, const char *protocol) {
    AnalysedPart part = analysed_part(geometry, settings->region);
    OWNED_BY(retinotopy_free_owned)
    Retinotopy *crop = retinotopy_crop(centres, part.first, part.first, part.side, part.side);
    OWNED_BY(map_free_owned)
    ScalarMap *size = analysed_map(results, "size", settings->region);
    OWNED char *definition =
        format_text("mean of (det C)^(1/4) over units, C the covariance of the %s", protocol);
    add_statistics(results, crop, finite_mean(size->value, size->height * size->width), definition,
                   "no unit has afferent weights");
}

static Results *take(const void *settings_of_kind, const char *name, Network *network) {
    const RetinotopySettings *settings = settings_of_kind;
    const Sheet *sheet = network_sheet(network, settings->sheet);
    size_t n = sheet->geometry.n;
    OWNED_BY(retinotopy_free_owned) Retinotopy *centres = whole_sheet(&sheet->geometry);
    OWNED double *size = allocate(sheet->units, sizeof *size);
    const AfferentFields fields = {&settings->projections, settings->smoothing, settings->cut};
    afferent_fields_find(network, sheet, &fields, centres, size);

    Results *results = results_new(name);
    OWNED char *how =
        format_text("sum of afferent weights, smoothed by a Gaussian of %g source units, "
                    "without what is below %g of its largest",
                    settings->smoothing, settings->cut);
    results_add_map(results, "centres", 2, n, n, centres->x, "sheet units (x, y)", how);
    results_add_map(results, "size", 1, n, n, size, "sheet units (standard deviation)", how);
    analysed_part_note(results, sheet);
    results_add_number(results, "half_width", sheet->geometry.half_width, "sheet units",
                       "half the side of the sheet", "");
    add_part(settings, results, centres, &sheet->geometry, how);
    return results;
}

// Places the units round (0, 0), as on a sheet, with the recording's spacing, or 1.
static Retinotopy *recorded_centres(const Recording *recording, Error *error) {
    OWNED_BY(map_free_owned)
    ComplexMap *field =
        recording_map(recording, 0, 2, "centres of receptive fields are (2, H, W), x and y", error);
    if (field == NULL)
        return NULL;
    double spacing = isfinite(field->spacing) ? field->spacing : 1;
    Retinotopy *centres =
        retinotopy_new(field->height, field->width, -0.5 * spacing * (double)(field->width - 1),
                       0.5 * spacing * (double)(field->height - 1), spacing);
    memcpy(centres->x, field->value, 2 * field->height * field->width * sizeof *centres->x);
    return centres;
}

// The root of the areal magnification, for which a step of the places is so many mm.
static void add_linear_magnification(Results *results, double millimetres) {
    const ResultNumber *areal = results_number(results, "magnification.median");
    results_add_number(results, "magnification.linear_mm", millimetres * sqrt(areal->value),
                       "mm per unit of the centres",
                       "mm of cortex to a unit of visual space: root of the areal magnification",
                       areal->note);
}

// Whether each cell is folded; to be released.
static bool *folded_cells(const Retinotopy *retinotopy) {
    size_t cells = (retinotopy->height - 1) * (retinotopy->width - 1);
    OWNED int *sign = allocate(cells, sizeof *sign);
    int usual = retinotopy_signs(retinotopy, sign);
    bool *folded = allocate(cells, sizeof *folded);
    for (size_t i = 0; i < cells; i++)
        folded[i] = sign[i] == -usual;
    return folded;
}

static void add_recorded_maps(Results *results, const Retinotopy *centres, const ScalarMap *size) {
    size_t columns = centres->width - 1, cells = (centres->height - 1) * columns;
    OWNED bool *folded = folded_cells(centres);
    OWNED double *first = allocate(centres->height * centres->width, sizeof *first);
    for (size_t i = 0; i < cells; i++)
        first[i / columns * centres->width + i % columns] = folded[i];
    results_add_map(results, "centres", 2, centres->height, centres->width, centres->x,
                    "as given (x, y)", "as given");
    results_add_map(results, "folded", 1, centres->height, centres->width, first, "1",
                    "1 at the top left unit of a folded cell of four, else 0");
    if (size)
        results_add_map(results, "size", 1, size->height, size->width, size->value, "as given",
                        "as given");
}

static Results *take_recording(const void *settings, const char *name, const Recording *recording,
                               Error *error) {
    (void)settings;
    bool two = recording->count > 1;
    OWNED_BY(retinotopy_free_owned) Retinotopy *centres = recorded_centres(recording, error);
    if (!centres)
        return NULL;
    OWNED_BY(map_free_owned)
    ScalarMap *size =
        two ? recording_map(recording, 1, 1, "sizes of receptive fields are (H, W)", error) : NULL;
    if (two && !(size && recording_check_alike(recording, 0, 1, error)))
        return NULL;
    Results *results = results_new(name);
    add_statistics(results, centres,
                   two ? finite_mean(size->value, size->height * size->width) : (double)NAN,
                   "mean over units of the sizes given",
                   two ? "no unit has a size" : "no sizes of receptive fields were given");
    if (isfinite(recording->millimetres))
        add_linear_magnification(results, recording->millimetres / centres->spacing);
    if (!recording->redrawn)
        add_recorded_maps(results, centres, size);
    return results;
}

static const DrawnResult drawn_of_recording[] = {{"centres", "2 h w"}, {"folded", "1 h w"}, {0}};

// The centres from their mean.
static bool draw_recorded_grid(const Results *results, const MeasurePage *page, Error *error) {
    const ResultMap *centres = results_map(results, "centres"),
                    *folded = results_map(results, "folded");
    size_t n = centres->height * centres->width, columns = centres->width - 1,
           cells = (centres->height - 1) * columns;
    OWNED double *place = allocate(2 * n, sizeof *place);
    OWNED bool *marked = allocate(cells, sizeof *marked);
    for (size_t i = 0; i < 2 * n; i++)
        place[i] = centres->values[i] - finite_mean(centres->values + i / n * n, n);
    for (size_t i = 0; i < cells; i++)
        marked[i] = folded->values[i / columns * centres->width + i % columns] > 0;
    PictureRetinotopy grid = {.x = place,
                              .y = place + n,
                              .rows = centres->height,
                              .cols = centres->width,
                              .unit = "from the mean, in the unit of the centres",
                              .folded = marked};
    OWNED_BY(measure_frame_finish)
    MeasureFrame frame = measure_frame(page, results->measure, "grid", title_of_grid);
    return picture_retinotopy(&frame.frame, &grid, frame.path, error);
}

static bool draw_recording(const Results *results, const MeasurePage *page, Error *error) {
    const ResultMap *size = results_map(results, "size");
    if (!draw_recorded_grid(results, page, error) || size == NULL)
        return size == NULL;
    const PictureScalar picture = {.values = size->values,
                                   .rows = size->height,
                                   .cols = size->width,
                                   .ramp = RAMP_BLUE_YELLOW,
                                   .name = "size, in the unit of the centres"};
    OWNED_BY(measure_frame_finish)
    MeasureFrame frame = measure_recorded_frame(page, results->measure, "size",
                                                "Size of receptive fields", size->width, 1);
    return picture_scalar(&frame.frame, &picture, frame.path, error);
}

static const MeasureOfRecording of_recording = {
    .datasets =
        (const char *const[]){"centres of receptive fields: (2, H, W), x to the right and "
                              "y up, in the unit of --spacing (1 where it is not given); "
                              "the middle of the map lies at (0, 0); or a stack whose conditions "
                              "are x and y, named by --axes",
                              "sizes of the fields: (H, W), in the same unit", NULL},
    .least = 1,
    .settings = (const char *const[]){NULL},
    .options = (const char *const[]){"region", "margin", "spacing", "millimetres-per-sample",
                                     "axes", "resamples", "seed", NULL},
    .take = take_recording,
    .drawn = drawn_of_recording,
    .draw = draw_recording};

// Of the whole sheet; to be released.
static bool *folded_cells_of(const Results *results) {
    const ResultMap *centres = results_map(results, "centres");
    Geometry geometry = analysed_part_geometry(results, centres);
    OWNED_BY(retinotopy_free_owned) Retinotopy *retinotopy = whole_sheet(&geometry);
    memcpy(retinotopy->x, centres->values,
           2 * centres->height * centres->width * sizeof *retinotopy->x);
    return folded_cells(retinotopy);
}

static bool draw_grid(const Results *results, const MeasurePage *page, Error *error) {
    const ResultMap *centres = results_map(results, "centres");
    OWNED bool *folded = folded_cells_of(results);
    PictureRetinotopy grid = {.x = centres->values,
                              .y = centres->values + centres->height * centres->width,
                              .rows = centres->height,
                              .cols = centres->width,
                              .half_width = results_number(results, "half_width")->value,
                              .unit = "sheet units",
                              .folded = folded};
    OWNED_BY(measure_frame_finish)
    MeasureFrame frame = measure_frame(page, results->measure, "grid", title_of_grid);
    return picture_retinotopy(&frame.frame, &grid, frame.path, error);
}

static bool draw(const void *settings_of_kind, const Results *results, const MeasurePage *page,
                 Error *error) {
    const RetinotopySettings *settings = settings_of_kind;
    const MeasuredSheet sheet = {
        settings->sheet, results_number(results, "density")->value,
        analysed_part_side(results, results_map(results, "size"), settings->region)};
    return draw_grid(results, page, error) &&
           measure_draw_values(page, results, "size", "Size of receptive fields", &sheet, 0, 0,
                               RAMP_BLUE_YELLOW, "standard deviation, sheet units", error);
}

static const char *const headline[] = {"retinotopy.error", "retinotopy.error_before_fit",
                                       "retinotopy.folded", "receptive_field.size", NULL};

static const DrawnResult drawn[] = {{"centres", "2 n n"},         {"size", "1 n n"},
                                    {"half_width", drawn_length}, {"density", drawn_length},
                                    {"periodic", drawn_number},   {0}};

const MeasureKind measure_retinotopy = {
    .observable.kind =
        {"retinotopy", "centres and sizes of receptive fields, from afferent weights",
         BLOCK(RetinotopySettings, NULL,
               {SETTING(RetinotopySettings, sheet), NULL, 1, .help = "whose units"},
               {SETTING(RetinotopySettings, projections), NULL, 1, 64,
                .help = "afferent projections whose weights are added"},
               {SETTING(RetinotopySettings, cut), "0.2", 0, 1,
                .help = "weights below this share of a field's largest are left out"},
               {SETTING(RetinotopySettings, smoothing), "1.0", 0, 100, "source units",
                .help = "standard deviation of the Gaussian that a field is smoothed with"},
               {SETTING(RetinotopySettings, region), "1.0", 0, 1000, "sheet units",
                .help = "side of the central square that the statistics are taken over; 0: the "
                        "whole sheet"})},
    .observable.check = check,
    .take = take,
    .recording = &of_recording,
    .drawn = drawn,
    .draw = draw,
    .map_picture = "grid",
    .headline = headline,
};
