// SPDX-License-Identifier: GPL-3.0-or-later
// Orientation maps: preference and selectivity of every unit from its responses to gratings
// (docs/model.md), and the statistics of the map in the middle of the sheet
// (orientation_statistics.h).
//
// z = sum over orientations of the largest response over phases, times exp(2 i orientation);
// preference = arg(z) / 2, selectivity = |z| / sum of the responses, without any factor for
// display.
#include "measure.h"

#include "memory.h"
#include "orientation_statistics.h"
#include "pinwheels.h"
#include "probe.h"
#include "selectivity.h"
#include "similarity.h"
#include "wavelength.h"

#include <string.h>

static const char *const protocols[] = {"feedforward", "settled", NULL};

typedef struct {
    char *sheet;
    int protocol; // index into protocols: a Response
    int64_t orientations, phases;
    double frequency, contrast, region;
} OrientationSettings;

#define AT(member) offsetof(OrientationSettings, member)

static bool check(const void *settings_of_kind, const NetworkSettings *network, const char *place,
                  Error *error) {
    enum { FEWEST = 8 }; // samples a side that a spectrum makes sense of
    const OrientationSettings *settings = settings_of_kind;
    if (!measure_check_sheet(settings->sheet, network, place, error))
        return false;
    const SheetSettings *sheet =
        collection_find(&network->sheets, settings->sheet)->variant.settings;
    Geometry geometry = geometry_of(sheet->density, sheet->half_width, false);
    double side = settings->region > 0
                      ? fmin(settings->region * geometry.density, (double)geometry.n)
                      : (double)geometry.n;
    if (side < FEWEST)
        return fail(error,
                    "%s.region: a map of %.3g units a side is too small to analyse; %d are needed",
                    place, side, FEWEST);
    return true;
}

// The part of a whole-sheet map that the statistics are taken over.
static ComplexMap *central_part(const ComplexMap *map, double region) {
    size_t side = (size_t)floor(region / map->spacing + 1e-9);
    if (region <= 0 || side >= map->height || side < 2)
        return map_crop_margin(map, 0);
    return map_crop_central(map, side, side);
}

// A stored field as a ComplexMap.
static ComplexMap *map_of(const ResultMap *stored, double spacing, bool periodic) {
    size_t n = stored->height * stored->width;
    ComplexMap *map = map_new(stored->height, stored->width, spacing, periodic);
    memcpy(map->real, stored->values, n * sizeof *map->real);
    memcpy(map->imaginary, stored->values + n, n * sizeof *map->imaginary);
    return map;
}

static double spacing_of(const Results *results) {
    return 1 / results_number(results, "density")->value;
}

// The analysed part of a result's map: the whole torus, or the central region.
static ComplexMap *analysed(const OrientationSettings *settings, const Results *results) {
    bool periodic = results_number(results, "periodic")->value > 0;
    ComplexMap *map = map_of(results_map(results, "complex"), spacing_of(results), periodic);
    double side = (double)map->height * map->spacing;
    if (periodic && (settings->region <= 0 || settings->region >= side - 1e-9))
        return map;
    ComplexMap *part = central_part(map, settings->region);
    map_free(map);
    return part;
}

static void add_statistics(Results *results, const ComplexMap *map, bool cortical) {
    OrientationStatistics statistics;
    Statistic rows[ORIENTATION_STATISTICS_ROWS];
    const char *warnings[ORIENTATION_STATISTICS_WARNINGS];
    size_t n = map->height * map->width;
    double *selectivity = allocate(n, sizeof *selectivity);
    for (size_t i = 0; i < n; i++)
        selectivity[i] = hypot(map->real[i], map->imaginary[i]);
    orientation_statistics(map, selectivity, &statistics);
    orientation_statistics_rows(&statistics, rows);
    size_t warned = orientation_statistics_warnings(&statistics, warnings);
    for (size_t i = 0; i < ORIENTATION_STATISTICS_ROWS; i++) {
        bool density = strncmp(rows[i].name, "pinwheels.density", 17) == 0;
        const char *note = rows[i].undefined       ? rows[i].undefined
                           : density && warned > 0 ? warnings[0]
                                                   : "";
        (cortical ? results_add_cortical : results_add_number)(
            results, rows[i].name, rows[i].value, rows[i].unit, rows[i].definition, note);
    }
    results_add_number(results, "spectrum.ring", statistics.ring, "1",
                       "1 when the spectrum has a ring, else 0", "");
    release(selectivity);
}

static void add_pinwheels(Results *results, const ComplexMap *map, double half_width) {
    Pinwheels *pinwheels = pinwheels_new(map);
    double *rows = allocate(3 * pinwheels->count + 1, sizeof *rows);
    for (size_t k = 0; k < pinwheels->count; k++) {
        rows[3 * k] = -half_width + (pinwheels->list[k].column + 0.5) * map->spacing;
        rows[3 * k + 1] = half_width - (pinwheels->list[k].row + 0.5) * map->spacing;
        rows[3 * k + 2] = pinwheels->list[k].sign;
    }
    results_add_map(results, "pinwheels", 1, pinwheels->count, 3, rows, "sheet units",
                    "x, y and sign of each pinwheel of the whole sheet");
    release(rows);
    pinwheels_free(pinwheels);
}

