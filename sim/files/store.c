// SPDX-License-Identifier: GPL-3.0-or-later
#include "files/store.h"

#include "base/memory.h"
#include "base/suggestion.h"
#include "base/utf8.h"
#include "files/ordinary_file.h"
#include "files/store_cause.h"
#include "files/store_extent.h"
#include "files/store_move.h"

#include <errno.h>
#include <hdf5.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

enum {
    NAMES_SHOWN = 12,     // datasets listed in a message
    DATASETS_MOST = 1000, // among which the nearest name is sought
    TEXT_MOST = 1 << 26   // bytes of a text
};

void store_prepare(void) {
    H5dont_atexit();
}

static herr_t take_first(unsigned depth, const H5E_error2_t *entry, void *context) {
    if (depth == 0)
        snprintf(context, 200, "%s", entry->desc ? entry->desc : "no reason given");
    return 0;
}

// The innermost reason for the last failed call of HDF5, to be taken before the next call.
static void reason(char text[200]) {
    snprintf(text, 200, "no reason given");
    H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, take_first, text);
}

static bool fail_as_damaged(Error *error, const Store *store, const char *name, const char *how) {
    char cause[200];
    reason(cause);
    return fail(error, "%s: %s %s (HDF5: %s)", store->path, name, how, cause);
}

