// SPDX-License-Identifier: GPL-3.0-or-later
// Guarded work: what it reads comes back; its errors, its death and its greed become messages.
#include "base/memory.h"
#include "files/guarded.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

enum { NUMBERS = 300000 }; // more than a pipe holds

typedef struct {
    size_t n;
    int *numbers;
} List;

static bool read_list(void *context, Error *error) {
    (void)error;
    List *list = context;
    list->n = NUMBERS;
    list->numbers = allocate(NUMBERS, sizeof *list->numbers);
    for (int i = 0; i < NUMBERS; i++)
        list->numbers[i] = 2385 - 7 * i;
    return true;
}

static void give_list(const void *context, const Guarded *caller) {
    const List *list = context;
    guarded_give(caller, &list->n, sizeof list->n);
    guarded_give(caller, list->numbers, list->n * sizeof *list->numbers);
}

static bool take_list(void *context, const Guarded *process) {
    List *list = context;
    if (!guarded_take(process, &list->n, sizeof list->n))
        return false;
    list->numbers = allocate(list->n, sizeof *list->numbers);
    return guarded_take(process, list->numbers, list->n * sizeof *list->numbers);
}

static void what_is_read_comes_back(void **state) {
    (void)state;
    const GuardedWork work = {read_list, give_list, take_list};
    List list = {0};
    Error error = {0};
    assert_true(guarded_run(&work, &list, "a.h5", "the library", &error));
    assert_int_equal(list.n, NUMBERS);
    for (int i = 0; i < NUMBERS; i++)
        assert_int_equal(list.numbers[i], 2385 - 7 * i);
    release(list.numbers);
}

static void refused(bool (*read)(void *context, Error *error), const char *message) {
    const GuardedWork work = {read, NULL, NULL};
    Error error = {0};
    assert_false(guarded_run(&work, NULL, "a.h5", "the library", &error));
    assert_string_equal(error.text, message);
    error_clear(&error);
}

static bool fail_twice(void *context, Error *error) {
    (void)context;
    (fail)(error, "a.h5: one");
    return (fail)(error, "a.h5: two");
}

static bool crash(void *context, Error *error) {
    (void)context, (void)error;
    return raise(SIGSEGV) != 0;
}

static bool leave(void *context, Error *error) {
    (void)context, (void)error;
    exit(0);
}

// As a library that waits for ever; alarm() stands for the limit of time.
static bool hang(void *context, Error *error) {
    (void)context, (void)error;
    alarm(1);
    return pause() == 0;
}

static bool is_greedy(void *context, Error *error) {
    (void)context;
    void *room =
        mmap(NULL, (size_t)6 << 30, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return room != MAP_FAILED || (fail)(error, "no room");
}

static void errors_and_deaths_become_messages(void **state) {
    (void)state;
    refused(fail_twice, "a.h5: one\na.h5: two");
    refused(crash, "a.h5: is damaged: the library fails while reading it");
    refused(leave, "a.h5: is damaged: the library fails while reading it");
    refused(hang, "a.h5: is damaged: the library takes too long while reading it");
    refused(is_greedy, "no room");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_read_comes_back),
        cmocka_unit_test(errors_and_deaths_become_messages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
