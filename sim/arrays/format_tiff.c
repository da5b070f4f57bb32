// SPDX-License-Identifier: GPL-3.0-or-later
// TIFF by libtiff: one grey picture, H x W, or a stack of pages, pages x H x W. Values are the
// file's numbers.
#include "arrays/data_format.h"
#include "base/memory.h"
#include "found_libraries.h"

#include <string.h>

static bool recognises(const DataStart *start) {
    static const unsigned char marks[][4] = {
        {'I', 'I', 42, 0}, {'M', 'M', 0, 42}, {'I', 'I', 43, 0}, {'M', 'M', 0, 43}};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (start->n >= 8 && memcmp(start->bytes, marks[i], 4) == 0)
            return true;
    return false;
}

#ifdef FOUND_LIBTIFF_4

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <tiffio.h>

enum {
    PAGES_MOST = 65535,
    BLOCK_MOST = 1 << 28, // bytes of a strip or a tile
    REDUCED = 1           // a page that is a small copy of another
};

// What all pages have in common.
typedef struct {
    uint32_t height, width;
    uint16_t bits, format, channels, colours;
    size_t pages;
} Stack;

// What libtiff says first about what is wrong.
static char complaint[200];

__attribute__((format(printf, 2, 0))) static void
take_complaint(const char *module, const char *format, va_list arguments) {
    (void)module;
    if (complaint[0] == '\0')
        vsnprintf(complaint, sizeof complaint, format, arguments);
}

static TIFF *open_file(const char *path, Error *error) {
    complaint[0] = '\0';
    TIFFSetErrorHandler(take_complaint);
    TIFFSetWarningHandler(NULL);
    TIFF *file = TIFFOpen(path, "rm"); // not mapped: a file that shrinks meanwhile gives an error
    if (file == NULL)
        fail(error, "%s: damaged TIFF file: %s", path, complaint);
    return file;
}

static void close_file(TIFF **file) {
    if (*file)
        TIFFClose(*file);
}

static bool fail_as_damaged(const char *path, size_t page, Error *error) {
    return fail(error, "%s: is damaged: page %zu cannot be read%s%s", path, page + 1,
                complaint[0] ? ": " : "", complaint);
}

static Stack page_of(TIFF *file) {
    Stack page = {.channels = 1, .format = SAMPLEFORMAT_UINT, .bits = 1};
    TIFFGetField(file, TIFFTAG_IMAGEWIDTH, &page.width);
    TIFFGetField(file, TIFFTAG_IMAGELENGTH, &page.height);
    TIFFGetFieldDefaulted(file, TIFFTAG_BITSPERSAMPLE, &page.bits);
    TIFFGetFieldDefaulted(file, TIFFTAG_SAMPLEFORMAT, &page.format);
    TIFFGetFieldDefaulted(file, TIFFTAG_SAMPLESPERPIXEL, &page.channels);
    if (!TIFFGetField(file, TIFFTAG_PHOTOMETRIC, &page.colours))
        page.colours = PHOTOMETRIC_MINISBLACK;
    return page;
}

static bool number_of(const Stack *page, DataNumber *number) {
    *number = (DataNumber){page->format == SAMPLEFORMAT_IEEEFP ? DATA_FLOAT
                           : page->format == SAMPLEFORMAT_INT  ? DATA_SIGNED
                                                               : DATA_UNSIGNED,
                           page->bits / 8U, data_number_native_is_big_endian()};
    if (page->bits == 1 && number->class == DATA_UNSIGNED) {
        *number = (DataNumber){DATA_LOGICAL, 1, false};
        return true;
    }
    return page->bits % 8 == 0 && page->format <= SAMPLEFORMAT_IEEEFP &&
           data_number_is_known(*number);
}

static bool check_page(TIFF *file, const char *path, const Stack *page, size_t k, Error *error) {
    DataNumber number;
    uint16_t turned = ORIENTATION_TOPLEFT;
    TIFFGetFieldDefaulted(file, TIFFTAG_ORIENTATION, &turned);
    if (page->channels != 1 ||
        (page->colours != PHOTOMETRIC_MINISBLACK && page->colours != PHOTOMETRIC_MINISWHITE))
        return fail(error, "%s: page %zu has colours; save it in grey (in ImageJ: Image > Type)",
                    path, k + 1);
    if (!number_of(page, &number))
        return fail(error, "%s: page %zu has numbers of %u bits, which cannot be read", path, k + 1,
                    page->bits);
    if (turned != ORIENTATION_TOPLEFT)
        return fail(error,
                    "%s: page %zu is stored turned or mirrored (orientation %u); save it "
                    "with row 0 at the top",
                    path, k + 1, turned);
    return true;
}

