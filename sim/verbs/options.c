// SPDX-License-Identifier: GPL-3.0-or-later
#include "verbs/options.h"

#include "base/memory.h"
#include "base/shell_word.h"

#include <math.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>

// "best" is the fastest that the processor can run.
const char *const kernel_choices[] = {"best", "avx512", "avx2", "baseline", "reference", NULL};

static const Setting rows_of_all[] = {
    {OPTION(help), .help = "print this", .letter = 'h'},
    {OPTION(plugin), .value = "FILE",
     .help = "load a shared object with kinds of your own, which is code; may be given again"},
    {0}};
const Block options_of_all = {sizeof(Options), NULL, rows_of_all, NULL};

// A command line while it is read.
typedef struct {
    const Command *command;
    char *const *next; // the word that is read next; NULL after the last
    Options *options;
    TextList *list; // the option that takes all further words, or NULL
    Error *error;
} CommandLine;

// The option whose name is the first `length` letters of a text, or the only one that begins so.
static const Setting *find_long(const Block *rows, const char *name, size_t length) {
    const Setting *row, *found = NULL;
    size_t n = 0;
    for (size_t i = 0; length > 0 && (row = block_setting(rows, i)); i++) {
        if (strncmp(row->name, name, length) != 0)
            continue;
        if (row->name[length] == '\0')
            return row;
        found = row;
        n++;
    }
    return n == 1 ? found : NULL;
}

static const Setting *find_letter(const Block *rows, char letter) {
    const Setting *row;
    for (size_t i = 0; (row = block_setting(rows, i)); i++)
        if (row->letter == letter)
            return row;
    return NULL;
}

// Is its value all words that follow?
static bool takes_words(const Setting *row) {
    return row->type == SETTING_LIST && strstr(row->value, "...") != NULL;
}

static bool takes_value(const Setting *row) {
    return row->type != SETTING_BOOLEAN && !takes_words(row);
}

// The index of a row; for NULL the number of rows.
static size_t row_index(const Block *rows, const Setting *row) {
    size_t i = 0;
    while (block_setting(rows, i) != row)
        i++;
    return i;
}

// Does an option's name name a setting that words path=value change?
static bool names_setting(const Command *command, const char *name) {
    OWNED char *first = format_text("%.*s", (int)strcspn(name, "."), name);
    for (const Word *word = command->words; word->name; word++)
        if (word->settings && block_find(word->settings, first))
            return true;
    return false;
}

// Refuses an unknown option. The message shows the nearest option of the verb, or how to write the
// setting that is meant.
static bool refuse_unknown(const CommandLine *line, const char *word) {
    const char *verb = line->command->name, *value = strchr(word, '=');
    size_t length = value ? (size_t)(value - word) : strlen(word), dashes = strspn(word, "-");
    OWNED char *hint = NULL;
    OWNED char *name =
        format_text("%.*s", length > dashes ? (int)(length - dashes) : 0, word + dashes);
    if (!block_find(&line->command->options, name) && names_setting(line->command, name))
        hint = format_text("; to change this setting, write %s=%s", name,
                           value           ? value + 1
                           : line->next[0] ? line->next[0]
                                           : "VALUE");
    else
        hint = copy_text(block_suggestion(&line->command->options, "--", name).text);
    return fail(line->error, "%s: unknown option '%.*s'%s; see pinwheel help %s", verb, (int)length,
                word, hint, verb);
}

// Is a word in the place of a value another option?
static bool is_option(const CommandLine *line, const char *word) {
    const Block *rows = &line->command->options;
    return word[0] == '-' && (word[1] == '-' ? block_find(rows, word + 2) != NULL
                                             : word[1] && !word[2] && find_letter(rows, word[1]));
}

// Takes one option, written as `flag`. Its value is NULL if the next word holds it.
static bool take(CommandLine *line, const Setting *row, const char *flag, const char *value) {
    void *place = setting_value(row, line->options);
    bool *given = &line->options->given[row_index(&line->command->options, row)];
    if (takes_words(row) && *given)
        return fail(line->error, "--%s: is given twice", row->name);
    *given = true;
    if (takes_words(row)) {
        line->list = place;
        return true;
    }
    if (row->type == SETTING_BOOLEAN)
        return *(bool *)place = true;
    if (value == NULL && line->next[0] && !is_option(line, line->next[0]))
        value = *line->next++;
    if (value == NULL || value[0] == '\0')
        return fail(line->error, "%s: option '%s' needs a value", line->command->name, flag);
    if (row->type == SETTING_LIST) {
        text_list_add(place, value);
        return true;
    }
    if (row->type != SETTING_TEXT) {
        OWNED char *where = format_text("--%s", row->name);
        return setting_parse(row, place, value, where, line->error);
    }
    release(*(char **)place);
    *(char **)place = copy_text(value); // with its blanks and quotes
    return true;
}

