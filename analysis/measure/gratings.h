// SPDX-License-Identifier: GPL-3.0-or-later
// Gratings: the settings that all measures with full-field gratings share, and the maps that follow
// from the responses.
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

// The `check` of measures of ocular dominance, which need two eyes called left and right.
bool gratings_check_eyes(const void *settings_of_kind, const NetworkSettings *network,
                         const char *place, Error *error);

// The gratings for one eye, or, with NO_EYE, for all eyes.
GratingProtocol gratings_shown(const GratingSettings *settings, int eye);

// Responses to gratings that one eye sees, or, with NO_EYE, all eyes: [orientations][units], owned
// by the caller.
double *gratings_responses(const GratingSettings *settings, Probe *probe, Sheet *sheet, int eye);

// z of every unit (selectivity.h) from its responses, z[2][units]. Units that have no preference or
// lie outside the sheet's mask have NaN; returns their number.
size_t gratings_orientation(const GratingSettings *settings, const Sheet *sheet,
                            const double *responses, double *z);

// The protocol in words; owned by the caller.
char *gratings_protocol(const GratingSettings *settings);

// The frame of a picture from responses to gratings. Its title ends in the response that was taken,
// its caption in the protocol and the number of units. With a map's name in `results` it is the
// frame of that map; NULL: of another picture.
MeasureFrame gratings_frame(const GratingSettings *settings, const MeasurePage *page,
                            const Results *results, const char *map, const char *picture,
                            const char *title, size_t units);

// For every unit: the maximum response to gratings that each eye sees alone, and the resulting
// index (ocular_dominance.h).
void gratings_ocular_dominance(const GratingSettings *settings, Probe *probe, Sheet *sheet,
                               double *left, double *right, double *index);
