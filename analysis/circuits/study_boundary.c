// SPDX-License-Identifier: GPL-3.0-or-later
// Boundary: one number of the network is raised until rectified settling diverges. Beside it, the
// linear limit, which comes earlier.
#include "circuits/study.h"

#include "base/memory.h"
#include "circuits/copositivity.h"
#include "circuits/drive.h"
#include "circuits/eigenvalues.h"

#include <math.h>

typedef struct {
    Drive drive; // first: its rows are the base of these
    char *vary;
    double from, to, duration;
    int64_t steps;
} BoundarySettings;

// Settling diverges where its criterion is above 1: the largest eigenvalue of W for linear neurons,
// the copositivity number for rectified ones.
typedef enum { LINEAR, RECTIFIED, CRITERIA } Criterion;

typedef struct {
    double value; // of the number that is varied
    double criterion[CRITERIA], copositivity_bound;
    FlowEnd end;
    double peak; // largest activity; NaN where it does not settle
} BoundaryPoint;

typedef struct {
    const BoundarySettings *settings;
    size_t steps;
    BoundaryPoint *points;  // [steps] owned
    double limit[CRITERIA]; // the values at which the criteria pass 1; NaN: they do not
    double last_settled, first_diverged;
} BoundaryResult;

// The setting of the network that is varied; NULL: there is no such number.
static const Setting *varied(const BoundarySettings *settings, const StudySubject *subject) {
    const Setting *setting = block_find(&subject->circuit_settings->kind->block, settings->vary);
    return setting && setting->type == SETTING_REAL ? setting : NULL;
}

// The circuit with the number at `value`; the settings are put back.
static bool build_at(const BoundarySettings *settings, const StudySubject *subject, double value,
                     Circuit *circuit, Error *error) {
    double *number = setting_value(varied(settings, subject), subject->circuit_settings->settings),
           kept = *number;
    *number = value;
    bool ok = circuit_build(subject->circuit_settings, circuit, error);
    *number = kept;
    return ok;
}

static void find_criteria(const Circuit *circuit, BoundaryPoint *point) {
    OWNED double *part = circuit_symmetric_part(circuit);
    OWNED_BY(eigenvalues_free)
    Eigenvalues eigenvalues =
        eigenvalues_find(circuit->n, circuit->weights, circuit_is_symmetric(circuit));
    OWNED_BY(copositivity_free)
    Copositivity copositivity = copositivity_find(circuit->n, part, circuit->columns);
    point->criterion[LINEAR] = eigenvalues.real[0];
    point->criterion[RECTIFIED] = copositivity.number;
    point->copositivity_bound = copositivity.bound;
}

static void simulate(const BoundarySettings *settings, const Variant *transfer,
                     const Circuit *circuit, BoundaryPoint *point) {
    OWNED double *x = allocate(circuit->n, sizeof *x);
    point->end = drive_settle(&settings->drive, circuit, transfer, x, settings->duration);
    point->peak = point->end == FLOW_SETTLED ? circuit_peak(x, circuit->n) : (double)NAN;
}

// The value between two at which a criterion passes 1, by bisection to 1e-9.
static double crossing(const BoundarySettings *settings, const StudySubject *subject, double low,
                       double high, Criterion criterion) {
    Circuit circuit;
    while (fabs(high - low) > 1e-9 * fmax(1, fabs(high)) &&
           build_at(settings, subject, 0.5 * (low + high), &circuit, NULL)) {
        BoundaryPoint point;
        find_criteria(&circuit, &point);
        *(point.criterion[criterion] < 1 ? &low : &high) = 0.5 * (low + high);
        circuit_free(&circuit);
    }
    return 0.5 * (low + high);
}

static void classify(const StudySubject *subject, BoundaryResult *result) {
    const BoundaryPoint *points = result->points;
    result->last_settled = result->first_diverged = (double)NAN;
    for (size_t k = 0; k < result->steps && !isfinite(result->first_diverged); k++)
        if (points[k].end == FLOW_SETTLED)
            result->last_settled = points[k].value;
        else if (points[k].end == FLOW_DIVERGED)
            result->first_diverged = points[k].value;
    for (Criterion c = LINEAR; c < CRITERIA; c++) {
        result->limit[c] = (double)NAN;
        for (size_t k = 1; k < result->steps; k++)
            if (points[k - 1].criterion[c] < 1 && points[k].criterion[c] >= 1)
                result->limit[c] =
                    crossing(result->settings, subject, points[k - 1].value, points[k].value, c);
    }
}

