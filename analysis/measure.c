// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure.h"

#include "memory.h"

#include <string.h>

extern const MeasureKind measure_orientation, measure_retinotopy, measure_connection_fields,
    measure_activity;

const Kind *const measure_kinds[] = {
    &measure_orientation.kind,
    &measure_retinotopy.kind,
    &measure_connection_fields.kind,
    &measure_activity.kind,
    NULL,
};

bool measure_check_sheet(const char *sheet, const NetworkSettings *network, const char *place,
                         Error *error) {
    if (collection_find(&network->sheets, sheet) == NULL)
        return fail(error, "%s.sheet: there is no sheet '%s'", place, sheet);
    if (network_is_per_eye(network, sheet))
        return fail(error,
                    "%s.sheet: sheet '%s' is made for each eye; name one that both eyes share",
                    place, sheet);
    for (size_t k = 0; k < network->projections.count; k++) {
        const ProjectionSettings *projection = network->projections.items[k].variant.settings;
        if (strcmp(projection->to, sheet) == 0)
            return true;
    }
    return fail(error, "%s.sheet: sheet '%s' has no projection to it", place, sheet);
}

char *measure_picture_path(const MeasurePage *page, const char *measure, const char *what) {
    return format_text("%s/%s%s%s%s.png", page->folder, measure, what[0] ? "-" : "", what,
                       page->suffix);
}

// 12345 as "12,345".
static char *grouped(int64_t number) {
    if (number < 1000)
        return format_text("%lld", (long long)number);
    char *front = grouped(number / 1000);
    char *text = format_text("%s,%03d", front, (int)(number % 1000));
    release(front);
    return text;
}

MeasureFrame measure_frame(const MeasurePage *page, const char *what, double samples_per_unit) {
    MeasureFrame frame = {0};
    char *iteration = grouped(page->iteration);
    frame.title = format_text("%s", what);
    frame.subtitle =
        format_text("%s%siteration %s", page->title, page->title[0] ? " \u2013 " : "", iteration);
    release(iteration);
    frame.frame = (PictureFrame){.title = frame.title,
                                 .subtitle = frame.subtitle,
                                 .samples_per_unit = samples_per_unit,
                                 .scale_length = 0.25,
                                 .scale_label = "0.25 sheet units",
                                 .notes = page->notes,
                                 .notes_count = page->notes_count};
    return frame;
}

void measure_frame_finish(MeasureFrame *frame) {
    release(frame->title);
    release(frame->subtitle);
    *frame = (MeasureFrame){0};
}
