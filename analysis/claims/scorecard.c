// SPDX-License-Identifier: GPL-3.0-or-later
#include "claims/scorecard.h"

#include "base/memory.h"
#include "base/names.h"
#include "files/rundir.h"
#include "files/text_table.h"
#include "records/measured_run.h"

#include <math.h>
#include <string.h>

// One number of one run.
typedef struct {
    bool finished, known; // Has the run finished? Has it a number that the claim can test?
    double value;         // NaN: undefined
} TestedNumber;

static ScoreRow row_of(const Item *claim) {
    ScoreRow row = {.name = claim->name,
                    .claim = claim->variant.settings,
                    .kind = (const ClaimKind *)claim->variant.kind};
    row.series_count = row.kind->series(row.claim, row.series);
    return row;
}

static void remark(ScoreRow *row, char *text) {
    release(row->remark);
    row->remark = text;
}

// Remarks that a finished run lacks the claim's number, and suggests the most similar name.
static void remark_unknown(ScoreRow *row, const MeasuredRun *run) {
    remark(row, format_text("%s has no such number%s", run->folder,
                            measured_run_suggestion(run, row->claim->number).text));
}

// The number of series k of a claim in a run.
static TestedNumber read_number(const Replication *replication, ScoreRow *row, size_t k,
                                size_t run) {
    const PlannedRun *planned = &replication->runs.run[run];
    Choice choice = {NULL, NULL, replication_iteration(replication, row->series[k].at), false};
    TestedNumber tested = {.value = (double)NAN};
    PlannedState state = planned_run_state(planned, replication->folder);
    if (strcmp(row->claim->number, CLAIM_FAILED) == 0) {
        bool ended = state == PLANNED_FINISHED || state == PLANNED_FAILED;
        return ended ? (TestedNumber){true, true, state == PLANNED_FAILED} : tested;
    }
    OWNED_BY(measured_run_free) MeasuredRun measured = {0};
    OWNED_BY(error_clear) Error damage = {0}; // a run that cannot be read counts as unfinished
    OWNED char *path = planned_run_path(planned, replication->folder);
    if (state != PLANNED_FINISHED)
        return tested;
    if (!measured_run_read(&measured, path, &choice, &damage)) {
        remark(row, copy_text(damage.text));
        return tested;
    }
    tested.finished = true;
    const MeasuredNumber *number = measured_run_find(&measured, row->claim->number, -1);
    if (number == NULL)
        remark_unknown(row, &measured);
    else if (!row->kind->tests_share && definition_is_binary(number->definition))
        remark(row, format_text("%s %s", number->name, CLAIM_NEEDS_SHARE));
    else
        tested = (TestedNumber){true, true, number->value};
    return tested;
}

char *scorecard_look_up(const Replication *replication, const Item *claim, size_t run,
                        ClaimLookUp *look_up) {
    ScoreRow row = row_of(claim);
    bool unknown = false;
    for (size_t k = 0; k < row.series_count && !unknown; k++) {
        const Cohort *cohort = replication_cohort(replication, row.series[k].experiment);
        if (look_up->done[k] || !cohort_has_run(cohort, run))
            continue;
        TestedNumber number = read_number(replication, &row, k, run);
        look_up->done[k] = number.finished;
        unknown = number.finished && !number.known;
    }
    for (size_t k = 0; k < row.series_count && unknown; k++)
        look_up->done[k] = true; // the mistake is reported once
    if (!unknown)
        remark(&row, NULL);
    return row.remark;
}

// The values of a claim: value[series][n], for the n seeds that have a value in every series.
// `finished` counts the seeds whose runs have all finished; `known` those whose runs all have the
// number, even if it is undefined.
typedef struct {
    size_t seeds, finished, known, n;
    double *value; // owned
} Sample;

// Adds one seed to a sample. Each series has room for `room` seeds.
static void take_seed(const Replication *replication, ScoreRow *row, int64_t seed, size_t room,
                      Sample *sample) {
    bool finished = true, known = true, defined = true;
    size_t run[CLAIM_SERIES];
    for (size_t k = 0; k < row->series_count; k++) {
        const Cohort *cohort = replication_cohort(replication, row->series[k].experiment);
        size_t s;
        if (!seed_list_find(&cohort->seeds, seed, &s))
            return;
        run[k] = cohort->run[s];
    }
    for (size_t k = 0; k < row->series_count; k++) {
        TestedNumber number = read_number(replication, row, k, run[k]);
        sample->value[k * room + sample->n] = number.value;
        finished = finished && number.finished;
        known = known && number.known;
        defined = defined && isfinite(number.value);
    }
    sample->seeds++;
    sample->finished += finished;
    sample->known += known;
    sample->n += defined;
}

