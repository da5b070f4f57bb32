// SPDX-License-Identifier: GPL-3.0-or-later
#include "imaging/methods_text.h"

#include "base/memory.h"
#include "files/provenance.h"

#include <math.h>
#include <string.h>

static double value_of(const Results *results, const char *name) {
    const ResultNumber *number = results_number(results, name);
    return number ? number->value : (double)NAN;
}

static void add_stack(char **text, const ResponseStack *stack) {
    static const char *const done[] = {
        [STACK_RAW] = "were taken as they are",
        [STACK_BLANK_TAKEN] = "had the response to the blank of the same trial taken away",
        [STACK_BLANK_FRACTION] = "were changes from the blank of the same trial, over it",
        [STACK_COCKTAIL] = "were changes from the mean over all orientations of the same trial, "
                           "over it"};
    text_append(text,
                " Responses to %zu orientations in up to %zu trials %s%s. The map is z = sum over "
                "orientations of the mean response over trials times exp(2i orientation): the "
                "preferred orientation is arg z / 2%s.",
                stack->conditions, stack->trials, done[stack->normalisation],
                stack->selective ? ", and divided by their mean over all orientations and trials"
                                 : "",
                stack->selective ? ", and |z| is 1 - circular variance" : "");
}

static void add_cut(char **text, const Results *results, const char *name, const char *before,
                    double millimetres) {
    const ResultNumber *number = results_number(results, name);
    if (number == NULL || !isfinite(number->value))
        return;
    text_append(text, "%s %.4g samples", before, number->value);
    if (isfinite(millimetres))
        text_append(text, " (%.4g mm)", number->value * millimetres);
    if (strstr(number->definition, "plateau"))
        text_append(text, ", the middle of the range in which the number of pinwheels does not "
                          "depend on it");
}

static void add_filters(char **text, const Results *results, double millimetres) {
    if (!isfinite(value_of(results, "band_pass.steepness")))
        return;
    text_append(text, " The map was filtered with Fermi filters of steepness %.3g",
                value_of(results, "band_pass.steepness"));
    add_cut(text, results, "band_pass.high_pass", "; cut-off wavelength of the high-pass",
            millimetres);
    add_cut(text, results, "band_pass.low_pass", "; of the low-pass", millimetres);
    text_append(text, ".");
}

static void add_orientation(char **text, const Results *results) {
    text_append(text, " Column spacing is that of the peak fitted to the radial profile of the "
                      "map's spectrum. Pinwheels are the points about which the preferred "
                      "orientation turns by half a circle; their density is their number per "
                      "squared column spacing (Kaschube et al. 2010).");
    double resamples = value_of(results, "confidence.resamples");
    if (!isfinite(resamples))
        return;
    text_append(text,
                " Intervals hold 95 %%, from %.0f bootstrap samples of the trials of each "
                "condition; they are corrected for bias and acceleration (BCa), but those of "
                "counts of pinwheels are percentiles. A pinwheel's probability is the share of "
                "these samples that have it within a quarter of a column spacing. Modularity was "
                "tested against as many shuffles of the conditions within trials.",
                resamples);
    if (isfinite(value_of(results, "sessions.stability_unchanged")))
        text_append(text,
                    " Intervals of what sessions share are percentiles, about the value. What "
                    "an unchanged map would give was found by exchanging trials of the same "
                    "condition between sessions.");
    if (value_of(results, "confidence.joined") > 1)
        text_append(text, " For intervals, %.0f x %.0f samples were joined to one.",
                    value_of(results, "confidence.joined"), value_of(results, "confidence.joined"));
}

static void add_scattered(char **text, const Results *results) {
    text_append(text,
                " Units up to %.4g apart, in the unit of their places, are near. Near units whose "
                "preferences differ by at most %.3g degrees are linked to clusters. The smoothed "
                "map is the mean of exp(2i preference) over units, weighed by a Gaussian whose "
                "standard deviation is %.3g of that distance.",
                value_of(results, "reach"), value_of(results, "similar"),
                value_of(results, "smoothing"));
    if (value_of(results, "shuffles") > 0)
        text_append(text,
                    " Each number was held against %.0f shuffles, which deal the preferences out "
                    "anew to the places; p is the share of shuffles, the data among them, with at "
                    "least as much structure.",
                    value_of(results, "shuffles"));
    if (isfinite(value_of(results, "wavelength")))
        text_append(text, " Column spacing is that of the peak fitted to the radial profile of the "
                          "smoothed map's spectrum.");
}

char *methods_text(const Recording *recording, const ResponseStack *stack, const Results *results) {
    bool scattered = strcmp(results->measure, "scattered") == 0;
    char *text = format_text("%s were analysed with Pinwheel %s (commit %s).",
                             scattered ? "Units" : "Maps", PINWHEEL_VERSION, provenance_commit());
    if (stack)
        add_stack(&text, stack);
    if (recording->region.values)
        text_append(&text, " What lies outside the region of interest has no part in any number.");
    add_filters(&text, results, recording->millimetres);
    if (scattered)
        add_scattered(&text, results);
    if (strcmp(results->measure, "orientation") == 0)
        add_orientation(&text, results);
    return text;
}
