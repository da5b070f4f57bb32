// SPDX-License-Identifier: GPL-3.0-or-later
// Geometry: the relation between the maps of orientation and of ocular dominance: the angles
// between orientation contours and the borders of ocular dominance (crossings.h), how near
// pinwheels are to the middles of its columns (pinwheel_ranks.h), and their distance from its
// borders (border_distance.h). Each number comes with its value by chance (torus_shift.h).
//
// Orientation is measured with gratings that both eyes see, ocular dominance with each eye alone.
// Both maps are cropped to the region; then z and the index are smoothed.
#include "base/memory.h"
#include "dominance/border_distance.h"
#include "dominance/crossings.h"
#include "maps/column_spacing.h"
#include "maps/smoothing.h"
#include "measure/contour_lines.h"
#include "measure/gratings.h"
#include "orientation/pinwheel_ranks.h"

typedef struct {
    GratingSettings gratings;
    double smoothing; // units
    int64_t shifts;
} GeometrySettings;

static const char title_of_overlay[] = "Orientation and ocular dominance",
                  title_of_angles[] = "Crossings of orientation and ocular dominance";

static const char no_length[] = "the length of a sample step is not known";

// Both maps, smoothed, with everything that their comparison needs (docs/measures.md).
typedef struct {
    ComplexMap *orientation;
    ScalarMap *index, *ranks;
    Pinwheels *pinwheels;
    Crossings *crossings;
    Contour border;
    double period; // of ocular dominance, samples; NAN without a ring
} MapPair;

static const double pinwheel_reach = 0.1; // wavelengths from a pinwheel where no crossing counts

// Samples from a pinwheel; 0 where the orientation map has no wavelength.
static double reach_of(const ComplexMap *orientation) {
    double wavelength = wavelength_of(orientation).peak_fit;
    return isfinite(wavelength) ? pinwheel_reach * wavelength : 0;
}

// The period of the index before smoothing; NAN where its spectrum has no ring.
static double period_of(const ScalarMap *index) {
    Wavelength wavelength = wavelength_of(index);
    return column_spacing_of(index, &wavelength).peak_fit;
}

static MapPair pair_of(const GeometrySettings *settings, const ComplexMap *z,
                       const ScalarMap *index) {
    MapPair pair = {.orientation = smoothing_of(z, settings->smoothing),
                    .index = smoothing_of(index, settings->smoothing),
                    .period = period_of(index)};
    pair.ranks = pinwheel_ranks_map(pair.index);
    pair.pinwheels = pinwheels_new(pair.orientation);
    pair.crossings = crossings_new(pair.orientation, pair.index, reach_of(pair.orientation));
    pair.border = contour_new(pair.index);
    return pair;
}

static void pair_free(MapPair *pair) {
    contour_free(&pair->border);
    crossings_free(pair->crossings);
    pinwheels_free(pair->pinwheels);
    map_free(pair->ranks);
    map_free(pair->index);
    map_free(pair->orientation);
}

static MapPair pair_of_results(const GeometrySettings *settings, const Results *results) {
    OWNED_BY(map_free_owned)
    ComplexMap *z = analysed_map(results, "complex", settings->gratings.region);
    OWNED_BY(map_free_owned)
    ScalarMap *index = analysed_map(results, "index", settings->gratings.region);
    return pair_of(settings, z, index);
}

// A relation of the two maps, and its values over the shifts.
typedef struct {
    const char *name, *definition, *undefined;
    double value, expected; // `expected`: by theory, for unrelated maps
    double scale;           // factor from these values to the reported ones
} Relation;

// Adds NAME, NAME_expected, NAME_shifted, NAME_shifted_deviation and NAME_p; the scale does not
// affect the last. Without shifts, NAME alone.
static void add_tested(const GeometrySettings *settings, Results *results, const Relation *relation,
                       const double *shifted) {
    ShiftTest test = {0};
    if (settings->shifts > 0)
        test = shift_test(relation->value, shifted, (size_t)settings->shifts);
    OWNED char *definition = format_text("%s; both maps smoothed by a Gaussian of %g units",
                                         relation->definition, settings->smoothing);
    const struct {
        const char *ending, *definition;
        double value;
    } rows[] = {
        {"", definition, relation->value * relation->scale},
        {"_expected", "its value for unrelated maps", relation->expected * relation->scale},
        {"_shifted",
         "its mean over random flips and shifts of one map over the other, wrapped round at the "
         "region's edges",
         test.mean * relation->scale},
        {"_shifted_deviation", "its standard deviation over those shifts",
         test.deviation * relation->scale},
        {"_p", "(1 + shifts that reach it) / (1 + shifts): the chance of so much or more", test.p},
    };
    for (size_t i = 0; i < (settings->shifts > 0 ? sizeof rows / sizeof *rows : 1); i++) {
        OWNED char *full = format_text("%s%s", relation->name, rows[i].ending);
        const Statistic row = {full, rows[i].value, "1", rows[i].definition, relation->undefined};
        measure_add_statistics(results, &row, 1, false, NULL);
    }
}

