// SPDX-License-Identifier: GPL-3.0-or-later
// Trajectories from several starts: where they settle, whether they diverge or cycle, and for two
// or three neurons the phase portrait.
#include "circuits/study.h"

#include "base/memory.h"
#include "circuits/drive.h"

#include <math.h>
#include <string.h>

typedef struct {
    Drive drive; // first: its rows are the base of these
    double duration, spread;
    int64_t starts;
} TrajectoriesSettings;

enum { SAMPLES = 4000 };

typedef struct {
    size_t n, count;
    double *time, *x; // [SAMPLES], x[n][SAMPLES]; owned
    FlowEnd end;
    double period; // of a neuron's maxima, late in the run; NaN: none
} Trajectory;

typedef struct {
    size_t n, starts;
    Trajectory *trajectories; // [starts] owned
    size_t ends[3];           // by FlowEnd: trajectories
    size_t cycles;            // of those that still move: trajectories with a period
    double period;            // of the first of them; NaN: none
    size_t states;            // different steady states
    double *state;            // [states][n] owned
} TrajectoriesResult;

// Samples at even times: flows from one to the next. Leaves the last state in x.
static Trajectory simulate(const TrajectoriesSettings *settings, const StudySubject *subject,
                           double *x) {
    size_t n = subject->circuit->n;
    OWNED double *b = drive_input(&settings->drive, n);
    double duration = settings->duration;
    Trajectory path = {.n = n,
                       .time = allocate(SAMPLES, sizeof(double)),
                       .x = allocate(n * SAMPLES, sizeof(double)),
                       .end = FLOW_MOVING,
                       .period = (double)NAN};
    for (size_t k = 0; k < SAMPLES && path.end != FLOW_DIVERGED; k++) {
        path.time[k] = study_step(0, duration, k, SAMPLES);
        for (size_t i = 0; i < n; i++)
            path.x[i * SAMPLES + k] = x[i];
        path.count = k + 1;
        path.end = circuit_flow(subject->circuit, subject->transfer, b, x, duration / (SAMPLES - 1),
                                NULL, NULL);
    }
    return path;
}

// How far a neuron's activity swings between two samples.
static double swing(const Trajectory *path, size_t neuron, size_t from, size_t to) {
    double least = HUGE_VAL, most = -HUGE_VAL;
    for (size_t k = from; k < to; k++) {
        least = fmin(least, path->x[neuron * SAMPLES + k]);
        most = fmax(most, path->x[neuron * SAMPLES + k]);
    }
    return most - least;
}

// The neuron that swings most in the second half.
static size_t find_liveliest(const Trajectory *path) {
    size_t neuron = 0;
    double most = -HUGE_VAL;
    for (size_t i = 0; i < path->n; i++) {
        double far = swing(path, i, path->count / 2, path->count);
        neuron = far > most ? i : neuron;
        most = fmax(most, far);
    }
    return neuron;
}

// The mean time between maxima of a neuron in the second half; NaN unless at least three come at
// the same height, within 1 % of `range`, and distance, within 1 %. Each is placed by the parabola
// through three samples.
static double time_between_maxima(const Trajectory *path, size_t neuron, double range) {
    double first = 0, last = 0, before = 0, height = 0;
    size_t count = 0;
    for (size_t k = path->count / 2; k + 1 < path->count; k++) {
        const double *x = path->x + neuron * SAMPLES + k;
        if (k == 0 || !(x[0] > x[-1] && x[0] >= x[1]))
            continue;
        double bend = x[-1] - 2 * x[0] + x[1],
               at = path->time[k] + 0.5 * (x[-1] - x[1]) / bend * path->time[1];
        if (count > 0 && fabs(x[0] - height) > 0.01 * range)
            return (double)NAN;
        if (count > 1 && fabs(at - last - before) > 0.01 * before)
            return (double)NAN;
        before = count > 0 ? at - last : 0;
        first = count == 0 ? at : first;
        height = x[0];
        last = at;
        count++;
    }
    return count >= 3 ? (last - first) / (double)(count - 1) : (double)NAN;
}

