// SPDX-License-Identifier: GPL-3.0-or-later
// Connection fields of units on a regular grid, as pictures: the sum of the weights of some
// projections less that of others. ON minus OFF shows the receptive field; a lateral projection
// alone shows which units a unit inhibits. The setting `fit` adds a Gaussian or Gabor fit to each
// field (field_fit.h).
#include "base/memory.h"
#include "fields/field_fit.h"
#include "measure/measure.h"
#include "statistics/finite.h"

#include <string.h>

typedef struct {
    char *sheet;
    TextList add, subtract;
    int64_t across;
    int fit;
} FieldsSettings;

enum { NO_FIT, GAUSSIAN, GABOR };
static const char *const fits[] = {"none", "gaussian", "gabor", NULL};

static bool check_list(const TextList *list, const FieldsSettings *settings,
                       const NetworkSettings *network, const char *place, Error *error) {
    bool ok = true;
    for (size_t i = 0; i < list->count; i++) {
        const Item *item = network_projection_item(network, list->items[i]);
        const ProjectionSettings *projection = item ? item->variant.settings : NULL;
        if (projection == NULL)
            ok = collection_refuse(&network->projections, "projection", list->items[i], place,
                                   error);
        else if (strcmp(projection->to, settings->sheet) != 0)
            ok = fail(error, "%s: projection '%s' does not go to sheet '%s'", place, list->items[i],
                      settings->sheet);
    }
    return ok;
}

static bool check(const void *settings_of_kind, const NetworkSettings *network, const char *place,
                  Error *error) {
    const FieldsSettings *settings = settings_of_kind;
    OWNED char *add = format_text("%s.add", place), *subtract = format_text("%s.subtract", place);
    bool ok = measure_check_sheet(settings->sheet, network, place, error);
    ok = check_list(&settings->add, settings, network, add, error) && ok;
    return check_list(&settings->subtract, settings, network, subtract, error) && ok;
}

// Adds sign * weights of one unit's field to a square of size * size values, NaN where there is no
// connection.
static void add_field(const Projection *projection, size_t unit, double sign, size_t size,
                      double *square, Connection *connections) {
    size_t n = projection_connections(projection, unit, connections);
    long row, column, middle = (long)size / 2, side = (long)projection->from->geometry.n;
    projection_centre(projection, unit, &row, &column);
    for (size_t k = 0; k < n; k++) {
        long i = connections[k].row - row, j = connections[k].column - column;
        if (projection->from->geometry.periodic) {
            i = (i + side + side / 2) % side - side / 2;
            j = (j + side + side / 2) % side - side / 2;
        }
        double *value = &square[(i + middle) * (long)size + j + middle];
        *value = (*value == *value ? *value : 0) + sign * (double)connections[k].weight;
    }
}

static long largest_radius(const ProjectionList *list, long radius) {
    for (size_t i = 0; i < list->count; i++)
        radius = list->items[i]->radius > radius ? list->items[i]->radius : radius;
    return radius;
}

// Columns of the table `fits`, which has a row for each field.
enum { R2, SIZE, ASPECT, ORIENTATION, FREQUENCY, CYCLES_ACROSS, CYCLES_ALONG, COLUMN, ROW, FILED };

// Lengths in sheet units of the source, which has `density` samples to each.
static void file_fit(const FieldFit *fit, double density, double *filed) {
    filed[R2] = fit->r2;
    filed[SIZE] = sqrt(fit->across * fit->along) / density;
    filed[ASPECT] = fit->along / fit->across;
    filed[ORIENTATION] = fit->orientation;
    filed[FREQUENCY] = fit->frequency * density;
    filed[CYCLES_ACROSS] = fit->frequency * fit->across;
    filed[CYCLES_ALONG] = fit->frequency * fit->along;
    filed[COLUMN] = fit->column / density;
    filed[ROW] = fit->row / density;
}

// The quartiles of one column over the fields that have a fit.
static Quartiles quartiles_of_column(const double *filed, size_t cells, size_t column) {
    OWNED double *value = allocate(cells, sizeof *value);
    for (size_t i = 0; i < cells; i++)
        value[i] = filed[i * FILED + column];
    return quartiles_of(value, cells);
}

