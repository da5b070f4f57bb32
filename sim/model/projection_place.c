// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/projection_place.h"

#include "base/memory.h"
#include "kinds/region.h"

void projection_scatter_begin(Projection *projection, uint64_t seed) {
    static const char *const parts[SCATTERS] = {[SCATTER_FIELD] = "scatter",
                                                [SCATTER_WEIGHTS] = "weights_scatter",
                                                [SCATTER_ARBOR] = "arbor_scatter"};
    bool own = projection->settings->scatter_by == SCATTER_BY_PROJECTION;
    for (size_t k = 0; k < SCATTERS; k++) {
        OWNED char *name = own ? format_text("%s/%s", parts[k], projection->name)
                               : format_text("%s/to/%s", parts[k], projection->to->name);
        projection->scatter[k] = random_stream(seed, name);
    }
}

// Displaces a place by a unit's draw within +- reach along each axis.
static void displace(const Projection *projection, Scatter part, double reach, size_t unit,
                     Place *place) {
    if (reach <= 0)
        return;
    RandomDraws draws = random_draws(projection->scatter[part], unit);
    place->x += random_between(&draws, -reach, reach);
    place->y += random_between(&draws, -reach, reach);
}

// The row or column of the source unit at a place: clamped to an open sheet, wrapped on a periodic
// one. A place on the border of two units belongs to the second, in spite of rounding errors.
static long unit_at(const Geometry *source, double distance_from_edge) {
    long n = (long)source->n, unit = (long)floor(distance_from_edge * source->density + 1e-9);
    if (source->periodic)
        return geometry_wrapped(unit, n);
    return unit < 0 ? 0 : unit >= n ? n - 1 : unit;
}

static FieldPlace on_source(const Geometry *source, Place exact) {
    return (FieldPlace){exact, unit_at(source, source->half_width - exact.y),
                        unit_at(source, exact.x + source->half_width)};
}

static Place own_place(const Projection *projection, size_t unit) {
    const Geometry *to = &projection->to->geometry;
    return (Place){geometry_x(to, unit % to->n), geometry_y(to, unit / to->n)};
}

FieldPlace projection_field_place(const Projection *projection, size_t unit) {
    const Geometry *from = &projection->from->geometry;
    Place place = own_place(projection, unit);
    double reach = projection->settings->scatter, half = from->half_width;
    displace(projection, SCATTER_FIELD, reach, unit, &place);
    if (reach > 0 && !from->periodic) { // the centre stays on the sheet
        place.x = fmin(fmax(place.x, -half), half);
        place.y = fmin(fmax(place.y, -half), half);
    }
    return on_source(from, place);
}

// Does the field of a unit reach over the edge, and leave out a part of the sheet?
static bool is_cut_off(const Projection *projection, FieldPlace place) {
    long r = projection->radius, last = (long)projection->from->geometry.n - 1;
    bool sees_all = true, reaches_over = false;
    for (int corner = 0; corner < 4; corner++)
        sees_all = sees_all && field_covers(r, (corner & 1 ? last : 0) - place.row,
                                            (corner & 2 ? last : 0) - place.column);
    for (long di = -r; di <= r && !sees_all && !reaches_over; di++)
        for (long dj = -r; dj <= r && !reaches_over; dj++) {
            long row = place.row + di, column = place.column + dj;
            reaches_over = (row < 0 || column < 0 || row > last || column > last) &&
                           field_has(projection->outline, r, di, dj);
        }
    return reaches_over;
}

bool projection_is_cropped(const Projection *projection) {
    const Geometry *from = &projection->from->geometry;
    long r = projection->radius, n = (long)from->n;
    for (size_t unit = 0; unit < projection->to->units && !from->periodic; unit++) {
        FieldPlace place = projection_field_place(projection, unit);
        bool near =
            place.row < r || place.column < r || place.row >= n - r || place.column >= n - r;
        if (near && is_cut_off(projection, place))
            return true;
    }
    return false;
}

unsigned char *projection_outline(const ProjectionSettings *settings, long radius,
                                  double source_density, Error *error) {
    size_t side = (size_t)(2 * radius + 1);
    Geometry window = geometry_window(side, source_density);
    if (settings->outline.kind == NULL || settings->outline.kind == region_kinds[0]) // everywhere
        return NULL;
    unsigned char *outline = allocate(side * side, sizeof *outline);
    if (region_draw(&settings->outline, &window, outline, error))
        return outline;
    release(outline);
    return NULL;
}

Place projection_weights_place(const Projection *projection, const FieldPlace *field, size_t unit) {
    Place place = field->exact;
    displace(projection, SCATTER_WEIGHTS, projection->settings->weights_scatter, unit, &place);
    return place;
}

Place projection_arbor_place(const Projection *projection, size_t unit) {
    const Geometry *from = &projection->from->geometry;
    const ArborSettings *arbor = arbor_settings_of(&projection->settings->arbor);
    Place place = own_place(projection, unit);
    displace(projection, SCATTER_ARBOR, arbor->scatter, unit, &place);
    if (!arbor->snapped)
        return place;
    FieldPlace unit_there = on_source(from, place);
    return (Place){geometry_x(from, (size_t)unit_there.column),
                   geometry_y(from, (size_t)unit_there.row)};
}

void projection_centre(const Projection *projection, size_t unit, long *row, long *column) {
    if (projection->settings->shared) {
        FieldPlace place = projection_field_place(projection, unit);
        *row = place.row;
        *column = place.column;
        return;
    }
    const TileGrid *grid = &projection->from->grid;
    const FieldBlock *block = projection_block(projection, unit);
    size_t lane = projection_lane(projection, unit);
    *row = tile_top(grid, block->origin) + block->pattern->centres.row[lane];
    *column = tile_left(grid, block->origin) + block->pattern->centres.column[lane];
}
