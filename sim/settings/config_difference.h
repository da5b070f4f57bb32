// SPDX-License-Identifier: GPL-3.0-or-later
// What two echoed configs (config_echo) say differently.
#pragma once

// The settings that differ, but for those that are passed over (NULL-terminated), and for those
// that one config leaves at their default and the other does not know, which was made before there
// were any: as "sheets.v1.density (98.0, 49.0), iterations (1000, 2000)", at most five of them by
// name. The order of sheets, of projections, and of whatever else has names counts, too. NULL where
// there is no difference. Owned by the caller.
char *config_difference(const char *a, const char *b, const char *const *passed_over);

extern const char *const settings_of_each_run[]; // seed and from, to be passed over
