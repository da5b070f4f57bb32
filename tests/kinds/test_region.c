// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/memory.h"
#include "helpers/assert_near.h"
#include "helpers/file_fixture.h"
#include "kinds/region.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { N = 37 };

// A region of the given kind with "name=value" assignments, ended by NULL.
static Variant region_of(const char *kind, const char *const *assignments) {
    Variant region = {0};
    assert_true(variant_choose(&region, region_kinds, kind));
    Error error = {0};
    for (; *assignments; assignments++)
        if (!settings_assign(&region.kind->block, region.settings, *assignments, false, "test",
                             &error))
            fail_msg("%s", error.text);
    return region;
}

static void region_finish(Variant *region) {
    block_finish(&region->kind->block, region->settings);
    release(region->settings);
}

static Geometry sheet(bool periodic) {
    return geometry_of(N / 2.386, 1.193, periodic);
}

static void drawn(const char *kind, const char *const *assignments, const Geometry *geometry,
                  unsigned char *inside) {
    Variant region = region_of(kind, assignments);
    Error error = {0};
    if (!region_draw(&region, geometry, inside, &error))
        fail_msg("%s", error.text);
    region_finish(&region);
}

static void refused(const char *kind, const char *const *assignments, const char *cause) {
    Variant region = region_of(kind, assignments);
    Error error = {0};
    Geometry geometry = sheet(false);
    unsigned char inside[N * N] = {7};
    assert_false(region_draw(&region, &geometry, inside, &error));
    if (!strstr(error.text, cause))
        fail_msg("\"%s\" lacks \"%s\"", error.text, cause);
    assert_int_equal(inside[0], 7);
    error_clear(&error);
    region_finish(&region);
}

static void everywhere_is_all(void **state) {
    (void)state;
    Geometry geometry = sheet(false);
    assert_int_equal(geometry.n, N);
    unsigned char inside[N * N];
    drawn("everywhere", (const char *const[]){NULL}, &geometry, inside);
    for (size_t k = 0; k < N * N; k++)
        assert_int_equal(inside[k], 1);
}

// On the torus the middle at (0.91, -0.83) reaches round both edges.
static void discs_and_rings_follow_their_radii(void **state) {
    (void)state;
    for (int periodic = 0; periodic < 2; periodic++) {
        Geometry geometry = sheet(periodic);
        unsigned char disc[N * N], ring[N * N];
        drawn("disc", (const char *const[]){"x=0.91", "y=-0.83", "radius=0.617", NULL}, &geometry,
              disc);
        drawn("annulus",
              (const char *const[]){"x=0.91", "y=-0.83", "inner=0.284", "outer=0.617", NULL},
              &geometry, ring);
        size_t in_disc = 0;
        for (size_t k = 0; k < N * N; k++) {
            double x = geometry_x(&geometry, k % N), y = geometry_y(&geometry, k / N), nearest = 9;
            for (int side = -periodic; side <= periodic; side++)
                for (int up = -periodic; up <= periodic; up++)
                    nearest = fmin(nearest, hypot(x + 2.386 * side - 0.91, y + 2.386 * up + 0.83));
            assert_int_equal(disc[k], nearest <= 0.617);
            assert_int_equal(ring[k], nearest <= 0.617 && nearest > 0.284);
            in_disc += disc[k];
        }
        double area = (double)in_disc / (geometry.density * geometry.density);
        if (periodic)
            assert_true(fabs(area - M_PI * 0.617 * 0.617) < 0.03);
        else
            assert_true(area < 0.9 * M_PI * 0.617 * 0.617);
    }
    refused("annulus", (const char *const[]){"inner=0.617", "outer=0.284", NULL},
            "inner (0.617) must be less than outer (0.284)");
}

static void half_planes_lie_left_of_their_line(void **state) {
    (void)state;
    Geometry geometry = sheet(false);
    unsigned char above[N * N], left[N * N], below[N * N], slanted[N * N];
    drawn("half_plane", (const char *const[]){"y=0.217", NULL}, &geometry, above);
    drawn("half_plane", (const char *const[]){"x=-0.341", "orientation=90", NULL}, &geometry, left);
    drawn("half_plane", (const char *const[]){"y=0.217", "orientation=180", NULL}, &geometry,
          below);
    drawn("half_plane", (const char *const[]){"x=0.1", "y=0.2", "orientation=45", NULL}, &geometry,
          slanted);
    for (size_t k = 0; k < N * N; k++) {
        double x = geometry_x(&geometry, k % N), y = geometry_y(&geometry, k / N);
        assert_int_equal(above[k], y >= 0.217);
        assert_int_equal(left[k], x <= -0.341);
        assert_int_equal(below[k], y <= 0.217);
        assert_int_equal(slanted[k], y - 0.2 >= x - 0.1);
    }
    assert_int_equal(above[0], 1); // the top left corner
    assert_int_equal(left[0], 1);
    assert_int_equal(slanted[0], 1);
}

