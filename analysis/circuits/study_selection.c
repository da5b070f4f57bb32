// SPDX-License-Identifier: GPL-3.0-or-later
// Selection and hysteresis: two bumps, the second's amplitude relative to the first swept up and
// down, each state the start of the next. While the first wins with response x, the second site
// stays silent until its input passes 0: at ratio -(W x)(second) / amplitude.
#include "circuits/study.h"

#include "circuits/circuit_flow.h"
#include "base/memory.h"

#include <math.h>
#include <string.h>

typedef struct {
    Drive drive; // first: its rows are the base of these
    double to, step;
} Settings;

#define AT(member) offsetof(Settings, member)

typedef struct {
    const StudySubject *subject;
    const Settings *settings;
    double *x, *b; // [n]
    FindingTable *table;
    double *first, *second; // [steps] responses at the two sites
} Sweep;

static bool settle_at(Sweep *sweep, double ratio) {
    Drive drive = sweep->settings->drive;
    drive.second = ratio;
    drive_fill(&drive, sweep->subject->circuit->n, sweep->b);
    // A state that is exactly silent at a site stays silent where it has become unstable.
    for (size_t i = 0; i < sweep->subject->circuit->n; i++)
        sweep->x[i] += 1e-9;
    return circuit_settle(sweep->subject->circuit, sweep->subject->transfer, sweep->b, sweep->x,
                          2000) == FLOW_SETTLED;
}

static bool second_wins(const Sweep *sweep) {
    return sweep->x[sweep->settings->drive.second_site] > sweep->x[sweep->settings->drive.site];
}

// Between a ratio at which `x` still holds and one at which it has given way: where it does.
static double refine(Sweep *sweep, const double *held, double holds, double gives, bool winner) {
    size_t n = sweep->subject->circuit->n;
    double *kept = allocate(n, sizeof *kept);
    memcpy(kept, sweep->x, n * sizeof *kept);
    while (fabs(gives - holds) > 1e-7) {
        double middle = 0.5 * (holds + gives);
        memcpy(sweep->x, held, n * sizeof *held);
        settle_at(sweep, middle);
        *(second_wins(sweep) == winner ? &holds : &gives) = middle;
    }
    memcpy(sweep->x, kept, n * sizeof *kept);
    release(kept);
    return 0.5 * (holds + gives);
}

// One way; returns the ratio at which the winner changes, NaN if it does not.
static double go(Sweep *sweep, size_t steps, bool up) {
    size_t n = sweep->subject->circuit->n;
    double *held = allocate(n, sizeof *held), changed = (double)NAN;
    for (size_t s = 0; s < steps; s++) {
        size_t k = up ? s : steps - 1 - s;
        double ratio = (double)k * sweep->settings->step;
        bool before = second_wins(sweep);
        memcpy(held, sweep->x, n * sizeof *held);
        settle_at(sweep, ratio);
        if (s > 0 && second_wins(sweep) != before && !isfinite(changed))
            changed = refine(sweep, held, (double)(up ? k - 1 : k + 1) * sweep->settings->step,
                             ratio, before);
        size_t place = up ? k : 2 * steps - 1 - k;
        sweep->first[place] = sweep->x[sweep->settings->drive.site];
        sweep->second[place] = sweep->x[sweep->settings->drive.second_site];
        size_t active = circuit_active(sweep->x, n, NULL);
        findings_row(sweep->table,
                     (double[]){up ? 1 : -1, ratio, sweep->first[place], sweep->second[place],
                                second_wins(sweep) ? 2 : 1, (double)active});
    }
    release(held);
    return changed;
}

// How far the response to both differs from that to the winner alone.
static double departure_from_winner(Sweep *sweep, double ratio) {
    size_t n = sweep->subject->circuit->n;
    double *both = allocate(n, sizeof *both), worst = 0;
    memset(sweep->x, 0, n * sizeof *sweep->x);
    settle_at(sweep, ratio);
    memcpy(both, sweep->x, n * sizeof *both);
    memset(sweep->x, 0, n * sizeof *sweep->x);
    settle_at(sweep, 0);
    for (size_t i = 0; i < n; i++)
        worst = fmax(worst, fabs(both[i] - sweep->x[i]));
    release(both);
    return worst;
}

