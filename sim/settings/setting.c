// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/setting.h"

#include "base/memory.h"
#include "base/names.h"
#include "settings/foreign_word.h"

#include <assert.h>
#include <ctype.h>
#include <errno.h>
#include <glib.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const Setting *block_setting(const Block *block, size_t index) {
    if (block->base) {
        const Setting *setting = block_setting(block->base, index);
        if (setting)
            return setting;
        size_t n = 0;
        while (block_setting(block->base, n))
            n++;
        index -= n;
    }
    for (const Setting *setting = block->settings; setting->name; setting++)
        if (index-- == 0)
            return setting;
    return NULL;
}

const Setting *block_find(const Block *block, const char *name) {
    const Setting *setting;
    for (size_t i = 0; (setting = block_setting(block, i)); i++)
        if (strcmp(setting->name, name) == 0)
            return setting;
    return NULL;
}

void *setting_value(const Setting *setting, void *values) {
    return (char *)values + setting->offset;
}

const void *setting_value_const(const Setting *setting, const void *values) {
    return (const char *)values + setting->offset;
}

bool setting_holds_others(const Setting *setting) {
    return setting->type == SETTING_BLOCK || setting->type == SETTING_VARIANT ||
           setting->type == SETTING_COLLECTION;
}

static void variant_finish(Variant *variant) {
    if (variant->settings)
        block_finish(&variant->kind->block, variant->settings);
    release(variant->settings);
    *variant = (Variant){0};
}

void text_list_add(TextList *list, const char *text) {
    list->items = allocate_one_more(list->items, list->count, sizeof *list->items);
    list->items[list->count++] = copy_text(text);
}

void text_list_finish(TextList *list) {
    for (size_t i = 0; i < list->count; i++)
        release(list->items[i]);
    release(list->items);
    *list = (TextList){0};
}

void block_start(const Block *block, void *values) {
    memset(values, 0, block->size);
    const Setting *setting;
    for (size_t i = 0; (setting = block_setting(block, i)); i++) {
        void *value = setting_value(setting, values);
        if (setting->type == SETTING_BLOCK) {
            block_start(setting->block, value);
        } else if (setting->fallback && setting->type != SETTING_COLLECTION) {
            Error error = {0};
            bool ok = setting_parse(setting, value, setting->fallback, setting->name, &error);
            if (!ok)
                fprintf(stderr, "%s\n", error.text);
            assert(ok && "a default must be a value its own row allows");
        } else if (setting->type == SETTING_TEXT) {
            *(char **)value = copy_text("");
        } else if (setting->type == SETTING_REAL) {
            *(double *)value = (double)NAN;
        } else if (setting->type == SETTING_INTEGER) {
            *(int64_t *)value = INT64_MIN;
        }
    }
}

void block_finish(const Block *block, void *values) {
    const Setting *setting;
    for (size_t i = 0; (setting = block_setting(block, i)); i++) {
        void *value = setting_value(setting, values);
        switch (setting->type) {
        case SETTING_TEXT:
            release(*(char **)value);
            *(char **)value = NULL;
            break;
        case SETTING_LIST:
            text_list_finish(value);
            break;
        case SETTING_BLOCK:
            block_finish(setting->block, value);
            break;
        case SETTING_VARIANT:
            variant_finish(value);
            break;
        case SETTING_COLLECTION: {
            Collection *collection = value;
            for (size_t j = 0; j < collection->count; j++) {
                release(collection->items[j].name);
                variant_finish(&collection->items[j].variant);
            }
            release(collection->items);
            *collection = (Collection){0};
            break;
        }
        case SETTING_BOOLEAN:
        case SETTING_INTEGER:
        case SETTING_REAL:
        case SETTING_CHOICE:
            break;
        }
    }
}

static void variant_start(Variant *variant, const Kind *kind) {
    *variant = (Variant){kind, allocate(1, kind->block.size)};
    block_start(&kind->block, variant->settings);
}

bool variant_choose(Variant *variant, const Kind *const *kinds, const char *name) {
    const Kind *kind = kind_find(kinds, name);
    if (kind) {
        variant_finish(variant);
        variant_start(variant, kind);
    }
    return kind != NULL;
}

