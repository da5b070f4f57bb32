// SPDX-License-Identifier: GPL-3.0-or-later
#include "fields/afferent_fields.h"

#include "base/memory.h"
#include "fields/receptive_field.h"
#include "maps/smoothing.h"

#include <math.h>
#include <string.h>

static bool sources_lie_alike(const NetworkSettings *network, const char *one, const char *other) {
    const SheetSettings *a = collection_find(&network->sheets, one)->variant.settings,
                        *b = collection_find(&network->sheets, other)->variant.settings;
    return a->density == b->density && a->half_width == b->half_width && a->boundary == b->boundary;
}

bool afferent_fields_check(const TextList *projections, const char *sheet,
                           const NetworkSettings *network, const char *place, Error *error) {
    bool ok = true;
    const ProjectionSettings *first = NULL;
    for (size_t i = 0; i < projections->count; i++) {
        const char *name = projections->items[i];
        const Item *item = network_projection_item(network, name);
        const ProjectionSettings *projection = item ? item->variant.settings : NULL;
        first = first ? first : projection;
        if (projection == NULL)
            ok = collection_refuse(&network->projections, "projection", name, place, error);
        else if (strcmp(projection->to, sheet) != 0)
            ok = fail(error, "%s: '%s' does not go to sheet '%s'", place, name, sheet);
        else if (collection_find(&network->sheets, projection->from) &&
                 collection_find(&network->sheets, first->from) &&
                 !sources_lie_alike(network, first->from, projection->from))
            ok = fail(error,
                      "%s: the units of '%s' and '%s' do not lie alike, so that their weights "
                      "cannot be added; name projections from sheets of one density, half_width "
                      "and boundary",
                      place, first->from, projection->from);
    }
    return ok;
}

// The sum of one unit's weights: a rectangle of source units with a margin for the smoothing.
typedef struct {
    ProjectionList projections;
    Connection *connections; // room for one unit's connections of all projections
    size_t reach;
    double *kernel, *weight, *scratch; // weight [rows][columns]
    long top, left;                    // source row and column of the first weight
    size_t rows, columns;
} WeightPatch;

static WeightPatch patch_new(const Network *network, const TextList *projections,
                             double smoothing) {
    WeightPatch patch = {.projections = network_projections(network, projections),
                         .reach = smoothing_reach(smoothing)};
    size_t connections = 0, side = 2 * patch.reach;
    for (size_t p = 0; p < patch.projections.count; p++)
        connections += patch.projections.items[p]->field_units;
    side += patch.projections.items[0]->from->geometry.n;
    patch.connections = allocate(connections, sizeof *patch.connections);
    patch.kernel = allocate(2 * patch.reach + 1, sizeof *patch.kernel);
    patch.weight = allocate(side * side, sizeof *patch.weight);
    patch.scratch = allocate(side * side, sizeof *patch.scratch);
    smoothing_kernel(smoothing, patch.kernel);
    return patch;
}

static void patch_free(WeightPatch *patch) {
    release(patch->scratch);
    release(patch->weight);
    release(patch->kernel);
    release(patch->connections);
    release(patch->projections.items);
}

// A source row or column; on a torus the copy of it that is nearest to `near`.
static long unwrap(long place, long near, const Geometry *from) {
    long n = (long)from->n;
    return from->periodic ? place - n * lround((double)(place - near) / (double)n) : place;
}

// Collects a unit's connections, and sets the rectangle that holds them. Returns their number.
static size_t collect(WeightPatch *patch, size_t unit, long row, long column) {
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

// The field of a unit; `row` and `column` are the source place nearest to the unit.
static ReceptiveField field_of(WeightPatch *patch, size_t unit, long row, long column, double cut) {
    size_t n = collect(patch, unit, row, column);
    memset(patch->weight, 0, patch->rows * patch->columns * sizeof *patch->weight);
    for (size_t k = 0; k < n; k++) {
        const Connection *connection = &patch->connections[k];
        patch->weight[(size_t)(connection->row - patch->top) * patch->columns +
                      (size_t)(connection->column - patch->left)] += (double)connection->weight;
    }
    smoothing_plane(patch->weight, patch->rows, patch->columns, false, patch->kernel, patch->reach,
                    patch->scratch);
    return receptive_field_of(patch->weight, patch->rows, patch->columns, cut);
}

void afferent_fields_of(const Network *network, const Sheet *sheet, const AfferentFields *fields,
                        const size_t *units, size_t count, double *x, double *y, double *size) {
#pragma omp parallel
    {
        WeightPatch patch = patch_new(network, fields->projections, fields->smoothing);
        const Geometry *from = &patch.projections.items[0]->from->geometry, *to = &sheet->geometry;
        double spacing = 1 / from->density, first = geometry_x(from, 0);
#pragma omp for schedule(static)
        for (size_t i = 0; i < count; i++) {
            long column = lround((geometry_x(to, units[i] % to->n) - first) / spacing),
                 row = lround((-first - geometry_y(to, units[i] / to->n)) / spacing);
            ReceptiveField field = {(double)NAN, (double)NAN, (double)NAN};
            if (sheet->inside[units[i]])
                field = field_of(&patch, units[i], row, column, fields->cut);
            x[i] = first + ((double)patch.left + field.column) * spacing;
            y[i] = -first - ((double)patch.top + field.row) * spacing;
            size[i] = field.size * spacing;
        }
        patch_free(&patch);
    }
}

void afferent_fields_find(const Network *network, const Sheet *sheet, const AfferentFields *fields,
                          Retinotopy *centres, double *size) {
    OWNED size_t *units = allocate(sheet->units, sizeof *units);
    for (size_t unit = 0; unit < sheet->units; unit++)
        units[unit] = unit;
    afferent_fields_of(network, sheet, fields, units, sheet->units, centres->x, centres->y, size);
}
