// SPDX-License-Identifier: GPL-3.0-or-later
#include "batch/setting_range.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>

static const char *const scales[] = {"linear", "logarithmic", NULL}; // in the order of RangeScale

const Block setting_range = BLOCK(
    SettingRange, NULL,
    {SETTING(SettingRange, path), NULL, 1, 1000, .help = "of the setting, with * for any name"},
    {SETTING(SettingRange, low), NULL, -1e300, 1e300, .help = "minimum"},
    {SETTING(SettingRange, high), NULL, -1e300, 1e300, .help = "maximum"},
    {SETTING(SettingRange, scale), "linear", .choices = scales,
     .help = "on which the distribution is uniform"});

bool setting_range_check(const SettingRange *range, const char *place, Error *error) {
    if (range->low > range->high)
        return fail(error, "%s.low: is above high", place);
    return range->scale != SCALE_LOGARITHMIC || range->low > 0 ||
           fail(error, "%s.low: must be above 0 on a logarithmic scale", place);
}

double setting_range_value(const SettingRange *range, double share) {
    if (range->scale == SCALE_LOGARITHMIC)
        return range->low * pow(range->high / range->low, share);
    return range->low + share * (range->high - range->low);
}

double setting_range_share(const SettingRange *range, double value) {
    if (range->scale == SCALE_LOGARITHMIC)
        return log(value / range->low) / log(range->high / range->low);
    return (value - range->low) / (range->high - range->low);
}

char *setting_range_text(const SettingRange *range, double share) {
    OWNED char *text = format_text("%.6g", setting_range_value(range, share));
    return format_real(strtod(text, NULL));
}

static bool note_type(const Setting *setting, void *value, const char *path, void *context,
                      Error *error) {
    (void)value, (void)path, (void)error;
    *(bool *)context = *(bool *)context || setting->type == SETTING_INTEGER;
    return true;
}

bool setting_range_find(const char *path, Experiment *experiment, const char *where, bool *whole,
                        Error *error) {
    *whole = false;
    return settings_visit(&experiment_settings, experiment, path, note_type, whole, where, error) >
           0;
}

char *setting_range_rounded(const char *text) {
    return format_text("%.0f", rint(strtod(text, NULL)));
}
