// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/measure.h"

#include "base/memory.h"
#include "maps/similarity.h"

#include <math.h>
#include <string.h>

extern const MeasureKind measure_orientation, measure_tuning, measure_ocular_dominance,
    measure_geometry, measure_retinotopy, measure_mapping, measure_reorganisation,
    measure_connection_fields, measure_activity;

const Kind *const measure_kinds[] = {
    &measure_orientation.observable.kind,      &measure_tuning.observable.kind,
    &measure_ocular_dominance.observable.kind, &measure_geometry.observable.kind,
    &measure_retinotopy.observable.kind,       &measure_mapping.observable.kind,
    &measure_reorganisation.observable.kind,   &measure_connection_fields.observable.kind,
    &measure_activity.observable.kind,         NULL,
};

const MeasureKind *measure_kind(const char *name) {
    return (const MeasureKind *)kind_find(measure_kinds, name);
}

bool measure_check_sheet(const char *sheet, const NetworkSettings *network, const char *place,
                         Error *error) {
    OWNED char *where = format_text("%s.sheet", place);
    if (collection_find(&network->sheets, sheet) == NULL)
        return collection_refuse(&network->sheets, "sheet", sheet, where, error);
    if (network_is_per_eye(network, sheet))
        return fail(error, "%s: sheet '%s' is made for each eye; name one that both eyes share",
                    where, sheet);
    for (size_t k = 0; k < network->projections.count; k++) {
        const ProjectionSettings *projection = network->projections.items[k].variant.settings;
        if (strcmp(projection->to, sheet) == 0)
            return true;
    }
    return fail(error, "%s: sheet '%s' has no projection to it", where, sheet);
}

int measure_eye(const Network *network, const char *name) {
    for (size_t e = 0; e < network->eyes; e++)
        if (strcmp(network->eye[e].name, name) == 0)
            return (int)e;
    return NO_EYE;
}

bool measure_is_cortical(const NetworkSettings *network, const char *sheet) {
    for (size_t k = 0; k < network->projections.count; k++) {
        const ProjectionSettings *projection = network->projections.items[k].variant.settings;
        if (strcmp(projection->to, sheet) == 0 && !projection->shared)
            return true;
    }
    return false;
}

static double stability(const ResultMap *a, const ResultMap *b) {
    const ComplexMap first = map_view(2, a->height, a->width, 1, false, a->values),
                     second = map_view(2, b->height, b->width, 1, false, b->values);
    return similarity_stability(&first, &second);
}

static double correlation(const ResultMap *a, const ResultMap *b) {
    return similarity_of_scalars(a->values, b->values, a->height * a->width);
}

const MeasureSimilarity measure_stability = {"stability index", stability};
const MeasureSimilarity measure_correlation = {"correlation", correlation};

void measure_add_statistics(Results *results, const Statistic *rows, size_t n, bool cortical,
                            const char *note) {
    for (size_t i = 0; i < n; i++) {
        const char *said = isfinite(rows[i].value) ? note : rows[i].undefined;
        (cortical ? results_add_cortical : results_add_number)(results, rows[i].name, rows[i].value,
                                                               rows[i].unit, rows[i].definition,
                                                               said ? said : "");
    }
}

void measure_doubt_angles(Results *results, const Recording *recording, size_t k) {
    OWNED char *doubt = recording_doubt_angles(recording, k);
    if (doubt)
        results_add_warning(results, doubt);
}

void measure_columns(const ResultMap *table, double *columns) {
    for (size_t i = 0; i < table->height; i++)
        for (size_t j = 0; j < table->width; j++)
            columns[j * table->height + i] = table->values[i * table->width + j];
}

// 12345 as "12,345".
static char *grouped(int64_t number) {
    if (number < 1000)
        return format_text("%lld", (long long)number);
    OWNED char *front = grouped(number / 1000);
    return format_text("%s,%03d", front, (int)(number % 1000));
}

MeasureFrame measure_frame(const MeasurePage *page, const char *measure, const char *picture,
                           const char *title) {
    OWNED char *iteration = grouped(page->iteration);
    MeasureFrame frame = {.path = format_text("%s/%s%s%s%s.png", page->folder, measure,
                                              picture[0] ? "-" : "", picture, page->suffix),
                          .title = copy_text(title),
                          .subtitle = format_text("%s%siteration %s", page->title,
                                                  page->title[0] ? " \u2013 " : "", iteration)};
    frame.frame = (PictureFrame){.title = frame.title,
                                 .subtitle = frame.subtitle,
                                 .notes = page->notes,
                                 .notes_count = page->notes_count,
                                 .drawn = page->drawn,
                                 .measure = measure,
                                 .picture = picture,
                                 .iteration = page->suffix[0] ? page->iteration : -1};
    return frame;
}

// The greatest length of 1, 2 or 5 times a power of ten that does not exceed `most`.
static double round_length(double most) {
    double ten = pow(10, floor(log10(most) + 1e-9));
    double digit = most / ten * (1 + 1e-9);
    return ten * (digit >= 5 ? 5 : digit >= 2 ? 2 : 1);
}

MeasureFrame measure_map_frame(const MeasurePage *page, const char *measure, const char *picture,
                               const char *title, const char *sheet, double density) {
    static const double bar = 0.25; // sheet units
    bool millimetres = isfinite(page->scale_mm) && measure_is_cortical(page->network, sheet);
    double length = millimetres ? round_length(bar * page->scale_mm) : bar;
    MeasureFrame frame = measure_frame(page, measure, picture, title);
    frame.scale = format_text("%g %s", length, millimetres ? "mm" : "sheet units");
    frame.frame.samples_per_unit = millimetres ? density / page->scale_mm : density;
    frame.frame.scale_length = length;
    frame.frame.scale_label = frame.scale;
    return frame;
}

void measure_frame_finish(MeasureFrame *frame) {
    release(frame->title);
    release(frame->subtitle);
    release(frame->scale);
    release(frame->path);
}

bool measure_draw_values(const MeasurePage *page, const Results *results, const char *map,
                         const char *title, const char *sheet, double density, Ramp ramp,
                         const char *quantity, Error *error) {
    const ResultMap *values = results_map(results, map);
    PictureScalar picture = {.values = values->values,
                             .rows = values->height,
                             .cols = values->width,
                             .ramp = ramp,
                             .name = quantity};
    OWNED_BY(measure_frame_finish)
    MeasureFrame frame = measure_map_frame(page, results->measure, map, title, sheet, density);
    return picture_scalar(&frame.frame, &picture, frame.path, error);
}
