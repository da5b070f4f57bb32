// SPDX-License-Identifier: GPL-3.0-or-later
// A stimulus opened for a test, from a kind's name and "name=value" assignments.
#pragma once

#include "kinds/stimulus.h"

#include <stddef.h>

enum { SHOWN_SIDE = 41 }; // units of shown_sheet()

// A stimulus with its own settings.
typedef struct {
    Collection collection;
    Stimulus stimulus;
} Shown;

// The assignments, as the functions below take them.
#define SETTINGS(...) ((const char *const[]){__VA_ARGS__, NULL})

// Opens a stimulus; the test fails when that fails. Frees it.
Shown shown_of(const char *kind, const char *const *assignments);
void shown_finish(Shown *shown);

// Expects that a stimulus cannot be opened, with a message that holds `cause`.
void shown_refused(const char *kind, const char *const *assignments, const char *cause);

// A presentation, and one pattern at a place of the test's choice, drawn by the kind itself.
void shown_present(const Shown *shown, int64_t presentation, const Geometry *geometry,
                   float *activity);
void shown_draw_at(const Shown *shown, double x, double y, double degrees, int64_t presentation,
                   const Geometry *geometry, double *value);

// A sheet of SHOWN_SIDE x SHOWN_SIDE units and half width 1.193, and the place of unit k of any
// sheet.
Geometry shown_sheet(bool periodic);
double shown_x(const Geometry *geometry, size_t k);
double shown_y(const Geometry *geometry, size_t k);
