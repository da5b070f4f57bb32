// SPDX-License-Identifier: GPL-3.0-or-later
// Orientation maps: preference and selectivity of every unit from its responses to gratings
// (docs/model.md), and the statistics of the map in the middle of the sheet
// (orientation_statistics.h).
//
// z = sum over orientations of the maximum response over phases, times exp(2 i orientation);
// preference = arg(z) / 2, selectivity = |z| / sum of the responses.
#include "base/memory.h"
#include "maps/pinwheels.h"
#include "maps/wavelength.h"
#include "measure/gratings.h"
#include "orientation/band_choice.h"
#include "orientation/orientation_layout.h"
#include "orientation/orientation_pictures.h"
#include "orientation/orientation_sessions.h"
#include "orientation/orientation_similarity.h"
#include "orientation/orientation_statistics.h"

#include <string.h>

typedef struct {
    GratingSettings gratings;
    char *eye;
} OrientationSettings;

static bool check(const void *settings_of_kind, const NetworkSettings *network, const char *place,
                  Error *error) {
    const OrientationSettings *settings = settings_of_kind;
    bool ok = gratings_check(&settings->gratings, network, place, error);
    if (settings->eye[0] && !collection_find(&network->eyes, settings->eye))
        ok = fail(error, "%s.eye: there is no eye '%s'", place, settings->eye);
    return ok;
}

static void find_selectivity(const ComplexMap *map, double *selectivity) {
    for (size_t i = 0; i < map->height * map->width; i++)
        selectivity[i] = hypot(map->real[i], map->imaginary[i]);
}

// `selectivity`: of each sample; NULL: there is none.
static void add_statistics(Results *results, const ComplexMap *map, const double *selectivity,
                           bool cortical) {
    enum { ROWS = ORIENTATION_STATISTICS_ROWS + ORIENTATION_LAYOUT_ROWS };
    OrientationStatistics statistics;
    OrientationLayout layout;
    Statistic rows[ROWS];
    const char *warnings[ORIENTATION_STATISTICS_WARNINGS];
    orientation_statistics(map, selectivity, &statistics);
    orientation_layout(map, &statistics, &layout);
    orientation_statistics_rows(&statistics, rows);
    orientation_layout_rows(&layout, rows + ORIENTATION_STATISTICS_ROWS);
    size_t warned = orientation_statistics_warnings(&statistics, warnings);
    for (size_t i = 0; i < ROWS; i++) {
        bool doubtful =
            strstr(rows[i].name, ".density") != NULL || i >= (size_t)ORIENTATION_STATISTICS_ROWS;
        measure_add_statistics(results, &rows[i], 1, cortical,
                               doubtful && warned > 0 ? warnings[0] : NULL);
    }
    results_add_number(results, "spectrum.ring", statistics.columns.ring, "1",
                       "1 when the spectrum has a ring, else 0", "");
    for (size_t i = 0; i < warned; i++)
        results_add_warning(results, warnings[i]);
}

// Where the sample (row, column) of a map lies: at (left + right * column, top + down * row).
typedef struct {
    double left, top, right, down;
    const char *unit;
} SamplePlace;

static void add_pinwheels(Results *results, const ComplexMap *map, const SamplePlace *place) {
    OWNED_BY(pinwheels_free_owned) Pinwheels *pinwheels = pinwheels_new(map);
    OWNED double *rows = allocate(3 * pinwheels->count + 1, sizeof *rows);
    for (size_t k = 0; k < pinwheels->count; k++) {
        rows[3 * k] = place->left + place->right * pinwheels->list[k].column;
        rows[3 * k + 1] = place->top + place->down * pinwheels->list[k].row;
        rows[3 * k + 2] = pinwheels->list[k].sign;
    }
    results_add_map(results, "pinwheels", 1, pinwheels->count, 3, rows, place->unit,
                    "x, y and sign of each pinwheel of the whole map");
}

