// SPDX-License-Identifier: GPL-3.0-or-later
// Settings that older versions had at another path: the configs in the folders of their runs, and
// those that people wrote, are still read.
#pragma once

// The present path of a setting whose path it was; NULL: no setting was there.
const char *moved_setting(const char *path);
