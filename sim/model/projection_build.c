// SPDX-License-Identifier: GPL-3.0-or-later
// Lays out the fields of a projection and draws their weights.
#include "base/memory.h"
#include "model/projection_place.h"

// Room for one field, and what all fields of a projection have in common.
typedef struct {
    double *x, *y, *weight;
    size_t *first;
    int64_t *row, *column;
} Window;

static Window window_new(long radius) {
    size_t side = (size_t)(2 * radius + 1);
    Window window = {.x = allocate(side, sizeof(double)),
                     .y = allocate(side, sizeof(double)),
                     .weight = allocate(side * side, sizeof(double)),
                     .first = allocate(side, sizeof(size_t)),
                     .row = allocate(side, sizeof(int64_t)),
                     .column = allocate(side, sizeof(int64_t))};
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
        if (window->column[j] < 0)
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

static bool draw_field(Projection *projection, const void *state, size_t unit, RandomStream stream,
                       Window *window, Error *error) {
    const WeightsKind *kind = (const WeightsKind *)projection->settings->weights.kind;
    long r = projection->radius;
    FieldPlace field = projection_field_place(projection, unit);
    Place centre = projection_weights_place(projection, &field, unit);
    window_place(projection, &field, &centre, window);
    size_t side = (size_t)(2 * r + 1);
    WeightsWindow shown = {
        unit,      side,        window->first,  window->x,
        window->y, window->row, window->column, (int64_t)projection->from->geometry.n,
        stream};
    if (!kind->draw(projection->settings->weights.settings, state, &shown, window->weight, error))
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
    FieldPattern *pattern = field_pattern_new(projection->radius, centres, &projection->from->grid);
    projection->patterns[projection->pattern_count++] = pattern;
    return pattern;
}

// Every tile of targets gets its pattern and room for its weights.
void projection_lay(Projection *projection, long radius) {
    size_t blocks = projection->to->grid.side * projection->to->grid.side;
    projection->radius = radius;
    projection->field_units = field_units(radius);
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
        block->first = projection->weight_count;
        projection->weight_count += block->pattern->tiles * LANES * LANES;
    }
    projection->weights = allocate_pages(projection->weight_count, sizeof *projection->weights);
    if (learning_kind(&projection->settings->learning)->interval)
        projection->collected =
            allocate_pages(projection->weight_count, sizeof *projection->collected);
    projection_lay_arbors(projection);
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
static void draw_tile(Projection *projection, const void *state, size_t b, RandomStream stream,
                      Window *window, size_t *wrong, Error *error) {
    for (size_t t = 0, unit = 0; t < LANES; t++) {
        OWNED_BY(error_clear) Error found = {0};
        if (!(projection->settings->shared ? t == 0 : sheet_unit(projection->to, b, t, &unit)) ||
            draw_field(projection, state, unit, stream, window, &found))
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
static bool draw_fields(Projection *projection, const void *state, RandomStream stream,
                        Error *error) {
    size_t side = projection->settings->shared ? 1 : projection->to->grid.side,
           wrong = projection->to->units;
    OWNED_BY(error_clear) Error found = {0};
#pragma omp parallel
    {
        OWNED_BY(window_free) Window window = window_new(projection->radius);
#pragma omp for schedule(static)
        for (size_t b = 0; b < side * side; b++)
            if (comes_before(projection, b, &wrong))
                draw_tile(projection, state, b, stream, &window, &wrong, &found);
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

void projection_init(Projection *projection, const char *item, const Eye *eye,
                     const ProjectionSettings *settings, Sheet *from, Sheet *to,
                     const Kernels *kernels, uint64_t seed) {
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
    if (settings->shared) {
        projection->radius = radius;
        projection->field_units = field_units(radius);
        convolution_init(&projection->stencil, radius);
        align(projection);
    } else {
        projection_lay(projection, radius);
        prepare_learning(projection);
    }
    if (response_kind(&settings->response)->add)
        projection->compared = allocate(to->units, sizeof *projection->compared);
}

bool projection_draw(Projection *projection, uint64_t seed, Error *error) {
    OWNED char *name = format_text("weights/%s", projection->name);
    return projection_draw_from(projection, random_stream(seed, name), error);
}

bool projection_draw_from(Projection *projection, RandomStream stream, Error *error) {
    const Variant *weights = &projection->settings->weights;
    const WeightsKind *kind = (const WeightsKind *)weights->kind;
    void *state = NULL;
    OWNED_BY(error_clear) Error found = {0};
    if (kind->open && !kind->open(weights->settings, projection->to->units, projection->from->units,
                                  &state, &found))
        return fail(error, "projections.%s.weights: %s", projection->item, found.text);
    bool ok = draw_fields(projection, state, stream, error);
    if (kind->close)
        kind->close(state);
    return ok;
}
