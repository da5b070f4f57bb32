// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"

#include "array_file.h"
#include "map.h"
#include "memory.h"
#include "orientation_layout.h"
#include "orientation_statistics.h"
#include "talk.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

// A (2, H, W) array is the real and imaginary plane of z = s exp(2 i theta), an (H, W) array holds
// the angles theta.
static ComplexMap *map_of_array(const Array *array, const Options *options, const char *what,
                                Error *error) {
    double spacing = options->spacing > 0 ? options->spacing : (double)NAN;
    bool planes = array->rank == 3 && array->shape[0] == 2, angles = array->rank == 2;
    if (!planes && !angles) {
        fail(error,
             "%s: an orientation map is (2, H, W), real and imaginary planes, or (H, W), angles",
             what);
        return NULL;
    }
    if (angles && !options->degrees && !options->radians) {
        fail(error, "%s: is an (H, W) array of angles; say --degrees or --radians", what);
        return NULL;
    }
    if (planes && (options->degrees || options->radians)) {
        fail(error,
             "%s: is (2, H, W), real and imaginary planes; --degrees and --radians are for angles",
             what);
        return NULL;
    }
    size_t height = array->shape[array->rank - 2], width = array->shape[array->rank - 1],
           n = height * width;
    if (height < 2 || width < 2) {
        fail(error, "%s: a map needs at least 2 x 2 samples; this has %zu x %zu", what, height,
             width);
        return NULL;
    }
    ComplexMap *map = map_new(height, width, spacing, options->periodic);
    if (planes) {
        memcpy(map->real, array->values, n * sizeof *map->real);
        memcpy(map->imaginary, array->values + n, n * sizeof *map->imaginary);
    } else {
        double unit = options->degrees ? M_PI / 180 : 1;
        for (size_t i = 0; i < n; i++)
            array->values[i] *= unit;
        map_set_angles(map, array->values, NULL);
    }
    return map;
}

// Each number under its full name, and again on the path that its name spells: {"wavelength":
// {"peak_fit": ...}}.
static void put_number(json_t *result, const char *name, double value) {
    json_t *number = isfinite(value) ? json_real(value) : json_null();
    const char *dot = strchr(name, '.');
    json_object_set(result, name, number);
    if (dot) {
        char *group = format_text("%.*s", (int)(dot - name), name);
        json_t *inner = json_object_get(result, group);
        if (!json_is_object(inner)) {
            inner = json_object();
            json_object_set_new(result, group, inner);
        }
        json_object_set(inner, dot + 1, number);
        release(group);
    }
    json_decref(number);
}

enum { ROWS = ORIENTATION_STATISTICS_ROWS + ORIENTATION_LAYOUT_ROWS };

static void print_result(const OrientationStatistics *statistics, const ComplexMap *map,
                         bool json) {
    OrientationLayout layout;
    Statistic rows[ROWS];
    const char *warnings[ORIENTATION_STATISTICS_WARNINGS];
    orientation_layout(map, statistics, &layout);
    orientation_statistics_rows(statistics, rows);
    orientation_layout_rows(&layout, rows + ORIENTATION_STATISTICS_ROWS);
    size_t warned = orientation_statistics_warnings(statistics, warnings);
    if (!json) {
        printf("%zu x %zu samples, %s\n", map->height, map->width,
               map->periodic ? "periodic" : "open");
        for (size_t i = 0; i < ROWS; i++)
            if (isfinite(rows[i].value))
                printf("  %-34s %12.5g %-12s %s\n", rows[i].name, rows[i].value,
                       strcmp(rows[i].unit, "1") == 0 ? "" : rows[i].unit, rows[i].definition);
            else
                printf("  %-34s    undefined (%s)\n", rows[i].name, rows[i].undefined);
        for (size_t i = 0; i < warned; i++)
            printf("  warning: %s\n", warnings[i]);
        return;
    }
    json_t *result = json_object(), *list = json_array(), *undefined = json_object();
    json_object_set_new(result, "height", json_integer((json_int_t)map->height));
    json_object_set_new(result, "width", json_integer((json_int_t)map->width));
    json_object_set_new(result, "periodic", json_boolean(map->periodic));
    for (size_t i = 0; i < ROWS; i++) {
        put_number(result, rows[i].name, rows[i].value);
        if (!isfinite(rows[i].value))
            json_object_set_new(undefined, rows[i].name, json_string(rows[i].undefined));
    }
    json_object_set_new(result, "ring", json_boolean(statistics->columns.ring));
    json_object_set_new(result, "undefined", undefined);
    for (size_t i = 0; i < warned; i++)
        json_array_append_new(list, json_string(warnings[i]));
    json_object_set_new(result, "warnings", list);
    json_dumpf(result, stdout, JSON_INDENT(2) | JSON_REAL_PRECISION(12));
    printf("\n");
    json_decref(result);
}