static Sample take_sample(const Replication *replication, ScoreRow *row) {
    const Cohort *first = replication_cohort(replication, row->series[0].experiment);
    size_t room = first->seeds.count;
    Sample sample = {.value = allocate(row->series_count * room + 1, sizeof(double))};
    for (size_t s = 0; s < room; s++)
        take_seed(replication, row, first->seeds.seed[s], room, &sample);
    for (size_t k = 1; k < row->series_count; k++)
        memmove(sample.value + k * sample.n, sample.value + k * room,
                sample.n * sizeof *sample.value);
    return sample;
}

// Remarks how many values are missing, unless the row has a remark.
static void remark_gaps(ScoreRow *row, const Sample *sample) {
    if (row->remark[0])
        return;
    size_t unfinished = sample->seeds - sample->finished, undefined = sample->finished - sample->n;
    if (sample->seeds == 0)
        remark(row, copy_text("the experiments have no seed in common"));
    else if (unfinished > 0)
        remark(row, format_text("not finished in %zu of %zu", unfinished, sample->seeds));
    else if (undefined > 0)
        remark(row, format_text("undefined in %zu of %zu", undefined, sample->seeds));
}

static void test_claim(const Replication *replication, ScoreRow *row) {
    Sample sample = take_sample(replication, row);
    row->predicted = row->kind->predicted(row->claim);
    row->n = sample.n;
    row->seeds = sample.seeds;
    row->mistaken = sample.known == 0 && sample.finished > 0;
    row->outcome = row->kind->test(row->claim, sample.value, sample.n);
    if (sample.known == 0)
        row->outcome.verdict = CLAIM_UNTESTED;
    else if (2 * sample.n <= sample.known || sample.n < 2)
        row->outcome.verdict = CLAIM_UNDECIDED;
    remark_gaps(row, &sample);
    release(sample.value);
}

void scorecard_make(Scorecard *scorecard, const Replication *replication) {
    size_t n = replication->claims.count;
    *scorecard = (Scorecard){replication, replication_protocol(replication), n,
                             allocate(n + 1, sizeof(ScoreRow))};
    for (size_t i = 0; i < n; i++) {
        scorecard->row[i] = row_of(&replication->claims.items[i]);
        scorecard->row[i].remark = copy_text("");
        test_claim(replication, &scorecard->row[i]);
    }
}

void scorecard_free(Scorecard *scorecard) {
    for (size_t i = 0; i < scorecard->rows; i++) {
        release(scorecard->row[i].predicted);
        release(scorecard->row[i].remark);
    }
    release(scorecard->row);
    release(scorecard->protocol);
    *scorecard = (Scorecard){0};
}

size_t scorecard_count(const Scorecard *scorecard, Verdict verdict) {
    size_t n = 0;
    for (size_t i = 0; i < scorecard->rows; i++)
        n += scorecard->row[i].outcome.verdict == verdict;
    return n;
}

char *score_measured(const ScoreRow *row) {
    const Estimate *estimate = &row->outcome.estimate;
    if (!isfinite(estimate->mean))
        return copy_text(row->outcome.verdict == CLAIM_UNTESTED ? "" : "undefined");
    if (!isfinite(estimate->interval.low))
        return format_text("%.3g", estimate->mean);
    if (estimate->interval.low == estimate->interval.high)
        return format_text("%.3g for every seed", estimate->mean);
    return format_text("%.3g (%.3g, %.3g)", estimate->mean, estimate->interval.low,
                       estimate->interval.high);
}

char *score_published(const ScoreRow *row) {
    const ClaimSettings *claim = row->claim;
    bool both = claim->published[0] && claim->source[0];
    return format_text("%s%s%s%s", claim->published, both ? ": " : "", claim->source,
                       claim->published[0] && !claim->verified ? " (unverified)" : "");
}

// Does a verdict rest on a bootstrap interval of few seeds? Those of shares are exact.
static bool rests_on_few(const ScoreRow *row) {
    const Interval *interval = &row->outcome.estimate.interval;
    return estimate_is_narrow(row->n) && !row->kind->tests_share && interval->low < interval->high;
}

char *scorecard_caution(const Scorecard *scorecard) {
    size_t few = 0;
    for (size_t i = 0; i < scorecard->rows; i++)
        few += rests_on_few(&scorecard->row[i]);
    return few ? format_text("%zu of %zu verdicts rest on few seeds: %s.", few, scorecard->rows,
                             estimate_caution)
               : copy_text("");
}

const char **score_runs(const Scorecard *scorecard, const ScoreRow *row, size_t *n) {
    const char **names = NULL;
    *n = 0;
    for (size_t k = 0; k < row->series_count; k++) {
        const Cohort *cohort =
            replication_cohort(scorecard->replication, row->series[k].experiment);
        for (size_t s = 0; s < cohort->seeds.count; s++)
            names_add(&names, n, scorecard->replication->runs.run[cohort->run[s]].name);
    }
    return names;
}

