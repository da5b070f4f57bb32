// SPDX-License-Identifier: GPL-3.0-or-later
#include "files/rundir.h"

#include "base/memory.h"
#include "base/shell_word.h"
#include "files/json_value.h"
#include "files/own_files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

char *rundir_path(const char *folder, const char *name) {
    return format_text("%s/%s", folder, name);
}

bool rundir_make_folder(const char *path, Error *error) {
    OWNED char *part = copy_text(path);
    bool ok = true;
    for (size_t i = 1; ok && part[i - 1]; i++)
        if (part[i] == '/' || part[i] == '\0') {
            char kept = part[i];
            part[i] = '\0';
            if (mkdir(part, 0777) != 0 && errno != EEXIST)
                ok = fail(error, "%s: cannot be made: %s", path, strerror(errno));
            part[i] = kept;
        }
    struct stat status;
    if (ok && (stat(path, &status) != 0 || !S_ISDIR(status.st_mode)))
        ok = fail(error, "%s: is not a folder", path);
    return ok;
}

// Is the folder empty or missing? False with an error where that cannot be told.
static bool find_empty(const char *folder, bool *empty, Error *error) {
    DIR *directory = opendir(folder);
    *empty = directory != NULL || errno == ENOENT;
    if (directory == NULL && errno == ENOTDIR)
        return fail_in_command(error, "%s: is not a folder", folder);
    if (directory == NULL)
        return *empty || fail(error, "%s: cannot be looked at: %s", folder, strerror(errno));
    for (struct dirent *entry; *empty && (entry = readdir(directory));)
        *empty = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
    closedir(directory);
    return true;
}

bool rundir_is_empty(const char *folder) {
    bool empty;
    return find_empty(folder, &empty, NULL) && empty;
}

static bool fail_as_busy(const char *folder, Error *error) {
    json_auto_t *about = rundir_read_json(folder, "run.json", true, NULL);
    bool running = strcmp(json_text(about, "status"), "running") == 0;
    return fail(error, "%s: another pinwheel is at work on this run%s%s", folder,
                running ? ", which has been running since " : "",
                running ? json_text(about, "started") : "");
}