static size_t count(const unsigned char *inside, size_t n) {
    size_t sum = 0;
    for (size_t k = 0; k < n; k++)
        sum += inside[k];
    return sum;
}

// The number of units of a share p of n lies within 4 standard deviations of p n.
static void scattered_units_are_a_share(void **state) {
    (void)state;
    Geometry geometry = sheet(false);
    unsigned char inside[N * N], other[N * N], disc[N * N], in_disc[N * N];
    drawn("scattered", (const char *const[]){"share=0.31", NULL}, &geometry, inside);
    assert_near((double)count(inside, N * N), 0.31 * N * N, 4 * sqrt(0.31 * 0.69 * N * N));
    drawn("scattered", (const char *const[]){"share=0.31", "draw=2", NULL}, &geometry, other);
    drawn("scattered", (const char *const[]){"share=0.31", "x=0.2", "y=-0.3", "radius=0.61", NULL},
          &geometry, in_disc);
    drawn("disc", (const char *const[]){"x=0.2", "y=-0.3", "radius=0.61", NULL}, &geometry, disc);
    size_t both = 0;
    for (size_t k = 0; k < N * N; k++) {
        both += inside[k] && other[k];
        assert_int_equal(in_disc[k], inside[k] && disc[k]);
    }
    assert_near((double)both, 0.31 * 0.31 * N * N, 4 * sqrt(0.0961 * 0.9039 * N * N));
    drawn("scattered", (const char *const[]){"share=1", NULL}, &geometry, inside);
    assert_int_equal(count(inside, N * N), N * N);
    drawn("scattered", (const char *const[]){"share=0", NULL}, &geometry, inside);
    assert_int_equal(count(inside, N * N), 0);
}

// A larger sheet of the same density has 3 units more on each side.
static void sheets_lose_the_same_places(void **state) {
    (void)state;
    enum { LARGE = N + 6 };
    Geometry small = sheet(false), large = geometry_of(small.density, 1.193 * LARGE / N, false);
    unsigned char inside[N * N], outer[LARGE * LARGE];
    assert_int_equal(large.n, LARGE);
    drawn("scattered", (const char *const[]){"share=0.43", NULL}, &small, inside);
    drawn("scattered", (const char *const[]){"share=0.43", NULL}, &large, outer);
    for (size_t k = 0; k < N * N; k++)
        assert_int_equal(inside[k], outer[(k / N + 3) * LARGE + k % N + 3]);
}

// Two rows of three pixels; the sheet's units fall into them by thirds and halves.
static void expect_drawing(const unsigned char *inside) {
    static const unsigned char pixels[2][3] = {{1, 0, 0}, {0, 1, 1}};
    for (size_t i = 0; i < N; i++)
        for (size_t j = 0; j < N; j++) {
            size_t row = 2 * i + 1 < N ? 0 : 1;
            size_t column = (size_t)(((double)j + 0.5) * 3.0 / N);
            assert_int_equal(inside[i * N + j], pixels[row][column]);
        }
}

static char *assignment(const char *name, const char *path) {
    return format_text("%s=%s", name, path);
}

static void drawings_are_stretched_over_the_sheet(void **state) {
    (void)state;
    Geometry geometry = sheet(false);
    unsigned char inside[N * N];
    const char *png = fixture_path("mask.png"), *h5 = fixture_path("mask.h5");
    fixture_grey(png, 2, 3, (const unsigned char[]){128, 127, 0, 13, 255, 200});
    fixture_dataset(h5, "parts/mask", H5T_IEEE_F32LE, H5T_NATIVE_DOUBLE, 2, (hsize_t[]){2, 3},
                    (const double[]){0.25, 0, (double)NAN, 0, -3, 17});
    fixture_dataset(h5, "list", H5T_IEEE_F32LE, H5T_NATIVE_DOUBLE, 1, (hsize_t[]){2},
                    (const double[]){0.25, 0});
    char *from_png = assignment("file", png), *from_h5 = assignment("file", h5);
    drawn("image", (const char *const[]){from_png, NULL}, &geometry, inside);
    expect_drawing(inside);
    drawn("image", (const char *const[]){from_h5, "dataset=parts/mask", NULL}, &geometry, inside);
    expect_drawing(inside);
    refused("image", (const char *const[]){from_h5, NULL}, "is not a PNG file");
    refused("image", (const char *const[]){from_h5, "dataset=mask", NULL}, "does not exist");
    refused("image", (const char *const[]){from_h5, "dataset=list", NULL},
            "list is 2; a region must be rows x columns");
    release(from_png);
    release(from_h5);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everywhere_is_all),
        cmocka_unit_test(discs_and_rings_follow_their_radii),
        cmocka_unit_test(half_planes_lie_left_of_their_line),
        cmocka_unit_test(scattered_units_are_a_share),
        cmocka_unit_test(sheets_lose_the_same_places),
        cmocka_unit_test(drawings_are_stretched_over_the_sheet),
    };
    return cmocka_run_group_tests(tests, fixture_make, fixture_remove);
}
