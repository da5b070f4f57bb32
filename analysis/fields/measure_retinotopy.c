// SPDX-License-Identifier: GPL-3.0-or-later
// Retinotopy: where each unit's receptive field lies and how large it is, from its afferent
// weights, and how orderly the map of those places is in the middle of the sheet
// (retinotopy_statistics.h).
//
// The weights of the named projections, of all eyes and polarities, are added up unit by unit of
// their source sheets, which lie alike, and smoothed by a Gaussian; of the sum, what is below a
// share of its largest is left out (receptive_field.h).
#include "measure/analysed_part.h"
#include "measure/measure.h"
#include "base/memory.h"
#include "fields/receptive_field.h"
#include "fields/retinotopy_statistics.h"
#include "maps/smoothing.h"

#include <string.h>

typedef struct {
    char *sheet;
    TextList projections;
    double cut, smoothing, region;
} RetinotopySettings;

#define AT(member) offsetof(RetinotopySettings, member)

static bool sources_lie_alike(const NetworkSettings *network, const char *one, const char *other) {
    const SheetSettings *a = collection_find(&network->sheets, one)->variant.settings,
                        *b = collection_find(&network->sheets, other)->variant.settings;
    return a->density == b->density && a->half_width == b->half_width && a->boundary == b->boundary;
}

static bool check(const void *settings_of_kind, const NetworkSettings *network, const char *place,
                  Error *error) {
    const RetinotopySettings *settings = settings_of_kind;
    bool ok = measure_check_sheet(settings->sheet, network, place, error) &&
              analysed_part_check(settings->sheet, settings->region, network, place, error);
    const ProjectionSettings *first = NULL;
    for (size_t i = 0; i < settings->projections.count; i++) {
        const char *name = settings->projections.items[i];
        const Item *item = network_projection_item(network, name);
        const ProjectionSettings *projection = item ? item->variant.settings : NULL;
        first = first ? first : projection;
        if (projection == NULL)
            ok = fail(error, "%s.projections: there is no projection '%s'", place, name);
        else if (strcmp(projection->to, settings->sheet) != 0)
            ok = fail(error, "%s.projections: '%s' does not go to sheet '%s'", place, name,
                      settings->sheet);
        else if (collection_find(&network->sheets, projection->from) &&
                 collection_find(&network->sheets, first->from) &&
                 !sources_lie_alike(network, first->from, projection->from))
            ok = fail(error,
                      "%s.projections: the units of '%s' and '%s' do not lie alike, so that their "
                      "weights cannot be added; name projections from sheets of one density, "
                      "half_width and boundary",
                      place, first->from, projection->from);
    }
    return ok;
}

// The added weights of one unit: a rectangle of source units with a margin that smoothing reaches.
typedef struct {
    ProjectionList projections;
    Connection *connections; // room for those of all projections
    size_t reach;
    double *kernel, *weight, *scratch; // weight [rows][columns]
    long top, left;                    // source row and column of the first weight
    size_t rows, columns;
} Patch;

static Patch patch_new(const Network *network, const RetinotopySettings *settings) {
    Patch patch = {.projections = network_projections(network, &settings->projections),
                   .reach = smoothing_reach(settings->smoothing)};
    size_t connections = 0, side = 2 * patch.reach;
    for (size_t p = 0; p < patch.projections.count; p++)
        connections += patch.projections.items[p]->field_units;
    side += patch.projections.items[0]->from->geometry.n;
    patch.connections = allocate(connections, sizeof *patch.connections);
    patch.kernel = allocate(2 * patch.reach + 1, sizeof *patch.kernel);
    patch.weight = allocate(side * side, sizeof *patch.weight);
    patch.scratch = allocate(side * side, sizeof *patch.scratch);
    smoothing_kernel(settings->smoothing, patch.kernel);
    return patch;
}

