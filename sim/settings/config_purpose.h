// SPDX-License-Identifier: GPL-3.0-or-later
// ConfigPurpose: what a config file describes. The settings at its top level decide, so that the
// message about a file given to the wrong verb can name the right one.
#pragma once

#include "base/error.h"

typedef enum {
    PURPOSE_UNKNOWN, // the file cannot be read, or has settings of no purpose or of several
    PURPOSE_NETWORK,
    PURPOSE_CIRCUIT,
    PURPOSE_SWEEP,
    PURPOSE_REPLICATION,
    PURPOSE_FIT,
    PURPOSE_PANELS,
} ConfigPurpose;

ConfigPurpose config_purpose(const char *path);

// Refuses a file that clearly has another purpose.
bool config_purpose_check(const char *path, ConfigPurpose purpose, Error *error);
