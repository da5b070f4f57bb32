// SPDX-License-Identifier: GPL-3.0-or-later
// Style: the letters and inks that all pictures share. Readable at half size.
#pragma once

#include "pictures/colour.h"
#include "pictures/font.h"

extern const Rgb STYLE_TEXT;   // nearly black
extern const Rgb STYLE_FAINT;  // for what matters less
extern const Font STYLE_FONT;  // names and keys
extern const Font STYLE_SMALL; // numbers
extern const Font STYLE_TITLE;
