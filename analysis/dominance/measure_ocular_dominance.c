// SPDX-License-Identifier: GPL-3.0-or-later
// Ocular dominance maps: how much more each unit responds to one eye than to the other, from
// gratings that each eye sees alone (docs/measures.md), and the statistics of the map in the middle
// of the sheet (ocular_dominance_statistics.h).
//
// Left and right are the maximum responses over orientations and phases; index = (right - left) /
// (right + left).
#include "base/memory.h"
#include "dominance/ocular_dominance_statistics.h"
#include "maps/similarity.h"
#include "maps/smoothing.h"
#include "measure/contour_lines.h"
#include "measure/gratings.h"

typedef struct {
    GratingSettings gratings;
    double smoothing; // units
    int contralateral;
} OcularDominanceSettings;

static void add_statistics(const OcularDominanceSettings *settings, Results *results,
                           const ScalarMap *index, bool cortical) {
    OcularDominanceStatistics statistics;
    Statistic rows[OCULAR_DOMINANCE_ROWS];
    ocular_dominance_statistics(index, settings->smoothing, settings->contralateral == 1,
                                &statistics);
    ocular_dominance_statistics_rows(&statistics, rows);
    measure_add_statistics(results, rows, OCULAR_DOMINANCE_ROWS, cortical, NULL);
    results_add_number(results, "spectrum.ring", statistics.columns.ring, "1",
                       "1 when the spectrum has a ring, else 0", "");
    results_add_number(results, "border.smoothing", settings->smoothing, "samples",
                       "standard deviation of the Gaussian that the index is smoothed with before "
                       "its border is drawn",
                       "");
}

static Results *take(const void *settings_of_kind, const char *name, Network *network) {
    const OcularDominanceSettings *settings = settings_of_kind;
    Sheet *sheet = network_sheet(network, settings->gratings.sheet);
    size_t n = sheet->geometry.n;
    OWNED double *left = allocate(sheet->units, sizeof *left),
                 *right = allocate(sheet->units, sizeof *left),
                 *index = allocate(sheet->units, sizeof *left);
    Probe probe = probe_begin(network);
    gratings_ocular_dominance(&settings->gratings, &probe, sheet, left, right, index);
    probe_end(&probe);

    Results *results = results_new(name);
    OWNED char *how = gratings_protocol(&settings->gratings),
               *each = format_text("%s and orientations; each eye alone", how);
    results_add_map(results, "index", 1, n, n, index, "(right - left) / (right + left)", each);
    results_add_map(results, "left", 1, n, n, left, "activity", each);
    results_add_map(results, "right", 1, n, n, right, "activity", each);
    analysed_part_note(results, sheet);
    OWNED_BY(map_free_owned)
    ScalarMap *part = analysed_map(results, "index", settings->gratings.region);
    add_statistics(settings, results, part,
                   measure_is_cortical(network->settings, settings->gratings.sheet));
    return results;
}

// Array k as a map of indices.
static ScalarMap *recorded_index(const Recording *recording, size_t k, Error *error) {
    ScalarMap *index = recording_map(
        recording, k, 1, "an index of ocular dominance is (H, W), (right - left) / (right + left)",
        error);
    double furthest = 0;
    for (size_t i = 0; index && i < index->height * index->width; i++)
        if (isfinite(index->value[i]) && fabs(index->value[i]) > fabs(furthest))
            furthest = index->value[i];
    if (fabs(furthest) <= 1)
        return index;
    fail(error,
         "%s: holds %g, and an index of ocular dominance, (right - left) / (right + left), lies "
         "from -1 to 1",
         recording->name[k], furthest);
    map_free(index);
    return NULL;
}

// The statistics of the first map, and its similarity to the second.
static Results *take_recording(const void *settings, const char *name, const Recording *recording,
                               Error *error) {
    bool two = recording->count > 1;
    OWNED_BY(map_free_owned) ScalarMap *index = recorded_index(recording, 0, error);
    if (!index)
        return NULL;
    OWNED_BY(map_free_owned)
    ScalarMap *other = two ? recorded_index(recording, 1, error) : NULL;
    if (two && !(other && recording_check_alike(recording, 0, 1, error)))
        return NULL;
    Results *results = results_new(name);
    add_statistics(settings, results, index, true);
    results_add_map(results, "index", 1, index->height, index->width, index->value, "1",
                    "(right - left) / (right + left)");
    if (two) {
        const Statistic correlation = {
            "similarity.correlation",
            similarity_of_scalars(index->value, other->value, index->height * index->width), "1",
            "correlation of the indices of both maps", "a map has the same index everywhere"};
        measure_add_statistics(results, &correlation, 1, false, NULL);
    }
    return results;
}

static PictureScalar picture_of(const ResultMap *index) {
    return (PictureScalar){.values = index->values,
                           .rows = index->height,
                           .cols = index->width,
                           .low = -1,
                           .high = 1,
                           .ramp = RAMP_GREY,
                           .name = "(right \u2212 left) / (right + left)",
                           .low_word = "left",
                           .high_word = "right"};
}

static const DrawnResult drawn_of_recording[] = {{"index", "1 h w"}, {0}};

