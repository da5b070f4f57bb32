// SPDX-License-Identifier: GPL-3.0-or-later
// Recording: arrays from elsewhere, such as imaging or electrodes, and the user's description of
// them. Measures take a recording as they take a network (measure.h).
//
// The last two axes of an array of maps are rows and columns: rows go down the page, columns to the
// right, `spacing` apart. The functions below turn such arrays into maps, and leave out `margin`
// samples at each edge; a map with a margin is open. Values that are not finite are missing
// samples.
#pragma once

#include "arrays/data_array.h"
#include "maps/band_pass.h"
#include "maps/map.h"
#include "measure/angle_unit.h"

#include <stdint.h>

enum { RECORDING_MOST = 16 };

typedef struct {
    size_t count;                     // arrays
    const char *name[RECORDING_MOST]; // for messages: "FILE:NAME"; borrowed
    size_t given;                     // names: there are fewer arrays where two became one
    DataArray array[RECORDING_MOST];  // owned
    double spacing;                   // length of one sample step; NAN: not known
    double millimetres;               // the same in mm of cortex; NAN: not known
    bool maps;                        // the arrays are maps
    bool periodic;                    // maps are tori
    size_t margin;                    // samples; 0 where periodic
    AngleUnit angles;                 // of arrays of angles
    DataArray region;                 // what is 0 or missing lies outside; owned; empty: none
    DataArray selectivity;            // |z| where the first array holds angles; owned; empty: 1
    bool contrasts;                   // tuning curves: were their contrasts named?
    uint64_t seed;                    // of random draws
    size_t resamples;                 // how many there are
    bool layout_intervals;            // of a large map, too
    bool unselective;                 // |z| is no selectivity
    bool filtered;                    // orientation maps are band-passed, by
    BandPass band;                    // these cut-offs; 0: found (band_choice.h)
    bool redrawn;                     // only numbers that trials decide are wanted
} Recording;

// Reads one more array (data_array_read). Complex numbers become planes of real and imaginary
// parts, on a first axis of length 2. Of three axes, a first one of length 1 is dropped, which
// maps.h5 has on every map with one plane; of maps, planes that come last, as MATLAB's H x W x 2
// has them, are put first.
bool recording_read(Recording *recording, const char *name, Error *error);
// Reads the region, or the selectivities.
bool recording_read_region(Recording *recording, const char *name, Error *error);
bool recording_read_selectivity(Recording *recording, const char *name, Error *error);
// Makes samples outside the region missing in each array; refuses arrays of other samples, and a
// region with nothing inside.
bool recording_apply_region(Recording *recording, Error *error);
void recording_free(Recording *recording);

// Refuses array k: the message has the wanted shape, as "an index is (H, W)", and the array's own.
bool recording_refuse_shape(const Recording *recording, size_t k, const char *wanted, Error *error);
// Refuses an array that holds values that are not finite.
bool recording_check_finite(const Recording *recording, size_t k, Error *error);
// Refuses two arrays whose last two axes differ.
bool recording_check_alike(const Recording *recording, size_t j, size_t k, Error *error);

// Rows and columns of the first array without the margin.
size_t recording_height(const Recording *recording);
size_t recording_width(const Recording *recording);

// A map of array k, to be freed; NULL, with a message, where the array has another shape than
// - (H, W), or, with 2 planes, (2, H, W); `what` is for messages, as "centres are (2, H, W), x and
//   y";
// - (2, H, W), planes of z = s exp(2 i theta), or (H, W), angles theta, for which |z| is the
//   selectivity, or 1. Angles whose range disagrees with the unit (angle_unit.h) are refused.
Map *recording_map(const Recording *recording, size_t k, size_t planes, const char *what,
                   Error *error);
ComplexMap *recording_orientation(const Recording *recording, size_t k, Error *error);
bool recording_has_angles(const Recording *recording, size_t k); // the shape is (H, W)

// Why array k may be misread: its angles span little of their unit, or many samples of its planes
// are exactly 0, as if they lay outside. NULL: there is no doubt. To be released.
char *recording_doubt(const Recording *recording, size_t k);
