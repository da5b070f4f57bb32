// SPDX-License-Identifier: GPL-3.0-or-later
// Lays out the fields of a projection and draws their weights.
#include "base/memory.h"
#include "model/projection_place.h"

#include <string.h>

// Room for one field, and what all fields of a projection have in common.
typedef struct {
    double *x, *y, *weight;
    size_t *first;
    int64_t *row, *column;
    unsigned char *there; // NULL: every connection of the disc
} Window;

static Window window_new(const Projection *projection) {
    long radius = projection->radius;
    size_t side = (size_t)(2 * radius + 1);
    Window window = {.x = allocate(side, sizeof(double)),
                     .y = allocate(side, sizeof(double)),
                     .weight = allocate(side * side, sizeof(double)),
                     .first = allocate(side, sizeof(size_t)),
                     .row = allocate(side, sizeof(int64_t)),
                     .column = allocate(side, sizeof(int64_t))};
    if (projection_is_partial(projection))
        window.there = allocate(side * side, 1);
    for (long di = -radius; di <= radius; di++)
        window.first[di + radius] = (size_t)(radius - field_reach(radius, di, 0));
    return window;
}

static void window_free(Window *window) {
    release(window->x);
    release(window->y);
    release(window->weight);
    release(window->first);
    release(window->row);
    release(window->column);
    release(window->there);
}

// The row or column of a source unit; -1 beside the sheet.
static long on_sheet(const Geometry *from, long i) {
    long n = (long)from->n;
    return from->periodic ? geometry_wrapped(i, n) : i >= 0 && i < n ? i : -1;
}

// Fills the window of a field with distances from a centre. A shared field is drawn about the
// middle of its centre unit, without the sheet's edges.
static void window_place(const Projection *projection, const FieldPlace *field, const Place *centre,
                         Window *window) {
    const Geometry *from = &projection->from->geometry;
    long r = projection->radius;
    for (long d = -r; d <= r; d++) {
        size_t k = (size_t)(d + r);
        if (projection->settings->shared) {
            window->x[k] = (double)d / from->density;
            window->y[k] = -(double)d / from->density;
            continue;
        }
        long i = field->row + d, j = field->column + d;
        window->row[k] = on_sheet(from, i);
        window->column[k] = on_sheet(from, j);
        if (from->periodic) {
            i = window->row[k];
            j = window->column[k];
        }
        double x = -from->half_width + ((double)j + 0.5) / from->density;
        double y = from->half_width - ((double)i + 0.5) / from->density;
        window->x[k] = geometry_distance(from, centre->x, x);
        window->y[k] = geometry_distance(from, centre->y, y);
    }
}

// Notes which connections of the disc there are.
static void window_note(const Projection *projection, size_t unit, Window *window) {
    long r = projection->radius, side = 2 * r + 1;
    for (long di = -r; di <= r; di++)
        for (long j = (long)window->first[di + r]; j < side - (long)window->first[di + r]; j++)
            window->there[(di + r) * side + j] = projection_has(projection, unit, di, j - r);
}

// Puts the weights of the window into one row of a field. Notes a weight below 0; returns the
// column of one that is not finite, -1 for none.
static long put_row(Projection *projection, const Window *window, size_t unit, long di,
                    bool *negative) {
    bool shared = projection->settings->shared;
    long r = projection->radius;
    size_t side = (size_t)(2 * r + 1), i = (size_t)(di + r), lane = 0;
    float *weights = NULL;
    FieldRow row = {0};
    if (!shared) {
        const FieldBlock *block = projection_block(projection, unit);
        lane = projection_lane(projection, unit);
        row = field_row(block->pattern, lane, di);
        weights = projection->weights + block->first + lane;
    }
    for (size_t j = window->first[i]; j < side - window->first[i]; j++) {
        if (window->column[j] < 0 || (window->there && !window->there[i * side + j]))
            continue;
        long dj = (long)j - r;
        float weight = (float)window->weight[i * side + j] + 0.0f; // never -0
        if (!isfinite(weight))
            return (long)j;
        *(shared ? convolution_weight(&projection->stencil, di, dj)
                 : weights + field_line(&row, dj) * LANES) = weight;
        *negative = *negative || weight < 0;
    }
    return -1;
}

