// SPDX-License-Identifier: GPL-3.0-or-later
// Server: answers requests over HTTP, by libmicrohttpd. The page is answered at once; all else
// becomes a question (question.h).
//
// Clients, the size of a request and the time that one may take are bounded.
#pragma once

#include "base/error.h"
#include "watch/question.h"

#include <stdint.h>

typedef struct Server Server;

typedef struct {
    const char *address; // to listen on; NULL: the loopback alone
    int64_t port;        // 0: one that is free
} ServerOptions;

// Refuses where the program was built without the library. NULL on error. The queue is borrowed.
Server *server_start(const ServerOptions *options, QuestionQueue *queue, Error *error);

const char *server_link(const Server *server); // "http://127.0.0.1:PORT/TOKEN/"

// Closes the queue, and waits until all requests have ended. Does nothing for NULL.
void server_stop(Server *server);
