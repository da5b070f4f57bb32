// SPDX-License-Identifier: GPL-3.0-or-later
// Stability of a circuit beside that of the same circuit without rectification: the largest
// eigenvalue of W, which decides for linear neurons, and the copositivity number, which decides for
// rectified ones (symmetric W; of an asymmetric one the symmetric part, for which the number bounds
// what can grow); and the two dynamics from the same start.
#include "circuits/study.h"

#include "circuits/circuit_flow.h"
#include "circuits/copositivity.h"
#include "circuits/eigenvalues.h"
#include "base/memory.h"
#include "base/random.h"
#include "kinds/transfer.h"

#include <math.h>

typedef struct {
    Drive drive; // first: its rows are the base of these
    double duration;
} Settings;

#define AT(member) offsetof(Settings, member)

// |x| over time, for a curve.
typedef struct {
    size_t n, count, room;
    size_t steps, stride;  // taken; of which every stride-th is kept
    double *time, *length; // owned
    double end;            // |x| when time was up
} Course;

static double length_of(const double *x, size_t n) {
    double squares = 0;
    for (size_t i = 0; i < n; i++)
        squares += x[i] * x[i];
    return sqrt(squares);
}

static void watch(double time, const double *x, void *context) {
    Course *course = context;
    if (course->steps++ % course->stride != 0)
        return;
    if (course->count == course->room) { // keep every second
        course->count /= 2;
        course->stride *= 2;
        for (size_t k = 0; k < course->count; k++) {
            course->time[k] = course->time[2 * k];
            course->length[k] = course->length[2 * k];
        }
    }
    course->time[course->count] = time;
    course->length[course->count++] = log10(fmax(1e-300, length_of(x, course->n)));
}

static void follow(const StudySubject *subject, const Settings *settings, const char *transfer,
                   Course *course) {
    enum { ROOM = 20000 };
    size_t n = subject->circuit->n;
    Variant kind = {0};
    variant_choose(&kind, transfer_kinds, transfer);
    double *b = allocate(n, sizeof *b), *x = allocate(n, sizeof *x);
    *course = (Course){.n = n,
                       .room = ROOM,
                       .stride = 1,
                       .time = allocate(ROOM, sizeof(double)),
                       .length = allocate(ROOM, sizeof(double))};
    drive_fill(&settings->drive, n, b);
    RandomDraws draws = random_draws(random_stream(subject->seed, "stability"), 0);
    for (size_t i = 0; i < n; i++)
        x[i] = random_uniform(&draws);
    circuit_flow(subject->circuit, &kind, b, x, settings->duration, watch, course);
    course->end = length_of(x, n);
    release(b);
    release(x);
    block_finish(&kind.kind->block, kind.settings);
    release(kind.settings);
}

// What the linear flow does in its last tenth, in e-folds per time constant.
static double rate_of(const Course *course) {
    if (course->count < 10)
        return (double)NAN;
    size_t last = course->count - 1, first = course->count - 1 - course->count / 10;
    return (course->length[last] - course->length[first]) * M_LN10 /
           (course->time[last] - course->time[first]);
}

static bool draw(const StudyPage *page, const Eigenvalues *eigenvalues, const Course *linear,
                 const Course *rectified, Error *error) {
    double *rank = allocate(eigenvalues->count, sizeof *rank);
    for (size_t k = 0; k < eigenvalues->count; k++)
        rank[k] = (double)k + 1;
    double ends[] = {1, fmax(2, (double)eigenvalues->count)}, ones[] = {1, 1};
    PictureCurve spectrum[] = {{.name = "eigenvalues of W (real part)",
                                .x = rank,
                                .y = eigenvalues->real,
                                .n = eigenvalues->count},
                               {.name = "limit of linear stability", .x = ends, .y = ones, .n = 2}};
    bool ok = study_chart(
        page, "eigenvalues", NULL,
        &(PictureChart){.curves = spectrum, .count = 2, .x_name = "rank", .y_name = "eigenvalue"},
        error);
    PictureCurve courses[] = {
        {.name = "linear", .x = linear->time, .y = linear->length, .n = linear->count},
        {.name = "rectified", .x = rectified->time, .y = rectified->length, .n = rectified->count}};
    ok = ok && study_chart(page, "linear and rectified", "the same circuit, input and start",
                           &(PictureChart){.curves = courses,
                                           .count = 2,
                                           .x_name = "time (time constants)",
                                           .y_name = "log10 |x|"},
                           error);
    release(rank);
    return ok;
}

static bool draw_vector(const StudyPage *page, const Circuit *circuit,
                        const Copositivity *copositivity, Error *error) {
    char *title, *path = study_path(page, "certificate");
    PictureFrame frame =
        study_frame(page, "the activity that attains the copositivity number", &title);
    PictureScalar map = {.values = copositivity->vector,
                         .rows = circuit->n / circuit->columns,
                         .cols = circuit->columns,
                         .ramp = RAMP_INK,
                         .name = "activity v"};
    bool ok = picture_scalar(&frame, &map, path, error);
    release(title);
    release(path);
    return ok;
}