static Results *take(const void *settings_of_kind, const char *name, Network *network) {
    const OrientationSettings *settings = settings_of_kind;
    Sheet *sheet = network_sheet(network, settings->gratings.sheet);
    size_t n = sheet->geometry.n;
    OWNED double *z = allocate(2 * sheet->units, sizeof *z);
    Probe probe = probe_begin(network);
    OWNED double *responses =
        gratings_responses(&settings->gratings, &probe, sheet, measure_eye(network, settings->eye));
    probe_end(&probe);
    size_t silent = gratings_orientation(&settings->gratings, sheet, responses, z);

    Results *results = results_new(name);
    OWNED char *how = gratings_protocol(&settings->gratings);
    results_add_map(results, "complex", 2, n, n, z, "selectivity * exp(2 i preference)", how);
    results_add_map(results, "responses", (size_t)settings->gratings.orientations, n, n, responses,
                    "activity", how);
    analysed_part_note(results, sheet);
    results_add_number(results, "silent", (double)silent / (double)sheet->units, "1",
                       "share of units without a preference", "");
    OWNED_BY(map_free_owned)
    ComplexMap *whole = analysed_map(results, "complex", 0),
               *part = analysed_map(results, "complex", settings->gratings.region);
    double edge = sheet->geometry.half_width, step = whole->spacing;
    add_pinwheels(
        results, whole,
        &(SamplePlace){-edge + 0.5 * step, edge - 0.5 * step, step, -step, "sheet units"});
    OWNED double *selectivity = allocate(part->height * part->width, sizeof *selectivity);
    find_selectivity(part, selectivity);
    add_statistics(results, part, selectivity,
                   measure_is_cortical(network->settings, settings->gratings.sheet));
    return results;
}

// Band-passes all maps by the cut-offs of the first, in place.
static void filter(Results *results, const Recording *recording, ComplexMap *const *map) {
    BandChoice choice = band_choice_of(map[0], &recording->band);
    band_choice_results(&choice, results);
    for (size_t k = 0; k < recording->count; k++) {
        OWNED_BY(map_free_owned) Map *passed = band_pass_of(map[k], &choice.band);
        memcpy(map[k]->value, passed->value,
               2 * passed->height * passed->width * sizeof *passed->value);
    }
}

// The maps of a recording, which are alike; false with a message.
static bool read_maps(const Recording *recording, ComplexMap **map, Error *error) {
    for (size_t k = 0; k < recording->count; k++) {
        map[k] = recording_orientation(recording, k, error);
        if (map[k] == NULL || (k > 0 && !recording_check_alike(recording, 0, k, error)))
            return false;
    }
    return true;
}

// The statistics of the first map, and its similarity to the second; of all, what lasts.
static Results *results_of(const char *name, const Recording *recording, ComplexMap *const *maps) {
    ComplexMap *map = maps[0];
    Results *results = results_new(name);
    for (size_t k = 0; k < recording->count; k++)
        measure_doubt(results, recording, k);
    bool selective = (!recording_has_angles(recording, 0) || recording->selectivity.values) &&
                     !recording->unselective;
    OWNED double *selectivity = allocate(map->height * map->width, sizeof *selectivity);
    find_selectivity(map, selectivity);
    if (recording->filtered)
        filter(results, recording, maps);
    results_add_map(results, "complex", 2, map->height, map->width, map->value,
                    "selectivity * exp(2 i preference)", "the map that the numbers are of");
    add_pinwheels(results, map, &(SamplePlace){0, 0, 1, 1, "samples, y down"});
    add_statistics(results, map, selective ? selectivity : NULL, true);
    if (recording->count < 2)
        return results;
    orientation_similarity_add(results, map, maps[1]);
    orientation_sessions_add(results, maps, recording->count,
                             results_number(results, "wavelength.peak_fit")->value);
    return results;
}

static Results *take_recording(const void *settings, const char *name, const Recording *recording,
                               Error *error) {
    (void)settings;
    ComplexMap *map[RECORDING_MOST] = {NULL};
    Results *results = read_maps(recording, map, error) ? results_of(name, recording, map) : NULL;
    for (size_t k = 0; k < recording->count; k++)
        map_free(map[k]);
    return results;
}

static const DrawnResult drawn_of_recording[] = {{"complex", "2 h w"}, {0}};

