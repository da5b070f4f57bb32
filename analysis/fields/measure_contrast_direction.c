// SPDX-License-Identifier: GPL-3.0-or-later
// Contrast direction: which way each unit's receptive field turns its bright side, from 0 to 360
// degrees, and whether the map of these directions has a column spacing.
//
// z = centre of the weights of the `bright` projections (ON) less that of the `dark` ones (OFF):
// its angle is the direction, its length the distance between the two. A field of two flanks, as
// for an edge, has a long one; in a field of three, as for a bar, both centres coincide. Where
// fields are those for edges, the direction takes the place of orientation in the map: orientation
// is that direction regardless of sign, so the spectrum of the orientation map, that of z squared,
// spreads from 0 to twice the wavenumber, and has no ring.
#include "base/memory.h"
#include "fields/afferent_fields.h"
#include "maps/column_spacing.h"
#include "maps/pinwheels.h"
#include "measure/analysed_part.h"
#include "measure/measure.h"

typedef struct {
    char *sheet;
    TextList bright, dark;
    double region;
} DirectionSettings;

static bool check(const void *settings_of_kind, const NetworkSettings *network, const char *place,
                  Error *error) {
    const DirectionSettings *settings = settings_of_kind;
    OWNED char *bright = format_text("%s.bright", place), *dark = format_text("%s.dark", place);
    bool ok = measure_check_sheet(settings->sheet, network, place, error) &&
              analysed_part_check(settings->sheet, settings->region, network, place, error);
    ok = afferent_fields_check(&settings->bright, settings->sheet, network, bright, error) && ok;
    return afferent_fields_check(&settings->dark, settings->sheet, network, dark, error) && ok;
}

static Retinotopy *centres_of(const Network *network, const Sheet *sheet,
                              const TextList *projections, double *size) {
    const Geometry *to = &sheet->geometry;
    Retinotopy *centres =
        retinotopy_new(to->n, to->n, geometry_x(to, 0), geometry_y(to, 0), 1 / to->density);
    afferent_fields_find(network, sheet, &(AfferentFields){projections, 0, 0}, centres, size);
    return centres;
}

// z of every unit; NaN where a unit has no weights of one of the two.
static void find_direction(const DirectionSettings *settings, const Network *network,
                           const Sheet *sheet, double *z) {
    OWNED double *size = allocate(sheet->units, sizeof *size);
    OWNED_BY(retinotopy_free_owned)
    Retinotopy *bright = centres_of(network, sheet, &settings->bright, size),
               *dark = centres_of(network, sheet, &settings->dark, size);
    for (size_t unit = 0; unit < sheet->units; unit++) {
        z[unit] = bright->x[unit] - dark->x[unit];
        z[sheet->units + unit] = bright->y[unit] - dark->y[unit];
    }
}

static void add_statistics(Results *results, const ComplexMap *map, bool cortical) {
    Wavelength wavelength = wavelength_of(map);
    ColumnSpacing spacing = column_spacing_of(map, &wavelength);
    Statistic rows[COLUMN_SPACING_ROWS];
    column_spacing_rows(&spacing, rows);
    measure_add_statistics(results, rows, COLUMN_SPACING_ROWS, cortical, NULL);
    results_add_number(results, "spectrum.ring", spacing.ring, "1",
                       "1 when the spectrum has a ring, else 0", "");
    OWNED_BY(pinwheels_free_owned) Pinwheels *pinwheels = pinwheels_new(map);
    results_add_number(results, "pinwheels.count", (double)pinwheels->count, "1",
                       "places round which the direction turns by a whole circle", "");
    results_add_number(results, "pinwheels.density", pinwheels_density(pinwheels, spacing.peak_fit),
                       "1", "pinwheels.count * wavelength.peak_fit^2 / area",
                       spacing.ring ? "" : spacing.no_wavelength);
    double sum = 0;
    size_t count = 0;
    for (size_t i = 0; i < map->height * map->width; i++)
        if (map_has_sample(map, i)) {
            sum += hypot(map->real[i], map->imaginary[i]);
            count++;
        }
    results_add_number(results, "distance.mean", sum / (double)count, "sheet units",
                       "mean distance between the centres of the bright and the dark weights",
                       count > 0 ? "" : "no unit has weights of both");
}

static Results *take(const void *settings_of_kind, const char *name, Network *network) {
    const DirectionSettings *settings = settings_of_kind;
    const Sheet *sheet = network_sheet(network, settings->sheet);
    size_t n = sheet->geometry.n;
    OWNED double *z = allocate(2 * sheet->units, sizeof *z);
    find_direction(settings, network, sheet, z);
    Results *results = results_new(name);
    results_add_map(results, "complex", 2, n, n, z, "sheet units, distance * exp(i direction)",
                    "centre of the bright weights less that of the dark ones");
    analysed_part_note(results, sheet);
    OWNED_BY(map_free_owned) ComplexMap *part = analysed_map(results, "complex", settings->region);
    add_statistics(results, part, measure_is_cortical(network->settings, settings->sheet));
    return results;
}

static const char *const headline[] = {"spectrum.ring_prominence", "wavelength.peak_fit_sheet",
                                       "pinwheels.density", "distance.mean", NULL};

const MeasureKind measure_contrast_direction = {
    .observable.kind =
        {"contrast_direction",
         "which way fields turn their bright side, from the weights of ON and OFF",
         BLOCK(DirectionSettings, NULL,
               {SETTING(DirectionSettings, sheet), NULL, 1, .help = "whose units"},
               {SETTING(DirectionSettings, bright), NULL, 1, 64,
                .help = "afferent projections whose weights are a field's bright parts (ON)"},
               {SETTING(DirectionSettings, dark), NULL, 1, 64,
                .help = "afferent projections whose weights are its dark parts (OFF)"},
               {SETTING(DirectionSettings, region), "1.0", 0, 1000, "sheet units",
                .help = "side of the central square that the statistics are taken over; 0: the "
                        "whole sheet"})},
    .observable.check = check,
    .take = take,
    .similarity = &measure_stability,
    .compared = "complex",
    .strength = "distance.mean",
    .strength_name = "mean distance of bright from dark",
    .headline = headline,
};
