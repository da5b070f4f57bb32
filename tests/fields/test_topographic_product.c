// SPDX-License-Identifier: GPL-3.0-or-later
// The topographic product of maps that keep neighbourhoods, of maps of other dimensions than the
// sheet, and of none at all.
#include "fields/topographic_product.h"

#include "base/memory.h"
#include "base/random.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "helpers/assert_near.h"

static const double SPACING = 0.031;

// Centres are a function of row and column.
typedef struct {
    double x, y;
} Centre;
typedef Centre Map(size_t row, size_t column);

static Retinotopy *map_of(size_t height, size_t width, Map *centre) {
    Retinotopy *map = retinotopy_new(height, width, -0.4, 0.7, SPACING);
    for (size_t unit = 0; unit < height * width; unit++) {
        Centre at = centre(unit / width, unit % width);
        map->x[unit] = at.x;
        map->y[unit] = at.y;
    }
    return map;
}

static TopographicProduct product_of(size_t height, size_t width, Map *centre) {
    Retinotopy *map = map_of(height, width, centre);
    TopographicProduct product = topographic_product(map);
    retinotopy_free(map);
    return product;
}

// Turned, mirrored, stretched and moved: distances differ from those on the sheet by one factor.
static Centre similar(size_t row, size_t column) {
    double x = (double)column, y = (double)row;
    return (Centre){3.7 * (x * cos(0.83) - y * sin(0.83)) + 11.0,
                    -3.7 * (x * sin(0.83) + y * cos(0.83)) - 5.0};
}

static double jitter(size_t row, size_t column, uint32_t which, double size) {
    RandomDraws draws = random_draws(random_stream(17, "test/jitter"), 10000 * row + column);
    double value = random_between(&draws, -size, size);
    return which ? random_between(&draws, -size, size) : value;
}

// Each row of the sheet lies where all others do, but for little: a line.
static Centre line(size_t row, size_t column) {
    return (Centre){(double)column + jitter(row, column, 0, 0.02), jitter(row, column, 1, 0.02)};
}

// A strip that goes to and fro over a square, 24 columns a turn.
static Centre snake(size_t row, size_t column) {
    size_t turn = column / 24, step = column % 24;
    return (Centre){turn % 2 ? 23.0 - (double)step : (double)step,
                    2.0 * (double)turn + (double)row};
}

static Centre uneven(size_t row, size_t column) {
    Centre at = similar(row, column);
    return (Centre){at.x + jitter(row, column, 0, 4.0), at.y + jitter(row, column, 1, 4.0)};
}

static void neighbourhoods_that_agree_have_none(void **state) {
    (void)state;
    TopographicProduct found = product_of(23, 31, similar);
    assert_int_equal(found.units, 23 * 31);
    assert_near(found.product, 0, 1e-12);
    assert_near(found.visual, 0, 1e-12);
    assert_near(found.sheet, 0, 1e-12);
    // Every second row and column of 121 x 130.
    found = product_of(121, 130, similar);
    assert_int_equal(found.units, 61 * 65);
    assert_near(found.product, 0, 1e-12);
    assert_true(isnan(product_of(4, 6, similar).product));
    assert_near(product_of(5, 5, similar).product, 0, 1e-12);
}

static void its_sign_tells_which_has_too_many_dimensions(void **state) {
    (void)state;
    TopographicProduct high = product_of(24, 24, line), low = product_of(2, 12 * 24, snake);
    assert_true(high.product > 0.1);
    assert_true(low.product < -0.1);
    assert_true(high.visual > 0 && low.visual > 0 && high.sheet < 0 && low.sheet < 0);
}

