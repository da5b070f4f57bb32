// SPDX-License-Identifier: GPL-3.0-or-later
// Every input in corpus/, those that once crashed among them, is accepted or refused.
#include "fuzz/target.h"

#include "base/memory.h"
#include "files/ordinary_file.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static void take_file(const FuzzTarget *target, const char *path) {
    OWNED_BY(error_clear) Error error = {0};
    size_t size;
    OWNED unsigned char *bytes = ordinary_file_read(path, "an input", &size, &error);
    if (bytes == NULL)
        fail_msg("%s", error.text);
    fuzz_take(target, bytes, size);
}

// Takes an empty file and those of the folder, and names each first, so that the last one named is
// at fault.
static void inputs_are_accepted_or_refused(void **state) {
    const FuzzTarget *target = *state;
    OWNED char *folder = format_text("tests/fuzz/corpus/%s", target->name);
    DIR *directory = opendir(folder);
    fuzz_take(target, (const uint8_t *)"", 0);
    for (struct dirent *entry; directory && (entry = readdir(directory));) {
        OWNED char *path = format_text("%s/%s", folder, entry->d_name);
        if (entry->d_name[0] == '.')
            continue;
        print_message("%s\n", path);
        take_file(target, path);
    }
    if (directory)
        closedir(directory);
}

int main(void) {
    enum { MOST = 64 };
    struct CMUnitTest tests[MOST];
    size_t n = 0;
    for (; n < MOST && fuzz_targets[n]; n++)
        tests[n] = (struct CMUnitTest){
            .name = fuzz_targets[n]->name,
            .test_func = inputs_are_accepted_or_refused,
            .initial_state = (void *)(uintptr_t)fuzz_targets[n],
        };
    return _cmocka_run_group_tests("corpus", tests, n, NULL, NULL);
}