static void patch_free(Patch *patch) {
    release(patch->scratch);
    release(patch->weight);
    release(patch->kernel);
    release(patch->connections);
    release(patch->projections.items);
}

// A source row or column, on a torus as near as it gets to another.
static long unwrap(long place, long near, const Geometry *from) {
    long n = (long)from->n;
    return from->periodic ? place - n * lround((double)(place - near) / (double)n) : place;
}

static size_t collect(Patch *patch, size_t unit, long row, long column) {
    const Geometry *from = &patch->projections.items[0]->from->geometry;
    size_t n = 0;
    for (size_t p = 0; p < patch->projections.count; p++)
        n += projection_connections(patch->projections.items[p], unit, patch->connections + n);
    long bottom = row, right = column;
    patch->top = row;
    patch->left = column;
    for (size_t k = 0; k < n; k++) {
        Connection *connection = &patch->connections[k];
        connection->row = unwrap(connection->row, row, from);
        connection->column = unwrap(connection->column, column, from);
        patch->top = connection->row < patch->top ? connection->row : patch->top;
        patch->left = connection->column < patch->left ? connection->column : patch->left;
        bottom = connection->row > bottom ? connection->row : bottom;
        right = connection->column > right ? connection->column : right;
    }
    patch->top -= (long)patch->reach;
    patch->left -= (long)patch->reach;
    patch->rows = (size_t)(bottom - patch->top + 1) + patch->reach;
    patch->columns = (size_t)(right - patch->left + 1) + patch->reach;
    return n;
}

// The field of a unit whose place is nearest to that source row and column.
static ReceptiveField field_of(Patch *patch, size_t unit, long row, long column, double cut) {
    size_t n = collect(patch, unit, row, column);
    memset(patch->weight, 0, patch->rows * patch->columns * sizeof *patch->weight);
    for (size_t k = 0; k < n; k++) {
        const Connection *connection = &patch->connections[k];
        patch->weight[(size_t)(connection->row - patch->top) * patch->columns +
                      (size_t)(connection->column - patch->left)] += (double)connection->weight;
    }
    smoothing_plane(patch->weight, patch->rows, patch->columns, patch->kernel, patch->reach,
                    patch->scratch);
    return receptive_field_of(patch->weight, patch->rows, patch->columns, cut);
}

// Fills centres and sizes, NaN where a unit has no field.
static void find_fields(const RetinotopySettings *settings, const Network *network,
                        const Sheet *sheet, Retinotopy *centres, double *size) {
#pragma omp parallel
    {
        Patch patch = patch_new(network, settings);
        const Geometry *from = &patch.projections.items[0]->from->geometry;
        double spacing = 1 / from->density, first = geometry_x(from, 0);
#pragma omp for schedule(static)
        for (size_t unit = 0; unit < sheet->units; unit++) {
            double x = geometry_x(&sheet->geometry, unit % sheet->geometry.n),
                   y = geometry_y(&sheet->geometry, unit / sheet->geometry.n);
            long column = lround((x - first) / spacing), row = lround((-first - y) / spacing);
            ReceptiveField field = {(double)NAN, (double)NAN, (double)NAN};
            if (sheet->inside[unit])
                field = field_of(&patch, unit, row, column, settings->cut);
            centres->x[unit] = first + ((double)patch.left + field.column) * spacing;
            centres->y[unit] = -first - ((double)patch.top + field.row) * spacing;
            size[unit] = field.size * spacing;
        }
        patch_free(&patch);
    }
}

static Retinotopy *whole_sheet(const Geometry *geometry) {
    return retinotopy_new(geometry->n, geometry->n, geometry_x(geometry, 0),
                          geometry_y(geometry, 0), 1 / geometry->density);
}