// The period of the neuron that swings most, if its swing does not shrink or grow by 1 % from the
// third quarter to the fourth.
static double find_period(const Trajectory *path) {
    size_t half = path->count / 2, quarter = path->count / 4, neuron = find_liveliest(path);
    double earlier = swing(path, neuron, half, half + quarter),
           later = swing(path, neuron, half + quarter, path->count);
    return fabs(later - earlier) <= 0.01 * earlier ? time_between_maxima(path, neuron, earlier)
                                                   : (double)NAN;
}

// Does a trajectory that still moves at x repeat itself, or does it settle in ten times as long?
static void classify(const TrajectoriesSettings *settings, const StudySubject *subject,
                     Trajectory *path, double *x) {
    if (path->end == FLOW_MOVING)
        path->period = find_period(path);
    if (path->end == FLOW_MOVING && !isfinite(path->period))
        path->end = drive_settle(&settings->drive, subject->circuit, subject->transfer, x,
                                 10 * settings->duration);
}

static bool is_state(const double *state, const double *x, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (!(fabs(state[i] - x[i]) < 1e-5 * (1 + fabs(x[i]))))
            return false;
    return true;
}

static void add_state(TrajectoriesResult *result, const double *x) {
    for (size_t k = 0; k < result->states; k++)
        if (is_state(result->state + k * result->n, x, result->n))
            return;
    memcpy(result->state + result->states++ * result->n, x, result->n * sizeof *x);
}

static void add_trajectory(TrajectoriesResult *result, const Trajectory *path, const double *x) {
    result->ends[path->end]++;
    if (path->end == FLOW_SETTLED)
        add_state(result, x);
    if (path->end == FLOW_MOVING && isfinite(path->period)) {
        result->period = result->cycles == 0 ? path->period : result->period;
        result->cycles++;
    }
}

static bool find(const void *settings_of_kind, const StudySubject *subject, void *result_of_kind,
                 Error *error) {
    (void)error;
    const TrajectoriesSettings *settings = settings_of_kind;
    TrajectoriesResult *result = result_of_kind;
    size_t n = subject->circuit->n, starts = (size_t)settings->starts;
    OWNED double *x = allocate(n, sizeof *x);
    *result = (TrajectoriesResult){.n = n,
                                   .starts = starts,
                                   .trajectories = allocate(starts, sizeof(Trajectory)),
                                   .period = (double)NAN,
                                   .state = allocate(starts * n, sizeof(double))};
    for (size_t s = 0; s < starts; s++) {
        study_start(subject, "starts", s, settings->spread, x);
        result->trajectories[s] = simulate(settings, subject, x);
        classify(settings, subject, &result->trajectories[s], x);
        add_trajectory(result, &result->trajectories[s], x);
    }
    return true;
}

// Every tenth sample of all trajectories.
static void tabulate_courses(const TrajectoriesResult *result, Findings *findings) {
    FindingTable *table = findings_table(findings, "courses", "start,time");
    findings_columns(table, "x", result->n);
    OWNED double *row = allocate(2 + result->n, sizeof *row);
    for (size_t s = 0; s < result->starts; s++) {
        const Trajectory *path = &result->trajectories[s];
        for (size_t k = 0; k < path->count; k += 10) {
            row[0] = (double)s + 1;
            row[1] = path->time[k];
            for (size_t i = 0; i < path->n; i++)
                row[2 + i] = path->x[i * SAMPLES + k];
            findings_row(table, row);
        }
    }
}

static void tabulate(const void *result_of_kind, Findings *findings) {
    const TrajectoriesResult *result = result_of_kind;
    FINDINGS_NUMBERS(findings,
                     {"settled", (double)result->ends[FLOW_SETTLED], "starts that settle"},
                     {"diverged", (double)result->ends[FLOW_DIVERGED], "starts that diverge"},
                     {"moving", (double)result->ends[FLOW_MOVING],
                      "starts that still move, if they do not cycle after ten times as long"},
                     {"cycling", (double)result->cycles, "of these, those that repeat themselves"},
                     {"period", result->period, "of the first that does, in time constants"},
                     {"steady_states", (double)result->states, "different states settled at"});
    tabulate_courses(result, findings);
    FindingTable *table = findings_table(findings, "steady", "");
    findings_columns(table, "x", result->n);
    for (size_t k = 0; k < result->states; k++)
        findings_row(table, result->state + k * result->n);
}

