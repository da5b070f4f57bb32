// SPDX-License-Identifier: GPL-3.0-or-later
#include "verbs/options.h"

#include "base/memory.h"
#include "files/json_value.h"
#include "model/transfer_tuning.h"
#include "run/experiment.h"
#include "verbs/command_result.h"

#include <jansson.h>
#include <string.h>

// Words with this beginning set the transfer that is tuned; all others change the config.
static const char of_transfer[] = "transfer.";

// The sheet, and the transfer that is tuned to replace its own.
typedef struct {
    const char *name;
    SheetSettings *sheet; // the experiment's
    Variant transfer;     // owned
} Subject;

static const Setting *transfer_row(void) {
    return block_find(&sheet_kinds[0]->block, "transfer");
}

static void subject_free(Subject *subject) {
    if (subject->transfer.kind)
        block_finish(&subject->transfer.kind->block, subject->transfer.settings);
    release(subject->transfer.settings);
}

static void copy_settings(const Variant *from, Variant *to) {
    const Setting *setting;
    for (size_t i = 0; (setting = block_setting(&from->kind->block, i)); i++) {
        OWNED char *text = setting_format(setting, setting_value_const(setting, from->settings));
        // A formatted setting is valid.
        setting_parse(setting, setting_value(setting, to->settings), text, setting->name, NULL);
    }
}

static bool find_sheet(Subject *subject, Experiment *experiment, Error *error) {
    const Collection *sheets = &experiment->network.sheets;
    Item *item = collection_find(sheets, subject->name);
    if (item == NULL)
        return collection_refuse(sheets, "sheet", subject->name, "--sheet", error);
    subject->sheet = item->variant.settings;
    if (subject->sheet->stimulus[0])
        return fail(error, "--sheet: '%s' shows a stimulus, so it has no transfer to tune",
                    subject->name);
    return true;
}

static bool choose_transfer(Subject *subject, const Options *options, Error *error) {
    Variant *transfer = &subject->transfer;
    if (!setting_parse(transfer_row(), transfer, options->transfer, "--transfer", error))
        return false;
    if (!transfer_is_tunable(transfer->kind))
        return fail(error, "--transfer: '%s' has no gain and offset to tune", transfer->kind->name);
    if (transfer->kind == subject->sheet->transfer.kind) // begins with the sheet's settings
        copy_settings(&subject->sheet->transfer, transfer);
    bool ok = true;
    for (size_t i = 1; i < options->count; i++)
        if (strncmp(options->words[i], of_transfer, strlen(of_transfer)) == 0)
            ok = settings_assign(&transfer->kind->block, transfer->settings,
                                 options->words[i] + strlen(of_transfer), false,
                                 "command line: transfer", error) &&
                 ok;
    return ok;
}

// "kind = "tanh"; gain = 2.0; ...", as a config has it.
static char *config_text(const Variant *transfer) {
    char *text = format_text("kind = \"%s\";", transfer->kind->name);
    const Setting *setting;
    for (size_t i = 0; (setting = block_setting(&transfer->kind->block, i)); i++) {
        OWNED char *value =
            setting_format(setting, setting_value_const(setting, transfer->settings));
        text_append(&text, " %s = %s;", setting->name, value);
    }
    return text;
}

// The same as words for the command line.
static json_t *overrides(const Subject *subject) {
    const Variant *transfer = &subject->transfer;
    json_t *words = json_array();
    json_array_append_new(
        words, json_sprintf("sheets.%s.transfer=%s", subject->name, transfer->kind->name));
    const Setting *setting;
    for (size_t i = 0; (setting = block_setting(&transfer->kind->block, i)); i++) {
        OWNED char *value =
            setting_format(setting, setting_value_const(setting, transfer->settings));
        json_array_append_new(
            words, json_sprintf("sheets.%s.transfer.%s=%s", subject->name, setting->name, value));
    }
    return words;
}

static json_t *level_json(ActivityLevel level) {
    return json_pack("{s:o, s:o}", "mean", json_of_number(level.mean), "sparseness",
                     json_of_number(level.sparseness));
}

static json_t *try_json(const TransferTry *tried) {
    json_t *json = level_json(tried->level);
    json_object_set_new(json, "gain", json_real(tried->gain));
    json_object_set_new(json, "offset", json_real(tried->offset));
    return json;
}

static void print_json(const Subject *subject, const TransferTuning *tuning, int64_t n) {
    OWNED char *text = config_text(&subject->transfer);
    json_auto_t *json =
        json_pack("{s:s, s:s, s:s, s:I, s:o, s:o, s:o, s:o, s:b, s:I, s:o, s:s}", "sheet",
                  subject->name, "own_transfer", subject->sheet->transfer.kind->name, "transfer",
                  subject->transfer.kind->name, "presentations", (json_int_t)n, "wanted",
                  level_json(tuning->wanted), "before", try_json(&tuning->before), "after",
                  try_json(&tuning->after), "residual", json_of_number(tuning->residual), "matched",
                  tuning->matched, "tries", (json_int_t)tuning->tries, "overrides",
                  overrides(subject), "config", text);
    command_print_json(json, 10);
}