// The mean of the sizes that are there; NAN without one.
static double mean_size(const ScalarMap *size) {
    double sum = 0, counted = 0;
    for (size_t i = 0; i < size->height * size->width; i++)
        if (isfinite(size->value[i])) {
            sum += size->value[i];
            counted++;
        }
    return counted > 0 ? sum / counted : (double)NAN;
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

// Over the part of the sheet that is analysed.
static void add_part(const RetinotopySettings *settings, Results *results,
                     const Retinotopy *centres, const Geometry *geometry, const char *protocol) {
    AnalysedPart part = analysed_part(geometry, settings->region);
    Retinotopy *crop = retinotopy_crop(centres, part.first, part.first, part.side, part.side);
    ScalarMap *size = analysed_scalar(results, "size", settings->region);
    char *definition =
        format_text("mean of (det C)^(1/4) over units, C the covariance of the %s", protocol);
    add_statistics(results, crop, mean_size(size), definition, "no unit has afferent weights");
    release(definition);
    scalar_map_free(size);
    retinotopy_free(crop);
}

static Results *take(const void *settings_of_kind, const char *name, Network *network) {
    const RetinotopySettings *settings = settings_of_kind;
    const Sheet *sheet = network_sheet(network, settings->sheet);
    size_t n = sheet->geometry.n, units = sheet->units;
    Retinotopy *centres = whole_sheet(&sheet->geometry);
    double *size = allocate(units, sizeof *size), *both = allocate(2 * units, sizeof *both);
    find_fields(settings, network, sheet, centres, size);
    memcpy(both, centres->x, units * sizeof *both);
    memcpy(both + units, centres->y, units * sizeof *both);

    Results *results = results_new(name);
    char *how = format_text("sum of afferent weights, smoothed by a Gaussian of %g source units, "
                            "without what is below %g of its largest",
                            settings->smoothing, settings->cut);
    results_add_map(results, "centres", 2, n, n, both, "sheet units (x, y)", how);
    results_add_map(results, "size", 1, n, n, size, "sheet units (standard deviation)", how);
    analysed_part_note(results, sheet);
    results_add_number(results, "half_width", sheet->geometry.half_width, "sheet units",
                       "half the side of the sheet", "");
    add_part(settings, results, centres, &sheet->geometry, how);
    release(how);
    release(both);
    release(size);
    retinotopy_free(centres);
    return results;
}

// Units `spacing` apart, or 1, about (0, 0), as the units of a sheet lie.
static Retinotopy *recorded_centres(const Recording *recording, Error *error) {
    ComplexMap *field =
        recording_planes(recording, 0, "centres of receptive fields are (2, H, W), x and y", error);
    if (field == NULL)
        return NULL;
    double spacing = isfinite(field->spacing) ? field->spacing : 1;
    Retinotopy *centres =
        retinotopy_new(field->height, field->width, -0.5 * spacing * (double)(field->width - 1),
                       0.5 * spacing * (double)(field->height - 1), spacing);
    memcpy(centres->x, field->real, field->height * field->width * sizeof *centres->x);
    memcpy(centres->y, field->imaginary, field->height * field->width * sizeof *centres->y);
    map_free(field);
    return centres;
}

static Results *take_recording(const void *settings, const char *name, const Recording *recording,
                               Error *error) {
    (void)settings;
    bool two = recording->count > 1;
    Retinotopy *centres = recorded_centres(recording, error);
    ScalarMap *size = NULL;
    bool ok = centres &&
              (!two || (size = recording_scalar(recording, 1,
                                                "sizes of receptive fields are (H, W)", error))) &&
              (!two || recording_check_alike(recording, 0, 1, error));
    Results *results = ok ? results_new(name) : NULL;
    if (ok)
        add_statistics(results, centres, two ? mean_size(size) : (double)NAN,
                       "mean over units of the sizes given",
                       two ? "no unit has a size" : "no sizes of receptive fields were given");
    scalar_map_free(size);
    retinotopy_free(centres);
    return results;
}

static const MeasureOfRecording of_recording = {
    .datasets = (const char *const[]){"centres of receptive fields: (2, H, W), x to the right and "
                                      "y up, in the unit of --spacing (1 where it is not given); "
                                      "the middle of the map lies at (0, 0)",
                                      "sizes of the fields: (H, W), in the same unit", NULL},
    .least = 1,
    .settings = (const char *const[]){NULL},
    .options = (const char *const[]){"margin", "spacing", NULL},
    .take = take_recording};

// Which cells of the whole sheet are folded; to be released.
static bool *folded_cells(const Results *results) {
    const ResultMap *centres = results_map(results, "centres");
    size_t units = centres->height * centres->width,
           cells = (centres->height - 1) * (centres->width - 1);
    Geometry geometry = analysed_part_geometry(results, centres);
    Retinotopy *retinotopy = whole_sheet(&geometry);
    memcpy(retinotopy->x, centres->values, units * sizeof *retinotopy->x);
    memcpy(retinotopy->y, centres->values + units, units * sizeof *retinotopy->y);
    int *sign = allocate(cells, sizeof *sign), usual = retinotopy_signs(retinotopy, sign);
    bool *folded = allocate(cells, sizeof *folded);
    for (size_t i = 0; i < cells; i++)
        folded[i] = sign[i] == -usual;
    release(sign);
    retinotopy_free(retinotopy);
    return folded;
}

static bool draw(const void *settings_of_kind, const Results *results, const MeasurePage *page,
                 Error *error) {
    const RetinotopySettings *settings = settings_of_kind;
    const ResultMap *centres = results_map(results, "centres"),
                    *size = results_map(results, "size");
    bool *folded = folded_cells(results);
    PictureRetinotopy grid = {.x = centres->values,
                              .y = centres->values + centres->height * centres->width,
                              .rows = centres->height,
                              .cols = centres->width,
                              .half_width = results_number(results, "half_width")->value,
                              .unit = "sheet units",
                              .folded = folded};
    MeasureFrame frame =
        measure_frame(page, results->measure, "grid", "Retinotopy: centres of receptive fields");
    bool ok = picture_retinotopy(&frame.frame, &grid, frame.path, error);
    measure_frame_finish(&frame);
    release(folded);
    PictureScalar scalar = {.values = size->values,
                            .rows = size->height,
                            .cols = size->width,
                            .ramp = RAMP_BLUE_YELLOW,
                            .name = "standard deviation, sheet units"};
    frame = measure_map_frame(page, results->measure, "size", "Size of receptive fields",
                              settings->sheet, results_number(results, "density")->value);
    ok = ok && picture_scalar(&frame.frame, &scalar, frame.path, error);
    measure_frame_finish(&frame);
    return ok;
}

static const char *const headline[] = {"retinotopy.error", "retinotopy.error_before_fit",
                                       "retinotopy.folded", "receptive_field.size", NULL};

const MeasureKind measure_retinotopy = {
    .observable.kind = {"retinotopy",
             "centres and sizes of receptive fields, from afferent weights",
             {sizeof(RetinotopySettings), NULL,
              (const Setting[]){
                  {"sheet", SETTING_TEXT, AT(sheet), NULL, 1, .help = "whose units"},
                  {"projections", SETTING_LIST, AT(projections), NULL, 1, 64,
                   .help = "afferent projections whose weights are added"},
                  {"cut", SETTING_REAL, AT(cut), "0.2", 0, 1,
                   .help = "weights below this share of a field's largest are left out"},
                  {"smoothing", SETTING_REAL, AT(smoothing), "1.0", 0, 100, "source units",
                   .help = "standard deviation of the Gaussian that a field is smoothed with"},
                  {"region", SETTING_REAL, AT(region), "1.0", 0, 1000, "sheet units",
                   .help = "side of the central square that the statistics are taken over; 0: the "
                           "whole sheet"},
                  {0}}}},
    .observable.check = check,
    .take = take,
    .recording = &of_recording,
    .draw = draw,
    .map_picture = "grid",
    .headline = headline,
};
