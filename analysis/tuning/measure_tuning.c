// SPDX-License-Identifier: GPL-3.0-or-later
// Tuning: the responses of units to orientation, contrast and phase, from gratings at several
// contrasts (docs/measures.md), and their numbers (tuning_statistics.h). The units lie on a grid
// over the middle of the sheet.
#include "base/memory.h"
#include "measure/gratings.h"
#include "tuning/tuning_pictures.h"
#include "tuning/tuning_responses.h"
#include "tuning/tuning_statistics.h"

typedef struct {
    GratingSettings gratings; // of the highest contrast
    double lowest_contrast;
    int64_t contrasts, units;
} TuningSettings;

static const Block block = BLOCK(
    TuningSettings, NULL,
    {SETTING_NAMED("sheet", TuningSettings, gratings.sheet), NULL, 1, .help = "whose units"},
    {SETTING_NAMED("protocol", TuningSettings, gratings.protocol), "settled",
     .choices = grating_protocols,
     .help = "feedforward: the drive before threshold; settled: the activity at the end"},
    {SETTING_NAMED("orientations", TuningSettings, gratings.orientations), "12", 6, 360,
     .help = "equally spaced over 180 degrees"},
    {SETTING_NAMED("phases", TuningSettings, gratings.phases), "6", 1, 360,
     .help = "equally spaced over a cycle"},
    {SETTING_NAMED("frequency", TuningSettings, gratings.frequency), "2.4", 1e-3, 1000,
     "cycles per sheet unit", .help = "of the gratings"},
    {SETTING_NAMED("contrast", TuningSettings, gratings.contrast), "1.0", 0, 1000,
     .help = "the highest of the gratings' contrasts"},
    {SETTING(TuningSettings, lowest_contrast), "0.1", 1e-6, 1000, .help = "the lowest of them"},
    {SETTING(TuningSettings, contrasts), "3", 1, PICTURE_CURVES,
     .help = "how many, each the same factor above the one before"},
    {SETTING(TuningSettings, units), "400", 0, 1000000,
     .help = "at most, on a square grid over the region; 0: all of it"},
    {SETTING_NAMED("region", TuningSettings, gratings.region), "1.0", 0, 1000, "sheet units",
     .help = "side of the central square that the units lie in; 0: the whole sheet"});

static bool check_contrasts(const TuningSettings *settings, const char *place, Error *error) {
    if (!(settings->gratings.contrast > 0))
        return fail(error, "%s.contrast: has to be above 0", place);
    if (settings->contrasts > 1 && settings->lowest_contrast >= settings->gratings.contrast)
        return fail(error, "%s.lowest_contrast: has to be below `contrast`, or `contrasts` 1",
                    place);
    return true;
}

static bool check(const void *settings_of_kind, const NetworkSettings *network, const char *place,
                  Error *error) {
    const TuningSettings *settings = settings_of_kind;
    return gratings_check(&settings->gratings, network, place, error) &&
           check_contrasts(settings, place, error);
}

// All contrasts, [contrasts], lowest first; each is the same factor above the one before. To be
// released.
static double *all_contrasts(const TuningSettings *settings) {
    double *contrast = allocate((size_t)settings->contrasts, sizeof *contrast),
           highest = settings->gratings.contrast, steps = (double)settings->contrasts - 1;
    for (size_t k = 0; k < (size_t)settings->contrasts; k++)
        contrast[k] =
            steps > 0 ? highest * pow(settings->lowest_contrast / highest, 1 - (double)k / steps)
                      : highest;
    return contrast;
}

// F1 / F0 of each unit.
static void find_modulation(const double *phases, size_t n, size_t count, double *modulation) {
    OWNED double *response = allocate(n, sizeof *response);
    for (size_t i = 0; i < count; i++) {
        tuning_column(phases, n, count, i, response);
        modulation[i] = tuning_curve_modulation(response, n);
    }
}

// The tuning of each unit, [contrasts][units], from curves[contrasts][orientations][units]; to be
// released.
static TuningCurve *find_curves(const TuningSettings *settings, const double *curves,
                                size_t units) {
    size_t contrasts = (size_t)settings->contrasts, n = (size_t)settings->gratings.orientations;
    OWNED double *curve = allocate(n, sizeof *curve);
    TuningCurve *found = allocate(contrasts * units, sizeof *found);
    for (size_t k = 0; k < contrasts; k++)
        for (size_t i = 0; i < units; i++) {
            tuning_column(curves + k * n * units, n, units, i, curve);
            found[k * units + i] = tuning_curve_of(curve, n);
        }
    return found;
}

