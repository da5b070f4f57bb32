// SPDX-License-Identifier: GPL-3.0-or-later
// How orientation and ocular dominance lie to each other: crossing angles, pinwheels' ranks, and
// what both would be by chance.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/memory.h"
#include "dominance/crossings.h"
#include "helpers/assert_near.h"
#include "helpers/synthetic_map.h"
#include "maps/contour.h"
#include "orientation/pinwheel_ranks.h"

#include <complex.h>
#include <math.h>

static CrossingAngles angles_of(const ComplexMap *orientation, const ScalarMap *index,
                                double reach) {
    Crossings *crossings = crossings_new(orientation, index, reach);
    TorusShift none = crossings_no_shift(crossings);
    CrossingAngles angles = crossings_angles(crossings, &none);
    crossings_free(crossings);
    return angles;
}

// Straight lines at known angles. Gradients of bilinear interpolation are wrong by at most k^2 / 6
// of themselves, so either direction by k^2 / 6 rad.
static void straight_lines_cross_at_their_angle(void **state) {
    (void)state;
    enum { SIDE = 70 };
    const double wavelength = 21.7, k = 2.0 * M_PI / wavelength,
                 tolerance = 2.0 * k * k / 6.0 * 180.0 / M_PI;
    static const double turns[] = {0.0, 0.3, 0.7, 1.2, 0.5 * M_PI, 2.2, 2.9};
    for (size_t i = 0; i < 7; i++) {
        double direction = 0.41, acute = acos(fabs(cos(turns[i]))) * 180.0 / M_PI;
        ComplexMap *orientation = synthetic_plane_wave(SIDE, SIDE, wavelength, direction);
        ScalarMap *index = synthetic_stripes(SIDE, wavelength, direction + turns[i], 0.6);
        CrossingAngles angles = angles_of(orientation, index, 1.0);
        assert_near(angles.mean, acute, tolerance);
        assert_near(angles.above_60, acute > 60.0 ? 1.0 : 0.0, 0.0);
        double sum = 0.0;
        for (size_t j = 0; j < CROSSINGS_BINS; j++) {
            double away = fmax(10.0 * (double)j - acute, acute - 10.0 * (double)(j + 1));
            assert_true(angles.share[j] == 0.0 || away <= tolerance);
            sum += angles.share[j];
        }
        assert_near(sum, 1.0, 1e-12);
        assert_near(angles.length, 2.0 * (SIDE - 1) * (SIDE - 1) / wavelength,
                    0.15 * angles.length);
        map_free(index);
        map_free(orientation);
    }
}

// About a pinwheel, iso-orientation lines are spokes: a circle crosses them at right angles, a line
// through it runs along them.
static void spokes_of_a_pinwheel(void **state) {
    (void)state;
    enum { SIDE = 61 };
    const double column = 30.21, row = 29.83, radius = 14.7, slope = 0.7;
    for (int sign = -1; sign <= 1; sign += 2) {
        ComplexMap *orientation = synthetic_pinwheel(SIDE, SIDE, column, row, sign);
        ScalarMap *circle = map_new_scalar(SIDE, SIDE, 1.0, false),
                  *line = map_new_scalar(SIDE, SIDE, 1.0, false);
        for (size_t i = 0; i < SIDE * SIDE; i++) {
            double x = (double)(i % SIDE) - column, y = row - (double)(i / SIDE);
            circle->value[i] = x * x + y * y - radius * radius;
            line->value[i] = y * cos(slope) - x * sin(slope);
        }
        CrossingAngles angles = angles_of(orientation, circle, 3.0);
        // z is linear, so exact; the circle's direction is wrong by its curve over a plaquette.
        assert_near(angles.mean, 90.0, 180.0 / M_PI / radius);
        assert_near(angles.above_60, 1.0, 0.0);
        assert_near(angles.length, 2.0 * M_PI * radius, 0.01 * 2.0 * M_PI * radius);
        angles = angles_of(orientation, line, 3.0);
        assert_near(angles.mean, 0.0, 1e-9);
        // Left out are 3 samples on either side, to within a piece at each of two ends, and the
        // tenth of the map where theta turns least, which is that furthest from the pinwheel:
        // beyond the radius of a disc of 0.9 of its area (the disc leaves the square by little).
        double outer = sqrt(0.9 / M_PI) * (SIDE - 1), reaches = 0.5 * (SIDE - 1) / cos(slope);
        assert_true(outer < reaches);
        assert_near(angles.length, 2.0 * (outer - 3.0), 0.03 * 2.0 * outer + 2.0 * M_SQRT2);
        map_free(line);
        map_free(circle);
        map_free(orientation);
    }
}

