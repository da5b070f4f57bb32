// SPDX-License-Identifier: GPL-3.0-or-later
// Scattered units: places and preferred orientations of cells, or of units of another network, and
// whether they make a map (scattered_units.h).
#include "base/memory.h"
#include "imaging/scattered_units.h"
#include "maps/wavelength.h"
#include "measure/measure.h"
#include "orientation/orientation_pictures.h"
#include "statistics/finite.h"

#include <math.h>
#include <stdlib.h>

// Columns of the units' table.
enum { X, Y, PREFERENCE, SELECTIVITY, COLUMNS };

typedef struct {
    double reach, smoothing, similar;
} Settings;

// Rows that differ in selectivity alone have missing ones last.
static int by_x(const void *a, const void *b) {
    const double *one = a, *other = b;
    for (size_t k = 0; k < SELECTIVITY; k++)
        if (one[k] != other[k])
            return one[k] > other[k] ? 1 : -1;
    double own = isfinite(one[SELECTIVITY]) ? one[SELECTIVITY] : (double)INFINITY,
           others = isfinite(other[SELECTIVITY]) ? other[SELECTIVITY] : (double)INFINITY;
    return (own > others) - (own < others);
}

// The units that have a place and a preference, rising in x: rows[count][COLUMNS], to be released.
// Preferences are radians; selectivities are NAN where there are none. *doubt, to be released, says
// why the preferences may be of another unit; NULL: there is no doubt.
static double *units_of(const Recording *recording, size_t *count, char **doubt, Error *error) {
    const DataArray *array = &recording->array[0];
    size_t columns = array->shape[1], first = 0;
    double unit = angle_unit_radians(recording->angles), start;
    OWNED double *angles = allocate(array->shape[0], sizeof *angles);
    OWNED char *why = NULL;
    for (size_t i = 0; i < array->shape[0]; i++)
        angles[i] = array->values[i * columns + PREFERENCE];
    if (angle_unit_check(recording->angles, angles, array->shape[0], &start, &why) ==
        ANGLES_DISAGREE) {
        fail(error, "%s: %s", recording->name[0], why);
        return NULL;
    }
    *doubt = why ? format_text("%s: %s", recording->name[0], why) : NULL;
    double *rows = allocate(COLUMNS * array->shape[0], sizeof *rows);
    for (size_t i = 0; i < array->shape[0]; i++) {
        const double *own = array->values + i * columns;
        double *row = rows + COLUMNS * first;
        row[X] = own[X];
        row[Y] = own[Y];
        row[PREFERENCE] = fmod((own[PREFERENCE] - start) * unit, M_PI);
        row[PREFERENCE] += row[PREFERENCE] < 0 ? M_PI : 0;
        row[SELECTIVITY] = columns > SELECTIVITY ? own[SELECTIVITY] : (double)NAN;
        first += isfinite(row[X]) && isfinite(row[Y]) && isfinite(row[PREFERENCE]);
    }
    *count = first;
    qsort(rows, first, COLUMNS * sizeof *rows, by_x);
    return rows;
}

static bool check_units(const Recording *recording, const ScatteredUnits *units, Error *error) {
    const char *name = recording->name[0];
    if (units->n < SCATTERED_LEAST)
        return fail(error, "%s: has %zu units with a place and a preference; %d are needed", name,
                    units->n, SCATTERED_LEAST);
    double low = units->y[0], high = low;
    for (size_t i = 0; i < units->n; i++) {
        low = fmin(low, units->y[i]);
        high = fmax(high, units->y[i]);
    }
    double width = units->x[units->n - 1] - units->x[0];
    if (!isfinite(hypot(width, high - low)))
        return fail(error, "%s: its units lie too far apart for their distances to be numbers",
                    name);
    return (high > low && width > 0) ||
           fail(error, "%s: all units lie on one line; the first two columns are x and y", name);
}

static void add(Results *results, const char *name, double value, const char *unit,
                const char *definition, const char *undefined) {
    const Statistic row = {name, value, unit, definition, undefined};
    measure_add_statistics(results, &row, 1, false, NULL);
}

static const char no_shuffles[] = "there are no shuffles";

// GROUP.NAME and GROUP.shuffled.
static void add_shuffled(Results *results, const char *group, const char *name,
                         const AgainstShuffles *found, double unit, const char *unit_name,
                         const char *what) {
    OWNED char *full = format_text("%s.%s", group, name),
               *shuffled = format_text("%s.shuffled", group),
               *mean = format_text("mean of %s over shuffles of the preferences", full);
    add(results, full, found->value * unit, unit_name, what, "no units are near");
    add(results, shuffled, found->shuffled * unit, unit_name, mean, no_shuffles);
}

// GROUP.p.
static void add_p(Results *results, const char *group, const char *name,
                  const AgainstShuffles *found, const char *extreme) {
    OWNED char *p = format_text("%s.p", group),
               *share = format_text("share of shuffles, the data among them, with at %s its %s.%s",
                                    extreme, group, name);
    add(results, p, found->p, "1", share, no_shuffles);
}

