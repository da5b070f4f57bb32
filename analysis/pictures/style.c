// SPDX-License-Identifier: GPL-3.0-or-later
#include "pictures/style.h"

const Rgb STYLE_TEXT = {28, 28, 32};
const Rgb STYLE_FAINT = {92, 92, 100};
const Font STYLE_FONT = {22.0, false};
const Font STYLE_SMALL = {20.0, false};
const Font STYLE_TITLE = {27.0, true};
