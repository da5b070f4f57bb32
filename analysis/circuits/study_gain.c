// SPDX-License-Identifier: GPL-3.0-or-later
// Gain: how the response grows with the amplitude of a bump, or with a background. As long as the
// active set S stays, x = (I - W on S)^-1 b on S, so the response to a times an input is a times
// the response, and a background adds its own multiple of the response to a uniform input.
#include "circuits/study.h"

#include "base/memory.h"
#include "circuits/drive.h"

#include <math.h>
#include <string.h>

typedef struct {
    Drive drive; // first: its rows are the base of these
    int vary;
    double from, to;
    int64_t steps;
} GainSettings;

static const char *const choices[] = {"amplitude", "background", NULL};
enum { VARY_AMPLITUDE, VARY_BACKGROUND };

typedef struct {
    const GainSettings *settings;
    size_t n, steps, settled;                 // neurons; values; of these, where activity settled
    double *value, *peak, *active, *response; // [steps], response[steps][n]; owned
    bool same_set;                            // is the active set the same at all values?
} GainResult;

// Is the active set, of which `set` has the first 32 neurons, the same at all values?
static bool is_same_set(const GainResult *result, const uint32_t *set) {
    for (size_t k = 1; k < result->steps; k++)
        if (set[k] != set[0] || result->active[k] != result->active[0])
            return false;
    return true;
}

static bool find(const void *settings_of_kind, const StudySubject *subject, void *result_of_kind,
                 Error *error) {
    (void)error;
    const GainSettings *settings = settings_of_kind;
    size_t n = subject->circuit->n, steps = (size_t)settings->steps;
    OWNED uint32_t *set = allocate(steps, sizeof *set);
    GainResult *result = result_of_kind;
    *result = (GainResult){.settings = settings,
                           .n = n,
                           .steps = steps,
                           .value = allocate(steps, sizeof(double)),
                           .peak = allocate(steps, sizeof(double)),
                           .active = allocate(steps, sizeof(double)),
                           .response = allocate(steps * n, sizeof(double))};
    for (size_t k = 0; k < steps; k++) {
        Drive drive = settings->drive;
        double *x = result->response + k * n;
        result->value[k] = study_step(settings->from, settings->to, k, steps);
        *(settings->vary == VARY_AMPLITUDE ? &drive.amplitude : &drive.background) =
            result->value[k];
        result->settled +=
            drive_settle(&drive, subject->circuit, subject->transfer, x, 1000) == FLOW_SETTLED;
        result->active[k] = (double)circuit_active(x, n, &set[k]);
        for (size_t i = 0; i < n; i++)
            result->peak[k] = fmax(result->peak[k], x[i]);
    }
    result->same_set = is_same_set(result, set);
    return true;
}

// The largest departure of the responses from a straight line through the first and last, relative
// to the largest response.
static double departure(const GainResult *result) {
    size_t n = result->n, end = result->steps - 1;
    double worst = 0, largest = 0;
    const double *first = result->response, *last = first + end * n, *value = result->value;
    for (size_t k = 0; k < result->steps; k++) {
        double along = (value[k] - value[0]) / (value[end] - value[0]);
        for (size_t i = 0; i < n; i++) {
            double x = result->response[k * n + i];
            worst = fmax(worst, fabs(x - (first[i] + along * (last[i] - first[i]))));
            largest = fmax(largest, fabs(x));
        }
    }
    return worst / largest;
}

static void tabulate_responses(const GainResult *result, Findings *findings) {
    enum { BEFORE = 3 };
    FindingTable *table = findings_table(findings, "responses", "value,peak,active");
    findings_columns(table, "x", result->n);
    OWNED double *row = allocate(BEFORE + result->n, sizeof *row);
    for (size_t k = 0; k < result->steps; k++) {
        row[0] = result->value[k];
        row[1] = result->peak[k];
        row[2] = result->active[k];
        memcpy(row + BEFORE, result->response + k * result->n, result->n * sizeof *row);
        findings_row(table, row);
    }
}

static void tabulate(const void *result_of_kind, Findings *findings) {
    const GainResult *result = result_of_kind;
    const GainSettings *settings = result->settings;
    size_t last = result->steps - 1;
    FINDINGS_NUMBERS(
        findings,
        {"slope", (result->peak[last] - result->peak[0]) / (result->value[last] - result->value[0]),
         "largest response gained for each unit of what is varied"},
        {"first_peak", result->peak[0], "largest response at the first value"},
        {"nonlinearity", departure(result),
         "largest departure of any response from a straight line, relative to the "
         "largest response"},
        {"active", result->active[last], "active neurons at the last value"},
        {"same_active_set", result->same_set, "1: the active set is the same throughout"},
        {"settled", (double)result->settled, "values at which activity settled"});
    findings_say(findings, "The active set %s as the %s goes from %g to %g.",
                 result->same_set ? "stays the same" : "changes", choices[settings->vary],
                 settings->from, settings->to);
    tabulate_responses(result, findings);
}

// The responses of all neurons at five values, evenly spaced from the first to the last.
static bool draw_profiles(const GainResult *result, const StudyPage *page, Error *error) {
    enum { PROFILES = 5 };
    size_t count = result->steps < PROFILES ? result->steps : PROFILES;
    PictureCurve curves[PROFILES];
    char names[PROFILES][64];
    OWNED double *neuron = study_count(0, result->n);
    for (size_t k = 0; k < count; k++) {
        size_t step = k * (result->steps - 1) / (count - 1);
        snprintf(names[k], sizeof names[k], "%s %.3g", choices[result->settings->vary],
                 result->value[step]);
        curves[k] = study_curve(names[k], neuron, result->response + step * result->n, result->n);
    }
    return study_chart(page, "profiles", NULL, AXES_COUNT, "neuron", "activity", curves, count,
                       error);
}

static bool draw(const void *result_of_kind, const StudyPage *page, Error *error) {
    const GainResult *result = result_of_kind;
    PictureCurve peak = study_curve("largest response", result->value, result->peak, result->steps);
    return study_chart(page, "gain", NULL, AXES_FREE, choices[result->settings->vary], "activity",
                       &peak, 1, error) &&
           draw_profiles(result, page, error);
}

static void finish(void *result_of_kind) {
    GainResult *result = result_of_kind;
    release(result->value);
    release(result->peak);
    release(result->active);
    release(result->response);
}

static bool check(const void *settings_of_kind, const StudySubject *subject, const char *place,
                  Error *error) {
    const GainSettings *settings = settings_of_kind;
    bool ok = drive_check(settings, subject, place, error);
    if (!(settings->from != settings->to))
        ok = fail(error, "%s.to: is the same as `from`; the %s does not vary", place,
                  choices[settings->vary]);
    return ok;
}

const StudyKind study_gain = {
    .kind = {"gain", "the response as the amplitude of the input or a background grows",
             BLOCK(GainSettings, &drive_block,
                   {SETTING(GainSettings, vary), "amplitude", .choices = choices,
                    .help = "what is varied"},
                   {SETTING(GainSettings, from), "0.25", -1e6, 1e6, .help = "its first value"},
                   {SETTING(GainSettings, to), "4.0", -1e6, 1e6, .help = "its last value"},
                   {SETTING(GainSettings, steps), "16", 2, 10000, .help = "values in all"})},
    .check = check,
    .result_size = sizeof(GainResult),
    .find = find,
    .tabulate = tabulate,
    .draw = draw,
    .finish = finish,
};
