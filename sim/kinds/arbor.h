// SPDX-License-Identifier: GPL-3.0-or-later
// Arbor: a factor on the growth of weights, by the distance from the centre of a unit's axonal or
// dendritic arbor (docs/model.md; after Miller, Keller & Stryker 1989).
//
// arbor.c lists the kinds. Each has its own file arbor_KIND.c. The arbor is structure: learning
// does not change it.
#pragma once

#include "kernels/field.h"
#include "kernels/geometry.h"
#include "settings/setting.h"

typedef struct {
    Kind kind;
    // The factor at a distance in sheet units, in [0, 1]; NULL: there is no arbor, and no settings.
    double (*value)(const void *settings, double distance);
} ArborKind;

// The first member of the settings of every kind with a value.
typedef struct {
    double scatter; // sheet units
    bool snapped;
} ArborSettings;

extern const Block arbor_settings; // rows of ArborSettings: the base of every such kind's block
extern const Kind *const arbor_kinds[]; // NULL-terminated, first members of ArborKind

// The settings; NULL: there is no arbor.
const ArborSettings *arbor_settings_of(const Variant *arbor);

// The factor at a distance in sheet units; 1 where there is no arbor.
double arbor_value(const Variant *arbor, double distance);

// The centres of the arbors of one tile of targets, by lane: exact places, in source units from the
// middle of the first unit of the pattern's origin tile.
typedef struct {
    double row[LANES], column[LANES];
} ArborCentres;

// Writes the factors in the layout of the pattern's weights: factor[16 line + t], 0 off the fields.
void arbor_draw(const Variant *arbor, const Geometry *source, const FieldPattern *pattern,
                const ArborCentres *centres, float *factor);
