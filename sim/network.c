// SPDX-License-Identifier: GPL-3.0-or-later
#include "network.h"

#include "hash.h"
#include "memory.h"

#include <assert.h>
#include <omp.h>
#include <string.h>
#include <unistd.h>

#define AT(member) offsetof(NetworkSettings, member)
const Block network_settings = {
    sizeof(NetworkSettings), NULL,
    (const Setting[]){
        {"seed", SETTING_INTEGER, AT(seed), "1", 0, 9007199254740992.0, .word = "auto",
         .help =
             "root of all random numbers; auto draws one and writes it into the run's config.cfg"},
        {"sheets", SETTING_COLLECTION, AT(sheets), NULL, 1, 64, .help = "squares of units, by name",
         .kinds = sheet_kinds},
        {"projections", SETTING_COLLECTION, AT(projections), NULL, 0, 256,
         .help = "connections between sheets, by name", .kinds = projection_kinds},
        {"stimuli", SETTING_COLLECTION, AT(stimuli), NULL, 0, 64,
         .help = "what input sheets show, by name", .kinds = stimulus_kinds},
        {0}}};

static const SheetSettings *sheet_settings(const NetworkSettings *settings, const char *name) {
    const Item *item = collection_find(&settings->sheets, name);
    return item ? item->variant.settings : NULL;
}

static size_t sheet_index(const NetworkSettings *settings, const char *name) {
    size_t i = 0;
    while (i < settings->sheets.count && strcmp(settings->sheets.items[i].name, name) != 0)
        i++;
    return i;
}

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

// The name that was meant, for a message; "" when none is near.
static char *suggestion(const Collection *collection, const char *word) {
    const char **names = allocate(collection->count + 1, sizeof *names);
    for (size_t i = 0; i < collection->count; i++)
        names[i] = collection->items[i].name;
    const char *nearest = nearest_name(word, names, collection->count);
    release(names);
    return nearest ? format_text("; did you mean '%s'?", nearest) : copy_text("");
}

static bool check_name(const Collection *collection, const char *what, const char *place,
                       const char *word, Error *error) {
    if (collection_find(collection, word))
        return true;
    char *meant = suggestion(collection, word);
    fail(error, "%s: there is no %s '%s'%s", place, what, word, meant);
    release(meant);
    return false;
}

static bool check_projection(const NetworkSettings *settings, const Item *item, Error *error) {
    const ProjectionSettings *projection = item->variant.settings;
    char *place = format_text("projections.%s", item->name);
    char *from = format_text("%s.from", place), *to = format_text("%s.to", place);
    bool ok = check_name(&settings->sheets, "sheet", from, projection->from, error);
    ok = check_name(&settings->sheets, "sheet", to, projection->to, error) && ok;
    if (ok && sheet_settings(settings, projection->to)->stimulus[0])
        ok = fail(error, "%s.to: sheet '%s' shows a stimulus, so nothing can project to it", place,
                  projection->to);
    if (!projection->weights.kind)
        ok = fail(error, "%s.weights: must be given", place);
    if (projection->shared && projection->learning_rate > 0)
        ok = fail(error, "%s.shared: a shared field cannot learn; set learning_rate = 0", place);
    if (projection->shared && projection->weights.kind &&
        strcmp(projection->weights.kind->name, "file") == 0)
        ok = fail(error,
                  "%s.shared: a file holds a field for each unit; a shared field has one for all",
                  place);
    if (projection->shared && projection->scatter > 0)
        ok = fail(error, "%s.shared: a shared field cannot be scattered; set scatter = 0", place);
    if (!projection->shared && strcmp(projection->normalise, "whole") == 0)
        ok =
            fail(error, "%s.normalise: 'whole' is for shared fields; set shared = true, or use own",
                 place);
    if (projection->shared && strcmp(projection->normalise, "own") != 0 &&
        strcmp(projection->normalise, "whole") != 0 && strcmp(projection->normalise, "none") != 0)
        ok = fail(error, "%s.normalise: a shared field cannot join the group '%s'", place,
                  projection->normalise);
    release(from);
    release(to);
    release(place);
    return ok;
}

// Places in a sheet's tiles are counted in 32 bits, margins included.
enum { LARGEST_SIDE = 30000 };

