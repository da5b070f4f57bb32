// SPDX-License-Identifier: GPL-3.0-or-later
// SweepAxes: the settings that vary in a sweep, and the values that they take together.
#pragma once

#include "batch/sweep_settings.h"
#include "run/experiment.h"

typedef struct {
    const char *path; // borrowed from the settings
    char *place;      // in the file: "grid.NAME", "random.settings.NAME"; owned
    size_t count;
    char **value; // [count] owned
    bool drawn;
} SweepAxis;

typedef struct {
    size_t count;
    SweepAxis *axis;     // first those of the grid, then the drawn ones; owned
    size_t samples;      // of all drawn axes together; 1 if nothing is drawn
    size_t combinations; // of all values; SIZE_MAX if there are more
} SweepAxes;

// Messages begin with a path in the file. Call sweep_axes_free either way.
bool sweep_axes_read(SweepAxes *axes, const SweepSettings *settings, Error *error);
void sweep_axes_free(SweepAxes *axes);

// Tries every value on an experiment, and so changes it. Rounds the drawn values of settings that
// are whole numbers.
bool sweep_axes_try(SweepAxes *axes, Experiment *experiment, Error *error);

// The values of one combination: value[count], each owned by the caller.
void sweep_axes_values(const SweepAxes *axes, size_t combination, char **value);
