// SPDX-License-Identifier: GPL-3.0-or-later
// Connection fields of units on a regular grid, as pictures: the sum of some projections' weights,
// less others' (ON minus OFF shows the receptive field; a lateral projection alone shows whom a
// unit inhibits).
#include "measure.h"

#include "memory.h"

#include <string.h>

typedef struct {
    char *sheet;
    TextList add, subtract;
    int64_t across;
} FieldsSettings;

#define AT(member) offsetof(FieldsSettings, member)

static bool check_list(const TextList *list, const FieldsSettings *settings,
                       const NetworkSettings *network, const char *place, Error *error) {
    bool ok = true;
    for (size_t i = 0; i < list->count; i++) {
        const Item *item = network_projection_item(network, list->items[i]);
        const ProjectionSettings *projection = item ? item->variant.settings : NULL;
        if (projection == NULL)
            ok = fail(error, "%s: there is no projection '%s'", place, list->items[i]);
        else if (strcmp(projection->to, settings->sheet) != 0)
            ok = fail(error, "%s: projection '%s' does not go to sheet '%s'", place, list->items[i],
                      settings->sheet);
    }
    return ok;
}

static bool check(const void *settings_of_kind, const NetworkSettings *network, const char *place,
                  Error *error) {
    const FieldsSettings *settings = settings_of_kind;
    char *add = format_text("%s.add", place), *subtract = format_text("%s.subtract", place);
    bool ok = measure_check_sheet(settings->sheet, network, place, error);
    ok = check_list(&settings->add, settings, network, add, error) && ok;
    ok = check_list(&settings->subtract, settings, network, subtract, error) && ok;
    release(add);
    release(subtract);
    return ok;
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

static size_t field_size(const ProjectionList *add, const ProjectionList *subtract) {
    long radius = 1;
    for (size_t i = 0; i < add->count; i++)
        radius = add->items[i]->radius > radius ? add->items[i]->radius : radius;
    for (size_t i = 0; i < subtract->count; i++)
        radius = subtract->items[i]->radius > radius ? subtract->items[i]->radius : radius;
    return (size_t)(2 * radius + 1);
}

static Results *take(const void *settings_of_kind, const char *name, Network *network) {
    const FieldsSettings *settings = settings_of_kind;
    const Sheet *sheet = network_sheet(network, settings->sheet);
    size_t n = sheet->geometry.n,
           across = (size_t)settings->across < n ? (size_t)settings->across : n;
    ProjectionList add = network_projections(network, &settings->add),
                   subtract = network_projections(network, &settings->subtract);
    size_t size = field_size(&add, &subtract), cells = across * across;
    double *squares = allocate(cells * size * size, sizeof *squares);
    double *places = allocate(across, sizeof *places);
    Connection *connections = allocate(size * size, sizeof *connections);
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
    release(add.items);
    release(subtract.items);
    release(connections);
    release(places);
    release(squares);
    return results;
}

static bool draw(const void *settings_of_kind, const Results *results, const MeasurePage *page,
                 Error *error) {
    const FieldsSettings *settings = settings_of_kind;
    const ResultMap *fields = results_map(results, "fields"),
                    *places = results_map(results, "places");
    double *down = allocate(places->width, sizeof *down);
    for (size_t i = 0; i < places->width; i++)
        down[i] = -places->values[i];
    bool difference = settings->subtract.count > 0;
    char *title = format_text("Connection fields: %s%s%s%s", settings->add.items[0],
                              settings->add.count > 1 ? " + ..." : "", difference ? " minus " : "",
                              difference ? settings->subtract.items[0] : "");
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
    bool ok = picture_fields(&frame.frame, &picture, frame.path, error);
    measure_frame_finish(&frame);
    release(title);
    release(down);
    return ok;
}

const MeasureKind measure_connection_fields = {
    .kind = {"connection_fields",
             "pictures of the weights of units on a grid",
             {sizeof(FieldsSettings), NULL,
              (const Setting[]){{"sheet", SETTING_TEXT, AT(sheet), NULL, 1, .help = "whose units"},
                                {"add", SETTING_LIST, AT(add), NULL, 1, 64,
                                 .help = "projections whose weights are added"},
                                {"subtract", SETTING_LIST, AT(subtract), "", 0, 64,
                                 .help = "projections whose weights are subtracted"},
                                {"across", SETTING_INTEGER, AT(across), "10", 1, 40, "units",
                                 .help = "chosen along each side"},
                                {0}}}},
    .check = check,
    .take = take,
    .draw = draw,
};
