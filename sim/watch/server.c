// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/server.h"

#include "found_libraries.h"

#ifdef FOUND_LIBMICROHTTPD

#include "base/memory.h"
#include "watch/access.h"
#include "watch/embedded.h"

#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    MOST_CLIENTS = 64,
    MOST_BODY = 1 << 20,     // bytes of an act
    MOST_HEADERS = 32 << 10, // bytes of a request without its body, and what the library needs
    MOST_SECONDS = 30,       // in which a client takes or sends nothing
    STACK = 1 << 20          // bytes, of each client's thread
};

struct Server {
    struct MHD_Daemon *daemon;
    QuestionQueue *queue;
    char token[TOKEN_SIZE];
    char *link;   // owned
    int requests; // under way; by atomic operations
};

// What a request has sent so far.
typedef struct {
    char *body;  // owned
    size_t size; // more than MOST_BODY: the rest was dropped
} Received;

static enum MHD_Result respond(struct MHD_Connection *connection, unsigned status, const char *type,
                               struct MHD_Response *response) {
    static const char *const headers[][2] = {
        {"Cache-Control", "no-store"},
        {"Content-Security-Policy",
         "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'"},
        {"Referrer-Policy", "no-referrer"},
        {"X-Content-Type-Options", "nosniff"}};
    MHD_add_response_header(response, "Content-Type", type);
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        MHD_add_response_header(response, headers[i][0], headers[i][1]);
    enum MHD_Result result = MHD_queue_response(connection, status, response);
    MHD_destroy_response(response);
    return result;
}

static void release_answer(void *bytes) {
    release(bytes);
}

static enum MHD_Result respond_answer(struct MHD_Connection *connection, const Answer *answer) {
    return respond(connection, (unsigned)answer->status, answer->type,
                   MHD_create_response_from_buffer_with_free_callback(answer->size, answer->bytes,
                                                                      release_answer));
}

static enum MHD_Result refuse(struct MHD_Connection *connection, int status, const char *text) {
    Question question = {0};
    answer_refusal(&question, status, text);
    return respond_answer(connection, &question.answer);
}

static enum MHD_Result take_argument(void *context, enum MHD_ValueKind kind, const char *name,
                                     const char *value) {
    (void)kind;
    json_object_set_new(context, name, json_string(value ? value : ""));
    return MHD_YES;
}

static enum MHD_Result ask(Server *server, struct MHD_Connection *connection, const char *name,
                           bool is_act, const Received *received) {
    json_auto_t *arguments = is_act && received->size > 0
                                 ? json_loadb(received->body, received->size, 0, NULL)
                                 : json_object();
    if (!json_is_object(arguments))
        return refuse(connection, 400, "the body of the request is no JSON object");
    if (!is_act)
        MHD_get_connection_values(connection, MHD_GET_ARGUMENT_KIND, take_argument, arguments);
    Question question = {.name = name, .is_act = is_act, .arguments = arguments};
    question_ask(server->queue, &question);
    return respond_answer(connection, &question.answer);
}

static void receive(Received *received, const char *bytes, size_t size) {
    if (received->size + size > MOST_BODY) {
        received->size = MOST_BODY + 1;
        return;
    }
    if (received->body == NULL)
        received->body = allocate(MOST_BODY, 1);
    memcpy(received->body + received->size, bytes, size);
    received->size += size;
}

