// SPDX-License-Identifier: GPL-3.0-or-later
// The responses of a sweep's report: each headline number against each setting that varied, as a
// chart with error bars and as a table.
#include "base/memory.h"
#include "records/sweep_chart.h"
#include "report/html_chart.h"
#include "report/sweep_report_parts.h"

#include <math.h>
#include <string.h>

enum { NUMBERS_MOST = 12 };
enum { ROWS_MOST = 16 }; // a table of more rows is closed

// The headline numbers: those with a chart, those without a value in any run, and those for which
// there is no room.
enum { NUMBERS_SHOWN, NUMBERS_UNDEFINED, NUMBERS_LEFT, NUMBER_LISTS };
typedef struct {
    size_t count;
    char **name; // owned, as the names
} NumberList;

static void free_lists(NumberList *lists) {
    for (size_t l = 0; l < NUMBER_LISTS; l++) {
        for (size_t k = 0; k < lists[l].count; k++)
            release(lists[l].name[k]);
        release(lists[l].name);
    }
}

static bool is_defined(const SweptRuns *runs, const char *name) {
    for (size_t i = 0; i < runs->count; i++) {
        const MeasuredNumber *number = swept_run_number(&runs->run[i], name);
        if (number && isfinite(number->value))
            return true;
    }
    return false;
}

// Lists the headline numbers: the first of each measure, then the second of each, and so on.
static void list_numbers(const SweptRuns *runs, NumberList *lists) {
    const RunMeasures *measures = &runs->measures;
    OWNED size_t *at = allocate(measures->count + 1, sizeof *at);
    for (bool more = true; more;) {
        more = false;
        for (size_t k = 0; k < measures->count; k++) {
            const MeasureKind *kind = measures->measure[k].kind;
            const char *number = kind && kind->headline ? kind->headline[at[k]] : NULL;
            if (number == NULL)
                continue;
            char *name = format_text("%s/%s", measures->measure[k].name, number);
            at[k]++;
            more = true;
            if (swept_runs_number(runs, name) == NULL) {
                release(name);
                continue;
            }
            NumberList *list = &lists[!is_defined(runs, name) ? NUMBERS_UNDEFINED
                                      : lists[NUMBERS_SHOWN].count < NUMBERS_MOST ? NUMBERS_SHOWN
                                                                                  : NUMBERS_LEFT];
            list->name = allocate_one_more(list->name, list->count, sizeof *list->name);
            list->name[list->count++] = name;
        }
    }
}

static void write_chart(Html *html, const SweepResponse *response, const char *title) {
    OWNED_BY(sweep_chart_free) SweepChart made = sweep_chart_make(response);
    html_chart(html, title, &made.chart);
}

static void write_point(Html *html, const SweepResponse *response, const ResponseLine *line,
                        size_t level) {
    const ResponsePoint *point = &line->point[level];
    const Estimate *estimate = &point->estimate;
    if (point->seeds == 0)
        return;
    html_open(html, "tr", NULL);
    html_words(html, "th", NULL, "%s", response->factor->level[level]);
    if (response->lines > 1)
        html_words(html, "td", NULL, "%s", line->name);
    html_words(html, "td", "number", point->n > 0 ? "%.4g" : "undefined", estimate->mean);
    html_open(html, "td", "class", "number", NULL);
    if (point->n > 1 && estimate->interval.low == estimate->interval.high)
        html_text(html, "equal");
    else if (point->n > 1)
        html_text(html, "%.4g to %.4g", estimate->interval.low, estimate->interval.high);
    html_close(html, "td");
    html_words(html, "td", "number", point->n < point->seeds ? "%zu of %zu" : "%zu", point->n,
               point->seeds);
    html_close(html, "tr");
}

static void write_table(Html *html, const SweepResponse *response) {
    bool few = response->lines * response->factor->count <= ROWS_MOST;
    html_open(html, "details", "open", few ? "" : NULL, NULL); // closed, it is not printed on paper
    html_words(html, "summary", "small", "As a table");
    const HtmlColumn column[] = {{response->factor->title, NULL},
                                 {"line", NULL},
                                 {"mean", "number"},
                                 {"95 %", "number"},
                                 {"n", "number"}},
                     alone[] = {column[0], column[2], column[3], column[4]};
    bool lines = response->lines > 1;
    html_table_begin(html, "The chart as a table", "responses", lines ? column : alone,
                     lines ? 5 : 4);
    for (size_t i = 0; i < response->factor->count; i++)
        for (size_t l = 0; l < response->lines; l++)
            write_point(html, response, &response->line[l], i);
    html_table_end(html);
    html_close(html, "details");
}

