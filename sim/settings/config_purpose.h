// SPDX-License-Identifier: GPL-3.0-or-later
// ConfigPurpose: what a config file describes, told from the names at its top, so that a file given
// to the wrong verb is answered with the right one.
#pragma once

#include "base/error.h"

typedef enum {
    PURPOSE_UNKNOWN, // of a file that cannot be read, or says too little, or too much
    PURPOSE_NETWORK,
    PURPOSE_CIRCUIT,
    PURPOSE_SWEEP,
    PURPOSE_REPLICATION,
} ConfigPurpose;

ConfigPurpose config_purpose(const char *path);

// Refuses a file that clearly has another purpose.
bool config_purpose_check(const char *path, ConfigPurpose purpose, Error *error);
