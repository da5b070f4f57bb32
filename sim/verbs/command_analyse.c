// SPDX-License-Identifier: GPL-3.0-or-later
#include "verbs/options.h"

#include "base/memory.h"
#include "base/names.h"
#include "base/suggestion.h"
#include "files/json_value.h"
#include "measure/measure.h"
#include "measure/recording.h"
#include "orientation/band_choice.h"
#include "verbs/analyse_stack.h"
#include "verbs/command_result.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char usual_kind[] = "orientation";

// "a, b, c"; owned by the caller.
static char *listed(const char *const *names) {
    char *text = copy_text("");
    for (size_t i = 0; names[i]; i++)
        text_append(&text, "%s%s", i > 0 ? ", " : "", names[i]);
    return text;
}

static bool has(const char *const *names, const char *name) {
    for (size_t i = 0; names[i]; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

static const MeasureKind *find_kind(const char *name, Error *error) {
    const MeasureKind *kind = measure_kind(name);
    if (kind && kind->recording)
        return kind;
    OWNED char *allowed = NULL;
    OWNED const char **names = NULL;
    const MeasureKind *known;
    size_t n = 0;
    for (size_t i = 0; (known = measure_at(i)); i++) {
        names_add(&names, &n, known->observable.kind.name);
        if (known->recording)
            text_append(&allowed, "%s%s", allowed ? ", " : "", known->observable.kind.name);
    }
    if (kind)
        fail(error, "--as: '%s' needs a network, not arrays from elsewhere; allowed: one of %s",
             name, allowed);
    else
        fail(error, "--as: '%s' is not known%s; allowed: one of %s", name,
             suggestion("", name, names, n).text, allowed);
    return NULL;
}

// Is a word "setting=value", and not "FILE:NAME" or "FILE"?
static bool is_assignment(const char *word) {
    return word[strcspn(word, "=:/")] == '=';
}

static bool check_count(const MeasureKind *kind, size_t count, Error *error) {
    const char *const *datasets = kind->recording->datasets;
    size_t least = kind->recording->least, most = 0;
    while (datasets[most])
        most++;
    if (count == 0 && kind == measure_kind(usual_kind))
        return fail(error, "analyse: name one map, as in: %s", command_analyse.examples[0]);
    if (least <= count && count <= most)
        return true;
    OWNED char *wanted = copy_text("");
    for (size_t k = 0; k < most; k++)
        text_append(&wanted, "; %zu%s: %s", k + 1, k < least ? "" : " (may be left out)",
                    datasets[k]);
    OWNED char *numbers =
        least == most ? format_text("%zu", most) : format_text("%zu or %zu", least, most);
    return fail(error, "analyse: %s takes %s dataset%s, not %zu%s", kind->observable.kind.name,
                numbers, most == 1 ? "" : "s", count, wanted);
}

// The options that only some kinds take.
static const Setting rows_of_kinds[] = {
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
    STACK_OPTIONS,
    {0}};

static bool check_options(const MeasureKind *kind, const Options *options, Error *error) {
    bool ok = true;
    for (const Setting *row = rows_of_kinds; row->name; row++)
        if (option_given(&command_analyse, options, row->name) &&
            !has(kind->recording->options, row->name))
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

// Applies one "setting=value". Refuses settings that only the measurement of a network uses.
static bool assign(const MeasureKind *kind, void *settings, const char *word, Error *error) {
    OWNED char *name = format_text("%.*s", (int)strcspn(word, "= "), word),
               *allowed = listed(kind->recording->settings);
    if (block_find(&kind->observable.kind.block, name) && !has(kind->recording->settings, name))
        return fail(error, "command line: %s means nothing to %s of arrays from elsewhere%s%s",
                    name, kind->observable.kind.name, allowed[0] ? "; allowed: " : "", allowed);
    return settings_assign(&kind->observable.kind.block, settings, word, false, "command line",
                           error);
}

static bool of_maps(const MeasureKind *kind) {
    return has(kind->recording->options, "margin");
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
        if (is_assignment(options->words[i]) && (strncmp(options->words[i], "contrast", 8) == 0 ||
                                                 strncmp(options->words[i], "lowest_", 7) == 0))
            return true;
    return false;
}

static Recording recording_of(const MeasureKind *kind, const Options *options) {
    return (Recording){.spacing =
                           isfinite(options->spacing) ? options->spacing : options->millimetres,
                       .maps = of_maps(kind),
                       .periodic = options->periodic,
                       .margin = (size_t)options->margin,
                       .angles = angles_of(options),
                       .contrasts = names_contrasts(options),
                       .seed = (uint64_t)options->seed};
}

// Writes a number under its full name "wavelength.peak_fit", and again as {"wavelength":
// {"peak_fit": ...}}.
static void put_number(json_t *result, const char *name, double value) {
    json_auto_t *number = json_of_number(value);
    const char *dot = strchr(name, '.');
    json_object_set(result, name, number);
    if (dot) {
        OWNED char *group = format_text("%.*s", (int)(dot - name), name);
        json_t *inner = json_object_get(result, group);
        if (!json_is_object(inner))
            json_object_set_new(result, group, inner = json_object());
        json_object_set(inner, dot + 1, number);
    }
}

// The warnings of the results, and the notes of defined numbers, without repeats; the array is
// owned by the caller.
static const char **warnings_of(const Results *results, size_t *n) {
    const char **warnings = NULL;
    *n = 0;
    for (size_t i = 0; i < results->warnings; i++)
        names_add(&warnings, n, results->warning[i]);
    for (size_t i = 0; i < results->numbers; i++)
        if (isfinite(results->number[i].value) && results->number[i].note[0])
            names_add(&warnings, n, results->number[i].note);
    return warnings;
}

static void print_text(const MeasureKind *kind, const Recording *recording,
                       const Results *results) {
    if (of_maps(kind))
        printf("%zu x %zu samples, %s\n", recording_height(recording), recording_width(recording),
               recording->periodic ? "periodic" : "open");
    for (size_t i = 0; i < results->numbers; i++) {
        const ResultNumber *number = &results->number[i];
        OWNED char *interval = isfinite(number->low)
                                   ? format_text("[%.5g, %.5g] ", number->low, number->high)
                                   : copy_text("");
        if (isfinite(number->value))
            printf("  %-42s %12.5g %s%-12s %s\n", number->name, number->value, interval,
                   strcmp(number->unit, "1") == 0 ? "" : number->unit, number->definition);
        else
            printf("  %-42s    undefined (%s)\n", number->name, number->note);
    }
    size_t n;
    OWNED const char **warnings = warnings_of(results, &n);
    for (size_t i = 0; i < n; i++)
        printf("  warning: %s\n", warnings[i]);
}

static void print_json(const MeasureKind *kind, const Recording *recording,
                       const Results *results) {
    json_auto_t *result = json_pack("{s:s}", "measure", kind->observable.kind.name);
    json_t *list = json_array(), *undefined = json_object(), *intervals = json_object();
    if (of_maps(kind))
        json_object_update_new(result, json_pack("{s:I, s:I, s:b}", "height",
                                                 (json_int_t)recording_height(recording), "width",
                                                 (json_int_t)recording_width(recording), "periodic",
                                                 recording->periodic));
    for (size_t i = 0; i < results->numbers; i++) {
        const ResultNumber *number = &results->number[i];
        put_number(result, number->name, number->value);
        if (isfinite(number->low))
            json_object_set_new(intervals, number->name,
                                json_pack("[f,f]", number->low, number->high));
        if (!isfinite(results->number[i].value))
            json_object_set_new(undefined, results->number[i].name,
                                json_string(results->number[i].note));
    }
    const ResultNumber *ring = results_number(results, "spectrum.ring");
    if (ring)
        json_object_set_new(result, "ring", json_boolean(ring->value > 0));
    if (json_object_size(intervals) > 0)
        json_object_set(result, "intervals", intervals);
    json_decref(intervals);
    json_object_set_new(result, "undefined", undefined);
    size_t n;
    OWNED const char **warnings = warnings_of(results, &n);
    for (size_t i = 0; i < n; i++)
        json_array_append_new(list, json_string(warnings[i]));
    json_object_set_new(result, "warnings", list);
    command_print_json(result, 12);
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

static bool read_arrays(const MeasureKind *kind, const Options *options, Recording *recording,
                        ResponseStack *stack, Error *error) {
    const char *region = option_text(options->inside),
               *selectivity = option_text(options->selectivity);
    for (size_t i = 0; i < options->count; i++)
        if (!is_assignment(options->words[i]) &&
            !recording_read(recording, options->words[i], error))
            return false;
    return read_filters(options, recording, error) &&
           (region == NULL || recording_read_region(recording, region, error)) &&
           analyse_stack_take(kind->observable.kind.name, options, recording, stack, error) &&
           (selectivity == NULL || recording_read_selectivity(recording, selectivity, error)) &&
           recording_apply_region(recording, error);
}

// Reads the arrays among the words, takes the measure of them and prints it.
static int analyse(const MeasureKind *kind, const void *settings, const Options *options,
                   Error *error) {
    OWNED_BY(recording_free) Recording recording = recording_of(kind, options);
    OWNED_BY(stack_free) ResponseStack stack = {0};
    if (!read_arrays(kind, options, &recording, &stack, error))
        return EXIT_USAGE;
    Results *results =
        kind->recording->take(settings, kind->observable.kind.name, &recording, error);
    if (results == NULL)
        return EXIT_USAGE;
    if (stack.frame)
        analyse_stack_confidence(options, &stack, results);
    if (isfinite(options->millimetres))
        results_add_millimetres(results, options->millimetres / recording.spacing);
    (options->json ? print_json : print_text)(kind, &recording, results);
    results_free(results);
    return EXIT_DONE;
}

static int analyse_as(const MeasureKind *kind, const Options *options, Error *error) {
    OWNED void *settings = allocate(1, kind->observable.kind.block.size);
    block_start(&kind->observable.kind.block, settings);
    size_t datasets = 0;
    bool ok = true;
    for (size_t i = 0; i < options->count; i++)
        if (is_assignment(options->words[i]))
            ok = assign(kind, settings, options->words[i], error) && ok;
        else
            datasets++;
    ok = ok && check_count(kind, datasets, error) && check_options(kind, options, error);
    int status = ok ? analyse(kind, settings, options, error) : EXIT_USAGE;
    block_finish(&kind->observable.kind.block, settings);
    return status;
}

static int carry_out(const Options *options, Error *error) {
    const MeasureKind *kind = find_kind(options->as, error);
    return kind ? analyse_as(kind, options, error) : EXIT_USAGE;
}

static void help_more(void) {
    printf("\nkinds, and their datasets in order; those in [] may be left out:\n");
    const MeasureKind *kind;
    for (size_t i = 0; (kind = measure_at(i)); i++) {
        const MeasureOfRecording *recording = kind->recording;
        if (recording == NULL)
            continue;
        printf("  %s\n", kind->observable.kind.name);
        for (size_t k = 0; recording->datasets[k]; k++)
            printf(k < recording->least ? "    %s\n" : "    [%s]\n", recording->datasets[k]);
        OWNED char *settings = listed(recording->settings);
        if (settings[0])
            printf("    settings: %s\n", settings);
    }
    printf("pinwheel describe KIND lists its settings. Row 0 is the top of a map; theta is counted "
           "counter-clockwise\nfrom the horizontal. Lengths are in samples, and with --spacing "
           "also in its unit, named sheet units.\n");
}

static const Setting rows_of_all_kinds[] = {
    {OPTION(as), usual_kind, .value = "KIND", .help = "the measure, one of those below"},
    OPTION_JSON("print the numbers as JSON"),
    {0}};
static const Block options_of_all_kinds = {sizeof(Options), &options_of_all, rows_of_all_kinds,
                                           NULL};

const Command command_analyse = {
    .name = "analyse",
    .summary = "print the numbers of a measure for your own maps or responses, as from imaging",
    .examples = EXAMPLES("pinwheel analyse map.h5:/orientation --degrees",
                         "pinwheel analyse map.h5:/od --as ocular_dominance --json"),
    .words =
        WORDS({"FILE:NAME", 1, ANY_NUMBER,
               "an array of a file of HDF5, MATLAB, NumPy, TIFF, PNG, or a table as text; FILE "
               "alone where it holds one array, or to list those that it holds",
               NULL},
              {"setting=value", 0, ANY_NUMBER,
               "a setting of the measure that has a meaning here, as smoothing=2", NULL}),
    .options = {sizeof(Options), &options_of_all_kinds, rows_of_kinds, NULL},
    .help_more = help_more,
    .carry_out = carry_out,
};
