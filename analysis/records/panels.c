// SPDX-License-Identifier: GPL-3.0-or-later
// The drawing of panels: the second part of panels.h.
#include "records/panels.h"

#include "base/memory.h"
#include "files/provenance.h"
#include "pictures/style.h"
#include "records/figure_source.h"

#include <math.h>
#include <string.h>

enum { GAP = 22, HEAD = 40, LETTER = 34 };

// A picture in its place.
typedef struct {
    const PanelSettings *settings;
    FigureSource source;
    char *measure;    // owned
    const char *only; // its picture; NULL: the only one
    int64_t at;
    PictureHost host;
    char *title, *caption; // owned
} Panel;

typedef struct {
    const PanelsSettings *settings;
    size_t count;
    Panel *panel; // [count] owned
    int column;   // width of a column in units of layout
    bool shared;
    PictureScales scales;
} Panels;

static PictureForm form_of(Panels *panels, const Panel *panel, PictureHost *host) {
    FigureSettings figure = panels->settings->figure;
    if (panel->settings->region[0])
        figure.region = panel->settings->region;
    PictureForm form = figure_form(&figure, CANVAS_PNG, true);
    int64_t across = panel->settings->across;
    form.width = (int)(across * panels->column + (across - 1) * GAP);
    form.untitled = true;
    form.keyless = form.keyless || panel->settings->key > 0;
    form.key_room = panel->settings->key == 2;
    form.only = panel->only;
    form.scales = panels->shared ? &panels->scales : NULL;
    form.host = host;
    return form;
}

static bool draw_panel(Panels *panels, Panel *panel, PictureHost *host, PictureList *drawn,
                       Error *error) {
    const PictureForm form = form_of(panels, panel, host);
    return figure_source_draw(&panel->source, panel->measure, panel->at, &form, "", drawn, error);
}

// Opens the run of a panel. The settings of the figure take the place of the run's, except the
// scale in degrees where the figure gives none.
static bool open_panel(const PanelsSettings *settings, const Item *item, Panel *panel,
                       Error *error) {
    panel->settings = item->variant.settings;
    const char *name = panel->settings->picture, *slash = strchr(name, '/');
    panel->measure = format_text("%.*s", (int)strcspn(name, "/"), name);
    panel->only = slash ? slash + 1 : NULL;
    OWNED_BY(error_clear) Error found = {0};
    int64_t last;
    if (!figure_source_open(&panel->source, panel->settings->run, &found) ||
        !figure_source_last(&panel->source, panel->measure, &last, &found))
        return fail(error, "panels.%s: %s", item->name, found.text);
    panel->at = panel->settings->at >= 0 ? panel->settings->at : last;
    FigureSettings *own = figure_source_settings(&panel->source);
    figure_settings_take(own, &settings->figure, "palette");
    figure_settings_take(own, &settings->figure, "scale");
    if (isfinite(settings->figure.degrees))
        figure_settings_take(own, &settings->figure, "degrees");
    OWNED char *place = format_text("panels.%s: ", item->name);
    return figure_settings_check(own, figure_source_scale_mm(&panel->source), place, error);
}

static bool fail_as_many(const Panel *panel, const char *name, const PictureList *drawn,
                         Error *error) {
    const char *asked = panel->settings->picture;
    OWNED char *place = format_text("panels.%s", name);
    if (drawn->count == 0)
        return panel->only ? figure_source_refuse_picture(&panel->source, panel->measure,
                                                          panel->only, panel->at, place, error)
                           : fail_in_command(error, "%s: '%s' has no picture", place, asked);
    OWNED char *names = NULL;
    for (size_t i = 0; i < drawn->count; i++)
        text_append(&names, "%s%s/%s", names ? ", " : "", panel->measure,
                    drawn->picture[i].picture);
    return fail_in_command(error, "panels.%s: '%s' has several pictures; name one of: %s", name,
                           asked, names);
}

// Finds the height of the picture, and its title.
static bool measure_panel(Panels *panels, Panel *panel, const char *name, Error *error) {
    OWNED_BY(picture_list_free) PictureList drawn = {0};
    if (!draw_panel(panels, panel, &panel->host, &drawn, error))
        return false;
    if (drawn.count != 1)
        return fail_as_many(panel, name, &drawn, error);
    const char *title = panel->settings->title;
    panel->title = copy_text(strcmp(title, "none") == 0 ? ""
                             : title[0]                 ? title
                                                        : drawn.picture[0].title);
    panel->caption = format_text("%s (%s)", title[0] ? title : drawn.picture[0].title,
                                 drawn.picture[0].subtitle);
    return true;
}

