// SPDX-License-Identifier: GPL-3.0-or-later
#include "projection.h"

#include "memory.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define AT(member) offsetof(ProjectionSettings, member)
static const Kind projection_kind = {
    "",
    "connection fields from one sheet to another",
    {sizeof(ProjectionSettings), NULL,
     (const Setting[]){
         {"from", SETTING_TEXT, AT(from), NULL, 1, .help = "source sheet"},
         {"to", SETTING_TEXT, AT(to), NULL, 1,
          .help = "target sheet; the same sheet makes the connections lateral"},
         {"radius", SETTING_REAL, AT(radius), NULL, 0, 1000, "sheet units",
          .help = "of a field; rounded down to whole source units, at least 1"},
         {"strength", SETTING_REAL, AT(strength), "1.0", -1000, 1000,
          .help = "factor on the field's response; negative inhibits", .live = true},
         {"delay", SETTING_INTEGER, AT(delay), "0", 0, 64, "presentations",
          .help = "the source's activity is taken from this many presentations ago"},
         {"learning_rate", SETTING_REAL, AT(learning_rate), "0.0", 0, 1000, "per field",
          "Hebbian rate, divided by the units on the whole disc; 0: fixed", .live = true},
         {"normalise", SETTING_TEXT, AT(normalise), "own", 1,
          .help = "own: each field sums to 1; none: as drawn; any other word: fields under the "
                  "same word sum to 1 together"},
         {"shared", SETTING_BOOLEAN, AT(shared), "false",
          .help = "one fixed field for all units, cropped at edges without being normalised again"},
         {"scatter", SETTING_REAL, AT(scatter), "0.0", 0, 1000, "sheet units",
          .help = "each field's centre is displaced by a uniform draw within this, in x and in y"},
         {"weights", SETTING_VARIANT, AT(weights), .kinds = weights_kinds,
          .help = "the fields before learning"},
         {0}}}};

const Kind *const projection_kinds[] = {&projection_kind, NULL};

double projection_memory(const ProjectionSettings *settings, const SheetSettings *from,
                         const SheetSettings *to) {
    double side = to->density * 2 * to->half_width,
           targets = settings->shared ? PHASES : side * side;
    double tiles = field_tiles_estimate(field_radius(settings->radius, from->density));
    return targets * tiles * LANES * sizeof(float) +
           side * side * (sizeof(size_t) + sizeof(uint32_t) + 1);
}

// The source unit at a place, by row or column, held on the sheet (open) or wrapped (periodic). A
// place on the border of two units belongs to the second, whatever rounding did to it.
static long unit_at(const Geometry *source, double distance_from_edge) {
    long n = (long)source->n, unit = (long)floor(distance_from_edge * source->density + 1e-9);
    if (source->periodic)
        return (unit % n + n) % n;
    return unit < 0 ? 0 : unit >= n ? n - 1 : unit;
}

// Where one target unit's field lies.
typedef struct {
    double x, y;      // exact centre, sheet units
    long row, column; // of the source unit that contains it
} FieldCentre;

static FieldCentre field_centre(const Projection *projection, RandomStream scatter, size_t unit) {
    const Geometry *to = &projection->to->geometry, *from = &projection->from->geometry;
    FieldCentre centre = {.x = geometry_x(to, unit % to->n), .y = geometry_y(to, unit / to->n)};
    double reach = projection->settings->scatter;
    if (reach > 0) {
        RandomDraws draws = random_draws(scatter, unit);
        centre.x += random_between(&draws, -reach, reach);
        centre.y += random_between(&draws, -reach, reach);
        if (!from->periodic) { // a field stays about a place on its sheet
            centre.x = fmin(fmax(centre.x, -from->half_width), from->half_width);
            centre.y = fmin(fmax(centre.y, -from->half_width), from->half_width);
        }
    }
    centre.column = unit_at(from, centre.x + from->half_width);
    centre.row = unit_at(from, from->half_width - centre.y);
    return centre;
}

typedef struct {
    double *x, *y, *weight;
    bool *inside;
    int64_t *source;
} Window;

static Window window_new(size_t n) {
    return (Window){allocate(n, sizeof(double)), allocate(n, sizeof(double)),
                    allocate(n, sizeof(double)), allocate(n, sizeof(bool)),
                    allocate(n, sizeof(int64_t))};
}

static void window_free(Window *window) {
    release(window->x);
    release(window->y);
    release(window->weight);
    release(window->inside);
    release(window->source);
}

// Fills the window about a centre. A shared field is drawn about the middle of its centre unit, and
// sees no edge.
static void window_place(const Projection *projection, const FieldCentre *centre, Window *window) {
    const Geometry *from = &projection->from->geometry;
    long r = projection->shape.radius, n = (long)from->n;
    size_t k = 0;
    for (long di = -r; di <= r; di++)
        for (long dj = -r; dj <= r; dj++, k++) {
            long i = centre->row + di, j = centre->column + dj;
            window->inside[k] = field_covers(&projection->shape, di, dj);
            if (projection->settings->shared) {
                window->x[k] = (double)dj / from->density;
                window->y[k] = -(double)di / from->density;
                window->source[k] = 0;
                continue;
            }
            if (from->periodic) {
                i = (i % n + n) % n;
                j = (j % n + n) % n;
            }
            bool there = i >= 0 && i < n && j >= 0 && j < n;
            double x = -from->half_width + ((double)j + 0.5) / from->density;
            double y = from->half_width - ((double)i + 0.5) / from->density;
            window->x[k] = geometry_distance(from, centre->x, x);
            window->y[k] = geometry_distance(from, centre->y, y);
            window->source[k] = there ? i * n + j : -1;
        }
}

