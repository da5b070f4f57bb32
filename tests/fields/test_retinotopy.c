// SPDX-License-Identifier: GPL-3.0-or-later
// Receptive fields of known size, and centres on grids that are affine, folded, scattered or bent.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/memory.h"
#include "base/random.h"
#include "fields/receptive_field.h"
#include "fields/retinotopy_statistics.h"
#include "helpers/assert_near.h"

#include <math.h>
#include <string.h>

enum { HEIGHT = 34, WIDTH = 41 };

static const double SPACING = 0.0207, LEFT = -0.43, TOP = 0.36;

static double place_x(size_t unit) {
    return LEFT + SPACING * (double)(unit % WIDTH);
}

static double place_y(size_t unit) {
    return TOP - SPACING * (double)(unit / WIDTH);
}

// Centres at a affine image of the units' places: x' = a x + b y + 0.013, y' = c x + d y - 0.07.
static Retinotopy *affine(double a, double b, double c, double d) {
    Retinotopy *grid = retinotopy_new(HEIGHT, WIDTH, LEFT, TOP, SPACING);
    for (size_t unit = 0; unit < HEIGHT * WIDTH; unit++) {
        grid->x[unit] = a * place_x(unit) + b * place_y(unit) + 0.013;
        grid->y[unit] = c * place_x(unit) + d * place_y(unit) - 0.07;
    }
    return grid;
}

static RetinotopyStatistics of(const Retinotopy *grid, double size) {
    RetinotopyStatistics statistics;
    retinotopy_statistics(grid, size, &statistics);
    return statistics;
}

// Rotation by 0.4, times diag(1.7, 0.6), times rotation by -1.1: singular values 1.7 and 0.6.
static void affine_maps_have_no_error(void **state) {
    (void)state;
    for (int mirror = -1; mirror <= 1; mirror += 2) {
        double c = cos(0.4), s = sin(0.4), e = cos(1.1), f = -sin(1.1), u = 1.7, v = mirror * 0.6;
        double xx = c * u * e - s * v * f, xy = -c * u * f - s * v * e, yx = s * u * e + c * v * f,
               yy = -s * u * f + c * v * e;
        Retinotopy *grid = affine(xx, xy, yx, yy);
        RetinotopyStatistics found = of(grid, 0.1);
        double squares = 0.0;
        for (size_t unit = 0; unit < HEIGHT * WIDTH; unit++)
            squares += pow((xx - 1.0) * place_x(unit) + xy * place_y(unit) + 0.013, 2) +
                       pow(yx * place_x(unit) + (yy - 1.0) * place_y(unit) - 0.07, 2);
        assert_near(found.error_before_fit, sqrt(squares / (HEIGHT * WIDTH)), 1e-12);
        // Squares of numbers up to 1 cancel to their rounding error of some 1e-16.
        assert_near(found.error, 0.0, 1e-7);
        assert_near(found.scatter, 0.0, 1e-6);
        assert_near(found.folded, 0.0, 0.0);
        assert_near(found.folded_regions, 0.0, 0.0);
        assert_near(found.mirrored, mirror < 0 ? 1.0 : 0.0, 0.0);
        assert_near(found.magnification, 1.0 / (1.7 * 0.6), 1e-9);
        assert_near(found.magnification_range, 0.0, 1e-9);
        assert_near(found.distortion, 1.7 / 0.6, 1e-9);
        assert_near(found.distortion_range, 0.0, 1e-9);
        assert_near(found.cells, (HEIGHT - 1) * (WIDTH - 1), 0.0);
        assert_near(found.without_area, 0.0, 0.0);
        Jacobian jacobian = retinotopy_jacobian(grid, 7, 30);
        assert_near(jacobian.xx, xx, 1e-10);
        assert_near(jacobian.xy, xy, 1e-10);
        assert_near(jacobian.yx, yx, 1e-10);
        assert_near(jacobian.yy, yy, 1e-10);
        retinotopy_free(grid);
    }
}

