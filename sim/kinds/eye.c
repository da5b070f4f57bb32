// SPDX-License-Identifier: GPL-3.0-or-later
#include "kinds/eye.h"

#include "base/memory.h"

static const Kind eye_kind = {
    "", "one of two eyes",
    BLOCK(EyeSettings, NULL,
          {SETTING(EyeSettings, contrast), "1.0", 0, 1000,
           .help = "factor on what this eye sees: below 1 a deprived eye, 0 a blind one",
           .live = true},
          {SETTING(EyeSettings, noise), "0.0", 0, 1000,
           .help = "at each unit of the eye's input sheets a uniform draw from 0 to this is added, "
                   "anew in each presentation",
           .live = true})};

const Kind *const eye_kinds[] = {&eye_kind, NULL};

Eye eye_of(const Item *item, int index, uint64_t seed) {
    OWNED char *stream = format_text("eye/%s/noise", item->name);
    return (Eye){item->name, index, item->variant.settings, random_stream(seed, stream)};
}

char *eye_copy_name(const char *item, const char *eye) {
    return format_text("%s_%s", item, eye);
}
