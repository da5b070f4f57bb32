// SPDX-License-Identifier: GPL-3.0-or-later
// Checks of a projection's settings and an estimate of its memory.
#include "model/projection.h"

// With an arbor below this on the whole field, weights hardly grow.
static const double LEAST_ARBOR = 0.01;

// The maximum distance from an arbor's centre to the nearest source unit of the field.
static double farthest_nearest(const ProjectionSettings *settings, const SheetSettings *from) {
    const ArborSettings *arbor = arbor_settings_of(&settings->arbor);
    double density = geometry_of(from->density, from->half_width, false).density;
    double apart = sqrt(2) * (settings->scatter + arbor->scatter);
    return fmax(0, apart - settings->radius) + (arbor->snapped ? 0 : sqrt(0.5) / density);
}

bool projection_check_arbor(const ProjectionSettings *settings, const SheetSettings *from,
                            const char *place, Error *error) {
    double value = arbor_value(&settings->arbor, farthest_nearest(settings, from));
    return value >= LEAST_ARBOR ||
           fail(error,
                "%s.arbor: may be as low as %.1g on the whole of a field, which then could not "
                "learn; make it wider, the source sheet denser or scatter less",
                place, value);
}

// The number of different positions, along one side, of tiles of targets over tiles of sources.
static double places_along(const Geometry *from, const Geometry *to) {
    double step = TILE_SIDE * from->density / to->density, tiles = ceil((double)to->n / TILE_SIDE);
    double period = 1; // tiles of targets after which a tile of sources begins alike
    while (period < tiles && fabs(remainder(period * step, TILE_SIDE)) > 1e-6)
        period++;
    return fmin(tiles, period + (to->n % TILE_SIDE ? 1 : 0)); // the last tile may be incomplete
}

// The number of sets of arbor factors: one for each different position of a tile of targets.
static double arbors_of(const ProjectionSettings *settings, const Geometry *from,
                        const Geometry *to) {
    const ArborSettings *arbor = arbor_settings_of(&settings->arbor);
    if (arbor == NULL)
        return 0;
    double along = settings->scatter > 0 || arbor->scatter > 0 ? ceil((double)to->n / TILE_SIDE)
                                                               : places_along(from, to);
    return along * along;
}

double projection_memory(const ProjectionSettings *settings, const SheetSettings *from_settings,
                         const SheetSettings *to_settings) {
    Geometry from = geometry_of(from_settings->density, from_settings->half_width, false),
             to = geometry_of(to_settings->density, to_settings->half_width, false);
    double units = (double)(to.n * to.n), blocks = pow(ceil((double)to.n / TILE_SIDE), 2);
    if (settings->shared)
        return units * sizeof(float);
    double spread =
        ceil((TILE_SIDE - 1) * from.density / to.density + 2 * settings->scatter * from.density);
    double tiles = field_tiles_estimate(field_radius(settings->radius, from.density), spread),
           lines = LANES * LANES * sizeof(float);
    // Each block of scattered fields has its own pattern: 16 bits for each line, and more.
    double pattern = settings->scatter > 0 ? 2 * LANES * sizeof(uint16_t) : 0;
    return units * sizeof(float) + blocks * (sizeof(FieldBlock) + tiles * (lines + pattern)) +
           arbors_of(settings, &from, &to) * tiles * lines;
}
