// SPDX-License-Identifier: GPL-3.0-or-later
// Trajectories from several starts: where they settle, whether they diverge or cycle, and for two
// or three neurons the phase portrait.
#include "circuits/study.h"

#include "circuits/circuit_flow.h"
#include "base/memory.h"
#include "base/random.h"

#include <math.h>
#include <string.h>

typedef struct {
    Drive drive; // first: its rows are the base of these
    double duration, spread;
    int64_t starts;
} Settings;

#define AT(member) offsetof(Settings, member)

enum { SAMPLES = 4000 };

typedef struct {
    size_t n, count;
    double *time, *x; // [SAMPLES], x[n][SAMPLES]; owned
    FlowEnd end;
    double period; // of a neuron's maxima, late in the run; NaN: none
} Trajectory;

// Samples at even times: flows from one to the next.
static Trajectory follow(const StudySubject *subject, const double *b, double *x, double duration) {
    size_t n = subject->circuit->n;
    Trajectory path = {n,
                       0,
                       allocate(SAMPLES, sizeof(double)),
                       allocate(n * SAMPLES, sizeof(double)),
                       FLOW_MOVING,
                       (double)NAN};
    for (size_t k = 0; k < SAMPLES && path.end != FLOW_DIVERGED; k++) {
        path.time[k] = duration * (double)k / (SAMPLES - 1);
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

// The mean time between maxima, in the second half, of the neuron that swings most, each placed by
// the parabola through three samples: if its swing does not shrink or grow by 1 % from the third
// quarter to the fourth, and at least three maxima come at the same height, within 1 % of the
// swing, and distance, within 1 %.
static double find_period(const Trajectory *path) {
    size_t half = path->count / 2, quarter = path->count / 4, neuron = 0;
    for (size_t i = 1; i < path->n; i++)
        if (swing(path, i, half, path->count) > swing(path, neuron, half, path->count))
            neuron = i;
    double earlier = swing(path, neuron, half, half + quarter),
           later = swing(path, neuron, half + quarter, path->count);
    if (!(fabs(later - earlier) <= 0.01 * earlier))
        return (double)NAN;
    double first = 0, last = 0, before = 0, height = 0;
    size_t count = 0;
    for (size_t k = path->count / 2; k + 1 < path->count; k++) {
        const double *x = path->x + neuron * SAMPLES + k;
        if (k == 0 || !(x[0] > x[-1] && x[0] >= x[1]))
            continue;
        double bend = x[-1] - 2 * x[0] + x[1],
               at = path->time[k] + 0.5 * (x[-1] - x[1]) / bend * path->time[1];
        if (count > 0 && fabs(x[0] - height) > 0.01 * earlier)
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

static bool draw_courses(const Trajectory *path, const StudyPage *page, Error *error) {
    PictureCurve curves[PICTURE_CURVES];
    char *names[PICTURE_CURVES];
    size_t count = path->n < PICTURE_CURVES ? path->n : PICTURE_CURVES;
    for (size_t i = 0; i < count; i++) {
        names[i] = format_text("neuron %zu", i);
        curves[i] = (PictureCurve){
            .name = names[i], .x = path->time, .y = path->x + i * SAMPLES, .n = path->count};
    }
    bool ok = study_chart(page, "courses", path->n > count ? "the first eight neurons" : NULL,
                          &(PictureChart){.curves = curves,
                                          .count = count,
                                          .x_name = "time (time constants)",
                                          .y_name = "activity"},
                          error);
    for (size_t i = 0; i < count; i++)
        release(names[i]);
    return ok;
}

// Two neurons: x0 along, x1 up. Three: seen along the diagonal (1, 1, 1).
static bool draw_portrait(const Trajectory *path, size_t starts, const StudyPage *page,
                          Error *error) {
    PictureCurve curves[PICTURE_CURVES];
    size_t count = starts < PICTURE_CURVES ? starts : PICTURE_CURVES, n = path[0].n;
    char *names[PICTURE_CURVES];
    double *along[PICTURE_CURVES], *up[PICTURE_CURVES];
    for (size_t s = 0; s < count; s++) {
        names[s] = format_text("start %zu", s + 1);
        along[s] = allocate(SAMPLES, sizeof(double));
        up[s] = allocate(SAMPLES, sizeof(double));
        for (size_t k = 0; k < path[s].count; k++) {
            const double *x = path[s].x + k;
            along[s][k] = n == 2 ? x[0] : (x[SAMPLES] - x[0]) * M_SQRT1_2;
            up[s][k] = n == 2 ? x[SAMPLES] : (2 * x[2 * SAMPLES] - x[0] - x[SAMPLES]) / sqrt(6);
        }
        curves[s] = (PictureCurve){.name = names[s], .x = along[s], .y = up[s], .n = path[s].count};
    }
    bool ok =
        study_chart(page, "phase portrait", n == 3 ? "seen along (1, 1, 1)" : NULL,
                    &(PictureChart){.curves = curves,
                                    .count = count,
                                    .x_name = n == 2 ? "neuron 0" : "(x1 - x0) / sqrt 2",
                                    .y_name = n == 2 ? "neuron 1" : "(2 x2 - x0 - x1) / sqrt 6"},
                    error);
    for (size_t s = 0; s < count; s++) {
        release(names[s]);
        release(along[s]);
        release(up[s]);
    }
    return ok;
}

static void add_courses(Findings *findings, const Trajectory *path, size_t starts) {
    FindingTable *table = findings_table(findings, "courses", "start,time");
    size_t n = path[0].n;
    for (size_t i = 0; i < n; i++) {
        char *name = format_text("x%zu", i);
        findings_column(table, name);
        release(name);
    }
    double *row = allocate(n + 2, sizeof *row);
    for (size_t s = 0; s < starts; s++)
        for (size_t k = 0; k < path[s].count; k += 10) {
            row[0] = (double)s + 1;
            row[1] = path[s].time[k];
            for (size_t i = 0; i < n; i++)
                row[2 + i] = path[s].x[i * SAMPLES + k];
            findings_row(table, row);
        }
    release(row);
}

static bool carry_out(const void *settings_of_kind, const StudySubject *subject,
                      const StudyPage *page, Findings *findings, Error *error) {
    const Settings *settings = settings_of_kind;
    size_t n = subject->circuit->n, starts = (size_t)settings->starts, ends[3] = {0}, cycles = 0,
           different = 0;
    double *b = allocate(n, sizeof *b), *x = allocate(n, sizeof *x),
           *rest = allocate(starts * n, sizeof *rest), period = (double)NAN;
    Trajectory *path = allocate(starts, sizeof *path);
    drive_fill(&settings->drive, n, b);
    for (size_t s = 0; s < starts; s++) {
        RandomDraws draws = random_draws(random_stream(subject->seed, "starts"), s);
        for (size_t i = 0; i < n; i++)
            x[i] = settings->spread * random_uniform(&draws);
        path[s] = follow(subject, b, x, settings->duration);
        if (path[s].end == FLOW_MOVING)
            path[s].period = find_period(&path[s]);
        if (path[s].end == FLOW_MOVING && !isfinite(path[s].period)) // it may be on its way to rest
            path[s].end =
                circuit_settle(subject->circuit, subject->transfer, b, x, 10 * settings->duration);
        ends[path[s].end]++;
        if (path[s].end == FLOW_MOVING) {
            cycles += isfinite(path[s].period) ? 1 : 0;
            period = isfinite(period) ? period : path[s].period;
        }
        if (path[s].end != FLOW_SETTLED)
            continue;
        bool seen = false;
        for (size_t k = 0; k < different && !seen; k++) {
            seen = true;
            for (size_t i = 0; i < n; i++)
                seen = seen && fabs(rest[k * n + i] - x[i]) < 1e-5 * (1 + fabs(x[i]));
        }
        if (!seen)
            memcpy(rest + different++ * n, x, n * sizeof *x);
    }
    findings_number(findings, "settled", (double)ends[FLOW_SETTLED], "starts that settle");
    findings_number(findings, "diverged", (double)ends[FLOW_DIVERGED], "starts that diverge");
    findings_number(findings, "moving", (double)ends[FLOW_MOVING],
                    "starts that still move, if they do not cycle after ten times as long");
    findings_number(findings, "cycling", (double)cycles, "of these, those that repeat themselves");
    findings_number(findings, "period", period, "of the first that does, in time constants");
    findings_number(findings, "steady_states", (double)different, "different states settled at");
    add_courses(findings, path, starts);
    FindingTable *table = findings_table(findings, "steady", "");
    for (size_t i = 0; i < n; i++) {
        char *name = format_text("x%zu", i);
        findings_column(table, name);
        release(name);
    }
    for (size_t k = 0; k < different; k++)
        findings_row(table, rest + k * n);
    bool ok = draw_courses(&path[0], page, error) &&
              ((n != 2 && n != 3) || draw_portrait(path, starts, page, error));
    for (size_t s = 0; s < starts; s++) {
        release(path[s].time);
        release(path[s].x);
    }
    release(path);
    release(rest);
    release(b);
    release(x);
    return ok;
}

static bool check(const void *settings_of_kind, const StudySubject *subject, const char *place,
                  Error *error) {
    const Settings *settings = settings_of_kind;
    bool ok = drive_check(&settings->drive, subject->circuit->n, place, error);
    if (subject->circuit->n > 256)
        ok = fail(error, "%s: follows up to 256 neurons; this circuit has %zu", place,
                  subject->circuit->n);
    return ok;
}

const StudyKind study_trajectories = {
    .kind = {"trajectories",
             "activity over time from several starts; phase portraits of 2 or 3 neurons",
             {sizeof(Settings), &drive_block,
              (const Setting[]){
                  {"duration", SETTING_REAL, AT(duration), "60.0", 0.1, 1e5, "time constants",
                   .help = "of each run"},
                  {"starts", SETTING_INTEGER, AT(starts), "6", 1, 256,
                   .help = "random starts; the picture of two or three neurons shows up to 8"},
                  {"spread", SETTING_REAL, AT(spread), "1.0", 0, 1e6,
                   .help = "a start's activities are drawn from 0 to this"},
                  {0}}}},
    .check = check,
    .carry_out = carry_out,
};
