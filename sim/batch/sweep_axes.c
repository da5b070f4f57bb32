// SPDX-License-Identifier: GPL-3.0-or-later
#include "batch/sweep_axes.h"

#include "base/memory.h"
#include "batch/latin_hypercube.h"

#include <string.h>

static SweepAxis *add_axis(SweepAxes *axes, const char *path, char *place, size_t count) {
    axes->axis = allocate_one_more(axes->axis, axes->count, sizeof *axes->axis);
    SweepAxis *axis = &axes->axis[axes->count++];
    *axis = (SweepAxis){path, place, count, allocate(count, sizeof(char *)), false};
    return axis;
}

// a * b, or SIZE_MAX if it overflows.
static size_t product(size_t a, size_t b) {
    size_t all;
    return __builtin_mul_overflow(a, b, &all) ? SIZE_MAX : all;
}

static void add_grid(SweepAxes *axes, const Item *item) {
    const GridSettings *grid = item->variant.settings;
    SweepAxis *axis =
        add_axis(axes, grid->path, format_text("grid.%s", item->name), grid->values.count);
    for (size_t i = 0; i < axis->count; i++)
        axis->value[i] = copy_text(grid->values.items[i]);
    axes->combinations = product(axes->combinations, axis->count);
}

static bool add_random(SweepAxes *axes, const HypercubeSettings *hypercube, const Item *item,
                       Error *error) {
    const SettingRange *random = item->variant.settings;
    size_t n = (size_t)hypercube->samples;
    char *place = format_text("random.settings.%s", item->name);
    SweepAxis *axis = add_axis(axes, random->path, place, n);
    axis->drawn = true;
    if (!setting_range_check(random, place, error))
        return false;
    OWNED double *share = allocate(n + 1, sizeof *share);
    OWNED char *stream = format_text("sweep/%s", item->name);
    latin_hypercube(random_stream((uint64_t)hypercube->seed, stream), share, n);
    for (size_t i = 0; i < n; i++)
        axis->value[i] = setting_range_text(random, share[i]);
    return true;
}

bool sweep_axes_read(SweepAxes *axes, const SweepSettings *settings, Error *error) {
    *axes = (SweepAxes){.samples = 1, .combinations = 1};
    const HypercubeSettings *hypercube = &settings->random;
    bool ok = true;
    for (size_t i = 0; i < settings->grid.count; i++)
        add_grid(axes, &settings->grid.items[i]);
    if ((hypercube->settings.count > 0) != (hypercube->samples > 0))
        return fail(error, hypercube->samples > 0
                               ? "random.samples: there are no settings to draw"
                               : "random.settings: nothing is drawn without samples");
    for (size_t i = 0; i < hypercube->settings.count; i++)
        ok = add_random(axes, hypercube, &hypercube->settings.items[i], error) && ok;
    if (hypercube->samples > 0)
        axes->samples = (size_t)hypercube->samples;
    axes->combinations = product(axes->combinations, axes->samples);
    for (size_t i = 0; i < axes->count; i++)
        for (size_t k = 0; k < i; k++)
            if (strcmp(axes->axis[i].path, axes->axis[k].path) == 0)
                ok = fail(error, "%s.path: '%s' varies already in %s", axes->axis[i].place,
                          axes->axis[i].path, axes->axis[k].place);
    return ok;
}

// Rounds values to whole numbers.
static void round_values(SweepAxis *axis) {
    for (size_t i = 0; i < axis->count; i++) {
        char *rounded = setting_range_rounded(axis->value[i]);
        release(axis->value[i]);
        axis->value[i] = rounded;
    }
}

bool sweep_axes_try(SweepAxes *axes, Experiment *experiment, Error *error) {
    bool ok = true;
    for (size_t k = 0; k < axes->count; k++) {
        SweepAxis *axis = &axes->axis[k];
        OWNED char *where = format_text("%s.%s", axis->place, axis->drawn ? "path" : "values"),
                   *path = format_text("%s.path", axis->place);
        bool whole, known = setting_range_find(axis->path, experiment, path, &whole, error);
        if (axis->drawn && whole)
            round_values(axis);
        for (size_t i = 0; known && i < axis->count; i++) {
            OWNED char *change = format_text("%s=%s", axis->path, axis->value[i]);
            const char *const changes[] = {change};
            ok = config_change(&experiment_settings, experiment, changes, 1, where, error) && ok;
        }
        ok = ok && known;
    }
    return ok;
}

void sweep_axes_values(const SweepAxes *axes, size_t combination, char **value) {
    size_t sample = combination % axes->samples, rest = combination / axes->samples;
    for (size_t k = axes->count; k-- > 0;) {
        const SweepAxis *axis = &axes->axis[k];
        size_t i = axis->drawn ? sample : rest % axis->count;
        rest = axis->drawn ? rest : rest / axis->count;
        value[k] = copy_text(axis->value[i]);
    }
}

void sweep_axes_free(SweepAxes *axes) {
    for (size_t k = 0; k < axes->count; k++) {
        SweepAxis *axis = &axes->axis[k];
        for (size_t i = 0; i < axis->count; i++)
            release(axis->value[i]);
        release(axis->value);
        release(axis->place);
    }
    release(axes->axis);
    *axes = (SweepAxes){0};
}
