// SPDX-License-Identifier: GPL-3.0-or-later
// Selection and hysteresis: two bumps, the second's amplitude relative to the first swept up and
// down, each state the start of the next. While the first wins with response x, the second site
// stays silent until its input passes 0: at ratio -(W x)(second) / amplitude.
#include "circuits/study.h"

#include "base/memory.h"
#include "circuits/drive.h"

#include <math.h>
#include <string.h>

typedef struct {
    Drive drive; // first: its rows are the base of these
    double to, step;
} SelectionSettings;

// A circuit whose activity carries over from one ratio of amplitudes to the next.
typedef struct {
    const StudySubject *subject;
    const SelectionSettings *settings;
    double *x; // [n]
} SelectionState;

typedef struct {
    double ratio, first, second; // the second's amplitude to the first's; activity at the two sites
    bool second_wins;
    size_t active;
} SelectionPoint;

typedef struct {
    size_t steps;                                       // one way
    SelectionPoint *points;                             // [2 steps] up, then down; owned
    double switch_up, switch_down, switch_up_predicted; // ratios; NaN: the winner does not change
    double departure_from_winner;
} SelectionResult;

static void settle_at(SelectionState *state, double ratio) {
    const Circuit *circuit = state->subject->circuit;
    Drive drive = state->settings->drive;
    drive.second = ratio;
    // A state that is exactly silent at a site stays silent where it has become unstable.
    for (size_t i = 0; i < circuit->n; i++)
        state->x[i] += 1e-9;
    drive_settle(&drive, circuit, state->subject->transfer, state->x, 2000);
}

static void settle_from_silence(SelectionState *state, double ratio) {
    memset(state->x, 0, state->subject->circuit->n * sizeof *state->x);
    settle_at(state, ratio);
}

static bool second_wins(const SelectionState *state) {
    const Drive *drive = &state->settings->drive;
    size_t n = state->subject->circuit->n;
    return state->x[drive_second_site(drive, n)] > state->x[drive_site(drive, n)];
}

// The ratio at which the winner changes, by bisection between `holds`, where `winner` still holds,
// and `gives`, where it has given way. Each trial begins at activity `held`; the state is put back.
static double refine(SelectionState *state, const double *held, double holds, double gives,
                     bool winner) {
    size_t size = state->subject->circuit->n * sizeof *state->x;
    OWNED double *after = allocate(1, size);
    memcpy(after, state->x, size);
    while (fabs(gives - holds) > 1e-7) {
        double middle = 0.5 * (holds + gives);
        memcpy(state->x, held, size);
        settle_at(state, middle);
        *(second_wins(state) == winner ? &holds : &gives) = middle;
    }
    memcpy(state->x, after, size);
    return 0.5 * (holds + gives);
}

static SelectionPoint point_of(const SelectionState *state, double ratio) {
    const Drive *drive = &state->settings->drive;
    size_t n = state->subject->circuit->n;
    return (SelectionPoint){ratio, state->x[drive_site(drive, n)],
                            state->x[drive_second_site(drive, n)], second_wins(state),
                            circuit_active(state->x, n, NULL)};
}

// Sweeps one way; returns the ratio at which the winner first changes, NaN if it does not.
static double sweep(SelectionState *state, size_t steps, bool up, SelectionPoint *points) {
    size_t n = state->subject->circuit->n;
    OWNED double *held = allocate(n, sizeof *held);
    double changed = (double)NAN;
    for (size_t s = 0; s < steps; s++) {
        double ratio = (double)(up ? s : steps - 1 - s) * state->settings->step;
        bool before = second_wins(state);
        memcpy(held, state->x, n * sizeof *held);
        settle_at(state, ratio);
        if (s > 0 && second_wins(state) != before && !isfinite(changed))
            changed = refine(state, held, points[s - 1].ratio, ratio, before);
        points[s] = point_of(state, ratio);
    }
    return changed;
}

// How far the response to both differs from that to the winner alone.
static double departure_from_winner(SelectionState *state, double ratio) {
    size_t n = state->subject->circuit->n;
    OWNED double *both = allocate(n, sizeof *both);
    double worst = 0;
    settle_from_silence(state, ratio);
    memcpy(both, state->x, n * sizeof *both);
    settle_from_silence(state, 0);
    for (size_t i = 0; i < n; i++)
        worst = fmax(worst, fabs(both[i] - state->x[i]));
    return worst;
}

static double predict_switch_up(SelectionState *state) {
    const Circuit *circuit = state->subject->circuit;
    const Drive *drive = &state->settings->drive;
    double sum = 0;
    settle_from_silence(state, 0);
    for (size_t j = 0; j < circuit->n; j++)
        sum +=
            circuit->weights[drive_second_site(drive, circuit->n) * circuit->n + j] * state->x[j];
    return -(sum + drive->background) / drive->amplitude;
}

