// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/memory.h"
#include "base/names.h"
#include "base/suggestion.h"
#include "base/talk.h"
#include "files/rundir.h"
#include "imaging/confidence_results.h"
#include "imaging/imaging_pictures.h"
#include "imaging/measure_confidence.h"
#include "imaging/methods_text.h"
#include "records/analysis_record.h"
#include "run/progress.h"
#include "settings/describe.h"
#include "verbs/analyse_options.h"
#include "verbs/analyse_print.h"

#include <math.h>
#include <string.h>

static const char usual_kind[] = "orientation";

// "a, b, c"; owned by the caller.
static char *listed(const char *const *names) {
    char *text = copy_text("");
    for (size_t i = 0; names[i]; i++)
        text_append(&text, "%s%s", i > 0 ? ", " : "", names[i]);
    return text;
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

static bool check_count(const MeasureKind *kind, size_t count, Error *error) {
    const char *const *datasets = kind->recording->datasets;
    size_t least = kind->recording->least, most = 0;
    while (datasets[most])
        most++;
    if (count == 0 && kind == measure_kind(usual_kind))
        return fail(error, "analyse: name one map, as in: %s", command_analyse.examples[0]);
    if (least <= count && count <= (kind->recording->more ? RECORDING_MOST : most))
        return true;
    OWNED char *wanted = copy_text("");
    for (size_t k = 0; k < most; k++)
        text_append(&wanted, "; %zu%s: %s", k + 1, k < least ? "" : " (may be left out)",
                    datasets[k]);
    OWNED char *numbers = kind->recording->more ? format_text("%zu to %d", least, RECORDING_MOST)
                          : least == most       ? format_text("%zu", most)
                                                : format_text("%zu or %zu", least, most);
    return fail(error, "analyse: %s takes %s dataset%s, not %zu%s", kind->observable.kind.name,
                numbers, most == 1 ? "" : "s", count, wanted);
}

// Applies one "setting=value". Refuses settings that only the measurement of a network uses.
static bool assign(const MeasureKind *kind, void *settings, const char *word, Error *error) {
    OWNED char *name = format_text("%.*s", (int)strcspn(word, "= "), word),
               *allowed = listed(kind->recording->settings);
    if (block_find(&kind->observable.kind.block, name) &&
        !analyse_options_list_has(kind->recording->settings, name))
        return fail(error, "command line: %s means nothing to %s of arrays from elsewhere%s%s",
                    name, kind->observable.kind.name, allowed[0] ? "; allowed: " : "", allowed);
    return settings_assign(&kind->observable.kind.block, settings, word, false, "command line",
                           error);
}

static bool read_arrays(const MeasureKind *kind, const Options *options, Recording *recording,
                        RecordedStacks *stacks, Error *error) {
    const char *region = option_text(options->inside),
               *selectivity = option_text(options->selectivity);
    for (size_t i = 0; i < options->count; i++)
        if (!analyse_options_is_assignment(options->words[i]) &&
            !recording_read(recording, options->words[i], error))
            return false;
    const StackProtocol protocol = analyse_options_protocol(options);
    return (region == NULL || recording_read_region(recording, region, error)) &&
           recorded_stacks_take(kind->observable.kind.name, &protocol, recording, stacks, error) &&
           (selectivity == NULL || recording_read_selectivity(recording, selectivity, error)) &&
           recording_apply_region(recording, error);
}

// Says how far the draws are: on a terminal all the time, elsewhere four times a minute.
static void tell(const char *what, size_t done, size_t all) {
    static const double SECONDS_BETWEEN = 15;
    static const char *present;
    static double begun, told;
    double now = clock_seconds();
    if (what != present) {
        present = what;
        begun = told = now;
    }
    bool terminal = talk_is_terminal();
    if (now - told < (terminal ? 0.2 : SECONDS_BETWEEN) && !(terminal && done == all))
        return;
    char left[32];
    progress_duration(left, sizeof left, (now - begun) / (double)done * (double)(all - done));
    OWNED char *line = format_text("%s: %zu of %zu, %s left", what, done, all, left);
    if (terminal)
        talk_progress(line);
    else
        talk("%s", line);
    told = now;
}

static bool any_has_trials(const RecordedStacks *stacks) {
    for (size_t k = 0; k < RECORDING_MOST; k++)
        if (stacks->stack[k].frame)
            return true;
    return false;
}

static void tell_no_trials(const MeasureKind *kind, const Recording *recording) {
    const char *name = kind->observable.kind.name;
    if (recording->resamples == 0)
        return;
    talk("note: %s, so that there can be no intervals", recorded_stacks_allowed(name)
                                                            ? "the arrays hold no trials"
                                                            : "arrays of this kind have no trials");
}

// Adds what trials tell of the numbers, or says that there are none.
static void add_confidence(const MeasureKind *kind, const void *settings,
                           const Recording *recording, RecordedStacks *stacks, Results *results) {
    const TrialDraws draws = {.resamples = recording->resamples,
                              .seed = recording->seed,
                              .layout = recording->layout_intervals,
                              .progress = tell};
    if (!any_has_trials(stacks))
        tell_no_trials(kind, recording);
    else if (stacks->sessions)
        confidence_results_add(results, stacks->stack, recording->count, &draws);
    else
        measure_confidence_add(results, kind, settings, recording, stacks, &draws);
    talk_progress("");
}

static bool save(const MeasureKind *kind, const Options *options, const Recording *recording,
                 const RecordedStacks *stacks, const Results *results, const char *folder,
                 Error *error) {
    OWNED char *methods = methods_text(recording, stacks, results);
    const Analysis analysis = {kind, recording, results, options->line, methods};
    bool ok = analysis_record_write(&analysis, folder, error);
    if (ok)
        talk("wrote %s", folder);
    return ok;
}

// Reads the arrays among the words, takes the measure of them and prints it.
static int analyse(const MeasureKind *kind, const void *settings, const Options *options,
                   Error *error) {
    OWNED_BY(recording_free) Recording recording = {0};
    OWNED_BY(recorded_stacks_free) RecordedStacks stacks = {0};
    if (!analyse_options_recording(kind, options, &recording, error) ||
        !read_arrays(kind, options, &recording, &stacks, error))
        return EXIT_USAGE;
    Results *results =
        kind->recording->take(settings, kind->observable.kind.name, &recording, error);
    if (results == NULL)
        return EXIT_USAGE;
    bool saved = option_text(options->output) != NULL;
    OWNED char *folder =
        saved ? rundir_make_for_analysis(options->output, options->force, error) : NULL;
    if (saved && folder == NULL) {
        results_free(results);
        return EXIT_USAGE;
    }
    const ResponseStack *first = stacks.stack;
    if (stacks.sessions && first->frame && saved)
        imaging_add_conditions(results, first);
    add_confidence(kind, settings, &recording, &stacks, results);
    if (isfinite(recording.millimetres))
        results_add_millimetres(results, recording.millimetres / recording.spacing);
    if (options->json)
        analyse_print_json(kind, &recording, results);
    else
        analyse_print_text(&recording, results);
    bool ok = !folder || save(kind, options, &recording, &stacks, results, folder, error);
    results_free(results);
    return ok ? EXIT_DONE : EXIT_FAILED;
}

static int analyse_as(const MeasureKind *kind, const Options *options, Error *error) {
    OWNED void *settings = allocate(1, kind->observable.kind.block.size);
    block_start(&kind->observable.kind.block, settings);
    size_t datasets = 0;
    bool ok = true;
    for (size_t i = 0; i < options->count; i++)
        if (analyse_options_is_assignment(options->words[i]))
            ok = assign(kind, settings, options->words[i], error) && ok;
        else
            datasets++;
    ok = ok && check_count(kind, datasets, error) && analyse_options_check(kind, options, error);
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
    for (size_t i = 0; recorded_kinds[i]; i++) {
        printf("settings of %s:\n", recorded_kinds[i]->name);
        describe_text(stdout, &recorded_kinds[i]->block, NULL);
    }
    printf("pinwheel describe KIND lists the settings of others. Row 0 is the top of a map; theta "
           "is counted "
           "counter-clockwise\nfrom the horizontal. Lengths are in samples, and with --spacing "
           "also in its unit, named sheet units.\n");
}

static const Setting rows_of_all_kinds[] = {
    {OPTION(as), usual_kind, .value = "KIND", .help = "the measure, one of those below"},
    OPTION_JSON("print the numbers as JSON"),
    OPTION_OUTPUT("DIR", "save maps, numbers and pictures there, for `report` and `figure`"),
    OPTION_FLAG(force, "replace an analysis that is already in that folder"),
    OPTION_QUIET("print the numbers, their warnings and errors alone"),
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
    .options = {sizeof(Options), &options_of_all_kinds, analyse_option_rows, NULL},
    .help_more = help_more,
    .carry_out = carry_out,
};