static Results *take(const void *settings_of_kind, const char *name, Network *network) {
    const OrientationSettings *settings = settings_of_kind;
    Sheet *sheet = network_sheet(network, settings->sheet);
    size_t n = sheet->geometry.n, units = sheet->units,
           orientations = (size_t)settings->orientations;
    double *response = allocate(orientations * units, sizeof *response);
    double *z = allocate(2 * units, sizeof *z);
    double *tuning = allocate(orientations, sizeof *tuning);
    GratingProtocol protocol = {orientations, (size_t)settings->phases, settings->frequency,
                                settings->contrast,
                                settings->protocol == 0 ? RESPOND_FEEDFORWARD : RESPOND_SETTLED};
    Probe probe = probe_begin(network);
    probe_gratings(&probe, sheet, &protocol, response);
    probe_end(&probe);

    double silent = 0;
    for (size_t unit = 0; unit < units; unit++) {
        for (size_t j = 0; j < orientations; j++)
            tuning[j] = response[j * units + unit];
        Selectivity found = selectivity_from_responses(tuning, orientations);
        bool tuned =
            isfinite(found.selectivity) && isfinite(found.preference) && sheet->inside[unit];
        z[unit] = tuned ? found.selectivity * cos(2 * found.preference) : (double)NAN;
        z[units + unit] = tuned ? found.selectivity * sin(2 * found.preference) : (double)NAN;
        silent += tuned ? 0 : 1;
    }
    Results *results = results_new(name);
    char *how = format_text(
        "%s response to %zu orientations x %zu phases of full-field gratings, %g cycles per sheet "
        "unit, contrast %g; largest over phases",
        protocols[settings->protocol], orientations, protocol.phases, settings->frequency,
        settings->contrast);
    results_add_map(results, "complex", 2, n, n, z, "selectivity * exp(2 i preference)", how);
    results_add_map(results, "responses", orientations, n, n, response, "activity", how);
    results_add_number(results, "density", sheet->geometry.density, "samples per sheet unit",
                       "true density of the sheet", "");
    results_add_number(results, "periodic", sheet->geometry.periodic, "1",
                       "1 when the sheet is a torus, else 0", "");
    results_add_number(results, "silent", silent / (double)units, "1",
                       "share of units without a preference", "");
    ComplexMap *whole =
        map_of(results_map(results, "complex"), spacing_of(results), sheet->geometry.periodic);
    add_pinwheels(results, whole, sheet->geometry.half_width);
    map_free(whole);
    ComplexMap *part = analysed(settings, results);
    add_statistics(results, part, measure_is_cortical(network->settings, settings->sheet));
    map_free(part);
    release(how);
    release(tuning);
    release(z);
    release(response);
    return results;
}

static bool draw_map(const OrientationSettings *settings, const Results *results,
                     const MeasurePage *page, bool polar, Error *error) {
    const ResultMap *z = results_map(results, "complex");
    size_t n = z->height * z->width;
    double density = results_number(results, "density")->value;
    ComplexMap *map = map_of(z, 1, results_number(results, "periodic")->value > 0);
    Pinwheels *pinwheels = pinwheels_new(map);
    PicturePinwheel *dots = allocate(pinwheels->count + 1, sizeof *dots);
    double *preference = allocate(n, sizeof *preference),
           *selectivity = allocate(n, sizeof *selectivity);
    for (size_t k = 0; k < pinwheels->count; k++)
        dots[k] = (PicturePinwheel){pinwheels->list[k].column, pinwheels->list[k].row,
                                    pinwheels->list[k].sign};
    for (size_t i = 0; i < n; i++) {
        preference[i] = map_preference(map, i / z->width, i % z->width);
        selectivity[i] = hypot(map->real[i], map->imaginary[i]);
    }
    PictureOrientation picture = {.preference = preference,
                                  .selectivity = polar ? selectivity : NULL,
                                  .rows = z->height,
                                  .cols = z->width,
                                  .palette = page->palette,
                                  .pinwheels = polar ? NULL : dots,
                                  .pinwheels_count = polar ? 0 : pinwheels->count};
    MeasureFrame frame = measure_map_frame(
        page, polar ? "Orientation preference and selectivity" : "Orientation preference",
        settings->sheet, density);
    char *path = measure_picture_path(page, results->measure, polar ? "polar" : "preference");
    bool ok = picture_orientation(&frame.frame, &picture, path, error);
    release(path);
    measure_frame_finish(&frame);
    if (ok && !polar) {
        frame = measure_map_frame(page, "Orientation selectivity", settings->sheet, density);
        path = measure_picture_path(page, results->measure, "selectivity");
        PictureScalar scalar = {.values = selectivity,
                                .rows = z->height,
                                .cols = z->width,
                                .ramp = RAMP_BLUE_YELLOW,
                                .name = "selectivity |z| / sum of responses"};
        ok = picture_scalar(&frame.frame, &scalar, path, error);
        release(path);
        measure_frame_finish(&frame);
    }
    release(selectivity);
    release(preference);
    release(dots);
    pinwheels_free(pinwheels);
    map_free(map);
    return ok;
}