static void add_differences(Results *results, const ScatteredStatistics *statistics) {
    enum { WIDTH = 5 };
    double rows[SCATTERED_BINS * WIDTH];
    for (size_t k = 0; k < SCATTERED_BINS; k++) {
        const DifferenceBin *bin = &statistics->bin[k];
        const double row[WIDTH] = {bin->distance, (double)bin->pairs, bin->difference * 180 / M_PI,
                                   bin->low * 180 / M_PI, bin->high * 180 / M_PI};
        for (size_t i = 0; i < WIDTH; i++)
            rows[WIDTH * k + i] = row[i];
    }
    results_add_map(results, "difference", 1, SCATTERED_BINS, WIDTH, rows, "degrees",
                    "distance of units, pairs, mean difference of their preferences, and where "
                    "95 % of shuffles lie");
}

// The column spacing and the density of pinwheels of the smoothed map, where it has structure.
static void add_spacing(Results *results, const ScatteredStatistics *statistics) {
    static const char none[] = "the map has no structure beyond shuffles, or its spectrum no ring";
    const ComplexMap *map = statistics->smoothed;
    OWNED_BY(spectrum_free) Spectrum spectrum = spectrum_new(map);
    Wavelength found = wavelength_from_spectrum(&spectrum);
    OWNED_BY(pinwheels_free_owned) Pinwheels *pinwheels = pinwheels_new(map);
    bool there = found.ring && statistics->order.p < 0.05;
    double samples = there ? spectrum.extent / found.peak_wavenumber : (double)NAN;
    add(results, "wavelength", samples * map->spacing, "of x and y",
        "column spacing of the smoothed map, from the peak fit to its spectrum", none);
    add(results, "pinwheels.density", pinwheels_density(pinwheels, samples), "1",
        "pinwheels of the smoothed map per squared column spacing", none);
}

static void add_settings(Results *results, const ScatteredStatistics *statistics,
                         const ScatteredSettings *settings) {
    add(results, "reach", statistics->reach, "of x and y", "distance up to which units are near",
        "");
    add(results, "smoothing", settings->smoothing, "reaches",
        "standard deviation of the Gaussian of the smoothed map", "");
    add(results, "similar", settings->similar * 180 / M_PI, "degrees",
        "by how much preferences in a cluster differ, from one unit to the next", "");
    add(results, "shuffles", (double)settings->shuffles, "1",
        "shuffles of the preferences that each number is held against", "");
}

static void add_numbers(Results *results, const ScatteredStatistics *statistics, const double *rows,
                        size_t count) {
    OWNED double *selectivity = allocate(count, sizeof *selectivity);
    for (size_t i = 0; i < count; i++)
        selectivity[i] = rows[COLUMNS * i + SELECTIVITY];
    add(results, "units", (double)count, "1", "units with a place and a preference", "");
    add_shuffled(results, "difference", "near", &statistics->near, 180 / M_PI, "degrees",
                 "mean difference of the preferences of near units; 45 by chance");
    add_p(results, "difference", "near", &statistics->near, "most");
    add_shuffled(results, "cluster", "largest", &statistics->cluster, 1, "1",
                 "share of units in the largest cluster of near units that prefer alike");
    add_p(results, "cluster", "largest", &statistics->cluster, "least");
    add_shuffled(results, "order", "mean", &statistics->order, 1, "1",
                 "mean |z|^2 of the smoothed map: 1 where all near units prefer alike");
    add_p(results, "order", "mean", &statistics->order, "least");
    add_shuffled(results, "pinwheels", "count", &statistics->count, 1, "1",
                 "points about which the preference of the smoothed map turns by half a circle");
    add_spacing(results, statistics);
    add(results, "bias.corrected", statistics->bias, "1",
        "size of the mean of exp(2 i preference), each unit weighed by the area that it stands "
        "for: 0 where all orientations are alike",
        "");
    add(results, "bias.uncorrected", statistics->plain_bias, "1", "the same, with all units alike",
        "");
    add(results, "selectivity.mean", finite_mean(selectivity, count), "1", "mean selectivity",
        "no selectivities are known");
}

