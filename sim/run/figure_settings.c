// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/figure_settings.h"

#include "base/memory.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *const figure_shown[] = {"shown", "none", NULL},
                  *const figure_palettes[] = {"oklch",    "hsv",   "blue_yellow",
                                              "red_cyan", "lines", NULL},
                  *const figure_scales[] = {"auto", "units", "mm", "degrees", "none", NULL};

const Block figure_block = BLOCK(FigureSettings, NULL, FIGURE_ROWS(FigureSettings, ));

bool figure_settings_numbers(const char *text, size_t n, double *numbers) {
    for (size_t i = 0; i < n; i++) {
        char *end;
        numbers[i] = strtod(text, &end);
        end += strspn(end, " ");
        if (end == text || !isfinite(numbers[i]) || *end != (i + 1 < n ? ',' : '\0'))
            return false;
        text = end + 1;
    }
    return true;
}

// The next word of a list with commas, and its length; NULL at the end.
static const char *next_word(const char *at, size_t *length) {
    at += strspn(at, ", ");
    *length = strcspn(at, ", ");
    return *at ? at : NULL;
}

bool figure_settings_has_format(const FigureSettings *settings, const char *type) {
    size_t length;
    for (const char *at = settings->format; (at = next_word(at, &length)); at += length)
        if (length == strlen(type) && strncmp(at, type, length) == 0)
            return true;
    return false;
}

static bool check_format(const FigureSettings *settings, const char *place, Error *error) {
    size_t length, words = 0;
    for (const char *at = settings->format; (at = next_word(at, &length)); at += length, words++)
        if (length != 3 || (strncmp(at, "png", 3) != 0 && strncmp(at, "svg", 3) != 0 &&
                            strncmp(at, "pdf", 3) != 0))
            return fail(error, "%sformat: '%.*s' is not known; allowed: png, svg, pdf, with commas",
                        place, (int)length, at);
    return words > 0 || fail(error, "%sformat: names no file type; allowed: png, svg, pdf", place);
}

static bool check_region(const FigureSettings *settings, const char *place, Error *error) {
    double edge[4];
    if (strcmp(settings->region, "all") == 0 || strcmp(settings->region, "numbers") == 0)
        return true;
    return (figure_settings_numbers(settings->region, 4, edge) && edge[0] < edge[2] &&
            edge[1] < edge[3]) ||
           fail(error,
                "%sregion: '%s' is no part of a map; allowed: all, numbers, or \"left, bottom, "
                "right, top\" in sheet units, rising",
                place, settings->region);
}

static bool check_limits(const FigureSettings *settings, const char *place, Error *error) {
    double limit[2];
    if (strcmp(settings->limits, "own") == 0 || strcmp(settings->limits, "shared") == 0)
        return true;
    return (figure_settings_numbers(settings->limits, 2, limit) && limit[0] < limit[1]) ||
           fail(error, "%slimits: '%s' are none; allowed: own, shared, or \"low, high\", rising",
                place, settings->limits);
}

bool figure_settings_check(const FigureSettings *settings, double scale_mm, const char *place,
                           Error *error) {
    bool ok = check_format(settings, place, error);
    ok = check_region(settings, place, error) && ok;
    ok = check_limits(settings, place, error) && ok;
    if (settings->scale == SCALE_MM && isnan(scale_mm))
        ok = fail(error, "%sscale: a bar in mm needs `scale_mm`, which the config does not give",
                  place);
    if (settings->scale == SCALE_DEGREES && isnan(settings->degrees))
        ok = fail(error, "%sscale: a bar in degrees needs `degrees`, those of a sheet unit", place);
    return ok;
}

void figure_settings_take(FigureSettings *settings, const FigureSettings *from, const char *name) {
    const Setting *row = block_find(&figure_block, name);
    void *to = setting_value(row, settings);
    const void *value = setting_value_const(row, from);
    if (row->type == SETTING_TEXT) {
        release(*(char **)to);
        *(char **)to = copy_text(*(char *const *)value);
    } else if (row->type == SETTING_CHOICE) {
        *(int *)to = *(const int *)value;
    } else {
        assert(row->type == SETTING_REAL);
        *(double *)to = *(const double *)value;
    }
}