// Millimetres for degrees, or degrees per micrometre: the unit of the centres does not matter.
static void any_unit_will_do(void **state) {
    (void)state;
    static const double factor[] = {1e-9, 1e-4, 0.3, 1e5};
    for (size_t k = 0; k < 4; k++) {
        Retinotopy *grid = affine(factor[k], 0.1 * factor[k], 0.2 * factor[k], 0.9 * factor[k]);
        for (size_t row = 3; row < 9; row++) {
            size_t unit = row * WIDTH + 11;
            grid->x[unit] = grid->x[unit + 1]; // five cells without an area
            grid->y[unit] = grid->y[unit + 1];
            grid->x[unit + 14] += 4 * SPACING * factor[k]; // a fold
        }
        RetinotopyStatistics found = of(grid, 0.1);
        assert_near(found.without_area, 5 / found.cells, 1e-12);
        assert_true(found.folded > 0.003 && found.folded < 0.02);
        assert_near(found.magnification * factor[k] * factor[k], 1 / (0.9 - 0.02), 1e-6);
        grid->x[0] = grid->y[0] = (double)NAN;
        assert_near(retinotopy_scale(grid), factor[k] == 0.3 ? 1 : factor[k] * factor[k],
                    0.5 * factor[k] * factor[k]);
        TopographicProduct product = topographic_product(grid);
        for (size_t i = 0; i < 2 * HEIGHT * WIDTH; i++)
            grid->x[i] /= factor[k];
        assert_near(topographic_product(grid).product, product.product, 1e-3);
        retinotopy_free(grid);
    }
    Retinotopy *point = affine(0, 0, 0, 0);
    assert_near(of(point, 0.1).without_area, 1, 0);
    retinotopy_free(point);
}

// x turns back between two columns.
static void folds_are_counted(void **state) {
    (void)state;
    Retinotopy *grid = affine(1.0, 0.0, 0.0, 1.0);
    for (size_t unit = 0; unit < HEIGHT * WIDTH; unit++) {
        double column = (double)(unit % WIDTH);
        // Forward to column 12, back to 19, forward again.
        double folded = column <= 12.0 ? column : column <= 19.0 ? 24.0 - column : column - 14.0;
        grid->x[unit] = SPACING * folded;
    }
    RetinotopyStatistics found = of(grid, 0.1);
    double cells = (HEIGHT - 1.0) * (WIDTH - 1.0);
    assert_near(found.folded, 7.0 * (HEIGHT - 1.0) / cells, 1e-12);
    assert_near(found.folded_regions, 1.0, 0.0);
    assert_near(found.mirrored, 0.0, 0.0);
    assert_near(found.magnification, 1.0, 1e-9); // a fold magnifies as its surround does

    // Seen in a mirror, the same cells are folded.
    for (size_t unit = 0; unit < HEIGHT * WIDTH; unit++)
        grid->x[unit] *= -1.0;
    RetinotopyStatistics mirrored = of(grid, 0.1);
    assert_near(mirrored.folded, found.folded, 0.0);
    assert_near(mirrored.mirrored, 1.0, 0.0);
    int *sign = allocate((HEIGHT - 1) * (WIDTH - 1), sizeof *sign);
    assert_int_equal(retinotopy_signs(grid, sign), -1);
    for (size_t i = 0; i < (HEIGHT - 1) * (WIDTH - 1); i++) {
        size_t column = i % (WIDTH - 1);
        assert_int_equal(sign[i], column >= 12 && column < 19 ? 1 : -1);
    }
    release(sign);
    retinotopy_free(grid);
}

// Moves a column of units four steps to the right, over their neighbours: the cells at their right,
// one more than there are units, are turned inside out, as the mean of their sides' steps is -1 at
// both ends and -3 between.
static void move_over(Retinotopy *grid, size_t row, size_t column, size_t units) {
    for (size_t i = row; i < row + units; i++)
        grid->x[i * WIDTH + column] += 4.0 * SPACING;
}

static void regions_are_joined_by_sides(void **state) {
    (void)state;
    Retinotopy *grid = affine(1.0, 0.0, 0.0, 1.0);
    double cells = (HEIGHT - 1.0) * (WIDTH - 1.0);
    move_over(grid, 4, 7, 1); // 2 cells: too few to count
    assert_near(of(grid, 0.1).folded_regions, 0.0, 0.0);
    move_over(grid, 10, 20, 3); // 4 cells, rows 9 to 12
    assert_near(of(grid, 0.1).folded_regions, 1.0, 0.0);
    move_over(grid, 14, 21, 5); // 6 cells, rows 13 to 18: meets them at a corner
    RetinotopyStatistics found = of(grid, 0.1);
    assert_near(found.folded_regions, 2.0, 0.0);
    assert_near(found.folded, 12.0 / cells, 1e-12);
    assert_int_equal(retinotopy_folded_regions(grid, 1), 3);
    assert_int_equal(retinotopy_folded_regions(grid, 6), 1);
    Retinotopy *crop = retinotopy_crop(grid, 12, 20, 6, 9); // of the last, rows 13 to 16
    assert_int_equal(crop->height, 6);
    assert_near(crop->left, place_x(20), 1e-12);
    assert_near(crop->top, place_y(12 * WIDTH), 1e-12);
    found = of(crop, 0.1);
    assert_near(found.folded, (1.0 + 4.0) / 40.0, 1e-12);
    retinotopy_free(crop);
    retinotopy_free(grid);
}

