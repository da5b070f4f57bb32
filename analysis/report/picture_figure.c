// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/picture_figure.h"

#include "base/memory.h"
#include "report/thumbnail.h"

static void write_figure(Html *html, const ListedPicture *about, HtmlPicture picture,
                         const char *caption) {
    OWNED char *alternative =
        format_text("%s. %s%s%s", about->title, about->subtitle, caption[0] ? ". " : "", caption);
    picture.alternative = alternative;
    html_open(html, "figure", "class", "picture", NULL);
    html_picture(html, &picture);
    if (caption[0])
        html_words(html, "figcaption", NULL, "%s", caption);
    html_close(html, "figure");
}

static HtmlPicture png_of(const PictureFile *file) {
    return (HtmlPicture){HTML_PNG, file->bytes, file->size, file->width, file->height, NULL};
}

static HtmlPicture svg_of(const PictureBytes *svg) {
    return (HtmlPicture){HTML_SVG, svg->bytes, svg->size, svg->width, svg->height, NULL};
}

void picture_figure(Html *html, const AlbumPicture *picture, const char *caption) {
    write_figure(html, picture->about,
                 picture->svg.bytes ? svg_of(&picture->svg) : png_of(&picture->file), caption);
}

void picture_figure_small(Html *html, const AlbumPicture *picture, unsigned width,
                          const char *caption, bool map_alone) {
    if (picture->svg.bytes && !map_alone) {
        picture_figure(html, picture, caption);
        return;
    }
    OWNED_BY(picture_file_free) PictureFile thumbnail;
    bool smaller =
        thumbnail_make(&thumbnail, &picture->file, width, map_alone ? &picture->about->map : NULL);
    write_figure(html, picture->about, png_of(smaller ? &thumbnail : &picture->file), caption);
}
