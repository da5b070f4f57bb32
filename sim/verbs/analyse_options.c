// SPDX-License-Identifier: GPL-3.0-or-later
#include "verbs/analyse_options.h"

#include "base/talk.h"
#include "orientation/band_choice.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double MOST_MILLIMETRES = 1; // that are plausible for a sample of cortex

const Setting analyse_option_rows[] = {
    OPTION_FLAG(degrees, "an (H, W) orientation map holds degrees: 180 is once round"),
    OPTION_FLAG(radians, "an (H, W) orientation map holds radians: pi is once round"),
    OPTION_FLAG(turns, "an (H, W) orientation map holds turns: 1 is once round"),
    {OPTION(codes), "none", 2, 360, .word = "none", .value = "N",
     .help =
         "an (H, W) orientation map holds whole numbers, one for each of N orientations equally "
         "spaced, from 0 or from 1 for the horizontal"},
    OPTION_FLAG(doubled, "its angles are twice the orientation"),
    OPTION_FLAG(directions, "its angles are directions; opposite ones are one orientation"),
    {OPTION(selectivity), .value = "FILE:NAME",
     .help = "selectivities (H, W) of an (H, W) orientation map"},
    {SETTING_NAMED("region", Options, inside), .value = "FILE:NAME",
     .help = "what is 0 or not a number there, (H, W), lies outside and has no part in any number"},
    OPTION_FLAG(periodic, "maps are tori"),
    {OPTION(margin), "0", 0, 1e9, .value = "N", .help = "leave out N samples at each edge"},
    {OPTION(spacing), "unknown", 1e-12, 1e12, .word = "unknown", .value = "L",
     .help = "length of one sample"},
    {SETTING_NAMED("millimetres-per-sample", Options, millimetres), "unknown", 1e-9, 1e9,
     .word = "unknown", .value = "L",
     .help = "length of one sample on the cortex: lengths come in mm, too"},
    {OPTION(seed), "1", 0, 1e15, .value = "N",
     .help = "of the random shifts that geometry draws, and of resamples"},
    {SETTING_NAMED("band-pass", Options, band_pass),
     .help = "filter, by cut-offs that the number of pinwheels does not depend on"},
    {SETTING_NAMED("high-pass", Options, high_pass), .value = "L",
     .help = "take away longer wavelengths, in samples, or in mm as 1.2mm"},
    {SETTING_NAMED("low-pass", Options, low_pass), .value = "L",
     .help = "take away shorter wavelengths, in samples, or in mm"},
    {OPTION(steepness), "0.05", 0.001, 2, .value = "S",
     .help = "of these filters, over the cut-off; 0.05 and 0.5 are in use"},
    {OPTION(axes), .value = "NAMES",
     .help = "axes of a stack of responses, as rows,columns,conditions,trials; or with time, "
             "units or contrasts. \"LIST;map\" gives each array its own"},
    {OPTION(stimuli), .value = "ANGLES",
     .help = "of its conditions, degrees, as 0,45,90,135,blank; usually spread evenly"},
    {OPTION(turn), "180", 180, 360, .value = "D",
     .help = "what stimuli are spread over: 180 for orientations, 360 for directions"},
    OPTION_FLAG(drift, "the stimuli are directions of drift, a right angle from the orientation"),
    OPTION_FLAG(darker,
                "active cortex is darker, as in the intrinsic signal: responses change sign"),
    {OPTION(normalise), "auto", .choices = stack_normalisations, .value = "KIND",
     .help = "auto: by the blank, if there is one"},
    {OPTION(window), .value = "A-B", .help = "frames of the time axis that count, from 1"},
    {OPTION(resamples), "1000", 0, 100000, .value = "N",
     .help = "draws of the trials for intervals; 0: none"},
    {SETTING_NAMED("layout-intervals", Options, layout_intervals),
     .help = "also of the layout's numbers of a large map, which takes long"},
    {0}};

