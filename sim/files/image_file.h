// SPDX-License-Identifier: GPL-3.0-or-later
// Image: a picture as a PNG file, on the disk or in memory, read row by row.
//
// Invariant: after image_read() succeeded, the requested content is there, row 0 at the top.
#pragma once

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

enum { IMAGE_SIDE_MOST = 16384, IMAGE_PIXELS_MOST = 1 << 26 };

// What is read: grey values with size and notes, or these alone.
typedef enum { IMAGE_GREY, IMAGE_NOTES } ImageContent;

typedef struct {
    size_t height, width;
    double *values;       // [height][width] in [0, 1]; owned
    bool coloured;        // do values stand for colours other than greys?
    size_t notes;         // of text
    char **keys, **texts; // [notes] UTF-8; owned
} Image;

// Reads a PNG of any depth and colour type. Values are the file's numbers divided by their maximum
// (255 or 65535), without gamma. For IMAGE_GREY a colour becomes 0.299 red + 0.587 green + 0.114
// blue (ITU-R BT.601), and a file with a pixel that is transparent in any degree is refused. A
// message names the path and the cause; `image` is then left empty.
bool image_read(const char *path, ImageContent content, Image *image, Error *error);
// The same for a file in memory, which stays as it is; `path` is for messages.
bool image_read_bytes(unsigned char *bytes, size_t size, const char *path, ImageContent content,
                      Image *image, Error *error);
void image_free(Image *image);

// A note that is kept in the file.
typedef struct {
    const char *key;  // 1 to 79 Latin letters, as "Title" or "Software"; borrowed
    const char *text; // UTF-8; borrowed
} PngText;

// What is to be written.
typedef struct {
    size_t height, width;
    const unsigned char *pixels; // [height][width][3] red, green, blue; borrowed
    const PngText *notes;        // borrowed
    size_t notes_count;
    double resolution; // pixels to the metre; 0: not known
} ImageSource;

// Writes a new file in its place (replacement.h), so that `path` is always a whole picture. The
// bytes depend on pixels and notes alone. An error names the path and the cause.
bool image_write(const char *path, const ImageSource *source, Error *error);
