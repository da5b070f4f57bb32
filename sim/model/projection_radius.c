// SPDX-License-Identifier: GPL-3.0-or-later
// Fields that become smaller or larger while a network learns.
#include "base/memory.h"
#include "model/projection.h"

bool projection_radius_differs(const Projection *projection) {
    return !projection->settings->shared &&
           projection->radius !=
               field_radius(projection->settings->radius, projection->from->geometry.density);
}

// Copies what both fields of a target have of `values` that are laid out as the weights are.
static void carry_over(const Projection *from, const float *from_values, const Projection *to,
                       float *to_values, size_t b, size_t t) {
    size_t unit;
    bool partial = projection_is_partial(from) || projection_is_partial(to);
    if (!sheet_unit(to->to, b, t, &unit))
        return;
    const FieldBlock *there = &from->block[b], *here = &to->block[b];
    long r = from->radius < to->radius ? from->radius : to->radius;
    for (long di = -r, reach = 0; di <= r; di++) {
        reach = field_reach(r, di, reach);
        FieldRow source = field_row(there->pattern, t, di),
                 target = field_row(here->pattern, t, di);
        for (long dj = -reach; dj <= reach; dj++)
            if (!partial ||
                (projection_has(from, unit, di, dj) && projection_has(to, unit, di, dj)))
                to_values[here->first + field_line(&target, dj) * LANES + t] =
                    from_values[there->first + field_line(&source, dj) * LANES + t];
    }
}

// Brings the fields of tile b, each by itself, to a norm, those whose norm is a usable number.
static void bring_to(Projection *projection, size_t b, const double wanted[LANES],
                     double norm[LANES]) {
    float factor[LANES];
    projection_norms(&projection, 1, b, norm);
    for (size_t t = 0; t < LANES; t++)
        factor[t] = projection_norm_is_usable(norm[t]) ? (float)(wanted[t] / norm[t]) : 1;
    projection->kernels->scale(projection->block[b].pattern->tiles * LANES,
                               projection->weights + projection->block[b].first, factor);
}

// A change of radius.
typedef struct {
    Projection *projection; // as it becomes; larger fields are drawn
    Projection *before;
    bool together; // with others, of a normalisation group
} Change;

// Makes the fields of one tile. Returns the first unit whose field has no usable norm, or `none`.
static size_t change_tile(const Change *change, size_t b, size_t none) {
    Projection *projection = change->projection, *before = change->before;
    bool grows = projection->radius > before->radius,
         normed = projection_norm(projection->settings) != NORM_NONE;
    double wanted[LANES], norm[LANES];
    for (size_t t = 0; t < LANES; t++)
        wanted[t] = projection->settings->norm_value;
    if (grows && normed) {
        projection_norms(&before, 1, b, norm);
        for (size_t t = 0; t < LANES; t++)
            wanted[t] = projection_norm_is_usable(norm[t]) ? norm[t] : wanted[t];
        bring_to(projection, b, wanted, norm);
    }
    for (size_t t = 0; t < LANES; t++) {
        carry_over(before, before->weights, projection, projection->weights, b, t);
        if (projection->collected)
            carry_over(before, before->collected, projection, projection->collected, b, t);
    }
    if (!normed)
        return none;
    bring_to(projection, b, wanted, norm);
    for (size_t t = 0, unit; t < LANES; t++) {
        if (!sheet_unit(projection->to, b, t, &unit))
            continue;
        if (norm[t] == 0 && !change->together) // as projection_normalise
            projection->scale[unit] = PROJECTION_LEAST_SCALE / 2;
        else if (norm[t] != 0 && !projection_norm_is_usable(norm[t]))
            return unit;
    }
    return none;
}

static bool change_fields(const Change *change, Error *error) {
    const Projection *projection = change->projection;
    size_t blocks = projection->to->grid.side * projection->to->grid.side,
           units = projection->to->units, wrong = units;
#pragma omp parallel for schedule(static) reduction(min : wrong)
    for (size_t b = 0; b < blocks; b++) {
        size_t unit = change_tile(change, b, units);
        wrong = unit < wrong ? unit : wrong;
    }
    return wrong == units ||
           fail(error,
                "projections.%s.radius: becomes %g, with which the weights of unit %zu cannot be "
                "normalised",
                projection->item, projection->settings->radius, wrong);
}

bool projection_change_radius(Projection *projection, bool together, uint64_t seed,
                              int64_t presentation, Error *error) {
    const ProjectionSettings *settings = projection->settings;
    Projection before = *projection;
    long radius = field_radius(settings->radius, projection->from->geometry.density);
    projection->collected = NULL;
    if (!projection_lay(projection, radius, error)) {
        release(projection->outline);
        *projection = before;
        return false;
    }
    OWNED char *name =
        format_text("weights/%s/grown at %lld", projection->name, (long long)presentation);
    bool ok = projection->radius < before.radius ||
              projection_draw_from(projection, random_stream(seed, name), true, error);
    ok = ok && change_fields(&(Change){projection, &before, together}, error);
    projection->sums_differ = projection->sums_differ || together;
    projection_release_fields(&before);
    projection_forget(projection);
    return ok;
}