Item *collection_add(Collection *collection, const char *name, const Kind *kind) {
    assert(collection_find(collection, name) == NULL);
    collection->items =
        allocate_one_more(collection->items, collection->count, sizeof *collection->items);
    Item *item = &collection->items[collection->count++];
    item->name = copy_text(name);
    variant_start(&item->variant, kind);
    return item;
}

Item *collection_find(const Collection *collection, const char *name) {
    for (size_t i = 0; i < collection->count; i++)
        if (strcmp(collection->items[i].name, name) == 0)
            return &collection->items[i];
    return NULL;
}

char *format_real(double number) {
    char text[40];
    for (int digits = 1; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, number);
        if (strtod(text, NULL) == number)
            break;
    }
    return format_text("%s%s", text, strpbrk(text, ".e") ? "" : ".0");
}

// The names of a choice or of the kinds of a variant; the array is the caller's to release.
static const char **allowed_names(const Setting *setting, size_t *n) {
    const char **names = NULL;
    *n = 0;
    if (setting->type == SETTING_CHOICE)
        for (const char *const *choice = setting->choices; *choice; choice++)
            names_add(&names, n, *choice);
    const Kind *kind;
    for (size_t i = 0; setting->type != SETTING_CHOICE && (kind = kind_at(setting->kinds, i)); i++)
        names_add(&names, n, kind->name);
    return names;
}

char *setting_allowed(const Setting *setting) {
    switch (setting->type) {
    case SETTING_BOOLEAN:
        return copy_text("true or false");
    case SETTING_INTEGER:
    case SETTING_REAL: {
        const char * or = setting->word ? ", or \"" : "",
                     *word = setting->word ? setting->word : "", *quote = setting->word ? "\"" : "";
        return format_text("%s%.10g to %.10g%s%s%s%s%s",
                           setting->type == SETTING_INTEGER ? "a whole number " : "",
                           setting->least, setting->most, setting->unit ? " " : "",
                           setting->unit ? setting->unit : "", or, word, quote);
    }
    case SETTING_CHOICE:
    case SETTING_VARIANT: {
        size_t n;
        OWNED const char **names = allowed_names(setting, &n);
        char *text = copy_text("one of");
        for (size_t i = 0; i < n; i++)
            text_append(&text, "%s %s", i ? "," : "", names[i]);
        return text;
    }
    case SETTING_TEXT:
        return copy_text("a text");
    case SETTING_LIST:
        return copy_text(setting->loose ? "a list of values" : "a list of texts");
    case SETTING_BLOCK:
        return copy_text("a group { ... }");
    case SETTING_COLLECTION:
        return copy_text("a group of named groups");
    }
    return NULL;
}

static bool refuse(const Setting *setting, const char *what, const char *where, Error *error) {
    OWNED char *allowed = setting_allowed(setting);
    return fail(error, "%s: %s; allowed: %s", where, what, allowed);
}

bool setting_refuse_name(const Setting *setting, const char *name, const char *where,
                         Error *error) {
    size_t n;
    OWNED const char **names = allowed_names(setting, &n);
    OWNED char *what =
        format_text("'%.200s' is not known%s", name, name_suggestion("", name, names, n).text);
    return refuse(setting, what, where, error);
}

bool setting_check_number(const Setting *setting, double number, const char *where, Error *error) {
    if (number >= setting->least && number <= setting->most)
        return true;
    char what[64];
    snprintf(what, sizeof what, "%.10g is out of range", number);
    return refuse(setting, what, where, error);
}

bool setting_check_length(const Setting *setting, size_t length, const char *where, Error *error) {
    if ((double)length < setting->least)
        return fail(error, "%s: must not be empty", where);
    if (setting->most > 0 && (double)length > setting->most)
        return fail(error, "%s: %zu is too many; at most %g", where, length, setting->most);
    return true;
}

