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
         {"strength_schedule", SETTING_VARIANT, AT(strength_schedule), "constant",
          .kinds = schedule_kinds, .help = "factor on the strength in time", .live = true},
         {"delay", SETTING_INTEGER, AT(delay), "0", 0, 64, "presentations",
          .help = "the source's activity is taken from this many presentations ago"},
         {"learning_rate", SETTING_REAL, AT(learning_rate), "0.0", 0, 1000, "per field",
          "Hebbian rate, divided by the units on the whole disc; 0: fixed", .live = true},
         {"learning_schedule", SETTING_VARIANT, AT(learning_schedule), "constant",
          .kinds = schedule_kinds, .help = "factor on the learning rate in time", .live = true},
         {"normalise", SETTING_TEXT, AT(normalise), "own", 1,
          .help =
              "own: each field, as cropped at edges, sums to 1; none: as drawn; whole: a shared "
              "field sums to 1 before it is cropped; any other word: fields under the same "
              "word sum to 1 together"},
         {"shared", SETTING_BOOLEAN, AT(shared), "false",
          .help = "one fixed field for all units, a convolution: fast, and takes no memory"},
         {"scatter", SETTING_REAL, AT(scatter), "0.0", 0, 1000, "sheet units",
          .help = "each field's centre is displaced by a uniform draw within this, in x and in y"},
         {"weights", SETTING_VARIANT, AT(weights), .kinds = weights_kinds,
          .help = "the fields before learning"},
         {0}}}};

const Kind *const projection_kinds[] = {&projection_kind, NULL};

