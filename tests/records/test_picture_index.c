// SPDX-License-Identifier: GPL-3.0-or-later
// The list of a run's pictures: written and read back, and made from file names where there is
// none.
#include "base/memory.h"
#include "files/rundir.h"
#include "helpers/file_fixture.h"
#include "records/picture_index.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static ListedPicture picture(const char *file, const char *name, int64_t iteration,
                             const char *title, PictureMap map) {
    return (ListedPicture){copy_text(file),
                           copy_text("orientation"),
                           copy_text(name),
                           iteration,
                           copy_text(title),
                           copy_text("a run"),
                           map};
}

// A run's folder of this name, empty but for its folder of pictures; owned by the caller.
static char *make_folder(const char *name) {
    char *folder = copy_text(fixture_path(name)), *maps = rundir_path(folder, "maps");
    assert_int_equal(mkdir(folder, 0777), 0);
    assert_int_equal(mkdir(maps, 0777), 0);
    release(maps);
    return folder;
}

static PictureIndex read_index(const char *folder) {
    PictureIndex index;
    Error error = {0};
    assert_true(picture_index_read(&index, folder, &error));
    return index;
}

static void a_list_is_read_back_in_the_order_of_files(void **state) {
    (void)state;
    char *folder = make_folder("listed");
    PictureList drawn = {0};
    Error error = {0};
    const PictureMap map = {32, 119, 33, 18, 17, true};
    picture_list_put(&drawn, picture("b.png", "spectrum", 40, "B", (PictureMap){0}));
    picture_list_put(&drawn, picture("a.png", "polar", 40, "A", map));
    picture_list_put(&drawn, picture("c.png", "development", -1, "C", (PictureMap){0}));
    picture_list_put(&drawn, picture("b.png", "spectrum", 40, "B \xce\xbb", (PictureMap){0}));
    assert_true(picture_index_add(folder, &drawn, &error));
    assert_int_equal(drawn.count, 0);
    picture_list_free(&drawn);
    PictureIndex index = read_index(folder);
    assert_false(index.by_names);
    assert_int_equal(index.list.count, 3);
    const ListedPicture *found = index.list.picture;
    assert_string_equal(found[0].file, "a.png");
    assert_string_equal(found[0].measure, "orientation");
    assert_string_equal(found[0].picture, "polar");
    assert_string_equal(found[0].subtitle, "a run");
    assert_int_equal(found[0].iteration, 40);
    assert_memory_equal(&found[0].map, &map, offsetof(PictureMap, of_sheet));
    assert_true(found[0].map.of_sheet);
    assert_string_equal(found[1].title, "B \xce\xbb");
    assert_int_equal(found[1].map.zoom, 0);
    assert_int_equal(found[2].iteration, -1);
    picture_index_free(&index);
    release(folder);
}

static void a_list_goes_back_to_an_iteration(void **state) {
    (void)state;
    PictureList list = {0};
    static const char *const files[] = {"a.png", "b.png", "c.png"};
    static const int64_t iterations[] = {50, -1, 40};
    for (size_t i = 0; i < 3; i++)
        picture_list_put(&list, picture(files[i], "x", iterations[i], "", (PictureMap){0}));
    assert_int_equal(picture_list_rewind(&list, 40), 1);
    assert_int_equal(list.count, 2);
    assert_string_equal(list.picture[0].file, "b.png");
    assert_string_equal(list.picture[1].file, "c.png");
    assert_int_equal(picture_list_rewind(&list, 40), 0);
    picture_list_free(&list);
}

// Of the measures "field" and "field-map" the longer one drew field-map-grid.
static void an_older_folder_is_listed_by_file_names(void **state) {
    (void)state;
    static const struct {
        const char *file, *measure, *picture;
        int64_t iteration;
    } rows[] = {{"field-000040.png", "field", "", 40},
                {"field-map-grid-1000040.png", "field-map", "grid", 1000040},
                {"fields-7.png", "", "fields", 7},
                {"field-map.png", "field-map", "", -1}};
    char *folder = make_folder("older"), *measures = rundir_path(folder, "measures.json");
    fixture_bytes(measures, "{\"field\": {}, \"field-map\": {}}", 30);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *path = format_text("%s/maps/%s", folder, rows[i].file);
        fixture_bytes(path, "", 0);
        release(path);
    }
    PictureIndex index = read_index(folder);
    assert_true(index.by_names);
    assert_int_equal(index.list.count, sizeof rows / sizeof *rows);
    for (size_t i = 0; i < index.list.count; i++)
        for (size_t k = 0; k < sizeof rows / sizeof *rows; k++)
            if (strcmp(index.list.picture[i].file, rows[k].file) == 0) {
                assert_string_equal(index.list.picture[i].measure, rows[k].measure);
                assert_string_equal(index.list.picture[i].picture, rows[k].picture);
                assert_int_equal(index.list.picture[i].iteration, rows[k].iteration);
            }
    picture_index_free(&index);
    release(measures);
    release(folder);
}

static void nothing_was_drawn(void **state) {
    (void)state;
    PictureIndex index = read_index(fixture_path("nowhere"));
    assert_int_equal(index.list.count, 0);
    assert_false(index.by_names);
    picture_index_free(&index);
}

// The files of a list from elsewhere may stand in any order.
static void a_long_list_takes_no_long_time(void **state) {
    (void)state;
    enum { PICTURES = 200000 };
    OWNED char *folder = make_folder("long"), *path = rundir_path(folder, "maps/pictures.json"),
               *text = allocate(PICTURES, 24);
    char *at = text;
    for (int i = PICTURES; i > 0; i--)
        at += sprintf(at, "%s\"%07d.png\": {}", i == PICTURES ? "{" : ", ", i);
    *at++ = '}';
    fixture_bytes(path, text, (size_t)(at - text));
    alarm(60);
    PictureIndex index = read_index(folder);
    alarm(0);
    assert_int_equal(index.list.count, PICTURES);
    assert_string_equal(index.list.picture[0].file, "0000001.png");
    assert_string_equal(index.list.picture[PICTURES - 1].file, "0200000.png");
    picture_index_free(&index);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_list_is_read_back_in_the_order_of_files),
                                       cmocka_unit_test(a_list_goes_back_to_an_iteration),
                                       cmocka_unit_test(an_older_folder_is_listed_by_file_names),
                                       cmocka_unit_test(nothing_was_drawn),
                                       cmocka_unit_test(a_long_list_takes_no_long_time)};
    return cmocka_run_group_tests(tests, fixture_make, fixture_remove);
}
