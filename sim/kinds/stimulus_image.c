// SPDX-License-Identifier: GPL-3.0-or-later
// Images from a folder. Each pattern shows one of them, chosen uniformly: its middle is at the
// pattern's centre, its horizontal lies along the orientation (Stevens, Law, Antolik & Bednar 2013,
// J Neurosci 33:15747).
//
// A whole image is divided by its maximum. Units take the nearest pixel; outside the image they
// take the mean of its outermost pixels. For goggle rearing the images are blurred once, before
// that (blur.h). The paper's 128 x 128 kernel has standard deviations of 3.2 and 32 pixels.
#include "kinds/stimulus.h"

#include "base/memory.h"
#include "base/talk.h"
#include "files/image_file.h"
#include "files/image_folder.h"
#include "kinds/blur.h"

#include <errno.h>
#include <string.h>

typedef struct {
    StimulusSettings stimulus;
    char *folder;
    double pixels_per_unit; // pixels per sheet unit
    Blur blur;              // pixels
} ImageSettings;

typedef struct {
    Image image;
    double outside;
} Picture;

typedef struct {
    size_t count;
    Picture *pictures;
} Album;

static void close_album(void *state) {
    OWNED Album *album = state;
    for (size_t i = 0; i < album->count; i++)
        image_free(&album->pictures[i].image);
    release(album->pictures);
}

static void warn_of_others(const char *folder) {
    int n = image_folder_others(folder);
    if (n > 0)
        talk("warning: %s: only PNG files are read; %d other picture%s left out", folder, n,
             n > 1 ? "s are" : " is");
}

static void divide_by_maximum(Image *image) {
    double maximum = 0;
    for (size_t k = 0; k < image->height * image->width; k++)
        maximum = fmax(maximum, image->values[k]);
    for (size_t k = 0; k < image->height * image->width && maximum > 0; k++)
        image->values[k] /= maximum;
}

static double edge_mean(const Image *image) {
    double sum = 0;
    size_t count = 0;
    for (size_t i = 0; i < image->height; i++)
        for (size_t j = 0; j < image->width; j++)
            if (i == 0 || j == 0 || i == image->height - 1 || j == image->width - 1) {
                sum += image->values[i * image->width + j];
                count++;
            }
    return sum / (double)count;
}

static bool read_picture(const ImageSettings *settings, const char *name, Picture *picture,
                         Error *error) {
    OWNED char *path = format_text("%s/%s", settings->folder, name);
    Image *image = &picture->image;
    if (!image_read(path, IMAGE_GREY, image, error))
        return false;
    if (settings->blur.sigma > 0)
        blur_array(&settings->blur, image->values, image->height, image->width, 0, image->values);
    divide_by_maximum(image);
    picture->outside = edge_mean(image);
    return true;
}

static void warn_of_colours(const ImageSettings *settings, const Album *album,
                            struct dirent *const *entries) {
    size_t coloured = 0, first = 0;
    for (size_t i = album->count; i-- > 0;)
        if (album->pictures[i].image.coloured) {
            coloured++;
            first = i;
        }
    if (coloured > 0)
        talk("warning: %s/%s%s: has colours; each is shown as a grey of its luminance",
             settings->folder, entries[first]->d_name, coloured > 1 ? ", and others" : "");
}

static bool open_album(const void *settings_of_kind, void **state, Error *error) {
    const ImageSettings *settings = settings_of_kind;
    const char *folder = settings->folder;
    struct dirent **entries;
    int n = image_folder_list(folder, &entries);
    if (n < 0)
        return errno == ENOENT ? fail(error, "%s: no such folder", folder)
                               : fail(error, "%s: cannot be listed: %s", folder, strerror(errno));
    Album *album = allocate(1, sizeof *album);
    album->pictures = allocate((size_t)n, sizeof *album->pictures);
    bool ok = n > 0 || fail(error, "%s: has no PNG files", folder);
    for (int i = 0; i < n && ok; i++)
        ok = read_picture(settings, entries[i]->d_name, &album->pictures[album->count++], error);
    if (ok)
        warn_of_colours(settings, album, entries);
    warn_of_others(folder);
    image_folder_free(entries, n);
    if (ok)
        *state = album;
    else
        close_album(album);
    return ok;
}

// The pixel of a picture at column u, row v, counted in pixels from its top left corner.
static double pixel(const Picture *picture, double u, double v) {
    const Image *image = &picture->image;
    if (!(u >= 0 && v >= 0 && u < (double)image->width && v < (double)image->height))
        return picture->outside;
    return image->values[(size_t)v * image->width + (size_t)u];
}

static void draw(const void *settings_of_kind, const void *state, const Pattern *pattern,
                 const Geometry *geometry, double *value) {
    const ImageSettings *settings = settings_of_kind;
    const Album *album = state;
    const Picture *picture =
        &album->pictures[random_integer(pattern->draws, (uint32_t)album->count)];
    double cosine = cos(pattern->orientation), sine = sin(pattern->orientation);
    double middle_u = 0.5 * (double)picture->image.width;
    double middle_v = 0.5 * (double)picture->image.height;
    for (size_t i = 0; i < geometry->n; i++)
        for (size_t j = 0; j < geometry->n; j++) {
            double x = geometry_distance(geometry, pattern->x, geometry_x(geometry, j));
            double y = geometry_distance(geometry, pattern->y, geometry_y(geometry, i));
            double u = middle_u + settings->pixels_per_unit * (cosine * x + sine * y);
            double v = middle_v - settings->pixels_per_unit * (cosine * y - sine * x);
            *value++ = pixel(picture, u, v);
        }
}

const StimulusKind stimulus_image = {
    .kind =
        {"image", "grey PNG images from a folder",
         BLOCK(ImageSettings, &stimulus_settings,
               {SETTING(ImageSettings, folder), NULL, 1, 4096,
                .help = "folder of the PNG files; all of them are used", .input = true},
               {SETTING(ImageSettings, pixels_per_unit), "25.6", 1e-3, 1e6, "pixels per sheet unit",
                "scale at which images are shown", .live = true},
               {SETTING_NAMED("blur_sigma", ImageSettings, blur.sigma), "0.0", 0, 1000, "pixels",
                .help =
                    "standard deviation of the blurring Gaussian across its long axis; 0: no blur"},
               {SETTING_NAMED("blur_aspect", ImageSettings, blur.aspect), "10.0", 1e-3, 1000,
                .help = "standard deviation along the long axis over that across it"},
               {SETTING_NAMED("blur_orientation", ImageSettings, blur.orientation), "90.0", -360,
                360, "degrees",
                .help =
                    "direction of its long axis, counter-clockwise from the images' horizontal"})},
    .open = open_album,
    .close = close_album,
    .draw = draw,
};
