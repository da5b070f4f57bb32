// SPDX-License-Identifier: GPL-3.0-or-later
#include "verbs/options.h"

#include "base/memory.h"
#include "base/talk.h"
#include "files/json_value.h"
#include "files/text_table.h"
#include "records/summary.h"
#include "verbs/command_result.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct {
    TextTable *table;
    bool exact; // numbers have 12 digits, and undefined ones are empty
} Writer;

static void put_number(const Writer *writer, double value, const char *missing) {
    if (isfinite(value))
        text_table_cell(writer->table, writer->exact ? "%.12g" : "%.4g", value);
    else
        text_table_cell(writer->table, "%s", writer->exact ? "" : missing);
}

static void put_interval(const Writer *writer, Interval interval) {
    put_number(writer, interval.low, "");
    put_number(writer, interval.high, "");
}

static void put_estimate(const Writer *writer, const Estimate *estimate) {
    put_number(writer, estimate->mean, "undefined");
    put_number(writer, estimate->deviation, "");
}

static void add_columns(TextTable *table, const Summary *summary, bool seeds) {
    static const char *const one[] = {"mean", "SD", "95 % low", "95 % high", NULL};
    static const char *const two[] = {"A",
                                      "SD of A",
                                      "B",
                                      "SD of B",
                                      "A - B",
                                      "A - B 95 % low",
                                      "A - B 95 % high",
                                      "A / B",
                                      "A / B 95 % low",
                                      "A / B 95 % high",
                                      NULL};
    text_table_column(table, "number", false);
    text_table_column(table, "iteration", true);
    text_table_column(table, "unit", false);
    text_table_column(table, "n", true);
    for (const char *const *name = summary->groups == 2 ? two : one; *name; name++)
        text_table_column(table, *name, true);
    for (size_t s = 0; seeds && s < summary->seeds; s++) {
        OWNED char *name = format_text("%sseed %lld", summary->groups == 2 ? "A - B, " : "",
                                       (long long)summary->run[0][summary->member[0][s]].seed);
        text_table_column(table, name, true);
    }
    text_table_column(table, "undefined", false);
}

static void put_row(const Writer *writer, const Summary *summary, const SummaryRow *row,
                    bool seeds) {
    text_table_cell(writer->table, "%s", row->name);
    text_table_cell(writer->table, row->iteration < 0 ? "last" : "%lld", (long long)row->iteration);
    text_table_cell(writer->table, "%s", row->unit);
    text_table_cell(writer->table, "%zu", row->n);
    put_estimate(writer, &row->group[0]);
    if (summary->groups == 2) {
        put_estimate(writer, &row->group[1]);
        put_number(writer, row->difference.mean, "undefined");
        put_interval(writer, row->difference.interval);
        put_number(writer, row->ratio.mean, "undefined");
        put_interval(writer, row->ratio.interval);
    } else {
        put_interval(writer, row->group[0].interval);
    }
    for (size_t s = 0; seeds && s < summary->seeds; s++)
        put_number(writer,
                   summary->groups == 2 ? row->value[s] - row->value[summary->seeds + s]
                                        : row->value[s],
                   "undefined");
    if (row->n < summary->seeds)
        text_table_cell(writer->table, "in %zu of %zu", summary->seeds - row->n, summary->seeds);
    else
        text_table_cell(writer->table, "%s", "");
}

static void print_runs(const Summary *summary, size_t group) {
    size_t runs = summary->runs[group];
    if (summary->groups == 2)
        printf("%c: ", group == 0 ? 'A' : 'B');
    printf("%zu run%s (%s%s), seed%s", runs, runs > 1 ? "s" : "", summary->run[group][0].folder,
           runs > 1 ? ", ..." : "", runs > 1 ? "s" : "");
    for (size_t i = 0; i < runs; i++)
        printf(" %lld", (long long)summary->run[group][i].seed);
    printf("\n");
}

static void print_about(const Summary *summary) {
    for (size_t g = 0; g < summary->groups; g++)
        print_runs(summary, g);
    const char *what = summary->groups == 2 ? "pairs" : "runs";
    printf("%s; 95 %% intervals: bootstrap over %s (BCa, %d resamples); of shares of 0 and 1: "
           "exact\n",
           summary->groups == 2 ? "n: pairs of one seed" : "n: runs", what,
           (int)BOOTSTRAP_RESAMPLES);
    if (estimate_is_narrow(summary->seeds))
        printf("warning: bootstrap %s\n", estimate_caution);
    printf("\n");
}

static void print_table(const Summary *summary, const Options *options) {
    TableStyle style = options->csv        ? TABLE_CSV
                       : options->markdown ? TABLE_MARKDOWN
                                           : TABLE_ALIGNED;
    Writer writer = {text_table_new(), options->csv};
    add_columns(writer.table, summary, options->seeds);
    for (size_t k = 0; k < summary->rows; k++)
        put_row(&writer, summary, &summary->row[k], options->seeds);
    if (style == TABLE_ALIGNED)
        print_about(summary);
    text_table_print(stdout, writer.table, style);
    text_table_free(writer.table);
}

static json_t *estimate_json(const Estimate *estimate) {
    return json_pack("{s:o, s:o, s:o, s:o}", "mean", json_of_number(estimate->mean), "SD",
                     json_of_number(estimate->deviation), "low",
                     json_of_number(estimate->interval.low), "high",
                     json_of_number(estimate->interval.high));
}

