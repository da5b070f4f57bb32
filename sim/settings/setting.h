// SPDX-License-Identifier: GPL-3.0-or-later
// Settings described by tables.
//
// A Block describes a struct of plain values, one Setting a row: name, type, place in the struct,
// default, range, unit and one line of help. The same rows drive parsing, checking, the echoed
// config, overrides, `describe` and the generated reference. A setting that is in no table does not
// exist.
//
// Invariant: after block_start() every value of a struct holds its default. A value without a
// default is then recognisably missing: NaN, the least integer, no kind, or empty. block_finish()
// may be called for such a struct and for a zeroed one.
#pragma once

#include "base/error.h"
#include "base/suggestion.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct Block Block;
typedef struct Kind Kind;

typedef enum {
    SETTING_BOOLEAN,    // bool
    SETTING_INTEGER,    // int64_t; -1 stands for `word`
    SETTING_REAL,       // double; NaN stands for `word`
    SETTING_TEXT,       // char *, owned
    SETTING_CHOICE,     // int: index into `choices`
    SETTING_LIST,       // TextList
    SETTING_BLOCK,      // a struct of `block` inside this one
    SETTING_VARIANT,    // Variant: one of `kinds`, written as a group with `kind` or as the kind's
                        // name alone
    SETTING_COLLECTION, // Collection: any number of named groups, each of one of `kinds`
} SettingType;

typedef struct {
    size_t count;
    char **items; // owned
} TextList;

// A struct whose shape depends on its kind.
typedef struct {
    const Kind *kind;
    void *settings; // of kind->block.size bytes, owned
} Variant;

typedef struct {
    char *name; // owned
    Variant variant;
} Item;

typedef struct {
    size_t count;
    Item *items; // in the order of the config, owned
} Collection;

typedef struct {
    const char *name; // NULL ends a table
    SettingType type;
    size_t offset;        // in the struct
    const char *fallback; // the default as it would be typed; NULL: must be given
    double least,
        most; // range of a number, both ends allowed; for a text, list or collection, its length
    const char *unit;           // NULL: a pure number
    const char *help;           // one line
    const char *word;           // a word that an INTEGER or REAL may be instead, or NULL
    const char *const *choices; // CHOICE: NULL-terminated
    const Block *block;         // BLOCK
    const Kind *const *kinds;   // VARIANT, COLLECTION: a table, NULL-terminated; a lone kind named
                                // "" needs no `kind`
    bool live;                  // may be changed by an event while a run goes on
    bool input; // TEXT, LIST: names files or folders that are read (setting_inputs.h)
    bool loose; // LIST: numbers, true and false are taken as well, as their texts
    // LIST, in the outermost block: takes the list as soon as it was read from a file, "" for a
    // command, before the other settings of the file; NULL: there is nothing to do.
    bool (*early)(TextList *list, const char *file, const char *where, Error *error);
    char letter;       // of an option on the command line: its short form, or 0
    const char *value; // of an option: the name of its value in help, as "DIR"; NULL: it has none
} Setting;

struct Block {
    size_t size;             // of the struct
    const Block *base;       // rows that apply to the beginning of the struct, or NULL
    const Setting *settings; // ended by a row without name
    const char *const *idle; // names of rows of the base that have no effect here, ended by NULL;
                             // NULL: all have one
};

// How tables are written: BLOCK is the block of a struct, with its base or NULL, and its rows, each
// `{SETTING(Struct, member), fallback, least, most, ...}`. A row takes name and type from the
// member. A struct that is none of the types above becomes a SETTING_BLOCK. BLOCK_OF_NONE is a
// block without rows of its own, NO_SETTINGS the block of a kind without settings. BLOCK_IDLE also
// names the rows of the base that have no effect: `BLOCK_IDLE(Struct, base, IDLE("count"), ...)`.
// clang-format off
#define BLOCK(Struct, base, ...) {sizeof(Struct), base, (const Setting[]){__VA_ARGS__, {0}}, NULL}
#define BLOCK_IDLE(Struct, base, idle, ...) {sizeof(Struct), base, (const Setting[]){__VA_ARGS__, {0}}, idle}
#define IDLE(...) ((const char *const[]){__VA_ARGS__, NULL})
#define BLOCK_OF_NONE(Struct, base) {sizeof(Struct), base, (const Setting[]){{0}}, NULL}
#define NO_SETTINGS BLOCK_OF_NONE(char, NULL)
#define SETTING(Struct, member) SETTING_NAMED(#member, Struct, member)
#define SETTING_NAMED(name, Struct, member)                                                        \
    name, SETTING_TYPE_OF(((Struct *)NULL)->member), offsetof(Struct, member)
