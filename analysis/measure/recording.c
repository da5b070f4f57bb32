// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/recording.h"

#include "base/memory.h"

#include <assert.h>
#include <math.h>
#include <string.h>

static void drop_first_axis(DataArray *array) {
    array->rank--;
    for (int k = 0; k < array->rank; k++)
        array->shape[k] = array->shape[k + 1];
}

// The imaginary parts lie behind the real ones.
static void make_planes(DataArray *array) {
    if (array->imaginary == NULL || array->rank == DATA_RANK_MOST)
        return;
    for (int k = array->rank++; k > 0; k--)
        array->shape[k] = array->shape[k - 1];
    array->shape[0] = 2;
    array->imaginary = NULL;
}

static bool has_planes_last(const DataArray *array) {
    return array->rank == 3 && array->shape[2] == 2 &&
           (array->shape[0] != 2 || array->order == DATA_ROWS_FIRST);
}

bool recording_read(Recording *recording, const char *name, Error *error) {
    static const int planes_first[DATA_RANK_MOST] = {2, 0, 1};
    assert(recording->count < RECORDING_MOST);
    DataArray *array = &recording->array[recording->count];
    if (!data_array_read(name, array, error))
        return false;
    if (array->imaginary)
        make_planes(array);
    else if (recording->maps && has_planes_last(array))
        data_array_turn(array, planes_first);
    if (array->rank == 3 && array->shape[0] == 1)
        drop_first_axis(array);
    recording->name[recording->count++] = name;
    recording->given = recording->count;
    return true;
}

void recording_free(Recording *recording) {
    for (size_t k = 0; k < recording->count; k++)
        data_array_free(&recording->array[k]);
    recording->count = 0;
    data_array_free(&recording->region);
    data_array_free(&recording->selectivity);
}

bool recording_refuse_shape(const Recording *recording, size_t k, const char *wanted,
                            Error *error) {
    OWNED char *shape = data_array_shape_text(&recording->array[k]);
    return fail(error, "%s: %s; this is %s", recording->name[k], wanted, shape);
}

bool recording_check_finite(const Recording *recording, size_t k, Error *error) {
    const DataArray *array = &recording->array[k];
    size_t n = data_array_count(array), missing = 0;
    for (size_t i = 0; i < n; i++)
        missing += isfinite(array->values[i]) ? 0 : 1;
    return missing == 0 ||
           fail(error, "%s: %zu of its %zu values are not finite; leave out the units they are of",
                recording->name[k], missing, n);
}

// Rows and columns of array k, with the margin.
static size_t rows_of(const Recording *recording, size_t k) {
    const DataArray *array = &recording->array[k];
    return array->shape[array->rank - 2];
}

static size_t columns_of(const Recording *recording, size_t k) {
    const DataArray *array = &recording->array[k];
    return array->shape[array->rank - 1];
}

bool recording_check_alike(const Recording *recording, size_t j, size_t k, Error *error) {
    if (rows_of(recording, j) == rows_of(recording, k) &&
        columns_of(recording, j) == columns_of(recording, k))
        return true;
    return fail(error,
                "%s: has %zu x %zu samples, and %s has %zu x %zu; they have to be of the "
                "same samples",
                recording->name[k], rows_of(recording, k), columns_of(recording, k),
                recording->name[j], rows_of(recording, j), columns_of(recording, j));
}

size_t recording_height(const Recording *recording) {
    return rows_of(recording, 0) - 2 * recording->margin;
}

size_t recording_width(const Recording *recording) {
    return columns_of(recording, 0) - 2 * recording->margin;
}

// Whether array k is a map in 2 planes, or, with 1, in a single one; `what` for messages.
static bool check_map(const Recording *recording, size_t k, size_t planes, const char *what,
                      Error *error) {
    const DataArray *array = &recording->array[k];
    if ((size_t)array->rank != planes + 1 || (planes == 2 && array->shape[0] != 2))
        return recording_refuse_shape(recording, k, what, error);
    size_t height = rows_of(recording, k), width = columns_of(recording, k),
           margin = recording->margin;
    if (height < 2 || width < 2)
        return fail(error, "%s: a map needs at least 2 x 2 samples; this has %zu x %zu",
                    recording->name[k], height, width);
    if (2 * margin + 2 > height || 2 * margin + 2 > width)
        return fail(error, "%s: a margin of %zu leaves nothing of %zu x %zu samples",
                    recording->name[k], margin, height, width);
    return true;
}

Map *recording_map(const Recording *recording, size_t k, size_t planes, const char *what,
                   Error *error) {
    if (!check_map(recording, k, planes, what, error))
        return NULL;
    size_t height = rows_of(recording, k), width = columns_of(recording, k),
           margin = recording->margin;
    const Map whole = map_view(planes, height, width, recording->spacing, recording->periodic,
                               recording->array[k].values);
    return map_crop(&whole, margin, margin, height - 2 * margin, width - 2 * margin);
}

bool recording_has_angles(const Recording *recording, size_t k) {
    return recording->array[k].rank == 2;
}