static int analyse(ComplexMap *map, bool angles, const Options *options, const char *what,
                   Error *error) {
    size_t margin = options->margin > 0 ? (size_t)options->margin : 0;
    if (margin > 0 && options->periodic) {
        fail(error, "analyse: --margin and --periodic exclude each other");
        return EXIT_USAGE;
    }
    if (2 * margin + 2 > map->height || 2 * margin + 2 > map->width) {
        fail(error, "%s: a margin of %zu leaves nothing of %zu x %zu samples", what, margin,
             map->height, map->width);
        return EXIT_USAGE;
    }
    ComplexMap *part = options->periodic ? map : map_crop_margin(map, margin);
    size_t n = part->height * part->width;
    double *selectivity = allocate(n, sizeof *selectivity);
    for (size_t i = 0; i < n; i++)
        selectivity[i] = hypot(part->real[i], part->imaginary[i]);
    OrientationStatistics statistics;
    orientation_statistics(part, angles ? NULL : selectivity, &statistics);
    print_result(&statistics, part, options->json);
    release(selectivity);
    if (part != map)
        map_free(part);
    return EXIT_DONE;
}

static int analyse_file(const Options *options, Error *error) {
    const char *what = options->words[0], *colon = strrchr(what, ':');
    if (colon == NULL || colon == what || colon[1] == '\0') {
        fail(error, "analyse: '%s' is not of the form FILE.h5:/dataset", what);
        return EXIT_USAGE;
    }
    char *file = format_text("%.*s", (int)(colon - what), what);
    Array array = {0};
    int status = EXIT_FAILED;
    if (array_read(file, colon + 1, &array, error)) {
        ComplexMap *map = map_of_array(&array, options, what, error);
        status = map ? analyse(map, array.rank == 2, options, what, error) : EXIT_USAGE;
        if (map)
            map_free(map);
        array_free(&array);
    }
    release(file);
    return status;
}

static int carry_out(int argc, char **argv, Error *error) {
    Options options;
    int status = EXIT_USAGE;
    if (options_parse(&command_analyse, argc, argv, &options, error)) {
        if (options.count != 1)
            fail(error,
                 "analyse: name one map, as in: pinwheel analyse map.h5:/orientation --degrees");
        else if (options.degrees && options.radians)
            fail(error, "analyse: --degrees and --radians exclude each other");
        else
            status = analyse_file(&options, error);
    }
    options_free(&options);
    return status;
}

const Command command_analyse = {
    "analyse", "FILE.h5:/dataset",
    "statistics of an orientation map from elsewhere, as from imaging",
    "  the dataset is (2, H, W), real and imaginary planes of z = s exp(2 i theta), or (H, W), "
    "angles theta; row 0 is\n"
    "  the top of the map and theta counts counter-clockwise from the horizontal; lengths come out "
    "in samples\n"
    "  --degrees          an (H, W) dataset holds degrees\n"
    "  --radians          an (H, W) dataset holds radians\n"
    "  --periodic         the map is a torus\n"
    "  --margin N         leave out N samples at each edge\n"
    "  --spacing L        length of one sample, for wavelengths in that unit as well\n"
    "  --json             print the numbers as JSON\n",
    carry_out};
