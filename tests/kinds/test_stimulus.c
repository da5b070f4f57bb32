// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/memory.h"
#include "helpers/shown_stimulus.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "helpers/assert_near.h"

enum { N = SHOWN_SIDE, UNITS = N * N };

static const double near = 2e-6; // activities are floats

static void gaussians_lie_along_their_orientation(void **state) {
    (void)state;
    Shown shown = shown_of("gaussian", SETTINGS("sigma=0.0973", "aspect=3.41"));
    Geometry geometry = shown_sheet(false);
    static double value[UNITS];
    shown_draw_at(&shown, 0.137, -0.219, 31.7, 0, &geometry, value);
    double angle = 31.7 * M_PI / 180.0, xx = 0, xy = 0, yy = 0;
    for (size_t k = 0; k < UNITS; k++) {
        double x = shown_x(&geometry, k) - 0.137, y = shown_y(&geometry, k) + 0.219;
        double u = x * cos(angle) + y * sin(angle), v = y * cos(angle) - x * sin(angle);
        double long_axis = 0.0973 * 3.41;
        assert_near(value[k],
                    exp(-u * u / (2 * long_axis * long_axis) - v * v / (2 * 0.0973 * 0.0973)),
                    1e-12);
        xx += value[k] * x * x;
        xy += value[k] * x * y;
        yy += value[k] * y * y;
    }
    // The axis of the second moments, which knows nothing of the formula: counter-clockwise with y
    // up.
    assert_near(0.5 * atan2(2 * xy, xx - yy) * 180.0 / M_PI, 31.7, 1.0);
    shown_finish(&shown);
}

static void gaussians_wrap_on_a_torus(void **state) {
    (void)state;
    Shown shown = shown_of("gaussian", SETTINGS("sigma=0.083", "aspect=2.2"));
    Geometry torus = shown_sheet(true), open = shown_sheet(false);
    static double there[UNITS], middle[UNITS], cut[UNITS];
    size_t rows = 17, columns = 13;
    double dx = (double)columns / torus.density, dy = (double)rows / torus.density;
    shown_draw_at(&shown, 0.0, 0.0, 62.3, 0, &torus, middle);
    shown_draw_at(&shown, dx + 0.0, dy + 0.0, 62.3, 0, &torus, there);
    shown_draw_at(&shown, dx, dy, 62.3, 0, &open, cut);
    bool differs = false;
    for (size_t i = 0; i < N; i++)
        for (size_t j = 0; j < N; j++) {
            size_t to = (i + N - rows) % N * N + (j + columns) % N;
            assert_near(there[to], middle[i * N + j], 1e-9);
            differs = differs || fabs(there[to] - cut[to]) > 0.01;
        }
    assert_true(differs);
    shown_finish(&shown);
}

// Outside the shape by s: exp(-s^2 / 2 sigma^2).
static double edge(double s, double sigma) {
    return s <= 0 ? 1.0 : exp(-s * s / (2 * sigma * sigma));
}

static void spots_and_discs_have_their_edges(void **state) {
    (void)state;
    Geometry geometry = shown_sheet(false);
    static double soft[UNITS], hard[UNITS], disc[UNITS], noisy[UNITS], again[UNITS];
    Shown shown = shown_of("spot", SETTINGS("diameter=0.762", "edge=0.117"));
    shown_draw_at(&shown, 0.31, 0.17, 0, 0, &geometry, soft);
    shown_finish(&shown);
    shown = shown_of("spot", SETTINGS("diameter=0.762"));
    shown_draw_at(&shown, 0.31, 0.17, 0, 0, &geometry, hard);
    shown_finish(&shown);
    shown = shown_of("disc", SETTINGS("diameter=0.762", "edge=0.117", "noise=0"));
    shown_draw_at(&shown, 0.31, 0.17, 0, 0, &geometry, disc);
    shown_finish(&shown);
    shown = shown_of("disc", SETTINGS("diameter=0.762", "edge=0.117", "noise=0.41"));
    shown_draw_at(&shown, 0.31, 0.17, 0, 5, &geometry, noisy);
    shown_draw_at(&shown, 0.31, 0.17, 0, 6, &geometry, again);
    shown_finish(&shown);
    double sum = 0, squares = 0;
    for (size_t k = 0; k < UNITS; k++) {
        double s = hypot(shown_x(&geometry, k) - 0.31, shown_y(&geometry, k) - 0.17) - 0.381;
        assert_near(soft[k], edge(s, 0.117), 1e-12);
        assert_near(hard[k], s <= 0, 0);
        assert_near(disc[k], soft[k], 1e-12);
        double noise = (noisy[k] - soft[k] / 1.41) * 1.41 / 0.41;
        assert_true(noise > -1e-9 && noise < 1);
        sum += noise;
        squares += noise * noise;
    }
    assert_near(sum / UNITS, 0.5, 0.03);
    assert_near(squares / UNITS - sum / UNITS * sum / UNITS, 1 / 12.0, 0.008);
    assert_memory_not_equal(noisy, again, sizeof noisy);
}