// Independent normal displacements of deviation 0.01 on a bent map. Of 2 n squares the mean's
// relative error is sqrt(1 / n), and that of its root half of it; the bend adds at most 0.04 R^2 in
// a window of radius R, whatever is left of it by the fit.
static void scatter_is_about_the_local_map(void **state) {
    (void)state;
    const double deviation = 0.01, bend = 0.04;
    static const double sizes[] = {0.0207, 0.05, 0.1};
    for (size_t k = 0; k < 3; k++) {
        Retinotopy *grid = affine(0.9, 0.2, -0.1, 1.1);
        for (size_t unit = 0; unit < HEIGHT * WIDTH; unit++) {
            RandomDraws draws = random_draws(random_stream(11 + k, "test/scatter"), unit);
            grid->x[unit] += deviation * random_normal(&draws) + bend * pow(place_x(unit), 2);
            grid->y[unit] += deviation * random_normal(&draws);
        }
        double size = sizes[k], units = HEIGHT * WIDTH, random = 4.0 / (2.0 * sqrt(units));
        double bent = bend * pow(RETINOTOPY_WINDOW * size, 2) / deviation;
        RetinotopyStatistics found = of(grid, size);
        assert_near(found.scatter * size / deviation, 1.0, random + bent * bent);
        // Three of each axis' degrees of freedom go to the fit; the bend's residual about its line
        // over a width w is bend w^2 / (6 sqrt 5).
        double width = SPACING * WIDTH, residual = bend * width * width / (6.0 * sqrt(5.0));
        assert_near(found.error, sqrt(2.0 * deviation * deviation + residual * residual),
                    found.error * random);
        retinotopy_free(grid);
    }
}

static void missing_and_coincident_centres(void **state) {
    (void)state;
    Retinotopy *grid = affine(1.0, 0.0, 0.0, 1.0);
    size_t holes[] = {WIDTH + 3, 9 * WIDTH + 20}; // each takes four cells
    for (size_t k = 0; k < 2; k++)
        grid->x[holes[k]] = (double)NAN;
    for (size_t row = 0; row < HEIGHT; row++) // a column falls onto its neighbour
        grid->x[row * WIDTH + 31] = grid->x[row * WIDTH + 30];
    double cells = (HEIGHT - 1.0) * (WIDTH - 1.0);
    RetinotopyStatistics found = of(grid, 0.1);
    assert_near(found.without_area, (8.0 + HEIGHT - 1.0) / cells, 1e-12);
    assert_near(found.folded, 0.0, 0.0);
    assert_near(found.magnification, 1.0, 1e-9);
    assert_true(isfinite(found.error) && isfinite(found.scatter));

    Statistic rows[RETINOTOPY_ROWS];
    for (size_t unit = 0; unit < HEIGHT * WIDTH; unit++)
        grid->y[unit] = (double)NAN;
    found = of(grid, (double)NAN);
    retinotopy_statistics_rows(&found, rows);
    for (size_t i = 0; i < RETINOTOPY_ROWS; i++) {
        assert_true(isfinite(rows[i].value) == (rows[i].undefined == NULL));
        if (strncmp(rows[i].name, "retinotopy.error", 16) == 0)
            assert_true(isnan(rows[i].value));
    }
    retinotopy_free(grid);
}

