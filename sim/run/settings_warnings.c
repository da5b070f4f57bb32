// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/settings_warnings.h"

#include "base/memory.h"
#include "base/names.h"

#include <string.h>

typedef void Rule(const Experiment *experiment, const Item *item, Error *warnings);

static const ProjectionSettings *projection_at(const NetworkSettings *network, size_t k) {
    return network->projections.items[k].variant.settings;
}

static const SheetSettings *sheet_named(const NetworkSettings *network, const char *name) {
    return collection_find(&network->sheets, name)->variant.settings;
}

// Tells of named settings that are not as by default, and have no effect. `names` may be NULL.
static void tell_unused(const Variant *variant, const char *const *names, const char *place,
                        const char *why, Error *warnings) {
    const Block *block = &variant->kind->block;
    OWNED void *defaults = allocate(1, block->size);
    block_start(block, defaults);
    for (; names && *names; names++) {
        const Setting *setting = block_find(block, *names);
        const void *value = setting_value_const(setting, variant->settings);
        OWNED char *text = setting_format(setting, value),
                   *fallback = setting_format(setting, setting_value_const(setting, defaults));
        if (strcmp(text, fallback) == 0)
            continue;
        if (setting->type == SETTING_REAL)
            fail(warnings, "%s.%s: %.4g has no effect%s", place, *names, *(const double *)value,
                 why);
        else
            fail(warnings, "%s.%s: %s has no effect%s", place, *names, text, why);
    }
    block_finish(block, defaults);
}

// Does activity carry over in the group of a sheet? Then its first activation is a step, too.
static bool group_carries(const NetworkSettings *network, const SheetGroups *groups, size_t sheet) {
    for (size_t i = 0; i < network->sheets.count; i++)
        if (groups->group[i] == groups->group[sheet] &&
            ((const SheetSettings *)network->sheets.items[i].variant.settings)->carry > 0)
            return true;
    return false;
}

// A sheet with projections within its loop, or lateral ones, that never act.
static void unsettled(const Experiment *experiment, const Item *item, Error *warnings) {
    const NetworkSettings *network = &experiment->network;
    const SheetSettings *sheet = item->variant.settings;
    OWNED_BY(sheet_groups_free) SheetGroups groups = sheet_groups_of(network);
    if (group_carries(network, &groups, (size_t)(item - network->sheets.items)))
        return;
    for (size_t k = 0; k < network->projections.count && sheet->settle == 1; k++) {
        const ProjectionSettings *projection = projection_at(network, k);
        if (strcmp(projection->to, item->name) == 0 &&
            sheet_groups_hold(&groups, network, projection)) {
            fail(warnings,
                 "sheets.%s.settle: 1 leaves out the lateral projection '%s': a sheet's first "
                 "activation has forward input alone",
                 item->name, network->projections.items[k].name);
            return;
        }
    }
}

// How settling ends, on a sheet that does not settle.
static void idle_settling(const Experiment *experiment, const Item *item, Error *warnings) {
    static const char *const names[] = {"settle", "tolerance", "damping", NULL};
    const NetworkSettings *network = &experiment->network;
    const SheetSettings *sheet = item->variant.settings;
    OWNED_BY(sheet_groups_free) SheetGroups groups = sheet_groups_of(network);
    OWNED char *place = format_text("sheets.%s", item->name);
    bool settles = sheet->carry > 0;
    for (size_t k = 0; k < network->projections.count; k++)
        settles = settles || (strcmp(projection_at(network, k)->to, item->name) == 0 &&
                              sheet_groups_hold(&groups, network, projection_at(network, k)));
    if (!settles)
        tell_unused(&item->variant, names, place, ": no lateral projection acts on the sheet",
                    warnings);
}

// Activity that is carried over, and acts on nothing.
static void idle_carry(const Experiment *experiment, const Item *item, Error *warnings) {
    const NetworkSettings *network = &experiment->network;
    const SheetSettings *sheet = item->variant.settings;
    OWNED_BY(sheet_groups_free) SheetGroups groups = sheet_groups_of(network);
    bool idle = sheet->carry > 0 && sheet->damping >= 1;
    for (size_t k = 0; k < network->projections.count; k++) {
        const ProjectionSettings *projection = projection_at(network, k);
        if (strcmp(projection->from, item->name) == 0 &&
            sheet_groups_hold(&groups, network, projection))
            idle = false;
    }
    if (idle)
        fail(warnings,
             "sheets.%s.carry: %.4g has no effect: no lateral projection reads what is carried "
             "over, and damping = 1 replaces it at once",
             item->name, sheet->carry);
}