static bool check_alike(const char *path, const Stack *first, const Stack *page, size_t k,
                        Error *error) {
    if (first->height == page->height && first->width == page->width && first->bits == page->bits &&
        first->format == page->format)
        return true;
    return fail(error,
                "%s: page %zu has %u x %u pixels of %u bits, and page 1 has %u x %u of %u; all "
                "pages have to be alike",
                path, k + 1, page->height, page->width, page->bits, first->height, first->width,
                first->bits);
}

static bool is_reduced(TIFF *file) {
    uint32_t kind = 0;
    return TIFFGetField(file, TIFFTAG_SUBFILETYPE, &kind) && (kind & REDUCED);
}

// ImageJ writes a stack above 4 GB with one page, and says in its description how many follow.
static bool check_imagej(TIFF *file, const char *path, size_t pages, Error *error) {
    const char *description = NULL;
    TIFFSetDirectory(file, 0);
    if (!TIFFGetField(file, TIFFTAG_IMAGEDESCRIPTION, &description) || description == NULL)
        return true;
    const char *images =
        strncmp(description, "ImageJ=", 7) == 0 ? strstr(description, "images=") : NULL;
    long n = images ? strtol(images + 7, NULL, 10) : 0;
    if (n <= (long)pages)
        return true;
    return fail(error,
                "%s: ImageJ says that it has %ld images, and %zu can be read; save fewer of them, "
                "or as a BigTIFF",
                path, n, pages);
}

// Looks at all pages and leaves the file at the first.
static bool survey(TIFF *file, const char *path, Stack *stack, Error *error) {
    *stack = (Stack){0};
    size_t k = 0;
    bool last;
    do {
        Stack page = page_of(file);
        if (!is_reduced(file)) {
            if (!check_page(file, path, &page, k, error) ||
                (stack->pages > 0 && !check_alike(path, stack, &page, k, error)))
                return false;
            page.pages = stack->pages + 1;
            *stack = page;
        }
        k++;
        last = TIFFLastDirectory(file) != 0;
    } while (!last && k < PAGES_MOST && TIFFReadDirectory(file));
    if (!last && k == PAGES_MOST)
        return fail(error, "%s: has more than %d pages", path, PAGES_MOST);
    if (!last)
        return fail_as_damaged(path, k, error);
    return check_imagej(file, path, stack->pages, error);
}

static DataHead head_of(const Stack *stack) {
    DataNumber number;
    number_of(stack, &number);
    DataHead head = {.name = copy_text(""),
                     .type = data_number_name(number, false),
                     .rank = stack->pages > 1 ? 3 : 2,
                     .shape = {stack->pages, stack->height, stack->width}};
    if (stack->pages <= 1) {
        head.shape[0] = stack->pages == 0 ? 0 : stack->height;
        head.shape[1] = stack->width;
    }
    return head;
}

static bool list(const char *path, DataCatalogue *catalogue, Error *error) {
    OWNED_BY(close_file) TIFF *file = open_file(path, error);
    Stack stack;
    if (file == NULL || !survey(file, path, &stack, error))
        return false;
    data_catalogue_add(catalogue, head_of(&stack));
    return true;
}

// One row of a page, of `width` pixels from `bytes`, to `page`.
static void take_row(const Stack *stack, DataNumber number, const unsigned char *bytes,
                     size_t width, double *page) {
    if (stack->bits != 1)
        data_numbers_convert(number, bytes, number.size, width, page);
    for (size_t j = 0; j < width && stack->bits == 1; j++)
        page[j] = bytes[j / 8] >> (7 - j % 8) & 1;
}

static bool read_strips(TIFF *file, const Stack *stack, DataNumber number, unsigned char *block,
                        tmsize_t size, double *page) {
    uint32_t rows = stack->height;
    TIFFGetFieldDefaulted(file, TIFFTAG_ROWSPERSTRIP, &rows);
    rows = rows == 0 || rows > stack->height ? stack->height : rows;
    size_t stride = (size_t)TIFFScanlineSize(file);
    for (uint32_t row = 0; row < stack->height; row++) {
        uint32_t within = row % rows, last = stack->height - row;
        size_t wanted = (last < rows ? last : rows) * stride;
        if (within == 0 && (wanted > (size_t)size ||
                            TIFFReadEncodedStrip(file, TIFFComputeStrip(file, row, 0), block,
                                                 (tmsize_t)wanted) < (tmsize_t)wanted))
            return false;
        take_row(stack, number, block + within * stride, stack->width,
                 page + (size_t)row * stack->width);
    }
    return true;
}

