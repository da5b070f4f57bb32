// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures of an orientation map, of a network or from elsewhere.
#pragma once

#include "measure/measure.h"

typedef struct {
    Palette palette;
    bool polar;                 // with |z| as brightness
    const Pinwheels *pinwheels; // that are marked; NULL: none
    PictureLines lines;
} OrientationPicture;

bool orientation_picture_preference(const MeasureFrame *frame, const ComplexMap *map,
                                    const OrientationPicture *how, Error *error);

// |z|; `name`: what it is.
bool orientation_picture_selectivity(const MeasureFrame *frame, const ComplexMap *map,
                                     const char *name, Error *error);
