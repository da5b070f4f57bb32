// SPDX-License-Identifier: GPL-3.0-or-later
// Dead leaves against the theory of their correlations, and their spectra.
#include "base/memory.h"
#include "helpers/shown_stimulus.h"
#include "kinds/blur.h"
#include "maps/spectrum.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "helpers/assert_near.h"

#include <gsl/gsl_fit.h>
#include <gsl/gsl_statistics.h>

// The share of a disc of diameter 1 that lies over itself when shifted by x.
static double overlap(double x) {
    return x < 1 ? 2 / M_PI * (acos(x) - x * sqrt(1 - x * x)) : 0;
}

// The correlation of two units at a distance. Of the leaves that cover either of them the foremost
// covers both with probability B(x) / (2 B(0) - B(x)), B the mean area of a leaf and its shifted
// copy in common; then both have its grey, and otherwise greys that are independent. Of an ellipse
// it is the disc's, with the width along the shift. Sizes, stretches and orientations are summed by
// the midpoint rule.
static double theory(double distance, double smallest, double largest, double aspect) {
    enum { SIZES = 400 };
    const int stretches = aspect > 1 ? 24 : 1, angles = aspect > 1 ? 60 : 1;
    double common = 0, whole = 0, ratio = log(largest / smallest) / SIZES;
    for (int i = 0; i < SIZES; i++) {
        double size = smallest * exp(ratio * (i + 0.5)); // weight size^-3 size^2 d size
        whole += 1;
        for (int k = 0; k < stretches; k++)
            for (int j = 0; j < angles; j++) {
                double stretch = 1 + (aspect - 1) * (k + 0.5) / stretches;
                double angle = 0.5 * M_PI * (j + 0.5) / angles, c = cos(angle), s = sin(angle);
                double width = size / sqrt(c * c / stretch + s * s * stretch);
                common += overlap(distance / width) / (stretches * angles);
            }
    }
    return common / (2 * whole - common);
}

// Pairs of units, the first of each in the topmost `rows` rows (0: in any).
typedef struct {
    size_t row, column, rows;
} Lag;

// The mean over pairs of the product of their values, less 1/2, over 1/12.
static double correlation(const double *value, size_t n, Lag lag, bool periodic) {
    double sum = 0, count = 0;
    for (size_t i = 0; i < (lag.rows ? lag.rows : n); i++)
        for (size_t j = 0; j < n; j++) {
            if (!periodic && (i + lag.row >= n || j + lag.column >= n))
                continue;
            sum += (value[i * n + j] - 0.5) *
                   (value[(i + lag.row) % n * n + (j + lag.column) % n] - 0.5);
            count++;
        }
    return 12 * sum / count;
}

// Correlations at lags within 4 standard errors over scenes, which do not depend on each other.
static void check_correlations(const Geometry *geometry, const char *const *settings,
                               double smallest, double largest, double aspect) {
    enum { SCENES = 12000, LAGS = 8 };
    static const Lag lags[LAGS] = {{0, 0, 0}, {0, 1, 0},  {1, 0, 0}, {2, 3, 0},
                                   {0, 7, 0}, {11, 0, 0}, {4, 4, 0}, {5, 0, 1}};
    static double found[LAGS][SCENES];
    size_t n = geometry->n;
    double *value = allocate(n * n, sizeof *value);
    Shown shown = shown_of("leaves", settings);
    for (int64_t scene = 0; scene < SCENES; scene++) {
        shown_draw_at(&shown, 0, 0, 0, scene, geometry, value);
        for (size_t k = 0; k < LAGS; k++)
            found[k][scene] = correlation(value, n, lags[k], geometry->periodic);
    }
    shown_finish(&shown);
    for (size_t k = 0; k < LAGS; k++) {
        double distance = hypot((double)lags[k].row, (double)lags[k].column);
        double error = gsl_stats_sd(found[k], 1, SCENES) / sqrt((double)SCENES);
        double expected =
            theory(distance, smallest * geometry->density, largest * geometry->density, aspect);
        assert_near(gsl_stats_mean(found[k], 1, SCENES), expected, 4 * error);
        assert_true(error < 0.02);
    }
    release(value);
}