// At each contrast, lowest first.
static void add_summaries(const double *contrast, size_t contrasts, const TuningCurve *curve,
                          size_t units, Results *results) {
    for (size_t k = 0; k < contrasts; k++) {
        TuningSummary summary = tuning_summary(curve + k * units, units);
        const Statistic rows[] = {
            {"contrast", contrast[k], "1", "of the gratings", NULL},
            {"response", summary.response, "1", "mean over units of the largest response",
             "no unit is there"},
            {"selectivity", summary.selectivity.median, "1",
             "median over units of 1 - circular variance", "no unit responds"},
            {"osi", summary.osi.median, "1", "median over units of the von Mises fit's OSI",
             "no unit has a fit"},
            {"hwhh", summary.half_width.median, "degrees",
             "median over units of the half width at half height above the baseline",
             "no unit's curve has a half width"},
            {"osi_raw", summary.raw_osi.median, "1", "the same as osi of the responses themselves",
             "no unit responds"},
            {"hwhh_raw", summary.raw_half_width.median, "degrees",
             "median over units of the half width of the responses themselves",
             "no unit's curve has two responses above half height"},
        };
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
            OWNED char *name = format_text("contrast_%zu.%s", k + 1, rows[i].name);
            Statistic row = rows[i];
            row.name = name;
            measure_add_statistics(results, &row, 1, false, NULL);
        }
    }
}

static void add_maps(const TuningSettings *settings, const Sheet *sheet,
                     const TuningResponses *responses, const double *curves,
                     const TuningCurve *curve, Results *results) {
    size_t n = responses->count, contrasts = (size_t)settings->contrasts;
    OWNED double *places = allocate(2 * n, sizeof *places),
                 *value = allocate(2 * contrasts * n, sizeof *value);
    for (size_t i = 0; i < n; i++) {
        places[2 * i] = geometry_x(&sheet->geometry, responses->unit[i] % sheet->geometry.n);
        places[2 * i + 1] = geometry_y(&sheet->geometry, responses->unit[i] / sheet->geometry.n);
    }
    for (size_t i = 0; i < contrasts * n; i++) {
        value[i] = curve[i].selectivity;
        value[contrasts * n + i] = curve[i].half_width * 180 / M_PI;
    }
    OWNED char *how = gratings_protocol(&settings->gratings);
    results_add_map(results, "units", 1, n, 2, places, "sheet units", "x and y of each unit");
    results_add_map(results, "curves", contrasts, responses->orientations, n, curves, "activity",
                    how);
    results_add_map(results, "selectivity", contrasts, 1, n, value, "1",
                    "1 - circular variance of each unit, lowest contrast first");
    results_add_map(results, "hwhh", contrasts, 1, n, value + contrasts * n, "degrees",
                    "half width at half height above the baseline of each unit, lowest contrast "
                    "first");
}

static void add_statistics(const TuningSettings *settings, const TuningCurve *found,
                           const double *modulation, size_t units, Results *results) {
    size_t contrasts = (size_t)settings->contrasts;
    OWNED double *contrast = all_contrasts(settings);
    TuningStatistics statistics;
    Statistic rows[TUNING_ROWS];
    tuning_statistics(found, contrast, contrasts, modulation, units, &statistics);
    tuning_statistics_rows(&statistics, rows);
    measure_add_statistics(results, rows, TUNING_ROWS, false, NULL);
    results_add_number(results, "samples.count", (double)units, "1", "units whose curves are taken",
                       "");
    add_summaries(contrast, contrasts, found, units, results);
}

static void add_warning_of_negatives(size_t negative, size_t all, Results *results) {
    if (negative == 0)
        return;
    OWNED char *warning =
        format_text("%zu of %zu responses are below 0 and count as 0: the curves are cut off, and "
                    "narrower than those that were given; add the baseline first if they are "
                    "relative to one",
                    negative, all);
    results_add_warning(results, warning);
}

