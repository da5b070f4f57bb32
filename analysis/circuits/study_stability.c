// SPDX-License-Identifier: GPL-3.0-or-later
// Stability of a circuit beside that of the same circuit without rectification: the largest
// eigenvalue of W, which decides for linear neurons, and the copositivity number, which decides for
// rectified ones (symmetric W; of an asymmetric one the symmetric part, for which the number bounds
// what can grow); and the two dynamics from the same start.
#include "circuits/study.h"

#include "base/memory.h"
#include "circuits/copositivity.h"
#include "circuits/drive.h"
#include "circuits/eigenvalues.h"
#include "kinds/transfer.h"

#include <math.h>

typedef struct {
    Drive drive; // first: its rows are the base of these
    double duration;
} StabilitySettings;

// The length |x| of the activity over time, for a curve.
typedef struct {
    size_t n, count, room;
    size_t steps, stride;     // taken; of which every stride-th is kept
    double *time, *logarithm; // [room], of |x| to base 10; owned
    double end;               // |x| when time was up
} LengthCourse;

typedef struct {
    const Circuit *circuit;
    bool symmetric;
    Eigenvalues eigenvalues;
    Copositivity copositivity; // of the symmetric part
    LengthCourse linear, rectified;
} StabilityResult;

static double length_of(const double *x, size_t n) {
    double squares = 0;
    for (size_t i = 0; i < n; i++)
        squares += x[i] * x[i];
    return sqrt(squares);
}

static void watch(double time, const double *x, void *context) {
    LengthCourse *course = context;
    if (course->steps++ % course->stride != 0)
        return;
    if (course->count == course->room) { // keep every second
        course->count /= 2;
        course->stride *= 2;
        for (size_t k = 0; k < course->count; k++) {
            course->time[k] = course->time[2 * k];
            course->logarithm[k] = course->logarithm[2 * k];
        }
    }
    course->time[course->count] = time;
    course->logarithm[course->count++] = log10(fmax(1e-300, length_of(x, course->n)));
}

static LengthCourse simulate(const StabilitySettings *settings, const StudySubject *subject,
                             const char *transfer) {
    enum { ROOM = 20000 };
    size_t n = subject->circuit->n;
    LengthCourse course = {.n = n,
                           .room = ROOM,
                           .stride = 1,
                           .time = allocate(ROOM, sizeof(double)),
                           .logarithm = allocate(ROOM, sizeof(double))};
    Variant kind = {0};
    variant_choose(&kind, transfer_kinds, transfer);
    OWNED double *b = drive_input(&settings->drive, n), *x = allocate(n, sizeof *x);
    study_start(subject, "stability", 0, 1, x);
    circuit_flow(subject->circuit, &kind, b, x, settings->duration, watch, &course);
    course.end = length_of(x, n);
    block_finish(&kind.kind->block, kind.settings);
    release(kind.settings);
    return course;
}

static bool find(const void *settings_of_kind, const StudySubject *subject, void *result_of_kind,
                 Error *error) {
    (void)error;
    const StabilitySettings *settings = settings_of_kind;
    const Circuit *circuit = subject->circuit;
    StabilityResult *result = result_of_kind;
    OWNED double *part = circuit_symmetric_part(circuit);
    result->circuit = circuit;
    result->symmetric = circuit_is_symmetric(circuit);
    result->eigenvalues = eigenvalues_find(circuit->n, circuit->weights, result->symmetric);
    result->copositivity = copositivity_find(circuit->n, part, circuit->columns);
    result->linear = simulate(settings, subject, "linear");
    result->rectified = simulate(settings, subject, "rectified");
    return true;
}

// What the linear flow does in its last tenth, in e-folds per time constant.
static double rate_of(const LengthCourse *course) {
    if (course->count < 10)
        return (double)NAN;
    size_t last = course->count - 1, first = last - course->count / 10;
    return (course->logarithm[last] - course->logarithm[first]) * M_LN10 /
           (course->time[last] - course->time[first]);
}

static void say_rectified(const StabilityResult *result, Findings *findings) {
    double number = result->copositivity.number, bound = result->copositivity.bound;
    if (bound < 1 && !result->symmetric)
        findings_say(findings,
                     "No activity v >= 0 has v' W v above %.6f v' v, below 1. W is not symmetric: "
                     "that rectified settling then stays bounded is not proved.",
                     bound);
    else if (bound < 1)
        findings_say(findings,
                     "Rectified settling stays bounded for every input: no activity v >= 0 has "
                     "v' W v above %.6f v' v, below 1.",
                     bound);
    else if (number > 1)
        findings_say(findings,
                     "Rectified settling diverges for some input: an activity v >= 0 has v' W v = "
                     "%.6f v' v%s.",
                     number, result->symmetric ? "" : " (W is not symmetric: it may)");
    else
        findings_say(findings,
                     "Rectified settling is undecided: the copositivity number lies between %.6f "
                     "and %.6f.",
                     number, bound);
}