static void say(Findings *findings, const Eigenvalues *eigenvalues,
                const Copositivity *copositivity, bool symmetric) {
    double gain = eigenvalues->real[0];
    if (gain > 1)
        findings_say(findings,
                     "Linear settling diverges: the largest eigenvalue of W is %.6f, above 1.",
                     gain);
    else
        findings_say(findings,
                     "Linear settling converges: the largest eigenvalue of W is %.6f, below 1.",
                     gain);
    if (copositivity->bound < 1 && !symmetric)
        findings_say(findings,
                     "No activity v >= 0 has v' W v above %.6f v' v, below 1. W is not symmetric: "
                     "that rectified settling then stays bounded is not proved.",
                     copositivity->bound);
    else if (copositivity->bound < 1)
        findings_say(
            findings,
            "Rectified settling stays bounded for every input: no activity v >= 0 has v' W v "
            "above %.6f v' v, below 1.",
            copositivity->bound);
    else if (copositivity->number > 1)
        findings_say(
            findings,
            "Rectified settling diverges for some input: an activity v >= 0 has v' W v = %.6f "
            "v' v%s.",
            copositivity->number, symmetric ? "" : " (W is not symmetric: it may)");
    else
        findings_say(
            findings,
            "Rectified settling is undecided: the copositivity number lies between %.6f and "
            "%.6f.",
            copositivity->number, copositivity->bound);
}

static bool carry_out(const void *settings_of_kind, const StudySubject *subject,
                      const StudyPage *page, Findings *findings, Error *error) {
    const Settings *settings = settings_of_kind;
    const Circuit *circuit = subject->circuit;
    bool symmetric = circuit_is_symmetric(circuit);
    double *part = circuit_symmetric_part(circuit);
    Eigenvalues eigenvalues = eigenvalues_find(circuit->n, circuit->weights, symmetric);
    Copositivity copositivity = copositivity_find(circuit->n, part, circuit->columns);
    Course linear, rectified;
    follow(subject, settings, "linear", &linear);
    follow(subject, settings, "rectified", &rectified);
    findings_number(findings, "linear_gain", eigenvalues.real[0],
                    "largest real part of the eigenvalues of W; above 1 linear settling diverges");
    if (symmetric)
        findings_number(findings, "linear_gain_residual", eigenvalues.residual,
                        "|W v - gain v| of its unit eigenvector");
    findings_number(findings, "linear_rate", eigenvalues.real[0] - 1,
                    "growth of that mode, per time constant");
    findings_number(findings, "linear_rate_simulated", rate_of(&linear),
                    "growth of |x| late in the linear run, per time constant");
    findings_number(findings, "linear_end", linear.end, "|x| at the end of the linear run");
    findings_number(findings, "rectified_end", rectified.end,
                    "|x| at the end of the rectified run from the same start");
    findings_number(findings, "copositivity", copositivity.number,
                    "largest v' W v over v >= 0 with |v| = 1 that was attained; rectified settling "
                    "diverges above 1");
    findings_number(findings, "copositivity_bound", copositivity.bound,
                    "no v attains more; rectified settling is bounded below 1");
    findings_number(findings, "copositivity_is_exact", copositivity.exact,
                    "1: the bound was proved by walking all permitted sets, and is the number");
    say(findings, &eigenvalues, &copositivity, symmetric);
    FindingTable *table = findings_table(findings, "eigenvalues", "real,imaginary");
    for (size_t k = 0; k < eigenvalues.count; k++)
        findings_row(table, (double[]){eigenvalues.real[k], eigenvalues.imaginary[k]});
    table = findings_table(findings, "certificate", "neuron,v");
    for (size_t i = 0; i < circuit->n; i++)
        findings_row(table, (double[]){(double)i, copositivity.vector[i]});
    bool ok = draw(page, &eigenvalues, &linear, &rectified, error) &&
              (circuit->columns == circuit->n || draw_vector(page, circuit, &copositivity, error));
    release(linear.time);
    release(linear.length);
    release(rectified.time);
    release(rectified.length);
    copositivity_free(&copositivity);
    eigenvalues_free(&eigenvalues);
    release(part);
    return ok;
}

static bool check(const void *settings_of_kind, const StudySubject *subject, const char *place,
                  Error *error) {
    const Settings *settings = settings_of_kind;
    return drive_check(&settings->drive, subject->circuit->n, place, error);
}

const StudyKind study_stability = {
    .kind = {"stability",
             "linear stability beside rectified stability",
             {sizeof(Settings), &drive_block,
              (const Setting[]){{"duration", SETTING_REAL, AT(duration), "12.0", 0.1, 1e5,
                                 "time constants", .help = "of the two runs from one random start"},
                                {0}}}},
    .check = check,
    .carry_out = carry_out,
};
