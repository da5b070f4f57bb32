// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/fork.h"

#include "base/memory.h"
#include "base/talk.h"
#include "files/json_value.h"
#include "files/rundir.h"
#include "run/act.h"
#include "run/plugin.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MOST_FORKS = 16 };

static const struct timespec moment = {0, 20000000}; // between looks at the children

static void write_text(FILE *file, const void *text) {
    fputs(text, file);
}

// Writes the config of a fork from the saved state into a folder of its own; owned by the caller,
// NULL on error.
static char *write_config(const Run *run, const char *text, Error *error) {
    OWNED char *folder = realpath(run->folder, NULL),
               *from = format_text("from=%s/state-%09lld.h5", folder ? folder : run->folder,
                                   (long long)run->network->presentation);
    const char *const overrides[] = {from};
    OWNED_BY(experiment_free) Experiment fork = {0};
    if (!experiment_load_text(&fork, "config.cfg", text, overrides, 1, error))
        return NULL;
    OWNED char *config = config_echo_text(&experiment_settings, &fork);
    char *temporary = rundir_make_temporary(error);
    if (temporary && !rundir_replace(temporary, "fork.cfg", write_text, config, error)) {
        rundir_remove(temporary, NULL);
        release(temporary);
        return NULL;
    }
    return temporary;
}

// "RUN-fork-1", or the next number that is free; owned by the caller.
static char *new_folder(const char *run) {
    OWNED char *plain = rundir_plain(run);
    char *folder = NULL;
    for (int k = 1; folder == NULL || !rundir_is_empty(folder); k++) {
        release(folder);
        folder = format_text("%s-fork-%d", plain, k);
    }
    return folder;
}

// Turns the forked child into the program. It has a process group of its own, so that Ctrl-C
// reaches it only through the parent; it is asked to end with the parent.
static _Noreturn void become(const char *const *word, int said, pid_t parent) {
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent)
        _exit(1);
    union {
        const char *const *constant;
        char *const *words; // execv changes none
    } words = {word};
    if (dup2(said, STDOUT_FILENO) >= 0 && close(said) == 0)
        execv("/proc/self/exe", words.words);
    dprintf(STDERR_FILENO, "a fork cannot be started: %s\n", strerror(errno));
    _exit(1);
}

static bool start(Fork *made, const char *listen, Error *error) {
    OWNED_BY(text_list_finish) TextList plugins = plugins_commanded();
    OWNED const char **word = allocate(2 * plugins.count + 10, sizeof *word);
    OWNED char *config = rundir_path(made->temporary, "fork.cfg");
    size_t n = 0;
    for (const char *const *fixed =
             (const char *const[]){"pinwheel", "watch", "-q", "--paused", "-o", made->folder, NULL};
         *fixed; fixed++)
        word[n++] = *fixed;
    for (size_t k = 0; k < plugins.count; k++) {
        word[n++] = "--plugin";
        word[n++] = plugins.items[k];
    }
    if (listen) {
        word[n++] = "--listen";
        word[n++] = listen;
    }
    word[n++] = config;
    int ends[2];
    pid_t parent = getpid();
    if (pipe(ends) != 0)
        return fail(error, "a fork cannot be started: %s", strerror(errno));
    fflush(stdout);
    made->process = fork();
    if (made->process == 0) {
        close(ends[0]);
        become(word, ends[1], parent);
    }
    close(ends[1]);
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    made->said = ends[0];
    return made->process > 0 || fail(error, "a fork cannot be started: %s", strerror(errno));
}

static void finish(Fork *made) {
    if (made->temporary)
        rundir_remove(made->temporary, NULL);
    if (made->said > 0)
        close(made->said);
    release(made->folder);
    release(made->temporary);
    release(made->link);
}

bool forks_add(Forks *forks, Run *run, const TextList *settings, Error *error) {
    static const TextList none = {0};
    bool failed = false;
    if (forks->count == MOST_FORKS)
        return fail(error, "a run is forked %d times at most", MOST_FORKS);
    OWNED char *text = run_changed_config(run, settings, error);
    if (text == NULL || !run_act(run, "save", &none, &failed, error))
        return false;
    Fork made = {.temporary = write_config(run, text, error)};
    if (made.temporary)
        made.folder = new_folder(run->folder);
    if (made.temporary == NULL || !start(&made, forks->listen, error)) {
        finish(&made);
        return false;
    }
    talk("iteration %lld: forked as %s", (long long)run->network->presentation, made.folder);
    forks->fork = allocate_one_more(forks->fork, forks->count, sizeof made);
    forks->fork[forks->count++] = made;
    return true;
}

// Takes the link that a fork has printed, and whether it has ended.
static void look_at(Fork *made) {
    char line[300];
    ssize_t n = made->link ? 0 : read(made->said, line, sizeof line);
    if (n > 0) {
        made->link = format_text("%.*s", (int)strcspn(line, "\n"), line);
        rundir_remove(made->temporary, NULL); // the config has been read
        release(made->temporary);
        made->temporary = NULL;
    }
    if (made->process > 0 && waitpid(made->process, NULL, WNOHANG) == made->process)
        made->process = 0;
}

json_t *forks_json(Forks *forks) {
    json_t *all = json_array();
    for (size_t i = 0; i < forks->count; i++) {
        Fork *made = &forks->fork[i];
        look_at(made);
        json_array_append_new(all,
                              json_pack("{s:o, s:s?, s:b}", "folder", json_of_text(made->folder),
                                        "link", made->link, "ended", made->process == 0));
    }
    return all;
}

void forks_finish(Forks *forks, const volatile sig_atomic_t *stop) {
    for (size_t i = 0; i < forks->count; i++) {
        Fork *made = &forks->fork[i];
        look_at(made);
        if (made->process > 0 && !*stop)
            talk("waiting for %s, which is quit on its page or with Ctrl-C", made->folder);
        for (bool asked = false; made->process > 0; look_at(made)) {
            if (*stop && !asked)
                asked = kill(made->process, SIGTERM) == 0;
            nanosleep(&moment, NULL);
        }
        finish(made);
    }
    release(forks->fork);
    *forks = (Forks){0};
}
