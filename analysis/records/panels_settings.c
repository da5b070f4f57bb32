// SPDX-License-Identifier: GPL-3.0-or-later
// The settings of panels: the first part of panels.h.
#include "base/memory.h"
#include "records/panels.h"

#include "settings/config_purpose.h"

#include <math.h>
#include <string.h>

static const char *const panel_keys[] = {"shown", "none", "room", NULL};

const Kind panel_kind = {
    "", "one picture of the figure",
    BLOCK(PanelSettings, NULL,
          {SETTING(PanelSettings, run), NULL, 1, 4096,
           .help = "the folder of a run, a circuit or a sweep"},
          {SETTING(PanelSettings, picture), NULL, 1, 256,
           .help = "MEASURE/PICTURE, of a sweep MEASURE/NUMBER, as for pinwheel figure"},
          {SETTING(PanelSettings, at), "last", 0, 1e12, "iterations",
           .help = "the measurement that is shown", .word = "last"},
          {SETTING(PanelSettings, across), "1", 1, 12, "columns", .help = "how many it spans"},
          {SETTING(PanelSettings, title), "", 0, 1000,
           .help = "above the panel; none: no title; empty: that of the picture"},
          {SETTING(PanelSettings, key), "shown", .choices = panel_keys,
           .help = "colours, lines and signs explained beside it; room: left empty, so that maps "
                   "of a row have one size"},
          {SETTING(PanelSettings, region), "", 0, 100,
           .help = "part of a map that is shown; empty: as the figure's `region`"})};

static const Kind *const panel_kinds[] = {&panel_kind, NULL};

const Block panels_settings =
    BLOCK(PanelsSettings, NULL, FIGURE_ROWS(PanelsSettings, figure.),
          {SETTING(PanelsSettings, columns), "2", 1, 12, .help = "panels in a row"},
          {SETTING(PanelsSettings, letters), "shown", .choices = figure_shown,
           .help = "A, B, C, ... before the panels' titles"},
          {SETTING(PanelsSettings, panels), NULL, 1, 26, .help = "in their order, row by row",
           .kinds = panel_kinds});

bool panels_load(PanelsSettings *settings, const char *path, Error *error) {
    *settings = (PanelsSettings){0};
    block_start(&panels_settings, settings);
    settings->path = copy_text(path);
    return config_purpose_check(path, PURPOSE_PANELS, error) &&
           config_load(path, &panels_settings, settings, &settings->places, error);
}

// Titles, axes and keys need room.
static bool check_width(const PanelsSettings *settings, Error *error) {
    enum { NARROWEST = 20 }; // mm
    long long columns = (long long)settings->columns;
    double width = isnan(settings->figure.width) ? PANELS_WIDTH : settings->figure.width;
    return width >= (double)(NARROWEST * columns) ||
           fail(error,
                "width: %.4g mm are too narrow for %lld columns; the smallest width for them is "
                "%lld mm, and the most columns for it are %d",
                width, columns, NARROWEST * columns, (int)(width / NARROWEST));
}

bool panels_check(const PanelsSettings *settings, Error *error) {
    Error found = {0};
    bool ok = block_check_given(&panels_settings, settings, "", &found) &&
              figure_settings_check(&settings->figure, 1.0, "", &found) &&
              check_width(settings, &found);
    for (size_t i = 0; ok && i < settings->panels.count; i++) {
        const PanelSettings *panel = settings->panels.items[i].variant.settings;
        OWNED char *place = format_text("panels.%s.", settings->panels.items[i].name);
        FigureSettings figure = settings->figure;
        if (panel->region[0])
            figure.region = panel->region;
        ok = figure_settings_check(&figure, 1.0, place, &found);
        if (panel->across > settings->columns)
            ok = fail(&found, "%sacross: is more than the %lld columns of the figure", place,
                      (long long)settings->columns);
    }
    config_locate(&settings->places, settings->path, &found);
    error_move(error, &found);
    return ok;
}

void panels_free(PanelsSettings *settings) {
    block_finish(&panels_settings, settings);
    config_places_free(&settings->places);
    release(settings->path);
    *settings = (PanelsSettings){0};
}