static bool read_tiles(TIFF *file, const Stack *stack, DataNumber number, unsigned char *block,
                       tmsize_t size, double *page) {
    uint32_t height = 0, width = 0;
    TIFFGetField(file, TIFFTAG_TILELENGTH, &height);
    TIFFGetField(file, TIFFTAG_TILEWIDTH, &width);
    size_t stride = (size_t)TIFFTileRowSize(file);
    if (height == 0 || width == 0 || stride * height > (size_t)size)
        return false;
    for (uint64_t row = 0; row < stack->height; row += height)
        for (uint64_t column = 0; column < stack->width; column += width) {
            if (TIFFReadTile(file, block, (uint32_t)column, (uint32_t)row, 0, 0) < 0)
                return false;
            size_t rows = stack->height - row < height ? stack->height - row : height,
                   columns = stack->width - column < width ? stack->width - column : width;
            for (size_t i = 0; i < rows; i++)
                take_row(stack, number, block + i * stride, columns,
                         page + (row + i) * stack->width + column);
        }
    return true;
}

static bool read_page(TIFF *file, const Stack *stack, DataNumber number, double *page) {
    bool tiled = TIFFIsTiled(file) != 0;
    tmsize_t size = tiled ? TIFFTileSize(file) : TIFFStripSize(file),
             row = tiled ? TIFFTileRowSize(file) : TIFFScanlineSize(file);
    size_t least = ((size_t)stack->width * stack->bits + 7) / 8;
    if (size <= 0 || size > BLOCK_MOST || row <= 0 || (!tiled && (size_t)row < least))
        return false;
    OWNED unsigned char *block = allocate((size_t)size, 1);
    return (tiled ? read_tiles : read_strips)(file, stack, number, block, size, page);
}

static bool read_pages(TIFF *file, const char *path, const Stack *stack, DataSink *sink,
                       Error *error) {
    DataNumber number;
    number_of(stack, &number);
    size_t n = (size_t)stack->height * stack->width, k = 0;
    OWNED double *page = allocate(n, sizeof *page);
    TIFFSetDirectory(file, 0);
    do {
        if (is_reduced(file))
            continue;
        if (!read_page(file, stack, number, page))
            return fail_as_damaged(path, k, error);
        data_sink_put(sink, DATA_REAL, page, n);
        k++;
    } while (k < stack->pages && TIFFReadDirectory(file));
    return true;
}

// Pixels to the unit of length, and the unit, as the file says.
static void add_notes(TIFF *file, DataSink *sink) {
    const char *text = NULL;
    float resolution = 0;
    uint16_t unit = RESUNIT_INCH;
    TIFFSetDirectory(file, 0);
    if (TIFFGetField(file, TIFFTAG_IMAGEDESCRIPTION, &text) && text)
        data_sink_note(sink, "ImageDescription", text);
    TIFFGetFieldDefaulted(file, TIFFTAG_RESOLUTIONUNIT, &unit);
    if (TIFFGetField(file, TIFFTAG_XRESOLUTION, &resolution))
        data_sink_note_numbers(sink, "XResolution", &(double){(double)resolution}, 1);
    data_sink_note_numbers(sink, "ResolutionUnit", &(double){unit}, 1);
}

static bool read(const char *path, const char *name, DataSink *sink, Error *error) {
    OWNED_BY(close_file) TIFF *file = open_file(path, error);
    OWNED_BY(data_catalogue_free) DataCatalogue catalogue = {0};
    struct stat status;
    Stack stack;
    if (file == NULL || !survey(file, path, &stack, error))
        return false;
    data_catalogue_add(&catalogue, head_of(&stack));
    const DataHead *head = data_catalogue_find(&catalogue, path, name, error);
    if (head == NULL)
        return false;
    if (stat(path, &status) != 0)
        return fail(error, "%s: cannot be read", path);
    size_t size = stack.bits < 8 ? 1 : stack.bits / 8U;
    if (!data_sink_begin(sink, head, (double)status.st_size, size, error))
        return false;
    add_notes(file, sink);
    return read_pages(file, path, &stack, sink, error);
}

#else

static bool list(const char *path, DataCatalogue *catalogue, Error *error) {
    (void)catalogue;
    return data_format_missing(path, "a TIFF file", "libtiff-dev", error);
}

static bool read(const char *path, const char *name, DataSink *sink, Error *error) {
    (void)name, (void)sink;
    return list(path, NULL, error);
}

#endif

const DataFormat data_format_tiff = {"a TIFF file", "the TIFF library", recognises, list, read};