static void tabulate(const void *result_of_kind, Findings *findings) {
    const StabilityResult *result = result_of_kind;
    const Eigenvalues *eigenvalues = &result->eigenvalues;
    const Copositivity *copositivity = &result->copositivity;
    double gain = eigenvalues->real[0];
    findings_number(findings, "linear_gain", gain,
                    "largest real part of the eigenvalues of W; above 1 linear settling diverges");
    if (result->symmetric)
        findings_number(findings, "linear_gain_residual", eigenvalues->residual,
                        "|W v - gain v| of its unit eigenvector");
    FINDINGS_NUMBERS(
        findings, {"linear_rate", gain - 1, "growth of that mode, per time constant"},
        {"linear_rate_simulated", rate_of(&result->linear),
         "growth of |x| late in the linear run, per time constant"},
        {"linear_end", result->linear.end, "|x| at the end of the linear run"},
        {"rectified_end", result->rectified.end,
         "|x| at the end of the rectified run from the same start"},
        {"copositivity", copositivity->number,
         "largest v' W v over v >= 0 with |v| = 1 that was attained; rectified settling "
         "diverges above 1"},
        {"copositivity_bound", copositivity->bound,
         "no v attains more; rectified settling is bounded below 1"},
        {"copositivity_is_exact", copositivity->exact,
         "1: the bound was proved by walking all permitted sets, and is the number"});
    findings_say(findings, "Linear settling %s: the largest eigenvalue of W is %.6f, %s 1.",
                 gain > 1 ? "diverges" : "converges", gain, gain > 1 ? "above" : "below");
    say_rectified(result, findings);
    FindingTable *table = findings_table(findings, "eigenvalues", "real,imaginary");
    for (size_t k = 0; k < eigenvalues->count; k++)
        findings_row(table, (double[]){eigenvalues->real[k], eigenvalues->imaginary[k]});
    table = findings_table(findings, "certificate", "neuron,v");
    for (size_t i = 0; i < result->circuit->n; i++)
        findings_row(table, (double[]){(double)i, copositivity->vector[i]});
}

static bool draw_eigenvalues(const Eigenvalues *eigenvalues, const StudyPage *page, Error *error) {
    size_t n = eigenvalues->count;
    OWNED double *rank = study_count(1, n);
    double ends[] = {1, fmax(2, (double)n)}, ones[] = {1, 1};
    PictureCurve curves[] = {
        study_curve("eigenvalues of W (real part)", rank, eigenvalues->real, n),
        study_curve("limit of linear stability", ends, ones, 2)};
    return study_chart(page, "eigenvalues", NULL, AXES_COUNT, "rank", "eigenvalue", curves, 2,
                       error);
}

static bool draw_courses(const StabilityResult *result, const StudyPage *page, Error *error) {
    const LengthCourse *linear = &result->linear, *rectified = &result->rectified;
    PictureCurve curves[] = {
        study_curve("linear", linear->time, linear->logarithm, linear->count),
        study_curve("rectified", rectified->time, rectified->logarithm, rectified->count)};
    return study_chart(page, "linear and rectified", "the same circuit, input and start", AXES_FREE,
                       "time (time constants)", "log10 |x|", curves, 2, error);
}

// On a sheet, the activity that attains the copositivity number.
static bool draw_certificate(const StabilityResult *result, const StudyPage *page, Error *error) {
    const Circuit *circuit = result->circuit;
    OWNED_BY(study_picture_free)
    StudyPicture picture = study_picture(page, "certificate",
                                         "the activity that attains the copositivity number", NULL);
    PictureScalar map = {.values = result->copositivity.vector,
                         .rows = circuit->n / circuit->columns,
                         .cols = circuit->columns,
                         .ramp = RAMP_INK,
                         .name = "activity v"};
    return picture_scalar(&picture.frame, &map, picture.path, error);
}

static bool draw(const void *result_of_kind, const StudyPage *page, Error *error) {
    const StabilityResult *result = result_of_kind;
    bool sheet = result->circuit->columns != result->circuit->n;
    return draw_eigenvalues(&result->eigenvalues, page, error) &&
           draw_courses(result, page, error) && (!sheet || draw_certificate(result, page, error));
}

static void finish(void *result_of_kind) {
    StabilityResult *result = result_of_kind;
    release(result->linear.time);
    release(result->linear.logarithm);
    release(result->rectified.time);
    release(result->rectified.logarithm);
    copositivity_free(&result->copositivity);
    eigenvalues_free(&result->eigenvalues);
}

const StudyKind study_stability = {
    .kind = {"stability", "linear stability beside rectified stability",
             BLOCK(StabilitySettings, &drive_block,
                   {SETTING(StabilitySettings, duration), "12.0", 0.1, 1e5, "time constants",
                    .help = "of the two runs from one random start"})},
    .check = drive_check,
    .result_size = sizeof(StabilityResult),
    .find = find,
    .tabulate = tabulate,
    .draw = draw,
    .finish = finish,
};
