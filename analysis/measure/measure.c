// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/measure.h"

#include "base/memory.h"
#include "maps/similarity.h"
#include "pictures/ticks.h"
#include "run/event.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

extern const MeasureKind measure_orientation, measure_tuning, measure_ocular_dominance,
    measure_geometry, measure_retinotopy, measure_mapping, measure_reorganisation,
    measure_connection_fields, measure_activity, measure_alignment, measure_contrast_direction;

const Kind *const measure_kinds[] = {
    &measure_orientation.observable.kind,        &measure_tuning.observable.kind,
    &measure_ocular_dominance.observable.kind,   &measure_geometry.observable.kind,
    &measure_retinotopy.observable.kind,         &measure_mapping.observable.kind,
    &measure_reorganisation.observable.kind,     &measure_connection_fields.observable.kind,
    &measure_activity.observable.kind,           &measure_alignment.observable.kind,
    &measure_contrast_direction.observable.kind, NULL,
};

const size_t *const measure_sizes = MEASURE_SIZES;

extern const MeasureKind measure_scattered;

const Kind *const recorded_kinds[] = {&measure_scattered.observable.kind, NULL};

const MeasureKind *measure_kind(const char *name) {
    const Kind *kind = kind_find(measure_kinds, name);
    return (const MeasureKind *)(kind ? kind : kind_find(recorded_kinds, name));
}

