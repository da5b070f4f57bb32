// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/kernels.h"

#include <stdbool.h>
#include <string.h>

extern const Kernels kernels_baseline;

#ifdef __x86_64__
extern const Kernels kernels_avx2, kernels_avx512;

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
    {&kernels_avx512, has_avx512},
    {&kernels_avx2, has_avx2},
#endif
    {&kernels_baseline, always},
};

enum { SETS = sizeof sets / sizeof *sets };

// The best set, told to leave nothing out.
static const Kernels *reference(void) {
    static Kernels plain;
    plain = *kernels_choose(NULL);
    plain.name = "reference";
    plain.skips = false;
    return &plain;
}

const Kernels *kernels_choose(const char *name) {
    if (name && strcmp(name, "reference") == 0)
        return reference();
    for (size_t i = 0; i < SETS; i++)
        if (sets[i].supported() && (name == NULL || strcmp(name, sets[i].kernels->name) == 0))
            return sets[i].kernels;
    return NULL;
}

const char *const *kernels_available(void) {
    static const char *names[SETS + 2];
    size_t n = 0;
    for (size_t i = 0; i < SETS; i++)
        if (sets[i].supported())
            names[n++] = sets[i].kernels->name;
    names[n++] = "reference";
    names[n] = NULL;
    return names;
}
