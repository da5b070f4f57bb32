// SPDX-License-Identifier: GPL-3.0-or-later
#include "helpers/picture_fixture.h"

#include "base/memory.h"
#include "base/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/pinwheel-pictures-XXXXXX", path[sizeof folder + 16];

int picture_fixture_make(void **state) {
    (void)state;
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof path, "%s/picture.png", folder);
    return 0;
}

int picture_fixture_remove(void **state) {
    (void)state;
    return rmdir(folder);
}

const char *picture_fixture_path(void) {
    return path;
}

double *picture_fixture_values(size_t n, double low, double high, uint64_t seed) {
    double *values = allocate(n, sizeof *values);
    RandomDraws draws = random_draws(random_stream(seed, "test/pictures"), 0);
    for (size_t i = 0; i < n; i++)
        values[i] = random_between(&draws, low, high);
    return values;
}

Place picture_fixture_place(const PngRead *png) {
    Place place;
    const char *note = png_note(png, "Map");
    assert_non_null(note);
    assert_int_equal(sscanf(note, "%d %d %d %zu %zu", &place.left, &place.top, &place.zoom,
                            &place.rows, &place.cols),
                     5);
    return place;
}