// The library calls it when a request's headers are there, then for each part of its body, and then
// once more.
static enum MHD_Result take_request(void *context, struct MHD_Connection *connection,
                                    const char *path, const char *method, const char *version,
                                    const char *bytes, size_t *size, void **state) {
    (void)version;
    Server *server = context;
    const Request request = {method, path,
                             MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Host"),
                             MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Origin")};
    int status;
    const char *name = access_check(&request, server->token, &status);
    if (name == NULL)
        return refuse(connection, status, "refused: use the link that the program printed");
    Received *received = *state;
    if (received == NULL) {
        *state = allocate(1, sizeof *received);
        __atomic_fetch_add(&server->requests, 1, __ATOMIC_ACQ_REL);
        return MHD_YES;
    }
    if (*size > 0) {
        receive(received, bytes, *size);
        *size = 0;
        return MHD_YES;
    }
    if (received->size > MOST_BODY)
        return refuse(connection, 413, "the request is too large");
    bool is_act = strcmp(method, "POST") == 0;
    const EmbeddedFile *file = is_act ? NULL : embedded_find(name);
    if (file == NULL)
        return ask(server, connection, name, is_act, received);
    return respond(connection, 200, file->type,
                   MHD_create_response_from_buffer((size_t)(file->end - file->text),
                                                   (void *)(uintptr_t)file->text,
                                                   MHD_RESPMEM_PERSISTENT));
}

static void end_request(void *context, struct MHD_Connection *connection, void **state,
                        enum MHD_RequestTerminationCode code) {
    (void)connection;
    (void)code;
    Server *server = context;
    Received *received = *state;
    if (received == NULL)
        return;
    release(received->body);
    release(received);
    *state = NULL;
    __atomic_fetch_sub(&server->requests, 1, __ATOMIC_ACQ_REL);
}

// Signals are the main thread's: its system calls are the ones to interrupt.
static struct MHD_Daemon *start_daemon(Server *server, struct sockaddr *address, bool is_ipv6) {
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    struct MHD_Daemon *daemon = MHD_start_daemon(
        MHD_USE_THREAD_PER_CONNECTION | MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_POLL |
            (is_ipv6 ? MHD_USE_IPv6 : 0U),
        0, NULL, NULL, take_request, server, MHD_OPTION_SOCK_ADDR, address,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)MOST_CLIENTS, MHD_OPTION_CONNECTION_TIMEOUT,
        (unsigned)MOST_SECONDS, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)MOST_HEADERS,
        MHD_OPTION_THREAD_STACK_SIZE, (size_t)STACK, MHD_OPTION_NOTIFY_COMPLETED, end_request,
        server, MHD_OPTION_END);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return daemon;
}

Server *server_start(const ServerOptions *options, QuestionQueue *queue, Error *error) {
    const char *host = options->address ? options->address : "127.0.0.1";
    struct sockaddr_in ipv4 = {.sin_family = AF_INET, .sin_port = htons((uint16_t)options->port)};
    struct sockaddr_in6 ipv6 = {.sin6_family = AF_INET6,
                                .sin6_port = htons((uint16_t)options->port)};
    bool is_ipv6 = inet_pton(AF_INET6, host, &ipv6.sin6_addr) == 1;
    if (!is_ipv6 && inet_pton(AF_INET, host, &ipv4.sin_addr) != 1) {
        fail_in_command(error, "--listen %s: is no address of digits, as 192.168.0.7 or ::1", host);
        return NULL;
    }
    Server *server = allocate(1, sizeof *server);
    server->queue = queue;
    if (!access_make_token(server->token, error)) {
        release(server);
        return NULL;
    }
    server->daemon = start_daemon(
        server, is_ipv6 ? (struct sockaddr *)&ipv6 : (struct sockaddr *)&ipv4, is_ipv6);
    if (server->daemon == NULL) {
        fail(error, "%s, port %lld: the page cannot be served there: %s", host,
             (long long)options->port, strerror(errno));
        release(server);
        return NULL;
    }
    unsigned port = MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
    server->link =
        format_text(is_ipv6 ? "http://[%s]:%u/%s/" : "http://%s:%u/%s/", host, port, server->token);
    return server;
}

const char *server_link(const Server *server) {
    return server->link;
}

// Lets answers that are on their way arrive, for a second at most.
static void send_the_last(const Server *server) {
    const struct timespec moment = {.tv_nsec = 5000000};
    for (int i = 0; i < 200 && __atomic_load_n(&server->requests, __ATOMIC_ACQUIRE) > 0; i++)
        nanosleep(&moment, NULL);
}

void server_stop(Server *server) {
    if (server == NULL)
        return;
    question_queue_close(server->queue);
    send_the_last(server);
    MHD_stop_daemon(server->daemon);
    release(server->link);
    release(server);
}

#else

Server *server_start(const ServerOptions *options, QuestionQueue *queue, Error *error) {
    (void)options;
    (void)queue;
    fail_in_command(error, "this build of pinwheel serves no pages: install the package "
                           "libmicrohttpd-dev and build it again");
    return NULL;
}

const char *server_link(const Server *server) {
    (void)server;
    return "";
}

void server_stop(Server *server) {
    (void)server;
}

#endif
