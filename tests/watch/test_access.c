// SPDX-License-Identifier: GPL-3.0-or-later
// Which requests the server of pages hears.
#include "watch/access.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char TOKEN[TOKEN_SIZE] = "8c1f02e49b7d5a36e0d1c2b3a4958677";

static int status_of(const char *method, const char *path, const char *host, const char *origin) {
    const Request request = {method, path, host, origin};
    int status;
    access_check(&request, TOKEN, &status);
    return status;
}

static void a_token_is_new_each_time(void **state) {
    (void)state;
    char first[TOKEN_SIZE], second[TOKEN_SIZE];
    assert_true(access_make_token(first, NULL) && access_make_token(second, NULL));
    assert_int_equal(strspn(first, "0123456789abcdef"), TOKEN_SIZE - 1);
    assert_string_not_equal(first, second);
}

static void the_token_opens_and_no_other(void **state) {
    (void)state;
    const Request request = {"GET", "/8c1f02e49b7d5a36e0d1c2b3a4958677/field", "localhost", NULL};
    int status;
    assert_string_equal(access_check(&request, TOKEN, &status), "field");
    assert_int_equal(status, 200);
    assert_int_equal(status_of("POST", "/8c1f02e49b7d5a36e0d1c2b3a4958677/", "localhost", NULL),
                     200);
    static const char *const others[] = {"",
                                         "/",
                                         "//",
                                         "/field",
                                         "/8c1f02e49b7d5a36e0d1c2b3a4958677",
                                         "/8c1f02e49b7d5a36e0d1c2b3a495867/field",
                                         "/8c1f02e49b7d5a36e0d1c2b3a49586777/field",
                                         "/8c1f02e49b7d5a36e0d1c2b3a4958678/field",
                                         "/9c1f02e49b7d5a36e0d1c2b3a4958677/field",
                                         "x8c1f02e49b7d5a36e0d1c2b3a4958677/field"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_int_equal(status_of("GET", others[i], "localhost", NULL), 403);
    assert_int_equal(status_of("PUT", "/8c1f02e49b7d5a36e0d1c2b3a4958677/", "localhost", NULL),
                     405);
}

static void only_own_hosts_and_origins(void **state) {
    (void)state;
    static const struct {
        const char *host, *origin;
        int status;
    } cases[] = {
        {"localhost", NULL, 200},
        {"127.0.0.1:8731", NULL, 200},
        {"[::1]:8731", NULL, 200},
        {"192.168.3.4", NULL, 200},
        {"[fe80::1]", "http://[fe80::1]", 200},
        {"localhost:8000", "http://localhost:8000", 200},
        {NULL, NULL, 403},
        {"", NULL, 403},
        {"evil.example", NULL, 403},
        {"localhost.evil.example", NULL, 403},
        {"127.0.0.1.evil.example:80", NULL, 403},
        {"[::1", NULL, 403},
        {"[::1]x", NULL, 403},
        {"127.0.0.1:80@evil.example", NULL, 403},
        {"0x7f.1", NULL, 403},
        {"localhost:8000", "http://localhost:8001", 403},
        {"localhost:8000", "https://localhost:8000", 403},
        {"localhost:8000", "http://evil.example", 403},
        {"localhost:8000", "null", 403},
        {"localhost:8000", "", 403},
        {"1111:2222:3333:4444:5555:6666:7777:8888:9999:aaaa:bbbb:cccc:dddd:eeee:ffff:0000", NULL,
         403},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(status_of("GET", "/8c1f02e49b7d5a36e0d1c2b3a4958677/frame", cases[i].host,
                                   cases[i].origin),
                         cases[i].status);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_token_is_new_each_time),
                                       cmocka_unit_test(the_token_opens_and_no_other),
                                       cmocka_unit_test(only_own_hosts_and_origins)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