static bool check_sheets(const NetworkSettings *settings, Error *error) {
    bool ok = true;
    for (size_t i = 0; i < settings->sheets.count; i++) {
        const Item *item = &settings->sheets.items[i];
        const SheetSettings *sheet = item->variant.settings;
        if (sheet->density * 2 * sheet->half_width > LARGEST_SIDE)
            ok = fail(error,
                      "sheets.%s: %.0f units a side are more than %d; lower density or half_width",
                      item->name, sheet->density * 2 * sheet->half_width, LARGEST_SIDE);
        if (sheet->stimulus[0]) {
            char *place = format_text("sheets.%s.stimulus", item->name);
            ok = check_name(&settings->stimuli, "stimulus", place, sheet->stimulus, error) && ok;
            release(place);
            continue;
        }
        bool driven = false;
        for (size_t j = 0; j < settings->projections.count; j++) {
            const ProjectionSettings *projection = settings->projections.items[j].variant.settings;
            driven = driven || (strcmp(projection->to, item->name) == 0 &&
                                strcmp(projection->from, item->name) != 0);
        }
        if (!driven)
            ok = fail(error,
                      "sheets.%s: nothing drives it: give it a stimulus or a projection from "
                      "another sheet",
                      item->name);
    }
    return ok;
}

static bool undelayed(const ProjectionSettings *projection) {
    return projection->delay == 0 && strcmp(projection->from, projection->to) != 0;
}

// Sorts sheets so that undelayed sources come first; what is left over lies on a loop, which is
// refused.
static bool sort_sheets(const NetworkSettings *settings, size_t *order, Error *error) {
    size_t n = settings->sheets.count, done = 0;
    bool *placed = allocate(n, sizeof *placed);
    for (size_t before = n + 1; done < n && done != before;) {
        before = done;
        for (size_t i = 0; i < n; i++) {
            bool ready = !placed[i];
            for (size_t j = 0; j < settings->projections.count && ready; j++) {
                const ProjectionSettings *projection =
                    settings->projections.items[j].variant.settings;
                if (undelayed(projection) && sheet_index(settings, projection->to) == i)
                    ready = placed[sheet_index(settings, projection->from)];
            }
            if (ready) {
                placed[i] = true;
                order[done++] = i;
            }
        }
    }
    char *names = copy_text("");
    for (size_t i = 0; i < n; i++)
        if (!placed[i]) {
            char *more =
                format_text("%s%s%s", names, names[0] ? ", " : "", settings->sheets.items[i].name);
            release(names);
            names = more;
        }
    if (done < n)
        fail(error,
             "projections: sheets %s form a loop, or depend on one; give one of its projections a "
             "delay",
             names);
    release(names);
    release(placed);
    return done == n;
}

double network_memory(const NetworkSettings *settings) {
    double bytes = 0;
    for (size_t i = 0; i < settings->sheets.count; i++)
        bytes += sheet_memory(settings->sheets.items[i].variant.settings);
    for (size_t i = 0; i < settings->projections.count; i++) {
        const ProjectionSettings *projection = settings->projections.items[i].variant.settings;
        const SheetSettings *from = sheet_settings(settings, projection->from);
        const SheetSettings *to = sheet_settings(settings, projection->to);
        if (from && to)
            bytes += projection_memory(projection, from, to);
    }
    return bytes;
}

static bool check_memory(const NetworkSettings *settings, Error *error) {
    double needed = network_memory(settings);
    double there = (double)sysconf(_SC_PHYS_PAGES) * (double)sysconf(_SC_PAGESIZE);
    if (needed <= there)
        return true;
    return fail(error,
                "sheets: this network needs about %.3g GB of memory and the machine has %.3g; "
                "lower a density, a half_width or a radius",
                needed / 1e9, there / 1e9);
}

bool network_check(const NetworkSettings *settings, Error *error) {
    bool ok = true;
    for (size_t i = 0; i < settings->projections.count; i++)
        ok = check_projection(settings, &settings->projections.items[i], error) && ok;
    return check_sheets(settings, error) && ok && check_memory(settings, error);
}

static void list_add(ProjectionList *list, Projection *projection) {
    Projection **items = allocate(list->count + 1, sizeof *items);
    if (list->count)
        memcpy(items, list->items, list->count * sizeof *items);
    items[list->count++] = projection;
    release(list->items);
    list->items = items;
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
    ProjectionList *groups = allocate(inputs->groups + 1, sizeof *groups);
    if (inputs->groups)
        memcpy(groups, inputs->group, inputs->groups * sizeof *groups);
    list_add(&groups[inputs->groups++], projection);
    release(inputs->group);
    inputs->group = groups;
}

