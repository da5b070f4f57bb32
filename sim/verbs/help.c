// SPDX-License-Identifier: GPL-3.0-or-later
#include "verbs/help.h"

#include "base/memory.h"

#include <stdio.h>
#include <string.h>

enum { LINE_WIDTH = 100, HEADING_WIDTH = 18 };

char *help_usage(const Command *command, bool needed_alone) {
    char *usage = copy_text("");
    for (const Word *word = command->words; word->name; word++) {
        if (word->least > 0 || !needed_alone)
            text_append(&usage, "%s%s%s%s%s", usage[0] ? " " : "", word->least ? "" : "[",
                        word->name, word->most > 1 ? " ..." : "", word->least ? "" : "]");
    }
    return usage;
}

// Prints a text, wrapped, from column `indent` on; the cursor is already there.
static void print_wrapped(const char *text, int indent) {
    int column = indent;
    while (*text) {
        int length = (int)strcspn(text, " ");
        if (column > indent && column + 1 + length > LINE_WIDTH) {
            printf("\n%*s", indent, "");
            column = indent;
        }
        column += printf("%s%.*s", column > indent ? " " : "", length, text);
        text += length + (text[length] == ' ');
    }
    printf("\n");
}

// "-o, --output DIR"; owned by the caller.
static char *option_heading(const Setting *row) {
    char letter[] = {'-', row->letter, ',', ' ', '\0'};
    return format_text("%s--%s%s%s", row->letter ? letter : "", row->name, row->value ? " " : "",
                       row->value ? row->value : "");
}

// An option's help with its range and default; owned by the caller.
static char *option_meaning(const Setting *row) {
    bool ranged =
        row->type == SETTING_INTEGER || row->type == SETTING_REAL || row->type == SETTING_CHOICE;
    OWNED char *range = ranged ? setting_allowed(row) : copy_text("");
    OWNED char *usual = row->fallback ? format_text("default: %s", row->fallback)
                        : row->type == SETTING_TEXT && row->least > 0 ? copy_text("must be given")
                                                                      : copy_text("");
    if (!range[0] && !usual[0])
        return copy_text(row->help);
    return format_text("%s (%s%s%s)", row->help, range, range[0] && usual[0] ? "; " : "", usual);
}

static void print_row(const char *heading, const char *meaning) {
    printf("  %-*s ", HEADING_WIDTH, heading);
    print_wrapped(meaning, HEADING_WIDTH + 3);
}

static void print_rows(const Command *command) {
    for (const Word *word = command->words; word->name; word++)
        if (word->help)
            print_row(word->name, word->help);
    const Setting *row;
    for (size_t i = 0; (row = block_setting(&command->options, i)); i++) {
        OWNED char *heading = option_heading(row), *meaning = option_meaning(row);
        print_row(heading, meaning);
    }
}

void help_print(const Command *command) {
    OWNED char *usage = help_usage(command, false);
    printf("pinwheel %s%s%s [option ...]\n    %s\n\n", command->name, usage[0] ? " " : "", usage,
           command->summary);
    if (command->about) {
        print_wrapped(command->about, 0);
        printf("\n");
    }
    print_rows(command);
    printf("\nexamples:\n");
    for (const char *const *example = command->examples; *example; example++)
        printf("  %s\n", *example);
    if (command->help_more)
        command->help_more();
}
