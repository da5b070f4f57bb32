// SPDX-License-Identifier: GPL-3.0-or-later
// Lays out the fields of a projection and draws their weights.
#include "base/memory.h"
#include "model/projection_place.h"

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

// Fills the window of a field with distances from a centre. A shared field is drawn about the
// middle of its centre unit, without the sheet's edges.
static void window_place(const Projection *projection, const FieldPlace *field, const Place *centre,
                         Window *window) {
    const Geometry *from = &projection->from->geometry;
    long r = projection->radius, n = (long)from->n;
    size_t k = 0;
    for (long di = -r; di <= r; di++)
        for (long dj = -r; dj <= r; dj++, k++) {
            long i = field->row + di, j = field->column + dj;
            window->inside[k] = field_covers(r, di, dj);
            if (projection->settings->shared) {
                window->x[k] = (double)dj / from->density;
                window->y[k] = -(double)di / from->density;
                window->source[k] = 0;
                continue;
            }
            if (from->periodic) {
                i = geometry_wrapped(i, n);
                j = geometry_wrapped(j, n);
            }
            bool there = i >= 0 && i < n && j >= 0 && j < n;
            double x = -from->half_width + ((double)j + 0.5) / from->density;
            double y = from->half_width - ((double)i + 0.5) / from->density;
            window->x[k] = geometry_distance(from, centre->x, x);
            window->y[k] = geometry_distance(from, centre->y, y);
            window->source[k] = there ? i * n + j : -1;
        }
}

static bool draw_field(Projection *projection, const void *state, size_t unit, RandomStream stream,
                       Window *window, Error *error) {
    const WeightsKind *kind = (const WeightsKind *)projection->settings->weights.kind;
    long r = projection->radius;
    RandomDraws draws = random_draws(stream, unit);
    FieldPlace field = projection_field_place(projection, unit);
    Place centre = projection_weights_place(projection, &field, unit);
    window_place(projection, &field, &centre, window);
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
            if (weight < 0) {
#pragma omp atomic write
                projection->has_negative = true;
            }
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

// Gives every tile of targets its pattern and room for its weights.
static void lay_out(Projection *projection) {
    size_t blocks = projection->to->grid.side * projection->to->grid.side;
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
    projection->weights = allocate(projection->weight_count, sizeof *projection->weights);
}

static bool draw_fields(Projection *projection, const void *state, RandomStream stream,
                        Error *error) {
    bool shared = projection->settings->shared, ok = true;
    size_t fields = shared ? 1 : projection->to->units;
    size_t window_units = (size_t)((2 * projection->radius + 1) * (2 * projection->radius + 1));
#pragma omp parallel
    {
        OWNED_BY(window_free) Window window = window_new(window_units);
#pragma omp for schedule(static)
        for (size_t unit = 0; unit < fields; unit++) {
            OWNED_BY(error_clear) Error local = {0};
            if (!draw_field(projection, state, unit, stream, &window, &local)) {
#pragma omp critical
                if (ok)
                    ok = fail(error, "projections.%s.weights: %s", projection->item, local.text);
            }
        }
    }
    return ok;
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
    projection->radius = field_radius(settings->radius, from->geometry.density);
    projection->field_units = field_units(projection->radius);
    projection->scale = allocate(to->units, sizeof *projection->scale);
    for (size_t unit = 0; unit < to->units; unit++)
        projection->scale[unit] = 1;
    projection_scatter_begin(projection, seed);
    if (settings->shared) {
        convolution_init(&projection->stencil, projection->radius);
        align(projection);
    } else {
        lay_out(projection);
        projection_lay_arbors(projection);
    }
}

bool projection_draw(Projection *projection, uint64_t seed, Error *error) {
    const Variant *weights = &projection->settings->weights;
    const WeightsKind *kind = (const WeightsKind *)weights->kind;
    OWNED char *name = format_text("weights/%s", projection->name);
    RandomStream stream = random_stream(seed, name);
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