static json_t *row_json(const Summary *summary, const SummaryRow *row) {
    static const char *const letters[] = {"A", "B"};
    json_t *json =
        json_pack("{s:s, s:o, s:s, s:s, s:I, s:I}", "number", row->name, "iteration",
                  row->iteration < 0 ? json_null() : json_integer((json_int_t)row->iteration),
                  "unit", row->unit, "definition", row->definition, "n", (json_int_t)row->n,
                  "undefined", (json_int_t)(summary->seeds - row->n));
    for (size_t g = 0; g < summary->groups; g++) {
        json_t *group = estimate_json(&row->group[g]), *values = json_array();
        for (size_t s = 0; s < summary->seeds; s++)
            json_array_append_new(values, json_of_number(row->value[g * summary->seeds + s]));
        json_object_set_new(group, "values", values);
        json_object_set_new(json, letters[g], group);
    }
    if (summary->groups == 2) {
        json_object_set_new(json, "difference", estimate_json(&row->difference));
        json_object_set_new(json, "ratio", estimate_json(&row->ratio));
    }
    return json;
}

static void print_json(const Summary *summary) {
    json_t *seeds = json_array(), *folders = json_array(), *rows = json_array();
    for (size_t s = 0; s < summary->seeds; s++)
        json_array_append_new(
            seeds, json_integer((json_int_t)summary->run[0][summary->member[0][s]].seed));
    for (size_t g = 0; g < summary->groups; g++) {
        json_t *group = json_array();
        for (size_t s = 0; s < summary->seeds; s++)
            json_array_append_new(group,
                                  json_string(summary->run[g][summary->member[g][s]].folder));
        json_array_append_new(folders, group);
    }
    for (size_t k = 0; k < summary->rows; k++)
        json_array_append_new(rows, row_json(summary, &summary->row[k]));
    json_auto_t *json = json_pack("{s:i, s:o, s:o, s:o}", "resamples", (int)BOOTSTRAP_RESAMPLES,
                                  "seeds", seeds, "runs", folders, "rows", rows);
    command_print_json(json, 12);
}

static void report_unpaired(const Summary *summary) {
    for (size_t g = 0; g < summary->groups && summary->groups == 2; g++)
        for (size_t i = 0; i < summary->runs[g]; i++)
            if (!summary_is_paired(summary, g, i))
                talk("left out: %s, whose seed %lld has no partner", summary->run[g][i].folder,
                     (long long)summary->run[g][i].seed);
}

// The runs of both groups, one after the other; owned by the caller.
static const char **both_groups(const Options *options) {
    const TextList *second = &options->against;
    const char **folders = allocate(options->count + second->count, sizeof *folders);
    memcpy(folders, options->words, options->count * sizeof *folders);
    for (size_t i = 0; i < second->count; i++)
        folders[options->count + i] = second->items[i];
    return folders;
}

static int summarise(const Options *options, Error *error) {
    Choice choice = {option_text(options->measure), option_text(options->only), options->at,
                     options->series};
    OWNED_BY(summary_free) Summary summary;
    OWNED const char **folders = both_groups(options);
    if (!summary_read(&summary, folders, options->count + options->against.count, options->count,
                      &choice, options->mixed, error))
        return EXIT_FAILED;
    report_unpaired(&summary);
    if (options->json)
        print_json(&summary);
    else
        print_table(&summary, options);
    return EXIT_DONE;
}

static bool check(const Options *options, Error *error) {
    if (option_given(&command_summarise, options, "against") && options->against.count == 0)
        return fail(error, "summarise: --against needs run directories after it");
    if (options->json + options->csv + options->markdown > 1)
        return fail(error, "summarise: --json, --csv and --markdown exclude each other");
    if (options->series && options->at >= 0)
        return fail(error, "summarise: --series and --at exclude each other");
    return true;
}

static int carry_out(const Options *options, Error *error) {
    return check(options, error) ? summarise(options, error) : EXIT_USAGE;
}

const Command command_summarise = {
    .name = "summarise",
    .summary = "print mean, SD and confidence interval of every number over seeds",
    .about = "All runs of a group have the same config except for the seed. With --against, two "
             "groups are compared by pairs of runs with the same seed. The run is the unit of "
             "replication; intervals are made by bootstrap.",
    .asks = "name run directories",
    .examples = EXAMPLES("pinwheel summarise outputs/gcal-*",
                         "pinwheel summarise outputs/gcal-* --against outputs/al-*"),
    .words = WORDS({"DIR", 1, ANY_NUMBER, "a run of the first group, A", NULL}),
    .options = OPTIONS(
        {OPTION(against), .value = "DIR ...",
         .help = "the runs that follow are the second group, B; A - B and A / B are printed, too"},
        {OPTION(measure), .value = "NAME", .help = "the numbers of this measure alone"},
        {OPTION(only), .value = "PATTERNS",
         .help = "those whose MEASURE/NUMBER matches a pattern, as 'orientation/*' or "
                 "'*/quality,*/selectivity.mean'"},
        OPTION_AT("last", "of iteration N; last: of the last one of each measure"),
        OPTION_FLAG(series, "of every iteration measured"),
        OPTION_FLAG(seeds, "the value of each seed as well"),
        OPTION_FLAG(mixed, "take runs together whose configs differ"),
        OPTION_JSON("print it as JSON, numbers in full"),
        OPTION_FLAG(csv, "print it as CSV, numbers in full"),
        OPTION_FLAG(markdown, "print it as a table in Markdown")),
    .carry_out = carry_out,
};
