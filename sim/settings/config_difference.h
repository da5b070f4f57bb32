// SPDX-License-Identifier: GPL-3.0-or-later
// The difference between two echoed configs (config_echo).
#pragma once

// The first five settings that differ, as "sheets.v1.density (98.0, 49.0), iterations (1000,
// 2000)"; NULL where there is no difference; owned by the caller. Settings in `passed_over`
// (NULL-terminated) do not count. A setting that only one config has counts unless it is at its
// default there: the other config may be older than the setting. The order of sheets, projections
// and other named groups counts, too.
char *config_difference(const char *a, const char *b, const char *const *passed_over);

extern const char *const settings_of_each_run[]; // seed and from
