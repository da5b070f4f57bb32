// SPDX-License-Identifier: GPL-3.0-or-later
// Receptive fields of all units of a sheet from spots (response_mapping.h) or noise
// (noise_mapping.h): their centres and areas, and the strength of the responses.
#include "measure/mapping.h"

#include "base/memory.h"

#include <math.h>

// Sums over the units that are present; the area is summed over those with a field.
typedef struct {
    double units, fields, area, peak, blank;
    double responding; // units
} FieldSums;

static void add_unit(FieldSums *sums, double peak, double area) {
    sums->units++;
    sums->peak += peak;
    sums->fields += peak > 0;
    sums->area += peak > 0 ? area : 0;
}

static bool responds(const FieldSums *sums, double peak, double criterion) {
    return peak > 0 && peak >= criterion * sums->peak / sums->units;
}

static FieldSums sums_of(const FieldMap *map, double criterion) {
    FieldSums sums = {0};
    for (size_t unit = 0; unit < field_map_units(map); unit++)
        if (map->present[unit] > 0) {
            add_unit(&sums, map->peak[unit], map->area[unit]);
            sums.blank += map->blank[unit];
        }
    for (size_t unit = 0; unit < field_map_units(map); unit++)
        sums.responding += responds(&sums, map->peak[unit], criterion);
    return sums;
}

// `no_blank`: why there are no responses to a blank screen; NULL where there are.
static void add_numbers(const FieldSums *sums, const char *no_blank, Results *results) {
    static const char gone[] = "no unit is there";
    const Statistic rows[] = {
        {"field.area", sums->area / sums->fields, "square sheet units",
         "mean area above half of each unit's own peak", "no unit responds"},
        {"field.peak", sums->peak / sums->units, "1", "mean over units of the largest response",
         gone},
        {"responsive", sums->responding / sums->units, "1",
         "share of units with a peak of at least the criterion times the mean peak", gone},
        {"blank", no_blank ? (double)NAN : sums->blank / sums->units, "1",
         "mean activity on a blank screen", no_blank ? no_blank : gone},
    };
    measure_add_statistics(results, rows, sizeof rows / sizeof *rows, false, NULL);
}

static Results *take(const void *settings_of_kind, const char *name, Network *network) {
    const MappingSettings *settings = settings_of_kind;
    const Sheet *sheet = network_sheet(network, settings->sheet);
    OWNED_BY(field_map_free_owned) FieldMap *map = mapping_take(settings, network, NULL);
    Results *results = results_new(name);
    mapping_add(settings, map, results);
    results_add_number(results, "density", sheet->geometry.density, "samples per sheet unit",
                       "true density of the sheet", "");
    results_add_number(results, "half_width", sheet->geometry.half_width, "sheet units",
                       "half the side of the sheet", "");
    FieldSums sums = sums_of(map, settings->criterion);
    add_numbers(&sums, NULL, results);
    return results;
}

// From the responses of each unit at the points of a square grid, less those to a blank screen.
static Results *take_recording(const void *settings_of_kind, const char *name,
                               const Recording *recording, Error *error) {
    const MappingSettings *settings = settings_of_kind;
    const DataArray *array = &recording->array[0];
    size_t side = array->rank == 3 ? array->shape[1] : 0, points = side * side;
    if (side < 2 || array->shape[2] != side) {
        recording_refuse_shape(recording, 0,
                               "responses are (units, N, N) at the points of a square grid, N at "
                               "least 2",
                               error);
        return NULL;
    }
    if (!recording_check_finite(recording, 0, error))
        return NULL;
    ProbeGrid grid = {side, isfinite(recording->spacing) ? recording->spacing : 1};
    size_t units = array->shape[0];
    OWNED float *response = allocate(points, sizeof *response);
    OWNED double *peak = allocate(units, sizeof *peak);
    FieldSums sums = {0};
    for (size_t unit = 0; unit < units; unit++) {
        for (size_t k = 0; k < points; k++)
            response[k] = (float)array->values[unit * points + k];
        ResponseField field = response_field_of(response, &grid);
        peak[unit] = field.peak;
        add_unit(&sums, field.peak, field.area);
    }
    for (size_t unit = 0; unit < units; unit++)
        sums.responding += responds(&sums, peak[unit], settings->criterion);
    Results *results = results_new(name);
    add_numbers(&sums, "the responses were given without it", results);
    return results;
}

static const MeasureOfRecording of_recording = {
    .datasets =
        (const char *const[]){"responses, less those to a blank screen: (units, N, N), at points "
                              "--spacing apart in visual space",
                              NULL},
    .least = 1,
    .settings = (const char *const[]){"criterion", NULL},
    .options = (const char *const[]){"spacing", NULL},
    .take = take_recording};

static bool draw_grid(const Results *results, const MeasurePage *page, Error *error) {
    const ResultMap *x = results_map(results, "x"), *y = results_map(results, "y");
    PictureRetinotopy grid = {.x = x->values,
                              .y = y->values,
                              .rows = x->height,
                              .cols = x->width,
                              .half_width = results_number(results, "half_width")->value,
                              .unit = "sheet units"};
    OWNED_BY(measure_frame_finish)
    MeasureFrame frame =
        measure_frame(page, results->measure, "grid", "Centres of receptive fields");
    return picture_retinotopy(&frame.frame, &grid, frame.path, error);
}

static bool draw(const void *settings_of_kind, const Results *results, const MeasurePage *page,
                 Error *error) {
    const MappingSettings *settings = settings_of_kind;
    const MeasuredSheet sheet = {settings->sheet, results_number(results, "density")->value, 0};
    return draw_grid(results, page, error) &&
           measure_draw_values(page, results, "area", "Area of receptive fields", &sheet, 0, 0,
                               RAMP_BLUE_YELLOW, "area above half the peak, square sheet units",
                               error) &&
           measure_draw_values(page, results, "peak", "Largest response to spots or noise", &sheet,
                               0, 0, RAMP_BLUE_YELLOW, "activity", error);
}

static const char *const headline[] = {"field.area", "field.peak", "responsive", "blank", NULL};

static const DrawnResult drawn[] = {{"x", "1 m m"},
                                    {"y", "1 m m"},
                                    {"area", "1 m m"},
                                    {"peak", "1 m m"},
                                    {"density", drawn_length},
                                    {"half_width", drawn_length},
                                    {0}};

const MeasureKind measure_mapping = {
    .observable.kind =
        {"mapping",
         "receptive fields by small spots of both signs, or by reverse correlation with noise",
         BLOCK_OF_NONE(MappingSettings, &mapping_settings)},
    .observable.check = mapping_check,
    .take = take,
    .recording = &of_recording,
    .drawn = drawn,
    .draw = draw,
    .map_picture = "grid",
    .headline = headline,
};
