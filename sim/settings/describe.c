// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/describe.h"

#include "base/memory.h"
#include "base/names.h"

#include <string.h>

typedef struct {
    FILE *file;
    const char *part; // NULL: everything
    bool markdown;
    size_t shown;
} Page;

static void describe_block(Page *page, const Block *block, const char *path);

enum { COLUMNS = 118 };

// Writes words in lines of at most COLUMNS bytes, those after the first indented.
static void write_folded(FILE *file, const char *text, int indent) {
    int column = 0;
    for (const char *word = text + strspn(text, " "); *word; word += strspn(word, " ")) {
        int length = (int)strcspn(word, " ");
        bool fits = column + 1 + length <= COLUMNS;
        if (column > 0)
            column += fits ? fprintf(file, " ") : fprintf(file, "\n%*s", indent, "") - 1 - column;
        column += fprintf(file, "%.*s", length, word);
        word += length;
    }
    fputc('\n', file);
}

// Is a path of the tables, as `stimuli.NAME (kind = "bar").size`, that of a setting of a config, as
// stimuli.lines.size, or one below it?
static bool is_path_of(const char *path, const char *typed) {
    static const char name[] = "NAME";
    while (*typed) {
        if (*path == ' ')
            path += strcspn(path, ")") + 1;
        if (strncmp(path, name, strlen(name)) == 0) {
            path += strlen(name);
            typed += strcspn(typed, ".");
        } else if (*path++ != *typed++) {
            return false;
        }
    }
    return *path == '\0' || strchr(" .", *path);
}

static bool is_wanted(const Page *page, const char *path) {
    return page->part == NULL || strstr(path, page->part) || is_path_of(path, page->part);
}

static void describe_row(Page *page, const Setting *setting, const char *path) {
    OWNED char *allowed = setting_allowed(setting);
    const char *fallback = setting->fallback ? setting->fallback : "must be given";
    if (page->markdown) {
        const char *quote = setting->fallback ? "`" : "";
        OWNED char *text = format_text("- `%s`: %s%s. Default: %s%s%s. Allowed: %s.", setting->name,
                                       setting->help, setting->live ? " (may change in a run)" : "",
                                       quote, fallback[0] ? fallback : "\"\"", quote, allowed);
        write_folded(page->file, text, 2);
    } else if (is_wanted(page, path)) {
        fprintf(page->file, "%s\n    %s\n    allowed: %s; default: %s%s\n", path, setting->help,
                allowed, setting->fallback && !setting->fallback[0] ? "empty" : fallback,
                setting->live ? "; may change in a run" : "");
        page->shown++;
    }
}

static bool is_of_kinds(const Setting *setting) {
    return setting->type == SETTING_COLLECTION || setting->type == SETTING_VARIANT;
}

static bool is_group(const Setting *setting) {
    return setting->type == SETTING_BLOCK || is_of_kinds(setting);
}

// The base that most kinds of a list extend, if at least two do; NULL: there is none.
static const Block *common_base(const Kind *const *kinds) {
    const Block *common = NULL;
    const Kind *one, *other;
    size_t most = 1;
    for (size_t i = 0; (one = kind_at(kinds, i)); i++) {
        size_t n = 0;
        for (size_t k = 0; (other = kind_at(kinds, k)); k++)
            n += other->block.base == one->block.base;
        if (one->block.base && n > most) {
            common = one->block.base;
            most = n;
        }
    }
    return common;
}

static void list_names(FILE *file, const char *before, const char *const *names,
                       const char *after) {
    OWNED char *text = copy_text(before);
    for (size_t i = 0; names[i]; i++)
        text_append(&text, "%s `%s`", i ? "," : "", names[i]);
    text_append(&text, "%s", after);
    write_folded(file, text, 0);
}

// The section of the settings that several kinds have in common.
static void describe_common(Page *page, const Setting *setting, const Block *common,
                            const char *path) {
    OWNED const char **names = NULL;
    size_t n = 0;
    const Kind *kind;
    for (size_t i = 0; (kind = kind_at(setting->kinds, i)); i++)
        if (kind->block.base == common) {
            names = allocate_one_more(names, n, sizeof *names);
            names[n++] = kind->name;
        }
    names = allocate_one_more(names, n, sizeof *names);
    names[n] = NULL;
    fprintf(page->file, "\n## `%s` of several kinds\n\n", path);
    list_names(page->file, "These kinds have the settings below in common:", names, ".");
    describe_block(page, common, path);
}

