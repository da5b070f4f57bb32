// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/frame.h"

#include "base/memory.h"

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    float low, high;
} Range;

// What a byte can show of the activity: a run that failed may have left infinite ones and NaN.
static float bounded(float value) {
    return isnan(value) ? 0 : fmaxf(-FLT_MAX, fminf(value, FLT_MAX));
}

// From 0, or the least negative activity, to the highest.
static Range range_of(const Sheet *sheet) {
    Range range = {0, 0};
    for (size_t i = 0; i < sheet->units; i++) {
        float value = bounded(sheet->activity[i]);
        range.low = value < range.low ? value : range.low;
        range.high = value > range.high ? value : range.high;
    }
    return range;
}

static void write_levels(const Sheet *sheet, Range range, uint8_t *levels) {
    double low = (double)range.low, span = (double)range.high - low;
    for (size_t i = 0; i < sheet->units; i++) {
        double part = span > 0 ? ((double)bounded(sheet->activity[i]) - low) / span : 0;
        levels[i] = sheet->inside[i] ? (uint8_t)(part * FRAME_LEVELS + 0.5) : FRAME_OUTSIDE;
    }
}

static json_t *sheet_json(const Sheet *sheet, Range range) {
    json_t *lesions = json_array();
    for (size_t k = 0; k < sheet->lesions; k++)
        json_array_append_new(lesions, json_string(sheet->lesion[k].name));
    return json_pack("{s:s, s:f, s:f, s:o}", "name", sheet->name, "low", (double)range.low, "high",
                     (double)range.high, "lesions", lesions);
}

void answer_frame(Question *question, const Network *network, json_t *head) {
    OWNED Range *ranges = allocate(network->sheets, sizeof *ranges);
    json_t *sheets = json_array();
    size_t bytes = 0;
    for (size_t i = 0; i < network->sheets; i++) {
        const Sheet *sheet = &network->sheet[i];
        ranges[i] = range_of(sheet);
        bytes += sheet->units;
        json_array_append_new(sheets, sheet_json(sheet, ranges[i]));
    }
    json_object_set_new(head, "sheets", sheets);
    char *line = json_dumps(head, JSON_COMPACT | JSON_REAL_PRECISION(6));
    size_t length = strlen(line);
    uint8_t *frame = allocate(length + 1 + bytes, 1), *at = frame + length + 1;
    memcpy(frame, line, length);
    frame[length] = '\n';
    for (size_t i = 0; i < network->sheets; i++) {
        write_levels(&network->sheet[i], ranges[i], at);
        at += network->sheet[i].units;
    }
    free(line);
    json_decref(head);
    question->answer = (Answer){200, "application/octet-stream", frame, length + 1 + bytes};
}
