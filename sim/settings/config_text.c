// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/config_text.h"

#include "base/memory.h"
#include "base/names.h"
#include "base/suggestion.h"

#include <ctype.h>
#include <errno.h>
#include <glib.h>
#include <glob.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

// Libconfig's time grows with the square of the length of a text, and of the settings in a group.
enum { DEEPEST_INCLUDE = 8, MOST_BYTES = 1000000, MOST_SETTINGS = 1000, DEEPEST_GROUP = 32 };

// A file and all that it includes, each as often as it is included.
typedef struct {
    const char *main;
    size_t bytes;
    int depth;                          // of groups and lists that are open
    size_t settings[DEEPEST_GROUP + 1]; // in the group at each depth, so far
} Reading;

typedef struct {
    Reading *reading;
    int depth; // of includes below the main file
} IncludeLevel;

static bool check_file(const char *path, const char *by, IncludeLevel level, Error *error);

char *config_text_included(const char *path, const char *name) {
    const char *slash = strrchr(path, '/');
    return format_text("%.*s%s", slash ? (int)(slash - path) + 1 : 0, path, name);
}

// The path of the file that libconfig calls `name`. The main file is its path or NULL. Included
// files are named as in the text, from libconfig 1.7 on with the folder before it.
static char *file_named(const char *main, const char *name) {
    enum { NAMES_HAVE_FOLDERS = LIBCONFIG_VER_MAJOR * 100 + LIBCONFIG_VER_MINOR >= 107 };
    if (name == NULL || strcmp(name, main) == 0)
        return copy_text(main);
    OWNED char *folder = g_path_get_dirname(main);
    size_t length = strlen(folder);
    if (NAMES_HAVE_FOLDERS && strncmp(name, folder, length) == 0 && name[length] == '/')
        name += length + 1;
    return config_text_included(main, name);
}

char *config_text_file_of(const char *main, const config_setting_t *node) {
    return file_named(main, config_setting_source_file(node));
}

char *config_text_place_of(const char *main, const config_setting_t *node) {
    OWNED char *file = config_text_file_of(main, node);
    return format_text("%s:%u", file, config_setting_source_line(node));
}

static bool check_encoding(const char *path, const char *text, size_t length, Error *error) {
    const char *wrong;
    if (g_utf8_validate(text, (gssize)length, &wrong))
        return true;
    unsigned line = 1;
    for (; text < wrong; text++)
        line += *text == '\n';
    return fail(error, "%s:%u: not a UTF-8 text (byte 0x%02x)", path, line, (unsigned char)*wrong);
}

// The end of a string or comment that begins at `text`, or `text` itself where neither does.
static const char *skip_quiet(const char *text) {
    if (*text == '"') {
        for (text++; *text && *text != '"'; text++)
            if (*text == '\\' && text[1])
                text++;
        return *text ? text + 1 : text;
    }
    if (*text == '#' || (text[0] == '/' && text[1] == '/'))
        return text + strcspn(text, "\n");
    if (text[0] == '/' && text[1] == '*') {
        const char *end = strstr(text + 2, "*/");
        return end ? end + 2 : text + strlen(text);
    }
    return text;
}

static bool check_number(const char *path, unsigned line, const char *text, size_t length,
                         Error *error) {
    char digits[64];
    bool hexadecimal = length > 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
    if (length >= sizeof digits ||
        strspn(text, hexadecimal ? "0123456789abcdefABCDEFxX" : "+-0123456789") < length)
        return true; // a fraction, or one that ends in L: libconfig reads these right
    memcpy(digits, text, length);
    digits[length] = '\0';
    errno = 0;
    long long number = strtoll(digits, NULL, hexadecimal ? 16 : 10);
    if (errno == 0 && number >= INT32_MIN && number <= INT32_MAX)
        return true;
    return fail(error, "%s:%u: %s does not fit into 32 bits; write %sL", path, line, digits,
                digits);
}

static bool check_include(const char *path, unsigned line, const char *text, IncludeLevel level,
                          Error *error) {
    const char *open = text + strcspn(text, "\"\n");
    const char *close = *open == '"' ? strchr(open + 1, '"') : NULL;
    if (close == NULL)
        return true; // libconfig reports it
    OWNED char *name = format_text("%.*s", (int)(close - open - 1), open + 1);
    OWNED char *included = config_text_included(level.reading->main, name),
               *place = format_text("%s:%u: @include", path, line);
    return check_file(included, place, (IncludeLevel){level.reading, level.depth + 1}, error);
}

// Follows groups and lists, and counts settings, by the signs outside texts and comments.
static bool check_sign(const char *path, unsigned line, char sign, Reading *reading, Error *error) {
    if (sign == '{' || sign == '(' || sign == '[') {
        if (reading->depth == DEEPEST_GROUP)
            return fail(error, "%s:%u: groups and lists may be %d deep", path, line, DEEPEST_GROUP);
        reading->settings[++reading->depth] = 0;
    } else if (sign == '}' || sign == ')' || sign == ']') {
        reading->depth -= reading->depth > 0;
    } else if (sign == '=' || sign == ':') {
        if (++reading->settings[reading->depth] > MOST_SETTINGS)
            return fail(error, "%s:%u: a group may have %d settings", path, line, MOST_SETTINGS);
    }
    return true;
}