#define SETTING_TYPE_OF(value)                                                                     \
    _Generic((value), bool: SETTING_BOOLEAN, int64_t: SETTING_INTEGER, double: SETTING_REAL,       \
             char *: SETTING_TEXT, int: SETTING_CHOICE, TextList: SETTING_LIST,                    \
             Variant: SETTING_VARIANT, Collection: SETTING_COLLECTION, default: SETTING_BLOCK)
// clang-format on

// An alternative that a config chooses by name. Method tables begin with one.
struct Kind {
    const char *name;
    const char *help; // one line
    Block block;
};

// Gives a struct its defaults; releases what a struct or a list owns.
void block_start(const Block *block, void *values);
void block_finish(const Block *block, void *values);
void text_list_finish(TextList *list);

// Adds a copy of a text to a list that only grows so.
void text_list_add(TextList *list, const char *text);

// Makes `to` a copy of a struct that was started, with copies of all that its settings own; it must
// be empty before. What the table does not name is copied as it is.
void block_copy(const Block *block, void *to, const void *from);

// Row `index` of a block, the rows of its base first; NULL after the last.
const Setting *block_setting(const Block *block, size_t index);
const Setting *block_find(const Block *block, const char *name);

// The place of a row's value in a struct.
void *setting_value(const Setting *setting, void *values);
const void *setting_value_const(const Setting *setting, const void *values);

// Is it a group, whose value holds settings?
bool setting_holds_others(const Setting *setting);

// A table lists the program's own kinds and never changes. Plug-ins add kinds to tables
// (run/plugin.h). Each thread finds the added kinds that it uses, and no others: configs that are
// read side by side do not see each other's.
typedef struct {
    const Kind *const *table; // to which it is added; NULL ends a list
    const Kind *kind;
} AddedKind;

// Added kinds, those of several plug-ins as a chain, which never changes and is never freed.
typedef struct AddedKinds {
    const AddedKind *kinds;
    const struct AddedKinds *before; // NULL: none
} AddedKinds;

// Lets this thread use added kinds, NULL for none, and returns those that it used before.
const AddedKinds *kinds_use(const AddedKinds *added);
const AddedKinds *kinds_used(void);

// Kind `index` of a table, the added ones last; NULL after the last.
const Kind *kind_at(const Kind *const *table, size_t index);

// The kind of that name; NULL: there is none.
const Kind *kind_find(const Kind *const *table, const char *name);

// Chooses a variant's kind and starts its struct; false when there is no such kind (value
// unchanged).
bool variant_choose(Variant *variant, const Kind *const *kinds, const char *name);

// Adds a named item with the given kind, started; `name` must be new.
Item *collection_add(Collection *collection, const char *name, const Kind *kind);
Item *collection_find(const Collection *collection, const char *name);

// Adds "PLACE: there is no sheet 'v9'" and what there is instead, where the collection's items are
// each `what`, as "sheet", and none has that name. Returns false.
bool collection_refuse(const Collection *collection, const char *what, const char *name,
                       const char *place, Error *error);

// The item, or the row of a block, that is nearest to an unknown name (error.h).
Suggestion collection_suggestion(const Collection *collection, const char *prefix,
                                 const char *name);
Suggestion block_suggestion(const Block *block, const char *prefix, const char *name);

// Refuses values that must be given and are still missing, as after a choice of a kind by its name
// alone. `path` is the path of the struct, "" for the outermost.
bool block_check_given(const Block *block, const void *values, const char *path, Error *error);

// Sets one value from text as typed on a command line ("0.25", "true", "a, b", "periodic").
// `where` begins the message: "l.cfg:3: sheets.v1.density".
bool setting_parse(const Setting *setting, void *value, const char *text, const char *where,
                   Error *error);

// Checks a value against its range; messages name what is allowed.
bool setting_check_number(const Setting *setting, double number, const char *where, Error *error);
bool setting_check_length(const Setting *setting, size_t length, const char *where, Error *error);

// A value as it would be typed in a config file (strings quoted); owned by the caller.
char *setting_format(const Setting *setting, const void *value);
// The shortest text that reads back as the same double, with a point or an exponent in it.
char *format_real(double number);

// "0.1 to 10 cycles per sheet unit", "one of open, periodic", "text": what a row allows; owned by
// the caller.
char *setting_allowed(const Setting *setting);

// Refuses a name that a choice or a variant does not have, with the nearest that it has.
bool setting_refuse_name(const Setting *setting, const char *name, const char *where, Error *error);

// Calls `visit` for every row that a path with * wildcards names below `values`
// ("sheets.lgn_*.density"). Returns their number; for none, adds a message with the nearest known
// name.
typedef bool SettingVisit(const Setting *setting, void *value, const char *path, void *context,
                          Error *error);
size_t settings_visit(const Block *block, void *values, const char *path, SettingVisit *visit,
                      void *context, const char *where, Error *error);

// Applies one "path=value"; `live` allows only settings that may change while a run goes on.
bool settings_assign(const Block *block, void *values, const char *assignment, bool live,
                     const char *where, Error *error);
