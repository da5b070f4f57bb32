// SPDX-License-Identifier: GPL-3.0-or-later
// Gain: how the response grows with the amplitude of a bump, or with a background. As long as the
// active set S stays, x = (I - W on S)^-1 b on S, so the response to a times an input is a times
// the response, and a background adds its own multiple of the response to a uniform input.
#include "circuits/study.h"

#include "circuits/circuit_flow.h"
#include "base/memory.h"

#include <math.h>

typedef struct {
    Drive drive; // first: its rows are the base of these
    int vary;
    double from, to;
    int64_t steps;
} Settings;

static const char *const choices[] = {"amplitude", "background", NULL};
enum { VARY_AMPLITUDE, VARY_BACKGROUND };

#define AT(member) offsetof(Settings, member)

typedef struct {
    size_t n, steps, settled;
    double *value, *peak, *width, *response; // [steps], response[steps][n]; owned
    uint32_t *set;                           // [steps] of the first 32 neurons; owned
} Course;

static Course follow(const Settings *settings, const StudySubject *subject) {
    size_t n = subject->circuit->n, steps = (size_t)settings->steps;
    Course course = {n,
                     steps,
                     0,
                     allocate(steps, sizeof(double)),
                     allocate(steps, sizeof(double)),
                     allocate(steps, sizeof(double)),
                     allocate(steps * n, sizeof(double)),
                     allocate(steps, sizeof(uint32_t))};
    double *b = allocate(n, sizeof *b);
    for (size_t k = 0; k < steps; k++) {
        Drive drive = settings->drive;
        double value = settings->from +
                       (settings->to - settings->from) * (double)k / fmax(1, (double)steps - 1);
        *(settings->vary == VARY_AMPLITUDE ? &drive.amplitude : &drive.background) = value;
        drive_fill(&drive, n, b);
        double *x = course.response + k * n;
        course.settled +=
            circuit_settle(subject->circuit, subject->transfer, b, x, 1000) == FLOW_SETTLED;
        course.value[k] = value;
        course.width[k] = (double)circuit_active(x, n, &course.set[k]);
        for (size_t i = 0; i < n; i++)
            course.peak[k] = fmax(course.peak[k], x[i]);
    }
    release(b);
    return course;
}

// The largest departure of the responses from a straight line through the first and last, relative
// to the largest response.
static double departure(const Course *course) {
    double worst = 0, largest = 0;
    const double *first = course->response, *last = first + (course->steps - 1) * course->n;
    for (size_t k = 0; k < course->steps; k++) {
        double along = (course->value[k] - course->value[0]) /
                       (course->value[course->steps - 1] - course->value[0]);
        for (size_t i = 0; i < course->n; i++) {
            double x = course->response[k * course->n + i];
            worst = fmax(worst, fabs(x - (first[i] + along * (last[i] - first[i]))));
            largest = fmax(largest, fabs(x));
        }
    }
    return worst / largest;
}

static bool draw(const Settings *settings, const Course *course, const StudyPage *page,
                 Error *error) {
    const char *name = choices[settings->vary];
    PictureCurve peak = {
        .name = "largest response", .x = course->value, .y = course->peak, .n = course->steps};
    bool ok = study_chart(
        page, "gain", NULL,
        &(PictureChart){.curves = &peak, .count = 1, .x_name = name, .y_name = "activity"}, error);
    enum { PROFILES = 5 };
    PictureCurve curves[PROFILES];
    char *names[PROFILES];
    double *neuron = allocate(course->n, sizeof *neuron);
    for (size_t i = 0; i < course->n; i++)
        neuron[i] = (double)i;
    size_t profiles = course->steps < PROFILES ? course->steps : PROFILES;
    for (size_t k = 0; k < profiles; k++) {
        size_t step = profiles > 1 ? k * (course->steps - 1) / (profiles - 1) : 0;
        names[k] = format_text("%s %.3g", name, course->value[step]);
        curves[k] = (PictureCurve){.name = names[k],
                                   .x = neuron,
                                   .y = course->response + step * course->n,
                                   .n = course->n};
    }
    ok = ok && study_chart(page, "profiles", NULL,
                           &(PictureChart){.curves = curves,
                                           .count = profiles,
                                           .x_name = "neuron",
                                           .y_name = "activity"},
                           error);
    for (size_t k = 0; k < profiles; k++)
        release(names[k]);
    release(neuron);
    return ok;
}

static bool carry_out(const void *settings_of_kind, const StudySubject *subject,
                      const StudyPage *page, Findings *findings, Error *error) {
    const Settings *settings = settings_of_kind;
    Course course = follow(settings, subject);
    size_t last = course.steps - 1, n = course.n;
    bool same = true;
    for (size_t k = 0; k < course.steps; k++)
        same = same && course.set[k] == course.set[last] && course.width[k] == course.width[last];
    findings_number(findings, "slope",
                    (course.peak[last] - course.peak[0]) / (course.value[last] - course.value[0]),
                    "largest response gained for each unit of what is varied");
    findings_number(findings, "first_peak", course.peak[0], "largest response at the first value");
    findings_number(findings, "nonlinearity", departure(&course),
                    "largest departure of any response from a straight line, relative to the "
                    "largest response");
    findings_number(findings, "active", course.width[last], "active neurons at the last value");
    findings_number(findings, "same_active_set", same, "1: the active set is the same throughout");
    findings_number(findings, "settled", (double)course.settled,
                    "values at which activity settled");
    findings_say(findings, "The active set %s as the %s goes from %g to %g.",
                 same ? "stays the same" : "changes", choices[settings->vary], settings->from,
                 settings->to);
    FindingTable *table = findings_table(findings, "responses", "value,peak,active");
    for (size_t i = 0; i < n; i++) {
        char *name = format_text("x%zu", i);
        findings_column(table, name);
        release(name);
    }
    double *row = allocate(n + 3, sizeof *row);
    for (size_t k = 0; k < course.steps; k++) {
        row[0] = course.value[k];
        row[1] = course.peak[k];
        row[2] = course.width[k];
        for (size_t i = 0; i < n; i++)
            row[3 + i] = course.response[k * n + i];
        findings_row(table, row);
    }
    release(row);
    bool ok = draw(settings, &course, page, error);
    release(course.value);
    release(course.peak);
    release(course.width);
    release(course.response);
    release(course.set);
    return ok;
}

static bool check(const void *settings_of_kind, const StudySubject *subject, const char *place,
                  Error *error) {
    const Settings *settings = settings_of_kind;
    bool ok = drive_check(&settings->drive, subject->circuit->n, place, error);
    if (!(settings->from != settings->to))
        ok = fail(error, "%s.to: is the same as `from`; the %s does not vary", place,
                  choices[settings->vary]);
    return ok;
}

const StudyKind study_gain = {
    .kind = {"gain",
             "the response as the amplitude of the input or a background grows",
             {sizeof(Settings), &drive_block,
              (const Setting[]){
                  {"vary", SETTING_CHOICE, AT(vary), "amplitude", .choices = choices,
                   .help = "what is varied"},
                  {"from", SETTING_REAL, AT(from), "0.25", -1e6, 1e6, .help = "its first value"},
                  {"to", SETTING_REAL, AT(to), "4.0", -1e6, 1e6, .help = "its last value"},
                  {"steps", SETTING_INTEGER, AT(steps), "16", 2, 10000, .help = "values in all"},
                  {0}}}},
    .check = check,
    .carry_out = carry_out,
};
