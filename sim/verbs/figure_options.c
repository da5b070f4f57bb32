// SPDX-License-Identifier: GPL-3.0-or-later
#include "verbs/figure_options.h"

#include "base/memory.h"

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