static Results *take(const void *settings_of_kind, const char *name, Network *network) {
    const TuningSettings *settings = settings_of_kind;
    Sheet *sheet = network_sheet(network, settings->gratings.sheet);
    size_t contrasts = (size_t)settings->contrasts;
    OWNED double *contrast = all_contrasts(settings);
    OWNED_BY(tuning_responses_free)
    TuningResponses responses = tuning_responses_take(&settings->gratings, contrast, contrasts,
                                                      (size_t)settings->units, network, sheet);
    size_t n = responses.count, one = responses.orientations * n;
    OWNED double *curves = allocate(contrasts * one, sizeof *curves),
                 *phases = allocate(responses.phases * n, sizeof *phases),
                 *modulation = allocate(n, sizeof *modulation);
    for (size_t k = 0; k < contrasts; k++)
        tuning_responses_curves(&responses, k, curves + k * one);
    OWNED TuningCurve *found = find_curves(settings, curves, n);
    tuning_responses_phases(&responses, curves + (contrasts - 1) * one, phases);
    find_modulation(phases, responses.phases, n, modulation);

    Results *results = results_new(name);
    add_maps(settings, sheet, &responses, curves, found, results);
    results_add_map(results, "phases", 1, responses.phases, n, phases, "activity",
                    "responses to the phases of the preferred orientation at the highest contrast");
    results_add_map(results, "modulation", 1, 1, n, modulation, "1", "F1 / F0 of each unit");
    add_statistics(settings, found, modulation, n, results);
    add_warning_of_negatives(responses.negative, responses.phases * contrasts * one, results);
    return results;
}

static bool refuse_three_axes(const Recording *recording, Error *error) {
    OWNED char *shape = data_array_shape_text(&recording->array[0]);
    return fail(error,
                "%s: is %s: if its first axis is contrast, say lowest_contrast=C; a stack of "
                "pictures, (orientations, H, W), is a matter of --as orientation",
                recording->name[0], shape);
}

// Takes the numbers of contrasts and orientations from the curves.
static bool settings_of_curves(const Recording *recording, TuningSettings *settings, Error *error) {
    const DataArray *curves = &recording->array[0];
    if (curves->rank != 2 && curves->rank != 3)
        return recording_refuse_shape(
            recording, 0,
            "tuning curves are (orientations, units) or (contrasts, orientations, units)", error);
    if (curves->rank == 3 && !recording->contrasts)
        return refuse_three_axes(recording, error);
    settings->contrasts = curves->rank == 3 ? (int64_t)curves->shape[0] : 1;
    settings->gratings.orientations = (int64_t)curves->shape[curves->rank - 2];
    OWNED char *where = format_text("%s: orientations", recording->name[0]),
               *contrasts = format_text("%s: contrasts", recording->name[0]);
    return setting_check_number(block_find(&block, "orientations"),
                                (double)settings->gratings.orientations, where, error) &&
           setting_check_number(block_find(&block, "contrasts"), (double)settings->contrasts,
                                contrasts, error) &&
           recording_check_finite(recording, 0, error) &&
           check_contrasts(settings, "tuning", error);
}

static bool check_phases(const Recording *recording, size_t units, Error *error) {
    const DataArray *phases = &recording->array[1];
    if (phases->rank != 2)
        return recording_refuse_shape(recording, 1, "responses to phases are (phases, units)",
                                      error);
    if (phases->shape[1] != units)
        return fail(error, "%s: has %zu units, and %s has %zu; they have to be the same",
                    recording->name[1], phases->shape[1], recording->name[0], units);
    return recording_check_finite(recording, 1, error);
}

// Responses below 0 count as 0, like those of a network.
static double *rectified(const double *value, size_t n) {
    double *copy = allocate(n, sizeof *copy);
    for (size_t i = 0; i < n; i++)
        copy[i] = fmax(value[i], 0);
    return copy;
}

static void warn_of_recorded_negatives(const Recording *recording, Results *results) {
    size_t negative = 0, all = 0;
    for (size_t k = 0; k < recording->count; k++) {
        size_t n = data_array_count(&recording->array[k]);
        for (size_t i = 0; i < n; i++)
            negative += recording->array[k].values[i] < 0 ? 1 : 0;
        all += n;
    }
    add_warning_of_negatives(negative, all, results);
}

