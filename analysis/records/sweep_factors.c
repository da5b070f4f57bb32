// SPDX-License-Identifier: GPL-3.0-or-later
#include "records/sweep_factors.h"

#include "base/memory.h"
#include "base/names.h"
#include "files/rundir.h"
#include "run/experiment.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// A run's condition, for factor 0, or its value of setting k - 1.
static const char *level_of(const SweptRun *run, size_t k) {
    return k == 0 ? run->condition : run->value[k - 1];
}

static void list_levels(SweepFactor *factor, const SweptRuns *runs, size_t k) {
    for (size_t i = 0; i < runs->count; i++)
        names_add(&factor->level, &factor->count, level_of(&runs->run[i], k));
}

static bool is_number(const char *text) {
    char *end;
    double value = strtod(text, &end);
    return end > text && *end == '\0' && isfinite(value);
}

static int by_number(const void *a, const void *b) {
    double x = strtod(*(char *const *)a, NULL), y = strtod(*(char *const *)b, NULL);
    return (x > y) - (x < y);
}

// The largest step between rising values over the smallest step.
static double unevenness(const double *value, size_t n) {
    double least = (double)INFINITY, most = 0;
    for (size_t i = 1; i < n; i++) {
        least = fmin(least, value[i] - value[i - 1]);
        most = fmax(most, value[i] - value[i - 1]);
    }
    return most / least;
}

// Are the levels spaced more evenly in logarithm than as they are?
static bool is_even_in_logarithm(const SweepFactor *factor) {
    static const double MOST = 1.5; // of the unevenness, so that 1, 2, 5, 10 count as even
    if (factor->count < 3 || !(factor->place[0] > 0))
        return false;
    OWNED double *logarithm = allocate(factor->count, sizeof *logarithm);
    for (size_t i = 0; i < factor->count; i++)
        logarithm[i] = log(factor->place[i]);
    double uneven = unevenness(logarithm, factor->count);
    return uneven < MOST && uneven < unevenness(factor->place, factor->count);
}

static bool is_drawn_in_logarithm(const SweepFactor *factor, const SweptRuns *runs) {
    const Collection *drawn = &runs->file.random.settings;
    for (size_t i = 0; i < drawn->count; i++) {
        const SettingRange *random = drawn->items[i].variant.settings;
        if (strcmp(random->path, factor->path) == 0)
            return random->scale == SCALE_LOGARITHMIC && factor->place[0] > 0;
    }
    return false;
}

static void place_levels(SweepFactor *factor, const SweptRuns *runs, bool names) {
    for (size_t i = 0; i < factor->count; i++)
        names = names || !is_number(factor->level[i]);
    if (!names)
        qsort(factor->level, factor->count, sizeof *factor->level, by_number);
    factor->place = allocate(factor->count, sizeof *factor->place);
    for (size_t i = 0; i < factor->count; i++)
        factor->place[i] = names ? (double)i : strtod(factor->level[i], NULL);
    factor->scale = names ? FACTOR_NAMES
                    : is_even_in_logarithm(factor) || is_drawn_in_logarithm(factor, runs)
                        ? FACTOR_LOGARITHMIC
                        : FACTOR_LINEAR;
}

static void place_runs(SweepFactor *factor, const SweptRuns *runs, size_t k) {
    factor->of_run = allocate(runs->count, sizeof *factor->of_run);
    for (size_t i = 0; i < runs->count; i++)
        while (strcmp(factor->level[factor->of_run[i]], level_of(&runs->run[i], k)) != 0)
            factor->of_run[i]++;
}

static const char *last_part(const char *path) {
    const char *point = strrchr(path, '.');
    return point ? point + 1 : path;
}

static void label(SweepFactors *factors) {
    for (size_t i = 0; i < factors->count; i++) {
        SweepFactor *factor = &factors->factor[i];
        factor->label = last_part(factor->path);
        for (size_t k = 0; k < factors->count; k++)
            if (k != i && strcmp(last_part(factors->factor[k].path), last_part(factor->path)) == 0)
                factor->label = factor->path;
    }
}

static bool take_unit(const Setting *setting, void *value, const char *path, void *context,
                      Error *error) {
    (void)value, (void)path, (void)error;
    *(const char **)context = setting->unit;
    return true;
}

// "projections.inhibition.strength" becomes "inhibition strength", "stimuli.*.contrast" "contrast".
static char *title_of(const char *path, Experiment *experiment) {
    const char *unit = NULL, *last = last_part(path), *before = last;
    while (before > path && (before == last || before[-1] != '.'))
        before--;
    bool alone = before == path || before[0] == '*'; // a block has no name of its own
    OWNED_BY(error_clear) Error error = {0};
    if (experiment)
        settings_visit(&experiment_settings, experiment, path, take_unit, &unit, "", &error);
    char *title = format_text("%s%s%s", alone ? last : before, unit ? ", " : "", unit ? unit : "");
    for (char *at = title; *at && *at != ','; at++)
        if (strchr("._", *at))
            *at = ' ';
    return title;
}