// A pool across eyes is asked for, or refused, where there is one eye.
static void pool_of_one_eye(const Experiment *experiment, const Item *item, Error *warnings) {
    (void)experiment;
    const SheetSettings *sheet = item->variant.settings;
    if (sheet->gain_control.enabled && !sheet->gain_control.across_eyes && !sheet->per_eye)
        fail(warnings,
             "sheets.%s.gain_control.across_eyes: has no effect on a sheet that is not per eye",
             item->name);
}

// Constants of divisors and factors that no projection has.
static void constant_of_none(const Experiment *experiment, const Item *item, Error *warnings) {
    const NetworkSettings *network = &experiment->network;
    const SheetSettings *sheet = item->variant.settings;
    bool divided = false, multiplied = false;
    for (size_t k = 0; k < network->projections.count; k++) {
        const ProjectionSettings *projection = projection_at(network, k);
        bool reaches = strcmp(projection->to, item->name) == 0;
        divided = divided || (reaches && projection->effect == EFFECT_DIVIDE);
        multiplied = multiplied || (reaches && projection->effect == EFFECT_MULTIPLY);
    }
    if (!divided && sheet->divisor != 1)
        fail(warnings,
             "sheets.%s.divisor: %.4g has no effect: no projection to the sheet has effect = "
             "\"divide\"",
             item->name, sheet->divisor);
    if (!multiplied && sheet->factor != 1)
        fail(warnings,
             "sheets.%s.factor: %.4g has no effect: no projection to the sheet has effect = "
             "\"multiply\"",
             item->name, sheet->factor);
}

static bool is_group(const char *word) {
    static const char *const modes[] = {"own", "none", "whole"};
    for (size_t i = 0; i < 3; i++)
        if (strcmp(word, modes[i]) == 0)
            return false;
    return true;
}

// A word for normalising together that one projection alone has.
static void group_of_one(const Experiment *experiment, const Item *item, Error *warnings) {
    const NetworkSettings *network = &experiment->network;
    const ProjectionSettings *projection = item->variant.settings;
    bool alone = is_group(projection->normalise) && !network_is_per_eye(network, projection->from);
    OWNED const char **words = NULL;
    size_t n = 0;
    names_add(&words, &n, "own");
    names_add(&words, &n, "none");
    for (size_t k = 0; k < network->projections.count; k++) {
        const ProjectionSettings *other = projection_at(network, k);
        if (other == projection || strcmp(other->to, projection->to) != 0)
            continue;
        alone = alone && strcmp(other->normalise, projection->normalise) != 0;
        if (is_group(other->normalise))
            names_add(&words, &n, other->normalise);
    }
    if (alone)
        fail(warnings,
             "projections.%s.normalise: no other projection to sheet %s has the word '%s': its "
             "fields sum to 1 by themselves, as with \"own\"%s",
             item->name, projection->to, projection->normalise,
             suggestion("", projection->normalise, words, n).text);
}

static void unused_norm(const Experiment *experiment, const Item *item, Error *warnings) {
    (void)experiment;
    const ProjectionSettings *projection = item->variant.settings;
    const char *names[] = {"norm_value", projection->norm == NORM_NONE ? NULL : "norm", NULL};
    OWNED char *place = format_text("projections.%s", item->name);
    if (projection_norm(projection) == NORM_NONE)
        tell_unused(&item->variant, names, place, ": the fields are not normalised", warnings);
}

// Fields that never learn, but are told how.
static void unused_learning(const Experiment *experiment, const Item *item, Error *warnings) {
    (void)experiment;
    static const char *const names[] = {"learning", "least_weight", "most_weight", NULL};
    const ProjectionSettings *projection = item->variant.settings;
    OWNED char *place = format_text("projections.%s", item->name);
    if (!projection->learns)
        tell_unused(&item->variant, names, place,
                    ": the fields do not learn, as learning_rate is 0", warnings);
}

// Growth that is collected for longer than the run takes.
static void never_learned(const Experiment *experiment, const Item *item, Error *warnings) {
    const ProjectionSettings *projection = item->variant.settings;
    int64_t interval = learning_interval(&projection->learning);
    if (projection->learns && experiment->iterations > 0 && interval > experiment->iterations)
        fail(
            warnings,
            "projections.%s.learning.patterns: %lld are more than the run has, %lld: weights never "
            "change",
            item->name, (long long)interval, (long long)experiment->iterations);
}

