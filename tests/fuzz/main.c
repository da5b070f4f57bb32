// SPDX-License-Identifier: GPL-3.0-or-later
// The libFuzzer program. FUZZ_TARGET names the kind of input.
//
// Guarded work (files/guarded.h) happens in this process, without a fork for each input, so that
// the fuzzer sees which lines it reaches. An input that ends the process may thus be one that the
// guard survives: with FUZZ_GUARD in the environment, work is guarded as it is for users.
#include "fuzz/target.h"

#include "files/guarded.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

// The linker calls the first in place of guarded_run (--wrap), and the second is guarded_run.
bool __wrap_guarded_run(const GuardedWork *work, void *context, const char *path,
                        const char *library, Error *error);
bool __real_guarded_run(const GuardedWork *work, void *context, const char *path,
                        const char *library, Error *error);

bool __wrap_guarded_run(const GuardedWork *work, void *context, const char *path,
                        const char *library, Error *error) {
    return getenv("FUZZ_GUARD") ? __real_guarded_run(work, context, path, library, error)
                                : work->read(context, error);
}

static const FuzzTarget *chosen(void) {
    const char *name = getenv("FUZZ_TARGET");
    for (size_t i = 0; name && fuzz_targets[i]; i++)
        if (strcmp(fuzz_targets[i]->name, name) == 0)
            return fuzz_targets[i];
    fprintf(stderr, "FUZZ_TARGET must be one of:");
    for (size_t i = 0; fuzz_targets[i]; i++)
        fprintf(stderr, " %s", fuzz_targets[i]->name);
    fprintf(stderr, "\n");
    _exit(2); // libFuzzer takes exit for a fault of an input
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const FuzzTarget *target;
    if (target == NULL)
        target = chosen();
    fuzz_take(target, data, size);
    return 0;
}
