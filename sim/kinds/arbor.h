// SPDX-License-Identifier: GPL-3.0-or-later
// Arbor: how much of Hebb's rule acts at a distance from the place that a unit's axons or dendrites
// stand about (docs/model.md; after Miller, Keller & Stryker 1989).
//
// The kinds are listed in arbor.c; each stands in its own file arbor_KIND.c. Weights may lie
// anywhere on a field; the arbor is a factor on what they grow by. It is structure: it does not
// change by learning.
#pragma once

#include "kernels/field.h"
#include "kernels/geometry.h"
#include "settings/setting.h"

typedef struct {
    Kind kind;
    // The factor at a distance in sheet units, in [0, 1]; NULL: there is no arbor, and no settings.
    double (*value)(const void *settings, double distance);
} ArborKind;

// The settings that every kind with a value shares: the beginning of each kind's own struct.
typedef struct {
    double scatter; // sheet units
    bool snapped;
} ArborSettings;

extern const Block arbor_settings; // rows of ArborSettings: the base of every such kind's block
extern const Kind *const arbor_kinds[]; // NULL-terminated, first members of ArborKind

// Its settings; NULL: there is no arbor.
const ArborSettings *arbor_settings_of(const Variant *arbor);

// The factor at a distance in sheet units; 1 where there is no arbor.
double arbor_value(const Variant *arbor, double distance);

// Where the arbors of one tile of targets stand, by lane: exact places in source units from the
// middle of the first unit of the pattern's origin tile.
typedef struct {
    double row[LANES], column[LANES];
} ArborCentres;

// Writes the factors, laid out as the pattern's weights are: factor[16 line + t], 0 off the fields.
void arbor_draw(const Variant *arbor, const Geometry *source, const FieldPattern *pattern,
                const ArborCentres *centres, float *factor);
