// SPDX-License-Identifier: GPL-3.0-or-later
// What a client sends to `watch`: lines with method, path, host and origin, then a body. The
// question behind it is answered by a run under way, whether the request is heard or not.
#include "fuzz/fuzz_file.h"
#include "fuzz/target.h"

#include "base/memory.h"
#include "files/rundir.h"
#include "watch/access.h"
#include "watch/session.h"

#include <assert.h>
#include <string.h>

enum { LINES = 4, RENEWAL = 100 }; // acts after which another run is taken

static const char TOKEN[TOKEN_SIZE] = "0123456789abcdef0123456789abcdef";

static Experiment experiment;
static Run run;
static int64_t acts = RENEWAL;

// The first run is never freed: libFuzzer ends the process.
static void renew_run(void) {
    Error error = {0};
    const RunOptions options = {.command = "fuzz"};
    if (run.network) {
        run_finish(&run);
        experiment_free(&experiment);
    }
    fuzz_empty_folder("watched");
    bool ok = experiment_load(&experiment, "small.cfg", NULL, 0, &error) &&
              run_build(&run, &experiment, kernels_choose("baseline"), &options, &error) &&
              rundir_make_folder("watched", &error) &&
              run_start(&run, copy_text("watched"), &error) && run_arrive(&run, &error);
    assert(ok);
    (void)ok;
    acts = 0;
}

static void ask(const char *name, bool is_act, const char *body) {
    static const volatile sig_atomic_t stop;
    if (is_act && strcmp(name, "fork") == 0)
        return; // it would start a process
    if (acts++ >= RENEWAL)
        renew_run();
    Error error = {0};
    WatchSession session = {.stop = &stop,
                            .folder = run.folder,
                            .live = {.run = &run, .queue = &session.queue, .error = &error}};
    question_queue_begin(&session.queue);
    json_auto_t *arguments = json_loads(body, 0, NULL);
    Question question = {.name = name, .is_act = is_act, .arguments = arguments};
    watch_answer(&session, &question);
    assert(question.answer.bytes && question.answer.status >= 200);
    release(question.answer.bytes);
    tuning_finish(&session.live.tuning);
    question_queue_finish(&session.queue);
    acts += session.live.failed ? RENEWAL : 0;
    error_clear(&error);
}

static void take(const uint8_t *data, size_t size) {
    OWNED char *text = allocate(size + 1, 1);
    memcpy(text, data, size);
    const char *line[LINES] = {"", "", "", ""};
    char *rest = text;
    for (size_t i = 0; i < LINES && rest; i++)
        line[i] = strsep(&rest, "\n");
    const Request request = {line[0], line[1], line[2], line[3][0] ? line[3] : NULL};
    int status;
    const char *name = access_check(&request, TOKEN, &status);
    assert(name ? status == 200 && strncmp(line[1] + 1, TOKEN, TOKEN_SIZE - 1) == 0
                : status == 403 || status == 405);
    ask(name ? name : line[1], strcmp(line[0], "POST") == 0, rest ? rest : "");
}

const FuzzTarget fuzz_watch = {"watch", fuzz_write_configs, take};