// The names of a row's runs in one text; owned by the caller.
static char *runs_text(const Scorecard *scorecard, const ScoreRow *row) {
    size_t n;
    OWNED const char **name = score_runs(scorecard, row, &n);
    char *text = copy_text("");
    for (size_t i = 0; i < n; i++)
        text_append(&text, "%s%s", i ? " " : "", name[i]);
    return text;
}

static void print_csv(FILE *file, const void *what) {
    static const char *const names[] = {"claim",  "statement", "published", "verified", "source",
                                        "number", "predicted", "mean",      "low",      "high",
                                        "n",      "seeds",     "verdict",   "remark",   "protocol",
                                        "runs",   NULL};
    const Scorecard *scorecard = what;
    TextTable *table = text_table_of(names);
    for (size_t i = 0; i < scorecard->rows; i++) {
        const ScoreRow *row = &scorecard->row[i];
        const ClaimSettings *claim = row->claim;
        OWNED char *runs = runs_text(scorecard, row);
        text_table_cell(table, "%s", row->name);
        text_table_cell(table, "%s", claim->statement);
        text_table_cell(table, "%s", claim->published);
        text_table_cell(table, "%s", claim->verified ? "true" : "false");
        text_table_cell(table, "%s", claim->source);
        text_table_cell(table, "%s", claim->number);
        text_table_cell(table, "%s", row->predicted);
        text_table_number(table, row->outcome.estimate.mean);
        text_table_number(table, row->outcome.estimate.interval.low);
        text_table_number(table, row->outcome.estimate.interval.high);
        text_table_cell(table, "%zu", row->n);
        text_table_cell(table, "%zu", row->seeds);
        text_table_cell(table, "%s", verdict_names[row->outcome.verdict]);
        text_table_cell(table, "%s", row->remark);
        text_table_cell(table, "%s", scorecard->protocol);
        text_table_cell(table, "%s", runs);
    }
    text_table_print(file, table, TABLE_CSV);
    text_table_free(table);
}

// "met; undefined in 3 of 10 (quick: at most 2 seeds)"; owned by the caller.
static char *verdict_text(const Scorecard *scorecard, const ScoreRow *row) {
    bool quick = scorecard->replication->is_quick;
    return format_text("%s%s%s%s%s%s", verdict_names[row->outcome.verdict],
                       row->remark[0] ? "; " : "", row->remark, quick ? " (" : "",
                       quick ? scorecard->protocol : "", quick ? ")" : "");
}

void scorecard_print(const Scorecard *scorecard, FILE *file) {
    static const char *const names[] = {"claim", "predicted range", "measured: mean (95 %)",
                                        "n",     "verdict",         NULL};
    TextTable *table = text_table_of(names);
    table->right[3] = true;
    for (size_t i = 0; i < scorecard->rows; i++) {
        const ScoreRow *row = &scorecard->row[i];
        OWNED char *measured = score_measured(row), *verdict = verdict_text(scorecard, row);
        text_table_cell(table, "%s", row->claim->statement);
        text_table_cell(table, "%s", row->predicted);
        text_table_cell(table, "%s", measured);
        text_table_cell(table, "%zu", row->n);
        text_table_cell(table, "%s", verdict);
    }
    text_table_print(file, table, TABLE_ALIGNED);
    text_table_free(table);
    OWNED char *caution = scorecard_caution(scorecard);
    if (caution[0])
        fprintf(file, "\nwarning: %s\n", caution);
}

// Prints a list entry for each claim, with its runs on a second line.
static void print_markdown(FILE *file, const void *what) {
    const Scorecard *scorecard = what;
    OWNED char *caution = scorecard_caution(scorecard);
    if (caution[0])
        fprintf(file, "%s\n\n", caution);
    for (size_t i = 0; i < scorecard->rows; i++) {
        const ScoreRow *row = &scorecard->row[i];
        OWNED char *measured = score_measured(row), *published = score_published(row),
                   *verdict = verdict_text(scorecard, row), *runs = runs_text(scorecard, row);
        fprintf(file, "- **%s**: %s. Predicted: %s. Measured: %s, n = %zu.%s%s%s\n  Runs: %s.\n",
                verdict, row->claim->statement, row->predicted, measured[0] ? measured : "nothing",
                row->n, published[0] ? " Published: " : "", published, published[0] ? "." : "",
                runs);
    }
}

bool scorecard_write(const Scorecard *scorecard, Error *error) {
    static const struct {
        const char *name;
        OrdinaryFileWrite *write;
    } files[] = {{"scorecard.csv", print_csv},
                 {"scorecard.md", print_markdown},
                 {"scorecard.html", scorecard_print_page}};
    for (size_t k = 0; k < sizeof files / sizeof *files; k++) {
        if (!rundir_replace(scorecard->replication->folder, files[k].name, files[k].write,
                            scorecard, error))
            return false;
    }
    return true;
}