static void bars_lie_along_their_orientation(void **state) {
    (void)state;
    Geometry geometry = shown_sheet(false);
    static double soft[UNITS], hard[UNITS];
    Shown shown = shown_of("bar", SETTINGS("length=1.13", "width=0.271", "edge=0.093"));
    shown_draw_at(&shown, -0.13, 0.22, 117.3, 0, &geometry, soft);
    shown_finish(&shown);
    shown = shown_of("bar", SETTINGS("length=1.13", "width=0.271"));
    shown_draw_at(&shown, -0.13, 0.22, 117.3, 0, &geometry, hard);
    shown_finish(&shown);
    double angle = 117.3 * M_PI / 180.0, area = 0, xx = 0, xy = 0, yy = 0;
    for (size_t k = 0; k < UNITS; k++) {
        double x = shown_x(&geometry, k) + 0.13, y = shown_y(&geometry, k) - 0.22;
        double along = fabs(x * cos(angle) + y * sin(angle)) - 0.565;
        double across = fabs(y * cos(angle) - x * sin(angle)) - 0.1355;
        double s = along > 0 && across > 0 ? hypot(along, across) : fmax(along, across);
        assert_near(soft[k], edge(s, 0.093), 1e-12);
        assert_near(hard[k], s <= 0, 0);
        area += hard[k] / (geometry.density * geometry.density);
        xx += hard[k] * x * x;
        xy += hard[k] * x * y;
        yy += hard[k] * y * y;
    }
    assert_near(area, 1.13 * 0.271, 0.02);
    assert_near(0.5 * atan2(2 * xy, xx - yy) * 180.0 / M_PI + 180.0, 117.3, 1.5);
}

static void gratings_are_sines_across_their_orientation(void **state) {
    (void)state;
    Geometry geometry = shown_sheet(false);
    static double value[UNITS], elsewhere[UNITS];
    static float probe[UNITS];
    Shown shown = shown_of("grating", SETTINGS("frequency=1.37", "phase=48.5"));
    shown_draw_at(&shown, 0, 0, 23.8, 0, &geometry, value);
    shown_draw_at(&shown, 0.4, -0.3, 23.8, 1, &geometry, elsewhere);
    shown_finish(&shown);
    static double sine[UNITS], cosine[UNITS];
    grating_plane(1.37, 23.8 * M_PI / 180, &geometry, sine, cosine);
    grating_draw(sine, cosine, 48.5 * M_PI / 180, 0.83, &geometry, probe);
    double angle = 23.8 * M_PI / 180;
    for (size_t k = 0; k < UNITS; k++) {
        double across = shown_y(&geometry, k) * cos(angle) - shown_x(&geometry, k) * sin(angle);
        double expected = 0.5 + 0.5 * sin(2 * M_PI * 1.37 * across + 48.5 * M_PI / 180);
        assert_near(value[k], expected, 1e-12);
        assert_near((double)probe[k], 0.83 * expected, near);
    }
    assert_memory_equal(value, elsewhere, sizeof value);

    // A random phase: the value in the middle goes through all phases, equally often above and
    // below.
    shown = shown_of("grating", SETTINGS("frequency=1.37"));
    double sum = 0, squares = 0;
    for (int64_t p = 0; p < 400; p++) {
        shown_draw_at(&shown, 0, 0, 23.8, p, &geometry, value);
        sum += value[UNITS / 2];
        squares += value[UNITS / 2] * value[UNITS / 2];
    }
    assert_near(sum / 400, 0.5, 0.06);
    assert_near(squares / 400 - sum / 400 * sum / 400, 0.125, 0.02);
    shown_finish(&shown);
}

