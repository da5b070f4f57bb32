// SPDX-License-Identifier: GPL-3.0-or-later
// The page of a fit, which needs no other file.
#include "base/memory.h"
#include "fitting/fit_charts.h"
#include "report/html_page.h"
#include "report/runs_provenance.h"

static void write_cell(Html *html, const char *text) {
    html_words(html, "td", NULL, "%s", text);
}

static void write_settings(Html *html, const FitResult *result) {
    static const HtmlColumn column[] = {
        {"setting", NULL}, {"path", NULL}, {"range", NULL}, {"best", "number"}, {"95 %", NULL}};
    html_words(html, "h3", NULL, "Settings");
    html_table_begin(html, "Settings", NULL, column, sizeof column / sizeof *column);
    for (size_t k = 0; k < result->fit->problem->axes; k++) {
        const FitAxis *axis = &result->fit->problem->axis[k];
        OWNED char *text = fit_result_setting_text(result, k);
        html_row(html, axis->name);
        html_open(html, "td", NULL);
        html_name(html, axis->range.path);
        html_close(html, "td");
        html_words(html, "td", NULL, "%.4g to %.4g", axis->range.low, axis->range.high);
        html_words(html, "td", "number", "%.6g", fit_result_best(result, k));
        write_cell(html, text);
        html_close(html, "tr");
    }
    html_table_end(html);
}

static void write_number(Html *html, const FitResult *result, size_t t) {
    const TargetSettings *target = fit_result_target(result, t);
    OWNED char *number = fit_result_number_text(result, t),
               *published = fit_result_published_text(result, t),
               *fitted = fit_result_fitted_text(result, t),
               *measured = fit_result_measured_text(result, t);
    html_row(html, result->fit->problem->number[t].name);
    html_open(html, "td", NULL);
    html_name(html, number);
    if (target->source[0])
        html_words(html, "span", "note", "%s", target->source);
    html_close(html, "td");
    write_cell(html, published);
    write_cell(html, fitted);
    write_cell(html, measured);
    html_words(html, "td", "word", "%s", fit_result_verdict(result, t));
    html_close(html, "tr");
}

// The targets, or the numbers that were held out; nothing if there are none.
static void write_numbers(Html *html, const FitResult *result, bool held_out) {
    const FitProblem *problem = result->fit->problem;
    const HtmlColumn column[] = {{held_out ? "prediction" : "target", NULL},
                                 {"number", NULL},
                                 {"published", NULL},
                                 {held_out ? "predicted (95 %)" : "fitted (95 %)", NULL},
                                 {"measured (95 %)", NULL},
                                 {"verdict", "word"}};
    size_t n = 0;
    for (size_t t = 0; t < problem->numbers; t++)
        n += problem->number[t].held_out == held_out;
    if (n == 0)
        return;
    html_words(html, "h3", NULL, held_out ? "Numbers held out of the fit" : "Targets");
    html_table_begin(html, held_out ? "Predictions" : "Targets", NULL, column,
                     sizeof column / sizeof *column);
    for (size_t t = 0; t < problem->numbers; t++)
        if (problem->number[t].held_out == held_out)
            write_number(html, result, t);
    html_table_end(html);
}

// All sentences after the first, which stands on top of the page.
static void write_warnings(Html *html, const FitResult *result) {
    TextList sentences = fit_result_sentences(result);
    for (size_t k = 1; k < sentences.count; k++)
        html_words(html, "p", "warning", "%s", sentences.items[k]);
    text_list_finish(&sentences);
}