// Excitation is added before inhibition, so that settling can tell who is silent anyhow.
static void put_excitation_first(ProjectionList *lateral) {
    for (size_t p = 1; p < lateral->count; p++)
        for (size_t q = p; q > 0 && lateral->items[q]->settings->strength > 0 &&
                           lateral->items[q - 1]->settings->strength <= 0;
             q--) {
            Projection *inhibitory = lateral->items[q - 1];
            lateral->items[q - 1] = lateral->items[q];
            lateral->items[q] = inhibitory;
        }
}

static void connect_inputs(Network *network) {
    for (size_t k = 0; k < network->projections; k++) {
        Projection *projection = &network->projection[k];
        SheetInputs *inputs = &network->inputs[projection->to - network->sheet];
        list_add(projection_is_lateral(projection) ? &inputs->lateral : &inputs->forward,
                 projection);
        if (strcmp(projection->settings->normalise, "none") != 0 && !projection->settings->shared)
            add_to_group(inputs, projection);
    }
    for (size_t i = 0; i < network->sheets; i++)
        put_excitation_first(&network->inputs[i].lateral);
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
    return projection_init(inputs->pool, "gain_control", &inputs->pool_settings, sheet, sheet,
                           network->kernels, 0, error);
}

static long largest_radius(const NetworkSettings *settings, const Item *item, size_t *delays) {
    const SheetSettings *sheet = item->variant.settings;
    double density = geometry_of(sheet->density, sheet->half_width, false).density;
    long largest =
        sheet->gain_control.enabled ? field_radius(sheet->gain_control.radius, density) : 1;
    *delays = 0;
    for (size_t j = 0; j < settings->projections.count; j++) {
        const ProjectionSettings *projection = settings->projections.items[j].variant.settings;
        if (strcmp(projection->from, item->name) != 0)
            continue;
        long radius = field_radius(projection->radius, density);
        largest = radius > largest ? radius : largest;
        *delays = (size_t)projection->delay > *delays ? (size_t)projection->delay : *delays;
    }
    return largest;
}

static bool normalise_group(const ProjectionList *group, Error *error) {
    const Projection *projection = group->items[0];
    size_t blocks = projection->to->grid.side * projection->to->grid.side;
    size_t units = projection->to->units, wrong = units;
#pragma omp parallel for schedule(static) reduction(min : wrong)
    for (size_t b = 0; b < blocks; b++) {
        unsigned lanes = projection_normalise(group->items, group->count, b, ~0u);
        for (size_t t = 0, unit; t < LANES; t++)
            if (lanes >> t & 1 && projection_unit(projection, b, t, &unit) && unit < wrong)
                wrong = unit;
    }
    return wrong == units || fail(error,
                                  "projections.%s.weights: those of unit %zu cannot be "
                                  "normalised: they vanish or are not finite",
                                  projection->name, wrong);
}

static bool normalise_all(Network *network, Error *error) {
    bool ok = true;
    for (size_t s = 0; s < network->sheets && ok; s++) {
        SheetInputs *inputs = &network->inputs[s];
        for (size_t g = 0; g < inputs->groups && ok; g++)
            ok = normalise_group(&inputs->group[g], error);
        if (inputs->pool && ok)
            ok = projection_normalise_shared(inputs->pool, error);
    }
    for (size_t k = 0; k < network->projections && ok; k++)
        if (network->projection[k].settings->shared)
            ok = projection_normalise_shared(&network->projection[k], error);
    return ok;
}

// Room for every thread to list the sources of the largest field.
static void give_room(Network *network) {
    size_t tiles = 0;
    for (size_t k = 0; k < network->projections; k++)
        for (size_t p = 0; p < network->projection[k].pattern_count; p++)
            if (network->projection[k].patterns[p]->tiles > tiles)
                tiles = network->projection[k].patterns[p]->tiles;
    int threads = omp_get_max_threads(), processors = omp_get_num_procs();
    network->workers = (size_t)(threads > processors ? threads : processors);
    network->room = allocate(network->workers, sizeof *network->room);
    for (size_t w = 0; w < network->workers; w++)
        network->room[w] = (SourceRoom){allocate(tiles + 1, sizeof(int32_t)),
                                        allocate((tiles + 1) * LANES, sizeof(int32_t)),
                                        allocate((tiles + 1) * LANES, sizeof(float))};
}

// Passes on what was found, with the path of the settings that it comes from; returns whether
// nothing was.
static bool clear_of(Error *found, const char *group, const char *name, const char *part,
                     Error *error) {
    bool clear = found->count == 0;
    if (!clear)
        fail(error, "%s.%s%s: %s", group, name, part, found->text);
    error_clear(found);
    return clear;
}

