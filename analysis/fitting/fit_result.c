// SPDX-License-Identifier: GPL-3.0-or-later
#include "fitting/fit_result.h"

#include "base/memory.h"
#include "files/text_table.h"

#include <math.h>
#include <stdlib.h>

const TargetSettings *fit_result_target(const FitResult *result, size_t number) {
    return result->plan->settings->targets.items[number].variant.settings;
}

double fit_result_value(const FitResult *result, size_t axis, double share) {
    return setting_range_value(&result->fit->problem->axis[axis].range, share);
}

double fit_result_best(const FitResult *result, size_t axis) {
    OWNED char *text = fit_axis_text(&result->fit->problem->axis[axis], result->fit->best[axis]);
    return strtod(text, NULL);
}

// ": as it rises, strength falls", or "".
static char *trade_text(const FitResult *result, size_t axis) {
    bool rises;
    size_t other = fit_profile_trade(result->fit, axis, &rises);
    return other == axis
               ? copy_text("")
               : format_text(": as it rises, %s %s", result->fit->problem->axis[other].name,
                             rises ? "rises" : "falls");
}

static char *bound_text(FitBound bound, double low, double high) {
    switch (bound) {
    case SETTING_FREE:
        return copy_text("not determined");
    case SETTING_AT_MOST:
        return format_text("at most %.4g", high);
    case SETTING_AT_LEAST:
        return format_text("at least %.4g", low);
    default:
        return format_text("%.4g to %.4g", low, high);
    }
}

char *fit_result_setting_text(const FitResult *result, size_t axis) {
    const FitProfile *profile = &result->fit->profile[axis];
    char *text = copy_text("");
    for (size_t i = 0; i < profile->pieces; i++) {
        const ProfilePiece *piece = &profile->piece[i];
        double low = fit_result_value(result, axis, piece->low),
               high = fit_result_value(result, axis, piece->high);
        OWNED char *bound = bound_text(fit_piece_bound(piece), low, high);
        text_append(&text, "%s%s", i > 0 ? ", or " : "", bound);
        if (piece->low_end == END_OF_RUNS)
            text_append(&text, " (runs fail or lack a target below %.4g)", low);
        if (piece->high_end == END_OF_RUNS)
            text_append(&text, " (runs fail or lack a target above %.4g)", high);
    }
    OWNED char *trade = trade_text(result, axis);
    text_append(&text, "%s", trade);
    return text;
}

char *fit_result_published_text(const FitResult *result, size_t number) {
    const FitNumber *published = &result->fit->problem->number[number];
    return isnan(published->low) ? copy_text("")
                                 : format_text("%.4g to %.4g", published->low, published->high);
}

// A value and its 95 % interval.
static char *value_text(double mean, double low, double high) {
    return format_text("%.4g (%.4g, %.4g)", mean, low, high);
}

char *fit_result_fitted_text(const FitResult *result, size_t number) {
    static const double DEVIATIONS = 1.96;
    const FitFinding *finding = &result->fit->finding[number];
    double half = DEVIATIONS * finding->deviation;
    return result->fit->problem->number[number].held_out
               ? value_text(finding->mean, finding->predicted.low, finding->predicted.high)
               : value_text(finding->mean, finding->mean - half, finding->mean + half);
}

char *fit_result_measured_text(const FitResult *result, size_t number) {
    const FitFinding *finding = &result->fit->finding[number];
    const Estimate *measured = &finding->measured;
    if (finding->draws == 0)
        return copy_text("");
    OWNED char *value =
        finding->n > 1 ? value_text(measured->mean, measured->interval.low, measured->interval.high)
        : finding->n == 1 ? format_text("%.4g", measured->mean)
                          : copy_text("none");
    return format_text("%s, %zu of %zu", value, finding->n, finding->draws);
}

char *fit_result_number_text(const FitResult *result, size_t number) {
    const TargetSettings *target = fit_result_target(result, number);
    const char *unit = result->plan->unit[number];
    char *text = copy_text(target->number);
    if (target->at >= 0)
        text_append(&text, " at %lld", (long long)target->at);
    if (target->over[0])
        text_append(&text, " / %s", target->over);
    if (target->over[0] && target->over_at >= 0)
        text_append(&text, " at %lld", (long long)target->over_at);
    if (unit && unit[0])
        text_append(&text, ", %s", unit);
    return text;
}

const char *fit_result_verdict(const FitResult *result, size_t number) {
    static const char *const names[] = {"",          "met",       "unconfirmed",
                                        "undecided", "undefined", "missed"};
    return names[result->fit->finding[number].verdict]; // as FitVerdict
}

static void print_settings(FILE *file, const FitResult *result) {
    static const char *const names[] = {"setting", "best", "95 %", NULL};
    TextTable *table = text_table_of(names);
    table->right[1] = true;
    for (size_t k = 0; k < result->fit->problem->axes; k++) {
        OWNED char *text = fit_result_setting_text(result, k);
        text_table_cell(table, "%s", result->fit->problem->axis[k].name);
        text_table_cell(table, "%.6g", fit_result_best(result, k));
        text_table_cell(table, "%s", text);
    }
    text_table_print(file, table, TABLE_ALIGNED);
    text_table_free(table);
}

static void print_numbers(FILE *file, const FitResult *result) {
    static const char *const names[] = {"number",   "published", "fitted (95 %)",
                                        "measured", "verdict",   NULL};
    TextTable *table = text_table_of(names);
    for (size_t t = 0; t < result->fit->problem->numbers; t++) {
        const FitNumber *number = &result->fit->problem->number[t];
        OWNED char *published = fit_result_published_text(result, t),
                   *fitted = fit_result_fitted_text(result, t),
                   *measured = fit_result_measured_text(result, t);
        text_table_cell(table, "%s%s", number->name, number->held_out ? " (held out)" : "");
        text_table_cell(table, "%s", published);
        text_table_cell(table, "%s", fitted);
        text_table_cell(table, "%s", measured);
        text_table_cell(table, "%s", fit_result_verdict(result, t));
    }
    text_table_print(file, table, TABLE_ALIGNED);
    text_table_free(table);
}

void fit_result_print(FILE *file, const FitResult *result) {
    TextList sentences = fit_result_sentences(result);
    print_settings(file, result);
    fprintf(file, "\n");
    print_numbers(file, result);
    fprintf(file, "\n");
    for (size_t k = 0; k < sentences.count; k++)
        fprintf(file, "%s\n", sentences.items[k]);
    text_list_finish(&sentences);
}