// Of a border through a pinwheel exactly those pieces count whose middles are as far from it as the
// reach, or further.
static void pieces_near_pinwheels_are_left_out(void **state) {
    (void)state;
    enum { SIDE = 61, REACHES = 9 };
    const double column = 30.21, row = 29.83, slope = 0.7;
    static const double reach[REACHES] = {0.0, 0.31, 0.83, 1.27, 2.16, 2.89, 3.55, 4.13, 6.71};
    ComplexMap *orientation = synthetic_pinwheel(SIDE, SIDE, column, row, 1);
    ScalarMap *line = map_new_scalar(SIDE, SIDE, 1.0, false);
    for (size_t i = 0; i < SIDE * SIDE; i++)
        line->value[i] =
            (row - (double)(i / SIDE)) * cos(slope) - ((double)(i % SIDE) - column) * sin(slope);
    Contour border = contour_new(line);
    double whole = angles_of(orientation, line, 0.0).length;
    for (size_t r = 1; r < REACHES; r++) {
        double nearer = 0.0;
        for (size_t k = 0; k < border.count; k++) {
            const ContourPiece *piece = &border.list[k];
            double complex middle = 0.5 * (piece->segment.from + piece->segment.to);
            double away = hypot((double)piece->column + creal(middle) - column,
                                (double)piece->row + cimag(middle) - row);
            nearer += away < reach[r] ? cabs(piece->segment.to - piece->segment.from) : 0.0;
        }
        assert_near(nearer, 2.0 * reach[r], 2.0 * M_SQRT2);
        assert_near(angles_of(orientation, line, reach[r]).length, whole - nearer, 1e-9);
    }
    contour_free(&border);
    map_free(line);
    map_free(orientation);
}

// sin(z) is analytic, so lines of equal argument and of equal modulus are orthogonal wherever they
// meet, round many pinwheels.
static void conjugate_fields_are_orthogonal(void **state) {
    (void)state;
    enum { SIDE = 90 };
    const double k = 2.0 * M_PI / 30.0;
    ComplexMap *orientation = map_new(SIDE, SIDE, 1.0, false);
    ScalarMap *modulus = map_new_scalar(SIDE, SIDE, 1.0, false),
              *argument = map_new_scalar(SIDE, SIDE, 1.0, false);
    for (size_t i = 0; i < SIDE * SIDE; i++) {
        double complex z = csin(k * ((double)(i % SIDE) - 1.3) +
                                (double complex)I * k * (44.6 - (double)(i / SIDE)));
        orientation->real[i] = creal(z);
        orientation->imaginary[i] = cimag(z);
        modulus->value[i] = cabs(z) - 0.8;
        argument->value[i] = creal(z * cexp(0.7 * (double complex)I));
    }
    double tolerance = 4.0 * k * k / 6.0 * 180.0 / M_PI; // curved as a wave of k
    assert_near(angles_of(orientation, modulus, 3.0).mean, 90.0, tolerance);
    assert_near(angles_of(orientation, argument, 3.0).mean, 0.0, tolerance);
    map_free(argument);
    map_free(modulus);
    map_free(orientation);
}

enum { SEEDS = 24 };

