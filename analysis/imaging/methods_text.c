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

static const char *const normalised[] = {
    [STACK_RAW] = "were taken as they are",
    [STACK_BLANK_TAKEN] = "had the response to the blank of the same trial taken away",
    [STACK_BLANK_FRACTION] = "were changes from the blank of the same trial, over it",
    [STACK_COCKTAIL] = "were changes from the mean over all orientations of the same trial, over "
                       "it"};

static void add_vector_sum(char **text, const ResponseStack *stack) {
    text_append(
        text,
        " Responses to %zu orientations in up to %zu trials %s%s; %s was taken as more active.",
        stack->conditions, stack->trials, normalised[stack->normalisation],
        stack->selective ? ", and divided by their mean over all orientations and trials" : "",
        stack->darker ? "darker cortex" : "a higher value");
    if (stack->weights.fitted)
        text_append(text,
                    " As the orientations are not evenly spread, b + a cos 2 (orientation - "
                    "p) was fitted to the mean responses over trials by least squares; z is "
                    "%s exp(2i p)",
                    stack->selective ? "a / 2b" : "a");
    else
        text_append(text, " The map is z = sum over orientations of the mean response over trials "
                          "times exp(2i orientation)");
    text_append(text, ": the preferred orientation is arg z / 2%s.",
                stack->selective ? ", and |z| is 1 - circular variance" : "");
}

static void add_eyes(char **text, const ResponseStack eyes[2]) {
    text_append(text,
                " Responses of each eye alone, to %zu conditions in up to %zu trials of the left "
                "and to %zu in up to %zu of the right, %s. The index of ocular dominance is "
                "(right - left) / (right + left) of the means over conditions and trials.",
                eyes[0].conditions, eyes[0].trials, eyes[1].conditions, eyes[1].trials,
                normalised[eyes[0].normalisation]);
}

static void add_means(char **text, const char *measure, size_t k, const ResponseStack *stack) {
    const char *what = strcmp(measure, "tuning") == 0 ? "Tuning curves"
                       : k == 0                       ? "Centres of receptive fields"
                                                      : "Sizes of receptive fields";
    text_append(text, " %s are means over up to %zu trials.", what, stack->trials);
}

static void add_stacks(char **text, const Recording *recording, const RecordedStacks *stacks,
                       const char *measure) {
    for (size_t k = 0; k < recording->count; k++)
        if (stacks->made[k] == MADE_VECTOR_SUM && (k == 0 || !stacks->sessions))
            add_vector_sum(text, &stacks->stack[k]);
        else if (stacks->made[k] == MADE_INDEX)
            add_eyes(text, &stacks->stack[k]);
        else if (stacks->made[k] == MADE_MEANS)
            add_means(text, measure, k, &stacks->stack[k]);
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
        text_append(text, ", the middle of the range in which the number of pinwheels depends on "
                          "it least");
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

// What each kind of measure computes.
static void add_measure(char **text, const RecordedStacks *stacks, const Results *results) {
    static const struct {
        const char *measure, *text;
    } rows[] = {
        {"ocular_dominance",
         " Monocularity is the mean size of the index. The period of a left and a right column "
         "together is that of the peak fitted to the radial profile of the index's spectrum, and, "
         "from the border, 2.221 area / border length."},
        {"geometry",
         " Both maps were smoothed with a Gaussian. Crossing angles are those between contours of "
         "orientation and borders of ocular dominance, along the border. Chance is that of random "
         "flips and shifts of one map over the other, wrapped round at the edges."},
        {"retinotopy",
         " Neighbouring centres of receptive fields form cells, whose Jacobian gives the areal "
         "magnification, the distortion and the share of folded cells. The error is the root mean "
         "square distance of centres from the affine map of cortical places that fits them best."},
        {"tuning",
         " Tuning curves were fitted with a von Mises function of twice the orientation over a "
         "baseline (Swindale 1998); half widths are at half height above the baseline."}};
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++)
        if (strcmp(results->measure, rows[k].measure) == 0)
            text_append(text, "%s", rows[k].text);
    double resamples = value_of(results, "confidence.resamples");
    if (strcmp(results->measure, "orientation") == 0 || !isfinite(resamples))
        return;
    bool eyes = false, means = false;
    for (size_t k = 0; k < RECORDING_MOST; k++) {
        eyes = eyes || stacks->made[k] == MADE_INDEX;
        means = means || stacks->made[k] == MADE_MEANS;
    }
    text_append(text,
                " Intervals hold 95 %%, from %.0f bootstrap samples of the trials of each "
                "condition%s; they are corrected for bias and acceleration (BCa), but those of "
                "territories, of contralateral bias and of counts are percentiles.",
                resamples,
                eyes    ? ", those of the eyes widened by Student's t for the number of trials"
                : means ? ", widened by Student's t for the number of trials"
                        : "");
}

char *methods_text(const Recording *recording, const RecordedStacks *stacks,
                   const Results *results) {
    bool scattered = strcmp(results->measure, "scattered") == 0,
         units = scattered || strcmp(results->measure, "tuning") == 0;
    char *text = format_text("%s were analysed with Pinwheel %s (commit %s).",
                             units ? "Units" : "Maps", PINWHEEL_VERSION, provenance_commit());
    add_stacks(&text, recording, stacks, results->measure);
    if (recording->region.values)
        text_append(&text, " What lies outside the region of interest has no part in any number.");
    add_filters(&text, results, recording->millimetres);
    if (scattered)
        add_scattered(&text, results);
    if (strcmp(results->measure, "orientation") == 0)
        add_orientation(&text, results);
    add_measure(&text, stacks, results);
    return text;
}