static bool draw_recording(const Results *results, const MeasurePage *page, Error *error) {
    const ResultMap *index = results_map(results, "index");
    const PictureScalar picture = picture_of(index);
    OWNED_BY(measure_frame_finish)
    MeasureFrame frame = measure_recorded_frame(page, results->measure, "index", "Ocular dominance",
                                                index->width, 1);
    return picture_scalar(&frame.frame, &picture, frame.path, error);
}

static const MeasureOfRecording of_recording = {
    .datasets = (const char *const[]){"an index of ocular dominance: (H, W), (right - left) / "
                                      "(right + left); or a stack of responses of the left eye",
                                      "another, whose similarity to the first is wanted; or the "
                                      "responses of the right eye",
                                      NULL},
    .least = 1,
    .settings = (const char *const[]){"smoothing", "contralateral", NULL},
    .options =
        (const char *const[]){"region", "periodic", "margin", "spacing", "millimetres-per-sample",
                              "axes", "stimuli", "normalise", "window", "resamples", "seed", NULL},
    .take = take_recording,
    .drawn = drawn_of_recording,
    .draw = draw_recording};

static bool draw_index(const OcularDominanceSettings *settings, const Results *results,
                       const MeasurePage *page, Error *error) {
    OWNED_BY(map_free_owned)
    ScalarMap *index = analysed_map(results, "index", 0),
              *smoothed = smoothing_of(index, settings->smoothing);
    size_t count;
    OWNED PictureSegment *border = contour_lines(smoothed, &count);
    OWNED_BY(measure_frame_finish)
    MeasureFrame frame = gratings_frame(&settings->gratings, page, results, "index", "index",
                                        "Ocular dominance", index->height * index->width);
    PictureScalar picture = picture_of(results_map(results, "index"));
    picture.lines = (PictureLines){border, count, "border: both eyes alike"};
    return picture_scalar(&frame.frame, &picture, frame.path, error);
}

static bool draw_histogram(const OcularDominanceSettings *settings, const Results *results,
                           const MeasurePage *page, Error *error) {
    double share[OCULAR_DOMINANCE_GROUPS];
    for (int k = 0; k < OCULAR_DOMINANCE_GROUPS; k++) {
        OWNED char *name = format_text("groups.%d", k + 1);
        share[k] = results_number(results, name)->value;
    }
    PictureHistogram picture = {.share = share,
                                .n = OCULAR_DOMINANCE_GROUPS,
                                .x_low = -1,
                                .x_high = 1,
                                .x_name = "left    (right \u2212 left) / (right + left)    right",
                                .y_name = "share of units"};
    OWNED_BY(map_free_owned)
    ScalarMap *part = analysed_map(results, "index", settings->gratings.region);
    OWNED_BY(measure_frame_finish)
    MeasureFrame frame = gratings_frame(&settings->gratings, page, results, NULL, "histogram",
                                        "Ocular dominance of units", part->height * part->width);
    return picture_histogram(&frame.frame, &picture, frame.path, error);
}

static bool draw(const void *settings, const Results *results, const MeasurePage *page,
                 Error *error) {
    return draw_index(settings, results, page, error) &&
           draw_histogram(settings, results, page, error);
}

static const char *const headline[] = {"monocularity",
                                       "territory.right",
                                       "contralateral_bias",
                                       "wavelength.peak_fit_sheet",
                                       "wavelength.peak_fit_sheet_mm",
                                       "wavelength.border_sheet",
                                       "spectrum.circular_variance",
                                       NULL};

static const MeasureReference references[] = {
    {"wavelength.peak_fit_sheet_mm",
     "0.79 to 1.34 mm between animals: twice the width of a column "
     "(macaque)",
     "Horton & Hocking 1996"},
    {"column_width.peak_fit_sheet_mm", "0.53 mm in macaque, 0.45 in area 17 of cat, 0.41 in ferret",
     "Vis Neurosci 34:E007, 2017, table 4"},
    {0}};

static const DrawnResult drawn[] = {{"index", "1 n n"},
                                    {"density", drawn_length},
                                    {"periodic", drawn_number},
                                    {"groups.1", drawn_number},
                                    {"groups.2", drawn_number},
                                    {"groups.3", drawn_number},
                                    {"groups.4", drawn_number},
                                    {"groups.5", drawn_number},
                                    {"groups.6", drawn_number},
                                    {"groups.7", drawn_number},
                                    {0}};

const MeasureKind measure_ocular_dominance = {
    .observable.kind =
        {"ocular_dominance", "which eye units respond to, with the statistics of the map",
         BLOCK(OcularDominanceSettings, &grating_settings,
               {SETTING(OcularDominanceSettings, smoothing), "1.0", 0, 100, "units",
                .help = "standard deviation of the Gaussian that the index is smoothed with "
                        "before its border is drawn; all else is of the index as it is"},
               {SETTING(OcularDominanceSettings, contralateral), "right",
                .choices = (const char *const[]){"left", "right", NULL},
                .help = "the eye that contralateral_bias counts from"})},
    .observable.check = gratings_check_eyes,
    .shows_gratings = true,
    .take = take,
    .recording = &of_recording,
    .drawn = drawn,
    .draw = draw,
    .similarity = &measure_correlation,
    .compared = "index",
    .strength = "monocularity",
    .strength_name = "mean |index|",
    .map_picture = "index",
    .headline = headline,
    .references = references,
};
