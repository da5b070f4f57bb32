// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/network.h"

#include "base/memory.h"

#include <omp.h>
#include <string.h>

const Block network_settings = BLOCK(
    NetworkSettings, NULL,
    {SETTING(NetworkSettings, seed), "1", 0, 9007199254740992.0, .word = "auto",
     .help = "root of all random numbers; auto draws one and writes it into the run's config.cfg"},
    {SETTING(NetworkSettings, eyes), NULL, 0, MOST_EYES,
     .help = "none or two, by name; sheets with per_eye = true have a copy for each",
     .kinds = eye_kinds},
    {SETTING(NetworkSettings, sheets), NULL, 1, 64, .help = "squares of units, by name",
     .kinds = sheet_kinds},
    {SETTING(NetworkSettings, projections), NULL, 0, 256,
     .help = "connections between sheets, by name", .kinds = projection_kinds},
    {SETTING(NetworkSettings, stimuli), NULL, 0, 64, .help = "what input sheets show, by name",
     .kinds = stimulus_kinds});

Sheet *network_sheet(const Network *network, const char *name) {
    for (size_t i = 0; i < network->sheets; i++)
        if (strcmp(network->sheet[i].name, name) == 0)
            return &network->sheet[i];
    return NULL;
}

Projection *network_projection(const Network *network, const char *name) {
    for (size_t k = 0; k < network->projections; k++)
        if (strcmp(network->projection[k].name, name) == 0)
            return &network->projection[k];
    return NULL;
}

static void list_add(ProjectionList *list, Projection *projection) {
    list->items = allocate_one_more(list->items, list->count, sizeof *list->items);
    list->items[list->count++] = projection;
}

ProjectionList network_projections(const Network *network, const TextList *names) {
    ProjectionList list = {0};
    for (size_t i = 0; i < names->count; i++)
        for (size_t k = 0; k < network->projections; k++)
            if (network_is_called(network->projection[k].name, network->projection[k].item,
                                  names->items[i]))
                list_add(&list, &network->projection[k]);
    return list;
}

static bool same_group(const Projection *a, const Projection *b) {
    return strcmp(a->settings->normalise, "own") != 0 &&
           strcmp(a->settings->normalise, b->settings->normalise) == 0;
}

static void add_to_group(SheetInputs *inputs, Projection *projection) {
    for (size_t g = 0; g < inputs->groups; g++)
        if (same_group(projection, inputs->group[g].items[0])) {
            list_add(&inputs->group[g], projection);
            return;
        }
    inputs->group = allocate_one_more(inputs->group, inputs->groups, sizeof *inputs->group);
    list_add(&inputs->group[inputs->groups++], projection);
}

// Adds the lateral projections that excite, or the others.
static void connect_lateral(Network *network, const SheetGroups *groups, bool excites) {
    for (size_t k = 0; k < network->projections; k++) {
        Projection *projection = &network->projection[k];
        if (projection->settings->effect == EFFECT_ADD &&
            sheet_groups_hold(groups, network->settings, projection->settings) &&
            (projection->settings->strength > 0) == excites)
            list_add(&network->inputs[projection->to - network->sheet].lateral, projection);
    }
}

static void connect_modulating(Projection *projection, bool lateral, SheetInputs *inputs) {
    list_add(lateral ? &inputs->lateral_modulating : &inputs->forward_modulating, projection);
    if (projection->settings->effect == EFFECT_DIVIDE)
        inputs->divides = true;
    else
        inputs->multiplies = true;
    if (inputs->modulation == NULL)
        inputs->modulation = allocate(sheet_strips(projection->to), sizeof *inputs->modulation);
}

static void connect_inputs(Network *network, const SheetGroups *groups) {
    for (size_t k = 0; k < network->projections; k++) {
        Projection *projection = &network->projection[k];
        SheetInputs *inputs = &network->inputs[projection->to - network->sheet];
        bool lateral = sheet_groups_hold(groups, network->settings, projection->settings);
        if (projection->settings->effect != EFFECT_ADD)
            connect_modulating(projection, lateral, inputs);
        else if (!lateral)
            list_add(&inputs->forward, projection);
        if (projection_norm(projection->settings) != NORM_NONE && !projection->settings->shared)
            add_to_group(inputs, projection);
    }
    // Excitation comes first, so that settling can leave out inhibition of silent units.
    connect_lateral(network, groups, true);
    connect_lateral(network, groups, false);
}

