// SPDX-License-Identifier: GPL-3.0-or-later
// Boundary: one number of the network is raised until rectified settling diverges. Beside it, the
// linear limit, which comes earlier.
#include "circuits/study.h"

#include "circuits/circuit_flow.h"
#include "circuits/copositivity.h"
#include "circuits/eigenvalues.h"
#include "base/memory.h"

#include <math.h>

typedef struct {
    Drive drive; // first: its rows are the base of these
    char *vary;
    double from, to, duration;
    int64_t steps;
} Settings;

#define AT(member) offsetof(Settings, member)

typedef struct {
    double gain, number, bound, peak;
    FlowEnd end;
} BoundaryPoint;

// The setting of the network that is varied; NULL: there is no such number.
static const Setting *varied(const Settings *settings, const StudySubject *subject) {
    const Setting *setting = block_find(&subject->circuit_settings->kind->block, settings->vary);
    return setting && setting->type == SETTING_REAL ? setting : NULL;
}

// The circuit with the number at `value`; the settings are put back.
static bool build_at(const Settings *settings, const StudySubject *subject, double value,
                     Circuit *circuit, Error *error) {
    double *number = setting_value(varied(settings, subject), subject->circuit_settings->settings),
           kept = *number;
    *number = value;
    bool ok = circuit_build(subject->circuit_settings, circuit, error);
    *number = kept;
    return ok;
}

static bool look_at(const Settings *settings, const StudySubject *subject, double value,
                    bool simulate, BoundaryPoint *point, Error *error) {
    Circuit circuit;
    if (!build_at(settings, subject, value, &circuit, error))
        return false;
    size_t n = circuit.n;
    double *part = circuit_symmetric_part(&circuit), *b = allocate(n, sizeof *b),
           *x = allocate(n, sizeof *x);
    Eigenvalues eigenvalues = eigenvalues_find(n, circuit.weights, circuit_is_symmetric(&circuit));
    Copositivity copositivity = copositivity_find(n, part, circuit.columns);
    *point = (BoundaryPoint){eigenvalues.real[0], copositivity.number, copositivity.bound, 0,
                             FLOW_MOVING};
    if (simulate) {
        drive_fill(&settings->drive, n, b);
        point->end = circuit_settle(&circuit, subject->transfer, b, x, settings->duration);
        for (size_t i = 0; i < n; i++)
            point->peak = fmax(point->peak, fabs(x[i]));
    }
    copositivity_free(&copositivity);
    eigenvalues_free(&eigenvalues);
    release(part);
    release(b);
    release(x);
    circuit_free(&circuit);
    return true;
}

// Where gain (or number) passes 1 between two values, by bisection to 1e-9.
static double crossing(const Settings *settings, const StudySubject *subject, double low,
                       double high, bool linear) {
    Error ignored = {0};
    BoundaryPoint point;
    while (fabs(high - low) > 1e-9 * fmax(1, fabs(high)) &&
           look_at(settings, subject, 0.5 * (low + high), false, &point, &ignored))
        *((linear ? point.gain : point.number) < 1 ? &low : &high) = 0.5 * (low + high);
    error_clear(&ignored);
    return 0.5 * (low + high);
}

static bool draw(const Settings *settings, const double *value, const BoundaryPoint *points,
                 const StudyPage *page, Error *error) {
    size_t steps = (size_t)settings->steps;
    double *column[3];
    for (size_t c = 0; c < 3; c++)
        column[c] = allocate(steps, sizeof(double));
    for (size_t k = 0; k < steps; k++) {
        column[0][k] = points[k].gain;
        column[1][k] = points[k].number;
        column[2][k] = points[k].end == FLOW_SETTLED ? points[k].peak : (double)NAN;
    }
    double ends[] = {value[0], value[steps - 1]}, ones[] = {1, 1};
    PictureCurve curves[] = {
        {.name = "linear gain", .x = value, .y = column[0], .n = steps},
        {.name = "copositivity number", .x = value, .y = column[1], .n = steps},
        {.name = "limit of both", .x = ends, .y = ones, .n = 2}};
    PictureCurve peak = {.name = "largest activity", .x = value, .y = column[2], .n = steps};
    bool ok =
        study_chart(page, "bounds", NULL,
                    &(PictureChart){
                        .curves = curves, .count = 3, .x_name = settings->vary, .y_name = "bound"},
                    error) &&
        study_chart(
            page, "activity", "the curve ends where activity does not settle",
            &(PictureChart){
                .curves = &peak, .count = 1, .x_name = settings->vary, .y_name = "activity"},
            error);
    for (size_t c = 0; c < 3; c++)
        release(column[c]);
    return ok;
}

