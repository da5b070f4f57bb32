// SPDX-License-Identifier: GPL-3.0-or-later
// What a fit found as a whole, in sentences.
#include "fitting/fit_result.h"

#include "base/memory.h"

// Adds a sentence, and takes its text.
static void add(TextList *sentences, char *text) {
    text_list_add(sentences, text);
    release(text);
}

static const char *headline(const Fit *fit) {
    switch (fit_verdict(fit)) {
    case VERDICT_MET:
        return "All targets are met.";
    case VERDICT_UNCONFIRMED:
        return "It is not confirmed that the targets are met: that takes two runs or more at the "
               "best settings.";
    case VERDICT_UNDECIDED:
        return "No target is missed, but not all are sure to be met: more runs at the best "
               "settings would tell.";
    default:
        return fit->reachable ? "Not all targets are met, though other settings may meet them: "
                                "more rounds would tell."
                              : "Not all targets are met.";
    }
}

static char *disagreement_text(const FitResult *result, size_t number) {
    OWNED char *fitted = fit_result_fitted_text(result, number),
               *measured = fit_result_measured_text(result, number);
    return format_text("Runs at the best settings disagree with what the fit expects of %s: %s in "
                       "place of %s. It needs more points or rounds.",
                       result->fit->problem->number[number].name, measured, fitted);
}

static char *conflict_text(const Fit *fit, const FitConflict *conflict) {
    const FitNumber *number = fit->problem->number;
    const char *first = number[conflict->first].name, *second = number[conflict->second].name;
    if (conflict->undefined)
        return conflict->first == conflict->second
                   ? format_text("%s cannot be met within these ranges: where it would be, runs "
                                 "fail or do not have it.",
                                 first)
                   : format_text("%s and %s conflict: where both would be met, runs fail or do not "
                                 "have both.",
                                 first, second);
    return conflict->first == conflict->second
               ? format_text("%s cannot be met within these ranges: it comes as near as %.4g.",
                             first, conflict->nearest_first)
               : format_text("%s and %s conflict: each can be met alone, but together they come as "
                             "near as %.4g and %.4g.",
                             first, second, conflict->nearest_first, conflict->nearest_second);
}

static void add_conflicts(const Fit *fit, TextList *sentences) {
    for (size_t c = 0; c < fit->conflicts; c++)
        add(sentences, conflict_text(fit, &fit->conflict[c]));
    for (size_t t = 0; t < fit->problem->numbers; t++)
        if (fit->to_blame[t])
            add(sentences,
                format_text("Without %s all others can be met.", fit->problem->number[t].name));
    if (!fit->reachable && fit->conflicts == 0)
        text_list_add(sentences, "No two targets conflict, but not all can be met together.");
}

TextList fit_result_sentences(const FitResult *result) {
    const Fit *fit = result->fit;
    TextList sentences = {0};
    text_list_add(&sentences, headline(fit));
    if (fit_is_rejected(fit))
        add(&sentences, format_text("No settings come near all targets at once: a right model has "
                                    "a misfit of %.3g or more with a chance of %.2g. The "
                                    "intervals of settings and the predictions do not hold.",
                                    fit->misfit, fit->chance));
    for (size_t t = 0; t < fit->problem->numbers; t++)
        if (fit->finding[t].disagrees)
            add(&sentences, disagreement_text(result, t));
    add_conflicts(fit, &sentences);
    return sentences;
}