bool rundir_is_busy(const char *folder) {
    int opened = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool busy = opened >= 0 && flock(opened, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    if (opened >= 0)
        close(opened);
    return busy;
}

int rundir_lock(const char *folder, Error *error) {
    int opened = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (opened >= 0 && flock(opened, LOCK_EX | LOCK_NB) == 0)
        return opened;
    if (errno == EWOULDBLOCK)
        fail_as_busy(folder, error);
    else
        fail(error, "%s: cannot be opened: %s", folder, strerror(errno));
    if (opened >= 0)
        close(opened);
    return -1;
}

bool rundir_is_run(const char *folder) {
    OWNED char *path = rundir_path(folder, "run.json");
    return !ordinary_file_is_absent(path);
}

bool rundir_is_analysis(const char *folder) {
    OWNED char *path = rundir_path(folder, "analysis.json");
    return !ordinary_file_is_absent(path);
}

const char *rundir_kind_of_runs(const char *folder) {
    static const char *const kinds[] = {"sweep", "replication", "fit"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds && !rundir_is_run(folder); i++) {
        OWNED char *path = format_text("%s/%s.json", folder, kinds[i]);
        if (!ordinary_file_is_absent(path))
            return kinds[i];
    }
    return NULL;
}

bool rundir_fail_as_no_run(const char *folder, Error *error) {
    OWNED char *word = shell_word(folder);
    if (own_files_are_beginning(folder))
        return fail_in_command(
            error,
            "%s: this run was ended before it had begun; start it again with: pinwheel run "
            "FILE -o %s --force",
            folder, word);
    const char *kind = rundir_kind_of_runs(folder);
    if (kind)
        return fail_in_command(error,
                               "%s: is the folder of a %s; name a run in it, as %s/RUN; the "
                               "command that made the %s goes on with all of them",
                               folder, kind, word, kind);
    if (rundir_is_analysis(folder))
        return fail_in_command(error,
                               "%s: is the folder of an analysis, not of a run; pinwheel report %s "
                               "makes its page, and `figure` draws its pictures",
                               folder, word);
    return fail_in_command(error, "%s: is not a run directory (it has no run.json)", folder);
}

static bool is_run_json(const FTSENT *entry) {
    return entry->fts_level == 1 && (strcmp(entry->fts_name, "run.json") == 0 ||
                                     strcmp(entry->fts_name, "analysis.json") == 0);
}

// It goes last: a folder that a kill left half emptied is still that of a run or an analysis.
static int run_json_last(const FTSENT **a, const FTSENT **b) {
    return is_run_json(*a) - is_run_json(*b);
}

// Walks through a run's folder, or the folder that a link leads to. Either removes all that is in
// it, or refuses files that no run wrote.
static bool walk(const char *folder, bool removing, Error *error) {
    OWNED_BY(own_files_free) OwnFiles own = own_files_of(folder);
    OWNED char *root = copy_text(folder);
    FTS *tree =
        fts_open((char *[]){root, NULL}, FTS_PHYSICAL | FTS_COMFOLLOW | FTS_NOCHDIR, run_json_last);
    bool ok = tree || fail(error, "%s: cannot be emptied: %s", folder, strerror(errno));
    for (FTSENT *entry; ok && (entry = fts_read(tree));) {
        if (entry->fts_level == FTS_ROOTLEVEL)
            continue;
        if (!removing && !own_files_has(&own, entry->fts_path + strlen(folder) + 1))
            ok = fail(error, "%s: is not of a run; move it away, or name another folder with -o",
                      entry->fts_path);
        else if (removing && entry->fts_info != FTS_D && remove(entry->fts_path) != 0) // once empty
            ok = fail(error, "%s: cannot be emptied: %s", folder, strerror(errno));
    }
    if (tree)
        fts_close(tree);
    return ok;
}

// What a folder is made for.
typedef struct {
    const char *article, *name;
    bool (*holds)(const char *folder);
} Purpose;

static const Purpose for_run = {"a", "run", rundir_is_run},
                     for_analysis = {"an", "analysis", rundir_is_analysis};

// Empties a folder of the same purpose; refuses one with a file that no run wrote.
static bool empty_former(const char *folder, const Purpose *purpose, Error *error) {
    if (!purpose->holds(folder) && !own_files_are_beginning(folder))
        return fail_in_command(error,
                               "%s: is not empty and holds no %s; --force replaces nothing else",
                               folder, purpose->name);
    int lock = rundir_lock(folder, error); // no run may be going on
    if (lock < 0)
        return false;
    close(lock);
    return walk(folder, false, error) && walk(folder, true, error);
}

char *rundir_make_temporary(Error *error) {
    const char *parent = getenv("TMPDIR");
    char *folder = format_text("%s/pinwheel-XXXXXX", parent && parent[0] ? parent : "/tmp");
    if (mkdtemp(folder))
        return folder;
    fail(error, "%s: cannot be made: %s", folder, strerror(errno));
    release(folder);
    return NULL;
}

bool rundir_remove(const char *folder, Error *error) {
    return walk(folder, true, error) &&
           (rmdir(folder) == 0 ||
            fail(error, "%s: cannot be removed: %s", folder, strerror(errno)));
}

double rundir_bytes(const char *folder) {
    OWNED char *root = copy_text(folder);
    FTS *tree = fts_open((char *[]){root, NULL}, FTS_PHYSICAL | FTS_COMFOLLOW | FTS_NOCHDIR, NULL);
    double bytes = 0;
    for (FTSENT *entry; tree && (entry = fts_read(tree));)
        bytes += entry->fts_info == FTS_F ? (double)entry->fts_statp->st_size : 0;
    if (tree)
        fts_close(tree);
    return bytes;
}

char *rundir_plain(const char *folder) {
    char *plain = copy_text(folder);
    for (size_t n = strlen(plain); n > 1 && plain[n - 1] == '/'; n--)
        plain[n - 1] = '\0';
    return plain;
}

char *rundir_base_name(const char *config) {
    const char *slash = strrchr(config, '/'), *name = slash ? slash + 1 : config,
               *dot = strrchr(name, '.');
    return format_text("%.*s", dot && dot != name ? (int)(dot - name) : (int)strlen(name), name);
}

// Makes or empties the folder that the user named.
static char *make_wanted(const char *wanted, const Purpose *purpose, bool force, Error *error) {
    const Purpose *other = purpose == &for_run ? &for_analysis : &for_run;
    char *folder = rundir_plain(wanted);
    bool empty;
    if (!find_empty(folder, &empty, error)) {
        release(folder);
        return NULL;
    }
    if (other->holds(folder))
        fail_in_command(error, "%s: is the folder of %s %s; name another with -o", folder,
                        other->article, other->name);
    else if (!empty && !force && own_files_are_beginning(folder))
        fail_in_command(error,
                        "%s: holds a run that was ended before it had begun; --force replaces it",
                        folder);
    else if (!empty && !force)
        fail_in_command(
            error,
            "%s: is not empty; name another folder with -o, or --force to replace the %s in it",
            folder, purpose->name);
    else if ((empty || empty_former(folder, purpose, error)) && rundir_make_folder(folder, error))
        return folder;
    release(folder);
    return NULL;
}

char *rundir_make(const char *wanted, const char *config, bool force, Error *error) {
    if (wanted)
        return make_wanted(wanted, &for_run, force, error);
    if (!rundir_make_folder("outputs", error))
        return NULL;
    OWNED char *base = rundir_base_name(config);
    for (int number = 1; number < 100000; number++) {
        OWNED char *path = format_text("outputs/%s-%03d", base, number);
        if (mkdir(path, 0777) == 0)
            return copy_text(path);
        if (errno != EEXIST) {
            fail(error, "%s: cannot be made: %s", path, strerror(errno));
            return NULL;
        }
    }
    fail(error, "outputs/%s-001 to -99999: all are taken; name a folder with -o", base);
    return NULL;
}

char *rundir_make_for_analysis(const char *wanted, bool force, Error *error) {
    return make_wanted(wanted, &for_analysis, force, error);
}

static void write_json(FILE *file, const void *what) {
    json_dumpf(what, file, JSON_INDENT(2) | JSON_REAL_PRECISION(JSON_DIGITS));
    fputc('\n', file);
}

bool rundir_replace(const char *folder, const char *name, OrdinaryFileWrite *write,
                    const void *what, Error *error) {
    OWNED char *path = rundir_path(folder, name);
    return ordinary_file_replace(path, write, what, error);
}

bool rundir_replace_json(const char *folder, const char *name, const json_t *json, Error *error) {
    return rundir_replace(folder, name, write_json, json, error);
}

json_t *rundir_read_json(const char *folder, const char *name, bool missing_is_empty,
                         Error *error) {
    OWNED char *path = rundir_path(folder, name);
    if (missing_is_empty && ordinary_file_is_absent(path))
        return json_object();
    size_t size;
    OWNED unsigned char *text = ordinary_file_read(path, "a JSON file", &size, error);
    json_error_t problem;
    json_t *json = text ? json_loadb((char *)text, size, 0, &problem) : NULL;
    if (text && json == NULL)
        fail(error, "%s:%d: is not readable JSON: %s", path, problem.line, problem.text);
    if (json == NULL || json_is_object(json))
        return json;
    json_decref(json);
    fail(error, "%s: is damaged: it should hold an object { }", path);
    return NULL;
}

char *rundir_read_text(const char *folder, const char *name, Error *error) {
    OWNED char *path = rundir_path(folder, name);
    size_t size;
    char *text = (char *)ordinary_file_read(path, "a text", &size, error);
    if (text == NULL || (size > 0 && strlen(text) == size))
        return text;
    release(text);
    fail(error, size > 0 ? "%s: is damaged: it holds a NUL" : "%s: cannot be read: it is empty",
         path);
    return NULL;
}
