// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/kernels.h"

#include <stdbool.h>
#include <string.h>

// Each set, with skipping and without.
extern const Kernels kernels_baseline[2];

#ifdef __x86_64__
extern const Kernels kernels_avx2[2], kernels_avx512[2];

static bool has_avx512(void) {
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
           __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq");
}

static bool has_avx2(void) {
    return __builtin_cpu_supports("avx2");
}
#endif

static bool always(void) {
    return true;
}

static const struct {
    const Kernels *kernels;
    bool (*supported)(void);
} sets[] = {
#ifdef __x86_64__
    {kernels_avx512, has_avx512},
    {kernels_avx2, has_avx2},
#endif
    {kernels_baseline, always},
};

enum { SETS = sizeof sets / sizeof *sets };

const Kernels *kernels_choose(const char *name) {
    for (size_t i = 0; i < SETS; i++)
        for (size_t k = 0; k < 2 && sets[i].supported(); k++)
            if (name == NULL || strcmp(name, sets[i].kernels[k].name) == 0)
                return &sets[i].kernels[k];
    return NULL;
}

const char *kernels_name(size_t place) {
    for (size_t i = 0; i < SETS; i++)
        if (sets[i].supported() && place-- == 0)
            return sets[i].kernels->name;
    return place == 0 ? "reference" : NULL;
}
