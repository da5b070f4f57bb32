// SPDX-License-Identifier: GPL-3.0-or-later
#include "arrays/npy.h"

#include "base/memory.h"
#include "base/utf8.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum {
    HEADER_MOST = 1 << 16, // bytes
    BLOCK = 1 << 16        // bytes of values read at a time; a multiple of every size of number
};

// ":angles" for messages.
static char *place_of(const NpySource *source) {
    OWNED char *name = utf8_printable(source->name);
    return format_text("%s%s%s", source->path, name[0] ? ":" : "", name);
}

static bool fail_as_damaged(const NpySource *source, const char *how, Error *error) {
    OWNED char *place = place_of(source);
    return fail(error, "%s: is damaged: %s", place, how);
}

// What follows "'key':" in the header; NULL where there is no such key.
static const char *value_of(const char *header, const char *key) {
    size_t length = strlen(key);
    for (const char *at = strstr(header, key); at; at = strstr(at + 1, key)) {
        bool quoted = at > header && (at[-1] == '\'' || at[-1] == '"') && at[length] == at[-1];
        const char *after = at + length + 1;
        if (!quoted)
            continue;
        after += strspn(after, " ");
        if (*after == ':')
            return after + 1 + strspn(after + 1, " ");
    }
    return NULL;
}

// "<f8": byte order, kind and bytes.
static bool take_type(const NpySource *source, const char *text, NpyHeader *header, Error *error) {
    bool quoted = *text == '\'' || *text == '"';
    OWNED char *descr =
        quoted ? format_text("%.*s", (int)strcspn(text + 1, "'\""), text + 1) : copy_text("");
    OWNED char *place = place_of(source), *shown = utf8_printable(descr);
    const char *kind = descr + (descr[0] && strchr("<>|=", descr[0]) ? 1 : 0);
    unsigned long size =
        kind[0] && isdigit((unsigned char)kind[1]) ? strtoul(kind + 1, NULL, 10) : 0;
    bool is_complex = kind[0] == 'c';
    header->number =
        (DataNumber){kind[0] == 'i'   ? DATA_SIGNED
                     : kind[0] == 'u' ? DATA_UNSIGNED
                     : kind[0] == 'b' ? DATA_LOGICAL
                                      : DATA_FLOAT,
                     is_complex ? size / 2 : size,
                     descr[0] == '>' || (descr[0] != '<' && data_number_native_is_big_endian())};
    if (!quoted)
        return fail(error, "%s: holds records, not numbers", place);
    if (kind[0] == 'O')
        return fail(error, "%s: holds objects of Python, not numbers", place);
    if (kind[0] == 'U' || kind[0] == 'S')
        return fail(error, "%s: holds text, not numbers", place);
    if (kind[0] == '\0' || !strchr("iubfc", kind[0]) || !data_number_is_known(header->number) ||
        (is_complex && size % 2 != 0))
        return fail(error, "%s: has numbers of the type '%s', which cannot be read", place, shown);
    header->head.is_complex = is_complex;
    header->head.type = data_number_name(header->number, is_complex);
    return true;
}

// "(60, 90)", "(60,)" or "()".
static bool take_shape(const NpySource *source, const char *text, DataHead *head, Error *error) {
    if (*text++ != '(')
        return fail_as_damaged(source, "its header has no shape", error);
    for (;;) {
        text += strspn(text, " ");
        if (*text == ')')
            return true;
        char *end;
        errno = 0;
        unsigned long long length = isdigit((unsigned char)*text) ? strtoull(text, &end, 10) : 0;
        if (!isdigit((unsigned char)*text) || errno != 0)
            return fail_as_damaged(source, "its header has a shape that cannot be read", error);
        if (head->rank < DATA_RANK_MOST)
            head->shape[head->rank] = (size_t)length;
        head->rank++;
        text = end + strspn(end, "L "); // Python 2 writes 60L
        if (*text == ',')
            text++;
        else if (*text != ')')
            return fail_as_damaged(source, "its header has a shape that cannot be read", error);
    }
}

static bool parse(const NpySource *source, const char *text, NpyHeader *header, Error *error) {
    const char *type = value_of(text, "descr"), *shape = value_of(text, "shape"),
               *order = value_of(text, "fortran_order");
    header->head = (DataHead){.name = copy_text(source->name)};
    if (type == NULL || shape == NULL || order == NULL)
        return fail_as_damaged(source, "its header lacks type, shape or order", error);
    header->head.first_fastest = strncmp(order, "True", 4) == 0;
    return take_type(source, type, header, error) &&
           take_shape(source, shape, &header->head, error);
}

bool npy_read_header(const NpySource *source, NpyHeader *header, Error *error) {
    unsigned char start[12];
    *header = (NpyHeader){0};
    if (source->take(source->from, start, 10) < 10 || memcmp(start, "\x93NUMPY", 6) != 0)
        return fail_as_damaged(source, "it does not begin as NumPy's arrays do", error);
    size_t length = start[8] | (size_t)start[9] << 8;
    if (start[6] > 1) {
        if (source->take(source->from, start + 10, 2) < 2)
            return fail_as_damaged(source, "it ends in its header", error);
        length |= (size_t)start[10] << 16 | (size_t)start[11] << 24;
    }
    if (length > HEADER_MOST)
        return fail_as_damaged(source, "its header is too long", error);
    OWNED char *text = allocate(length + 1, 1);
    if (source->take(source->from, text, length) < length)
        return fail_as_damaged(source, "it ends in its header", error);
    if (parse(source, text, header, error))
        return true;
    data_head_free(&header->head);
    return false;
}

bool npy_read_values(const NpySource *source, const NpyHeader *header, double stored,
                     DataSink *sink, Error *error) {
    size_t size = header->number.size, whole = header->head.is_complex ? 2 * size : size;
    if (!data_sink_begin(sink, &header->head, stored, size, error))
        return false;
    OWNED unsigned char *block = allocate(BLOCK, 1);
    size_t left = data_array_count(&sink->array) * whole;
    while (left > 0) {
        size_t wanted = left < BLOCK ? left : BLOCK,
               taken = source->take(source->from, block, wanted);
        data_sink_put_bytes(sink, header->number, block, taken / whole);
        if (taken < wanted)
            return fail_as_damaged(source, "it ends before its last value", error);
        left -= taken;
    }
    return true;
}