// The units are those of the first run's config; one that cannot be read gives none.
static void add_titles(SweepFactors *factors) {
    const SweptRuns *runs = factors->runs;
    OWNED_BY(error_clear) Error error = {0};
    OWNED char *config = runs->count > 0 ? rundir_path(runs->run[0].path, "config.cfg") : NULL;
    OWNED_BY(experiment_free) Experiment experiment = {0};
    bool loaded = config && experiment_load_made(&experiment, config, NULL, 0, &error);
    for (size_t i = 0; i < factors->count; i++)
        factors->factor[i].title = title_of(factors->factor[i].path, loaded ? &experiment : NULL);
}

SweepFactors sweep_factors_find(const SweptRuns *runs) {
    SweepFactors factors = {0, allocate(runs->settings + 1, sizeof(SweepFactor)), runs};
    for (size_t k = 0; k <= runs->settings; k++) {
        SweepFactor *factor = &factors.factor[factors.count];
        *factor = (SweepFactor){.path = k == 0 ? "condition" : runs->path[k - 1]};
        list_levels(factor, runs, k);
        if (factor->count < 2) {
            release(factor->level);
            continue;
        }
        place_levels(factor, runs, k == 0);
        place_runs(factor, runs, k);
        factors.count++;
    }
    label(&factors);
    add_titles(&factors);
    return factors;
}

void sweep_factors_free(SweepFactors *factors) {
    for (size_t i = 0; i < factors->count; i++) {
        release(factors->factor[i].level);
        release(factors->factor[i].place);
        release(factors->factor[i].of_run);
        release(factors->factor[i].title);
    }
    release(factors->factor);
    *factors = (SweepFactors){0};
}

bool sweep_factors_are_crossed(const SweepFactors *factors, const SweepFactor *a,
                               const SweepFactor *b) {
    OWNED bool *met = allocate(a->count * b->count, sizeof *met);
    size_t n = 0;
    for (size_t i = 0; i < factors->runs->count; i++) {
        bool *pair = &met[a->of_run[i] * b->count + b->of_run[i]];
        n += !*pair;
        *pair = true;
    }
    return n == a->count * b->count;
}

static bool agree(const SweepFactors *factors, const bool *marked, size_t i, size_t k) {
    for (size_t f = 0; f < factors->count; f++)
        if (marked[f] && factors->factor[f].of_run[i] != factors->factor[f].of_run[k])
            return false;
    return true;
}

size_t *sweep_factors_group(const SweepFactors *factors, const bool *marked, size_t *groups) {
    size_t runs = factors->runs->count, *group = allocate(runs, sizeof *group);
    OWNED size_t *first = allocate(runs, sizeof *first); // the first run of each group
    *groups = 0;
    for (size_t i = 0; i < runs; i++) {
        while (group[i] < *groups && !agree(factors, marked, i, first[group[i]]))
            group[i]++;
        if (group[i] == *groups)
            first[(*groups)++] = i;
    }
    return group;
}

char *sweep_factors_levels(const SweepFactors *factors, const bool *marked, size_t run) {
    char *text = copy_text("");
    for (size_t f = 0; f < factors->count; f++) {
        const SweepFactor *factor = &factors->factor[f];
        const char *level = factor->level[factor->of_run[run]];
        if (!marked[f])
            continue;
        bool named = strcmp(factor->path, "condition") == 0; // a condition's name says enough
        text_append(&text, "%s%s%s%s", text[0] ? ", " : "", named ? "" : factor->label,
                    named ? "" : " = ", level);
    }
    return text;
}

const SweepFactor *sweep_factors_across(const SweepFactors *factors) {
    size_t first = factors->count > 1 && strcmp(factors->factor[0].path, "condition") == 0;
    return factors->count > 0 ? &factors->factor[first] : NULL;
}

size_t sweep_factors_example(const SweepFactors *factors, const size_t *group_of, size_t group) {
    const SweptRuns *runs = factors->runs;
    size_t found = runs->count;
    for (size_t i = 0; i < runs->count; i++) {
        if (group_of[i] != group)
            continue;
        bool better = found == runs->count || (swept_run_is_finished(&runs->run[i]) &&
                                               (!swept_run_is_finished(&runs->run[found]) ||
                                                runs->run[i].seed < runs->run[found].seed));
        found = better ? i : found;
    }
    return found;
}