// The activity of each neuron over time, from the first start.
static bool draw_courses(const Trajectory *path, const StudyPage *page, Error *error) {
    PictureCurve curves[PICTURE_CURVES] = {0};
    char names[PICTURE_CURVES][64];
    size_t count = path->n < PICTURE_CURVES ? path->n : PICTURE_CURVES;
    for (size_t i = 0; i < count; i++) {
        snprintf(names[i], sizeof names[i], "neuron %zu", i);
        curves[i] = study_curve(names[i], path->time, path->x + i * SAMPLES, path->count);
    }
    return study_chart(page, "courses", path->n > count ? "the first eight neurons" : NULL,
                       AXES_FREE, "time (time constants)", "activity", curves, count, error);
}

// Where a trajectory of two neurons is (x0 along, x1 up), or one of three, seen along the diagonal
// (1, 1, 1); along[SAMPLES], up[SAMPLES].
static PictureCurve project(const Trajectory *path, const char *name, double *along, double *up) {
    const double *x0 = path->x, *x1 = x0 + SAMPLES, *x2 = x1 + SAMPLES;
    for (size_t k = 0; k < path->count; k++) {
        along[k] = path->n == 2 ? x0[k] : (x1[k] - x0[k]) * M_SQRT1_2;
        up[k] = path->n == 2 ? x1[k] : (2 * x2[k] - x0[k] - x1[k]) / sqrt(6);
    }
    return study_curve(name, along, up, path->count);
}

static bool draw_portrait(const TrajectoriesResult *result, const StudyPage *page, Error *error) {
    PictureCurve curves[PICTURE_CURVES] = {0};
    size_t count = result->starts < PICTURE_CURVES ? result->starts : PICTURE_CURVES;
    bool flat = result->n == 2;
    char names[PICTURE_CURVES][64];
    OWNED double *along = allocate(2 * count * SAMPLES, sizeof *along);
    double *up = along + count * SAMPLES;
    for (size_t s = 0; s < count; s++) {
        snprintf(names[s], sizeof names[s], "start %zu", s + 1);
        curves[s] =
            project(&result->trajectories[s], names[s], along + s * SAMPLES, up + s * SAMPLES);
    }
    return study_chart(page, "phase portrait", flat ? NULL : "seen along (1, 1, 1)", AXES_EQUAL,
                       flat ? "neuron 0" : "(x1 - x0) / sqrt 2",
                       flat ? "neuron 1" : "(2 x2 - x0 - x1) / sqrt 6", curves, count, error);
}

static bool draw(const void *result_of_kind, const StudyPage *page, Error *error) {
    const TrajectoriesResult *result = result_of_kind;
    bool has_portrait = result->n == 2 || result->n == 3;
    return draw_courses(&result->trajectories[0], page, error) &&
           (!has_portrait || draw_portrait(result, page, error));
}

static void finish(void *result_of_kind) {
    TrajectoriesResult *result = result_of_kind;
    for (size_t s = 0; s < result->starts; s++) {
        release(result->trajectories[s].time);
        release(result->trajectories[s].x);
    }
    release(result->trajectories);
    release(result->state);
}

static bool check(const void *settings, const StudySubject *subject, const char *place,
                  Error *error) {
    bool ok = drive_check(settings, subject, place, error);
    if (subject->circuit->n > 256)
        ok = fail(error, "%s: follows up to 256 neurons; this circuit has %zu", place,
                  subject->circuit->n);
    return ok;
}

const StudyKind study_trajectories = {
    .kind = {"trajectories",
             "activity over time from several starts; phase portraits of 2 or 3 neurons",
             BLOCK(TrajectoriesSettings, &drive_block,
                   {SETTING(TrajectoriesSettings, duration), "60.0", 0.1, 1e5, "time constants",
                    .help = "of each run"},
                   {SETTING(TrajectoriesSettings, starts), "6", 1, 256,
                    .help = "random starts; the picture of two or three neurons shows up to 8"},
                   {SETTING(TrajectoriesSettings, spread), "1.0", 0, 1e6,
                    .help = "a start's activities are drawn from 0 to this"})},
    .check = check,
    .result_size = sizeof(TrajectoriesResult),
    .find = find,
    .tabulate = tabulate,
    .draw = draw,
    .finish = finish,
};
