// SPDX-License-Identifier: GPL-3.0-or-later
// Writing settings as a config file: the second half of config.h.
#include "settings/config.h"

#include "base/memory.h"

#include <string.h>

static void write_block(FILE *file, const Block *block, const void *values, int depth);

static void write_indent(FILE *file, int depth) {
    fprintf(file, "%*s", 2 * depth, "");
}

// A value that is not its default is followed by the default.
static void write_value(FILE *file, const Setting *setting, const void *value) {
    OWNED char *text = setting_format(setting, value);
    fprintf(file, "%s = %s;", setting->name, text);
    if (setting->fallback) {
        Setting alone = *setting;
        alone.offset = 0;
        union {
            double real;
            TextList list; // as large as any type
        } start;
        const Block block = {sizeof start, NULL, (const Setting[]){alone, {0}}, NULL};
        block_start(&block, &start);
        OWNED char *fallback = setting_format(setting, &start);
        if (strcmp(fallback, text) == 0)
            fprintf(file, "  # default");
        else
            fprintf(file, "  # default: %s", fallback);
        block_finish(&block, &start);
    }
    fprintf(file, "\n");
}

// `setting` is the row of a variant, or of the collection that it is in.
static void write_variant(FILE *file, const Setting *setting, const Variant *variant, int depth) {
    const Setting kind = {.name = "kind",
                          .type = SETTING_VARIANT,
                          .kinds = setting->kinds,
                          .fallback = setting->fallback};
    if (variant->kind->name[0]) {
        write_indent(file, depth);
        write_value(file, &kind, variant);
    }
    write_block(file, &variant->kind->block, variant->settings, depth);
}

static void write_setting(FILE *file, const Setting *setting, const void *value, int depth) {
    write_indent(file, depth);
    const Variant *variant = value;
    const Collection *collection = value;
    switch (setting->type) {
    case SETTING_BLOCK:
        fprintf(file, "%s = {\n", setting->name);
        write_block(file, setting->block, value, depth + 1);
        break;
    case SETTING_VARIANT:
        if (variant->kind == NULL) {
            fprintf(file, "\n");
            return;
        }
        fprintf(file, "%s = {\n", setting->name);
        write_variant(file, setting, variant, depth + 1);
        break;
    case SETTING_COLLECTION:
        fprintf(file, "%s = {\n", setting->name);
        for (size_t i = 0; i < collection->count; i++) {
            write_indent(file, depth + 1);
            fprintf(file, "%s = {\n", collection->items[i].name);
            write_variant(file, setting, &collection->items[i].variant, depth + 2);
            write_indent(file, depth + 1);
            fprintf(file, "};\n");
        }
        break;
    default:
        write_value(file, setting, value);
        return;
    }
    write_indent(file, depth);
    fprintf(file, "};\n");
}

static void write_block(FILE *file, const Block *block, const void *values, int depth) {
    const Setting *setting;
    for (size_t i = 0; (setting = block_setting(block, i)); i++)
        write_setting(file, setting, setting_value_const(setting, values), depth);
}

void config_echo(FILE *file, const Block *block, const void *values) {
    write_block(file, block, values, 0);
}

char *config_echo_text(const Block *block, const void *values) {
    char *text = NULL;
    size_t length = 0;
    FILE *file = open_memstream(&text, &length);
    config_echo(file, block, values);
    fclose(file);
    return text;
}