// How the fields of a projection are drawn.
typedef struct {
    const void *state; // of the kind of weights, borrowed
    RandomStream stream;
    bool later; // do fields become larger during a run?
} FieldDraws;

static bool draw_field(Projection *projection, const FieldDraws *draws, size_t unit, Window *window,
                       Error *error) {
    const WeightsKind *kind = (const WeightsKind *)projection->settings->weights.kind;
    long r = projection->radius;
    FieldPlace field = projection_field_place(projection, unit);
    Place centre = projection_weights_place(projection, &field, unit);
    window_place(projection, &field, &centre, window);
    if (window->there)
        window_note(projection, unit, window);
    size_t side = (size_t)(2 * r + 1);
    WeightsWindow shown = {.target = unit,
                           .side = side,
                           .first = window->first,
                           .there = window->there,
                           .x = window->x,
                           .y = window->y,
                           .density = projection->from->geometry.density,
                           .row = window->row,
                           .column = window->column,
                           .sources = (int64_t)projection->from->geometry.n,
                           .stream = draws->stream,
                           .later = draws->later};
    if (!kind->draw(projection->settings->weights.settings, draws->state, &shown, window->weight,
                    error))
        return false;
    bool negative = false;
    for (long di = -r; di <= r; di++) {
        if (window->row[di + r] < 0)
            continue;
        long wrong = put_row(projection, window, unit, di, &negative);
        if (wrong >= 0)
            return fail(error, "a weight of unit %zu is not a finite number: %g", unit,
                        window->weight[(size_t)(di + r) * side + (size_t)wrong]);
    }
    if (negative) {
#pragma omp atomic write
        projection->has_negative = true;
    }
    return true;
}

// The pattern of a block; a new one if there is none. Scattered fields hardly ever share one.
static const FieldPattern *find_pattern(Projection *projection, const FieldCentres *centres) {
    bool alike = projection->settings->scatter <= 0;
    for (size_t k = projection->pattern_count; alike && k > 0; k--) // the last is the likeliest
        if (field_pattern_is(projection->patterns[k - 1], centres))
            return projection->patterns[k - 1];
    FieldPattern *pattern = field_pattern_new(projection->radius, projection->outline, centres,
                                              &projection->from->grid);
    projection->patterns[projection->pattern_count++] = pattern;
    return pattern;
}

// Which connections of the fields of one tile there are: of those that their pattern covers.
static void draw_sparse(const Projection *projection, size_t b, uint16_t *covered) {
    const FieldPattern *pattern = projection->block[b].pattern;
    const TileGrid *grid = &projection->from->grid;
    long n = (long)grid->n, r = pattern->radius;
    OWNED double *draws = allocate((size_t)n, sizeof *draws);
    memset(covered, 0, pattern->tiles * LANES * sizeof *covered);
    for (size_t t = 0, unit; t < LANES; t++) {
        if (!sheet_unit(projection->to, b, t, &unit))
            continue;
        FieldPlace place = projection_field_place(projection, unit);
        for (long di = -r, reach = 0; di <= r; di++) {
            reach = field_reach(r, di, reach);
            long i = on_sheet(&projection->from->geometry, place.row + di);
            if (i < 0)
                continue;
            random_uniforms(projection->sparseness, unit, (uint64_t)(i * n), (size_t)n, draws);
            FieldRow row = field_row(pattern, t, di);
            for (long dj = -reach; dj <= reach; dj++) {
                long j = on_sheet(&projection->from->geometry, place.column + dj);
                if (j >= 0 && draws[j] < projection->settings->probability &&
                    field_has(pattern->outline, r, di, dj))
                    covered[field_line(&row, dj)] |= (uint16_t)(1u << t);
            }
        }
    }
}

// Leaves out connections by chance.
static void thin_out(Projection *projection) {
    size_t blocks = projection->to->grid.side * projection->to->grid.side;
    projection->sparse = NULL;
    if (projection->settings->probability >= 1)
        return;
    projection->sparse = allocate(projection->weight_count / LANES, sizeof *projection->sparse);
#pragma omp parallel for schedule(static)
    for (size_t b = 0; b < blocks; b++) {
        uint16_t *covered = projection->sparse + projection->block[b].first / LANES;
        draw_sparse(projection, b, covered);
        projection->block[b].covered = covered;
    }
}