// Selectivities as |z| of a map, without the margin; NULL, without a message, where none were
// given.
static ScalarMap *selectivities(const Recording *recording, size_t k, Error *error, bool *ok) {
    *ok = true;
    if (recording->selectivity.values == NULL || k > 0)
        return NULL;
    Recording other = *recording;
    other.count = 1;
    other.array[0] = recording->selectivity;
    other.name[0] = recording->selectivity.place;
    ScalarMap *map = recording_map(&other, 0, 1, "selectivities are (H, W)", error);
    *ok = map != NULL;
    if (map && (rows_of(&other, 0) != rows_of(recording, k) ||
                columns_of(&other, 0) != columns_of(recording, k)))
        *ok = fail(error, "%s: has other samples than %s", other.name[0], recording->name[k]);
    for (size_t i = 0; *ok && i < map->height * map->width; i++)
        if (map->value[i] < 0)
            *ok = fail(error, "%s: holds %g, and a selectivity is at least 0", other.name[0],
                       map->value[i]);
    return map;
}

static ComplexMap *map_of_angles(const Recording *recording, size_t k, Error *error) {
    const DataArray *array = &recording->array[k];
    OWNED char *why = NULL;
    double first, unit = angle_unit_radians(recording->angles);
    if (angle_unit_check(recording->angles, array->values, data_array_count(array), &first, &why) ==
        ANGLES_DISAGREE) {
        fail(error, "%s: %s", recording->name[k], why);
        return NULL;
    }
    bool ok;
    OWNED_BY(map_free_owned)
    ScalarMap *angles = recording_map(recording, k, 1, "", error);
    OWNED_BY(map_free_owned)
    ScalarMap *selectivity = angles ? selectivities(recording, k, error, &ok) : NULL;
    if (angles == NULL || !ok)
        return NULL;
    for (size_t i = 0; i < angles->height * angles->width; i++)
        angles->value[i] = (angles->value[i] - first) * unit;
    ComplexMap *map = map_new(angles->height, angles->width, angles->spacing, angles->periodic);
    map_set_angles(map, angles->value, selectivity ? selectivity->value : NULL);
    return map;
}

ComplexMap *recording_orientation(const Recording *recording, size_t k, Error *error) {
    static const char what[] =
        "an orientation map is (2, H, W), real and imaginary planes, or (H, W), angles";
    bool angles = recording_has_angles(recording, k),
         said = recording->angles.measure != ANGLES_UNSAID;
    if (angles && said)
        return map_of_angles(recording, k, error);
    if (angles)
        fail(error, "%s: is an (H, W) array of angles; say --degrees or --radians",
             recording->name[k]);
    else if (!said)
        return recording_map(recording, k, 2, what, error);
    else if (check_map(recording, k, 2, what, error))
        fail(error,
             "%s: is (2, H, W), real and imaginary planes; --degrees and --radians are for angles",
             recording->name[k]);
    return NULL;
}

// Samples that are there in both planes, and those of them that are 0.
static char *doubt_zeros(const Recording *recording, size_t k) {
    const DataArray *array = &recording->array[k];
    if (array->rank != 3 || array->shape[0] != 2 || recording->region.values)
        return NULL;
    size_t n = array->shape[1] * array->shape[2], zeros = 0;
    for (size_t i = 0; i < n; i++)
        zeros += array->values[i] == 0 && array->values[n + i] == 0;
    if ((double)zeros <= 0.05 * (double)n)
        return NULL;
    return format_text("%s: %.0f %% of its samples are exactly 0: if they lie outside, say so with "
                       "--region FILE:NAME",
                       recording->name[k], 100 * (double)zeros / (double)n);
}

char *recording_doubt(const Recording *recording, size_t k) {
    const DataArray *array = &recording->array[k];
    double first;
    OWNED char *why = NULL;
    if (!recording_has_angles(recording, k) || recording->angles.measure == ANGLES_UNSAID)
        return doubt_zeros(recording, k);
    angle_unit_check(recording->angles, array->values, data_array_count(array), &first, &why);
    return why ? format_text("%s: %s", recording->name[k], why) : NULL;
}

bool recording_read_region(Recording *recording, const char *name, Error *error) {
    return data_array_read(name, &recording->region, error) &&
           (recording->region.rank == 2 ||
            fail(error, "%s: a region is (H, W)", recording->region.place));
}

bool recording_read_selectivity(Recording *recording, const char *name, Error *error) {
    return data_array_read(name, &recording->selectivity, error);
}

bool recording_apply_region(Recording *recording, Error *error) {
    const DataArray *region = &recording->region;
    if (region->values == NULL)
        return true;
    size_t samples = data_array_count(region), inside = 0;
    for (size_t i = 0; i < samples; i++)
        inside += fabs(region->values[i]) > 0;
    if (inside == 0)
        return fail(error, "%s: nothing lies inside: all its values are 0 or missing",
                    region->place);
    for (size_t k = 0; k < recording->count; k++) {
        DataArray *array = &recording->array[k];
        if (array->rank < 2 || rows_of(recording, k) != region->shape[0] ||
            columns_of(recording, k) != region->shape[1]) {
            OWNED char *shape = data_array_shape_text(array);
            return fail(error, "%s: has %zu x %zu samples, and %s is %s", region->place,
                        region->shape[0], region->shape[1], recording->name[k], shape);
        }
        for (size_t i = 0; i < data_array_count(array); i++)
            if (!(fabs(region->values[i % samples]) > 0)) // as is NAN
                array->values[i] = (double)NAN;
    }
    return true;
}