static bool draw_recording(const Results *results, const MeasurePage *page, Error *error) {
    static const struct {
        const char *picture, *title;
    } rows[] = {{"preference", "Orientation preference"},
                {"polar", "Orientation preference and |z|"}};
    const ResultMap *complex = results_map(results, "complex");
    const ComplexMap map =
        map_view(2, complex->height, complex->width, (double)NAN, false, complex->values);
    OWNED_BY(pinwheels_free_owned) Pinwheels *pinwheels = pinwheels_new(&map);
    bool ok = true;
    for (int polar = 0; ok && polar < 2; polar++) {
        const OrientationPicture picture = {.palette = (Palette)page->experiment->figures.palette,
                                            .polar = polar > 0,
                                            .pinwheels = polar ? NULL : pinwheels};
        OWNED_BY(measure_frame_finish)
        MeasureFrame frame = measure_recorded_frame(page, results->measure, rows[polar].picture,
                                                    rows[polar].title, map.width, 1);
        ok = orientation_picture_preference(&frame, &map, &picture, error);
    }
    OWNED_BY(measure_frame_finish)
    MeasureFrame frame = measure_recorded_frame(page, results->measure, "selectivity",
                                                "Selectivity |z|", map.width, 1);
    return ok && orientation_picture_selectivity(&frame, &map, "|z|", error);
}

static const char *const recorded_headline[] = {
    "wavelength.peak_fit", "wavelength.peak_fit_sheet_mm",
    "hypercolumns",        "pinwheels.count",
    "pinwheels.density",   "quality",
    "selectivity.mean",    "modularity.p",
    "signal_to_noise",     "confidence.angle",
    "confidence.sure",     NULL};

static const MeasureOfRecording of_recording = {
    .datasets =
        (const char *const[]){
            "an orientation map: (2, H, W), real and imaginary planes of z = s exp(2 i theta), or "
            "(H, W), angles theta",
            "another, whose similarity to the first is wanted, as that of another day", NULL},
    .least = 1,
    .more = true,
    .settings = (const char *const[]){NULL},
    .options = (const char *const[]){"degrees",
                                     "radians",
                                     "turns",
                                     "codes",
                                     "doubled",
                                     "directions",
                                     "selectivity",
                                     "region",
                                     "periodic",
                                     "margin",
                                     "spacing",
                                     "millimetres-per-sample",
                                     "band-pass",
                                     "high-pass",
                                     "low-pass",
                                     "steepness",
                                     "axes",
                                     "stimuli",
                                     "turn",
                                     "drift",
                                     "darker",
                                     "normalise",
                                     "window",
                                     "resamples",
                                     "layout-intervals",
                                     "seed",
                                     NULL},
    .take = take_recording,
    .headline = recorded_headline,
    .drawn = drawn_of_recording,
    .draw = draw_recording};

static bool draw_selectivity(const OrientationSettings *settings, const Results *results,
                             const MeasurePage *page, Error *error) {
    OWNED_BY(map_free_owned) ComplexMap *map = analysed_map(results, "complex", 0);
    OWNED_BY(measure_frame_finish)
    MeasureFrame frame =
        gratings_frame(&settings->gratings, page, results, "complex", "selectivity",
                       "Orientation selectivity", map->height * map->width);
    return orientation_picture_selectivity(&frame, map, "selectivity |z| / sum of responses",
                                           error);
}

// `polar`: with selectivity as brightness, without pinwheels.
static bool draw_map(const OrientationSettings *settings, const Results *results,
                     const MeasurePage *page, bool polar, Error *error) {
    OWNED_BY(map_free_owned) ComplexMap *map = analysed_map(results, "complex", 0);
    OWNED_BY(pinwheels_free_owned) Pinwheels *pinwheels = pinwheels_new(map);
    const OrientationPicture picture = {.palette = (Palette)page->experiment->figures.palette,
                                        .polar = polar,
                                        .pinwheels = polar ? NULL : pinwheels};
    OWNED_BY(measure_frame_finish)
    MeasureFrame frame = gratings_frame(
        &settings->gratings, page, results, "complex", polar ? "polar" : "preference",
        polar ? "Orientation preference and selectivity" : "Orientation preference",
        map->height * map->width);
    return orientation_picture_preference(&frame, map, &picture, error);
}