static void assert_mean(const double *value, double expected, double bias) {
    double mean = 0.0, squares = 0.0;
    for (size_t i = 0; i < SEEDS; i++)
        mean += value[i] / SEEDS;
    for (size_t i = 0; i < SEEDS; i++)
        squares += (value[i] - mean) * (value[i] - mean);
    assert_near(mean, expected, 4.0 * sqrt(squares / (SEEDS - 1) / SEEDS) + bias);
}

typedef struct {
    ComplexMap *orientation;
    ScalarMap *index;
    Pinwheels *pinwheels;
} Maps;

// Two random rings that have nothing to do with each other, whole or an open part of them.
static Maps unrelated_maps(uint64_t seed, bool periodic) {
    const SyntheticRing ring = {128, 7.0, 0.8, 4.0, 10.0}, other = {128, 5.0, 0.8, 2.0, 8.0};
    ComplexMap *orientation = synthetic_ring(&ring, 2 * seed),
               *second = synthetic_ring(&other, 2 * seed + 1);
    ScalarMap *index = synthetic_real_part(second);
    map_free(second);
    if (!periodic) {
        ComplexMap *whole = orientation;
        ScalarMap *whole_index = index;
        orientation = map_crop(whole, 3, 11, 97, 97);
        index = map_crop(whole_index, 3, 11, 97, 97);
        map_free(whole);
        map_free(whole_index);
    }
    return (Maps){orientation, index, pinwheels_new(orientation)};
}

static void free_maps(Maps *maps) {
    pinwheels_free(maps->pinwheels);
    map_free(maps->orientation);
    map_free(maps->index);
}

// Independent maps: all angles alike, all ranks alike, and so are those of shifted maps, whose
// spread is that between pairs of maps.
static void unrelated_maps_meet_by_chance(void **state) {
    (void)state;
    enum { SHIFTS = 60 };
    for (int periodic = 0; periodic < 2; periodic++) {
        double above[SEEDS], mean[SEEDS], steepest[SEEDS], rank[SEEDS], shifted_above[SEEDS],
            shifted_rank[SEEDS], p[SEEDS], deviation = 0.0, spread = 0.0;
        for (uint64_t seed = 0; seed < SEEDS; seed++) {
            Maps maps = unrelated_maps(seed, periodic);
            Crossings *crossings = crossings_new(maps.orientation, maps.index, 1.5);
            ScalarMap *ranks = pinwheel_ranks_map(maps.index);
            TorusShift none = crossings_no_shift(crossings);
            assert_int_equal(none.width, periodic ? 128 : 96);
            assert_int_equal(none.height, periodic ? 128 : 96);
            CrossingAngles angles = crossings_angles(crossings, &none);
            above[seed] = angles.above_60;
            mean[seed] = angles.mean;
            steepest[seed] = angles.share[8];
            rank[seed] = pinwheel_ranks_mean(ranks, maps.pinwheels, &none, NULL);
            double shifted[SHIFTS], ranked[SHIFTS];
            RandomStream stream = random_stream(seed, "test/shifts");
            for (uint64_t k = 0; k < SHIFTS; k++) {
                RandomDraws draws = random_draws(stream, k);
                TorusShift shift = crossings_draw_shift(crossings, &draws);
                shifted[k] = crossings_angles(crossings, &shift).above_60;
                ranked[k] = pinwheel_ranks_mean(ranks, maps.pinwheels, &shift, NULL);
            }
            ShiftTest test = shift_test(above[seed], shifted, SHIFTS);
            shifted_above[seed] = test.mean;
            p[seed] = test.p;
            deviation += test.deviation / SEEDS;
            spread += pow(above[seed] - 1.0 / 3.0, 2) / SEEDS;
            shifted_rank[seed] = shift_test(rank[seed], ranked, SHIFTS).mean;
            map_free(ranks);
            crossings_free(crossings);
            free_maps(&maps);
        }
        assert_mean(above, 1.0 / 3.0, 0.0);
        assert_mean(mean, 45.0, 0.0);
        assert_mean(steepest, 1.0 / 9.0, 0.0);
        assert_mean(rank, 0.5, 0.0);
        assert_mean(shifted_above, 1.0 / 3.0, 0.0);
        assert_mean(shifted_rank, 0.5, 0.0);
        assert_mean(p, 0.5, 0.0);
        // The deviation from 1 / 3 is that of one shift, as well as 24 seeds can tell.
        assert_near(sqrt(spread) / deviation, 1.0, 4.0 / sqrt(2.0 * SEEDS));
    }
}

