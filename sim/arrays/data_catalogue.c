// SPDX-License-Identifier: GPL-3.0-or-later
#include "arrays/data_catalogue.h"

#include "base/memory.h"
#include "base/suggestion.h"
#include "base/utf8.h"

#include <string.h>

enum { SHOWN_MOST = 40 }; // arrays in a message

void data_head_free(DataHead *head) {
    release(head->name);
    release(head->type);
    *head = (DataHead){0};
}

void data_catalogue_add(DataCatalogue *catalogue, DataHead head) {
    if (catalogue->count == DATA_CATALOGUE_MOST) {
        data_head_free(&head);
        return;
    }
    catalogue->head = allocate_one_more(catalogue->head, catalogue->count, sizeof *catalogue->head);
    catalogue->head[catalogue->count++] = head;
}

void data_catalogue_free(DataCatalogue *catalogue) {
    for (size_t i = 0; i < catalogue->count; i++)
        data_head_free(&catalogue->head[i]);
    release(catalogue->head);
    *catalogue = (DataCatalogue){0};
}

static char *shape_text(const DataHead *head) {
    return head->rank > DATA_RANK_MOST ? format_text("%d axes", head->rank)
                                       : data_shape_text(head->rank, head->shape);
}

// A line for each array: "  FILE:NAME  60 x 90  float32".
static void list(const DataCatalogue *catalogue, const char *path, Error *error) {
    int widest = 0, widest_shape = 0;
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < catalogue->count && i < SHOWN_MOST; i++) {
            const DataHead *head = &catalogue->head[i];
            OWNED char *shown = utf8_printable(head->name), *shape = shape_text(head);
            int width = (int)strlen(shown), width_of_shape = (int)strlen(shape);
            widest = width > widest ? width : widest;
            widest_shape = width_of_shape > widest_shape ? width_of_shape : widest_shape;
            if (pass == 1)
                fail(error, "  %s:%-*s  %*s  %s", path, widest, shown, widest_shape, shape,
                     head->type);
        }
    if (catalogue->count > SHOWN_MOST)
        fail(error, "  and %zu more%s", catalogue->count - SHOWN_MOST,
             catalogue->count == DATA_CATALOGUE_MOST ? ", or above" : "");
}

const DataHead *data_catalogue_find(const DataCatalogue *catalogue, const char *path,
                                    const char *name, Error *error) {
    if (name == NULL && catalogue->count == 1)
        return &catalogue->head[0];
    OWNED const char **names = allocate(catalogue->count + 1, sizeof *names);
    for (size_t i = 0; i < catalogue->count; i++) {
        names[i] = catalogue->head[i].name;
        if (name && strcmp(names[i], name) == 0)
            return &catalogue->head[i];
    }
    if (catalogue->count == 0)
        fail(error, "%s: holds no array of numbers", path);
    else if (name && catalogue->count == 1 && names[0][0] == '\0')
        fail(error, "%s: holds one array, which has no name: leave out ':%s'", path, name);
    else if (name)
        fail(error, "%s: %s does not exist%s", path, name,
             suggestion("", name, names, catalogue->count).text);
    else
        fail(error, "%s: holds %zu arrays: name one, as in %s:%s", path, catalogue->count, path,
             names[0]);
    if (!(catalogue->count == 1 && names[0][0] == '\0'))
        list(catalogue, path, error);
    return NULL;
}
