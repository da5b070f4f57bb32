// SPDX-License-Identifier: GPL-3.0-or-later
// What the sheets and projections of a simulation hold.
#include "library/library.h"

#include <assert.h>
#include <math.h>
#include <string.h>

bool pinwheel_sheet_about(const pinwheel_simulation *simulation, const char *sheet,
                          pinwheel_sheet *about, char **error) {
    OWNED_BY(library_leave) LibraryCall call = library_enter(simulation, CALL_READS, error);
    const Sheet *found = library_sheet(&call, sheet);
    if (found == NULL)
        return false;
    const Geometry *geometry = &found->geometry;
    *about = (pinwheel_sheet){.rows = geometry->n,
                              .columns = geometry->n,
                              .left = geometry_x(geometry, 0),
                              .top = geometry_y(geometry, 0),
                              .step = 1 / geometry->density,
                              .input = sheet_is_input(found),
                              .periodic = geometry->periodic};
    return true;
}

static bool check_size(const Sheet *sheet, size_t n, Error *error) {
    return n == sheet->units || fail(error, "sheet '%s' has %zu x %zu units; the array has %zu",
                                     sheet->name, sheet->geometry.n, sheet->geometry.n, n);
}

static double *doubles_of(const Sheet *sheet, pinwheel_quantity quantity) {
    return quantity == PINWHEEL_THRESHOLD ? sheet->threshold
           : quantity == PINWHEEL_GAIN    ? sheet->gain
           : quantity == PINWHEEL_AVERAGE ? sheet->average
                                          : NULL;
}

bool pinwheel_read(const pinwheel_simulation *simulation, const char *sheet,
                   pinwheel_quantity quantity, double *values, size_t n, char **error) {
    OWNED_BY(library_leave) LibraryCall call = library_enter(simulation, CALL_READS, error);
    const Sheet *found = library_sheet(&call, sheet);
    if (found == NULL || !check_size(found, n, &call.error))
        return false;
    const double *doubles = doubles_of(found, quantity);
    const float *floats = quantity == PINWHEEL_ACTIVITY ? found->activity
                          : quantity == PINWHEEL_DRIVE  ? found->drive
                                                        : NULL;
    if (doubles == NULL && floats == NULL && quantity != PINWHEEL_INSIDE)
        return fail(&call.error, "there is no quantity %d of a sheet", (int)quantity);
    for (size_t i = 0; i < n; i++)
        values[i] = doubles ? doubles[i] : floats ? (double)floats[i] : (double)found->inside[i];
    return true;
}

static bool check_finite(const Sheet *sheet, const double *values, double least, Error *error) {
    for (size_t i = 0; i < sheet->units; i++)
        if (!isfinite(values[i]) || values[i] < least || fabs(values[i]) > 1e30)
            return fail(error, "the array for sheet '%s' has %g in row %zu, column %zu",
                        sheet->name, values[i], i / sheet->geometry.n, i % sheet->geometry.n);
    return true;
}

bool pinwheel_write(pinwheel_simulation *simulation, const char *sheet, pinwheel_quantity quantity,
                    const double *values, size_t n, char **error) {
    OWNED_BY(library_leave)
    LibraryCall call = library_enter_free(simulation, "writing what a sheet holds", error);
    Sheet *found = library_sheet(&call, sheet);
    if (found == NULL || !check_size(found, n, &call.error))
        return false;
    double *doubles = doubles_of(found, quantity);
    if (doubles == NULL && quantity != PINWHEEL_ACTIVITY)
        return fail(&call.error, "this quantity of a sheet can only be read");
    if (!check_finite(found, values, quantity == PINWHEEL_GAIN ? 0 : -HUGE_VAL, &call.error))
        return false;
    library_forget_shown(simulation);
    simulation->is_changed = true;
    if (doubles)
        memcpy(doubles, values, n * sizeof *doubles);
    for (size_t i = 0; i < n && doubles == NULL; i++)
        found->activity[i] = (float)values[i];
    if (doubles == NULL)
        sheet_publish(found);
    return true;
}

const float *pinwheel_activity(const pinwheel_simulation *simulation, const char *sheet,
                               char **error) {
    OWNED_BY(library_leave) LibraryCall call = library_enter(simulation, CALL_READS, error);
    const Sheet *found = library_sheet(&call, sheet);
    return found ? found->activity : NULL;
}