bool analyse_options_list_has(const char *const *names, const char *name) {
    for (size_t i = 0; names[i]; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

bool analyse_options_is_assignment(const char *word) {
    return word[strcspn(word, "=:/")] == '=';
}

bool analyse_options_check(const MeasureKind *kind, const Options *options, Error *error) {
    bool ok = true;
    for (const Setting *row = analyse_option_rows; row->name; row++)
        if (option_given(&command_analyse, options, row->name) &&
            !analyse_options_list_has(kind->recording->options, row->name))
            ok = fail(error, "analyse: --%s means nothing to %s", row->name,
                      kind->observable.kind.name);
    int units = options->degrees + options->radians + options->turns + (options->codes > 0);
    if (units > 1)
        ok = fail(error, "analyse: --degrees, --radians, --turns and --codes exclude each other");
    if (options->doubled && options->directions)
        ok = fail(error, "analyse: --doubled and --directions exclude each other");
    if ((options->doubled || options->directions) && (units == 0 || options->codes > 0))
        ok = fail(error, "analyse: --%s needs --degrees, --radians or --turns",
                  options->doubled ? "doubled" : "directions");
    if (option_text(options->selectivity) && units == 0)
        ok = fail(error, "analyse: --selectivity needs angles: --degrees, --radians, --turns or "
                         "--codes");
    if (options->band_pass && option_text(options->high_pass) && option_text(options->low_pass))
        ok = fail(error, "analyse: --band-pass finds a cut-off, and both are given");
    if (options->margin > 0 && options->periodic)
        ok = fail(error, "analyse: --margin and --periodic exclude each other");
    return ok;
}

static AngleUnit angles_of(const Options *options) {
    return (AngleUnit){.measure = options->degrees     ? ANGLES_DEGREES
                                  : options->radians   ? ANGLES_RADIANS
                                  : options->turns     ? ANGLES_TURNS
                                  : options->codes > 0 ? ANGLES_CODES
                                                       : ANGLES_UNSAID,
                       .kind = options->doubled      ? ANGLES_DOUBLED
                               : options->directions ? ANGLES_DIRECTIONS
                                                     : ANGLES_SINGLE,
                       .codes = (size_t)options->codes};
}

static bool names_contrasts(const Options *options) {
    for (size_t i = 0; i < options->count; i++)
        if (analyse_options_is_assignment(options->words[i]) &&
            (strncmp(options->words[i], "contrast", 8) == 0 ||
             strncmp(options->words[i], "lowest_", 7) == 0))
            return true;
    return false;
}

// A cut-off wavelength in samples: "24", or "1.2mm".
static bool read_cut(const char *text, const char *name, double millimetres, double *cut,
                     Error *error) {
    char *end;
    *cut = strtod(text, &end);
    bool mm = strcmp(end, "mm") == 0;
    if (end == text || (*end && !mm) || !(*cut > 0) || !isfinite(*cut))
        return fail(error, "--%s: '%s' is no length; allowed: samples above 0, or mm, as 1.2mm",
                    name, text);
    if (mm && !isfinite(millimetres))
        return fail(error, "--%s: '%s' needs --millimetres-per-sample", name, text);
    *cut /= mm ? millimetres : 1;
    return true;
}

// The cut-offs that are given; of those that are not, the band-pass finds one, or there is none.
static bool read_filters(const Options *options, Recording *recording, Error *error) {
    const char *high = option_text(options->high_pass), *low = option_text(options->low_pass);
    recording->band =
        (BandPass){options->band_pass ? 0 : (double)INFINITY,
                   options->band_pass ? 0 : BAND_CHOICE_NO_LOW_PASS, options->steepness};
    recording->filtered = options->band_pass || high || low;
    return (!high ||
            read_cut(high, "high-pass", options->millimetres, &recording->band.high_pass, error)) &&
           (!low ||
            read_cut(low, "low-pass", options->millimetres, &recording->band.low_pass, error));
}

bool analyse_options_recording(const MeasureKind *kind, const Options *options,
                               Recording *recording, Error *error) {
    *recording =
        (Recording){.spacing = isfinite(options->spacing) ? options->spacing : options->millimetres,
                    .millimetres = options->millimetres,
                    .maps = analyse_options_list_has(kind->recording->options, "margin"),
                    .periodic = options->periodic,
                    .margin = (size_t)options->margin,
                    .angles = angles_of(options),
                    .contrasts = names_contrasts(options),
                    .seed = (uint64_t)options->seed,
                    .resamples = (size_t)options->resamples,
                    .layout_intervals = options->layout_intervals};
    if (options->millimetres > MOST_MILLIMETRES)
        talk("warning: --millimetres-per-sample %g: a sample of more than %g mm; is it the number "
             "of samples per mm?",
             options->millimetres, MOST_MILLIMETRES);
    return read_filters(options, recording, error);
}

StackProtocol analyse_options_protocol(const Options *options) {
    return (StackProtocol){.axes = options->axes,
                           .stimuli = options->stimuli,
                           .window = options->window,
                           .turn = options->turn,
                           .drift = options->drift,
                           .darker = options->darker,
                           .normalisation = (StackNormalisation)options->normalise};
}