static bool add_pool(Network *network, Sheet *sheet, SheetInputs *inputs, Error *error) {
    const GainControl *gain = &sheet->settings->gain_control;
    if (!gain->enabled)
        return true;
    block_start(&projection_kinds[0]->block, &inputs->pool_settings);
    inputs->pool_settings.radius = gain->radius;
    inputs->pool_settings.shared = true;
    release(inputs->pool_settings.normalise);
    inputs->pool_settings.normalise = copy_text("whole");
    variant_choose(&inputs->pool_settings.weights, weights_kinds, "gaussian");
    const Setting *sigma = block_find(&inputs->pool_settings.weights.kind->block, "sigma");
    *(double *)setting_value(sigma, inputs->pool_settings.weights.settings) = gain->sigma;
    inputs->pool = allocate(1, sizeof *inputs->pool);
    return projection_init(inputs->pool, "gain_control", NULL, &inputs->pool_settings, sheet, sheet,
                           network->kernels, 0, error) &&
           projection_draw(inputs->pool, 0, error) &&
           projection_normalise_shared(inputs->pool, error);
}

static bool normalise_group(const ProjectionList *group, Error *error) {
    const Projection *projection = group->items[0];
    size_t blocks = projection->to->grid.side * projection->to->grid.side;
    size_t units = projection->to->units, wrong = units;
#pragma omp parallel for schedule(static) reduction(min : wrong)
    for (size_t b = 0; b < blocks; b++) {
        unsigned lanes = projection_normalise(group->items, group->count, b, ~0u);
        for (size_t t = 0, unit; t < LANES; t++)
            if (lanes >> t & 1 && sheet_unit(projection->to, b, t, &unit) && unit < wrong)
                wrong = unit;
    }
    return wrong == units || fail(error,
                                  "projections.%s.weights: those of unit %zu cannot be "
                                  "normalised: they vanish or are not finite",
                                  projection->item, wrong);
}

static bool normalise_groups(Network *network, Error *error) {
    for (size_t s = 0; s < network->sheets; s++)
        for (size_t g = 0; g < network->inputs[s].groups; g++)
            if (!normalise_group(&network->inputs[s].group[g], error))
                return false;
    return true;
}

// Draws the projections whose fields are shared and normalises them, or draws the others, which are
// normalised in groups.
static bool draw(Network *network, bool shared, Error *error) {
    for (size_t k = 0; k < network->projections; k++) {
        Projection *projection = &network->projection[k];
        if (projection->settings->shared != shared)
            continue;
        if (!projection_draw(projection, (uint64_t)network->settings->seed, error) ||
            (shared && !projection_normalise_shared(projection, error)))
            return false;
    }
    return true;
}

static void release_room(Network *network) {
    for (int w = 0; w < network->workers; w++) {
        release(network->room[w].tile);
        release(network->room[w].line);
        release(network->room[w].value);
    }
    release(network->room);
}

void network_give_room(Network *network) {
    release_room(network);
    size_t tiles = 0;
    for (size_t k = 0; k < network->projections; k++) {
        size_t most = projection_most_tiles(&network->projection[k]);
        tiles = most > tiles ? most : tiles;
    }
    int threads = omp_get_max_threads(), processors = omp_get_num_procs();
    network->workers = threads > processors ? threads : processors;
    network->room = allocate((size_t)network->workers, sizeof *network->room);
    for (int w = 0; w < network->workers; w++)
        network->room[w] =
            (SourceRoom){allocate(tiles + 1, sizeof(int32_t)),
                         allocate((STRIP_TILES * tiles + 1) * LANES, sizeof(int32_t)),
                         allocate((STRIP_TILES * tiles + 1) * LANES, sizeof(float))};
}

// Passes on a message, if there is one, with the path of the settings; returns true if none.
static bool clear_of(const Error *found, const char *group, const char *name, const char *part,
                     Error *error) {
    return found->count == 0 || fail(error, "%s.%s%s: %s", group, name, part, found->text);
}