bool pinwheel_projection_about(const pinwheel_simulation *simulation, const char *projection,
                               pinwheel_projection *about, char **error) {
    OWNED_BY(library_leave) LibraryCall call = library_enter(simulation, CALL_CHANGES, error);
    const Projection *found = library_projection(&call, projection);
    if (found == NULL)
        return false;
    *about = (pinwheel_projection){.from = found->from->name,
                                   .to = found->to->name,
                                   .shared = found->settings->shared,
                                   .units = found->to->units,
                                   .connections = projection_connection_count(found),
                                   .most = found->field_units};
    return true;
}

static bool check_unit(const Projection *projection, size_t unit, Error *error) {
    return unit < projection->to->units ||
           fail(error, "projection '%s': there is no unit %zu; sheet '%s' has units 0 to %zu",
                projection->name, unit, projection->to->name, projection->to->units - 1);
}

// Copies the connections of a unit; `connections` is scratch of field_units.
static size_t copy_field(const Projection *projection, size_t unit, Connection *connections,
                         int64_t *source, float *weight) {
    size_t n = projection_connections(projection, unit, connections);
    for (size_t k = 0; k < n; k++) {
        if (source)
            source[k] =
                connections[k].row * (int64_t)projection->from->geometry.n + connections[k].column;
        if (weight)
            weight[k] = connections[k].weight;
    }
    return n;
}

int64_t pinwheel_weights(const pinwheel_simulation *simulation, const char *projection, size_t unit,
                         int64_t *source, float *weight, size_t room, char **error) {
    OWNED_BY(library_leave) LibraryCall call = library_enter(simulation, CALL_CHANGES, error);
    const Projection *found = library_projection(&call, projection);
    if (found == NULL || !check_unit(found, unit, &call.error))
        return -1;
    size_t n = projection_connections_of(found, unit);
    if (n > room) {
        fail(&call.error, "projection '%s': unit %zu has %zu connections; there is room for %zu",
             found->name, unit, n, room);
        return -1;
    }
    OWNED Connection *connections = allocate(found->field_units, sizeof *connections);
    copy_field(found, unit, connections, source, weight);
    return (int64_t)n;
}

bool pinwheel_connections(const pinwheel_simulation *simulation, const char *projection,
                          int64_t *first, int64_t *source, float *weight, char **error) {
    OWNED_BY(library_leave) LibraryCall call = library_enter(simulation, CALL_CHANGES, error);
    const Projection *found = library_projection(&call, projection);
    if (found == NULL)
        return false;
    OWNED Connection *connections = allocate(found->field_units, sizeof *connections);
    size_t n = 0;
    for (size_t unit = 0; unit < found->to->units; unit++) {
        first[unit] = (int64_t)n;
        n += copy_field(found, unit, connections, source + n, weight + n);
    }
    first[found->to->units] = (int64_t)n;
    return true;
}

bool pinwheel_set_weights(pinwheel_simulation *simulation, const char *projection, size_t unit,
                          const float *weight, size_t n, char **error) {
    OWNED_BY(library_leave)
    LibraryCall call = library_enter_free(simulation, "writing weights", error);
    Projection *found = library_projection(&call, projection);
    if (found == NULL || !check_unit(found, unit, &call.error))
        return false;
    if (found->settings->shared)
        return fail(&call.error, "projection '%s': all units share one field, which stays",
                    found->name);
    size_t connections = projection_connections_of(found, unit);
    if (n != connections)
        return fail(&call.error, "projection '%s': unit %zu has %zu connections; the array has %zu",
                    found->name, unit, connections, n);
    OWNED float *plain = allocate(n, sizeof *plain);
    for (size_t k = 0; k < n; k++) {
        if (!isfinite(weight[k]))
            return fail(&call.error, "projection '%s': weight %zu of unit %zu is not finite",
                        found->name, k, unit);
        plain[k] = weight[k] + 0.0f; // no weight is -0 (kernels/kernels.h)
    }
    projection_restore(found, unit, plain, 1.0f);
    found->sums_differ = true;
    simulation->is_changed = true;
    return true;
}
