// SPDX-License-Identifier: GPL-3.0-or-later
// The libFuzzer program. FUZZ_TARGET names the kind of input.
#include "fuzz/target.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const FuzzTarget *chosen(void) {
    const char *name = getenv("FUZZ_TARGET");
    for (size_t i = 0; name && fuzz_targets[i]; i++)
        if (strcmp(fuzz_targets[i]->name, name) == 0)
            return fuzz_targets[i];
    fprintf(stderr, "FUZZ_TARGET must be one of:");
    for (size_t i = 0; fuzz_targets[i]; i++)
        fprintf(stderr, " %s", fuzz_targets[i]->name);
    fprintf(stderr, "\n");
    exit(2);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const FuzzTarget *target;
    if (target == NULL)
        target = chosen();
    fuzz_take(target, data, size);
    return 0;
}