// A divisor that cannot rise above its constant.
static void idle_divisor(const Experiment *experiment, const Item *item, Error *warnings) {
    const NetworkSettings *network = &experiment->network;
    const ProjectionSettings *projection = item->variant.settings;
    bool alone = projection->effect == EFFECT_DIVIDE && projection->strength < 0;
    for (size_t k = 0; k < network->projections.count; k++) {
        const ProjectionSettings *other = projection_at(network, k);
        alone = alone && !(other->effect == EFFECT_DIVIDE && other->strength > 0 &&
                           strcmp(other->to, projection->to) == 0);
    }
    if (alone)
        fail(warnings,
             "projections.%s.strength: %.4g: a sum of divisors below 0 counts as 0; a projection "
             "that divides has a positive strength",
             item->name, projection->strength);
}

static void wider_target(const Experiment *experiment, const Item *item, Error *warnings) {
    const ProjectionSettings *projection = item->variant.settings;
    const SheetSettings *from = sheet_named(&experiment->network, projection->from),
                        *to = sheet_named(&experiment->network, projection->to);
    if (to->half_width > from->half_width * (1 + 1e-9) && from->boundary == BOUNDARY_OPEN)
        fail(warnings,
             "sheets.%s.half_width: %.4g is wider than its source %s, %.4g: units near the edge "
             "have fields beyond it, with few sources or none",
             projection->to, to->half_width, projection->from, from->half_width);
}

static void unlike_tori(const Experiment *experiment, const Item *item, Error *warnings) {
    const ProjectionSettings *projection = item->variant.settings;
    const SheetSettings *from = sheet_named(&experiment->network, projection->from),
                        *to = sheet_named(&experiment->network, projection->to);
    bool one = from->boundary != to->boundary,
         widths = from->boundary == BOUNDARY_PERIODIC &&
                  fabs(from->half_width - to->half_width) > 1e-9 * from->half_width;
    if (one || widths)
        fail(warnings,
             "sheets.%s.boundary: projection '%s' joins sheet %s (half_width %.4g, %s) to sheet "
             "%s (half_width %.4g, %s): opposite edges meet in one alone, and the map tears there; "
             "make both periodic and equally wide",
             to->boundary == BOUNDARY_PERIODIC ? projection->to : projection->from, item->name,
             projection->from, from->half_width, from->boundary ? "periodic" : "open",
             projection->to, to->half_width, to->boundary ? "periodic" : "open");
}

// Does a path of projections lead from one sheet to another?
static bool leads_to(const NetworkSettings *network, const char *from, const char *to) {
    OWNED bool *reached = allocate(network->sheets.count, sizeof *reached);
    const Item *items = network->sheets.items;
    reached[collection_find(&network->sheets, from) - items] = true;
    for (size_t step = 0; step < network->sheets.count; step++)
        for (size_t k = 0; k < network->projections.count; k++) {
            const ProjectionSettings *projection = projection_at(network, k);
            if (reached[collection_find(&network->sheets, projection->from) - items])
                reached[collection_find(&network->sheets, projection->to) - items] = true;
        }
    return reached[collection_find(&network->sheets, to) - items];
}

// Is anything measured by showing gratings?
static const Item *grating_measure(const Experiment *experiment) {
    for (size_t i = 0; i < experiment->measures.count; i++)
        if (block_find(&experiment->measures.items[i].variant.kind->block, "frequency"))
            return &experiment->measures.items[i];
    return NULL;
}

static void lagged_inputs(const Experiment *experiment, const Item *item, Error *warnings) {
    const NetworkSettings *network = &experiment->network;
    const ProjectionSettings *projection = item->variant.settings;
    const Item *measure = grating_measure(experiment);
    bool lagged = projection->delay > 0 && measure &&
                  !leads_to(network, projection->to, projection->from),
         beside = false;
    for (size_t k = 0; k < network->projections.count && lagged; k++) {
        const ProjectionSettings *other = projection_at(network, k);
        beside = beside || (strcmp(other->to, projection->to) == 0 && other->delay == 0 &&
                            strcmp(other->from, other->to) != 0);
    }
    if (beside)
        fail(warnings,
             "projections.%s.delay: %lld lags behind other inputs of sheet %s; measure '%s' shows "
             "gratings that stand still, so it does not see selectivity for direction",
             item->name, (long long)projection->delay, projection->to, measure->name);
}