static bool find(const void *settings_of_kind, const StudySubject *subject, void *result_of_kind,
                 Error *error) {
    const BoundarySettings *settings = settings_of_kind;
    BoundaryResult *result = result_of_kind;
    result->settings = settings;
    result->steps = (size_t)settings->steps;
    result->points = allocate(result->steps, sizeof *result->points);
    for (size_t k = 0; k < result->steps; k++) {
        BoundaryPoint *point = &result->points[k];
        Circuit circuit;
        point->value = study_step(settings->from, settings->to, k, result->steps);
        if (!build_at(settings, subject, point->value, &circuit, error))
            return false;
        find_criteria(&circuit, point);
        simulate(settings, subject->transfer, &circuit, point);
        circuit_free(&circuit);
    }
    classify(subject, result);
    return true;
}

static void tabulate(const void *result_of_kind, Findings *findings) {
    const BoundaryResult *result = result_of_kind;
    const char *vary = result->settings->vary;
    double linear = result->limit[LINEAR], rectified = result->limit[RECTIFIED];
    FindingTable *table = findings_table(
        findings, "sweep", "value,linear_gain,copositivity,bound,settled,diverged,peak");
    for (size_t k = 0; k < result->steps; k++) {
        const BoundaryPoint *point = &result->points[k];
        findings_row(table,
                     (double[]){point->value, point->criterion[LINEAR], point->criterion[RECTIFIED],
                                point->copositivity_bound, point->end == FLOW_SETTLED,
                                point->end == FLOW_DIVERGED, point->peak});
    }
    FINDINGS_NUMBERS(findings, {"linear_limit", linear, "where the linear gain passes 1"},
                     {"rectified_limit", rectified, "where the copositivity number does"},
                     {"last_settled", result->last_settled,
                      "the last value at which activity settled before it diverged"},
                     {"first_diverged", result->first_diverged, "the first at which it diverged"});
    if (isfinite(linear))
        findings_say(findings, "Raising %s, linear settling is lost at %.6g.", vary, linear);
    if (isfinite(rectified))
        findings_say(findings,
                     "Raising %s, rectified settling is lost at %.6g; simulated activity settles "
                     "up to %.6g and diverges from %.6g.",
                     vary, rectified, result->last_settled, result->first_diverged);
}

static bool draw(const void *result_of_kind, const StudyPage *page, Error *error) {
    const BoundaryResult *result = result_of_kind;
    const char *vary = result->settings->vary;
    size_t n = result->steps;
    OWNED double *value = allocate(4 * n, sizeof *value);
    double *linear = value + n, *rectified = linear + n, *peaks = rectified + n;
    for (size_t k = 0; k < n; k++) {
        value[k] = result->points[k].value;
        linear[k] = result->points[k].criterion[LINEAR];
        rectified[k] = result->points[k].criterion[RECTIFIED];
        peaks[k] = result->points[k].peak;
    }
    double ends[] = {value[0], value[n - 1]}, ones[] = {1, 1};
    PictureCurve bounds[] = {study_curve("linear gain", value, linear, n),
                             study_curve("copositivity number", value, rectified, n),
                             study_curve("limit of both", ends, ones, 2)};
    PictureCurve activity = study_curve("largest activity", value, peaks, n);
    return study_chart(page, "bounds", NULL, AXES_FREE, vary, "bound", bounds, 3, error) &&
           study_chart(page, "activity", "the curve ends where activity does not settle", AXES_FREE,
                       vary, "activity", &activity, 1, error);
}

static void finish(void *result_of_kind) {
    release(((BoundaryResult *)result_of_kind)->points);
}

static bool check(const void *settings_of_kind, const StudySubject *subject, const char *place,
                  Error *error) {
    const BoundarySettings *settings = settings_of_kind;
    bool ok = drive_check(settings, subject, place, error);
    if (varied(settings, subject) == NULL)
        ok = fail(error, "%s.vary: '%s' is no real number of a circuit of kind '%s'", place,
                  settings->vary, subject->circuit_settings->kind->name);
    if (subject->circuit->n > 64)
        ok = fail(error, "%s: is for up to 64 neurons; this circuit has %zu", place,
                  subject->circuit->n);
    if (!(settings->from < settings->to))
        ok = fail(error, "%s.to: is not above `from`", place);
    return ok;
}

const StudyKind study_boundary = {
    .kind = {"boundary", "a number of the network raised until rectified settling diverges",
             BLOCK(BoundarySettings, &drive_block,
                   {SETTING(BoundarySettings, vary), "first", 1, 64,
                    .help = "which setting of the network is raised"},
                   {SETTING(BoundarySettings, from), "0.0", -1e6, 1e6, .help = "its first value"},
                   {SETTING(BoundarySettings, to), "2.0", -1e6, 1e6, .help = "its last value"},
                   {SETTING(BoundarySettings, steps), "41", 2, 10000, .help = "values in all"},
                   {SETTING(BoundarySettings, duration), "500.0", 1, 1e6, "time constants",
                    .help = "of each run"})},
    .check = check,
    .result_size = sizeof(BoundaryResult),
    .find = find,
    .tabulate = tabulate,
    .draw = draw,
    .finish = finish,
};