// HDF5 locks a file that it writes, or marks it in byte 11 where the file's format is of version 3.
static bool is_being_written(FILE *file) {
    enum { VERSION = 8, MARKS = 11 };
    unsigned char start[MARKS + 1];
    if (flock(fileno(file), LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK)
        return true;
    return fread(start, sizeof start, 1, file) == 1 && start[VERSION] == 3 && (start[MARKS] & 1);
}

static bool is_old_matlab(FILE *file) {
    static const char mark[] = "MATLAB 5.0";
    char start[sizeof mark] = "";
    return pread(fileno(file), start, sizeof start - 1, 0) > 0 && strcmp(start, mark) == 0;
}

static hid_t open_file(const char *path, unsigned access, Error *error) {
    OWNED_BY(ordinary_file_close) FILE *file = ordinary_file_open(path, "an HDF5 file", error);
    if (file == NULL)
        return -1;
    hid_t opened = H5Fopen(path, access, H5P_DEFAULT);
    if (opened < 0) {
        char cause[200];
        reason(cause);
        if (is_old_matlab(file))
            fail(error,
                 "%s: is not an HDF5 file but an older MATLAB one; write it anew in MATLAB with: "
                 "save -v7.3",
                 path);
        else if (is_being_written(file))
            fail(error, "%s: another program is writing it (HDF5: %s)", path, cause);
        else if (H5Fis_hdf5(path) <= 0)
            fail(error, "%s: is not an HDF5 file", path);
        else
            fail(error, "%s: damaged or truncated HDF5 file (HDF5: %s)", path, cause);
    }
    return opened;
}

static hid_t create_file(const char *path, size_t seal, Error *error) {
    hid_t creation = H5Pcreate(H5P_FILE_CREATE);
    if (seal > 0)
        H5Pset_userblock(creation, seal);
    hid_t file = H5Fcreate(path, H5F_ACC_TRUNC, creation, H5P_DEFAULT);
    H5Pclose(creation);
    if (file < 0)
        fail(error,
             "%s: cannot be created: does its folder exist, and is the disk writable and not full?",
             path);
    return file;
}

// A link to another file fails: what a file names is not opened.
static herr_t refuse_link(const char *file, const char *group, const char *other_file,
                          const char *object, unsigned *flags, hid_t access, void *context) {
    (void)file, (void)group, (void)other_file, (void)object, (void)flags, (void)access,
        (void)context;
    return -1;
}

static void forget(Store *store) {
    H5Pclose(store->links);
    H5Eset_auto2(H5E_DEFAULT, store->printing, store->printing_context);
    release(store->path);
    *store = (Store){.file = -1, .links = -1};
}

bool store_open(Store *store, const char *path, StoreMode mode, size_t seal, Error *error) {
    *store = (Store){.path = copy_text(path), .checked = seal == 0};
    H5Eget_auto2(H5E_DEFAULT, &store->printing, &store->printing_context);
    H5Eset_auto2(H5E_DEFAULT, NULL, NULL); // the store reports errors itself
    store->links = H5Pcreate(H5P_LINK_ACCESS);
    H5Pset_elink_cb(store->links, refuse_link, NULL);
    store->file = mode == STORE_CREATE
                      ? create_file(path, seal, error)
                      : open_file(path, mode == STORE_READ ? H5F_ACC_RDONLY : H5F_ACC_RDWR, error);
    if (store->file >= 0)
        return true;
    forget(store);
    return false;
}

bool store_close(Store *store, Error *error) {
    if (store->file < 0)
        return true;
    char cause[STORE_CAUSE_SIZE];
    bool ok = H5Fflush(store->file, H5F_SCOPE_LOCAL) >= 0;
    if (!ok)
        store_cause(cause);
    if (H5Fclose(store->file) < 0 && ok) {
        ok = false;
        store_cause(cause);
    }
    if (!ok)
        fail(error, "%s: could not be written to the end: %s", store->path, cause);
    forget(store);
    return ok;
}

// Is `path` a link to nothing? HDF5 keeps the reason of the call that failed before.
static bool is_dangling(const Store *store, const char *path) {
    hid_t failure = H5Eget_current_stack();
    bool dangling = H5Oexists_by_name(store->file, path, store->links) == 0;
    H5Eset_current_stack(failure);
    return dangling;
}

// Does `path` lead to something that has no members? HDF5 keeps the reason in the same way.
static bool is_no_group(const Store *store, const char *path) {
    hid_t failure = H5Eget_current_stack();
    hid_t object = H5Oopen(store->file, path, store->links);
    bool other = object < 0 ? is_dangling(store, path) : H5Iget_type(object) != H5I_GROUP;
    if (object >= 0)
        H5Oclose(object);
    H5Eset_current_stack(failure);
    return other;
}

typedef enum { ABSENT, THERE, DAMAGED } Presence;

// Is there a link of this path, in a group that is there?
static Presence link_presence(const Store *store, const char *path, const char *group) {
    htri_t link = H5Lexists(store->file, path, store->links);
    if (link > 0)
        return THERE;
    if (link == 0) // HDF5 also answers 0 for some damaged groups, but then keeps their errors
        return H5Eget_num(H5E_DEFAULT) == 0 ? ABSENT : DAMAGED;
    return is_no_group(store, group) ? ABSENT : DAMAGED;
}

// HDF5 can look for a member only in a group that exists.
static Presence presence(const Store *store, const char *name) {
    OWNED char *group = copy_text("/");
    Presence found = THERE;
    for (size_t i = 1; found == THERE && name[i - 1]; i++)
        if (name[i] == '/' || name[i] == '\0') {
            char *path = format_text("%.*s", (int)i, name);
            found = link_presence(store, path, group);
            release(group);
            group = path;
        }
    return found;
}

bool store_has(Store *store, const char *name) {
    return presence(store, name) != ABSENT;
}

// The paths of the datasets in a file.
typedef struct {
    hid_t links;
    size_t count;
    char **paths; // each owned
} Datasets;

static herr_t list_dataset(hid_t root, const char *name, const H5L_info_t *info, void *context) {
    (void)info;
    Datasets *datasets = context;
    if (datasets->count == DATASETS_MOST)
        return 1;
    hid_t object = H5Oopen(root, name, datasets->links);
    if (object < 0)
        return 0;
    if (H5Iget_type(object) == H5I_DATASET) {
        datasets->paths =
            allocate_one_more(datasets->paths, datasets->count, sizeof *datasets->paths);
        OWNED char *shown = utf8_printable(name);
        datasets->paths[datasets->count++] = format_text("/%s", shown);
    }
    H5Oclose(object);
    return 0;
}

// Refuses a name and lists the datasets: "; did you mean '/a/b'? Datasets there: /a/b".
static bool refuse(const Store *store, const char *name, const char *what, Error *error) {
    Datasets datasets = {.links = store->links};
    H5Lvisit(store->file, H5_INDEX_NAME, H5_ITER_INC, list_dataset, &datasets);
    Suggestion nearest = suggestion("", name, (const char *const *)datasets.paths, datasets.count);
    OWNED char *text =
        format_text("%s%s", nearest.text[0] ? nearest.text : ";",
                    datasets.count ? " Datasets there:" : " there are no datasets in it");
    for (size_t i = 0; i < datasets.count && i < NAMES_SHOWN; i++)
        text_append(&text, "%s %s", i ? "," : "", datasets.paths[i]);
    if (datasets.count > NAMES_SHOWN)
        text_append(&text, " and %zu more", datasets.count - NAMES_SHOWN);
    fail(error, "%s: %s %s%s", store->path, name, what, text);
    for (size_t i = 0; i < datasets.count; i++)
        release(datasets.paths[i]);
    release(datasets.paths);
    return false;
}

// An open dataset. A negative handle is not open: HDF5 refuses to close it, which does no harm.
typedef struct {
    hid_t object, type, space;
    int rank;
    size_t shape[STORE_RANK_MOST], count;
} Dataset;

static const Dataset NOT_OPEN = {.object = -1, .type = -1, .space = -1};

static void close_dataset(const Dataset *dataset) {
    H5Sclose(dataset->space);
    H5Tclose(dataset->type);
    H5Oclose(dataset->object);
}

static bool find_object(const Store *store, const char *name, Dataset *dataset, Error *error) {
    Presence found = presence(store, name);
    if (found == ABSENT)
        return refuse(store, name, "does not exist", error);
    if (found == DAMAGED)
        return fail_as_damaged(error, store, name, "cannot be looked for; the file is damaged");
    dataset->object = H5Oopen(store->file, name, store->links);
    if (dataset->object < 0)
        return is_dangling(store, name) ? refuse(store, name, "is a link to nothing", error)
                                        : fail_as_damaged(error, store, name, "is damaged");
    H5I_type_t type = H5Iget_type(dataset->object);
    return type == H5I_DATASET ||
           refuse(store, name,
                  type == H5I_GROUP ? "is a group, not a dataset" : "is a type, not a dataset",
                  error);
}

static bool take_shape(const Store *store, const char *name, Dataset *dataset, Error *error) {
    dataset->type = H5Dget_type(dataset->object);
    dataset->space = H5Dget_space(dataset->object);
    int rank = dataset->space >= 0 ? H5Sget_simple_extent_ndims(dataset->space) : -1;
    if (dataset->type < 0 || rank < 0)
        return fail(error, "%s: %s is damaged: it has no type or shape", store->path, name);
    if (rank > STORE_RANK_MOST)
        return fail(error, "%s: %s has %d dimensions; at most %d can be read", store->path, name,
                    rank, STORE_RANK_MOST);
    hsize_t shape[STORE_RANK_MOST] = {0};
    H5Sget_simple_extent_dims(dataset->space, shape, NULL);
    dataset->rank = rank;
    dataset->count = H5Sget_simple_extent_type(dataset->space) == H5S_NULL ? 0 : 1;
    for (int k = 0; k < rank; k++) {
        dataset->shape[k] = (size_t)shape[k];
        if (__builtin_mul_overflow(dataset->count, dataset->shape[k], &dataset->count))
            return fail(error, "%s: %s is damaged: it has more values than can be counted",
                        store->path, name);
    }
    return true;
}

static bool open_dataset(const Store *store, const char *name, Dataset *dataset, Error *error) {
    return find_object(store, name, dataset, error) && take_shape(store, name, dataset, error);
}

static const char *class_name(H5T_class_t class) {
    static const char *const names[H5T_NCLASSES] = {
        [H5T_STRING] = "text",          [H5T_COMPOUND] = "records",
        [H5T_REFERENCE] = "references", [H5T_VLEN] = "lists of varying length",
        [H5T_ARRAY] = "small arrays",   [H5T_OPAQUE] = "raw bits",
        [H5T_BITFIELD] = "raw bits"};
    return class >= 0 && names[class] ? names[class] : "something else";
}

static bool open_numbers(const Store *store, const char *name, Dataset *dataset, Error *error) {
    if (!open_dataset(store, name, dataset, error))
        return false;
    H5T_class_t class = H5Tget_class(dataset->type);
    if (class != H5T_INTEGER && class != H5T_FLOAT && class != H5T_ENUM)
        return fail(error, "%s: %s holds %s, not numbers", store->path, name, class_name(class));
    return true;
}

static bool check_extent(const Store *store, const char *name, const Dataset *dataset,
                         Error *error) {
    return store_extent_check(dataset->object, dataset->type, dataset->count, store->path, name,
                              error);
}

bool store_shape(Store *store, const char *name, int *rank, size_t shape[static STORE_RANK_MOST],
                 size_t *count, Error *error) {
    OWNED_BY(close_dataset) Dataset dataset = NOT_OPEN;
    if (!open_numbers(store, name, &dataset, error))
        return false;
    *rank = dataset.rank;
    memcpy(shape, dataset.shape, sizeof dataset.shape);
    *count = dataset.count;
    return check_extent(store, name, &dataset, error);
}

bool store_read_numbers(Store *store, const char *name, StoreType type, StorePart part,
                        void *values, Error *error) {
    OWNED_BY(close_dataset) Dataset dataset = NOT_OPEN;
    if (!open_numbers(store, name, &dataset, error))
        return false;
    if (dataset.count != part.n)
        return fail(error, "%s: %s has %zu values, not %zu", store->path, name, dataset.count,
                    part.n);
    if (!check_extent(store, name, &dataset, error))
        return false;
    if (part.count < part.n && dataset.rank != 1)
        return fail(error, "%s: %s has %d axes; a list has one", store->path, name, dataset.rank);
    return part.count == 0 ||
           store_move_part(dataset.object, part, store_type_in_memory(type), values, NULL) ||
           fail_as_damaged(error, store, name,
                           "cannot be read; it is damaged or packed by an unknown filter");
}

// Room for the text of a dataset or a note; NULL where it is not one text of up to TEXT_MOST bytes.
static char *room_for_text(hid_t type, hid_t space) {
    size_t size = H5Tget_size(type);
    bool one = H5Tget_class(type) == H5T_STRING && H5Tis_variable_str(type) == 0 &&
               H5Sget_simple_extent_npoints(space) == 1 && size <= TEXT_MOST;
    return one ? allocate(size + 1, 1) : NULL;
}

char *store_read_text(Store *store, const char *name, Error *error) {
    OWNED_BY(close_dataset) Dataset dataset = NOT_OPEN;
    if (!open_dataset(store, name, &dataset, error))
        return NULL;
    if (!check_extent(store, name, &dataset, error))
        return NULL;
    char *text = room_for_text(dataset.type, dataset.space);
    if (text && store_move_part(dataset.object, (StorePart){1, 0, 1}, dataset.type, text, NULL))
        return text;
    if (text)
        fail_as_damaged(error, store, name, "cannot be read; it is damaged");
    else
        fail(error, "%s: %s is not one text", store->path, name);
    release(text);
    return NULL;
}

char *store_read_note(Store *store, const char *name, const char *key, Error *error) {
    if (H5Aexists_by_name(store->file, name, key, store->links) == 0)
        return copy_text("");
    hid_t note = H5Aopen_by_name(store->file, name, key, H5P_DEFAULT, store->links);
    hid_t type = H5Aget_type(note), space = H5Aget_space(note);
    char *text = type >= 0 && space >= 0 ? room_for_text(type, space) : NULL;
    if (text == NULL || H5Aread(note, type, text) < 0) {
        fail(error, "%s: the note '%s' of %s is damaged, or is not one text", store->path, key,
             name);
        release(text);
        text = NULL;
    }
    H5Sclose(space);
    H5Tclose(type);
    H5Aclose(note);
    return text;
}

// Member i of a group; owned by the caller, NULL where it cannot be read.
static char *member(hid_t group, hsize_t i) {
    ssize_t length =
        H5Lget_name_by_idx(group, ".", H5_INDEX_NAME, H5_ITER_INC, i, NULL, 0, H5P_DEFAULT);
    if (length < 0)
        return NULL;
    char *name = allocate((size_t)length + 1, 1);
    H5Lget_name_by_idx(group, ".", H5_INDEX_NAME, H5_ITER_INC, i, name, (size_t)length + 1,
                       H5P_DEFAULT);
    return name;
}

char **store_names(Store *store, const char *group, Error *error) {
    if (!store_has(store, group))
        return allocate(1, sizeof(char *));
    hid_t opened = H5Oopen(store->file, group, store->links);
    H5G_info_t info = {0};
    hsize_t size = 0; // of the file, in bytes; each name takes several
    bool ok = opened >= 0 && H5Gget_info(opened, &info) >= 0 &&
              H5Fget_filesize(store->file, &size) >= 0 && info.nlinks < size;
    char **names = ok ? allocate((size_t)info.nlinks + 1, sizeof *names) : NULL;
    for (hsize_t i = 0; ok && i < info.nlinks; i++)
        ok = (names[i] = member(opened, i)) != NULL;
    if (!ok) {
        fail_as_damaged(error, store, group, "is damaged, or is not a group");
        store_names_free(names);
        names = NULL;
    }
    H5Oclose(opened);
    return names;
}

void store_names_free(char **names) {
    for (size_t i = 0; names && names[i]; i++)
        release(names[i]);
    release(names);
}