static void write_result(Html *html, const void *what) {
    const FitResult *result = what;
    write_warnings(html, result);
    write_settings(html, result);
    write_numbers(html, result, false);
    write_numbers(html, result, true);
    html_words(html, "p", "small",
               "The interval of a setting holds the values at which the misfit rises by at most "
               "%.2f above that of the best settings, whatever the other settings are then: the "
               "95 %% limit of a likelihood ratio. A setting is not determined if these are all "
               "values of its range at which runs have the targets. What is measured comes from "
               "runs at the best settings, from which the fit has not learned; its interval is "
               "that of Student's t. A target is met if this interval lies in the published one, "
               "missed if it lies outside, and undecided otherwise. A prediction has the same "
               "verdicts of its own interval and the published one, and none if the misfit is too "
               "large for a right model.",
               FIT_THRESHOLD);
    if (fit_targets(result->fit->problem) > 1)
        html_words(html, "p", "small",
                   "The published interval of a target counts as %.3g deviations wide on each "
                   "side, not 1.96, so that all targets of a right model are met at once.",
                   fit_limit(result->fit->problem));
}

// Does a setting trade off with another, and is this pair not shown already?
static bool is_new_trade(const Fit *fit, size_t axis) {
    bool rises;
    size_t other = fit_profile_trade(fit, axis, &rises);
    return other > axis || (other < axis && fit_profile_trade(fit, other, &rises) != axis);
}

static void write_trades(Html *html, const FitResult *result) {
    size_t axes = result->fit->problem->axes, trades = 0;
    for (size_t k = 0; k < axes; k++)
        trades += is_new_trade(result->fit, k);
    if (trades == 0)
        return;
    html_words(html, "p", NULL,
               "Settings that trade off: the targets do not tell the places on a line from each "
               "other. It shows where the misfit is least while the one setting is held.");
    html_open(html, "div", "class", "row", NULL);
    for (size_t k = 0; k < axes; k++)
        if (is_new_trade(result->fit, k))
            fit_chart_trade(html, result, k);
    html_close(html, "div");
}

static void write_profiles(Html *html, const void *what) {
    const FitResult *result = what;
    html_words(html, "p", NULL,
               "For each setting, the least misfit at each of its values above that of the best "
               "settings, which the upright line marks. There is no curve where runs fail.");
    html_open(html, "div", "class", "row", NULL);
    for (size_t k = 0; k < result->fit->problem->axes; k++)
        fit_chart_profile(html, result, k);
    html_close(html, "div");
    write_trades(html, result);
}

static void write_pairs(Html *html, const void *what) {
    enum { MOST = 10 };
    const FitResult *result = what;
    const FitProblem *problem = result->fit->problem;
    size_t drawn = 0;
    html_words(html, "p", NULL,
               "Pairs of targets at all points of the fit, each a mean over its seeds, with the "
               "published intervals as a box. Targets that no point brings into the box together "
               "may conflict. There are at most %d pairs here.",
               (int)MOST);
    html_open(html, "div", "class", "row", NULL);
    for (size_t b = 1; b < problem->numbers; b++)
        for (size_t a = 0; a < b && drawn < MOST; a++)
            if (!problem->number[a].held_out && !problem->number[b].held_out) {
                fit_chart_pair(html, result, a, b);
                drawn++;
            }
    html_close(html, "div");
}

static void write_provenance(Html *html, const void *result) {
    runs_provenance(html, ((const FitResult *)result)->folder, "fit");
}

void fit_page_print(FILE *file, const void *what) {
    const FitResult *result = what;
    const char *title = result->plan->settings->title;
    const Fit *fit = result->fit;
    HtmlSection sections[5] = {{"result", "Result", write_result},
                               {"profiles", "Profiles", write_profiles}};
    size_t n = 2;
    if (fit_targets(fit->problem) > 1)
        sections[n++] = (HtmlSection){"pairs", "Targets against each other", write_pairs};
    sections[n] = (HtmlSection){"provenance", "How to reproduce", write_provenance};
    TextList sentences = fit_result_sentences(result);
    Html html = {.file = file};
    html_page_begin(&html, title[0] ? title : "Fit");
    html_words(&html, "p", NULL, "%s The misfit is %.3g (p = %.2g), from %zu points and %zu runs.",
               sentences.items[0], fit->misfit, fit->chance, fit->points.count,
               fit->points.count * fit->problem->seeds);
    text_list_finish(&sentences);
    html_page_sections(&html, sections, result);
}