static void check_noise(const char *const *settings, double mean, double deviation,
                        double kurtosis) {
    Geometry geometry = geometry_of(100.0, 1.193, false);
    size_t units = geometry.n * geometry.n;
    double *value = allocate(units, sizeof *value), sum = 0, second = 0, fourth = 0, pairs = 0;
    Shown shown = shown_of("noise", settings);
    shown_draw_at(&shown, 0.3, 0.7, 12, 3, &geometry, value);
    shown_finish(&shown);
    for (size_t k = 0; k < units; k++)
        sum += value[k];
    assert_near(sum / (double)units, mean, 5 * deviation / (double)geometry.n);
    for (size_t k = 0; k < units; k++) {
        double z = (value[k] - mean) / deviation;
        second += z * z;
        fourth += z * z * z * z;
        pairs += k ? z * (value[k - 1] - mean) / deviation : 0;
    }
    assert_near(second / (double)units, 1, 0.025);
    assert_near(fourth / (double)units, kurtosis, 0.12);
    assert_near(pairs / (double)units, 0, 0.02);
    release(value);
}

static void noise_has_its_moments(void **state) {
    (void)state;
    check_noise(SETTINGS("mean=0.5"), 0.5, sqrt(1 / 12.0), 1.8);
    check_noise(SETTINGS("mean=0.731", "deviation=0.113"), 0.731, 0.113, 1.8);
    check_noise(SETTINGS("mean=-0.29", "deviation=1.31", "distribution=gaussian"), -0.29, 1.31,
                3.0);
    check_noise(SETTINGS("grain=0.0099"), 0.5, sqrt(1 / 12.0), 1.8);
}

static void noise_cells_share_a_value(void **state) {
    (void)state;
    Geometry geometry = shown_sheet(false);
    static double value[UNITS];
    Shown shown = shown_of("noise", SETTINGS("grain=0.317"));
    shown_draw_at(&shown, 0, 0, 0, 0, &geometry, value);
    shown_finish(&shown);
    for (size_t k = 0; k < UNITS; k++)
        for (size_t l = 0; l < k; l++) {
            double kx = shown_x(&geometry, k), ky = shown_y(&geometry, k);
            double lx = shown_x(&geometry, l), ly = shown_y(&geometry, l);
            bool same_cell = floor((kx + 1.193) / 0.317) == floor((lx + 1.193) / 0.317) &&
                             floor((1.193 - ky) / 0.317) == floor((1.193 - ly) / 0.317);
            if ((value[k] == value[l]) != same_cell)
                fail_msg("units %zu and %zu", k, l);
        }
}

static void presentations_repeat_and_differ(void **state) {
    (void)state;
    Geometry geometry = shown_sheet(false);
    static float first[UNITS], again[UNITS], other[UNITS];
    static const char *const kinds[] = {"gaussian", "disc",  "spot",  "bar",
                                        "grating",  "noise", "leaves"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        Shown shown = shown_of(kinds[i], SETTINGS("count=3"));
        shown_present(&shown, 6151, &geometry, first);
        shown_present(&shown, 6152, &geometry, other);
        shown_present(&shown, 6151, &geometry, again);
        assert_memory_equal(first, again, sizeof first);
        assert_memory_not_equal(first, other, sizeof first);
        shown_finish(&shown);
        shown = shown_of(kinds[i], SETTINGS("count=3"));
        shown_present(&shown, 6151, &geometry, again);
        assert_memory_equal(first, again, sizeof first);
        shown_finish(&shown);
    }
}

// The brightest unit of a presentation of one narrow Gaussian is its centre.
static void places_and_orientations_keep_their_ranges(void **state) {
    (void)state;
    Geometry geometry = geometry_of(60.0, 1.193, false);
    size_t units = geometry.n * geometry.n;
    float *activity = allocate(units, sizeof *activity);
    Shown shown = shown_of("gaussian", SETTINGS("sigma=0.03", "aspect=6.0", "half_range=0.61",
                                                "orientation=37.5", "orientation_range=20.5"));
    double least_x = 9, most_x = -9, least_y = 9, most_y = -9, least = 999, most = -999;
    for (int64_t p = 0; p < 150; p++) {
        shown_present(&shown, p, &geometry, activity);
        double mass = 0, mx = 0, my = 0, xx = 0, xy = 0, yy = 0;
        for (size_t k = 0; k < units; k++) {
            mass += (double)activity[k];
            mx += (double)activity[k] * shown_x(&geometry, k);
            my += (double)activity[k] * shown_y(&geometry, k);
        }
        mx /= mass;
        my /= mass;
        for (size_t k = 0; k < units; k++) {
            double x = shown_x(&geometry, k) - mx, y = shown_y(&geometry, k) - my;
            xx += (double)activity[k] * x * x;
            xy += (double)activity[k] * x * y;
            yy += (double)activity[k] * y * y;
        }
        double degrees = 0.5 * atan2(2 * xy, xx - yy) * 180 / M_PI;
        least_x = fmin(least_x, mx);
        most_x = fmax(most_x, mx);
        least_y = fmin(least_y, my);
        most_y = fmax(most_y, my);
        least = fmin(least, degrees);
        most = fmax(most, degrees);
    }
    assert_near(least_x, -0.61, 0.04);
    assert_near(most_x, 0.61, 0.04);
    assert_near(least_y, -0.61, 0.04);
    assert_near(most_y, 0.61, 0.04);
    assert_near(least, 17.0, 1.0);
    assert_near(most, 58.0, 1.0);
    shown_finish(&shown);
    release(activity);
}