// Fits fields[cells][rows][columns], and adds the table and the medians.
static void add_fits(int kind, const double *fields, size_t cells, size_t rows, size_t columns,
                     double density, Results *results) {
    static const struct {
        const char *name, *unit, *definition;
        size_t column;
        bool gabor;
    } medians[] = {
        {"fit.r2", "1", "median over fields of the variance that the fit explains", R2, false},
        {"fit.size", "sheet units", "median of the root of the product of both standard deviations",
         SIZE, false},
        {"fit.aspect", "1", "median of the standard deviation along the bars over that across",
         ASPECT, false},
        {"fit.frequency", "cycles per sheet unit", "median of the Gabor functions' frequency",
         FREQUENCY, true},
        {"fit.cycles_across", "1",
         "median of frequency times standard deviation across the bars (n_x of Ringach 2002)",
         CYCLES_ACROSS, true},
        {"fit.cycles_along", "1",
         "median of frequency times standard deviation along the bars (n_y of Ringach 2002)",
         CYCLES_ALONG, true},
    };
    OWNED double *filed = allocate(cells * FILED, sizeof *filed);
#pragma omp parallel for schedule(dynamic)
    for (size_t cell = 0; cell < cells; cell++) {
        const double *field = fields + cell * rows * columns;
        FieldFit fit = field_fit(field, rows, columns, kind == GABOR);
        file_fit(&fit, density, filed + cell * FILED);
    }
    results_add_map(results, "fits", 1, cells, FILED, filed, "",
                    "r2, size, aspect, orientation, frequency, cycles across and along, and x and "
                    "-y from the field's top left corner, of each field");
    results_add_number(
        results, "fit.share", (double)quartiles_of_column(filed, cells, R2).count / (double)cells,
        "1", "share of fields that have a fit which explains at least half of the variance", "");
    for (size_t i = 0; i < sizeof medians / sizeof *medians; i++)
        if (kind == GABOR || !medians[i].gabor) {
            double median = quartiles_of_column(filed, cells, medians[i].column).median;
            results_add_number(results, medians[i].name, median, medians[i].unit,
                               medians[i].definition, isfinite(median) ? "" : "no field has a fit");
        }
}

static Results *take(const void *settings_of_kind, const char *name, Network *network) {
    const FieldsSettings *settings = settings_of_kind;
    const Sheet *sheet = network_sheet(network, settings->sheet);
    size_t n = sheet->geometry.n,
           across = (size_t)settings->across < n ? (size_t)settings->across : n;
    ProjectionList add = network_projections(network, &settings->add),
                   subtract = network_projections(network, &settings->subtract);
    size_t size = (size_t)(2 * largest_radius(&subtract, largest_radius(&add, 1)) + 1),
           cells = across * across;
    OWNED double *squares = allocate(cells * size * size, sizeof *squares),
                 *places = allocate(across, sizeof *places);
    OWNED Connection *connections = allocate(size * size, sizeof *connections);
    for (size_t k = 0; k < cells * size * size; k++)
        squares[k] = (double)NAN;
    for (size_t cell = 0; cell < cells; cell++) {
        size_t row = (2 * (cell / across) + 1) * n / (2 * across),
               column = (2 * (cell % across) + 1) * n / (2 * across);
        double *square = squares + cell * size * size;
        places[cell % across] = geometry_x(&sheet->geometry, column);
        for (size_t i = 0; i < add.count; i++)
            add_field(add.items[i], row * n + column, 1, size, square, connections);
        for (size_t i = 0; i < subtract.count; i++)
            add_field(subtract.items[i], row * n + column, -1, size, square, connections);
    }
    Results *results = results_new(name);
    const char *protocol =
        settings->subtract.count ? "weights, added less subtracted projections" : "weights";
    results_add_map(results, "fields", cells, size, size, squares, "weight", protocol);
    results_add_map(results, "places", 1, 1, across, places, "sheet units",
                    "x of the chosen units; y is minus it");
    if (settings->fit != NO_FIT)
        add_fits(settings->fit, squares, cells, size, size, add.items[0]->from->geometry.density,
                 results);
    release(add.items);
    release(subtract.items);
    return results;
}