static void correlations_are_those_of_the_theory(void **state) {
    (void)state;
    Geometry open = geometry_of(24.0, 0.5, false), torus = geometry_of(24.0, 0.5, true);
    check_correlations(&open, SETTINGS("smallest=0.07", "largest=1.3", "aspect=1"), 0.07, 1.3, 1);
    check_correlations(&open, SETTINGS("smallest=0.11", "largest=1.7", "aspect=5"), 0.11, 1.7, 5);
    check_correlations(&torus, SETTINGS("smallest=0.03", "largest=0.28", "aspect=3"), 0.03, 0.28,
                       3);
}

enum { SIDE = 128, LEAST = 4, MOST = 16 }; // units of a torus; wavenumbers in cycles round it

// The slope of log mean power over log wavenumber from LEAST to MOST, in annuli a factor of
// sqrt(2) wide; wave vectors of one quadrant, which stand for all.
static double slope_of(const double *power) {
    enum { ANNULI = 4 };
    double sum[ANNULI] = {0}, count[ANNULI] = {0}, x[ANNULI], y[ANNULI];
    for (size_t p = 0; p <= MOST; p++)
        for (size_t q = 0; q <= MOST; q++) {
            double k = hypot((double)p, (double)q);
            if (k < LEAST || k >= MOST)
                continue;
            size_t annulus = (size_t)floor(2 * log2(k / LEAST));
            sum[annulus] += power[p * SIDE + q];
            count[annulus]++;
        }
    for (size_t a = 0; a < ANNULI; a++) {
        x[a] = 0.5 * M_LN2 * (double)a;
        y[a] = log(sum[a] / count[a]);
    }
    double offset, slope, c00, c01, c11, squares;
    gsl_fit_linear(x, 1, y, 1, ANNULI, &offset, &slope, &c00, &c01, &c11, &squares);
    return slope;
}

// Adds the power of a scene.
static void add_power(const Shown *shown, int64_t scene, const Geometry *geometry, double *power) {
    static float activity[SIDE * SIDE];
    ComplexMap *map = map_new(SIDE, SIDE, 1, true);
    shown_present(shown, scene, geometry, activity);
    for (size_t k = 0; k < SIDE * SIDE; k++)
        map->real[k] = (double)activity[k];
    Spectrum spectrum = spectrum_new(map);
    for (size_t k = 0; k < SIDE * SIDE; k++)
        power[k] += spectrum.power[k];
    spectrum_free(&spectrum);
    map_free(map);
}

// The power that the correlations lead to, on a torus that is wider than two of the largest leaves.
static void power_of_theory(double smallest, double largest, double *power) {
    static double covariance[SIDE * SIDE];
    for (size_t i = 0; i < SIDE; i++)
        for (size_t j = 0; j < SIDE; j++)
            covariance[i * SIDE + j] = theory(
                hypot((double)(i < SIDE - i ? i : SIDE - i), (double)(j < SIDE - j ? j : SIDE - j)),
                smallest, largest, 1);
    memset(power, 0, SIDE * SIDE * sizeof *power);
    for (size_t p = 0; p <= MOST; p++)
        for (size_t q = 0; q <= MOST; q++)
            for (size_t k = 0; k < SIDE * SIDE; k++)
                power[p * SIDE + q] += covariance[k] *
                                       cos(2 * M_PI / SIDE * (double)(p * (k / SIDE))) *
                                       cos(2 * M_PI / SIDE * (double)(q * (k % SIDE)));
}

// The slopes of as many sets of scenes.
enum { SETS = 16 };
static void slopes_of_scenes(const char *const *settings, double *slope) {
    static double power[SIDE * SIDE];
    Geometry geometry = geometry_of(SIDE / 4.0, 2.0, true);
    Shown shown = shown_of("leaves", settings);
    for (int64_t set = 0; set < SETS; set++) {
        memset(power, 0, sizeof power);
        for (int64_t scene = 0; scene < 20; scene++)
            add_power(&shown, 20 * set + scene, &geometry, power);
        slope[set] = slope_of(power);
    }
    shown_finish(&shown);
}

// The slope expected is that of the theory. It is -2 + log 4 / log(largest / smallest) or so: with
// B(x) = log(largest / x), the power times k^2 goes as -d correlation / d log x = 2 B(0) / (2 B(0)
// - B)^2, which grows fourfold from the largest leaves to the smallest. Leaves of one size fall as
// edges do, with -3; the theory of either is taken in annuli that are coarse, so within 0.2.
// Tolerance: 5 standard errors over 16 sets of scenes.
static void check_slope(const char *const *settings, double smallest, double largest,
                        double about) {
    static double power[SIDE * SIDE];
    double slope[SETS];
    power_of_theory(smallest * SIDE / 4, largest * SIDE / 4, power);
    slopes_of_scenes(settings, slope);
    double expected = slope_of(power), error = gsl_stats_sd(slope, 1, SETS) / sqrt((double)SETS);
    assert_near(gsl_stats_mean(slope, 1, SETS), expected, 5 * error);
    assert_near(expected, about, 0.2);
    assert_true(error < 0.05);
}

