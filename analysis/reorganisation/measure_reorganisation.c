// SPDX-License-Identifier: GPL-3.0-or-later
// Reorganisation of receptive fields about a lesion (reorganisation.h). Each measurement maps them
// with spots, and compares them with the map of this measure at the iteration of the reference,
// which an event has to take. At that iteration and before, the map is its own reference.
// recovery.h has the time course over all measurements.
#include "base/memory.h"
#include "measure/mapping.h"
#include "reorganisation/leakage.h"
#include "reorganisation/recovery.h"
#include "reorganisation/shift.h"

#include <string.h>

typedef struct {
    MappingSettings mapping;
    double x, y, radius;
    int64_t reference, lesion; // lesion -1: the iteration after the reference
    char *orientation;
} ReorganisationSettings;

static bool check(const void *settings_of_kind, const NetworkSettings *network, const char *place,
                  Error *error) {
    const ReorganisationSettings *settings = settings_of_kind;
    bool ok = mapping_check(&settings->mapping, network, place, error);
    if (settings->lesion >= 0 && settings->lesion <= settings->reference)
        ok = fail(error,
                  "%s.lesion: is not after `reference`; lesions come before measures of the same "
                  "iteration, so that the reference has to be an earlier one",
                  place);
    return ok;
}

static int64_t lesion_of(const ReorganisationSettings *settings) {
    return settings->lesion >= 0 ? settings->lesion : settings->reference + 1;
}

static Scotoma scotoma_of(const ReorganisationSettings *settings) {
    return (Scotoma){settings->x, settings->y, settings->radius};
}

// z of an orientation map at an iteration; NULL where none was taken. To be released.
static double *orientation_at(const ReorganisationSettings *settings, int64_t iteration,
                              size_t units, Store *maps) {
    double *z = allocate(2 * units, sizeof *z);
    bool there = settings->orientation[0] && earlier_read(maps, settings->orientation, iteration,
                                                          "complex", 2 * units, z, NULL);
    if (there)
        return z;
    release(z);
    return NULL;
}

static void add_stability(const Comparison *comparison, const double *before, const double *z,
                          Results *results) {
    static const struct {
        Zone zone;
        const char *name, *definition;
    } rows[] = {{ZONE_PROJECTION, "stability.projection_zone",
                 "stability index of orientation against the reference, in the projection zone"},
                {ZONE_RING, "stability.ring",
                 "stability index of orientation against the reference, in the border ring"},
                {ZONE_FAR, "stability.far",
                 "stability index of orientation against the reference, in the far zone"}};
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        double stability = before && z
                               ? reorganisation_stability(comparison, rows[k].zone, before, z)
                               : (double)NAN;
        results_add_number(results, rows[k].name, stability, "1", rows[k].definition,
                           isfinite(stability) ? ""
                           : before && z       ? "no unit of the zone has a preference in both"
                                               : "`orientation` names no map that was measured at "
                                                 "this iteration, before this, and in the reference");
    }
}

// How preferences and fields changed, compared with the orientation map of the reference.
static void add_orientation(const ReorganisationSettings *settings, const Comparison *comparison,
                            int64_t now, Store *maps, Results *results) {
    size_t units = field_map_units(comparison->now);
    OWNED double *before = orientation_at(settings, settings->reference, units, maps),
                 *z = orientation_at(settings, now, units, maps);
    add_stability(comparison, before, z, results);
    Shift shift;
    Statistic rows[SHIFT_ROWS];
    shift_of(comparison, before, &shift);
    shift_rows(&shift, rows);
    measure_add_statistics(results, rows, SHIFT_ROWS, false, NULL);
}

// Numbers of the projection zone carry a warning where its responses may be leakage or spontaneous.
static void add_statistics(const Reorganisation *found, const char *warning, Results *results) {
    Statistic rows[REORGANISATION_ROWS];
    reorganisation_rows(found, rows);
    for (size_t k = 0; k < REORGANISATION_ROWS; k++) {
        const char *zone = strchr(rows[k].name, '.');
        bool elsewhere = zone && (strcmp(zone, ".ring") == 0 || strcmp(zone, ".far") == 0);
        bool doubtful = !elsewhere && (strncmp(rows[k].name, "responsive.", 11) == 0 ||
                                       (zone && strcmp(zone, ".projection_zone") == 0));
        bool fires = strcmp(rows[k].name, "blank.projection_zone") == 0 && rows[k].value > 0;
        measure_add_statistics(results, &rows[k], 1, false,
                               fires      ? "units of the projection zone fire on a blank screen"
                               : doubtful ? warning
                                          : NULL);
    }
    results_add_number(results, "leakage", warning != NULL, "1",
                       "1 where responses inside the scotoma may be leakage over its edge, else 0",
                       warning ? warning : "");
}

