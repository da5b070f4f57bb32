// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/access.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>

bool access_make_token(char token[static TOKEN_SIZE], Error *error) {
    uint64_t drawn[2];
    if (getrandom(drawn, sizeof drawn, 0) != sizeof drawn)
        return fail(error, "the system gave no random number for the link: %s", strerror(errno));
    snprintf(token, TOKEN_SIZE, "%016llx%016llx", (unsigned long long)drawn[0],
             (unsigned long long)drawn[1]);
    return true;
}

// Is "name", "name:port" or "[address]:port" localhost or an address of digits?
static bool is_own_host(const char *host) {
    char name[64];
    bool brackets = host[0] == '[';
    size_t length = strcspn(host + brackets, brackets ? "]" : ":");
    const char *rest = host + brackets + length;
    if (length >= sizeof name || (brackets && *rest++ != ']'))
        return false;
    memcpy(name, host + brackets, length);
    name[length] = '\0';
    if (*rest == ':')
        rest += 1 + strspn(rest + 1, "0123456789");
    unsigned char address[sizeof(struct in6_addr)];
    return *rest == '\0' &&
           (brackets ? inet_pton(AF_INET6, name, address) == 1
                     : strcmp(name, "localhost") == 0 || inet_pton(AF_INET, name, address) == 1);
}

static bool is_own_origin(const char *origin, const char *host) {
    static const char scheme[] = "http://";
    size_t length = sizeof scheme - 1;
    return strncmp(origin, scheme, length) == 0 && strcmp(origin + length, host) == 0;
}

// How long it takes does not tell how many digits are right.
static bool begins_with_token(const char *path, const char *token) {
    unsigned difference = path[0] != '/';
    for (size_t i = 0; i + 1 < TOKEN_SIZE; i++) {
        if (path[i] == '\0')
            return false;
        difference |= (unsigned)(path[i + 1] ^ token[i]);
    }
    return difference == 0 && path[TOKEN_SIZE] == '/';
}

const char *access_check(const Request *request, const char *token, int *status) {
    bool foreign = request->host == NULL || !is_own_host(request->host) ||
                   (request->origin && !is_own_origin(request->origin, request->host));
    bool known = strcmp(request->method, "GET") == 0 || strcmp(request->method, "POST") == 0;
    *status = !known ? 405 : foreign || !begins_with_token(request->path, token) ? 403 : 200;
    return *status == 200 ? request->path + TOKEN_SIZE + 1 : NULL;
}
