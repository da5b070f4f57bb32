// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/trace.h"

#include "files/json_value.h"
#include "watch/unit.h"

static void note(Trace *trace, int64_t iteration) {
    if (trace->sheet == NULL || trace->latest == iteration)
        return;
    trace->activity[iteration % TRACE_LENGTH] = trace->sheet->activity[trace->unit];
    trace->latest = iteration;
    trace->count++;
}

void traces_note(Traces *traces, const Network *network) {
    for (size_t k = 0; k < TRACES; k++)
        note(&traces->trace[k], network->presentation);
}

// The trace of a unit, or the least recently asked for, to be begun.
static Trace *find(Traces *traces, const Sheet *sheet, size_t unit) {
    Trace *oldest = &traces->trace[0];
    for (size_t k = 0; k < TRACES; k++) {
        Trace *trace = &traces->trace[k];
        if (trace->sheet == sheet && trace->unit == unit)
            return trace;
        if (trace->sheet == NULL || (oldest->sheet && trace->asked < oldest->asked))
            oldest = trace;
    }
    *oldest = (Trace){.sheet = sheet, .unit = unit, .latest = -1};
    return oldest;
}

void answer_trace(Question *question, Traces *traces, const Network *network) {
    size_t unit;
    const Sheet *sheet = question_unit(question, network, &unit);
    if (sheet == NULL)
        return;
    Trace *trace = find(traces, sheet, unit);
    trace->asked = network->presentation;
    note(trace, network->presentation);
    json_t *activity = json_array();
    int64_t shown = trace->count < TRACE_LENGTH ? trace->count : TRACE_LENGTH;
    for (int64_t iteration = trace->latest - shown + 1; iteration <= trace->latest; iteration++)
        json_array_append_new(activity,
                              json_of_number((double)trace->activity[iteration % TRACE_LENGTH]));
    answer_json(question, json_pack("{s:I, s:o}", "iteration", (json_int_t)trace->latest,
                                    "activity", activity));
}