static bool draw_spectrum(const OrientationSettings *settings, const Results *results,
                          const MeasurePage *page, Error *error) {
    enum { CURVE = 200 };
    ComplexMap *map = analysed(settings, results);
    Spectrum *spectrum = spectrum_new(map);
    Wavelength wavelength;
    wavelength_from_spectrum(spectrum, &wavelength);
    size_t n = map->height * map->width;
    double step =
        1 / (spectrum->extent * map->spacing); // one cycle per extent, in cycles per sheet unit
    double *power = allocate(n, sizeof *power),
           *frequency = allocate(spectrum->annuli + 1, sizeof *frequency);
    double curve_at[CURVE], curve[CURVE];
    spectrum_image(spectrum, power);
    for (size_t i = 0; i < n; i++)
        power[i] = pow(10, power[i]);
    for (size_t k = 0; k < spectrum->annuli; k++)
        frequency[k] = spectrum->radius[k] * step;
    for (size_t k = 0; k < CURVE && spectrum->annuli > 0; k++) {
        double radius = spectrum->radius[spectrum->annuli - 1] * (double)(k + 1) / CURVE;
        curve_at[k] = radius * step;
        curve[k] = wavelength_fitted(wavelength.fit, radius);
    }
    MeasureFrame frame = measure_frame(page, "Spectrum of the orientation map");
    PictureSpectrum picture = {.power = power,
                               .rows = map->height,
                               .cols = map->width,
                               .frequency_step = step,
                               .frequency = frequency,
                               .profile = spectrum->amplitude,
                               .n = spectrum->annuli,
                               .fit_frequency = curve_at,
                               .fit = curve,
                               .fit_n = wavelength.fit_converged ? CURVE : 0,
                               .wavenumber =
                                   wavelength.reason ? 0 : wavelength.peak_wavenumber * step,
                               .unit = "sheet unit"};
    char *path = measure_picture_path(page, results->measure, "spectrum");
    bool ok = picture_spectrum(&frame.frame, &picture, path, error);
    release(path);
    measure_frame_finish(&frame);
    release(frequency);
    release(power);
    spectrum_free(spectrum);
    map_free(map);
    return ok;
}

static bool draw(const void *settings, const Results *results, const MeasurePage *page,
                 Error *error) {
    return draw_map(settings, results, page, false, error) &&
           draw_map(settings, results, page, true, error) &&
           draw_spectrum(settings, results, page, error);
}

static double similarity(const ResultMap *a, const ResultMap *b) {
    ComplexMap *first = map_of(a, 1, false), *second = map_of(b, 1, false);
    double index = similarity_stability(first, second);
    map_free(first);
    map_free(second);
    return index;
}

static const char *const headline[] = {"wavelength.peak_fit_sheet",
                                       "wavelength.peak_fit_sheet_mm",
                                       "hypercolumns",
                                       "pinwheels.density",
                                       "quality",
                                       "selectivity.mean",
                                       NULL};

const MeasureKind measure_orientation = {
    .kind =
        {"orientation",
         "orientation preference and selectivity, with the statistics of the map",
         {sizeof(OrientationSettings), NULL,
          (const Setting[]){
              {"sheet", SETTING_TEXT, AT(sheet), NULL, 1, .help = "whose map"},
              {"protocol", SETTING_CHOICE, AT(protocol), "feedforward", .choices = protocols,
               .help = "feedforward: the drive before threshold; settled: the activity at the end"},
              {"orientations", SETTING_INTEGER, AT(orientations), "4", 3, 360,
               .help = "equally spaced over 180 degrees"},
              {"phases", SETTING_INTEGER, AT(phases), "18", 1, 360,
               .help = "equally spaced over a cycle"},
              {"frequency", SETTING_REAL, AT(frequency), "2.4", 1e-3, 1000, "cycles per sheet unit",
               .help = "of the gratings"},
              {"contrast", SETTING_REAL, AT(contrast), "1.0", 0, 1000, .help = "of the gratings"},
              {"region", SETTING_REAL, AT(region), "1.0", 0, 1000, "sheet units",
               .help = "side of the central square that the statistics are taken over; 0: the "
                       "whole sheet"},
              {0}}}},
    .check = check,
    .take = take,
    .draw = draw,
    .similarity = similarity,
    .compared = "complex",
    .headline = headline,
};