static void patterns_combine_by_maximum_or_sum(void **state) {
    (void)state;
    Geometry geometry = shown_sheet(false);
    static float one[UNITS], maximum[UNITS], sum[UNITS];
    static double scratch[UNITS], parts[2][UNITS];
    Shown shown = shown_of("gaussian", SETTINGS("count=2", "sigma=0.3", "contrast=0.67"));
    shown_present(&shown, 41, &geometry, maximum);
    shown_finish(&shown);
    shown = shown_of("gaussian", SETTINGS("count=2", "sigma=0.3", "contrast=0.67", "combine=sum"));
    shown_present(&shown, 41, &geometry, sum);
    // The same draws, taken by hand: x, y, orientation of each pattern in turn.
    RandomDraws draws = random_draws(shown.stimulus.places, 41);
    for (int i = 0; i < 2; i++) {
        double x = random_between(&draws, -0.75, 0.75), y = random_between(&draws, -0.75, 0.75);
        shown_draw_at(&shown, x, y, random_between(&draws, -180, 180), 41, &geometry, parts[i]);
    }
    shown_finish(&shown);
    for (size_t k = 0; k < UNITS; k++) {
        assert_near((double)maximum[k], 0.67 * fmax(parts[0][k], parts[1][k]), near);
        assert_near((double)sum[k], 0.67 * (parts[0][k] + parts[1][k]), near);
    }
    // The first pattern stays where it is when there are more, whatever a kind draws besides.
    shown = shown_of("noise", SETTINGS("count=1"));
    shown_present(&shown, 41, &geometry, one);
    shown_finish(&shown);
    shown = shown_of("noise", SETTINGS("count=2"));
    shown_present(&shown, 41, &geometry, maximum);
    stimulus_present(&shown.stimulus, NULL, 41, &geometry, scratch, sum);
    shown_finish(&shown);
    for (size_t k = 0; k < UNITS; k++)
        assert_near((double)maximum[k], fmax((double)one[k], scratch[k]), near);
    assert_true(fabs((double)one[0] - scratch[0]) > 1e-3); // and each pattern draws its own
}

static void what_a_kind_draws_moves_no_place(void **state) {
    (void)state;
    Geometry coarse = shown_sheet(false), fine = geometry_of(3 * N / 2.386, 1.193, false);
    static float small[UNITS], large[9 * UNITS];
    Shown shown = shown_of("disc", SETTINGS("count=3", "noise=0.001", "edge=0.2", "diameter=0.3"));
    shown_present(&shown, 77, &coarse, small);
    shown_present(&shown, 77, &fine, large);
    for (size_t i = 0; i < N; i++)
        for (size_t j = 0; j < N; j++)
            assert_near((double)small[i * N + j], (double)large[(3 * i + 1) * 3 * N + 3 * j + 1],
                        0.0011);
    shown_finish(&shown);
}

static void separation_is_kept(void **state) {
    (void)state;
    static float activity[121 * 121];
    for (int periodic = 0; periodic < 2; periodic++) {
        Geometry geometry = geometry_of(121 / 2.386, 1.193, periodic);
        Shown shown = shown_of(
            "spot", SETTINGS("count=12", "separation=0.52", "diameter=0.0278", "half_range=1.193"));
        int most = 0;
        for (int64_t p = 0; p < 20; p++) {
            shown_present(&shown, p, &geometry, activity);
            double x[121], y[121];
            int found = 0;
            for (size_t k = 0; k < 121 * 121; k++) {
                if (!(activity[k] > 0))
                    continue;
                double px = shown_x(&geometry, k), py = shown_y(&geometry, k), nearest = 9;
                for (int i = 0; i < found; i++)
                    nearest = fmin(nearest, hypot(geometry_distance(&geometry, x[i], px),
                                                  geometry_distance(&geometry, y[i], py)));
                assert_true(nearest < 0.04 || nearest > 0.48); // the same spot, or another
                if (nearest < 0.04)
                    continue;
                assert_true(found < 12);
                x[found] = px;
                y[found++] = py;
            }
            most = found > most ? found : most;
        }
        assert_true(most >= 9);
        shown_finish(&shown);
    }
}