static void print_level(const char *what, ActivityLevel level) {
    if (isfinite(level.mean))
        printf("  %-44s %12.6g %12.6g\n", what, level.mean, level.sparseness);
    else
        printf("  %-44s    diverges, or is silent\n", what);
}

static void print_try(const char *when, const TransferTry *tried) {
    OWNED char *what = format_text("%s: gain %.6g, offset %.6g", when, tried->gain, tried->offset);
    print_level(what, tried->level);
}

static void print_table(const Subject *subject, const TransferTuning *tuning, int64_t n) {
    const char *kind = subject->transfer.kind->name;
    OWNED char *own = format_text("%s, its own transfer", subject->sheet->transfer.kind->name);
    OWNED char *text = config_text(&subject->transfer), *before = format_text("%s before", kind),
               *after = format_text("%s after", kind);
    json_auto_t *words = overrides(subject);
    json_t *word;
    size_t i;
    printf("%s over %lld presentations %32s %12s\n", subject->name, (long long)n, "mean |activity|",
           "sparseness");
    print_level(own, tuning->wanted);
    print_try(before, &tuning->before);
    print_try(after, &tuning->after);
    printf("  residual %.3g after %zu tries\n", tuning->residual, tuning->tries);
    if (!tuning->matched)
        printf("  nothing found that matches: mean off by %.3g %%, sparseness by %.3g %%\n",
               100 * fabs(tuning->after.level.mean / tuning->wanted.mean - 1),
               100 * fabs(tuning->after.level.sparseness / tuning->wanted.sparseness - 1));
    json_array_foreach(words, i, word) printf("%s%s", i ? " " : "", json_string_value(word));
    printf("\nsheets = { %s = { transfer = { %s }; }; };\n", subject->name, text);
}

static int tune(Experiment *experiment, Subject *subject, const Options *options, Error *error) {
    if (!find_sheet(subject, experiment, error) || !choose_transfer(subject, options, error))
        return EXIT_USAGE;
    Network *network = experiment_network(experiment, options->kernels, WEIGHTS_DRAWN, error);
    if (network == NULL)
        return EXIT_USAGE;
    TransferTuning tuning;
    bool ok = transfer_tune(network, subject->name, &subject->sheet->transfer, &subject->transfer,
                            (size_t)options->presentations, &tuning, error);
    if (ok && options->json)
        print_json(subject, &tuning, options->presentations);
    else if (ok)
        print_table(subject, &tuning, options->presentations);
    network_free(network);
    return ok ? EXIT_DONE : EXIT_FAILED;
}

// Loads the config with the words that change it.
static bool load(Experiment *experiment, const Options *options, Error *error) {
    OWNED const char **words = allocate(options->count, sizeof *words);
    size_t n = 0;
    for (size_t i = 1; i < options->count; i++)
        if (strncmp(options->words[i], of_transfer, strlen(of_transfer)) != 0)
            words[n++] = options->words[i];
    return experiment_load(experiment, options->words[0], words, n, error);
}

static int carry_out(const Options *options, Error *error) {
    OWNED_BY(experiment_free) Experiment experiment;
    OWNED_BY(subject_free) Subject subject = {.name = options->sheet};
    return load(&experiment, options, error) ? tune(&experiment, &subject, options, error)
                                             : EXIT_USAGE;
}

const Command command_tune = {
    .name = "tune",
    .summary = "make another transfer function as active and sparse as a sheet's own",
    .asks = "name a config file, a sheet and a transfer",
    .examples = EXAMPLES(
        "pinwheel tune configs/gcal/demo.cfg --sheet v1 --transfer tanh",
        "pinwheel tune configs/gcal/demo.cfg --sheet v1 --transfer logistic transfer.ceiling=2"),
    .words = WORDS(
        {"FILE", 1, 1, NULL, NULL},
        {"path=value", 0, ANY_NUMBER, "change a setting of the config", &experiment_settings},
        {"transfer.x=value", 0, ANY_NUMBER,
         "a setting of the function, as transfer.ceiling=2; one of the searches starts at the gain "
         "and offset given here",
         NULL}),
    .options = OPTIONS({OPTION(sheet), .least = 1, .value = "NAME", .help = "the sheet"},
                       {OPTION(transfer), .least = 1, .value = "KIND",
                        .help = "the function whose gain and offset are tuned"},
                       {OPTION(presentations), "30", 1, 1e9, .value = "N",
                        .help = "presentations over which activity is averaged"},
                       OPTION_JSON("print the same as JSON"),
                       OPTION_THREADS("processors to use; the results do not depend on it"),
                       OPTION_KERNEL),
    .carry_out = carry_out,
};
