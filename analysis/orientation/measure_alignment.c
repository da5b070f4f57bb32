// SPDX-License-Identifier: GPL-3.0-or-later
// Alignment: do two sheets have the same orientation map (orientation_similarity.h)? Both are
// measured with the same gratings; units at the same place are compared.
#include "base/memory.h"
#include "measure/gratings.h"
#include "orientation/orientation_similarity.h"

typedef struct {
    GratingSettings gratings;
    char *other;
} AlignmentSettings;

static const SheetSettings *sheet_settings(const NetworkSettings *network, const char *name) {
    return network_sheet_item(network, name)->variant.settings;
}

static bool check(const void *settings_of_kind, const NetworkSettings *network, const char *place,
                  Error *error) {
    const AlignmentSettings *settings = settings_of_kind;
    OWNED char *other = format_text("%s.other", place);
    if (!gratings_check(&settings->gratings, network, place, error) ||
        !measure_check_sheet(settings->other, network, other, error))
        return false;
    const SheetSettings *a = sheet_settings(network, settings->gratings.sheet),
                        *b = sheet_settings(network, settings->other);
    Geometry one = geometry_of(a->density, a->half_width, false),
             two = geometry_of(b->density, b->half_width, false);
    if (one.n != two.n || one.half_width != two.half_width)
        return fail(error, "%s: sheet %s has %zu units over a side of %g, but sheet %s %zu over %g",
                    other, settings->other, two.n, 2 * two.half_width, settings->gratings.sheet,
                    one.n, 2 * one.half_width);
    return true;
}

// z of every unit of a sheet, as a map of the results.
static void add_map(const GratingSettings *gratings, Probe *probe, Sheet *sheet, const char *name,
                    Results *results) {
    OWNED double *z = allocate(2 * sheet->units, sizeof *z),
                 *responses = gratings_responses(gratings, probe, sheet, NO_EYE);
    OWNED char *how = gratings_protocol(gratings);
    gratings_orientation(gratings, sheet, responses, z);
    results_add_map(results, name, 2, sheet->geometry.n, sheet->geometry.n, z,
                    "selectivity * exp(2 i preference)", how);
}

static Results *take(const void *settings_of_kind, const char *name, Network *network) {
    const AlignmentSettings *settings = settings_of_kind;
    Sheet *sheet = network_sheet(network, settings->gratings.sheet);
    Results *results = results_new(name);
    Probe probe = probe_begin(network);
    add_map(&settings->gratings, &probe, sheet, "complex", results);
    add_map(&settings->gratings, &probe, network_sheet(network, settings->other), "other", results);
    probe_end(&probe);
    analysed_part_note(results, sheet);
    OWNED_BY(map_free_owned)
    ComplexMap *one = analysed_map(results, "complex", settings->gratings.region),
               *two = analysed_map(results, "other", settings->gratings.region);
    orientation_similarity_add(results, one, two);
    return results;
}

static const char *const headline[] = {"similarity.stability", "similarity.correlation", NULL};

const MeasureKind measure_alignment = {
    .observable.kind = {"alignment", "whether two sheets have the same orientation map",
                        BLOCK(AlignmentSettings, &grating_settings,
                              {SETTING(AlignmentSettings, other), NULL, 1,
                               .help = "the other sheet, of the same size"})},
    .observable.check = check,
    .shows_gratings = true,
    .take = take,
    .headline = headline,
};
