// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/embedded.h"

#include <stddef.h>
#include <string.h>

// The assembler reads the file, from the folder of the Makefile.
#define EMBED(symbol, file)                                                                        \
    extern const char symbol[], symbol##_end[];                                                    \
    __asm__(".pushsection .rodata\n" #symbol ":\n.incbin \"sim/watch/page/" file "\"\n" #symbol    \
            "_end:\n.popsection\n")

EMBED(embedded_index_html, "index.html");
EMBED(embedded_style_css, "style.css");
EMBED(embedded_acts_js, "acts.js");
EMBED(embedded_chart_js, "chart.js");
EMBED(embedded_choice_js, "choice.js");
EMBED(embedded_curves_js, "curves.js");
EMBED(embedded_fields_js, "fields.js");
EMBED(embedded_grid_js, "grid.js");
EMBED(embedded_maps_js, "maps.js");
EMBED(embedded_profile_js, "profile.js");
EMBED(embedded_raster_js, "raster.js");
EMBED(embedded_runs_js, "runs.js");
EMBED(embedded_server_js, "server.js");
EMBED(embedded_sheets_js, "sheets.js");
EMBED(embedded_unit_js, "unit.js");
EMBED(embedded_watch_js, "watch.js");

static const char SCRIPT[] = "text/javascript; charset=utf-8";

#define FILE_OF(name, type, symbol)                                                                \
    { name, type, symbol, symbol##_end }

const EmbeddedFile *embedded_find(const char *name) {
    static const EmbeddedFile files[] = {
        FILE_OF("", "text/html; charset=utf-8", embedded_index_html),
        FILE_OF("style.css", "text/css; charset=utf-8", embedded_style_css),
        FILE_OF("acts.js", SCRIPT, embedded_acts_js),
        FILE_OF("chart.js", SCRIPT, embedded_chart_js),
        FILE_OF("choice.js", SCRIPT, embedded_choice_js),
        FILE_OF("curves.js", SCRIPT, embedded_curves_js),
        FILE_OF("fields.js", SCRIPT, embedded_fields_js),
        FILE_OF("grid.js", SCRIPT, embedded_grid_js),
        FILE_OF("maps.js", SCRIPT, embedded_maps_js),
        FILE_OF("profile.js", SCRIPT, embedded_profile_js),
        FILE_OF("raster.js", SCRIPT, embedded_raster_js),
        FILE_OF("runs.js", SCRIPT, embedded_runs_js),
        FILE_OF("server.js", SCRIPT, embedded_server_js),
        FILE_OF("sheets.js", SCRIPT, embedded_sheets_js),
        FILE_OF("unit.js", SCRIPT, embedded_unit_js),
        FILE_OF("watch.js", SCRIPT, embedded_watch_js)};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        if (strcmp(files[i].name, name) == 0)
            return &files[i];
    return NULL;
}