static void add_crossings(const GeometrySettings *settings, Results *results, const MapPair *pair,
                          const TorusShift *none, const double *shifted, bool cortical) {
    static const char undefined[] = "there is no border where orientation has a direction";
    CrossingAngles angles = crossings_angles(pair->crossings, none);
    const Relation relation = {"crossings.above_60",
                               "share of the border of ocular dominance, by length, that "
                               "orientation contours meet at more "
                               "than 60 degrees",
                               undefined,
                               angles.above_60,
                               1.0 / 3,
                               1};
    const Statistic mean = {"crossings.mean", angles.mean, "degrees",
                            "mean of those angles over the border's length; 45 for unrelated maps",
                            undefined};
    const Statistic length = {
        "crossings.length_sheet", angles.length * pair->index->spacing, "sheet units",
        "length of the border that counts: further than 0.1 orientation wavelengths from "
        "pinwheels, and without the tenths of both maps whose gradients are weakest",
        no_length};
    add_tested(settings, results, &relation, shifted);
    measure_add_statistics(results, &mean, 1, false, NULL);
    measure_add_statistics(results, &length, 1, cortical, NULL);
    results_add_map(results, "crossing_angles", 1, 1, CROSSINGS_BINS, angles.share,
                    "share of the border's length", "by steps of 10 degrees from 0");
}

static void add_ranks(const GeometrySettings *settings, Results *results, const MapPair *pair,
                      const TorusShift *none, const double *shifted) {
    size_t count;
    const Relation relation = {
        "pinwheels.rank",
        "mean over pinwheels of the share of units with a smaller |index|: 0 on borders, 1 in the "
        "middles of columns",
        "there is no pinwheel",
        pinwheel_ranks_mean(pair->ranks, pair->pinwheels, none, &count),
        0.5,
        1};
    add_tested(settings, results, &relation, shifted);
    results_add_number(results, "pinwheels.count", (double)count, "1",
                       "pinwheels of the smoothed map that have a rank", "");
}

// In periods; the mean over the whole map is the value for unrelated maps.
static void add_distances(const GeometrySettings *settings, Results *results, const MapPair *pair,
                          const TorusShift *none, const double *shifted, bool cortical) {
    double distance =
        border_distance_of_pinwheels(&pair->border, pair->index, pair->pinwheels, none);
    const char *missing = pair->border.count == 0       ? "there is no border"
                          : pair->pinwheels->count == 0 ? "there is no pinwheel"
                                                        : NULL;
    const Relation relation = {
        "pinwheels.border_distance",
        "mean distance of pinwheels to the nearest border, in periods of ocular dominance: in "
        "straight stripes 1/8 by chance, 1/4 in the middles of columns",
        missing ? missing : "ocular dominance has no period: its spectrum has no ring",
        distance,
        settings->shifts > 0 ? border_distance_everywhere(&pair->border, pair->index) : (double)NAN,
        1 / pair->period};
    const Statistic length = {"pinwheels.border_distance_sheet", distance * pair->index->spacing,
                              "sheet units", "the same as a length", missing ? missing : no_length};
    add_tested(settings, results, &relation, shifted);
    measure_add_statistics(results, &length, 1, cortical, NULL);
}

// Shift k is drawn from place k of the stream; all relations use the same shifts.
static void add_relations(const GeometrySettings *settings, Results *results, const MapPair *pair,
                          RandomStream stream, bool cortical) {
    size_t shifts = (size_t)settings->shifts;
    OWNED double *above_60 = allocate(shifts, sizeof *above_60),
                 *rank = allocate(shifts, sizeof *rank),
                 *distance = allocate(shifts, sizeof *distance);
    for (size_t k = 0; k < shifts; k++) {
        RandomDraws draws = random_draws(stream, k);
        TorusShift shift = crossings_draw_shift(pair->crossings, &draws);
        above_60[k] = crossings_angles(pair->crossings, &shift).above_60;
        rank[k] = pinwheel_ranks_mean(pair->ranks, pair->pinwheels, &shift, NULL);
        distance[k] =
            border_distance_of_pinwheels(&pair->border, pair->index, pair->pinwheels, &shift);
    }
    TorusShift none = crossings_no_shift(pair->crossings);
    add_crossings(settings, results, pair, &none, above_60, cortical);
    add_ranks(settings, results, pair, &none, rank);
    add_distances(settings, results, pair, &none, distance, cortical);
    if (shifts > 0)
        results_add_number(results, "shifts", (double)shifts, "1", "flips and shifts drawn", "");
}

