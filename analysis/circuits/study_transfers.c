// SPDX-License-Identifier: GPL-3.0-or-later
// Transfer functions compared on one circuit and one input: where activity settles, and how far the
// response to a times an input is from a times the response. That it is a times the response holds,
// for every W, where f(a u) = a f(u): for the rectified, linear and absolute transfers without
// offset.
#include "circuits/study.h"

#include "circuits/circuit_flow.h"
#include "base/memory.h"
#include "kinds/transfer.h"

#include <math.h>
#include <string.h>

typedef struct {
    Drive drive; // first: its rows are the base of these
    Collection transfers;
    double from, to, duration;
    int64_t steps;
} Settings;

#define AT(member) offsetof(Settings, member)

typedef struct {
    double *peak;    // [steps] largest response; NaN where it did not settle
    double *profile; // [n] at the last amplitude
    double departure;
    FlowEnd end; // at the last amplitude
} Course;

static double amplitude_at(const Settings *settings, size_t k) {
    return settings->from *
           pow(settings->to / settings->from, (double)k / fmax(1, (double)settings->steps - 1));
}

static Course follow(const StudySubject *subject, const Settings *settings,
                     const Variant *transfer) {
    size_t n = subject->circuit->n, steps = (size_t)settings->steps;
    Course course = {allocate(steps, sizeof(double)), allocate(n, sizeof(double)), 0, FLOW_MOVING};
    double *b = allocate(n, sizeof *b), *first = allocate(n, sizeof *first);
    for (size_t k = 0; k < steps; k++) {
        Drive drive = settings->drive;
        double amplitude = amplitude_at(settings, k), largest = 0, worst = 0;
        drive.amplitude *= amplitude;
        drive.background *= amplitude;
        drive_fill(&drive, n, b);
        double *x = course.profile;
        memset(x, 0, n * sizeof *x);
        course.end = circuit_settle(subject->circuit, transfer, b, x, settings->duration);
        if (k == 0)
            memcpy(first, x, n * sizeof *x);
        for (size_t i = 0; i < n; i++) {
            largest = fmax(largest, fabs(x[i]));
            worst = fmax(worst, fabs(x[i] - amplitude / settings->from * first[i]));
        }
        bool settled = course.end == FLOW_SETTLED;
        course.peak[k] = settled ? largest : (double)NAN;
        course.departure =
            settled ? fmax(course.departure, worst / fmax(largest, 1e-300)) : (double)NAN;
    }
    release(first);
    release(b);
    return course;
}

static bool draw(const Settings *settings, const Course *courses, size_t n, const StudyPage *page,
                 Error *error) {
    size_t steps = (size_t)settings->steps, count = settings->transfers.count;
    double *amplitude = allocate(steps, sizeof *amplitude), *neuron = allocate(n, sizeof *neuron);
    for (size_t k = 0; k < steps; k++)
        amplitude[k] = amplitude_at(settings, k);
    for (size_t i = 0; i < n; i++)
        neuron[i] = (double)i;
    PictureCurve gains[PICTURE_CURVES], profiles[PICTURE_CURVES];
    size_t settled = 0;
    for (size_t t = 0; t < count; t++) {
        gains[t] = (PictureCurve){.name = settings->transfers.items[t].name,
                                  .x = amplitude,
                                  .y = courses[t].peak,
                                  .n = steps};
        if (courses[t].end == FLOW_SETTLED)
            profiles[settled++] = (PictureCurve){.name = settings->transfers.items[t].name,
                                                 .x = neuron,
                                                 .y = courses[t].profile,
                                                 .n = n};
    }
    bool ok = study_chart(
        page, "gain", "a curve ends where activity does not settle",
        &(PictureChart){
            .curves = gains, .count = count, .x_name = "amplitude", .y_name = "largest activity"},
        error);
    ok = ok && (settled == 0 || study_chart(page, "profiles", "at the largest amplitude",
                                            &(PictureChart){.curves = profiles,
                                                            .count = settled,
                                                            .x_name = "neuron",
                                                            .y_name = "activity"},
                                            error));
    release(amplitude);
    release(neuron);
    return ok;
}

static bool carry_out(const void *settings_of_kind, const StudySubject *subject,
                      const StudyPage *page, Findings *findings, Error *error) {
    const Settings *settings = settings_of_kind;
    size_t count = settings->transfers.count, n = subject->circuit->n,
           steps = (size_t)settings->steps;
    Course *courses = allocate(count, sizeof *courses);
    FindingTable *table = findings_table(findings, "gain", "amplitude");
    for (size_t t = 0; t < count; t++)
        findings_column(table, settings->transfers.items[t].name);
    for (size_t t = 0; t < count; t++) {
        const Item *item = &settings->transfers.items[t];
        courses[t] = follow(subject, settings, &item->variant);
        char *number = format_text("%s.departure", item->name);
        findings_number(findings, number, courses[t].departure,
                        "largest |x(a b) - a x(b)|, relative to the largest activity; undefined: "
                        "some amplitude did not settle");
        release(number);
        findings_say(findings, "%s: %s at the largest amplitude%s.", item->name,
                     courses[t].end == FLOW_SETTLED    ? "settles"
                     : courses[t].end == FLOW_DIVERGED ? "diverges"
                                                       : "does not come to rest",
                     courses[t].departure < 1e-6 ? "; the response is proportional to the input"
                                                 : "");
    }
    double *row = allocate(count + 1, sizeof *row);
    for (size_t k = 0; k < steps; k++) {
        row[0] = amplitude_at(settings, k);
        for (size_t t = 0; t < count; t++)
            row[1 + t] = courses[t].peak[k];
        findings_row(table, row);
    }
    release(row);
    bool ok = draw(settings, courses, n, page, error);
    for (size_t t = 0; t < count; t++) {
        release(courses[t].peak);
        release(courses[t].profile);
    }
    release(courses);
    return ok;
}

static bool check(const void *settings_of_kind, const StudySubject *subject, const char *place,
                  Error *error) {
    const Settings *settings = settings_of_kind;
    return drive_check(&settings->drive, subject->circuit->n, place, error);
}

const StudyKind study_transfers = {
    .kind = {"transfers",
             "transfer functions compared on the same circuit and input",
             {sizeof(Settings), &drive_block,
              (const Setting[]){
                  {"transfers", SETTING_COLLECTION, AT(transfers), NULL, 1, PICTURE_CURVES,
                   .help = "the transfer functions, by name", .kinds = transfer_kinds},
                  {"from", SETTING_REAL, AT(from), "0.1", 1e-6, 1e6,
                   .help = "the least factor on the input"},
                  {"to", SETTING_REAL, AT(to), "2.0", 1e-6, 1e6, .help = "the largest"},
                  {"steps", SETTING_INTEGER, AT(steps), "12", 2, 1000,
                   .help = "factors in all, evenly in the logarithm"},
                  {"duration", SETTING_REAL, AT(duration), "400.0", 1, 1e6, "time constants",
                   .help = "after which activity that still moves does not settle"},
                  {0}}}},
    .check = check,
    .carry_out = carry_out,
};
