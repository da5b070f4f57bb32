// SPDX-License-Identifier: GPL-3.0-or-later
// FigureOptions: what the verbs that draw figures share.
#pragma once

#include "pictures/canvas.h"
#include "verbs/options.h"

// Takes the settings that are options over others. The ending of -o's file is its type, where it is
// one and no option names types.
void figure_options_take(const Command *command, const Options *options, FigureSettings *settings);

// A file's name with the ending of a type in place of its own; owned by the caller.
char *figure_options_file(const char *file, CanvasFormat format);

// Draws a file of panels with the options of a verb, in each type that is asked for; the exit
// status.
int figure_options_draw_panels(const Command *command, const Options *options, const char *path,
                               const char *file, Error *error);