static bool gather(Panels *panels, Error *error) {
    bool ok = true;
    panels->scales.gathering = true;
    for (size_t i = 0; ok && panels->shared && i < panels->count; i++)
        ok = draw_panel(panels, &panels->panel[i], NULL, NULL, error);
    panels->scales.gathering = false;
    return ok;
}

// Places the panels row by row; returns the height of the figure.
static int place_panels(Panels *panels) {
    int64_t column = 0;
    int top = 0, tallest = 0;
    for (size_t i = 0; i < panels->count; i++) {
        Panel *panel = &panels->panel[i];
        if (column + panel->settings->across > panels->settings->columns) {
            column = 0;
            top += tallest + GAP;
            tallest = 0;
        }
        panel->host.left = (double)(column * (panels->column + GAP));
        panel->host.top = top + HEAD;
        column += panel->settings->across;
        tallest = panel->host.height + HEAD > tallest ? panel->host.height + HEAD : tallest;
    }
    return top + tallest;
}

static bool draw_all(Panels *panels, Canvas *canvas, Error *error) {
    static const Font TITLE = {22.0, true};
    for (size_t i = 0; i < panels->count; i++) {
        Panel *panel = &panels->panel[i];
        char letter[] = {(char)('A' + (int)i), '\0'};
        bool lettered = panels->settings->letters == 0;
        double left = panel->host.left + 6.0, base = panel->host.top - 10.0;
        if (lettered)
            canvas_text(canvas, left, base, ALIGN_LEFT, STYLE_TITLE, STYLE_TEXT, letter);
        left += lettered ? LETTER : 0;
        int room = panel->host.width - (lettered ? LETTER : 0) - 12;
        canvas_text(canvas, left, base, ALIGN_LEFT, font_fitted(TITLE, panel->title, room),
                    STYLE_TEXT, panel->title);
        panel->host.canvas = canvas;
        if (!draw_panel(panels, panel, &panel->host, NULL, error))
            return false;
    }
    return true;
}

static bool write(const Panels *panels, Canvas *canvas, const char *path, Error *error) {
    OWNED char *caption = NULL;
    for (size_t i = 0; i < panels->count; i++)
        text_append(&caption, "%s%c: %s", i > 0 ? "; " : "", (char)('A' + (int)i),
                    panels->panel[i].caption);
    const PngText notes[] = {{"Title", panels->settings->path},
                             {"Description", caption},
                             {"Software", "pinwheel " PINWHEEL_VERSION},
                             {"Commit", provenance_commit()}};
    return canvas_write(canvas, path, notes, sizeof notes / sizeof *notes, error);
}

static bool draw_figure(Panels *panels, CanvasFormat format, const char *path, Error *error) {
    FigureSettings figure = panels->settings->figure;
    if (isnan(figure.width))
        figure.width = PANELS_WIDTH;
    PictureForm form = figure_form(&figure, format, true);
    int64_t columns = panels->settings->columns;
    panels->column = (int)((form.width - (columns - 1) * GAP) / columns);
    bool ok = gather(panels, error);
    for (size_t i = 0; ok && i < panels->count; i++)
        ok =
            measure_panel(panels, &panels->panel[i], panels->settings->panels.items[i].name, error);
    if (!ok)
        return false;
    int height = place_panels(panels);
    Canvas *canvas = canvas_new(format, form.width, height, form.scale);
    canvas->points = form.points;
    ok = draw_all(panels, canvas, error) && write(panels, canvas, path, error);
    canvas_free(canvas);
    return ok;
}

bool panels_draw(const PanelsSettings *settings, CanvasFormat format, const char *path,
                 Error *error) {
    Panels panels = {.settings = settings,
                     .count = settings->panels.count,
                     .panel = allocate(settings->panels.count, sizeof *panels.panel),
                     .shared = strcmp(settings->figure.limits, "shared") == 0};
    Error found = {0};
    bool ok = true;
    for (size_t i = 0; i < panels.count; i++)
        ok = open_panel(settings, &settings->panels.items[i], &panels.panel[i], &found) && ok;
    found.in_command = !ok; // the file names what is not there
    config_locate(&settings->places, settings->path, &found);
    error_move(error, &found);
    ok = ok && draw_figure(&panels, format, path, error);
    for (size_t i = 0; i < panels.count; i++) {
        figure_source_close(&panels.panel[i].source);
        release(panels.panel[i].measure);
        release(panels.panel[i].title);
        release(panels.panel[i].caption);
    }
    picture_scales_free(&panels.scales);
    release(panels.panel);
    return ok;
}