static Results *take_recording(const void *settings_of_kind, const char *name,
                               const Recording *recording, Error *error) {
    const FieldsSettings *settings = settings_of_kind;
    const DataArray *array = &recording->array[0];
    if (array->rank != 2 && array->rank != 3) {
        recording_refuse_shape(recording, 0, "fields are (units, H, W), or one (H, W)", error);
        return NULL;
    }
    if (settings->fit == NO_FIT) {
        fail(error, "fit: is none, and fields from elsewhere are only fitted; say fit=gaussian or "
                    "fit=gabor");
        return NULL;
    }
    Results *results = results_new(name);
    add_fits(settings->fit, array->values, array->rank == 3 ? array->shape[0] : 1,
             array->shape[array->rank - 2], array->shape[array->rank - 1],
             isfinite(recording->spacing) ? 1 / recording->spacing : 1, results);
    return results;
}

static const MeasureOfRecording of_recording = {
    .datasets = (const char *const[]){"receptive or connection fields: (units, H, W), or one "
                                      "(H, W); not a number where none was measured; lengths come "
                                      "in the unit of --spacing, or in samples",
                                      NULL},
    .least = 1,
    .settings = (const char *const[]){"fit", NULL},
    .options = (const char *const[]){"spacing", NULL},
    .take = take_recording};

static bool draw(const void *settings_of_kind, const Results *results, const MeasurePage *page,
                 Error *error) {
    const FieldsSettings *settings = settings_of_kind;
    const ResultMap *fields = results_map(results, "fields"),
                    *places = results_map(results, "places");
    if (fields->planes != places->width * places->width)
        return fail(error, "%s: is damaged: it has %zu fields at %zu places", results->measure,
                    fields->planes, places->width * places->width);
    OWNED double *down = allocate(places->width, sizeof *down);
    for (size_t i = 0; i < places->width; i++)
        down[i] = -places->values[i];
    bool difference = settings->subtract.count > 0;
    OWNED char *title =
        format_text("Connection fields: %s%s%s%s", settings->add.items[0],
                    settings->add.count > 1 ? " + ..." : "", difference ? " minus " : "",
                    difference ? settings->subtract.items[0] : "");
    OWNED_BY(measure_frame_finish)
    MeasureFrame frame = measure_frame(page, results->measure, "", title);
    PictureFields picture = {.values = fields->values,
                             .rows = places->width,
                             .cols = places->width,
                             .size = fields->width,
                             .x = places->values,
                             .y = down,
                             .signed_values = difference,
                             .ramp = difference ? RAMP_DIVERGING : RAMP_GREY,
                             .low_word = difference ? settings->subtract.items[0] : NULL,
                             .high_word = difference ? settings->add.items[0] : NULL};
    return picture_fields(&frame.frame, &picture, frame.path, error);
}

static const char *const headline[] = {"fit.size", "fit.aspect", "fit.cycles_across",
                                       "fit.cycles_along", NULL};

static const DrawnResult drawn[] = {{"fields", "c s s"}, {"places", "1 1 m"}, {0}};

const MeasureKind measure_connection_fields = {
    .observable.kind = {"connection_fields", "pictures of the weights of units on a grid",
                        BLOCK(FieldsSettings, NULL,
                              {SETTING(FieldsSettings, sheet), NULL, 1, .help = "whose units"},
                              {SETTING(FieldsSettings, add), NULL, 1, 64,
                               .help = "projections whose weights are added"},
                              {SETTING(FieldsSettings, subtract), "", 0, 64,
                               .help = "projections whose weights are subtracted"},
                              {SETTING(FieldsSettings, across), "10", 1, 40, "units",
                               .help = "chosen along each side"},
                              {SETTING(FieldsSettings, fit), "none", .choices = fits,
                               .help = "fitted to the field of each of them"})},
    .observable.check = check,
    .take = take,
    .recording = &of_recording,
    .drawn = drawn,
    .draw = draw,
    .headline = headline,
};