static Results *take(const void *settings_of_kind, const char *name, const Recording *recording,
                     Error *error) {
    const Settings *settings = settings_of_kind;
    const DataArray *array = &recording->array[0];
    if (array->rank != 2 || array->shape[1] < 3)
        return recording_refuse_shape(recording, 0, "units are (N, 3): x, y and preference", error),
               NULL;
    if (recording->angles.measure == ANGLES_UNSAID)
        return fail(error, "%s: its preferences have a unit; say --degrees, --radians or --turns",
                    recording->name[0]),
               NULL;
    size_t count;
    OWNED char *doubt = NULL;
    OWNED double *rows = units_of(recording, &count, &doubt, error);
    if (rows == NULL)
        return NULL;
    OWNED_BY(scattered_units_free)
    ScatteredUnits units = {count, allocate(count + 1, sizeof(double)),
                            allocate(count + 1, sizeof(double)),
                            allocate(count + 1, sizeof(double))};
    for (size_t i = 0; i < count; i++) {
        units.x[i] = rows[COLUMNS * i + X];
        units.y[i] = rows[COLUMNS * i + Y];
        units.preference[i] = rows[COLUMNS * i + PREFERENCE];
    }
    if (!check_units(recording, &units, error))
        return NULL;
    const ScatteredSettings how = {settings->reach, settings->smoothing,
                                   settings->similar * M_PI / 180, recording->resamples,
                                   recording->seed};
    OWNED_BY(scattered_statistics_free)
    ScatteredStatistics statistics = {0};
    if (!scattered_statistics_of(&units, &how, recording->name[0], &statistics, error))
        return NULL;
    Results *results = results_new(name);
    if (doubt)
        results_add_warning(results, doubt);
    const ComplexMap *map = statistics.smoothed;
    results_add_map(results, "units", 1, count, COLUMNS, rows, "radians",
                    "x, y, preference and selectivity of each unit");
    results_add_map(results, "smoothed", 2, map->height, map->width, map->value,
                    "exp(2 i preference)", "the preferences, smoothed");
    add_differences(results, &statistics);
    add_numbers(results, &statistics, rows, count);
    add_settings(results, &statistics, &how);
    return results;
}

static bool draw_differences(const Results *results, const MeasurePage *page, Error *error) {
    const ResultMap *table = results_map(results, "difference");
    size_t n = table->height;
    OWNED double *column = allocate(table->width * n, sizeof *column),
                 *middle = allocate(n, sizeof *middle);
    measure_columns(table, column);
    for (size_t i = 0; i < n; i++)
        middle[i] = 0.5 * (column[3 * n + i] + column[4 * n + i]);
    const PictureCurve curves[] = {{.name = "units", .x = column, .y = column + 2 * n, .n = n},
                                   {.name = "95 % of shuffles",
                                    .x = column,
                                    .y = middle,
                                    .low = column + 3 * n,
                                    .high = column + 4 * n,
                                    .n = n}};
    const PictureChart chart = {.curves = curves,
                                .count = 2,
                                .x_name = "distance of two units",
                                .y_name = "difference of preferences, degrees"};
    OWNED_BY(measure_frame_finish)
    MeasureFrame frame =
        measure_frame(page, results->measure, "difference", "Preference and distance");
    return picture_chart(&frame.frame, &chart, frame.path, error);
}

static bool draw(const Results *results, const MeasurePage *page, Error *error) {
    const ResultMap *smoothed = results_map(results, "smoothed");
    const ComplexMap map =
        map_view(2, smoothed->height, smoothed->width, (double)NAN, false, smoothed->values);
    OWNED_BY(pinwheels_free_owned) Pinwheels *pinwheels = pinwheels_new(&map);
    const OrientationPicture picture = {.palette = (Palette)page->experiment->figures.palette,
                                        .pinwheels = pinwheels};
    OWNED_BY(measure_frame_finish)
    MeasureFrame frame = measure_frame(page, results->measure, "smoothed", "Preferences, smoothed");
    return orientation_picture_preference(&frame, &map, &picture, error) &&
           draw_differences(results, page, error);
}

static const DrawnResult drawn[] = {{"smoothed", "2 h w"}, {"difference", "1 b 5"}, {0}};

static const char *const headline[] = {
    "units",           "difference.near", "difference.p",      "cluster.p",      "order.p",
    "pinwheels.count", "wavelength",      "pinwheels.density", "bias.corrected", NULL};

static const MeasureOfRecording of_recording = {
    .datasets = (const char *const[]){"a table (N, 3) of x, y and preference, of N units; with a "
                                      "fourth column, selectivity; with more, responses to each "
                                      "condition in the place of preference and selectivity",
                                      NULL},
    .least = 1,
    .settings = (const char *const[]){"reach", "smoothing", "similar", NULL},
    .options =
        (const char *const[]){"degrees", "radians", "turns", "codes", "doubled", "directions",
                              "stimuli", "turn", "drift", "resamples", "seed", NULL},
    .take = take,
    .headline = headline,
    .drawn = drawn,
    .draw = draw};

const MeasureKind measure_scattered = {
    .observable.kind =
        {"scattered", "whether units at any places, as cells, prefer alike where they are near",
         BLOCK(Settings, NULL,
               {SETTING(Settings, reach), "auto", 1e-9, 1e9, "of x and y", .word = "auto",
                .help = "distance up to which units are near; auto: a unit has 6 of them"},
               {SETTING(Settings, smoothing), "1.0", 0.1, 100, "reaches",
                .help = "standard deviation of the Gaussian of the smoothed map"},
               {SETTING(Settings, similar), "22.5", 0.1, 90, "degrees",
                .help = "by how much preferences in a cluster differ, from one "
                        "unit to the next"})},
    .recording = &of_recording,
};