// The stream from which a measure of that name draws its shifts.
static RandomStream stream_of(uint64_t seed, const char *name) {
    OWNED char *purpose = format_text("measure/%s", name);
    return random_stream(seed, purpose);
}

static Results *take(const void *settings_of_kind, const char *name, Network *network) {
    const GeometrySettings *settings = settings_of_kind;
    const GratingSettings *gratings = &settings->gratings;
    Sheet *sheet = network_sheet(network, gratings->sheet);
    size_t n = sheet->geometry.n, units = sheet->units;
    OWNED double *z = allocate(2 * units, sizeof *z), *left = allocate(units, sizeof *left),
                 *right = allocate(units, sizeof *right), *index = allocate(units, sizeof *index);
    Probe probe = probe_begin(network);
    OWNED double *responses = gratings_responses(gratings, &probe, sheet, NO_EYE);
    gratings_ocular_dominance(gratings, &probe, sheet, left, right, index);
    probe_end(&probe);
    gratings_orientation(gratings, sheet, responses, z);

    Results *results = results_new(name);
    OWNED char *how = gratings_protocol(gratings),
               *each = format_text("%s and orientations; each eye alone", how);
    results_add_map(results, "complex", 2, n, n, z, "selectivity * exp(2 i preference)", how);
    results_add_map(results, "index", 1, n, n, index, "(right - left) / (right + left)", each);
    analysed_part_note(results, sheet);
    OWNED_BY(pair_free) MapPair pair = pair_of_results(settings, results);
    add_relations(settings, results, &pair, stream_of((uint64_t)network->settings->seed, name),
                  measure_is_cortical(network->settings, gratings->sheet));
    return results;
}

// Both maps as they are compared.
static void add_recorded_maps(const GeometrySettings *settings, Results *results,
                              const MapPair *pair) {
    const ComplexMap *z = pair->orientation;
    OWNED char *how = format_text("smoothed by a Gaussian of %g samples", settings->smoothing);
    results_add_map(results, "complex", 2, z->height, z->width, z->value,
                    "selectivity * exp(2 i preference)", how);
    results_add_map(results, "index", 1, z->height, z->width, pair->index->value,
                    "above 0 for the right eye", how);
}

static Results *take_recording(const void *settings_of_kind, const char *name,
                               const Recording *recording, Error *error) {
    GeometrySettings settings = *(const GeometrySettings *)settings_of_kind;
    OWNED_BY(map_free_owned) ComplexMap *z = recording_orientation(recording, 0, error);
    if (!z)
        return NULL;
    settings.shifts = recording->redrawn ? 0 : settings.shifts;
    OWNED_BY(map_free_owned)
    ScalarMap *index =
        recording_map(recording, 1, 1, "an index of ocular dominance is (H, W)", error);
    if (!index || !recording_check_alike(recording, 0, 1, error))
        return NULL;
    OWNED_BY(pair_free) MapPair pair = pair_of(&settings, z, index);
    Results *results = results_new(name);
    measure_doubt(results, recording, 0);
    add_relations(&settings, results, &pair, stream_of(recording->seed, name), true);
    if (!recording->redrawn)
        add_recorded_maps(&settings, results, &pair);
    return results;
}

static bool draw_overlay_in(const MeasureFrame *frame, const MeasurePage *page, const ComplexMap *z,
                            const ScalarMap *index, Error *error) {
    size_t count;
    OWNED PictureSegment *border = contour_lines(index, &count);
    OWNED_BY(pinwheels_free_owned) Pinwheels *pinwheels = pinwheels_new(z);
    OWNED double *preference = allocate(z->height * z->width, sizeof *preference);
    map_preferences(z, preference);
    PictureOrientation picture = {.preference = preference,
                                  .rows = z->height,
                                  .cols = z->width,
                                  .palette = (Palette)page->experiment->figures.palette,
                                  .pinwheels = pinwheels->list,
                                  .pinwheels_count = pinwheels->count,
                                  .lines = {border, count, "borders of ocular dominance"}};
    return picture_orientation(&frame->frame, &picture, frame->path, error);
}

static bool draw_overlay(const GeometrySettings *settings, const Results *results,
                         const MeasurePage *page, Error *error) {
    OWNED_BY(pair_free) MapPair pair = pair_of_results(settings, results);
    const ComplexMap *z = pair.orientation;
    OWNED_BY(measure_frame_finish)
    MeasureFrame frame = gratings_frame(&settings->gratings, page, results, "complex", "overlay",
                                        title_of_overlay, z->height * z->width);
    if (settings->smoothing > 0)
        measure_frame_add(&frame, "smoothed by %g unit%s", settings->smoothing,
                          settings->smoothing == 1 ? "" : "s");
    return draw_overlay_in(&frame, page, z, pair.index, error);
}