bool network_check_stimuli(const Network *network, const NetworkSettings *settings, Error *error) {
    for (size_t i = 0; i < network->sheets; i++)
        for (size_t k = 0; k < network->stimuli; k++) {
            OWNED_BY(error_clear) Error found = {0};
            const Sheet *sheet = &network->sheet[i];
            const SheetSettings *shown =
                collection_find(&settings->sheets, sheet->item)->variant.settings;
            Stimulus stimulus = network->stimulus[k];
            stimulus.settings = settings->stimuli.items[k].variant.settings;
            if (strcmp(shown->stimulus, stimulus.name) == 0)
                stimulus_fits(&stimulus, &sheet->geometry, &found);
            if (!clear_of(&found, "sheets", sheet->item, ".stimulus", error))
                return false;
        }
    return true;
}

static const Eye *eye_of_copy(const Network *network, bool per_eye, size_t copy) {
    return per_eye ? &network->eye[copy] : NULL;
}

static bool build_sheets(Network *network, Error *error) {
    const NetworkSettings *settings = network->settings;
    size_t largest = 0, made = 0;
    for (size_t i = 0; i < settings->sheets.count; i++) {
        const Item *item = &settings->sheets.items[i];
        const SheetSettings *sheet = item->variant.settings;
        size_t count = network_copies(settings, sheet->per_eye);
        bool together = count > 1 && sheet->gain_control.enabled && sheet->gain_control.across_eyes;
        for (size_t copy = 0; copy < count; copy++, made++) {
            network->inputs[made].pooled = !together ? 1 : copy == 0 ? count : 0;
            if (!sheet_init(&network->sheet[made], item->name,
                            eye_of_copy(network, sheet->per_eye, copy), sheet,
                            network_reach(settings, item), error))
                return false;
        }
        size_t units = network->sheet[made - 1].units;
        largest = units > largest ? units : largest;
    }
    network->scratch = allocate(largest, sizeof *network->scratch);
    return true;
}

// The copy of a sheet that a projection of an eye, or of none, joins.
static Sheet *sheet_for(const Network *network, const char *item, size_t copy) {
    for (size_t i = 0; i < network->sheets; i++)
        if (strcmp(network->sheet[i].item, item) == 0)
            return &network->sheet[i + (network->sheet[i].eye == NO_EYE ? 0 : copy)];
    return NULL;
}

static bool build_projections(Network *network, Error *error) {
    const NetworkSettings *settings = network->settings;
    size_t made = 0;
    bool ok = true;
    for (size_t k = 0; k < settings->projections.count; k++) {
        const Item *item = &settings->projections.items[k];
        const ProjectionSettings *projection = item->variant.settings;
        bool per_eye = network_projection_is_per_eye(settings, item);
        for (size_t copy = 0; copy < network_copies(settings, per_eye) && ok; copy++, made++)
            ok = projection_init(&network->projection[made], item->name,
                                 eye_of_copy(network, per_eye, copy), projection,
                                 sheet_for(network, projection->from, copy),
                                 sheet_for(network, projection->to, copy), network->kernels,
                                 (uint64_t)settings->seed, error);
    }
    return ok;
}

static bool build(Network *network, const SheetGroups *groups, InitialWeights initial,
                  Error *error) {
    const NetworkSettings *settings = network->settings;
    for (size_t e = 0; e < network->eyes; e++)
        network->eye[e] = eye_of(&settings->eyes.items[e], (int)e, (uint64_t)settings->seed);
    if (!build_sheets(network, error))
        return false;
    for (size_t k = 0; k < network->stimuli; k++) {
        OWNED_BY(error_clear) Error found = {0};
        stimulus_open(&network->stimulus[k], &settings->stimuli.items[k], (uint64_t)settings->seed,
                      &found);
        if (!clear_of(&found, "stimuli", settings->stimuli.items[k].name, "", error))
            return false;
    }
    if (!network_check_stimuli(network, settings, error))
        return false;
    if (!build_projections(network, error))
        return false;
    for (size_t i = 0; i < network->sheets; i++)
        if (!add_pool(network, &network->sheet[i], &network->inputs[i], error))
            return false;
    connect_inputs(network, groups);
    network_give_room(network);
    return draw(network, true, error) &&
           (initial == WEIGHTS_TO_COME ||
            (draw(network, false, error) && normalise_groups(network, error)));
}

static size_t larger(size_t a, size_t b) {
    return a > b ? a : b;
}

// Adds a group of sheets that follow one another in the order.
static SettlingGroup *add_group(Network *network, size_t first, size_t count) {
    network->group = allocate_one_more(network->group, network->groups, sizeof *network->group);
    SettlingGroup *group = &network->group[network->groups++];
    *group = (SettlingGroup){network->order + first, count, false, 1, 1};
    return group;
}

