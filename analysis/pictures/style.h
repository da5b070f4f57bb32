// SPDX-License-Identifier: GPL-3.0-or-later
// Style: the letters and inks that all pictures share. Readable at half size.
#pragma once

#include "pictures/colour.h"
#include "pictures/font.h"

static const Rgb STYLE_TEXT = {28, 28, 32};    // nearly black
static const Rgb STYLE_FAINT = {92, 92, 100};  // for what matters less
static const Font STYLE_FONT = {22.0, false};  // names and keys
static const Font STYLE_SMALL = {20.0, false}; // numbers
static const Font STYLE_TITLE = {27.0, true};
