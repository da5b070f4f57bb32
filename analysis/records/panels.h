// SPDX-License-Identifier: GPL-3.0-or-later
// Panels: a figure of several pictures, A, B, C, ..., in rows and columns, from one or several
// runs.
//
// A small file describes it:
//
//   width = 180.0;  columns = 2;
//   panels = {
//     before = { run = "outputs/intact";  picture = "orientation/preference"; };
//     after  = { run = "outputs/scotoma"; picture = "orientation/preference"; at = 12000; };
//     course = { run = "outputs/scotoma"; picture = "reorganisation/filling"; across = 2; };
//   };
#pragma once

#include "pictures/canvas.h"
#include "run/figure_settings.h"
#include "settings/config.h"

typedef struct {
    char *run, *picture; // the folder of a run or a sweep; what figure_source.h draws of it
    int64_t at;          // iteration; -1: the last
    int64_t across;      // columns
    char *title;         // "": that of the picture; "none"
    int key;             // 1: none; 2: none, but its room stays empty
    char *region;        // "": that of the figure
} PanelSettings;

typedef struct {
    FigureSettings figure;
    int64_t columns;
    int letters; // 1: none
    Collection panels;
    char *path;          // of the file; owned
    ConfigPlaces places; // where each setting stands in it
} PanelsSettings;

enum { PANELS_WIDTH = 180 }; // mm, where none is given

extern const Block panels_settings;
extern const Kind panel_kind; // of a panel

// Reads a file. Call panels_free either way. The settings are to be checked once they are complete.
bool panels_load(PanelsSettings *settings, const char *path, Error *error);
bool panels_check(const PanelsSettings *settings, Error *error);
void panels_free(PanelsSettings *settings);

// Draws the figure into a file of that type.
bool panels_draw(const PanelsSettings *settings, CanvasFormat format, const char *path,
                 Error *error);