// The second of two patterns, anywhere on a torus of side L, keeps a separation s of L / 2 to
// L / sqrt 2 from the first in the four corners that a circle leaves of the square about it: a
// share p. One try in 50 has to find it.
static void a_place_is_tried_for_fifty_times(void **state) {
    (void)state;
    enum { PRESENTATIONS = 20000 };
    Geometry geometry = geometry_of(41 / 2.386, 1.193, true);
    Shown shown = shown_of("spot", SETTINGS("count=2", "separation=1.487", "half_range=1.193"));
    double s = 1.487, half = 1.193, beyond = sqrt(s * s - half * half),
           p = 1 -
               (M_PI * s * s - 4 * (s * s * acos(half / s) - half * beyond)) / (4 * half * half),
           expected = 1 - pow(1 - p, 50), placed = 0;
    for (int64_t t = 0; t < PRESENTATIONS; t++) {
        PatternPlace place[2];
        stimulus_place(&shown.stimulus, NULL, t, &geometry, place);
        assert_true(place[0].placed);
        placed += place[1].placed;
    }
    assert_near(placed / PRESENTATIONS, expected,
                4.5 * sqrt(expected * (1 - expected) / PRESENTATIONS));
    assert_true(fabs(1 - pow(1 - p, 45) - expected) > 0.02); // 45 tries are told from 50
    shown_finish(&shown);
}

// Three presentations show one scene, each displaced as a whole; without hold and jitter the scenes
// are those of as many presentations.
static void scenes_are_held_and_jitter(void **state) {
    (void)state;
    enum { PATTERNS = 4, HOLD = 3 };
    Geometry geometry = shown_sheet(false);
    Shown still = shown_of("gaussian", SETTINGS("count=4", "separation=0.3", "sigma=0.1"));
    Shown shown = shown_of(
        "gaussian", SETTINGS("count=4", "separation=0.3", "sigma=0.1", "hold=3", "jitter=0.137"));
    double most = 0, last = 0, sum = 0;
    for (int64_t t = 0; t < 300; t++) {
        PatternPlace seen[PATTERNS], scene[PATTERNS];
        stimulus_place(&shown.stimulus, NULL, t, &geometry, seen);
        stimulus_place(&still.stimulus, NULL, t / HOLD, &geometry, scene);
        double x = seen[0].x - scene[0].x, y = seen[0].y - scene[0].y;
        for (int i = 0; i < PATTERNS; i++) {
            assert_near(seen[i].x - scene[i].x, x, 1e-12);
            assert_near(seen[i].y - scene[i].y, y, 1e-12);
            assert_near(seen[i].orientation, scene[i].orientation, 0);
            assert_true(seen[i].values == scene[i].values);
        }
        assert_true(x != last);
        last = x;
        sum += x + y;
        most = fmax(most, fmax(fabs(x), fabs(y)));
    }
    assert_in_range((int)(most * 1e6), 134000, 137000); // the largest of 600 uniform draws
    assert_near(sum / 600, 0, 4.5 * 0.137 / sqrt(3 * 600));
    shown_finish(&still);
    shown_finish(&shown);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gaussians_lie_along_their_orientation),
        cmocka_unit_test(gaussians_wrap_on_a_torus),
        cmocka_unit_test(spots_and_discs_have_their_edges),
        cmocka_unit_test(bars_lie_along_their_orientation),
        cmocka_unit_test(gratings_are_sines_across_their_orientation),
        cmocka_unit_test(noise_has_its_moments),
        cmocka_unit_test(noise_cells_share_a_value),
        cmocka_unit_test(presentations_repeat_and_differ),
        cmocka_unit_test(places_and_orientations_keep_their_ranges),
        cmocka_unit_test(patterns_combine_by_maximum_or_sum),
        cmocka_unit_test(what_a_kind_draws_moves_no_place),
        cmocka_unit_test(separation_is_kept),
        cmocka_unit_test(a_place_is_tried_for_fifty_times),
        cmocka_unit_test(scenes_are_held_and_jitter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