static bool draw_angles_in(const MeasureFrame *frame, const Results *results, Error *error) {
    PictureHistogram picture = {.share = results_map(results, "crossing_angles")->values,
                                .n = CROSSINGS_BINS,
                                .x_low = 0,
                                .x_high = 90,
                                .x_name = "angle between orientation contour and border (degrees)",
                                .y_name = "share of the border",
                                .expected = 1.0 / CROSSINGS_BINS,
                                .expected_name = "unrelated maps"};
    return picture_histogram(&frame->frame, &picture, frame->path, error);
}

static bool draw_angles(const GeometrySettings *settings, const Results *results,
                        const MeasurePage *page, Error *error) {
    const ResultMap *index = results_map(results, "index");
    OWNED_BY(measure_frame_finish)
    MeasureFrame frame = gratings_frame(&settings->gratings, page, results, NULL, "angles",
                                        title_of_angles, index->height * index->width);
    return draw_angles_in(&frame, results, error);
}

static const DrawnResult drawn_of_recording[] = {
    {"complex", "2 h w"}, {"index", "1 h w"}, {"crossing_angles", "1 1 9"}, {0}};

static bool draw_recording(const Results *results, const MeasurePage *page, Error *error) {
    const ResultMap *field = results_map(results, "complex"), *own = results_map(results, "index");
    const ComplexMap z =
        map_view(2, field->height, field->width, (double)NAN, false, field->values);
    const ScalarMap index = map_view(1, own->height, own->width, (double)NAN, false, own->values);
    OWNED_BY(measure_frame_finish)
    MeasureFrame overlay =
        measure_recorded_frame(page, results->measure, "overlay", title_of_overlay, z.width, 1);
    OWNED_BY(measure_frame_finish)
    MeasureFrame angles = measure_frame(page, results->measure, "angles", title_of_angles);
    return draw_overlay_in(&overlay, page, &z, &index, error) &&
           draw_angles_in(&angles, results, error);
}

static const MeasureOfRecording of_recording = {
    .datasets =
        (const char *const[]){
            "an orientation map: (2, H, W), real and imaginary planes of z = s exp(2 i theta), or "
            "(H, W), angles theta",
            "the ocular dominance of the same samples: (H, W), above 0 for the right eye, below 0 "
            "for the left; or a stack of responses of the left eye",
            "one of the right eye, behind that of the left", NULL},
    .least = 2,
    .settings = (const char *const[]){"smoothing", "shifts", NULL},
    .options =
        (const char *const[]){
            "degrees",     "radians", "turns",    "codes",  "doubled",   "directions",
            "selectivity", "region",  "periodic", "margin", "spacing",   "millimetres-per-sample",
            "axes",        "stimuli", "turn",     "drift",  "normalise", "window",
            "resamples",   "seed",    NULL},
    .take = take_recording,
    .drawn = drawn_of_recording,
    .draw = draw_recording};

static bool draw(const void *settings, const Results *results, const MeasurePage *page,
                 Error *error) {
    return draw_overlay(settings, results, page, error) &&
           draw_angles(settings, results, page, error);
}

static const char *const headline[] = {
    "crossings.above_60",          "crossings.above_60_shifted",
    "crossings.above_60_p",        "pinwheels.rank",
    "pinwheels.rank_shifted",      "pinwheels.rank_p",
    "pinwheels.border_distance",   "pinwheels.border_distance_shifted",
    "pinwheels.border_distance_p", NULL};

static const MeasureReference references[] = {
    {"crossings.above_60", "above \u2153: contours tend to cross borders at right angles (macaque)",
     "Obermayer & Blasdel 1993"},
    {"pinwheels.rank", "above \u00bd: pinwheels lie in the middle of columns (macaque)",
     "Obermayer & Blasdel 1993"},
    {0}};

static const DrawnResult drawn[] = {{"complex", "2 n n"},         {"index", "1 n n"},
                                    {"crossing_angles", "1 1 9"}, {"density", drawn_length},
                                    {"periodic", drawn_number},   {0}};

const MeasureKind measure_geometry = {
    .observable.kind =
        {"geometry", "how maps of orientation and ocular dominance lie to each other",
         BLOCK(GeometrySettings, &grating_settings,
               {SETTING(GeometrySettings, smoothing), "1.0", 0, 100, "units",
                .help = "standard deviation of the Gaussian that both maps are smoothed with"},
               {SETTING(GeometrySettings, shifts), "300", 2, 1000000,
                .help = "torus shifts and flips of one map over the other, to tell chance"})},
    .observable.check = gratings_check_eyes,
    .shows_gratings = true,
    .take = take,
    .recording = &of_recording,
    .drawn = drawn,
    .draw = draw,
    .similarity = &measure_stability,
    .compared = "complex",
    .strength = "crossings.above_60",
    .strength_name = "crossings above 60 degrees",
    .map_picture = "overlay",
    .headline = headline,
    .references = references,
};