static void add_reference(const FieldMap *reference, Results *results) {
    size_t units = field_map_units(reference);
    OWNED double *planes = allocate(3 * units, sizeof *planes);
    memcpy(planes, reference->x, units * sizeof *planes);
    memcpy(planes + units, reference->y, units * sizeof *planes);
    memcpy(planes + 2 * units, reference->area, units * sizeof *planes);
    results_add_map(results, "reference", 3, reference->side, reference->side, planes,
                    "sheet units (x, y), square sheet units (area)",
                    "centres and areas above half the peak in the reference");
}

// The columns of the profile.
enum { DISTANCE, AREA, AREA_BY_REFERENCE, UNITS, PROFILE_COLUMNS };

static void add_profile(const Comparison *comparison, Results *results) {
    enum { MOST = 64 };
    ProfileBin bins[MOST];
    size_t n = reorganisation_profile(comparison, 0.05, MOST, bins);
    double rows[PROFILE_COLUMNS * MOST];
    for (size_t k = 0; k < n; k++) {
        double *row = rows + k * PROFILE_COLUMNS;
        row[DISTANCE] = bins[k].distance;
        row[AREA] = bins[k].area;
        row[AREA_BY_REFERENCE] = bins[k].area_by_reference;
        row[UNITS] = (double)bins[k].units;
    }
    results_add_map(results, "profile", 1, n, PROFILE_COLUMNS, rows,
                    "sheet units; shares of the reference; units",
                    "distance of reference centres from the scotoma's border, outwards, in bins of "
                    "0.05; mean area of responding units by both criteria; their number");
}

static void add_responding(const Comparison *comparison, Results *results) {
    size_t units = field_map_units(comparison->now);
    OWNED double *responds = allocate(units, sizeof *responds);
    for (size_t unit = 0; unit < units; unit++)
        responds[unit] = reorganisation_responds(comparison, unit);
    results_add_map(results, "responds", 1, comparison->now->side, comparison->now->side, responds,
                    "1", "1 where the peak is at least the criterion times that in the reference");
}

static Results *take_after(const void *settings_of_kind, const char *name, Network *network,
                           Store *maps, Error *error) {
    const ReorganisationSettings *settings = settings_of_kind;
    const Sheet *sheet = network_sheet(network, settings->mapping.sheet);
    int64_t now = network->presentation;
    OWNED_BY(field_map_free_owned) FieldMap *earlier = NULL;
    if (now > settings->reference) {
        earlier = mapping_from_earlier(maps, name, settings->reference, sheet->geometry.n, error);
        if (earlier == NULL)
            return NULL;
    }
    OWNED_BY(field_map_free_owned)
    FieldMap *map = mapping_take(&settings->mapping, network, earlier ? earlier->peak : NULL);
    const Comparison comparison = {earlier ? earlier : map, map, scotoma_of(settings),
                                   settings->mapping.criterion};
    Reorganisation found;
    reorganisation_of(&comparison, &found);
    OWNED char *warning =
        leakage_of_network(network, sheet, measure_eye(network, settings->mapping.eye),
                           &comparison.scotoma, settings->mapping.sigma);
    Results *results = results_new(name);
    mapping_add(&settings->mapping, map, results);
    add_reference(comparison.reference, results);
    add_responding(&comparison, results);
    add_profile(&comparison, results);
    add_statistics(&found, warning, results);
    add_orientation(settings, &comparison, now, maps, results);
    bool ok = recovery_add(name, lesion_of(settings), now, &found, maps, results, error);
    results_add_number(results, "half_width", sheet->geometry.half_width, "sheet units",
                       "half the side of the sheet", "");
    if (ok)
        return results;
    results_free(results);
    return NULL;
}