static bool check_text(const char *path, const char *text, IncludeLevel level, Error *error) {
    bool ok = true;
    unsigned line = 1;
    for (const char *at = text; *at;) {
        const char *end = skip_quiet(at);
        if (end == at && strncmp(at, "@include", 8) == 0) {
            ok = check_include(path, line, at, level, error) && ok;
            end = at + strcspn(at, "\n");
        } else if (end == at &&
                   (isalnum((unsigned char)*at) || *at == '-' || *at == '+' || *at == '_')) {
            end = at + 1;
            while (isalnum((unsigned char)*end) || *end == '_' || *end == '.' || *end == '-')
                end++;
            if (!isalpha((unsigned char)*at) && *at != '_')
                ok = check_number(path, line, at, (size_t)(end - at), error) && ok;
        } else if (end == at) {
            end++;
            if (!check_sign(path, line, *at, level.reading, error))
                return false;
        }
        for (; at < end; at++)
            line += *at == '\n';
    }
    return ok;
}

static bool is_file(const char *path) {
    struct stat status;
    return stat(path, &status) == 0 && S_ISREG(status.st_mode);
}

// The file of the same name in a folder beside a missing one, or else that of the nearest name in
// the same folder. NULL: there is none; owned by the caller.
static char *meant_file(const char *folder, const char *name) {
    OWNED char *below = format_text("%s/*/%s", folder, name),
               *beside = format_text("%s/*.cfg", folder);
    glob_t found = {0};
    char *meant = NULL;
    if (glob(below, 0, NULL, &found) == 0 && is_file(found.gl_pathv[0]))
        meant = copy_text(found.gl_pathv[0]);
    globfree(&found);
    if (meant)
        return meant;
    OWNED const char **names = NULL;
    size_t n = 0;
    if (glob(beside, 0, NULL, &found) == 0)
        for (size_t i = 0; i < found.gl_pathc; i++)
            names_add(&names, &n, strrchr(found.gl_pathv[i], '/') + 1);
    const char *nearest = suggestion("", name, names, n).name;
    meant = nearest ? format_text("%s/%s", folder, nearest) : NULL;
    globfree(&found);
    return meant;
}

// Refuses a missing file and suggests another.
static bool refuse_missing(const char *path, const char *by, const char *colon, Error *error) {
    OWNED char *folder = g_path_get_dirname(path), *name = g_path_get_basename(path),
               *meant = meant_file(folder, name);
    if (meant == NULL)
        return fail(error, "%s%s%s: no such file", by, colon, path);
    return fail(error, "%s%s%s: no such file; did you mean '%s'?", by, colon, path,
                meant + (strchr(path, '/') ? 0 : strlen("./")));
}

static bool check_file(const char *path, const char *by, IncludeLevel level, Error *error) {
    const char *colon = by ? ": " : "";
    by = by ? by : "";
    if (level.depth > DEEPEST_INCLUDE)
        return fail(error, "%s%s%s: files include each other more than %d deep", by, colon, path,
                    DEEPEST_INCLUDE);
    struct stat status;
    if (stat(path, &status) != 0)
        return errno == ENOENT ? refuse_missing(path, by, colon, error)
                               : fail(error, "%s%s%s: %s", by, colon, path, strerror(errno));
    if (S_ISDIR(status.st_mode))
        return fail(error, "%s%s%s: is a folder; name a config file in it", by, colon, path);
    if (!S_ISREG(status.st_mode))
        return fail(error, "%s%s%s: is not an ordinary file", by, colon, path);
    if (status.st_size > MOST_BYTES - (off_t)level.reading->bytes)
        return fail(error, "%s%s%s: a config may have %d bytes, with all that it includes", by,
                    colon, path, MOST_BYTES);
    level.reading->bytes += (size_t)status.st_size;
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return fail(error, "%s%s%s: cannot be read: %s", by, colon, path, strerror(errno));
    OWNED char *text = allocate((size_t)status.st_size + 1, 1);
    size_t length = fread(text, 1, (size_t)status.st_size, file);
    fclose(file);
    if (strspn(text, " \t\r\n") == length)
        return fail(error, "%s%s%s: is empty", by, colon, path);
    return check_encoding(path, text, length, error) && check_text(path, text, level, error);
}

// The same checks of a text that is in no file.
static bool check_given(const char *path, const char *text, IncludeLevel level, Error *error) {
    size_t length = strlen(text);
    if (length > MOST_BYTES)
        return fail(error, "%s: a config may have %d bytes, with all that it includes", path,
                    MOST_BYTES);
    level.reading->bytes += length;
    if (strspn(text, " \t\r\n") == length)
        return fail(error, "%s: is empty", path);
    return check_encoding(path, text, length, error) && check_text(path, text, level, error);
}

// Parses `text`, or for NULL the file.
static bool parse(config_t *config, const char *path, const char *text, const char *by,
                  Error *error) {
    OWNED char *folder = g_path_get_dirname(path);
    config_init(config);
    config_set_include_dir(config, folder);
    Reading reading = {.main = path};
    IncludeLevel level = {&reading, 0};
    if (!(text ? check_given(path, text, level, error) : check_file(path, by, level, error)))
        return false;
    if ((text ? config_read_string(config, text) : config_read_file(config, path)) == CONFIG_TRUE)
        return true;
    OWNED char *file = file_named(path, config_error_file(config));
    return fail(error, "%s:%d: %s", file, config_error_line(config), config_error_text(config));
}

bool config_text_parse(config_t *config, const char *path, const char *by, Error *error) {
    return parse(config, path, NULL, by, error);
}

bool config_text_parse_given(config_t *config, const char *path, const char *text, Error *error) {
    return parse(config, path, text, NULL, error);
}