static bool find(const void *settings_of_kind, const StudySubject *subject, void *result_of_kind,
                 Error *error) {
    (void)error;
    const SelectionSettings *settings = settings_of_kind;
    SelectionResult *result = result_of_kind;
    OWNED double *x = allocate(subject->circuit->n, sizeof *x);
    SelectionState state = {subject, settings, x};
    result->steps = (size_t)(settings->to / settings->step + 1.5);
    result->points = allocate(2 * result->steps, sizeof *result->points);
    settle_at(&state, 0);
    result->switch_up = sweep(&state, result->steps, true, result->points);
    result->switch_down = sweep(&state, result->steps, false, result->points + result->steps);
    result->departure_from_winner = departure_from_winner(&state, 0.5);
    result->switch_up_predicted = predict_switch_up(&state);
    return true;
}

static void tabulate(const void *result_of_kind, Findings *findings) {
    const SelectionResult *result = result_of_kind;
    double up = result->switch_up, down = result->switch_down;
    FindingTable *table =
        findings_table(findings, "sweep", "direction,ratio,first,second,winner,active");
    for (size_t k = 0; k < 2 * result->steps; k++) {
        const SelectionPoint *point = &result->points[k];
        findings_row(table,
                     (double[]){k < result->steps ? 1 : -1, point->ratio, point->first,
                                point->second, point->second_wins ? 2 : 1, (double)point->active});
    }
    FINDINGS_NUMBERS(findings, {"switch_up", up, "ratio at which the first gives way, sweeping up"},
                     {"switch_down", down, "ratio at which the second does, sweeping down"},
                     {"departure_from_winner", result->departure_from_winner,
                      "largest difference between the response to both, the second at half the "
                      "amplitude, and that to the first alone"},
                     {"switch_up_predicted", result->switch_up_predicted,
                      "-(W x)(second) / amplitude, x the response to the first alone"});
    if (isfinite(up) && isfinite(down) && up > down)
        findings_say(findings, "Between the ratios %.4f and %.4f the winner depends on the past.",
                     down, up);
    else if (!isfinite(up) && !isfinite(down))
        findings_say(findings, "The winner does not change up to the largest ratio of the sweep.");
}

static bool draw(const void *result_of_kind, const StudyPage *page, Error *error) {
    const SelectionResult *result = result_of_kind;
    size_t n = result->steps;
    OWNED double *ratio = allocate(6 * n, sizeof *ratio);
    double *first = ratio + 2 * n, *second = first + 2 * n;
    for (size_t k = 0; k < 2 * n; k++) {
        ratio[k] = result->points[k].ratio;
        first[k] = result->points[k].first;
        second[k] = result->points[k].second;
    }
    PictureCurve curves[] = {study_curve("first, sweeping up", ratio, first, n),
                             study_curve("second, sweeping up", ratio, second, n),
                             study_curve("first, sweeping down", ratio + n, first + n, n),
                             study_curve("second, sweeping down", ratio + n, second + n, n)};
    return study_chart(page, "hysteresis", NULL, AXES_FREE,
                       "amplitude of the second, relative to the first",
                       "activity at the two sites", curves, 4, error);
}

static void finish(void *result_of_kind) {
    release(((SelectionResult *)result_of_kind)->points);
}

static bool check(const void *settings_of_kind, const StudySubject *subject, const char *place,
                  Error *error) {
    const SelectionSettings *settings = settings_of_kind;
    Drive drive = settings->drive;
    drive.second = 1; // its site is used
    bool ok = drive_check(&drive, subject, place, error);
    if (drive.amplitude == 0)
        ok = fail(error, "%s.amplitude: is 0; the second bump is relative to it", place);
    if (settings->to / settings->step > 1e5)
        ok = fail(error, "%s.step: is too small for a sweep to %g", place, settings->to);
    return ok;
}

const StudyKind study_selection = {
    .kind = {"selection", "which of two bumps wins as one grows and shrinks again",
             BLOCK(SelectionSettings, &drive_block,
                   {SETTING(SelectionSettings, to), "4.0", 1e-6, 1e6,
                    .help = "largest amplitude of the second bump, relative to the first"},
                   {SETTING(SelectionSettings, step), "0.1", 1e-6, 1e6, .help = "of the sweep"})},
    .check = check,
    .result_size = sizeof(SelectionResult),
    .find = find,
    .tabulate = tabulate,
    .draw = draw,
    .finish = finish,
};
