// SPDX-License-Identifier: GPL-3.0-or-later
// FitResult: what a fit found, in words and files: fitted.json and the page fitted.html.
#pragma once

#include "fitting/fit.h"
#include "fitting/fit_plan.h"

#include <stdio.h>

typedef struct {
    const Fit *fit; // all borrowed
    const FitPlan *plan;
    const char *folder;
} FitResult;

// Writes both files; prints the tables and sentences for the terminal.
bool fit_result_write(const FitResult *result, Error *error);
void fit_result_print(FILE *file, const FitResult *result);

// The settings of a target.
const TargetSettings *fit_result_target(const FitResult *result, size_t number);

// The value of a setting at a share of its range, and at its best.
double fit_result_value(const FitResult *result, size_t axis, double share);
double fit_result_best(const FitResult *result, size_t axis);

// Texts, owned by the caller: the interval of a setting and whether it is determined; "0.6 to 0.7"
// ("": none) of a published interval; "0.64 (0.6, 0.68)" of what the surrogate gives at the best
// settings, with the interval of the prediction for a number held out; "0.65 (0.61, 0.69), 6 of 6"
// of the number as measured, and in how many runs; "orientation/x / orientation/y, mm" of a number.
char *fit_result_setting_text(const FitResult *result, size_t axis);
char *fit_result_published_text(const FitResult *result, size_t number);
char *fit_result_fitted_text(const FitResult *result, size_t number);
char *fit_result_measured_text(const FitResult *result, size_t number);
char *fit_result_number_text(const FitResult *result, size_t number);

// A word for FitVerdict; "" for VERDICT_NONE.
const char *fit_result_verdict(const FitResult *result, size_t number);

// What the fit found as a whole, first of all its verdict; then what its reader should beware of,
// and which targets conflict. To be freed with text_list_finish (fit_sentences.c).
TextList fit_result_sentences(const FitResult *result);

// Prints the page (fit_page.c).
void fit_page_print(FILE *file, const void *result);
