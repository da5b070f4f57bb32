// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/picture_figure.h"

#include "base/memory.h"
#include "report/thumbnail.h"

static void write_figure(Html *html, const ListedPicture *about, const PictureFile *file,
                         const char *caption) {
    OWNED char *alternative =
        format_text("%s. %s%s%s", about->title, about->subtitle, caption[0] ? ". " : "", caption);
    html_open(html, "figure", "class", "picture", NULL);
    html_picture(html, &(HtmlPicture){HTML_PNG, file->bytes, file->size, file->width, file->height,
                                      alternative});
    if (caption[0])
        html_words(html, "figcaption", NULL, "%s", caption);
    html_close(html, "figure");
}

void picture_figure(Html *html, const AlbumPicture *picture, const char *caption) {
    write_figure(html, picture->about, &picture->file, caption);
}

void picture_figure_small(Html *html, const AlbumPicture *picture, unsigned width,
                          const char *caption, bool map_alone) {
    OWNED_BY(picture_file_free) PictureFile thumbnail;
    bool smaller =
        thumbnail_make(&thumbnail, &picture->file, width, map_alone ? &picture->about->map : NULL);
    write_figure(html, picture->about, smaller ? &thumbnail : &picture->file, caption);
}