// A Gaussian cut off where it has fallen to a share t of its height has the variance
// sigma^2 (1 + t ln t / (1 - t)) along each axis. A disc of weights on a grid differs from a round
// one by its ragged edge, of about a tenth of a sample.
static void fields_have_their_centre_and_size(void **state) {
    (void)state;
    enum { ROWS = 63, COLUMNS = 71 };
    static const double thresholds[] = {1e-9, 0.1, 0.2, 0.5};
    static double weight[ROWS * COLUMNS];
    const double column = 36.31, row = 29.8, wide = 7.3, narrow = 4.1, turn = 0.6;
    for (size_t k = 0; k < 4; k++) {
        double t = thresholds[k];
        for (size_t i = 0; i < ROWS * COLUMNS; i++) {
            double x = (double)(i % COLUMNS) - column, y = (double)(i / COLUMNS) - row;
            double u = (x * cos(turn) + y * sin(turn)) / wide,
                   v = (y * cos(turn) - x * sin(turn)) / narrow;
            weight[i] = 0.03 * exp(-0.5 * (u * u + v * v));
        }
        weight[5] = -1.0; // has no part
        ReceptiveField field = receptive_field_of(weight, ROWS, COLUMNS, t);
        double variance = 1.0 + t * log(t) / (1.0 - t), edge = k == 0 ? 0.01 : 0.1;
        assert_near(field.column, column, edge);
        assert_near(field.row, row, edge);
        assert_near(field.size, sqrt(wide * narrow * variance), edge);
    }
    memset(weight, 0, sizeof weight);
    assert_true(isnan(receptive_field_of(weight, ROWS, COLUMNS, 0.2).size));
    weight[7 * COLUMNS + 50] = 0.2;
    ReceptiveField spot = receptive_field_of(weight, ROWS, COLUMNS, 0.2);
    assert_near(spot.column, 50.0, 1e-12);
    assert_near(spot.row, 7.0, 1e-12);
    assert_near(spot.size, 0.0, 1e-6);
}

// An even map, turned and magnified, has the score 1, the same centres in any order 0 on average.
static void wires_of_even_and_shuffled_maps(void **state) {
    (void)state;
    enum { SHUFFLES = 60 };
    Retinotopy *grid = affine(2.3 * cos(0.7), -2.3 * sin(0.7), 2.3 * sin(0.7), 2.3 * cos(0.7));
    assert_near(of(grid, 0.1).wire_length, 1.0, 1e-9);
    RandomDraws draws = random_draws(random_stream(12, "test/shuffle"), 0);
    double sum = 0, squares = 0;
    for (int k = 0; k < SHUFFLES; k++) {
        for (size_t i = HEIGHT * WIDTH - 1; i > 0; i--) {
            size_t j = random_integer(&draws, (uint32_t)i + 1);
            double x = grid->x[i], y = grid->y[i];
            grid->x[i] = grid->x[j];
            grid->y[i] = grid->y[j];
            grid->x[j] = x;
            grid->y[j] = y;
        }
        double score = of(grid, (double)NAN).wire_length;
        sum += score / SHUFFLES;
        squares += score * score / SHUFFLES;
    }
    double error = sqrt((squares - sum * sum) / (SHUFFLES - 1));
    assert_near(sum, 0.0, 4 * error);
    assert_true(error < 0.01);
    retinotopy_free(grid);

    // By hand: 6 x 6 units at distance 1, two neighbours in a row exchanged. Each of the two has
    // the other as neighbour as before; the wires to its former outer neighbours, 1 in the row and
    // 2 in columns, go from 1 to 4 and from 1 to 2: C = 60 + 2 (3 + 2).
    grid = retinotopy_new(6, 6, 0, 0, 1);
    for (size_t i = 0; i < 36; i++) {
        grid->x[i] = (double)(i % 6) + 7.1;
        grid->y[i] = -(double)(i / 6);
    }
    grid->x[14] = 10.1;
    grid->x[15] = 9.1;
    double by_chance = 60 * 36 / 3.0;
    assert_near(of(grid, 0.1).wire_length, (by_chance - 70) / (by_chance - 60), 1e-12);
    for (size_t i = 0; i < 36; i++)
        grid->x[i] = grid->y[i] = 0.3;
    assert_true(isnan(of(grid, 0.1).wire_length));
    retinotopy_free(grid);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(wires_of_even_and_shuffled_maps),
                                       cmocka_unit_test(affine_maps_have_no_error),
                                       cmocka_unit_test(any_unit_will_do),
                                       cmocka_unit_test(folds_are_counted),
                                       cmocka_unit_test(regions_are_joined_by_sides),
                                       cmocka_unit_test(scatter_is_about_the_local_map),
                                       cmocka_unit_test(missing_and_coincident_centres),
                                       cmocka_unit_test(fields_have_their_centre_and_size)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
