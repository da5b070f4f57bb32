// SPDX-License-Identifier: GPL-3.0-or-later
// Kinds in their tables, and those of plug-ins.
#include "settings/setting.h"

#include <string.h>

static _Thread_local const AddedKinds *used;

const AddedKinds *kinds_use(const AddedKinds *added) {
    const AddedKinds *before = used;
    used = added;
    return before;
}

const AddedKinds *kinds_used(void) {
    return used;
}

const Kind *kind_at(const Kind *const *table, size_t index) {
    size_t own = 0;
    while (table[own])
        own++;
    if (index < own)
        return table[index];
    index -= own;
    for (const AddedKinds *added = used; added; added = added->before)
        for (const AddedKind *one = added->kinds; one->table; one++)
            if (one->table == table && index-- == 0)
                return one->kind;
    return NULL;
}

const Kind *kind_find(const Kind *const *table, const char *name) {
    const Kind *kind;
    for (size_t i = 0; (kind = kind_at(table, i)); i++)
        if (strcmp(kind->name, name) == 0)
            return kind;
    return NULL;
}