bool network_check_stimuli(const Network *network, Error *error) {
    for (size_t i = 0; i < network->sheets; i++)
        for (size_t k = 0; k < network->stimuli; k++) {
            Error found = {0};
            const Sheet *sheet = &network->sheet[i];
            if (strcmp(sheet->settings->stimulus, network->stimulus[k].name) == 0)
                stimulus_fits(&network->stimulus[k], &sheet->geometry, &found);
            if (!clear_of(&found, "sheets", sheet->name, ".stimulus", error))
                return false;
        }
    return true;
}

static bool build(Network *network, Error *error) {
    const NetworkSettings *settings = network->settings;
    size_t largest = 0;
    for (size_t i = 0; i < network->sheets; i++) {
        const Item *item = &settings->sheets.items[i];
        size_t delays;
        long radius = largest_radius(settings, item, &delays);
        if (!sheet_init(&network->sheet[i], item->name, item->variant.settings, (size_t)radius,
                        delays, error))
            return false;
        largest = network->sheet[i].units > largest ? network->sheet[i].units : largest;
    }
    network->scratch = allocate(largest, sizeof *network->scratch);
    for (size_t k = 0; k < network->stimuli; k++) {
        Error found = {0};
        stimulus_open(&network->stimulus[k], &settings->stimuli.items[k], (uint64_t)settings->seed,
                      &found);
        if (!clear_of(&found, "stimuli", settings->stimuli.items[k].name, "", error))
            return false;
    }
    if (!network_check_stimuli(network, error))
        return false;
    for (size_t k = 0; k < network->projections; k++) {
        const Item *item = &settings->projections.items[k];
        const ProjectionSettings *projection = item->variant.settings;
        if (!projection_init(&network->projection[k], item->name, projection,
                             &network->sheet[sheet_index(settings, projection->from)],
                             &network->sheet[sheet_index(settings, projection->to)],
                             network->kernels, (uint64_t)settings->seed, error))
            return false;
    }
    for (size_t i = 0; i < network->sheets; i++)
        if (!add_pool(network, &network->sheet[i], &network->inputs[i], error))
            return false;
    connect_inputs(network);
    give_room(network);
    return normalise_all(network, error);
}

Network *network_new(const NetworkSettings *settings, const Kernels *kernels, Error *error) {
    if (!network_check(settings, error))
        return NULL;
    size_t *order = allocate(settings->sheets.count, sizeof *order);
    if (!sort_sheets(settings, order, error)) {
        release(order);
        return NULL;
    }
    Network *network = allocate(1, sizeof *network);
    *network = (Network){.settings = settings,
                         .kernels = kernels ? kernels : kernels_choose(NULL),
                         .sheets = settings->sheets.count,
                         .projections = settings->projections.count,
                         .stimuli = settings->stimuli.count,
                         .order = order};
    network->sheet = allocate(network->sheets, sizeof *network->sheet);
    network->inputs = allocate(network->sheets, sizeof *network->inputs);
    network->projection = allocate(network->projections, sizeof *network->projection);
    network->stimulus = allocate(network->stimuli, sizeof *network->stimulus);
    if (build(network, error))
        return network;
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
    for (size_t w = 0; w < network->workers; w++) {
        release(network->room[w].tile);
        release(network->room[w].line);
        release(network->room[w].value);
    }
    release(network->room);
    release(network->sheet);
    release(network->inputs);
    release(network->projection);
    release(network->stimulus);
    release(network->order);
    release(network->scratch);
    release(network);
}

uint64_t network_hash(const Network *network) {
    uint64_t hash = HASH_START;
    for (size_t k = 0; k < network->projections; k++) {
        const Projection *projection = &network->projection[k];
        hash = hash_bytes(hash, projection->weights, projection->weight_count * sizeof(float));
        hash = hash_bytes(hash, projection->scale, projection->to->units * sizeof(float));
    }
    for (size_t i = 0; i < network->sheets; i++) {
        const Sheet *sheet = &network->sheet[i];
        hash = hash_bytes(hash, sheet->threshold, sheet->units * sizeof *sheet->threshold);
        hash = hash_bytes(hash, sheet->average, sheet->units * sizeof *sheet->average);
        for (size_t d = 1; d <= sheet->delays; d++)
            hash = hash_bytes(hash, sheet->shown[d].tiles, sheet->grid.size * sizeof(float));
    }
    return hash;
}
