// SPDX-License-Identifier: GPL-3.0-or-later
// Checks of a projection's settings and an estimate of its memory.
#include "model/projection_place.h"

#include "base/memory.h"
#include "kinds/region.h"

#include <string.h>

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

// Refuses limits that contradict each other, or that a sum made by subtraction cannot keep.
static bool check_limits(const ProjectionSettings *settings, const char *place, Error *error) {
    double least = settings->least_weight, most = settings->most_weight,
           value = settings->norm_value;
    if (least > most)
        return fail(error, "%s.least_weight: %g is above most_weight, %g", place, least, most);
    if (settings->norm != NORM_SUBTRACTIVE || strcmp(settings->normalise, "own") != 0)
        return true;
    if (most < value)
        return fail(error, "%s.most_weight: fields whose weights stay below %g cannot sum to %g",
                    place, most, value);
    return !(least > value) ||
           fail(error, "%s.least_weight: fields whose weights stay above %g cannot sum to %g",
                place, least, value);
}

// Refuses a word of `normalise` that was meant as a norm.
static bool check_word(const ProjectionSettings *settings, const char *place, Error *error) {
    static const char *const words[][2] = {{"l1", "L1"}, {"L1", "L1"},        {"l2", "L2"},
                                           {"L2", "L2"}, {"linf", "maximum"}, {"Linf", "maximum"}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(settings->normalise, words[i][0]) == 0)
            return fail(error,
                        "%s.normalise: '%s' is a norm, and normalise names the fields that have it "
                        "together; set norm = \"%s\"",
                        place, words[i][0], words[i][1]);
    return true;
}

bool projection_check_learning(const ProjectionSettings *settings, const char *place,
                               Error *error) {
    bool ok = check_limits(settings, place, error);
    ok = check_word(settings, place, error) && ok;
    if (settings->shared && settings->norm == NORM_SUBTRACTIVE)
        ok = fail(error, "%s.norm: a shared field cannot learn; set norm = \"L1\"", place);
    if (settings->shared && !learning_kind(&settings->learning)->hebbian)
        ok =
            fail(error, "%s.learning: a shared field cannot learn; set learning = \"hebb\"", place);
    return ok;
}

bool projection_check_group(const ProjectionSettings *settings, const char *name,
                            const ProjectionSettings *other, const char *other_name, Error *error) {
    if (strcmp(settings->to, other->to) != 0 || strcmp(settings->normalise, "own") == 0 ||
        strcmp(settings->normalise, "none") == 0 || settings->shared || other->shared ||
        strcmp(settings->normalise, other->normalise) != 0)
        return true;
    const char *what = settings->norm != other->norm               ? "norm"
                       : settings->norm_value != other->norm_value ? "norm_value"
                                                                   : NULL;
    return what == NULL ||
           fail(error,
                "projections.%s.%s: is not that of %s, which is normalised together with it under "
                "the word '%s'",
                name, what, other_name, settings->normalise);
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
    long radius = projection_radii(settings, from.density).most;
    OWNED_BY(error_clear) Error unusable = {0}; // projection_init tells it
    bool from_file =
        ((const RegionKind *)settings->outline.kind)->close != NULL; // not read for this
    OWNED unsigned char *outline =
        from_file ? NULL : projection_outline(settings, radius, from.density, &unusable);
    double tiles = field_tiles_estimate(radius, outline, spread),
           lines = LANES * LANES * sizeof(float);
    const LearningKind *learning = learning_kind(&settings->learning);
    double collected = learning->interval ? lines : 0,
           memory = (double)learning->remembers * sizeof(double);
    // Each block of scattered fields has its own pattern: 16 bits for each line, and more.
    double pattern = settings->scatter > 0 ? 2 * LANES * sizeof(uint16_t) : 0;
    if (settings->probability < 1)
        pattern += LANES * sizeof(uint16_t);
    double compared = response_kind(&settings->response)->add ? sizeof(double) : 0;
    return units * (sizeof(float) + memory + compared) +
           blocks * (sizeof(FieldBlock) + tiles * (lines + collected + pattern)) +
           arbors_of(settings, &from, &to) * tiles * lines;
}