// Puts all copies of the sheets in order, and into groups.
static void order_copies(Network *network, const SheetGroups *groups) {
    const NetworkSettings *settings = network->settings;
    size_t done = 0, before = SIZE_MAX;
    SettlingGroup *group = NULL;
    for (size_t i = 0; i < groups->sheets; i++) {
        size_t item = groups->order[i], of = groups->group[item];
        bool loop =
            (i + 1 < groups->sheets && groups->group[groups->order[i + 1]] == of) || of == before;
        for (size_t k = 0; k < network->sheets; k++) {
            SheetInputs *inputs = &network->inputs[k];
            if (network->sheet[k].item != settings->sheets.items[item].name)
                continue;
            if (loop ? of != before : inputs->pooled > 0)
                group = add_group(network, done, 0);
            group->count++;
            group->loop = loop;
            inputs->phase = groups->phase[item];
            group->phases = larger(group->phases, inputs->phase + 1);
            group->back = larger(group->back, network->sheet[k].back);
            before = of;
            network->order[done++] = k;
        }
    }
}

Network *network_new(const NetworkSettings *settings, const Kernels *kernels,
                     InitialWeights initial, Error *error) {
    if (!network_check(settings, error))
        return NULL;
    OWNED_BY(sheet_groups_free) SheetGroups groups = sheet_groups_of(settings);
    Network *network = allocate(1, sizeof *network);
    *network = (Network){.settings = settings,
                         .kernels = kernels ? kernels : kernels_choose(NULL),
                         .eyes = settings->eyes.count,
                         .stimuli = settings->stimuli.count,
                         .most_steps = INT64_MAX};
    for (size_t i = 0; i < settings->sheets.count; i++)
        network->sheets +=
            network_copies(settings, network_is_per_eye(settings, settings->sheets.items[i].name));
    for (size_t k = 0; k < settings->projections.count; k++)
        network->projections += network_copies(
            settings, network_projection_is_per_eye(settings, &settings->projections.items[k]));
    network->order = allocate(network->sheets, sizeof *network->order);
    network->eye = allocate(network->eyes, sizeof *network->eye);
    network->sheet = allocate(network->sheets, sizeof *network->sheet);
    network->inputs = allocate(network->sheets, sizeof *network->inputs);
    network->rest = allocate(network->sheets, sizeof *network->rest);
    network->projection = allocate(network->projections, sizeof *network->projection);
    network->stimulus = allocate(network->stimuli, sizeof *network->stimulus);
    if (build(network, &groups, initial, error)) {
        order_copies(network, &groups);
        return network;
    }
    network_free(network);
    return NULL;
}

void network_use(Network *network, const Kernels *kernels) {
    network->kernels = kernels;
    for (size_t k = 0; k < network->projections; k++)
        network->projection[k].kernels = kernels;
    for (size_t i = 0; i < network->sheets; i++)
        if (network->inputs[i].pool)
            network->inputs[i].pool->kernels = kernels;
}

void network_free(Network *network) {
    if (network == NULL)
        return;
    for (size_t i = 0; i < network->sheets; i++) {
        SheetInputs *inputs = &network->inputs[i];
        for (size_t g = 0; g < inputs->groups; g++)
            release(inputs->group[g].items);
        release(inputs->group);
        release(inputs->forward.items);
        release(inputs->lateral.items);
        release(inputs->forward_modulating.items);
        release(inputs->lateral_modulating.items);
        release(inputs->modulation);
        if (inputs->pool) {
            projection_finish(inputs->pool);
            release(inputs->pool);
            block_finish(&projection_kinds[0]->block, &inputs->pool_settings);
        }
        sheet_finish(&network->sheet[i]);
    }
    for (size_t k = 0; k < network->projections; k++)
        projection_finish(&network->projection[k]);
    for (size_t k = 0; k < network->stimuli; k++)
        if (network->stimulus[k].kind)
            stimulus_close(&network->stimulus[k]);
    release_room(network);
    release(network->eye);
    release(network->sheet);
    release(network->inputs);
    release(network->rest);
    release(network->projection);
    release(network->stimulus);
    release(network->order);
    release(network->group);
    release(network->scratch);
    release(network);
}
