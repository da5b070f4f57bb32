// SPDX-License-Identifier: GPL-3.0-or-later
// Gratings: what the measures that show a sheet full-field gratings have in common: their settings,
// and the maps that come of the responses.
#pragma once

#include "measure/analysed_part.h"
#include "measure/measure.h"
#include "measure/probe.h"

typedef struct {
    char *sheet;
    int protocol; // a Response
    int64_t orientations, phases;
    double frequency, contrast, region;
} GratingSettings;

extern const char *const grating_protocols[]; // choices of `protocol`
extern const Block grating_settings; // rows of GratingSettings, the base of each measure's block

bool gratings_check(const GratingSettings *settings, const NetworkSettings *network,
                    const char *place, Error *error);

// The `check` of measures of ocular dominance, which takes two eyes that are called left and right.
bool gratings_check_eyes(const void *settings_of_kind, const NetworkSettings *network,
                         const char *place, Error *error);

// What is shown to one eye, or, with NO_EYE, to all.
GratingProtocol gratings_shown(const GratingSettings *settings, int eye);

// Responses to gratings that one eye sees, or, with NO_EYE, all: [orientations][units], owned by
// the caller.
double *gratings_responses(const GratingSettings *settings, Probe *probe, Sheet *sheet, int eye);

// z of every unit (selectivity.h) from its responses, z[2][units]; NaN where a unit has no
// preference or lies outside the sheet's mask. Returns how many of those there are.
size_t gratings_orientation(const GratingSettings *settings, const Sheet *sheet,
                            const double *responses, double *z);

// How it was measured, in words; owned by the caller.
char *gratings_protocol(const GratingSettings *settings);

// The largest responses to gratings that each eye sees alone, and the index that they give
// (ocular_dominance.h), of every unit.
void gratings_ocular_dominance(const GratingSettings *settings, Probe *probe, Sheet *sheet,
                               double *left, double *right, double *index);
