// SPDX-License-Identifier: GPL-3.0-or-later
// Image: a picture as a PNG file, on the disk or in memory, read row by row.
//
// Invariant: after image_read() succeeded, the requested content is there, row 0 at the top.
#pragma once

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

enum { IMAGE_SIDE_MOST = 16384, IMAGE_PIXELS_MOST = 1 << 26 };

// What is read: grey values, colours, or neither. Size and notes always are.
typedef enum { IMAGE_GREY, IMAGE_COLOURS, IMAGE_NOTES } ImageContent;

typedef struct {
    size_t height, width;
    double *values;         // [height][width] in [0, 1]; owned
    bool coloured;          // do values stand for colours other than greys?
    unsigned char *colours; // [height][width][3] red, green, blue; owned
    size_t notes;           // of text
    char **keys, **texts;   // [notes] UTF-8; owned
} Image;

// Reads a PNG of any depth and colour type. Values are the file's numbers divided by their maximum
// (255 or 65535), without gamma. For IMAGE_GREY a colour becomes 0.299 red + 0.587 green + 0.114
// blue (ITU-R BT.601), and a file with a pixel that is transparent in any degree is refused. For
// IMAGE_COLOURS transparency is ignored. A message names the path and the cause; `image` is
// then left empty.
bool image_read(const char *path, ImageContent content, Image *image, Error *error);
// The same for a file in memory, which stays as it is; `path` is for messages.
bool image_read_bytes(unsigned char *bytes, size_t size, const char *path, ImageContent content,
                      Image *image, Error *error);
void image_free(Image *image);

// The text of a note, or NULL.
const char *image_note(const Image *image, const char *key);

// A note that is kept in the file.
typedef struct {
    const char *key;  // 1 to 79 Latin letters, as "Title" or "Software"; borrowed
    const char *text; // UTF-8; borrowed
} PngText;

// What is to be written: a colour of each pixel, or its place in a table of at most 256 colours.
typedef struct {
    size_t height, width;
    const unsigned char *pixels; // [height][width][3], with a table [height][width]; borrowed
    size_t colours;              // of the table, 0: none
    const unsigned char *table;  // [colours][3]; borrowed
    const PngText *notes;        // borrowed
    size_t notes_count;
} ImageSource;

// Writes to path.tmp, then renames it, so that `path` is always a whole picture, old or new. The
// bytes depend on pixels and notes alone. An error names the path and the cause.
bool image_write(const char *path, const ImageSource *source, Error *error);
// The bytes of the file, owned by the caller; NULL where libpng refuses.
unsigned char *image_write_bytes(const ImageSource *source, size_t *size);