// Draws the outline of fields of a radius, and counts its units. The caller releases the outline.
static bool draw_outline(const Projection *projection, long radius, unsigned char **outline,
                         size_t *units, Error *error) {
    OWNED_BY(error_clear) Error found = {0};
    *outline = projection_outline(projection->settings, radius, projection->from->geometry.density,
                                  &found);
    *units = field_units(radius, *outline);
    if (found.count == 0 && *units == 0)
        fail(&found, "has no unit of a field with a radius of %ld unit%s", radius,
             radius == 1 ? "" : "s");
    return found.count == 0 ||
           fail(error, "projections.%s.outline: %s", projection->item, found.text);
}

static bool take_outline(Projection *projection, long radius, Error *error) {
    projection->radius = radius;
    return draw_outline(projection, radius, &projection->outline, &projection->field_units, error);
}

// Refuses an outline that later has no unit of the smallest fields of the run.
static bool check_smallest(const Projection *projection, Error *error) {
    long least = projection_radii(projection->settings, projection->from->geometry.density).least;
    unsigned char *outline = NULL;
    size_t units;
    bool ok =
        least >= projection->radius || draw_outline(projection, least, &outline, &units, error);
    release(outline);
    return ok;
}

static void close_weights(const Projection *projection, void *state) {
    const WeightsKind *kind = (const WeightsKind *)projection->settings->weights.kind;
    if (kind->close)
        kind->close(state);
}

// Opens what the kind of weights reads, and checks that it can draw fields of a radius. The caller
// closes the state.
static bool open_weights(const Projection *projection, long radius, void **state, Error *error) {
    const Variant *weights = &projection->settings->weights;
    const WeightsKind *kind = (const WeightsKind *)weights->kind;
    const Geometry *from = &projection->from->geometry;
    Geometry window = geometry_window((size_t)(2 * radius + 1), from->density);
    OWNED_BY(error_clear) Error found = {0};
    *state = NULL;
    if (kind->open && !kind->open(weights->settings, projection->to->units, projection->from->units,
                                  state, &found))
        return fail(error, "projections.%s.weights: %s", projection->item, found.text);
    if (kind->fits == NULL || kind->fits(weights->settings, *state, &window, &found))
        return true;
    close_weights(projection, *state);
    return fail(error, "projections.%s.weights: %s, for fields with a radius of %ld unit%s",
                projection->item, found.text, radius, radius == 1 ? "" : "s");
}

// Refuses weights that cannot be drawn for the largest fields of the run.
static bool check_largest(const Projection *projection, Error *error) {
    const WeightsKind *kind = (const WeightsKind *)projection->settings->weights.kind;
    long most = projection_radii(projection->settings, projection->from->geometry.density).most;
    void *state;
    if (most <= projection->radius || kind->fits == NULL)
        return true;
    bool ok = open_weights(projection, most, &state, error);
    if (ok)
        close_weights(projection, state);
    return ok;
}

// Every tile of targets gets its pattern and room for its weights.
bool projection_lay(Projection *projection, long radius, Error *error) {
    size_t blocks = projection->to->grid.side * projection->to->grid.side;
    if (!take_outline(projection, radius, error))
        return false;
    projection->pattern_count = projection->arbor_count = projection->weight_count = 0;
    projection->arbors = NULL;
    projection->block = allocate(blocks, sizeof *projection->block);
    projection->patterns = allocate(blocks, sizeof *projection->patterns);
    for (size_t b = 0; b < blocks; b++) {
        FieldCentres centres = {0};
        for (size_t t = 0, unit; t < LANES; t++) {
            centres.there[t] = sheet_unit(projection->to, b, t, &unit);
            if (!centres.there[t])
                continue;
            FieldPlace place = projection_field_place(projection, unit);
            centres.row[t] = place.row;
            centres.column[t] = place.column;
        }
        FieldBlock *block = &projection->block[b];
        block->origin = field_origin(&projection->from->grid, &centres);
        block->pattern = find_pattern(projection, &centres);
        block->covered = block->pattern->covered;
        block->first = projection->weight_count;
        projection->weight_count += block->pattern->tiles * LANES * LANES;
    }
    projection->weights = allocate_pages(projection->weight_count, sizeof *projection->weights);
    if (learning_kind(&projection->settings->learning)->interval)
        projection->collected =
            allocate_pages(projection->weight_count, sizeof *projection->collected);
    thin_out(projection);
    projection_lay_arbors(projection);
    return true;
}

