// SPDX-License-Identifier: GPL-3.0-or-later
#include "records/summary.h"

#include "base/memory.h"
#include "settings/config_difference.h"

#include <math.h>
#include <string.h>

static bool check_configs(const Summary *summary, size_t group, Error *error) {
    const MeasuredRun *run = summary->run[group];
    for (size_t i = 1; i < summary->runs[group]; i++) {
        OWNED char *difference =
            config_difference(run[0].config, run[i].config, settings_of_each_run);
        if (difference)
            return fail(error,
                        "%s and %s differ in more than the seed: %s; --mixed takes them together "
                        "all the same",
                        run[0].folder, run[i].folder, difference);
    }
    return true;
}

static bool check_seeds(const Summary *summary, size_t group, Error *error) {
    const MeasuredRun *run = summary->run[group];
    for (size_t i = 1; i < summary->runs[group]; i++)
        for (size_t k = 0; k < i; k++)
            if (run[i].seed == run[k].seed)
                return fail(error, "%s and %s have the same seed, %lld: they are not two runs",
                            run[k].folder, run[i].folder, (long long)run[i].seed);
    return true;
}

static size_t run_of_seed(const Summary *summary, size_t group, int64_t seed) {
    size_t k = 0;
    while (k < summary->runs[group] && summary->run[group][k].seed != seed)
        k++;
    return k;
}

bool summary_is_paired(const Summary *summary, size_t group, size_t run) {
    size_t other = 1 - group;
    return run_of_seed(summary, other, summary->run[group][run].seed) < summary->runs[other];
}

// Lists the runs to be compared: all runs of a single group, or those that have a partner.
static bool pair_up(Summary *summary, Error *error) {
    for (size_t g = 0; g < summary->groups; g++)
        summary->member[g] = allocate(summary->runs[0] + 1, sizeof *summary->member[g]);
    for (size_t i = 0; i < summary->runs[0]; i++) {
        if (summary->groups == 2 && !summary_is_paired(summary, 0, i))
            continue;
        summary->member[0][summary->seeds] = i;
        if (summary->groups == 2)
            summary->member[1][summary->seeds] = run_of_seed(summary, 1, summary->run[0][i].seed);
        summary->seeds++;
    }
    return summary->seeds > 0 ||
           fail(error, "no run has a partner of the same seed in the other group");
}

static SummaryRow *row_of(const Summary *summary, const MeasuredNumber *number, bool series) {
    for (size_t k = 0; k < summary->rows; k++)
        if (strcmp(summary->row[k].name, number->name) == 0 &&
            (!series || summary->row[k].iteration == number->iteration))
            return &summary->row[k];
    return NULL;
}

// Adds a row for each number of any run, in the order of the files.
static void list_rows(Summary *summary, bool series) {
    for (size_t g = 0; g < summary->groups; g++)
        for (size_t s = 0; s < summary->seeds; s++) {
            const MeasuredRun *run = &summary->run[g][summary->member[g][s]];
            for (size_t i = 0; i < run->numbers; i++) {
                const MeasuredNumber *number = &run->number[i];
                SummaryRow *row = row_of(summary, number, series);
                if (row) {
                    row->iteration = row->iteration == number->iteration ? row->iteration : -1;
                    continue;
                }
                summary->row = allocate_one_more(summary->row, summary->rows, sizeof *summary->row);
                summary->row[summary->rows++] = (SummaryRow){
                    .name = number->name,
                    .unit = number->unit,
                    .definition = number->definition,
                    .iteration = number->iteration,
                    .value = allocate(summary->groups * summary->seeds, sizeof(double))};
            }
        }
}

// Estimates the mean of a row's n values in one group. The mean of a number that is 0 or 1 is a
// share and has the interval of a share.
static Estimate estimate_group(const SummaryRow *row, const double *value) {
    Estimate estimate = estimate_mean(value, row->n);
    size_t k = 0;
    for (size_t i = 0; i < row->n; i++)
        k += value[i] > 0.5;
    if (row->n > 1 && definition_is_binary(row->definition))
        estimate.interval = estimate_share(k, row->n).interval;
    return estimate;
}

static void fill_row(const Summary *summary, SummaryRow *row, bool series) {
    size_t seeds = summary->seeds;
    OWNED double *a = allocate(3 * seeds, sizeof *a);
    double *b = a + seeds, *less = b + seeds;
    for (size_t s = 0; s < seeds; s++) {
        bool there = true;
        for (size_t g = 0; g < summary->groups; g++) {
            const MeasuredNumber *number = measured_run_find(
                &summary->run[g][summary->member[g][s]], row->name, series ? row->iteration : -1);
            row->value[g * seeds + s] = number ? number->value : (double)NAN;
            there = there && isfinite(row->value[g * seeds + s]);
        }
        if (!there)
            continue;
        a[row->n] = row->value[s];
        b[row->n] = summary->groups == 2 ? row->value[seeds + s] : 0;
        less[row->n] = a[row->n] - b[row->n];
        row->n++;
    }
    row->group[0] = estimate_group(row, a);
    if (summary->groups == 2) {
        row->group[1] = estimate_group(row, b);
        row->difference = estimate_mean(less, row->n);
        row->ratio = estimate_ratio(a, b, row->n);
    }
}

static bool read_runs(Summary *summary, const char *const *folders, size_t count, size_t second,
                      const Choice *choice, Error *error) {
    summary->groups = second < count ? 2 : 1;
    bool ok = true;
    for (size_t i = 0; i < count; i++) {
        size_t g = i >= second;
        if (summary->run[g] == NULL)
            summary->run[g] = allocate(g ? count - second : second, sizeof *summary->run[g]);
        ok = measured_run_read(&summary->run[g][summary->runs[g]++], folders[i], choice, error) &&
             ok;
    }
    return ok;
}

bool summary_read(Summary *summary, const char *const *folders, size_t count, size_t second,
                  const Choice *choice, bool mixed, Error *error) {
    *summary = (Summary){0};
    bool ok = read_runs(summary, folders, count, second, choice, error);
    for (size_t g = 0; ok && g < summary->groups; g++)
        ok = (mixed || check_configs(summary, g, error)) &&
             ((mixed && summary->groups == 1) || check_seeds(summary, g, error));
    if (!ok || !pair_up(summary, error))
        return false;
    list_rows(summary, choice->series);
    for (size_t k = 0; k < summary->rows; k++)
        fill_row(summary, &summary->row[k], choice->series);
    return summary->rows > 0 || fail(error, "%s: none of the runs has such a number", folders[0]);
}

void summary_free(Summary *summary) {
    for (size_t g = 0; g < summary->groups; g++) {
        for (size_t i = 0; i < summary->runs[g]; i++)
            measured_run_free(&summary->run[g][i]);
        release(summary->run[g]);
        release(summary->member[g]);
    }
    for (size_t k = 0; k < summary->rows; k++)
        release(summary->row[k].value);
    release(summary->row);
    *summary = (Summary){0};
}