const MeasureKind *measure_at(size_t index) {
    size_t n = 0;
    while (kind_at(measure_kinds, n))
        n++;
    return (const MeasureKind *)(index < n ? kind_at(measure_kinds, index)
                                           : kind_at(recorded_kinds, index - n));
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

void measure_doubt(Results *results, const Recording *recording, size_t k) {
    OWNED char *doubt = recording_doubt(recording, k);
    if (doubt)
        results_add_warning(results, doubt);
}

void measure_columns(const ResultMap *table, double *columns) {
    for (size_t i = 0; i < table->height; i++)
        for (size_t j = 0; j < table->width; j++)
            columns[j * table->height + i] = table->values[i * table->width + j];
}

MeasureFrame measure_frame(const MeasurePage *page, const char *measure, const char *picture,
                           const char *title) {
    OWNED char *number = number_text((double)page->iteration, 1.0),
               *iteration =
                   page->iteration < 0 ? copy_text("") : format_text("iteration %s", number);
    const char *experiment = page->experiment->title;
    MeasureFrame frame = {
        .path =
            format_text("%s/%s%s%s%s.%s", page->folder, measure, picture[0] ? "-" : "", picture,
                        page->suffix, canvas_formats[page->form ? page->form->format : CANVAS_PNG]),
        .title = copy_text(title),
        .subtitle = format_text("%s%s%s", experiment,
                                experiment[0] && iteration[0] ? " \u2013 " : "", iteration)};
    frame.frame = (PictureFrame){.title = frame.title,
                                 .subtitle = frame.subtitle,
                                 .form = page->form,
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

void measure_frame_add(MeasureFrame *frame, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    OWNED char *text = format_arguments(format, arguments);
    va_end(arguments);
    text_append(&frame->subtitle, "%s%s", frame->subtitle[0] ? " \u2013 " : "", text);
    frame->frame.subtitle = frame->subtitle;
}

PictureMark *measure_marks(const MeasurePage *page, int64_t origin, int64_t first, int64_t last,
                           size_t *n) {
    enum { MOST = 24 }; // lines of an event that can be told apart
    const Collection *events = &page->experiment->events;
    int64_t end = page->experiment->iterations;
    PictureMark *marks = NULL;
    *n = 0;
    for (size_t i = 0; i < events->count; i++) {
        const Item *item = &events->items[i];
        const EventKind *kind = (const EventKind *)item->variant.kind;
        const EventSettings *event = item->variant.settings;
        int64_t times = event_times_due(event, first, last, end), at = first - 1;
        OWNED char *again =
            times > 1 ? format_text(", %lld times", (long long)times) : copy_text("");
        for (int64_t k = 0; k < times && (kind->alter || kind->changes > 0); k++) {
            at = event_next_due(event, at + 1, end);
            if (times > MOST && k > 0 && k + 1 < times)
                continue;
            marks = allocate_one_more(marks, *n, sizeof *marks);
            marks[(*n)++] = (PictureMark){
                (double)(at - origin),
                k == 0 ? format_text("%s: %s%s", kind->kind.name, item->name, again) : NULL};
        }
    }
    return marks;
}

void measure_marks_free(PictureMark *marks, size_t n) {
    for (size_t i = 0; i < n; i++)
        release(marks[i].name);
    release(marks);
}

// Chooses the bar's unit, and how many of it are a sheet unit.
static double bar_unit(const MeasurePage *page, const char *sheet, const char **unit) {
    const Experiment *experiment = page->experiment;
    bool cortical = measure_is_cortical(&experiment->network, sheet);
    int scale = experiment->figures.scale;
    *unit = "mm";
    if (isfinite(experiment->scale_mm) && cortical && (scale == SCALE_AUTO || scale == SCALE_MM))
        return experiment->scale_mm;
    *unit = "degrees";
    if (scale == SCALE_DEGREES)
        return experiment->figures.degrees;
    *unit = "sheet units";
    return 1.0;
}

MeasureFrame measure_map_frame(const MeasurePage *page, const char *measure, const char *picture,
                               const char *title, const MeasuredSheet *sheet) {
    static const double BAR = 0.25; // sheet units
    const char *unit;
    double units = bar_unit(page, sheet->sheet, &unit),
           length = units == 1.0 ? BAR : round_length(BAR * units);
    MeasureFrame frame = measure_frame(page, measure, picture, title);
    frame.scale = format_text("%g %s", length, unit);
    frame.frame.samples_per_unit = sheet->density / units;
    frame.frame.scale_length = page->experiment->figures.scale == SCALE_NONE ? 0.0 : length;
    frame.frame.scale_label = frame.scale;
    frame.frame.density = sheet->density;
    frame.frame.analysed = sheet->analysed;
    return frame;
}

MeasureFrame measure_recorded_frame(const MeasurePage *page, const char *measure,
                                    const char *picture, const char *title, size_t width,
                                    double factor) {
    static const double BAR = 0.25; // of the width
    const Experiment *experiment = page->experiment;
    int scale = experiment->figures.scale;
    bool mm = isfinite(experiment->scale_mm) && (scale == SCALE_AUTO || scale == SCALE_MM);
    double unit = factor * (mm ? experiment->scale_mm : 1),
           length = round_length(BAR * (double)width * unit);
    MeasureFrame frame = measure_frame(page, measure, picture, title);
    frame.scale = format_text("%g %s", length, mm ? "mm" : "samples");
    frame.frame.samples_per_unit = 1 / unit;
    frame.frame.scale_length = scale == SCALE_NONE ? 0 : length;
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
                         const char *title, const MeasuredSheet *sheet, double low, double high,
                         Ramp ramp, const char *quantity, Error *error) {
    const ResultMap *values = results_map(results, map);
    PictureScalar picture = {.values = values->values,
                             .rows = values->height,
                             .cols = values->width,
                             .low = low,
                             .high = high,
                             .ramp = ramp,
                             .name = quantity};
    OWNED_BY(measure_frame_finish)
    MeasureFrame frame = measure_map_frame(page, results->measure, map, title, sheet);
    size_t n = 0;
    for (size_t i = 0; i < values->height * values->width; i++)
        n += isfinite(values->values[i]) ? 1 : 0;
    OWNED char *count = number_text((double)n, 1.0);
    measure_frame_add(&frame, "n = %s units", count);
    return picture_scalar(&frame.frame, &picture, frame.path, error);
}
