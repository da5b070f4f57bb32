// SPDX-License-Identifier: GPL-3.0-or-later
#include "files/provenance.h"

#include "base/memory.h"
#include "files/ordinary_file.h"
#include "version.h"

#include <gsl/gsl_version.h>
#include <hdf5.h>
#include <libconfig.h>
#include <png.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

const char *provenance_commit(void) {
    return PINWHEEL_COMMIT;
}

#ifdef __clang__
#define COMPILER __VERSION__
#else
#define COMPILER "gcc " __VERSION__
#endif

// The processor's name from /proc/cpuinfo, where there is one.
static json_t *processor(void) {
    OWNED_BY(ordinary_file_close) FILE *file = fopen("/proc/cpuinfo", "r");
    char line[512];
    while (file && fgets(line, sizeof line, file))
        if (strncmp(line, "model name", 10) == 0 && strchr(line, ':')) {
            char *text = strchr(line, ':') + 1;
            text += strspn(text, " \t");
            text[strcspn(text, "\n")] = '\0';
            return json_string(text);
        }
    return json_string("unknown");
}

json_t *provenance_program(const char *kernels) {
    struct utsname system;
    unsigned major, minor, release_number;
    uname(&system);
    H5get_libversion(&major, &minor, &release_number);
    OWNED char *hdf5 = format_text("%u.%u.%u", major, minor, release_number);
    OWNED char *libconfig =
        format_text("%d.%d.%d", LIBCONFIG_VER_MAJOR, LIBCONFIG_VER_MINOR, LIBCONFIG_VER_REVISION);
    return json_pack(
        "{s:s, s:s, s:s, s:s, s:s, s:s, s:{s:s, s:s, s:s, s:s, s:s}, s:{s:s, s:s, s:s, "
        "s:s, s:o, s:i}}",
        "program", "pinwheel", "version", PINWHEEL_VERSION, "commit", PINWHEEL_COMMIT, "compiler",
        COMPILER, "flags", PINWHEEL_FLAGS, "kernels", kernels, "libraries", "gsl", gsl_version,
        "libpng", png_get_libpng_ver(NULL), "hdf5", hdf5, "libconfig", libconfig, "jansson",
        JANSSON_VERSION, "host", "name", system.nodename, "system", system.sysname, "release",
        system.release, "machine", system.machine, "processor", processor(), "cores",
        (int)sysconf(_SC_NPROCESSORS_ONLN));
}
