// SPDX-License-Identifier: GPL-3.0-or-later
// What two echoed configs (config_echo) say differently.
#pragma once

// The settings that differ, but for those that one config leaves at their default and the other
// does not know, which was made before there were any: as "sheets.v1.density (98.0, 49.0),
// iterations (1000, 2000)", at most five of them by name; "seed" and "from", which each run has its
// own of, are passed over. NULL where there is no other difference. Owned by the caller.
char *config_difference(const char *a, const char *b);