// Warns of points without values.
static void write_undefined(Html *html, const SweepResponse *response) {
    size_t seeds = 0, n = 0, empty = 0;
    for (size_t l = 0; l < response->lines; l++)
        for (size_t i = 0; i < response->factor->count; i++) {
            const ResponsePoint *point = &response->line[l].point[i];
            seeds += point->seeds;
            n += point->n;
            empty += point->seeds > 0 && point->n == 0;
        }
    if (n == seeds)
        return;
    html_open(html, "p", "class", "small warning", NULL);
    html_text(html,
              "No value in %zu of %zu seeds, counted at every point: undefined, or the run "
              "did not finish.",
              seeds - n, seeds);
    if (empty > 0)
        html_text(html, " Not drawn, as no seed has a value: %zu point%s.", empty,
                  empty > 1 ? "s" : "");
    html_close(html, "p");
}

static void write_response(Html *html, const SweepFactors *factors, const SweepFactor *factor,
                           const char *name, const char *title) {
    OWNED_BY(sweep_response_free)
    SweepResponse response = sweep_response_make(factors, factor, name, PICTURE_CURVES);
    html_open(html, "div", NULL);
    write_chart(html, &response, title);
    if (response.pooled)
        html_words(html, "p", "small",
                   "Each seed's value is its mean over the levels of what the lines do not name.");
    if (response.drawn)
        html_words(html, "p", "small", "Other settings were drawn with this one.");
    write_undefined(html, &response);
    write_table(html, &response);
    html_close(html, "div");
}

// Is there a chart over a factor? Over conditions only if no setting varied.
static bool is_charted(const SweepFactors *factors, const SweepFactor *factor) {
    return factors->count == 1 || strcmp(factor->path, "condition") != 0;
}

static void write_number(Html *html, const SweepFactors *factors, const char *name) {
    const MeasuredNumber *number = swept_runs_number(factors->runs, name);
    OWNED char *title = measured_number_title(number);
    html_open(html, "h3", NULL);
    html_name(html, name);
    html_close(html, "h3");
    html_words(html, "p", "small", "%s", number->definition);
    html_open(html, "div", "class", "row broad", NULL);
    for (size_t f = 0; f < factors->count; f++)
        if (is_charted(factors, &factors->factor[f]))
            write_response(html, factors, &factors->factor[f], name, title);
    html_close(html, "div");
}

static void write_list(Html *html, const char *before, const NumberList *list) {
    if (list->count == 0)
        return;
    html_open(html, "p", "class", "small", NULL);
    html_text(html, "%s", before);
    for (size_t k = 0; k < list->count; k++) {
        html_text(html, k ? ", " : " ");
        html_name(html, list->name[k]);
    }
    html_text(html, ".");
    html_close(html, "p");
}

void sweep_report_responses(Html *html, const void *what) {
    const SweepFactors *factors = what;
    NumberList lists[NUMBER_LISTS] = {0};
    const NumberList *shown = &lists[NUMBERS_SHOWN];
    list_numbers(factors->runs, lists);
    html_words(html, "p", "small",
               "Means over seeds with 95 %% intervals (bootstrap, BCa); n: seeds with a value. Of "
               "one seed there is no interval; %s. index.csv has every number of every run.",
               estimate_caution);
    if (factors->count == 0)
        html_words(html, "p", NULL, "Nothing but the seed varied: pinwheel summarise tells more.");
    else if (shown->count == 0)
        html_words(html, "p", NULL, "No finished run has a number.");
    write_list(html, "Undefined in every run:", &lists[NUMBERS_UNDEFINED]);
    write_list(html, "Not shown:", &lists[NUMBERS_LEFT]);
    for (size_t k = 0; k < shown->count && factors->count > 0; k++)
        write_number(html, factors, shown->name[k]);
    free_lists(lists);
}