static bool carry_out(const void *settings_of_kind, const StudySubject *subject,
                      const StudyPage *page, Findings *findings, Error *error) {
    const Settings *settings = settings_of_kind;
    size_t steps = (size_t)settings->steps;
    double *value = allocate(steps, sizeof *value), linear = (double)NAN, rectified = (double)NAN,
           last_settled = (double)NAN, first_diverged = (double)NAN;
    BoundaryPoint *points = allocate(steps, sizeof *points);
    FindingTable *table = findings_table(
        findings, "sweep", "value,linear_gain,copositivity,bound,settled,diverged,peak");
    bool ok = true;
    for (size_t k = 0; k < steps && ok; k++) {
        BoundaryPoint *point = &points[k];
        value[k] =
            settings->from + (settings->to - settings->from) * (double)k / ((double)steps - 1);
        ok = look_at(settings, subject, value[k], true, point, error);
        if (!ok)
            break;
        bool settled = point->end == FLOW_SETTLED, diverged = point->end == FLOW_DIVERGED;
        findings_row(table, (double[]){value[k], point->gain, point->number, point->bound, settled,
                                       diverged, settled ? point->peak : (double)NAN});
        last_settled = settled && !isfinite(first_diverged) ? value[k] : last_settled;
        first_diverged = diverged && !isfinite(first_diverged) ? value[k] : first_diverged;
        if (k > 0 && points[k - 1].gain < 1 && point->gain >= 1)
            linear = crossing(settings, subject, value[k - 1], value[k], true);
        if (k > 0 && points[k - 1].number < 1 && point->number >= 1)
            rectified = crossing(settings, subject, value[k - 1], value[k], false);
    }
    if (ok) {
        findings_number(findings, "linear_limit", linear, "where the linear gain passes 1");
        findings_number(findings, "rectified_limit", rectified,
                        "where the copositivity number does");
        findings_number(findings, "last_settled", last_settled,
                        "the last value at which activity settled before it diverged");
        findings_number(findings, "first_diverged", first_diverged,
                        "the first at which it diverged");
        if (isfinite(linear))
            findings_say(findings, "Raising %s, linear settling is lost at %.6g.", settings->vary,
                         linear);
        if (isfinite(rectified))
            findings_say(
                findings,
                "Raising %s, rectified settling is lost at %.6g; simulated activity settles "
                "up to %.6g and diverges from %.6g.",
                settings->vary, rectified, last_settled, first_diverged);
        ok = draw(settings, value, points, page, error);
    }
    release(points);
    release(value);
    return ok;
}

static bool check(const void *settings_of_kind, const StudySubject *subject, const char *place,
                  Error *error) {
    const Settings *settings = settings_of_kind;
    bool ok = drive_check(&settings->drive, subject->circuit->n, place, error);
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
    .kind = {"boundary",
             "a number of the network raised until rectified settling diverges",
             {sizeof(Settings), &drive_block,
              (const Setting[]){
                  {"vary", SETTING_TEXT, AT(vary), "first", 1, 64,
                   .help = "which setting of the network is raised"},
                  {"from", SETTING_REAL, AT(from), "0.0", -1e6, 1e6, .help = "its first value"},
                  {"to", SETTING_REAL, AT(to), "2.0", -1e6, 1e6, .help = "its last value"},
                  {"steps", SETTING_INTEGER, AT(steps), "41", 2, 10000, .help = "values in all"},
                  {"duration", SETTING_REAL, AT(duration), "500.0", 1, 1e6, "time constants",
                   .help = "of each run"},
                  {0}}}},
    .check = check,
    .carry_out = carry_out,
};