static void spectra_are_nearly_those_of_natural_scenes(void **state) {
    (void)state;
    check_slope(SETTINGS("smallest=0.03", "largest=1.9", "aspect=1"), 0.03, 1.9,
                -2 + log(4) / log(1.9 / 0.03));
    check_slope(SETTINGS("smallest=0.9", "largest=0.9", "aspect=1"), 0.9, 0.901, -3);
}

// One disc falls as its edge does.
static void a_disc_has_another_spectrum(void **state) {
    (void)state;
    static double power[SIDE * SIDE];
    Geometry geometry = geometry_of(SIDE / 4.0, 2.0, true);
    memset(power, 0, sizeof power);
    for (int i = 0; i < 16; i++) { // of several sizes, for the rings of one to average out
        char diameter[40];
        snprintf(diameter, sizeof diameter, "diameter=%.3f", 0.6 + 0.05 * i);
        Shown shown = shown_of("spot", SETTINGS(diameter, "half_range=2"));
        for (int64_t k = 0; k < 4; k++)
            add_power(&shown, k, &geometry, power);
        shown_finish(&shown);
    }
    assert_near(slope_of(power), -3, 0.2);
}

static void greys_fill_their_range_and_every_unit(void **state) {
    (void)state;
    Geometry geometry = shown_sheet(false);
    static double value[SHOWN_SIDE * SHOWN_SIDE];
    const char *const *const settings[] = {
        SETTINGS("mean=0.4", "range=0.5"), SETTINGS("mean=0.4", "range=0.5", "gradient=0.7"),
        SETTINGS("mean=0.4", "range=0.5", "smallest=0.0001"), // less than a hundredth of a unit
        SETTINGS("mean=0.4", "range=0.5", "smallest=1.5", "largest=0.3")};
    for (size_t k = 0; k < 4; k++) {
        Shown shown = shown_of("leaves", settings[k]);
        double least = 9, most = -9;
        for (int64_t scene = 0; scene < 60; scene++) {
            for (size_t unit = 0; unit < geometry.n * geometry.n; unit++)
                value[unit] = (double)NAN;
            shown_draw_at(&shown, 0, 0, 0, scene, &geometry, value);
            for (size_t unit = 0; unit < geometry.n * geometry.n; unit++) {
                assert_true(value[unit] >= 0.15 && value[unit] <= 0.65);
                least = fmin(least, value[unit]);
                most = fmax(most, value[unit]);
            }
        }
        assert_true(least < 0.16 && most > 0.64);
        shown_finish(&shown);
    }
}

// On a sheet much smaller than a leaf most scenes are one leaf: a plane, from one grey to another
// over its length, which is at least its size.
static void greys_go_over_evenly_along_a_leaf(void **state) {
    (void)state;
    enum { N = 12 };
    Geometry geometry = geometry_of(24.0, 0.25, false);
    double value[N * N];
    Shown shown = shown_of("leaves", SETTINGS("smallest=4", "largest=4", "gradient=1"));
    int planes = 0;
    double steepest = 0;
    for (int64_t scene = 0; scene < 100; scene++) {
        shown_draw_at(&shown, 0, 0, 0, scene, &geometry, value);
        double down = value[N] - value[0], right = value[1] - value[0], residual = 0;
        for (size_t k = 0; k < N * N; k++)
            residual = fmax(residual, fabs(value[k] - value[0] - down * (double)(k / N) -
                                           right * (double)(k % N)));
        planes += residual < 1e-12;
        if (residual < 1e-12)
            steepest = fmax(steepest, hypot(down, right) * 24);
    }
    assert_true(planes > 50);
    assert_true(steepest <= 0.25 && steepest > 0.12);
    shown_finish(&shown);
}