double projection_memory(const ProjectionSettings *settings, const SheetSettings *from,
                         const SheetSettings *to) {
    double side = to->density * 2 * to->half_width, units = side * side;
    double tiles_a_side = ceil(side / TILE_SIDE), blocks = tiles_a_side * tiles_a_side;
    long radius = field_radius(settings->radius, from->density);
    if (settings->shared)
        return units * sizeof(float);
    double spread =
        ceil((TILE_SIDE - 1) * from->density / to->density + 2 * settings->scatter * from->density);
    double tiles = field_tiles_estimate(radius, spread), weights = LANES * LANES * sizeof(float);
    // Scattered fields have a pattern each: of every line which targets it covers, and more.
    double pattern = settings->scatter > 0 ? 2 * LANES * sizeof(uint16_t) : 0;
    return units * sizeof(float) + blocks * (sizeof(FieldBlock) + tiles * (weights + pattern));
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
    long r = projection->radius, n = (long)from->n;
    size_t k = 0;
    for (long di = -r; di <= r; di++)
        for (long dj = -r; dj <= r; dj++, k++) {
            long i = centre->row + di, j = centre->column + dj;
            window->inside[k] = field_covers(r, di, dj);
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

static bool draw_field(Projection *projection, const void *state, size_t unit,
                       const FieldCentre *centre, RandomStream stream, Window *window,
                       Error *error) {
    const WeightsKind *kind = (const WeightsKind *)projection->settings->weights.kind;
    long r = projection->radius;
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
        for (long dj = -r; dj <= r; dj++, k++) {
            if (!window->inside[k] || window->source[k] < 0)
                continue;
            float weight = (float)window->weight[k] + 0.0f; // never -0
            if (!isfinite(weight))
                return fail(error, "a weight of unit %zu is not a finite number: %g", unit,
                            window->weight[k]);
            *projection_weight(projection, unit, di, dj) = weight;
        }
    return true;
}

// The pattern of a block, made if there is none yet. Scattered fields hardly ever lie alike.
static const FieldPattern *find_pattern(Projection *projection, const FieldCentres *centres) {
    bool alike = projection->settings->scatter <= 0;
    for (size_t k = projection->pattern_count; alike && k > 0;
         k--) // the last ones are the likeliest
        if (field_pattern_is(projection->patterns[k - 1], centres))
            return projection->patterns[k - 1];
    FieldPattern *pattern = field_pattern_new(projection->radius, centres, &projection->from->grid);
    projection->patterns[projection->pattern_count++] = pattern;
    return pattern;
}

// Gives every tile of targets its pattern and room for its weights.
static void lay_out(Projection *projection, RandomStream scatter) {
    const TileGrid *to = &projection->to->grid;
    projection->block = allocate(to->side * to->side, sizeof *projection->block);
    projection->patterns = allocate(to->side * to->side, sizeof *projection->patterns);
    for (size_t b = 0; b < to->side * to->side; b++) {
        FieldCentres centres = {0};
        for (size_t t = 0; t < LANES; t++) {
            size_t i = b / to->side * TILE_SIDE + t / TILE_SIDE,
                   j = b % to->side * TILE_SIDE + t % TILE_SIDE;
            centres.there[t] = i < to->n && j < to->n;
            if (!centres.there[t])
                continue;
            FieldCentre centre = field_centre(projection, scatter, i * to->n + j);
            centres.row[t] = centre.row;
            centres.column[t] = centre.column;
        }
        FieldBlock *block = &projection->block[b];
        block->origin = field_origin(&projection->from->grid, &centres);
        block->pattern = find_pattern(projection, &centres);
        block->first = projection->weight_count;
        projection->weight_count += block->pattern->tiles * LANES * LANES;
    }
    projection->weights = allocate(projection->weight_count, sizeof *projection->weights);
}

static bool draw_fields(Projection *projection, const void *state, RandomStream stream,
                        RandomStream scatter, Error *error) {
    bool shared = projection->settings->shared, ok = true;
    size_t fields = shared ? 1 : projection->to->units;
    size_t window_units = (size_t)((2 * projection->radius + 1) * (2 * projection->radius + 1));
#pragma omp parallel
    {
        Window window = window_new(window_units);
#pragma omp for schedule(static)
        for (size_t unit = 0; unit < fields; unit++) {
            FieldCentre centre = field_centre(projection, scatter, unit);
            Error local = {0};
            if (!draw_field(projection, state, unit, &centre, stream, &window, &local)) {
#pragma omp critical
                if (ok)
                    ok = fail(error, "projections.%s.weights: %s", projection->item, local.text);
            }
            error_clear(&local);
        }
        window_free(&window);
    }
    return ok;
}

// Finds out whether every target's centre is the first one's, moved as the target is.
static void align(Projection *projection) {
    size_t n = projection->to->geometry.n;
    RandomStream none = {0};
    FieldCentre first = field_centre(projection, none, 0);
    projection->row = first.row;
    projection->column = first.column;
    projection->aligned = true;
    for (size_t unit = 0; unit < projection->to->units && projection->aligned; unit++) {
        FieldCentre centre = field_centre(projection, none, unit);
        projection->aligned = centre.row == first.row + (long)(unit / n) &&
                              centre.column == first.column + (long)(unit % n);
    }
}

bool projection_init(Projection *projection, const char *item, const Eye *eye,
                     const ProjectionSettings *settings, Sheet *from, Sheet *to,
                     const Kernels *kernels, uint64_t seed, Error *error) {
    *projection = (Projection){.name = eye ? eye_copy_name(item, eye->name) : copy_text(item),
                               .item = item,
                               .eye = eye ? eye->index : NO_EYE,
                               .settings = settings,
                               .from = from,
                               .to = to,
                               .kernels = kernels};
    const char *name = projection->name;
    projection->radius = field_radius(settings->radius, from->geometry.density);
    projection->field_units = field_units(projection->radius);
    projection->scale = allocate(to->units, sizeof *projection->scale);
    for (size_t unit = 0; unit < to->units; unit++)
        projection->scale[unit] = 1;
    char *weights_name = format_text("weights/%s", name),
         *scatter_name = format_text("scatter/%s", name);
    RandomStream stream = random_stream(seed, weights_name),
                 scatter = random_stream(seed, scatter_name);
    release(weights_name);
    release(scatter_name);
    if (settings->shared) {
        convolution_init(&projection->stencil, projection->radius);
        align(projection);
    } else {
        lay_out(projection, scatter);
    }

    const WeightsKind *kind = (const WeightsKind *)settings->weights.kind;
    void *state = NULL;
    Error found = {0};
    if (kind->open &&
        !kind->open(settings->weights.settings, to->units, from->units, &state, &found)) {
        fail(error, "projections.%s.weights: %s", item, found.text);
        error_clear(&found);
        return false;
    }
    bool ok = draw_fields(projection, state, stream, scatter, error);
    if (kind->close)
        kind->close(state);
    for (size_t k = 0; k < projection->weight_count; k++)
        projection->has_negative = projection->has_negative || projection->weights[k] < 0;
    size_t n = projection->stencil.columns * projection->stencil.columns;
    const float *stencil =
        n ? convolution_weight(&projection->stencil, -projection->radius, -projection->radius)
          : NULL;
    for (size_t k = 0; k < n; k++)
        projection->has_negative = projection->has_negative || stencil[k] < 0;
    return ok;
}

void projection_finish(Projection *projection) {
    for (size_t k = 0; k < projection->pattern_count; k++)
        field_pattern_free(projection->patterns[k]);
    release(projection->name);
    release(projection->patterns);
    release(projection->block);
    release(projection->weights);
    release(projection->scale);
    convolution_finish(&projection->stencil);
    *projection = (Projection){0};
}

void projection_centre(const Projection *projection, size_t unit, long *row, long *column) {
    if (projection->settings->shared) {
        RandomStream none = {0};
        FieldCentre centre = field_centre(projection, none, unit);
        *row = centre.row;
        *column = centre.column;
        return;
    }
    const TileGrid *grid = &projection->from->grid;
    const FieldBlock *block = projection_block(projection, unit);
    size_t lane = projection_lane(projection, unit);
    *row = (long)(block->origin / grid->width * TILE_SIDE) - (long)grid->margin +
           block->pattern->centres.row[lane];
    *column = (long)(block->origin % grid->width * TILE_SIDE) - (long)grid->margin +
              block->pattern->centres.column[lane];
}