// Ocular dominance made from |z|. With median |z| - |z|, pinwheels lie in the middle of columns: at
// them |index| is the median, and beyond twice the median, where it is more, lies exp(-4 ln 2) of a
// Gaussian field. With |z| itself they lie where it is least.
static void ranks_of_pinwheels_in_columns(void **state) {
    (void)state;
    for (int periodic = 0; periodic < 2; periodic++) {
        double middle[SEEDS], least[SEEDS];
        for (uint64_t seed = 0; seed < SEEDS; seed++) {
            Maps maps = unrelated_maps(seed, periodic);
            size_t n = maps.orientation->height * maps.orientation->width;
            size_t side = maps.orientation->width - (periodic ? 0 : 1);
            TorusShift none = torus_shift_none(side, side);
            for (int which = 0; which < 2; which++) {
                for (size_t i = 0; i < n; i++)
                    maps.index->value[i] =
                        (which ? 0.0 : sqrt(log(2.0))) -
                        hypot(maps.orientation->real[i], maps.orientation->imaginary[i]);
                ScalarMap *ranks = pinwheel_ranks_map(maps.index);
                size_t count;
                (which ? least : middle)[seed] =
                    pinwheel_ranks_mean(ranks, maps.pinwheels, &none, &count);
                assert_int_equal(count, maps.pinwheels->count);
                map_free(ranks);
            }
            double shifted[200];
            ScalarMap *ranks = pinwheel_ranks_map(maps.index); // of |z|
            for (uint64_t k = 0; k < 200; k++) {
                RandomDraws draws = random_draws(random_stream(seed, "test/shifts"), k);
                TorusShift shift = torus_shift_draw(&draws, side, side);
                shifted[k] = pinwheel_ranks_mean(ranks, maps.pinwheels, &shift, NULL);
            }
            ShiftTest test = shift_test(1.0 - least[seed], shifted, 200);
            assert_near(test.p, 1.0 / 201.0, 1e-12);
            map_free(ranks);
            free_maps(&maps);
        }
        // Samples about a pinwheel are up to 0.7 of one away from it, 0.5 on average, and z grows
        // there at 2 pi 7 / 128 sqrt(1 / 2): |z| = 0.12 where |z|^2 is 1 on average.
        assert_mean(middle, 1.0 - exp(-4.0 * log(2.0)), 0.06);
        assert_mean(least, 1.0 - exp(-0.12 * 0.12), 0.03);
    }
}

static void ranks_count_equal_values_half(void **state) {
    (void)state;
    const double value[] = {0.3, -0.1, 0.3, -0.3, (double)NAN, 0.9},
                 rank[] = {0.5, 0.1, 0.5, 0.5, 0, 0.9};
    ScalarMap *map = map_new_scalar(2, 3, 1.0, false);
    for (size_t i = 0; i < 6; i++)
        map->value[i] = value[i];
    ScalarMap *ranks = pinwheel_ranks_map(map);
    for (size_t i = 0; i < 6; i++)
        if (isfinite(value[i]))
            assert_near(ranks->value[i], rank[i], 1e-15);
    assert_true(isnan(ranks->value[4]));
    Pinwheel list[] = {{0.3, 0.4, 1}, {1.5, 0.5, -1}};
    Pinwheels pinwheels = {2, 1, 1, 2, list};
    TorusShift none = torus_shift_none(2, 2);
    size_t count;
    assert_true(isnan(pinwheel_ranks_mean(ranks, &pinwheels, &none, &count)) && count == 0);
    ranks->value[4] = 0.7;
    assert_near(pinwheel_ranks_mean(ranks, &pinwheels, &none, &count),
                0.5 * (0.6 * (0.7 * 0.5 + 0.3 * 0.1) + 0.4 * (0.7 * 0.5 + 0.3 * 0.7) +
                       0.25 * (0.1 + 0.5 + 0.7 + 0.9)),
                1e-15);
    map_free(ranks);
    map_free(map);
}

