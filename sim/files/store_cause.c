// SPDX-License-Identifier: GPL-3.0-or-later
#include "files/store_cause.h"

#include <hdf5.h>
#include <stdio.h>
#include <string.h>

// HDF5 describes a failed call of the system as "..., error message = 'No space left on device'".
static herr_t take(unsigned depth, const H5E_error2_t *entry, void *context) {
    (void)depth;
    static const char mark[] = "error message = '";
    const char *found = entry->desc ? strstr(entry->desc, mark) : NULL;
    if (found == NULL)
        return 0;
    found += sizeof mark - 1;
    snprintf(context, STORE_CAUSE_SIZE, "%.*s", (int)strcspn(found, "'"), found);
    return 1;
}

void store_cause(char text[STORE_CAUSE_SIZE]) {
    snprintf(text, STORE_CAUSE_SIZE, "is the disk full?");
    H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, take, text);
}

static herr_t take_first(unsigned depth, const H5E_error2_t *entry, void *context) {
    if (depth == 0)
        snprintf(context, STORE_REASON_SIZE, "%s", entry->desc ? entry->desc : "no reason given");
    return 0;
}

void store_reason(char text[STORE_REASON_SIZE]) {
    snprintf(text, STORE_REASON_SIZE, "no reason given");
    H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, take_first, text);
}
