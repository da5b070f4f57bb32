// SPDX-License-Identifier: GPL-3.0-or-later
#include "helpers/file_fixture.h"

#include <assert.h>
#include <ftw.h>
#include <png.h>
#include <stdio.h>
#include <string.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/pinwheel-test-XXXXXX";

int fixture_make(void **state) {
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *place) {
    (void)status;
    (void)type;
    (void)place;
    return remove(path);
}

int fixture_remove(void **state) {
    (void)state;
    return nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

const char *fixture_path(const char *name) {
    static char paths[8][512];
    static size_t next;
    char *path = paths[next++ % 8];
    snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}

void fixture_png(const char *path, const FixturePng *image) {
    FILE *file = fopen(path, "wb");
    assert(file);
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(png);
    png_init_io(png, file);
    png_set_IHDR(png, info, image->width, image->height, image->depth, image->colour,
                 image->interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_BASE, PNG_FILTER_TYPE_BASE);
    png_color palette[256];
    for (int i = 0; i < image->colours; i++)
        palette[i] = (png_color){image->palette[3 * i], image->palette[3 * i + 1],
                                 image->palette[3 * i + 2]};
    if (image->colours)
        png_set_PLTE(png, info, palette, image->colours);
    png_write_info(png, info);
    for (int pass = png_set_interlace_handling(png); pass > 0; pass--)
        for (size_t i = 0; i < image->height; i++)
            png_write_row(png, image->bytes + i * image->stride);
    png_write_end(png, NULL);
    png_destroy_write_struct(&png, &info);
    fclose(file);
}

void fixture_grey(const char *path, unsigned height, unsigned width, const unsigned char *bytes) {
    fixture_png(path, &(FixturePng){.width = width,
                                    .height = height,
                                    .depth = 8,
                                    .colour = PNG_COLOR_TYPE_GRAY,
                                    .bytes = bytes,
                                    .stride = width});
}

void fixture_dataset(const char *path, const char *dataset, hid_t stored, hid_t memory, int rank,
                     const hsize_t *shape, const void *values) {
    hid_t file = access(path, F_OK) == 0 ? H5Fopen(path, H5F_ACC_RDWR, H5P_DEFAULT)
                                         : H5Fcreate(path, H5F_ACC_EXCL, H5P_DEFAULT, H5P_DEFAULT);
    hid_t links = H5Pcreate(H5P_LINK_CREATE);
    H5Pset_create_intermediate_group(links, 1);
    hid_t space = rank ? H5Screate_simple(rank, shape, NULL) : H5Screate(H5S_SCALAR);
    hid_t data = H5Dcreate2(file, dataset, stored, space, links, H5P_DEFAULT, H5P_DEFAULT);
    assert(data >= 0);
    if (values)
        H5Dwrite(data, memory, H5S_ALL, H5S_ALL, H5P_DEFAULT, values);
    H5Dclose(data);
    H5Sclose(space);
    H5Pclose(links);
    H5Fclose(file);
}

void fixture_note(const char *path, const char *object, const char *key, const char *text) {
    hid_t file = H5Fopen(path, H5F_ACC_RDWR, H5P_DEFAULT), type = H5Tcopy(H5T_C_S1),
          space = H5Screate(H5S_SCALAR);
    H5Tset_size(type, strlen(text));
    hid_t note =
        H5Acreate_by_name(file, object, key, type, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
    assert(note >= 0);
    H5Awrite(note, type, text);
    H5Aclose(note);
    H5Sclose(space);
    H5Tclose(type);
    H5Fclose(file);
}

void fixture_bytes(const char *path, const void *bytes, size_t n) {
    FILE *file = fopen(path, "wb");
    assert(file && fwrite(bytes, 1, n, file) == n);
    fclose(file);
}

void fixture_cut(const char *path, long n) {
    int failed = truncate(path, n);
    assert(!failed);
    (void)failed;
}

long fixture_size(const char *path) {
    struct stat status = {0};
    stat(path, &status);
    return status.st_size;
}