static void unused_settings(const Experiment *experiment, const Item *item, Error *warnings) {
    (void)experiment;
    const Kind *kind = item->variant.kind;
    OWNED char *place = format_text("stimuli.%s", item->name),
               *why = format_text(" on the kind '%s'", kind->name);
    tell_unused(&item->variant, kind->block.idle, place, why, warnings);
}

// Weights take one pattern, at one place.
static void unused_of_pattern(const Experiment *experiment, const Item *item, Error *warnings) {
    (void)experiment;
    static const char *const names[] = {"count",     "half_range",  "combine",   "separation",
                                        "imbalance", "independent", "disparity", "hold",
                                        "jitter",    NULL};
    const ProjectionSettings *projection = item->variant.settings;
    const Setting *setting = block_find(&projection->weights.kind->block, "pattern");
    if (setting == NULL)
        return;
    const Variant *pattern = setting_value_const(setting, projection->weights.settings);
    OWNED char *place = format_text("projections.%s.weights.pattern", item->name);
    tell_unused(pattern, names, place, " on weights", warnings);
}

static void contrast_in_percent(const Experiment *experiment, const Item *item, Error *warnings) {
    (void)experiment;
    const StimulusSettings *stimulus = item->variant.settings;
    if (stimulus->contrast > 10)
        fail(warnings, "stimuli.%s.contrast: %.4g is a factor, and 1 is 100 %%; %.4g %% is %.4g",
             item->name, stimulus->contrast, stimulus->contrast, stimulus->contrast / 100);
}

static void one_pattern(const Experiment *experiment, const Item *item, Error *warnings) {
    (void)experiment;
    const StimulusSettings *stimulus = item->variant.settings;
    if (stimulus->count == 1 && stimulus->separation > 0)
        fail(warnings, "stimuli.%s.separation: %.4g has no effect on one pattern (count = 1)",
             item->name, stimulus->separation);
}

static void eyes_of_one(const Experiment *experiment, const Item *item, Error *warnings) {
    static const char *const names[] = {"imbalance", "independent", "disparity"};
    const Block *block = &item->variant.kind->block;
    for (size_t i = 0; i < 3 && experiment->network.eyes.count == 0; i++) {
        const Setting *setting = block_find(block, names[i]);
        double value = *(const double *)setting_value_const(setting, item->variant.settings);
        if (value > 0)
            fail(warnings, "stimuli.%s.%s: %.4g has no effect without two eyes", item->name,
                 names[i], value);
    }
}

static void gratings_on_torus(const Experiment *experiment, const Item *item, Error *warnings) {
    const Item *input = settings_coarsest_input(&experiment->network);
    const SheetSettings *sheet = input ? input->variant.settings : NULL;
    if (sheet && sheet->boundary == BOUNDARY_PERIODIC &&
        block_find(&item->variant.kind->block, "frequency"))
        fail(warnings,
             "measures.%s: its gratings do not close over the seam of the periodic sheet %s: "
             "preferences of units near the seam are off",
             item->name, input->name);
}

static Rule *const of_sheets[] = {unsettled,       idle_settling,    idle_carry,
                                  pool_of_one_eye, constant_of_none, NULL};
static Rule *const of_projections[] = {
    group_of_one, unused_norm, unused_learning, never_learned,     idle_divisor,
    wider_target, unlike_tori, lagged_inputs,   unused_of_pattern, NULL};
static Rule *const of_stimuli[] = {unused_settings, contrast_in_percent, one_pattern, eyes_of_one,
                                   NULL};
static Rule *const of_measures[] = {gratings_on_torus, NULL};

static void apply(Rule *const *rules, const Experiment *experiment, const Collection *collection,
                  Error *warnings) {
    for (; *rules; rules++)
        for (size_t i = 0; i < collection->count; i++)
            (*rules)(experiment, &collection->items[i], warnings);
}

void settings_warnings(const Experiment *experiment, Error *warnings) {
    Error found = {0};
    apply(of_sheets, experiment, &experiment->network.sheets, &found);
    apply(of_projections, experiment, &experiment->network.projections, &found);
    apply(of_stimuli, experiment, &experiment->network.stimuli, &found);
    apply(of_measures, experiment, &experiment->measures, &found);
    length_warnings(experiment, &found);
    config_locate(&experiment->places, experiment->path, &found);
    if (experiment->places.moved.count > 0)
        fail(warnings, "%s", experiment->places.moved.text);
    error_move(warnings, &found);
}
