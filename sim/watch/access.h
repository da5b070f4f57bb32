// SPDX-License-Identifier: GPL-3.0-or-later
// Access: which requests a server of pages listens to.
//
// The link that the program prints begins with a token of 128 random bits, and so do all addresses
// below it. A name other than localhost that leads here is refused, so that no page from elsewhere
// reaches the server under a name of its own (DNS rebinding); and so is a page of another origin.
#pragma once

#include "base/error.h"

#include <stdbool.h>

enum { TOKEN_SIZE = 33 }; // 32 digits and a NUL

bool access_make_token(char token[static TOKEN_SIZE], Error *error);

typedef struct {
    const char *method, *path; // path: "/TOKEN/frame"
    const char *host, *origin; // headers; NULL: there is none
} Request;

// The part of the path after "/TOKEN/", "" for the page itself. NULL: refused, with a status of
// HTTP.
const char *access_check(const Request *request, const char *token, int *status);