// Gives the rule room for what it remembers.
static void prepare_learning(Projection *projection) {
    const Variant *learning = &projection->settings->learning;
    const LearningKind *kind = learning_kind(learning);
    size_t units = projection->to->units;
    projection->memory = allocate(units * kind->remembers, sizeof *projection->memory);
    for (size_t unit = 0; unit < units && kind->begin; unit++)
        kind->begin(learning->settings, projection->memory + unit * kind->remembers);
}

// Draws the fields of one tile of targets, or the field that all share. Tells the first unit whose
// field cannot be drawn, if it comes before `wrong`.
static void draw_tile(Projection *projection, const FieldDraws *draws, size_t b, Window *window,
                      size_t *wrong, Error *error) {
    for (size_t t = 0, unit = 0; t < LANES; t++) {
        OWNED_BY(error_clear) Error found = {0};
        if (!(projection->settings->shared ? t == 0 : sheet_unit(projection->to, b, t, &unit)) ||
            draw_field(projection, draws, unit, window, &found))
            continue;
#pragma omp critical
        if (unit < *wrong) {
            *wrong = unit;
            error_clear(error);
            error_move(error, &found);
        }
    }
}

// After a failure only tiles that may have an earlier one are drawn.
static bool comes_before(const Projection *projection, size_t b, const size_t *wrong) {
    size_t failed, unit;
#pragma omp atomic read
    failed = *wrong;
    sheet_unit(projection->to, b, 0, &unit);
    return unit < failed;
}

// Tile by tile, so that the lines of a tile's weights stay in the cache while they are filled.
static bool draw_fields(Projection *projection, const FieldDraws *draws, Error *error) {
    size_t side = projection->settings->shared ? 1 : projection->to->grid.side,
           wrong = projection->to->units;
    OWNED_BY(error_clear) Error found = {0};
#pragma omp parallel
    {
        OWNED_BY(window_free) Window window = window_new(projection);
#pragma omp for schedule(static)
        for (size_t b = 0; b < side * side; b++)
            if (comes_before(projection, b, &wrong))
                draw_tile(projection, draws, b, &window, &wrong, &found);
    }
    return found.count == 0 ||
           fail(error, "projections.%s.weights: %s", projection->item, found.text);
}

// Checks whether neighbouring targets are centred on neighbouring source units.
static void align(Projection *projection) {
    size_t n = projection->to->geometry.n;
    FieldPlace first = projection_field_place(projection, 0);
    projection->row = first.row;
    projection->column = first.column;
    projection->aligned = true;
    for (size_t unit = 0; unit < projection->to->units && projection->aligned; unit++) {
        FieldPlace place = projection_field_place(projection, unit);
        projection->aligned = place.row == first.row + (long)(unit / n) &&
                              place.column == first.column + (long)(unit % n);
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
    long radius = field_radius(settings->radius, from->geometry.density);
    projection->scale = allocate(to->units, sizeof *projection->scale);
    for (size_t unit = 0; unit < to->units; unit++)
        projection->scale[unit] = 1;
    projection_scatter_begin(projection, seed);
    OWNED char *name = format_text("connections/%s", projection->name);
    projection->sparseness = random_stream(seed, name);
    if (response_kind(&settings->response)->add)
        projection->compared = allocate(to->units, sizeof *projection->compared);
    if (!settings->shared) {
        prepare_learning(projection);
        return projection_lay(projection, radius, error) && check_smallest(projection, error) &&
               check_largest(projection, error);
    }
    convolution_init(&projection->stencil, radius);
    align(projection);
    return take_outline(projection, radius, error);
}

bool projection_draw(Projection *projection, uint64_t seed, Error *error) {
    OWNED char *name = format_text("weights/%s", projection->name);
    return projection_draw_from(projection, random_stream(seed, name), false, error);
}

bool projection_draw_from(Projection *projection, RandomStream stream, bool later, Error *error) {
    void *state;
    if (!open_weights(projection, projection->radius, &state, error))
        return false;
    bool ok = draw_fields(projection, &(FieldDraws){state, stream, later}, error);
    close_weights(projection, state);
    return ok;
}