static void blurred_scenes_are_right_up_to_the_edge(void **state) {
    (void)state;
    enum { N = 30 };
    static double blurred[N * N], scene[9 * N * N], part[9 * N * N];
    static const char *const orientations[] = {"blur.orientation=90", "blur.orientation=28.5"};
    static const double degrees[] = {90, 28.5};
    for (size_t k = 0; k < 2; k++)
        for (int periodic = 0; periodic < 2; periodic++) {
            Blur blur = {0.05 * 20, 4.1, degrees[k]};
            size_t margin = blur_reach(&blur), side = periodic ? 3 * N : N + 2 * margin;
            assert_true(margin < N);
            Geometry geometry = geometry_of(20, N / 40.0, periodic),
                     larger = geometry_of(20, (double)side / 40.0, false);
            Shown shown =
                shown_of("leaves", SETTINGS("blur.sigma=0.05", "blur.aspect=4.1", orientations[k]));
            shown_draw_at(&shown, 0, 0, 0, 5, &geometry, blurred);
            shown_finish(&shown);
            shown = shown_of("leaves", SETTINGS("blur.sigma=0"));
            shown_draw_at(&shown, 0, 0, 0, 5, periodic ? &geometry : &larger, part);
            shown_finish(&shown);
            for (size_t u = 0; u < side * side; u++) // the torus as a tile
                scene[u] = periodic ? part[u / side % N * N + u % side % N] : part[u];
            blur_array(&blur, scene, side, side, (side - N) / 2, part);
            for (size_t u = 0; u < N * N; u++)
                assert_near(blurred[u], part[u], 1e-9);
        }
}

// What is left of the edges lies along the goggles: the mean orientation of gradients, by their
// structure tensor, is across them.
static void goggles_leave_edges_along_them(void **state) {
    (void)state;
    enum { N = 60 };
    static double value[N * N];
    static const struct {
        const char *setting;
        double degrees;
    } goggles[] = {{"blur.orientation=90", 90},
                   {"blur.orientation=28.5", 28.5},
                   {"blur.orientation=-35", 145}};
    Geometry geometry = geometry_of(24, N / 48.0, false);
    for (size_t k = 0; k < 3; k++) {
        Shown shown = shown_of("leaves", SETTINGS("blur.sigma=0.04", goggles[k].setting));
        double c = 0, s = 0, all = 0;
        for (int64_t scene = 0; scene < 20; scene++) {
            shown_draw_at(&shown, 0, 0, 0, scene, &geometry, value);
            for (size_t i = 1; i + 1 < N; i++)
                for (size_t j = 1; j + 1 < N; j++) {
                    double x = value[i * N + j + 1] - value[i * N + j - 1],
                           y = value[(i - 1) * N + j] - value[(i + 1) * N + j];
                    c += x * x - y * y;
                    s += 2 * x * y;
                    all += x * x + y * y;
                }
        }
        shown_finish(&shown);
        double turned = 0.5 * atan2(s, c) + M_PI / 2 - goggles[k].degrees * M_PI / 180;
        assert_near(sin(turned), 0, sin(3 * M_PI / 180));
        assert_true(hypot(c, s) / all > 0.8);
    }
}

static void what_takes_too_long_is_refused(void **state) {
    (void)state;
    Geometry geometry = shown_sheet(false);
    Error error = {0};
    Shown shown = shown_of("leaves", SETTINGS("blur.sigma=3.1"));
    assert_false(stimulus_fits(&shown.stimulus, &geometry, &error));
    assert_non_null(strstr(error.text, "the blur of leaves reaches 1065 units"));
    error_clear(&error);
    shown_finish(&shown);
    shown = shown_of("leaves", SETTINGS("blur.sigma=0.5", "largest=100"));
    assert_true(stimulus_fits(&shown.stimulus, &geometry, &error));
    geometry = shown_sheet(true);
    assert_false(stimulus_fits(&shown.stimulus, &geometry, &error));
    assert_non_null(strstr(error.text, "leaves of length 173.2 go round the sheet"));
    error_clear(&error);
    shown_finish(&shown);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(correlations_are_those_of_the_theory),
        cmocka_unit_test(spectra_are_nearly_those_of_natural_scenes),
        cmocka_unit_test(a_disc_has_another_spectrum),
        cmocka_unit_test(greys_fill_their_range_and_every_unit),
        cmocka_unit_test(greys_go_over_evenly_along_a_leaf),
        cmocka_unit_test(blurred_scenes_are_right_up_to_the_edge),
        cmocka_unit_test(goggles_leave_edges_along_them),
        cmocka_unit_test(what_takes_too_long_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
