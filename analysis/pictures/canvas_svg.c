// SPDX-License-Identifier: GPL-3.0-or-later
#include "pictures/canvas_svg.h"

#include "base/memory.h"

#include <assert.h>
#include <glib.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

cairo_status_t canvas_put(void *file, const unsigned char *bytes, unsigned n) {
    return fwrite(bytes, 1, n, file) == n ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

void canvas_svg_image(GString *images, cairo_surface_t *image, double left, double top,
                      double width, double height) {
    char *png;
    size_t size;
    FILE *file = open_memstream(&png, &size);
    cairo_surface_write_to_png_stream(image, canvas_put, file);
    fclose(file);
    char *code = g_base64_encode((const unsigned char *)png, size);
    g_string_append_printf(
        images,
        "<image x=\"%.9g\" y=\"%.9g\" width=\"%.9g\" height=\"%.9g\" "
        "preserveAspectRatio=\"none\" image-rendering=\"optimizeSpeed\" "
        "style=\"image-rendering:pixelated\" xlink:href=\"data:image/png;base64,%s\"/>\n",
        left, top, width, height, code);
    g_free(code);
    free(png);
}

// Text as XML; to be freed by g_free.
static char *escaped(const char *text) {
    char *valid = g_utf8_make_valid(text, -1), *code = g_markup_escape_text(valid, -1);
    g_free(valid);
    return code;
}

void canvas_svg_text(GString *texts, cairo_t *drawing, double left, double baseline, Font font,
                     Rgb colour, const char *text) {
    cairo_matrix_t matrix;
    cairo_get_matrix(drawing, &matrix);
    double scale = hypot(matrix.xx, matrix.yx), degrees = atan2(matrix.yx, matrix.xx) * 180 / M_PI;
    cairo_user_to_device(drawing, &left, &baseline);
    char *code = escaped(text);
    g_string_append_printf(texts,
                           "<text x=\"%.7g\" y=\"%.7g\" font-size=\"%.6g\" textLength=\"%.6g\"",
                           left, baseline, font.size * scale, font_text_length(font, text) * scale);
    if (font.bold)
        g_string_append_printf(texts, " font-weight=\"bold\"");
    if (fabs(degrees) > 1e-6)
        g_string_append_printf(texts, " transform=\"rotate(%.6g %.7g %.7g)\"", degrees, left,
                               baseline);
    g_string_append_printf(texts, " fill=\"#%02x%02x%02x\">%s</text>\n", colour.red, colour.green,
                           colour.blue, code);
    g_free(code);
}

// Cairo names its outermost group after the number of surfaces that were made before it.
static void drop_name(char *body) {
    static const char name[] = " id=\"surface";
    char *from = strstr(body, name), *end = from ? strchr(from + sizeof name, '"') : NULL;
    if (end)
        memmove(from, end + 1, strlen(end + 1) + 1);
}

char *canvas_svg_compose(const char *shapes, const char *images, const char *texts,
                         const PngText *notes, size_t n, size_t *size) {
    const char *root = strstr(shapes, "<svg "), *body = strchr(root, '>') + 1,
               *end = strstr(body, "</svg>");
    assert(end && end[strlen("</svg>")] == '\n');
    OWNED char *drawn = format_text("%.*s", (int)(end - body), body), *title = copy_text(""),
               *about = copy_text("");
    drop_name(drawn);
    for (size_t i = 0; i < n; i++) {
        char *code = escaped(notes[i].text);
        if (strcmp(notes[i].key, "Title") == 0)
            text_append(&title, "<title>%s</title>\n", code);
        else
            text_append(&about, "%s: %s\n", notes[i].key, code);
        g_free(code);
    }
    char *file = format_text("%.*s\n%s<desc>%s</desc>\n%s%s"
                             "<g font-family=\"DejaVu Sans, Verdana, sans-serif\" "
                             "xml:space=\"preserve\">\n%s</g>\n</svg>\n",
                             (int)(body - shapes), shapes, title, about, images, drawn, texts);
    *size = strlen(file);
    return file;
}