static bool draw_field(Projection *projection, const void *state, size_t unit, size_t phase,
                       const FieldCentre *centre, RandomStream stream, Window *window,
                       float *weights, Error *error) {
    const WeightsKind *kind = (const WeightsKind *)projection->settings->weights.kind;
    long r = projection->shape.radius;
    RandomDraws draws = random_draws(stream, unit);
    window_place(projection, centre, window);
    WeightsWindow shown = {unit,           (size_t)((2 * r + 1) * (2 * r + 1)),
                           window->x,      window->y,
                           window->inside, window->source,
                           &draws};
    if (!kind->draw(projection->settings->weights.settings, state, &shown, window->weight, error))
        return false;
    size_t k = 0;
    for (long di = -r; di <= r; di++)
        for (long dj = -r; dj <= r; dj++, k++)
            if (window->inside[k] && window->source[k] >= 0)
                weights[field_place(&projection->shape, phase, &projection->from->grid, di, dj)] =
                    (float)window->weight[k];
    return true;
}

// Gives every unit its centre and room for its weights.
static void lay_out(Projection *projection, RandomStream scatter) {
    size_t units = projection->to->units;
    bool shared = projection->settings->shared;
    projection->centre = allocate(units, sizeof *projection->centre);
    projection->phase = allocate(units, sizeof *projection->phase);
    projection->first = allocate((shared ? PHASES : units) + 1, sizeof *projection->first);
    for (size_t unit = 0; unit < units; unit++) {
        FieldCentre centre = field_centre(projection, scatter, unit);
        size_t place = tile_place(&projection->from->grid, centre.row, centre.column);
        projection->centre[unit] = (uint32_t)(place / LANES * LANES);
        projection->phase[unit] = (unsigned char)field_phase(centre.row, centre.column);
        assert(place <= INT32_MAX);
        if (!shared)
            projection->first[unit + 1] =
                projection->first[unit] + projection_field(projection, unit)->tiles * LANES;
    }
    for (size_t phase = 0; shared && phase < PHASES; phase++)
        projection->first[phase + 1] =
            projection->first[phase] + projection->shape.phase[phase].tiles * LANES;
    projection->weights =
        allocate(projection->first[shared ? PHASES : units], sizeof *projection->weights);
}

static bool draw_fields(Projection *projection, const void *state, RandomStream stream,
                        RandomStream scatter, Error *error) {
    bool shared = projection->settings->shared, ok = true;
    size_t fields = shared ? PHASES : projection->to->units;
    size_t window_units =
        (size_t)((2 * projection->shape.radius + 1) * (2 * projection->shape.radius + 1));
#pragma omp parallel
    {
        Window window = window_new(window_units);
#pragma omp for schedule(static)
        for (size_t unit = 0; unit < fields; unit++) {
            FieldCentre centre = {0};
            size_t phase = unit;
            if (!shared) {
                centre = field_centre(projection, scatter, unit);
                phase = projection->phase[unit];
            }
            Error local = {0};
            if (!draw_field(projection, state, shared ? 0 : unit, phase, &centre, stream, &window,
                            projection->weights + projection->first[unit], &local)) {
#pragma omp critical
                if (ok)
                    ok = fail(error, "projections.%s.weights: %s", projection->name, local.text);
            }
            error_clear(&local);
        }
        window_free(&window);
    }
    return ok;
}

bool projection_init(Projection *projection, const char *name, const ProjectionSettings *settings,
                     Sheet *from, Sheet *to, const Kernels *kernels, uint64_t seed, Error *error) {
    *projection = (Projection){
        .name = name, .settings = settings, .from = from, .to = to, .kernels = kernels};
    field_shape_init(&projection->shape, field_radius(settings->radius, from->geometry.density),
                     &from->grid);
    char *weights_name = format_text("weights/%s", name),
         *scatter_name = format_text("scatter/%s", name);
    RandomStream stream = random_stream(seed, weights_name),
                 scatter = random_stream(seed, scatter_name);
    release(weights_name);
    release(scatter_name);
    lay_out(projection, scatter);

    const WeightsKind *kind = (const WeightsKind *)settings->weights.kind;
    void *state = NULL;
    Error found = {0};
    if (kind->open &&
        !kind->open(settings->weights.settings, to->units, from->units, &state, &found)) {
        fail(error, "projections.%s.weights: %s", name, found.text);
        error_clear(&found);
        return false;
    }
    bool ok = draw_fields(projection, state, stream, scatter, error);
    if (kind->close)
        kind->close(state);
    return ok;
}

void projection_finish(Projection *projection) {
    field_shape_finish(&projection->shape);
    release(projection->first);
    release(projection->weights);
    release(projection->centre);
    release(projection->phase);
    *projection = (Projection){0};
}
