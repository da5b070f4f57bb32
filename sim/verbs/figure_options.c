// SPDX-License-Identifier: GPL-3.0-or-later
#include "verbs/figure_options.h"

#include "base/memory.h"
#include "base/talk.h"
#include "records/panels.h"

#include <string.h>

// The type that a file's name ends in; NULL: none.
static const char *ending(const char *file) {
    const char *dot = file ? strrchr(file, '.') : NULL;
    for (size_t k = 0; dot && canvas_formats[k]; k++)
        if (strcmp(dot + 1, canvas_formats[k]) == 0)
            return dot + 1;
    return NULL;
}

void figure_options_take(const Command *command, const Options *options, FigureSettings *settings) {
    const Setting *row;
    for (size_t i = 0; (row = block_setting(&figure_block, i)); i++)
        if (option_given(command, options, row->name))
            figure_settings_take(settings, &options->figure, row->name);
    const char *type = ending(option_text(options->output));
    if (type == NULL || option_given(command, options, "format"))
        return;
    OWNED char *format = copy_text(type);
    figure_settings_take(settings, &(FigureSettings){.format = format}, "format");
}

char *figure_options_file(const char *file, CanvasFormat format) {
    const char *type = ending(file);
    size_t stem = type ? (size_t)(type - 1 - file) : strlen(file);
    return format_text("%.*s.%s", (int)stem, file, canvas_formats[format]);
}

int figure_options_draw_panels(const Command *command, const Options *options, const char *path,
                               const char *file, Error *error) {
    OWNED_BY(panels_free) PanelsSettings settings;
    if (!panels_load(&settings, path, error))
        return EXIT_USAGE;
    figure_options_take(command, options, &settings.figure);
    if (!panels_check(&settings, error))
        return EXIT_USAGE;
    for (size_t k = 0; canvas_formats[k]; k++) {
        if (!figure_settings_has_format(&settings.figure, canvas_formats[k]))
            continue;
        OWNED char *figure = figure_options_file(file, (CanvasFormat)k);
        if (!panels_draw(&settings, (CanvasFormat)k, figure, error))
            return EXIT_FAILED;
        talk("wrote %s", figure);
    }
    return EXIT_DONE;
}
