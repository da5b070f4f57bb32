// SPDX-License-Identifier: GPL-3.0-or-later
// AngleUnit: the unit in which a file holds angles of orientation, and whether the range of its
// values agrees.
#pragma once

#include <stdbool.h>
#include <stddef.h>

typedef enum {
    ANGLES_UNSAID,
    ANGLES_DEGREES, // once round all orientations is 180
    ANGLES_RADIANS, // pi
    ANGLES_TURNS,   // 1
    ANGLES_CODES    // whole numbers, one for each of so many orientations
} AngleMeasure;

// What the angles are of.
typedef enum {
    ANGLES_SINGLE,    // orientations
    ANGLES_DOUBLED,   // twice the orientation, as the argument of z is
    ANGLES_DIRECTIONS // directions, of which opposite ones are one orientation
} AngleKind;

typedef struct {
    AngleMeasure measure;
    AngleKind kind;
    size_t codes; // of ANGLES_CODES
} AngleUnit;

// Radians of orientation to one of the unit.
double angle_unit_radians(AngleUnit unit);

typedef enum { ANGLES_AGREE, ANGLES_DOUBTFUL, ANGLES_DISAGREE } AngleAgreement;

// Holds n values against the unit; values that are not finite do not count. They disagree where
// they span more than the unit allows, or fill the whole range of another unit; they are doubtful
// where they span less than a third of their own. *why, to be released, then says so: "its angles
// lie from 0 to 3.14, ..."; otherwise it is NULL. Codes are counted from 0 or from 1, which *first
// becomes.
AngleAgreement angle_unit_check(AngleUnit unit, const double *value, size_t n, double *first,
                                char **why);