// Fields before and now. Units below the criterion count as without a field now.
static bool draw_fields(const ReorganisationSettings *settings, const Results *results,
                        const MeasurePage *page, Error *error) {
    const ResultMap *reference = results_map(results, "reference"),
                    *responds = results_map(results, "responds");
    size_t units = reference->height * reference->width;
    OWNED double *x = allocate(units, sizeof *x);
    for (size_t unit = 0; unit < units; unit++)
        x[unit] =
            responds->values[unit] > 0 ? results_map(results, "x")->values[unit] : (double)NAN;
    Scotoma scotoma = scotoma_of(settings);
    PictureDisplacement map = {
        .before = {reference->values, reference->values + units, reference->values + 2 * units},
        .now = {x, results_map(results, "y")->values, results_map(results, "area")->values},
        .rows = reference->height,
        .cols = reference->width,
        .half_width = results_number(results, "half_width")->value,
        .unit = "sheet units",
        .scotoma = {scotoma.x, scotoma.y, scotoma.radius}};
    OWNED_BY(measure_frame_finish)
    MeasureFrame arrows = measure_frame(page, results->measure, "displacement",
                                        "Displacement of receptive fields"),
                 outlines =
                     measure_frame(page, results->measure, "outlines",
                                   "Receptive fields before and now, as circles of equal area");
    return picture_displacement(&arrows.frame, &map, arrows.path, error) &&
           picture_outlines(&outlines.frame, &map, outlines.path, error);
}

static bool draw_profile(const Results *results, const MeasurePage *page, Error *error) {
    enum { FEWEST = 5 }; // units of a bin that is drawn
    const ResultMap *profile = results_map(results, "profile");
    size_t n = profile->height;
    double units = 0;
    if (n == 0)
        return true;
    OWNED double *columns = allocate(n * profile->width, sizeof *columns);
    measure_columns(profile, columns);
    for (size_t k = 0; k < n; k++) {
        units += columns[UNITS * n + k];
        if (columns[UNITS * n + k] < FEWEST)
            columns[AREA * n + k] = columns[AREA_BY_REFERENCE * n + k] = (double)NAN;
    }
    PictureCurve curves[] = {
        {"above half of its own peak", columns, columns + n, NULL, NULL, n},
        {"above a share of the reference's peak", columns, columns + 2 * n, NULL, NULL, n}};
    PictureChart chart = {.curves = curves,
                          .count = 2,
                          .x_name = "distance from the scotoma's border (sheet units)",
                          .y_name = "area / area in the reference"};
    OWNED_BY(measure_frame_finish)
    MeasureFrame frame = measure_frame(page, results->measure, "profile",
                                       "Size of receptive fields by distance from the border");
    if (units > 0)
        measure_frame_add(&frame, "n = %.0f units that respond, at least %d at each point", units,
                          FEWEST);
    return picture_chart(&frame.frame, &chart, frame.path, error);
}

static bool draw(const void *settings, const Results *results, const MeasurePage *page,
                 Error *error) {
    return draw_fields(settings, results, page, error) && recovery_draw(results, page, error) &&
           draw_profile(results, page, error);
}

static const char *const headline[] = {"responsive.projection_zone",
                                       "responsive.core",
                                       "responsive.outside",
                                       "outward.projection_zone",
                                       "area.ring",
                                       "lost.taken_up",
                                       "fit.tau",
                                       "blank.projection_zone",
                                       "leakage",
                                       NULL};

static const DrawnResult drawn[] = {{"reference", "3 m m"},
                                    {"responds", "1 m m"},
                                    {"x", "1 m m"},
                                    {"y", "1 m m"},
                                    {"area", "1 m m"},
                                    {"profile", "1 B 4"},
                                    {"course", "1 R 7"},
                                    {"half_width", drawn_length},
                                    {0}};

const MeasureKind measure_reorganisation = {
    .observable.kind =
        {"reorganisation",
         "how receptive fields changed about a scotoma, or lesioned units, since a reference",
         BLOCK(ReorganisationSettings, &mapping_settings,
               {SETTING(ReorganisationSettings, x), "0.0", -1000, 1000, "sheet units",
                .help = "middle of the scotoma in visual space"},
               {SETTING(ReorganisationSettings, y), "0.0", -1000, 1000, "sheet units",
                .help = "the same, upwards"},
               {SETTING(ReorganisationSettings, radius), NULL, 1e-3, 1000, "sheet units",
                .help = "of the scotoma"},
               {SETTING(ReorganisationSettings, reference), NULL, 0, 1e12, "iterations",
                .help = "iteration at which this measure was taken before the lesion"},
               {SETTING(ReorganisationSettings, lesion), "next", 0, 1e12, "iterations",
                .help = "iteration of the lesion, from which time counts; next: that after the "
                        "reference",
                .word = "next"},
               {SETTING(ReorganisationSettings, orientation), "",
                .help = "the measure whose orientation maps are compared zone by zone; empty: "
                        "none"})},
    .observable.check = check,
    .take_after = take_after,
    .drawn = drawn,
    .draw = draw,
    .map_picture = "displacement",
    .headline = headline,
};
