// SPDX-License-Identifier: GPL-3.0-or-later
// FigureForm: the form of a picture that the settings `figures` give.
#pragma once

#include "pictures/form.h"
#include "run/figure_settings.h"

// A figure on paper has width, size of letters and resolution of the settings; a picture for the
// screen, `sized` false, has its usual ones. The settings have been checked.
PictureForm figure_form(const FigureSettings *settings, CanvasFormat format, bool sized);
