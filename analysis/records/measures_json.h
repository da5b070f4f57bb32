// SPDX-License-Identifier: GPL-3.0-or-later
// The numbers of a run as its files hold them: measures.json of a network's measures, findings.json
// of a circuit's studies.
#pragma once

#include "base/error.h"

#include <jansson.h>

// Reads measures.json of a folder, {} where there is none; owned by the caller, NULL on error.
// Every number is there and is a number or null: {MEASURE: {"series": {ITERATION: {"numbers":
// {NAME:
// {"value"}}}}}}.
json_t *measures_json_read(const char *folder, Error *error);
// The same of findings.json: {STUDY: {"numbers": {NAME: value}}}.
json_t *findings_json_read(const char *folder, Error *error);