// Each shift moves the samples of the torus onto one another, all eight symmetries come, and
// directions go with places.
static void shifts_are_those_of_the_square(void **state) {
    (void)state;
    enum { SIDE = 13, DRAWS = 4000 };
    size_t symmetry[8] = {0}, column_shift[SIDE] = {0};
    for (uint64_t k = 0; k < DRAWS; k++) {
        RandomDraws draws = random_draws(random_stream(3, "test/shifts"), k);
        TorusShift shift = torus_shift_draw(&draws, SIDE, SIDE);
        symmetry[4 * shift.transpose + 2 * shift.flip_columns + shift.flip_rows]++;
        column_shift[shift.columns]++;
        bool hit[SIDE * SIDE] = {false};
        for (size_t i = 0; k < 50 && i < SIDE * SIDE; i++) {
            double column = (double)(i % SIDE), row = (double)(i / SIDE);
            torus_shift_place(&shift, &column, &row);
            assert_near(column, round(column), 0.0);
            assert_true(column >= 0 && column < SIDE && row >= 0 && row < SIDE);
            size_t to = (size_t)row * SIDE + (size_t)column;
            assert_false(hit[to]);
            hit[to] = true;
        }
        double from[2] = {5.3, 8.9}, to[2] = {5.3 + 1e-3, 8.9 - 2e-3}, step[2] = {1e-3, -2e-3};
        torus_shift_place(&shift, &from[0], &from[1]);
        torus_shift_place(&shift, &to[0], &to[1]);
        torus_shift_direction(&shift, &step[0], &step[1]);
        for (size_t a = 0; a < 2; a++) {
            double moved = to[a] - from[a];
            assert_near(moved - SIDE * round(moved / SIDE), step[a], 1e-12);
        }
    }
    // Binomial counts, five standard deviations.
    for (size_t i = 0; i < 8; i++)
        assert_near((double)symmetry[i], DRAWS / 8.0, 5.0 * sqrt(DRAWS / 8.0));
    for (size_t i = 0; i < SIDE; i++)
        assert_near((double)column_shift[i], (double)DRAWS / SIDE,
                    5.0 * sqrt((double)DRAWS / SIDE));
    double column = SIDE, row = 2.5;
    TorusShift none = torus_shift_none(SIDE, SIDE);
    torus_shift_place(&none, &column, &row);
    assert_near(column, SIDE, 0.0);
    const double shifted[] = {0.2, 0.5, (double)NAN, 0.31, 0.7};
    ShiftTest test = shift_test(0.5, shifted, 5);
    assert_int_equal(test.count, 4);
    assert_near(test.mean, 1.71 / 4.0, 1e-15);
    assert_near(test.deviation,
                sqrt((0.2275 * 0.2275 + 0.0725 * 0.0725 + 0.1175 * 0.1175 + 0.2725 * 0.2725) / 3.0),
                1e-12);
    assert_near(test.p, 3.0 / 5.0, 1e-15);
    assert_true(isnan(shift_test((double)NAN, shifted, 5).p) &&
                isnan(shift_test(0.5, NULL, 0).mean));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(straight_lines_cross_at_their_angle),
                                       cmocka_unit_test(spokes_of_a_pinwheel),
                                       cmocka_unit_test(pieces_near_pinwheels_are_left_out),
                                       cmocka_unit_test(conjugate_fields_are_orthogonal),
                                       cmocka_unit_test(unrelated_maps_meet_by_chance),
                                       cmocka_unit_test(ranks_of_pinwheels_in_columns),
                                       cmocka_unit_test(ranks_count_equal_values_half),
                                       cmocka_unit_test(shifts_are_those_of_the_square)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
