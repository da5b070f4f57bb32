// SPDX-License-Identifier: GPL-3.0-or-later
#include "pictures/form.h"

#include "base/memory.h"

#include <math.h>
#include <string.h>

static SharedLimits *limits_of(PictureScales *scales, const char *name) {
    for (size_t i = 0; i < scales->count; i++)
        if (strcmp(scales->limits[i].name, name) == 0)
            return &scales->limits[i];
    scales->limits = allocate_one_more(scales->limits, scales->count, sizeof *scales->limits);
    SharedLimits *limits = &scales->limits[scales->count++];
    *limits = (SharedLimits){copy_text(name), HUGE_VAL, -HUGE_VAL};
    return limits;
}

bool form_draws(const PictureForm *form, const char *name, double *low, double *high) {
    if (form == NULL)
        return true;
    if (form->only && strcmp(form->only, name) != 0)
        return false;
    if (form->scales && low) {
        SharedLimits *limits = limits_of(form->scales, name);
        limits->low = fmin(limits->low, *low);
        limits->high = fmax(limits->high, *high);
        *low = limits->low;
        *high = limits->high;
    }
    if (low && (form->low != 0.0 || form->high != 0.0)) {
        *low = form->low;
        *high = form->high;
    }
    return !(form->scales && form->scales->gathering);
}

void picture_memory_free(PictureMemory *memory) {
    for (size_t i = 0; i < memory->count; i++) {
        release(memory->picture[i].name);
        release(memory->picture[i].bytes);
    }
    release(memory->picture);
    *memory = (PictureMemory){0};
}

void picture_scales_free(PictureScales *scales) {
    for (size_t i = 0; i < scales->count; i++)
        release(scales->limits[i].name);
    release(scales->limits);
    *scales = (PictureScales){0};
}
