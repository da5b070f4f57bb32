// SPDX-License-Identifier: GPL-3.0-or-later
// Transfer functions compared on one circuit and one input: where activity settles, and how far the
// response to a times an input is from a times the response. The two are equal, for every W, where
// f(a u) = a f(u): for the rectified, linear and absolute transfers without offset.
#include "circuits/study.h"

#include "base/memory.h"
#include "circuits/drive.h"
#include "kinds/transfer.h"

#include <math.h>
#include <string.h>

typedef struct {
    Drive drive; // first: its rows are the base of these
    Collection transfers;
    double from, to, duration;
    int64_t steps;
} TransfersSettings;

// What a circuit with one transfer function does as the input grows.
typedef struct {
    const char *name;
    double *peak;     // [steps] largest activity; NaN where it does not settle; owned
    double *profile;  // [n] at the last amplitude; owned
    double departure; // from proportionality; NaN: some amplitude did not settle
    FlowEnd end;      // at the last amplitude
} TransferResponse;

typedef struct {
    const TransfersSettings *settings;
    size_t n, steps, count;      // neurons, amplitudes, transfers
    double *amplitude;           // [steps] owned
    TransferResponse *responses; // [count] owned
} TransfersResult;

static TransferResponse respond(const StudySubject *subject, const TransfersResult *result,
                                const Item *transfer) {
    const TransfersSettings *settings = result->settings;
    size_t n = result->n;
    TransferResponse response = {.name = transfer->name,
                                 .peak = allocate(result->steps, sizeof(double)),
                                 .profile = allocate(n, sizeof(double))};
    OWNED double *first = allocate(n, sizeof *first);
    double *x = response.profile;
    for (size_t k = 0; k < result->steps; k++) {
        double amplitude = result->amplitude[k], worst = 0;
        Drive drive = settings->drive;
        drive.amplitude *= amplitude;
        drive.background *= amplitude;
        memset(x, 0, n * sizeof *x);
        response.end =
            drive_settle(&drive, subject->circuit, &transfer->variant, x, settings->duration);
        if (k == 0)
            memcpy(first, x, n * sizeof *x);
        for (size_t i = 0; i < n; i++)
            worst = fmax(worst, fabs(x[i] - amplitude / settings->from * first[i]));
        bool settled = response.end == FLOW_SETTLED;
        response.peak[k] = settled ? circuit_peak(x, n) : (double)NAN;
        response.departure = settled
                                 ? fmax(response.departure, worst / fmax(response.peak[k], 1e-300))
                                 : (double)NAN;
    }
    return response;
}

static bool find(const void *settings_of_kind, const StudySubject *subject, void *result_of_kind,
                 Error *error) {
    (void)error;
    const TransfersSettings *settings = settings_of_kind;
    TransfersResult *result = result_of_kind;
    size_t steps = (size_t)settings->steps, count = settings->transfers.count;
    *result = (TransfersResult){.settings = settings,
                                .n = subject->circuit->n,
                                .steps = steps,
                                .count = count,
                                .amplitude = allocate(steps, sizeof(double)),
                                .responses = allocate(count, sizeof(TransferResponse))};
    for (size_t k = 0; k < steps; k++)
        result->amplitude[k] =
            settings->from * pow(settings->to / settings->from, study_step(0, 1, k, steps));
    for (size_t t = 0; t < count; t++)
        result->responses[t] = respond(subject, result, &settings->transfers.items[t]);
    return true;
}

static void tabulate_gain(const TransfersResult *result, Findings *findings) {
    FindingTable *table = findings_table(findings, "gain", "amplitude");
    for (size_t t = 0; t < result->count; t++)
        findings_column(table, result->responses[t].name);
    OWNED double *row = allocate(1 + result->count, sizeof *row);
    for (size_t k = 0; k < result->steps; k++) {
        row[0] = result->amplitude[k];
        for (size_t t = 0; t < result->count; t++)
            row[1 + t] = result->responses[t].peak[k];
        findings_row(table, row);
    }
}

static void tabulate(const void *result_of_kind, Findings *findings) {
    static const char *const ends[] = {[FLOW_SETTLED] = "settles",
                                       [FLOW_DIVERGED] = "diverges",
                                       [FLOW_MOVING] = "does not come to rest"};
    const TransfersResult *result = result_of_kind;
    for (size_t t = 0; t < result->count; t++) {
        const TransferResponse *response = &result->responses[t];
        OWNED char *number = format_text("%s.departure", response->name);
        findings_number(findings, number, response->departure,
                        "largest |x(a b) - a x(b)|, relative to the largest activity; undefined: "
                        "some amplitude did not settle");
        findings_say(
            findings, "%s: %s at the largest amplitude%s.", response->name, ends[response->end],
            response->departure < 1e-6 ? "; the response is proportional to the input" : "");
    }
    tabulate_gain(result, findings);
}

static bool draw(const void *result_of_kind, const StudyPage *page, Error *error) {
    const TransfersResult *result = result_of_kind;
    OWNED double *neuron = study_count(0, result->n);
    PictureCurve gains[PICTURE_CURVES], profiles[PICTURE_CURVES];
    size_t settled = 0;
    for (size_t t = 0; t < result->count; t++) {
        const TransferResponse *response = &result->responses[t];
        gains[t] = study_curve(response->name, result->amplitude, response->peak, result->steps);
        if (response->end == FLOW_SETTLED)
            profiles[settled++] = study_curve(response->name, neuron, response->profile, result->n);
    }
    return study_chart(page, "gain", "a curve ends where activity does not settle", AXES_FREE,
                       "amplitude", "largest activity", gains, result->count, error) &&
           (settled == 0 || study_chart(page, "profiles", "at the largest amplitude", AXES_COUNT,
                                        "neuron", "activity", profiles, settled, error));
}

static void finish(void *result_of_kind) {
    TransfersResult *result = result_of_kind;
    for (size_t t = 0; t < result->count; t++) {
        release(result->responses[t].peak);
        release(result->responses[t].profile);
    }
    release(result->responses);
    release(result->amplitude);
}

const StudyKind study_transfers = {
    .kind = {"transfers", "transfer functions compared on the same circuit and input",
             BLOCK(TransfersSettings, &drive_block,
                   {SETTING(TransfersSettings, transfers), NULL, 1, PICTURE_CURVES,
                    .help = "the transfer functions, by name", .kinds = transfer_kinds},
                   {SETTING(TransfersSettings, from), "0.1", 1e-6, 1e6,
                    .help = "the least factor on the input"},
                   {SETTING(TransfersSettings, to), "2.0", 1e-6, 1e6, .help = "the largest"},
                   {SETTING(TransfersSettings, steps), "12", 2, 1000,
                    .help = "factors in all, evenly in the logarithm"},
                   {SETTING(TransfersSettings, duration), "400.0", 1, 1e6, "time constants",
                    .help = "after which activity that still moves does not settle"})},
    .check = drive_check,
    .result_size = sizeof(TransfersResult),
    .find = find,
    .tabulate = tabulate,
    .draw = draw,
    .finish = finish,
};
