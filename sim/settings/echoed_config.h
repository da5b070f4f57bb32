// SPDX-License-Identifier: GPL-3.0-or-later
// EchoedConfig: the settings of a run, read back from the text of its config.cfg (config_echo).
#pragma once

#include <stdbool.h>
#include <stddef.h>

typedef struct {
    char *path;     // "sheets.v1.density"; owned, as the other texts
    char *value;    // as the file has it: texts with their quotes
    char *fallback; // the default; NULL: the value is the default, or there is none
    bool is_default;
} EchoedSetting;

typedef struct {
    size_t count;
    EchoedSetting *setting; // [count] in the order of the text; owned
} EchoedConfig;

EchoedConfig echoed_config_parse(const char *text);
void echoed_config_free(EchoedConfig *config);

const EchoedSetting *echoed_config_find(const EchoedConfig *config, const char *path); // NULL: none