// "--name", "--name=value" or "--name value".
static bool take_long(CommandLine *line, const char *word) {
    const char *name = word + 2, *value = strchr(name, '=');
    const Setting *row =
        find_long(&line->command->options, name, value ? (size_t)(value - name) : strlen(name));
    if (row == NULL)
        return refuse_unknown(line, word);
    if (value && !takes_value(row))
        return fail(line->error, "%s: option '--%s' takes no value", line->command->name,
                    row->name);
    return take(line, row, word, value ? value + 1 : NULL);
}

// "-q", "-o DIR", "-j4" or "-qj4".
static bool take_letters(CommandLine *line, const char *word) {
    const Block *rows = &line->command->options;
    if (block_find(rows, word + 1)) // a long name after one dash
        return refuse_unknown(line, word);
    for (const char *letter = word + 1; *letter; letter++) {
        const Setting *row = find_letter(rows, *letter);
        char flag[] = {'-', *letter, '\0'};
        if (row == NULL)
            return refuse_unknown(line, word);
        if (takes_value(row))
            return take(line, row, flag, letter[1] ? letter + 1 : NULL);
        take(line, row, flag, NULL);
    }
    return true;
}

static void take_word(CommandLine *line, const char *word) {
    Options *options = line->options;
    TextList *list = line->list;
    if (list)
        text_list_add(list, word);
    else
        options->words[options->count++] = word;
}

static bool take_all(CommandLine *line) {
    bool ok = true, options_end = false;
    while (line->next[0]) {
        const char *word = *line->next++;
        if (options_end || word[0] != '-' || word[1] == '\0')
            take_word(line, word);
        else if (strcmp(word, "--") == 0)
            options_end = true;
        else if (word[1] == '-')
            ok = take_long(line, word) && ok;
        else
            ok = take_letters(line, word) && ok;
    }
    return ok;
}

// Are there as many words as the verb takes, and the options that must be given?
static bool check_count(const Command *command, const Options *options, Error *error) {
    size_t least = 0, most = 0;
    if (command->asks == NULL)
        return true;
    for (const Word *word = command->words; word->name; word++) {
        least += word->least;
        most += word->most;
    }
    OWNED_BY(error_clear) Error missing = {0};
    if (block_check_given(&command->options, options, "", &missing) && least <= options->count &&
        options->count <= most)
        return true;
    const char *extra = options->count > most ? options->words[most] : "";
    if (strchr(extra, '=') && command->no_changes)
        return fail(error, "%s: '%s': %s", command->name, extra, command->no_changes);
    return fail(error, "%s: %s, as in: %s", command->name, command->asks, command->examples[0]);
}

// Seconds in "90", "90s", "15m", "2h", "1h30m"; negative for a text of another form.
static double parse_duration(const char *text) {
    double total = *text ? 0 : -1;
    while (*text) {
        char *end;
        double number = strtod(text, &end);
        if (end == text || !(number >= 0) || !isfinite(number))
            return -1;
        double unit = *end == 'h' ? 3600 : *end == 'm' ? 60 : *end == 's' || *end == '\0' ? 1 : 0;
        if (unit <= 0)
            return -1;
        total += number * unit;
        text = *end ? end + 1 : end;
    }
    return total;
}

static bool choose_time(Options *options, Error *error) {
    const char *text = option_text(options->max_time);
    options->most_seconds = text ? parse_duration(text) : 0;
    return text == NULL || options->most_seconds > 0 ||
           fail(error, "--max-time: '%s' is not a time such as 90s, 15m or 2h30m", text);
}

static bool choose_kernels(Options *options, Error *error) {
    const char *wanted = kernel_choices[options->kernel];
    options->kernels = kernels_choose(options->kernel > 0 ? wanted : NULL);
    if (options->kernels)
        return true;
    OWNED char *names = NULL;
    for (size_t k = 0; kernels_name(k); k++)
        text_append(&names, "%s%s", names ? ", " : "", kernels_name(k));
    return fail(error, "--kernel: '%s' does not run here; allowed: %s", wanted, names);
}

static char *command_line(char *const *argv) {
    char *line = copy_text("pinwheel");
    for (; *argv; argv++) {
        OWNED char *word = shell_word(*argv);
        text_append(&line, " %s", word);
    }
    return line;
}

bool options_parse(const Command *command, int argc, char **argv, Options *options, Error *error) {
    block_start(&command->options, options);
    options->words = allocate((size_t)argc, sizeof *options->words);
    options->given = allocate(row_index(&command->options, NULL), sizeof *options->given);
    options->line = command_line(argv);
    CommandLine line = {command, argv + 1, options, NULL, error};
    bool ok = take_all(&line) && check_count(command, options, error);
    if (options->help)
        return true;
    ok = ok && choose_time(options, error) && choose_kernels(options, error);
    if (options->threads > 0)
        omp_set_num_threads((int)options->threads);
    return ok;
}

void options_free(const Command *command, Options *options) {
    block_finish(&command->options, options);
    release(options->words);
    release(options->given);
    release(options->line);
}

bool option_given(const Command *command, const Options *options, const char *name) {
    return options->given[row_index(&command->options, block_find(&command->options, name))];
}

const char *option_text(const char *text) {
    return text && text[0] ? text : NULL;
}