static char *trimmed(const char *text, size_t length) {
    while (length > 0 && isspace((unsigned char)text[0])) {
        text++;
        length--;
    }
    while (length > 0 && isspace((unsigned char)text[length - 1]))
        length--;
    if (length >= 2 && text[0] == '"' && text[length - 1] == '"') {
        text++;
        length -= 2;
    }
    char *copy = allocate(length + 1, 1);
    memcpy(copy, text, length);
    return copy;
}

static bool parse_list(const Setting *setting, TextList *list, const char *text, const char *where,
                       Error *error) {
    TextList parsed = {0};
    size_t length = strlen(text);
    if (length >= 2 && strchr("([", text[0]) && strchr(")]", text[length - 1])) {
        text++;
        length -= 2;
    }
    parsed.items = allocate(length + 1, sizeof *parsed.items);
    for (size_t from = 0; from < length;) {
        size_t to = from;
        while (to < length && text[to] != ',')
            to++;
        char *item = trimmed(text + from, to - from);
        if (item[0])
            parsed.items[parsed.count++] = item;
        else
            release(item);
        from = to + 1;
    }
    if (!setting_check_length(setting, parsed.count, where, error)) {
        text_list_finish(&parsed);
        return false;
    }
    text_list_finish(list);
    *list = parsed;
    return true;
}

// "12", or "1e6" where every whole number of that size is a double.
static bool parse_whole(const char *text, int64_t *number) {
    char *end;
    errno = 0;
    *number = strtoll(text, &end, 10);
    if (end != text && *end == '\0' && errno == 0)
        return true;
    double real = strtod(text, &end);
    bool whole = end != text && *end == '\0' && fabs(real) <= 0x1p53 && real == floor(real);
    if (whole)
        *number = (int64_t)real;
    return whole;
}

static bool parse_trimmed(const Setting *setting, void *value, const char *text, const char *where,
                          Error *error) {
    char what[256], *end;
    snprintf(what, sizeof what, "\"%.200s\" is not %s", text,
             setting->type == SETTING_INTEGER ? "a whole number"
             : setting->type == SETTING_REAL  ? "a number"
                                              : "known");
    switch (setting->type) {
    case SETTING_BOOLEAN:
        if (strcmp(text, "true") != 0 && strcmp(text, "false") != 0)
            return refuse(setting, what, where, error);
        *(bool *)value = text[0] == 't';
        return true;
    case SETTING_INTEGER: {
        if (setting->word && strcmp(text, setting->word) == 0) {
            *(int64_t *)value = -1;
            return true;
        }
        int64_t number;
        if (!parse_whole(text, &number))
            return refuse(setting, what, where, error);
        if (!setting_check_number(setting, (double)number, where, error))
            return false;
        *(int64_t *)value = number;
        return true;
    }
    case SETTING_REAL: {
        if (setting->word && strcmp(text, setting->word) == 0) {
            *(double *)value = (double)NAN;
            return true;
        }
        double number = strtod(text, &end);
        if (end == text || *end || !isfinite(number))
            return refuse(setting, what, where, error);
        if (!setting_check_number(setting, number, where, error))
            return false;
        *(double *)value = number;
        return true;
    }
    case SETTING_TEXT:
        if (!setting_check_length(setting, strlen(text), where, error))
            return false;
        release(*(char **)value);
        *(char **)value = copy_text(text);
        return true;
    case SETTING_CHOICE:
        for (int i = 0; setting->choices[i]; i++)
            if (strcmp(text, setting->choices[i]) == 0) {
                *(int *)value = i;
                return true;
            }
        return setting_refuse_name(setting, text, where, error);
    case SETTING_VARIANT:
        return variant_choose(value, setting->kinds, text) ||
               setting_refuse_name(setting, text, where, error);
    case SETTING_LIST: // parsed untrimmed
    case SETTING_BLOCK:
    case SETTING_COLLECTION:
        return fail(error, "%s: is a group; name a setting inside it", where);
    }
    return false;
}

