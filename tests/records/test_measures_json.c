// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers of a run that were damaged are refused; none is dropped.
#include "records/measures_json.h"

#include "helpers/file_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void refused(const char *file, const char *text, const char *cause) {
    const char *path = fixture_path(file);
    Error error = {0};
    fixture_bytes(path, text, strlen(text));
    json_t *(*read)(const char *, Error *) =
        file[0] == 'm' ? measures_json_read : findings_json_read;
    assert_null(read(fixture_path(""), &error));
    assert_int_equal(error.count, 1);
    if (!strstr(error.text, file) || !strstr(error.text, cause))
        fail_msg("\"%s\" lacks \"%s\" or the file", error.text, cause);
    error_clear(&error);
}

static void damaged_numbers_are_refused(void **state) {
    (void)state;
    static const char *const measures[][2] = {
        {"[1, 2]", "is damaged: it should hold an object"},
        {"{\"m\": 3}", "is damaged: m has no series"},
        {"{\"m\": {\"series\": [{}]}}", "m has no series"},
        {"{\"m\": {\"series\": {\"evil\": {\"numbers\": {}}}}}", "m/evil is no iteration"},
        {"{\"m\": {\"series\": {\"20\": []}}}", "m has no list of numbers"},
        {"{\"m\": {\"series\": {\"20\": {\"numbers\": {\"n\": {\"value\": \"3\"}}}}}}",
         "m/n has no number as its value"},
        {"{\"m\": {\"series\": {\"20\": {\"numbers\": {\"n\\u001b\": {}}}}}}", "m/n\\x1b has no"},
        {"{", "measures.json:1: is not readable JSON"}};
    for (size_t k = 0; k < sizeof measures / sizeof *measures; k++)
        refused("measures.json", measures[k][0], measures[k][1]);
    refused("findings.json", "{\"s\": {\"numbers\": {\"n\": \"3\"}}}", "s/n is no number");
    refused("findings.json", "{\"s\": []}", "s has no list of numbers");
}

static void whole_numbers_are_read(void **state) {
    (void)state;
    static const char text[] =
        "{\"m\": {\"series\": {\"20\": {\"numbers\": {\"n\": {\"value\": null}}}}}}";
    Error error = {0};
    fixture_bytes(fixture_path("measures.json"), text, strlen(text));
    json_t *all = measures_json_read(fixture_path(""), &error);
    assert_int_equal(json_object_size(all), 1);
    json_decref(all);
    all = measures_json_read(fixture_path("nowhere"), &error);
    assert_int_equal(json_object_size(all), 0);
    json_decref(all);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(damaged_numbers_are_refused),
        cmocka_unit_test(whole_numbers_are_read),
    };
    return cmocka_run_group_tests(tests, fixture_make, fixture_remove);
}
