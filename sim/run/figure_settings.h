// SPDX-License-Identifier: GPL-3.0-or-later
// FigureSettings: how pictures are drawn. The rows are both the block `figures` of a config and the
// options of the verbs that draw a run's pictures again.
#pragma once

#include "settings/setting.h"

typedef struct {
    double width;     // mm; NaN: what suits the picture
    double font, dpi; // points; pixels to the inch
    char *format;     // "png, svg, pdf", or some of them
    int title, key;   // 1: none
    int palette;      // a Palette (pictures/colour.h)
    char *region;     // "all", "numbers" or "left, bottom, right, top"
    int scale;        // a FigureScale
    double degrees;   // of visual field to a sheet unit; NaN: not known
    char *limits;     // "own", "shared" or "low, high"
} FigureSettings;

typedef enum { SCALE_AUTO, SCALE_UNITS, SCALE_MM, SCALE_DEGREES, SCALE_NONE } FigureScale;

extern const char *const figure_shown[], *const figure_palettes[], *const figure_scales[];

// clang-format off
// The rows for a struct that has the settings as `figure`, which is empty for FigureSettings.
#define FIGURE_ROWS(Struct, figure)                                                                \
    {SETTING_NAMED("width", Struct, figure width), "natural", 20, 2000, "mm",                      \
     "of a figure; natural: what suits the picture", "natural", .value = "MM"},                    \
    {SETTING_NAMED("font", Struct, figure font), "8.0", 3, 72, "points",                           \
     "size of a figure's letters", .value = "POINTS"},                                             \
    {SETTING_NAMED("dpi", Struct, figure dpi), "300.0", 50, 2400, "pixels per inch",               \
     "at least, of a figure as PNG: samples of maps are whole pixels", .value = "N"},              \
    {SETTING_NAMED("format", Struct, figure format), "png", 3, 20,                                 \
     .help = "file types of a figure, with commas: png, svg, pdf", .value = "TYPES"},              \
    {SETTING_NAMED("title", Struct, figure title), "shown", .choices = figure_shown,               \
     .help = "title and caption above a picture", .value = "WORD"},                                \
    {SETTING_NAMED("key", Struct, figure key), "shown", .choices = figure_shown,                   \
     .help = "colours, lines and signs explained beside a picture", .value = "WORD"},              \
    {SETTING_NAMED("palette", Struct, figure palette), "oklch", .choices = figure_palettes,        \
     .help = "colours of orientation: a wheel of even lightness; the classic one of pure hues; "   \
             "one for readers who confuse red with green, one for blue with yellow; bars in "      \
             "place of colours", .value = "NAME"},                                                 \
    {SETTING_NAMED("region", Struct, figure region), "all", 1, 100,                                \
     .help = "part of a map that is shown: all; numbers, the square that they are taken over; or " \
             "\"left, bottom, right, top\" in sheet units", .value = "PART"},                      \
    {SETTING_NAMED("scale", Struct, figure scale), "auto", .choices = figure_scales,               \
     .help = "unit of a map's scale bar; auto: mm on cortex where scale_mm is given, else sheet "  \
             "units", .value = "UNIT"},                                                            \
    {SETTING_NAMED("degrees", Struct, figure degrees), "none", 1e-6, 1e6, "degrees per sheet unit",\
     "of visual field, for scale = degrees", "none", .value = "N"},                                \
    {SETTING_NAMED("limits", Struct, figure limits), "own", 1, 100,                                \
     .help = "of colours and heights: own, of each picture; shared, of all iterations and runs; "  \
             "or \"low, high\"", .value = "LIMITS"}
// clang-format on

extern const Block figure_block;

// Refuses texts of format, region and limits that say nothing, and a scale bar without a scale.
bool figure_settings_check(const FigureSettings *settings, double scale_mm, const char *place,
                           Error *error);

// Takes the value of one row from other settings.
void figure_settings_take(FigureSettings *settings, const FigureSettings *from, const char *row);

// Is this file type among the formats?
bool figure_settings_has_format(const FigureSettings *settings, const char *type);

// Reads n numbers with commas between; false where the text is anything else.
bool figure_settings_numbers(const char *text, size_t n, double *numbers);