// With the same grid in both spaces, any order is as likely as its inverse, which exchanges the
// parts. Their means over orders are opposite; over 12 of them, to four standard errors.
static void any_order_has_large_parts_that_cancel(void **state) {
    (void)state;
    enum { SIDE = 20, ORDERS = 12 };
    double mean = 0, squares = 0;
    for (uint64_t k = 0; k < ORDERS; k++) {
        Retinotopy *map = map_of(SIDE, SIDE, similar);
        RandomDraws draws = random_draws(random_stream(9, "test/orders"), k);
        for (uint32_t i = SIDE * SIDE - 1; i > 0; i--) {
            uint32_t j = random_integer(&draws, i + 1);
            double x = map->x[i], y = map->y[i];
            map->x[i] = map->x[j];
            map->y[i] = map->y[j];
            map->x[j] = x;
            map->y[j] = y;
        }
        TopographicProduct found = topographic_product(map);
        assert_true(found.visual > 0.4 && found.sheet < -0.4);
        mean += found.product / ORDERS;
        squares += found.product * found.product;
        retinotopy_free(map);
    }
    assert_near(mean, 0, 4 * sqrt(squares / ORDERS / (ORDERS - 1)));
}

typedef struct {
    double own, other;
} Pair;

static int by_own_then_other(const void *a, const void *b) {
    const Pair *one = a, *two = b;
    double left = one->own != two->own ? one->own : one->other,
           right = one->own != two->own ? two->own : two->other;
    return (left > right) - (left < right);
}

// The definition, word for word: all distances sorted, products as products.
static double as_defined(const Retinotopy *map) {
    size_t n = map->height * map->width;
    double sum = 0;
    Pair *sheet = allocate(n, sizeof *sheet), *space = allocate(n, sizeof *space);
    for (size_t j = 0; j < n; j++) {
        for (size_t i = 0; i < n; i++) {
            double a = i == j ? -1
                              : hypot((double)(i / map->width) - (double)(j / map->width),
                                      (double)(i % map->width) - (double)(j % map->width)),
                   v = i == j ? -1 : hypot(map->x[i] - map->x[j], map->y[i] - map->y[j]);
            sheet[i] = (Pair){a, v};
            space[i] = (Pair){v, a};
        }
        qsort(sheet, n, sizeof *sheet, by_own_then_other);
        qsort(space, n, sizeof *space, by_own_then_other);
        double product = 1;
        for (size_t k = 1; k <= TOPOGRAPHIC_NEIGHBOURS; k++) { // 0 is the unit itself
            product *= sheet[k].other / space[k].own * (sheet[k].own / space[k].other);
            sum += log(pow(product, 0.5 / (double)k));
        }
    }
    release(space);
    release(sheet);
    return sum / (double)n / TOPOGRAPHIC_NEIGHBOURS;
}

static void it_is_what_its_definition_says(void **state) {
    (void)state;
    Map *const maps[] = {uneven, line};
    for (size_t k = 0; k < 2; k++) {
        Retinotopy *map = map_of(7, 13, maps[k]), *turned = retinotopy_new(13, 7, 0, 0, SPACING);
        double product = topographic_product(map).product;
        assert_true(fabs(product) > 1e-3);
        assert_near(product, as_defined(map), 1e-12);
        // The same map with rows for columns, in a visual space that is turned and stretched.
        for (size_t unit = 0; unit < 7 * 13; unit++) {
            size_t to = unit % 13 * 7 + unit / 13;
            turned->x[to] = 0.2 * (map->x[unit] * cos(2.1) - map->y[unit] * sin(2.1)) + 4;
            turned->y[to] = 0.2 * (map->x[unit] * sin(2.1) + map->y[unit] * cos(2.1));
        }
        assert_near(topographic_product(turned).product, product, 1e-12);
        // Units without a centre have no part in it.
        map->x[3] = map->y[3] = (double)NAN;
        TopographicProduct fewer = topographic_product(map);
        assert_int_equal(fewer.units, 7 * 13 - 1);
        assert_true(isfinite(fewer.product) && fewer.product != product);
        retinotopy_free(turned);
        retinotopy_free(map);
    }
}

static Centre coincident(size_t row, size_t column) {
    return (Centre){(double)(column / 2), (double)row};
}

static void centres_may_coincide(void **state) {
    (void)state;
    TopographicProduct found = product_of(12, 24, coincident);
    assert_true(isfinite(found.product) && found.visual > 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(neighbourhoods_that_agree_have_none),
        cmocka_unit_test(its_sign_tells_which_has_too_many_dimensions),
        cmocka_unit_test(any_order_has_large_parts_that_cancel),
        cmocka_unit_test(it_is_what_its_definition_says), cmocka_unit_test(centres_may_coincide)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
