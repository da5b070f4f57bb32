// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/field.h"

#include "base/memory.h"
#include "files/json_value.h"
#include "watch/unit.h"

// The box around connections.
typedef struct {
    long top, left, rows, columns;
} Box;

// Rows and columns run from the middle of the field, so that a field across the edge of a torus
// stays whole.
static long beside(long place, long middle, const Geometry *geometry) {
    long n = (long)geometry->n;
    return geometry->periodic ? middle + geometry_wrapped(place - middle + n / 2, n) - n / 2
                              : place;
}

static Box box_of(const Connection *connections, size_t count) {
    Box box = {connections[0].row, connections[0].column, 0, 0};
    long bottom = box.top, right = box.left;
    for (size_t k = 1; k < count; k++) {
        const Connection *connection = &connections[k];
        box.top = connection->row < box.top ? connection->row : box.top;
        box.left = connection->column < box.left ? connection->column : box.left;
        bottom = connection->row > bottom ? connection->row : bottom;
        right = connection->column > right ? connection->column : right;
    }
    box.rows = bottom - box.top + 1;
    box.columns = right - box.left + 1;
    return box;
}

static json_t *field_json(const Projection *projection, size_t unit) {
    OWNED Connection *connections = allocate(projection->field_units, sizeof *connections);
    size_t count = projection_connections(projection, unit, connections);
    if (count == 0)
        return NULL;
    long row, column;
    projection_centre(projection, unit, &row, &column);
    const Geometry *geometry = &projection->from->geometry;
    for (size_t k = 0; k < count; k++) {
        connections[k].row = beside(connections[k].row, row, geometry);
        connections[k].column = beside(connections[k].column, column, geometry);
    }
    Box box = box_of(connections, count);
    OWNED double *weights = allocate((size_t)(box.rows * box.columns), sizeof *weights);
    for (size_t k = 0; k < count; k++)
        weights[(connections[k].row - box.top) * box.columns + connections[k].column - box.left] =
            (double)connections[k].weight;
    json_t *list = json_array();
    for (long i = 0; i < box.rows * box.columns; i++)
        json_array_append_new(list, json_of_number(weights[i]));
    return json_pack("{s:s, s:s, s:f, s:i, s:i, s:i, s:i, s:i, s:o}", "projection",
                     projection->name, "from", projection->from->name, "strength",
                     projection->settings->strength, "n", (int)geometry->n, "top", (int)box.top,
                     "left", (int)box.left, "rows", (int)box.rows, "columns", (int)box.columns,
                     "weights", list);
}

void answer_field(Question *question, const Network *network) {
    size_t unit;
    const Sheet *sheet = question_unit(question, network, &unit);
    if (sheet == NULL)
        return;
    json_t *fields = json_array();
    for (size_t k = 0; k < network->projections; k++)
        if (network->projection[k].to == sheet) {
            json_t *field = field_json(&network->projection[k], unit);
            if (field)
                json_array_append_new(fields, field);
        }
    answer_json(question,
                json_pack("{s:o, s:o, s:o}", "threshold", json_of_number(sheet->threshold[unit]),
                          "average", json_of_number(sheet->average[unit]), "fields", fields));
}
