// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/mapping.h"

#include "base/memory.h"

static const char *const protocols[] = {"spots", "noise", NULL};

const Block mapping_settings = BLOCK(
    MappingSettings, NULL, {SETTING(MappingSettings, sheet), NULL, 1, .help = "whose units"},
    {SETTING(MappingSettings, eye), "",
     .help = "the eye that alone sees the spots or the noise; empty: all do"},
    {SETTING(MappingSettings, protocol), "spots", .choices = protocols,
     .help = "spots: one small spot at a time; noise: frames of white noise, and what units "
             "respond to on average"},
    {SETTING(MappingSettings, sigma), "0.035", 1e-4, 100, "sheet units",
     .help = "standard deviation of the spots; noise has none"},
    {SETTING(MappingSettings, step), "0.05", 1e-4, 100, "sheet units",
     .help = "distance between neighbouring spots; side of the squares of noise"},
    {SETTING(MappingSettings, half_range), "sheet", 1e-3, 1000, "sheet units",
     .help = "spots, or the middles of squares, lie up to so far from the middle in x and y; "
             "sheet: 0.125 beyond its edge",
     .word = "sheet"},
    {SETTING(MappingSettings, contrast), "1.0", 0, 1000,
     .help = "height of spots or squares over the background, and depth of the dark ones"},
    {SETTING(MappingSettings, frames), "5000", 2, 100000000, .help = "of noise"},
    {SETTING(MappingSettings, background), "0.0", -1000, 1000,
     .help = "value of the blank screen; other than 0 it draws the edge of a lesioned retina"},
    {SETTING(MappingSettings, criterion), "0.2", 1e-3, 1,
     .help = "share of the reference's peak from which a unit responds, and to which its field "
             "reaches"});

enum { MOST_POINTS = 40000 };
static const double BEYOND_THE_SHEET = 0.125;

static double half_range_of(const MappingSettings *settings, double half_width) {
    return isfinite(settings->half_range) ? settings->half_range : half_width + BEYOND_THE_SHEET;
}

static bool has_periodic_input(const NetworkSettings *network) {
    for (size_t i = 0; i < network->sheets.count; i++) {
        const SheetSettings *sheet = network->sheets.items[i].variant.settings;
        if (sheet->stimulus[0] && sheet->boundary == BOUNDARY_PERIODIC)
            return true;
    }
    return false;
}

bool mapping_check(const void *mapping, const NetworkSettings *network, const char *place,
                   Error *error) {
    const MappingSettings *settings = mapping;
    if (!measure_check_sheet(settings->sheet, network, place, error))
        return false;
    bool ok = true;
    const SheetSettings *sheet =
        collection_find(&network->sheets, settings->sheet)->variant.settings;
    double half_range = half_range_of(settings, sheet->half_width);
    if (settings->eye[0] && !collection_find(&network->eyes, settings->eye))
        ok = fail(error, "%s.eye: there is no eye '%s'", place, settings->eye);
    if (settings->protocol == MAPPING_NOISE && has_periodic_input(network))
        ok = fail(error, "%s.protocol: noise does not go round a torus; take spots", place);
    if (half_range < settings->step)
        ok = fail(error, "%s.half_range: is less than `step`, so that there is only one place",
                  place);
    else if (pow(2 * half_range / settings->step + 1, 2) > MOST_POINTS)
        ok = fail(error,
                  "%s.step: makes %.0f places, %d at most; take larger steps, or a smaller "
                  "half_range",
                  place, pow(floor(2 * half_range / settings->step) + 1, 2), MOST_POINTS);
    return ok;
}

// The arrays of a map of fields by the names that they are filed under.
static const struct {
    const char *name, *unit, *meaning;
    size_t offset;
} arrays[] = {
    {"x", "sheet units", "centre of the part of the field above half its peak",
     offsetof(FieldMap, x)},
    {"y", "sheet units", "the same, upwards", offsetof(FieldMap, y)},
    {"area", "square sheet units", "area above half the unit's own peak", offsetof(FieldMap, area)},
    {"area_by_reference", "square sheet units",
     "area above a share of the unit's peak in the reference",
     offsetof(FieldMap, area_by_reference)},
    {"peak", "activity", "largest response", offsetof(FieldMap, peak)},
    {"blank", "activity", "activity on a blank screen", offsetof(FieldMap, blank)},
    {"threshold", "activity", "threshold", offsetof(FieldMap, threshold)},
    {"present", "1", "1 where a unit is there, 0 where it is left out or lesioned",
     offsetof(FieldMap, present)},
};
enum { ARRAYS = sizeof arrays / sizeof *arrays };