static double predicted(Sweep *sweep) {
    const Circuit *circuit = sweep->subject->circuit;
    const Settings *settings = sweep->settings;
    size_t second = (size_t)settings->drive.second_site;
    double sum = 0;
    memset(sweep->x, 0, circuit->n * sizeof *sweep->x);
    settle_at(sweep, 0);
    for (size_t j = 0; j < circuit->n; j++)
        sum += circuit->weights[second * circuit->n + j] * sweep->x[j];
    return -(sum + settings->drive.background) / settings->drive.amplitude;
}

static bool draw(const Sweep *sweep, size_t steps, const StudyPage *page, Error *error) {
    double *ratio = allocate(2 * steps, sizeof *ratio);
    for (size_t k = 0; k < steps; k++) {
        ratio[k] = (double)k * sweep->settings->step;
        ratio[2 * steps - 1 - k] = ratio[k];
    }
    PictureCurve curves[] = {
        {.name = "first, sweeping up", .x = ratio, .y = sweep->first, .n = steps},
        {.name = "second, sweeping up", .x = ratio, .y = sweep->second, .n = steps},
        {.name = "first, sweeping down", .x = ratio + steps, .y = sweep->first + steps, .n = steps},
        {.name = "second, sweeping down",
         .x = ratio + steps,
         .y = sweep->second + steps,
         .n = steps}};
    bool ok =
        study_chart(page, "hysteresis", NULL,
                    &(PictureChart){.curves = curves,
                                    .count = 4,
                                    .x_name = "amplitude of the second, relative to the first",
                                    .y_name = "activity at the two sites"},
                    error);
    release(ratio);
    return ok;
}

static bool carry_out(const void *settings_of_kind, const StudySubject *subject,
                      const StudyPage *page, Findings *findings, Error *error) {
    const Settings *settings = settings_of_kind;
    size_t n = subject->circuit->n, steps = (size_t)(settings->to / settings->step + 1.5);
    Sweep sweep = {subject,
                   settings,
                   allocate(n, sizeof(double)),
                   allocate(n, sizeof(double)),
                   findings_table(findings, "sweep", "direction,ratio,first,second,winner,active"),
                   allocate(2 * steps, sizeof(double)),
                   allocate(2 * steps, sizeof(double))};
    settle_at(&sweep, 0);
    double up = go(&sweep, steps, true), down = go(&sweep, steps, false);
    findings_number(findings, "switch_up", up, "ratio at which the first gives way, sweeping up");
    findings_number(findings, "switch_down", down, "ratio at which the second does, sweeping down");
    findings_number(findings, "departure_from_winner", departure_from_winner(&sweep, 0.5),
                    "largest difference between the response to both, the second at half the "
                    "amplitude, and that to the first alone");
    findings_number(findings, "switch_up_predicted", predicted(&sweep),
                    "-(W x)(second) / amplitude, x the response to the first alone");
    if (isfinite(up) && isfinite(down) && up > down)
        findings_say(findings, "Between the ratios %.4f and %.4f the winner depends on the past.",
                     down, up);
    else if (!isfinite(up) && !isfinite(down))
        findings_say(findings, "The winner does not change up to the largest ratio of the sweep.");
    bool ok = draw(&sweep, steps, page, error);
    release(sweep.x);
    release(sweep.b);
    release(sweep.first);
    release(sweep.second);
    return ok;
}

static bool check(const void *settings_of_kind, const StudySubject *subject, const char *place,
                  Error *error) {
    const Settings *settings = settings_of_kind;
    Drive drive = settings->drive;
    drive.second = 1; // its site is used
    bool ok = drive_check(&drive, subject->circuit->n, place, error);
    if (settings->drive.amplitude == 0)
        ok = fail(error, "%s.amplitude: is 0; the second bump is relative to it", place);
    if (settings->to / settings->step > 1e5)
        ok = fail(error, "%s.step: is too small for a sweep to %g", place, settings->to);
    return ok;
}

const StudyKind study_selection = {
    .kind = {"selection",
             "which of two bumps wins as one grows and shrinks again",
             {sizeof(Settings), &drive_block,
              (const Setting[]){
                  {"to", SETTING_REAL, AT(to), "4.0", 1e-6, 1e6,
                   .help = "largest amplitude of the second bump, relative to the first"},
                  {"step", SETTING_REAL, AT(step), "0.1", 1e-6, 1e6, .help = "of the sweep"},
                  {0}}}},
    .check = check,
    .carry_out = carry_out,
};