static bool is_missing(const Setting *setting, const void *value) {
    if (setting->fallback)
        return false;
    switch (setting->type) {
    case SETTING_INTEGER:
        return *(const int64_t *)value == INT64_MIN;
    case SETTING_REAL:
        return isnan(*(const double *)value) && !setting->word;
    case SETTING_TEXT:
        return (*(char *const *)value)[0] == '\0' && setting->least > 0;
    case SETTING_LIST:
        return ((const TextList *)value)->count == 0 && setting->least > 0;
    case SETTING_VARIANT:
        return ((const Variant *)value)->kind == NULL;
    case SETTING_COLLECTION:
        return ((const Collection *)value)->count == 0 && setting->least > 0;
    default:
        return false;
    }
}

bool block_check_given(const Block *block, const void *values, const char *path, Error *error) {
    bool ok = true;
    const Setting *setting;
    for (size_t i = 0; (setting = block_setting(block, i)); i++) {
        const void *value = setting_value_const(setting, values);
        bool missing = is_missing(setting, value);
        if (!missing && !setting_holds_others(setting))
            continue;
        OWNED char *below = format_text("%s%s%s", path, path[0] ? "." : "", setting->name);
        if (missing) {
            OWNED char *allowed = setting_allowed(setting);
            ok = fail(error, "%s: must be given: %s", below, allowed);
        } else if (setting->type == SETTING_BLOCK) {
            ok = block_check_given(setting->block, value, below, error) && ok;
        } else if (setting->type == SETTING_VARIANT) {
            const Variant *variant = value;
            ok = block_check_given(&variant->kind->block, variant->settings, below, error) && ok;
        } else if (setting->type == SETTING_COLLECTION) {
            const Collection *collection = value;
            for (size_t k = 0; k < collection->count; k++) {
                const Item *item = &collection->items[k];
                OWNED char *inside = format_text("%s.%s", below, item->name);
                ok = block_check_given(&item->variant.kind->block, item->variant.settings, inside,
                                       error) &&
                     ok;
            }
        }
    }
    return ok;
}

bool setting_parse(const Setting *setting, void *value, const char *text, const char *where,
                   Error *error) {
    if (!g_utf8_validate(text, -1, NULL))
        return fail(error, "%s: is not a UTF-8 text", where);
    if (setting->type == SETTING_LIST)
        return parse_list(setting, value, text, where, error);
    OWNED char *bare = trimmed(text, strlen(text));
    return parse_trimmed(setting, value, bare, where, error);
}

static char *quoted(const char *text) {
    char *result = allocate(2 * strlen(text) + 3, 1), *to = result;
    *to++ = '"';
    for (; *text; text++) {
        if (*text == '\n') {
            *to++ = '\\';
            *to++ = 'n';
            continue;
        }
        if (*text == '"' || *text == '\\')
            *to++ = '\\';
        *to++ = *text;
    }
    *to = '"';
    return result;
}

char *setting_format(const Setting *setting, const void *value) {
    switch (setting->type) {
    case SETTING_BOOLEAN:
        return copy_text(*(const bool *)value ? "true" : "false");
    case SETTING_INTEGER: {
        int64_t number = *(const int64_t *)value;
        if (setting->word && number == -1)
            return quoted(setting->word);
        return format_text("%lld%s", (long long)number, number > INT32_MAX ? "L" : "");
    }
    case SETTING_REAL:
        if (setting->word && isnan(*(const double *)value))
            return quoted(setting->word);
        return format_real(*(const double *)value);
    case SETTING_TEXT:
        return quoted(*(char *const *)value);
    case SETTING_CHOICE:
        return quoted(setting->choices[*(const int *)value]);
    case SETTING_LIST: {
        const TextList *list = value;
        char *text = copy_text("(");
        for (size_t i = 0; i < list->count; i++) {
            OWNED char *item = quoted(list->items[i]);
            text_append(&text, "%s%s", i ? ", " : "", item);
        }
        text_append(&text, ")");
        return text;
    }
    case SETTING_VARIANT: {
        const Variant *variant = value;
        return quoted(variant->kind ? variant->kind->name : "");
    }
    case SETTING_BLOCK:
    case SETTING_COLLECTION:
        break;
    }
    assert(false && "a group has no text of its own");
    return NULL;
}
