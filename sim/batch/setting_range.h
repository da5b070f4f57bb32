// SPDX-License-Identifier: GPL-3.0-or-later
// SettingRange: a number of a config that takes values within a range, as where they are drawn.
//
// A share of the range, from 0 to 1, stands for a value: 0 for the lowest, 1 for the highest.
#pragma once

#include "run/experiment.h"

typedef enum { SCALE_LINEAR, SCALE_LOGARITHMIC } RangeScale;

typedef struct {
    char *path; // of the setting
    double low, high;
    int scale; // RangeScale
} SettingRange;

extern const Block setting_range; // rows of SettingRange: the base of other blocks

// Refuses ends in the wrong order, and a logarithmic scale that reaches zero.
bool setting_range_check(const SettingRange *range, const char *place, Error *error);

double setting_range_value(const SettingRange *range, double share);
double setting_range_share(const SettingRange *range, double value);

// The value with six digits, which are easier to read and to type than the full number; owned by
// the caller.
char *setting_range_text(const SettingRange *range, double share);

// Refuses a path of no setting; `where` begins the message. Says whether the setting is a whole
// number.
bool setting_range_find(const char *path, Experiment *experiment, const char *where, bool *whole,
                        Error *error);

// The text of a value rounded to a whole number; owned by the caller.
char *setting_range_rounded(const char *text);