static bool draw_spectrum(const OrientationSettings *settings, const Results *results,
                          const MeasurePage *page, Error *error) {
    enum { CURVE = 200 };
    OWNED_BY(map_free_owned)
    ComplexMap *map = analysed_map(results, "complex", settings->gratings.region);
    OWNED_BY(spectrum_free) Spectrum spectrum = spectrum_new(map);
    Wavelength wavelength = wavelength_from_spectrum(&spectrum);
    double step =
        1 / (spectrum.extent * map->spacing); // one cycle per extent, in cycles per sheet unit
    OWNED double *power = allocate(map->height * map->width, sizeof *power),
                 *frequency = allocate(spectrum.annuli + 1, sizeof *frequency);
    double curve_at[CURVE], curve[CURVE];
    spectrum_image(&spectrum, power);
    for (size_t k = 0; k < spectrum.annuli; k++)
        frequency[k] = spectrum.radius[k] * step;
    for (size_t k = 0; k < CURVE && spectrum.annuli > 0; k++) {
        double radius = spectrum.radius[spectrum.annuli - 1] * (double)(k + 1) / CURVE;
        curve_at[k] = radius * step;
        curve[k] = wavelength_fitted(wavelength.fit, radius);
    }
    OWNED_BY(measure_frame_finish)
    MeasureFrame frame =
        gratings_frame(&settings->gratings, page, results, NULL, "spectrum",
                       "Spectrum of the orientation map", map->height * map->width);
    PictureSpectrum picture = {.power = power,
                               .rows = map->height,
                               .cols = map->width,
                               .frequency_step = step,
                               .frequency = frequency,
                               .profile = spectrum.amplitude,
                               .n = spectrum.annuli,
                               .fit_frequency = curve_at,
                               .fit = wavelength.ring ? curve : NULL,
                               .fit_n = wavelength.ring ? CURVE : 0,
                               .wavenumber =
                                   wavelength.ring ? wavelength.peak_wavenumber * step : 0,
                               .unit = "sheet unit"};
    return picture_spectrum(&frame.frame, &picture, frame.path, error);
}

static bool draw(const void *settings, const Results *results, const MeasurePage *page,
                 Error *error) {
    return draw_map(settings, results, page, false, error) &&
           draw_selectivity(settings, results, page, error) &&
           draw_map(settings, results, page, true, error) &&
           draw_spectrum(settings, results, page, error);
}

static const char *const headline[] = {"wavelength.peak_fit_sheet",
                                       "wavelength.peak_fit_sheet_mm",
                                       "hypercolumns",
                                       "pinwheels.density",
                                       "quality",
                                       "selectivity.mean",
                                       NULL};

static const MeasureReference references[] = {
    {"pinwheels.density", "\u03c0 = 3.14, the mean over tree shrew, galago, cat and ferret",
     "Kaschube et al. 2010, as reported by Stevens et al. 2013"},
    {"pinwheels.spacing_mm", "0.35 mm in macaque, 0.69 in area 17 of cat, 0.43 in ferret",
     "Vis Neurosci 34:E007, 2017, table 4"},
    {"quality", "1 where the density is \u03c0", "Stevens et al. 2013"},
    {0}};

static const DrawnResult drawn[] = {
    {"complex", "2 n n"}, {"density", drawn_length}, {"periodic", drawn_number}, {0}};

const MeasureKind measure_orientation = {
    .observable.kind = {"orientation",
                        "orientation preference and selectivity, with the statistics of the map",
                        BLOCK(OrientationSettings, &grating_settings,
                              {SETTING(OrientationSettings, eye), "",
                               .help = "the eye that alone sees the gratings; empty: all do"})},
    .observable.check = check,
    .shows_gratings = true,
    .take = take,
    .recording = &of_recording,
    .drawn = drawn,
    .draw = draw,
    .similarity = &measure_stability,
    .compared = "complex",
    .strength = "selectivity.mean",
    .strength_name = "mean selectivity",
    .map_picture = "preference",
    .headline = headline,
    .references = references,
};