static double *array_of(const FieldMap *map, size_t k) {
    return *(double *const *)((const char *)map + arrays[k].offset);
}

static void find_fields(const MappingSettings *settings, const Sheet *sheet, const float *response,
                        const ProbeGrid *grid, const double *reference_peak, FieldMap *map) {
    size_t points = grid->side * grid->side;
#pragma omp parallel for schedule(static)
    for (size_t unit = 0; unit < sheet->units; unit++) {
        const float *own = response + unit * points;
        if (!sheet->inside[unit]) {
            for (size_t k = 0; k < ARRAYS; k++)
                array_of(map, k)[unit] = (double)NAN;
            map->present[unit] = 0;
            continue;
        }
        ResponseField field = response_field_of(own, grid);
        double peak = reference_peak ? reference_peak[unit] : field.peak;
        map->present[unit] = 1;
        map->peak[unit] = field.peak;
        map->x[unit] = field.x;
        map->y[unit] = field.y;
        map->area[unit] = field.area;
        map->area_by_reference[unit] =
            peak > 0 ? response_field_area(own, grid, settings->criterion * peak) : (double)NAN;
        map->threshold[unit] = sheet->threshold[unit];
    }
}

static void find_responses(const MappingSettings *settings, Network *network, Sheet *sheet,
                           const ProbeGrid *grid, float *response, double *blank) {
    int eye = measure_eye(network, settings->eye);
    Probe probe = probe_begin(network);
    if (settings->protocol == MAPPING_SPOTS) {
        SpotProtocol spots = {settings->sigma, settings->contrast, settings->background, *grid,
                              eye};
        probe_spots(&probe, sheet, &spots, response, blank);
    } else {
        RandomStream stream = random_stream((uint64_t)network->settings->seed, "mapping/noise");
        NoiseProtocol noise = {settings->contrast,
                               settings->background,
                               *grid,
                               eye,
                               (uint64_t)settings->frames,
                               stream};
        probe_noise(&probe, sheet, &noise, response, blank);
    }
    probe_end(&probe);
}

FieldMap *mapping_take(const MappingSettings *settings, Network *network,
                       const double *reference_peak) {
    Sheet *sheet = network_sheet(network, settings->sheet);
    ProbeGrid grid =
        probe_grid(settings->step, half_range_of(settings, sheet->geometry.half_width));
    OWNED float *response = allocate(sheet->units * grid.side * grid.side, sizeof *response);
    FieldMap *map = field_map_new(sheet->geometry.n);
    find_responses(settings, network, sheet, &grid, response, map->blank);
    find_fields(settings, sheet, response, &grid, reference_peak, map);
    return map;
}

static char *protocol_text(const MappingSettings *settings) {
    if (settings->protocol == MAPPING_NOISE)
        return format_text("absolute value of the mean of settled response times noise of +-1, "
                           "over %lld frames of squares of side %g, contrast %g on a background of "
                           "%g",
                           (long long)settings->frames, settings->step, settings->contrast,
                           settings->background);
    return format_text("settled response, less that to a blank screen, to one spot at a time, of "
                       "both signs, standard deviation %g, steps of %g, contrast %g on a "
                       "background of %g",
                       settings->sigma, settings->step, settings->contrast, settings->background);
}

void mapping_add(const MappingSettings *settings, const FieldMap *map, Results *results) {
    OWNED char *how = protocol_text(settings);
    for (size_t k = 0; k < ARRAYS; k++) {
        OWNED char *what = format_text("%s; %s", arrays[k].meaning, how);
        results_add_map(results, arrays[k].name, 1, map->side, map->side, array_of(map, k),
                        arrays[k].unit, what);
    }
}

FieldMap *mapping_from_earlier(Store *maps, const char *measure, int64_t iteration, size_t side,
                               Error *error) {
    FieldMap *map = field_map_new(side);
    for (size_t k = 0; k < ARRAYS; k++)
        if (!earlier_read(maps, measure, iteration, arrays[k].name, side * side, array_of(map, k),
                          error)) {
            field_map_free(map);
            return NULL;
        }
    return map;
}
