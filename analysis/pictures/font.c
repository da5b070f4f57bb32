// SPDX-License-Identifier: GPL-3.0-or-later
#include "pictures/font.h"

#include <math.h>
#include <pango/pangocairo.h>

// Made at the first text, so that a run without pictures does not wait for Fontconfig's files.
static PangoLayout *layout;

static void make_layout(void) {
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    PangoContext *context = pango_font_map_create_context(pango_cairo_font_map_get_default());
    pango_cairo_context_set_font_options(context, options);
    pango_context_set_round_glyph_positions(context, FALSE);
    pango_context_set_language(context, pango_language_from_string("en"));
    layout = pango_layout_new(context);
    pango_layout_set_single_paragraph_mode(layout, TRUE);
    g_object_unref(context);
    cairo_font_options_destroy(options);
}

// The size is absolute, so that it does not depend on the resolution of the screen.
static void set_text(Font font, const char *text) {
    if (layout == NULL)
        make_layout();
    PangoFontDescription *description = pango_font_description_new();
    pango_font_description_set_family_static(description, "DejaVu Sans");
    pango_font_description_set_weight(description,
                                      font.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_absolute_size(description, font.size * PANGO_SCALE);
    pango_layout_set_font_description(layout, description);
    pango_font_description_free(description);
    char *valid = g_utf8_make_valid(text, -1);
    pango_layout_set_text(layout, valid, -1);
    g_free(valid);
}

double font_text_length(Font font, const char *text) {
    set_text(font, text);
    int width;
    pango_layout_get_size(layout, &width, NULL);
    return (double)width / PANGO_SCALE;
}

int font_text_width(Font font, const char *text) {
    return (int)ceil(font_text_length(font, text));
}

Font font_fitted(Font font, const char *text, int width) {
    Font fitted = font;
    while (fitted.size > 0.5 * font.size && font_text_width(fitted, text) > width)
        fitted.size -= 1.0;
    return fitted;
}

int font_capital_height(Font font) {
    return (int)lround(font.size * 0.729);
}

int font_line_height(Font font) {
    return (int)lround(font.size * 1.28);
}

void font_text_fill(Font font, const char *text, cairo_t *drawing) {
    set_text(font, text);
    PangoLayoutLine *line = pango_layout_get_line_readonly(layout, 0);
    if (cairo_surface_get_type(cairo_get_target(drawing)) == CAIRO_SURFACE_TYPE_PDF) {
        pango_cairo_show_layout_line(drawing, line); // the file then holds the font and the text
        cairo_new_path(drawing);                     // which begins where the text ended
        return;
    }
    pango_cairo_layout_line_path(drawing, line);
    cairo_fill(drawing);
}