static void add_recorded_maps(const TuningSettings *settings, const double *curves,
                              const TuningCurve *found, size_t units, Results *results) {
    size_t contrasts = (size_t)settings->contrasts;
    OWNED double *contrast = all_contrasts(settings),
                 *half_width = allocate(contrasts * units, sizeof *half_width);
    for (size_t i = 0; i < contrasts * units; i++)
        half_width[i] = found[i].half_width * 180 / M_PI;
    results_add_map(results, "contrasts", 1, 1, contrasts, contrast, "1", "of the gratings");
    results_add_map(results, "curves", contrasts, (size_t)settings->gratings.orientations, units,
                    curves, "as given", "mean responses; below 0 they are 0");
    results_add_map(results, "hwhh", contrasts, 1, units, half_width, "degrees",
                    "half width at half height above the baseline of each unit, lowest contrast "
                    "first");
}

static Results *take_recording(const void *settings_of_kind, const char *name,
                               const Recording *recording, Error *error) {
    TuningSettings settings = *(const TuningSettings *)settings_of_kind;
    if (!settings_of_curves(recording, &settings, error))
        return NULL;
    const DataArray *array = recording->array;
    size_t units = array[0].shape[array[0].rank - 1],
           n = (size_t)(settings.contrasts * settings.gratings.orientations) * units;
    if (recording->count > 1 && !check_phases(recording, units, error))
        return NULL;
    OWNED double *curves = rectified(array[0].values, n),
                 *modulation = allocate(units, sizeof *modulation);
    OWNED TuningCurve *found = find_curves(&settings, curves, units);
    for (size_t i = 0; i < units; i++)
        modulation[i] = (double)NAN;
    if (recording->count > 1)
        find_modulation(array[1].values, array[1].shape[0], units, modulation);
    Results *results = results_new(name);
    add_statistics(&settings, found, modulation, units, results);
    warn_of_recorded_negatives(recording, results);
    if (!recording->redrawn)
        add_recorded_maps(&settings, curves, found, units, results);
    if (!recording->redrawn && recording->count > 1)
        results_add_map(results, "modulation", 1, 1, units, modulation, "1",
                        "F1 / F0 of each unit");
    return results;
}

static const DrawnResult drawn_of_recording[] = {
    {"contrasts", "1 1 c"}, {"curves", "c o u"}, {"hwhh", "c 1 u"}, {0}};

static bool draw_recording(const Results *results, const MeasurePage *page, Error *error) {
    const ResultMap *contrasts = results_map(results, "contrasts");
    if (contrasts->width > PICTURE_CURVES)
        return fail(error, "%s: is damaged: its curves are of %zu contrasts", results->measure,
                    contrasts->width);
    return tuning_pictures(results, contrasts->values, contrasts->width, page, error);
}

static const MeasureOfRecording of_recording = {
    .datasets =
        (const char *const[]){"tuning curves: (orientations, units) or (contrasts, orientations, "
                              "units), responses to orientations equally spaced over 180 degrees, "
                              "lowest contrast first; or trials of them, named by --axes",
                              "responses to phases equally spaced over a cycle, at the preferred "
                              "orientation and highest contrast: (phases, units)",
                              NULL},
    .least = 1,
    .settings = (const char *const[]){"contrast", "lowest_contrast", NULL},
    .options = (const char *const[]){"axes", "resamples", "seed", NULL},
    .take = take_recording,
    .drawn = drawn_of_recording,
    .draw = draw_recording};

static bool draw(const void *settings_of_kind, const Results *results, const MeasurePage *page,
                 Error *error) {
    const TuningSettings *settings = settings_of_kind;
    OWNED double *contrast = all_contrasts(settings);
    return tuning_pictures(results, contrast, (size_t)settings->contrasts, page, error);
}

static const char *const headline[] = {"selectivity.median", "osi.median",        "hwhh.median",
                                       "invariance.ratio",   "modulation.simple", NULL};

static const DrawnResult drawn[] = {
    {"curves", "c o u"}, {"hwhh", "c 1 u"}, {"modulation", "1 1 u"}, {0}};

const MeasureKind measure_tuning = {
    .observable.kind = {"tuning", "tuning curves of units for orientation, contrast and phase",
                        BLOCK_OF_NONE(TuningSettings, &block)},
    .observable.check = check,
    .shows_gratings = true,
    .take = take,
    .recording = &of_recording,
    .drawn = drawn,
    .draw = draw,
    .headline = headline,
};