// The section of one kind, without the common settings.
static void describe_kind(Page *page, const Kind *kind, const Block *common, const char *path) {
    bool lone = kind->name[0] == '\0', extends = common && kind->block.base == common;
    Block own = kind->block;
    if (extends)
        own.base = NULL;
    fprintf(page->file, "\n## `%s`%s%s%s\n\n%s.%s\n", path, lone ? "" : " of kind `",
            lone ? "" : kind->name, lone ? "" : "`", kind->help,
            extends ? "\nIt also has the settings of several kinds." : "");
    if (extends && kind->block.idle)
        list_names(page->file, "Of those, these have no effect:", kind->block.idle, ".");
    describe_block(page, &own, path);
}

// The kinds of a variant or collection, each with the settings of its own.
static void describe_kinds(Page *page, const Setting *setting, const char *path) {
    OWNED char *below =
        setting->type == SETTING_COLLECTION ? format_text("%s.NAME", path) : copy_text(path);
    const Block *common = page->markdown ? common_base(setting->kinds) : NULL;
    if (common)
        describe_common(page, setting, common, below);
    const Kind *kind;
    for (size_t i = 0; (kind = kind_at(setting->kinds, i)); i++) {
        bool lone = kind->name[0] == '\0';
        OWNED char *named =
            lone ? copy_text(below) : format_text("%s (kind = \"%s\")", below, kind->name);
        if (page->markdown) {
            describe_kind(page, kind, common, below);
            continue;
        }
        if (block_setting(&kind->block, 0) == NULL && is_wanted(page, named)) {
            fprintf(page->file, "%s\n    %s; no settings of its own\n", named, kind->help);
            page->shown++;
        }
        describe_block(page, &kind->block, named);
    }
}

static void describe_block(Page *page, const Block *block, const char *path) {
    const Setting *setting;
    bool headed = false;
    for (size_t i = 0; (setting = block_setting(block, i)); i++) {
        OWNED char *below = format_text("%s%s%s", path, path[0] ? "." : "", setting->name);
        if (setting->type != SETTING_BLOCK && setting->type != SETTING_COLLECTION) {
            if (page->markdown && !headed)
                fputc('\n', page->file);
            headed = true;
            describe_row(page, setting, below);
        }
    }
    for (size_t i = 0; (setting = block_setting(block, i)); i++) {
        if (!is_group(setting))
            continue;
        OWNED char *below = format_text("%s%s%s", path, path[0] ? "." : "", setting->name);
        if (setting->type == SETTING_BLOCK) {
            if (page->markdown)
                fprintf(page->file, "\n## `%s`\n\n%s.\n", below, setting->help);
            describe_block(page, setting->block, below);
        } else {
            describe_kinds(page, setting, below);
        }
    }
}

void describe_names(const Block *block, const char ***names, size_t *n) {
    const Setting *setting;
    const Kind *kind;
    for (size_t i = 0; (setting = block_setting(block, i)); i++) {
        names_add(names, n, setting->name);
        if (setting->type == SETTING_BLOCK)
            describe_names(setting->block, names, n);
        for (size_t k = 0; is_of_kinds(setting) && (kind = kind_at(setting->kinds, k)); k++) {
            names_add(names, n, kind->name);
            describe_names(&kind->block, names, n);
        }
    }
}

size_t describe_text(FILE *file, const Block *block, const char *part) {
    Page page = {file, part, false, 0};
    describe_block(&page, block, "");
    return page.shown;
}

static const char introduction[] =
    "# Configuration reference\n\n"
    "`make docs` writes this page from the tables of settings. Do not edit it.\n\n"
    "A config file has libconfig's format: `name = value;`, groups in `{ }`, lists in `( )`,\n"
    "comments after `#`. `@include \"file\"` inserts the text of a file. On the command line,\n"
    "`path=value` changes any setting; `*` in a path stands for any name.\n\n"
    "`base = \"other.cfg\";` makes another config the base of this one, so that the file lists\n"
    "only the differences. The base is read first, with its own base and `changes`. Then this\n"
    "file changes it:\n\n"
    "- Numbers, texts and lists replace those of the base.\n"
    "- Groups merge, setting by setting.\n"
    "- Groups of named groups merge, name by name. A new name is added.\n"
    "- A group that names another `kind` starts from the defaults of that kind. A group that\n"
    "  names the same kind, or none, keeps the settings that it does not mention.\n\n"
    "Either file can give a setting that has no default. The config in a run's folder is\n"
    "complete and has no base.\n\n"
    "The path of a file or folder to read begins at the folder of the file that names it, or else\n"
    "at the config's, or else at the present one. A run notes what it read and goes on with the "
    "same data only.\n";

void describe_markdown(FILE *file, const char *heading, const Block *block) {
    Page page = {file, NULL, true, 0};
    if (heading)
        fprintf(file, "\n# %s\n", heading);
    else
        fputs(introduction, file);
    describe_block(&page, block, "");
}
