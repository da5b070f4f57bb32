// SPDX-License-Identifier: GPL-3.0-or-later
#include "file_fixture.h"
#include "memory.h"
#include "stimulus.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

enum { N = 41, UNITS = N * N };

static const double near = 2e-6; // activities are floats

#define assert_near(a, b, tolerance)                                                               \
    do {                                                                                           \
        double is = (double)(a), should = (double)(b);                                             \
        if (!(fabs(is - should) <= (tolerance)))                                                   \
            fail_msg("line %d: %.9g, should be %.9g", __LINE__, is, should);                       \
    } while (0)

static Geometry sheet(bool periodic) {
    return geometry_of(N / 2.386, 1.193, periodic);
}

// A stimulus with its own settings.
typedef struct {
    Collection collection;
    Stimulus stimulus;
} Shown;

static const Kind *kind_named(const char *name) {
    for (size_t i = 0; stimulus_kinds[i]; i++)
        if (strcmp(stimulus_kinds[i]->name, name) == 0)
            return stimulus_kinds[i];
    fail_msg("no kind %s", name);
    return NULL;
}

#define SETTINGS(...) ((const char *const[]){__VA_ARGS__, NULL})

static bool try_to_show(Shown *shown, const char *kind, const char *const *assignments,
                        Error *error) {
    *shown = (Shown){0};
    Item *item = collection_add(&shown->collection, "bars", kind_named(kind));
    for (; *assignments; assignments++)
        if (!settings_assign(&item->variant.kind->block, item->variant.settings, *assignments,
                             false, "test", error))
            fail_msg("%s", error->text);
    return stimulus_open(&shown->stimulus, item, 8191, error);
}

static Shown show(const char *kind, const char *const *assignments) {
    Shown shown;
    Error error = {0};
    if (!try_to_show(&shown, kind, assignments, &error))
        fail_msg("%s", error.text);
    return shown;
}

static void finish(Shown *shown) {
    stimulus_close(&shown->stimulus);
    Item *item = shown->collection.items;
    block_finish(&item->variant.kind->block, item->variant.settings);
    release(item->variant.settings);
    release(item->name);
    release(shown->collection.items);
}

static void present(const Shown *shown, int64_t presentation, const Geometry *geometry,
                    float *activity) {
    double *scratch = allocate(geometry->n * geometry->n, sizeof *scratch);
    stimulus_present(&shown->stimulus, presentation, geometry, scratch, activity);
    release(scratch);
}

// One pattern at a place of our choice, drawn by the kind itself.
static void draw_at(const Shown *shown, double x, double y, double degrees, int64_t presentation,
                    const Geometry *geometry, double *value) {
    const Stimulus *stimulus = &shown->stimulus;
    RandomDraws draws = random_draws(stimulus->values, (uint64_t)presentation);
    Pattern pattern = {x, y, degrees * M_PI / 180.0, presentation, &draws};
    stimulus->kind->draw(stimulus->settings, stimulus->state, &pattern, geometry, value);
}

static double place_x(const Geometry *geometry, size_t k) {
    return geometry_x(geometry, k % geometry->n);
}

static double place_y(const Geometry *geometry, size_t k) {
    return geometry_y(geometry, k / geometry->n);
}

static void gaussians_lie_along_their_orientation(void **state) {
    (void)state;
    Shown shown = show("gaussian", SETTINGS("sigma=0.0973", "aspect=3.41"));
    Geometry geometry = sheet(false);
    static double value[UNITS];
    draw_at(&shown, 0.137, -0.219, 31.7, 0, &geometry, value);
    double angle = 31.7 * M_PI / 180.0, xx = 0, xy = 0, yy = 0;
    for (size_t k = 0; k < UNITS; k++) {
        double x = place_x(&geometry, k) - 0.137, y = place_y(&geometry, k) + 0.219;
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
    finish(&shown);
}

static void gaussians_wrap_on_a_torus(void **state) {
    (void)state;
    Shown shown = show("gaussian", SETTINGS("sigma=0.083", "aspect=2.2"));
    Geometry torus = sheet(true), open = sheet(false);
    static double there[UNITS], middle[UNITS], cut[UNITS];
    size_t rows = 17, columns = 13;
    double dx = (double)columns / torus.density, dy = (double)rows / torus.density;
    draw_at(&shown, 0.0, 0.0, 62.3, 0, &torus, middle);
    draw_at(&shown, dx + 0.0, dy + 0.0, 62.3, 0, &torus, there);
    draw_at(&shown, dx, dy, 62.3, 0, &open, cut);
    bool differs = false;
    for (size_t i = 0; i < N; i++)
        for (size_t j = 0; j < N; j++) {
            size_t to = (i + N - rows) % N * N + (j + columns) % N;
            assert_near(there[to], middle[i * N + j], 1e-9);
            differs = differs || fabs(there[to] - cut[to]) > 0.01;
        }
    assert_true(differs);
    finish(&shown);
}

// Outside the shape by s: exp(-s^2 / 2 sigma^2).
static double edge(double s, double sigma) {
    return s <= 0 ? 1.0 : exp(-s * s / (2 * sigma * sigma));
}

static void spots_and_discs_have_their_edges(void **state) {
    (void)state;
    Geometry geometry = sheet(false);
    static double soft[UNITS], hard[UNITS], disc[UNITS], noisy[UNITS], again[UNITS];
    Shown shown = show("spot", SETTINGS("diameter=0.762", "edge=0.117"));
    draw_at(&shown, 0.31, 0.17, 0, 0, &geometry, soft);
    finish(&shown);
    shown = show("spot", SETTINGS("diameter=0.762"));
    draw_at(&shown, 0.31, 0.17, 0, 0, &geometry, hard);
    finish(&shown);
    shown = show("disc", SETTINGS("diameter=0.762", "edge=0.117", "noise=0"));
    draw_at(&shown, 0.31, 0.17, 0, 0, &geometry, disc);
    finish(&shown);
    shown = show("disc", SETTINGS("diameter=0.762", "edge=0.117", "noise=0.41"));
    draw_at(&shown, 0.31, 0.17, 0, 5, &geometry, noisy);
    draw_at(&shown, 0.31, 0.17, 0, 6, &geometry, again);
    finish(&shown);
    double sum = 0, squares = 0;
    for (size_t k = 0; k < UNITS; k++) {
        double s = hypot(place_x(&geometry, k) - 0.31, place_y(&geometry, k) - 0.17) - 0.381;
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
    Geometry geometry = sheet(false);
    static double soft[UNITS], hard[UNITS];
    Shown shown = show("bar", SETTINGS("length=1.13", "width=0.271", "edge=0.093"));
    draw_at(&shown, -0.13, 0.22, 117.3, 0, &geometry, soft);
    finish(&shown);
    shown = show("bar", SETTINGS("length=1.13", "width=0.271"));
    draw_at(&shown, -0.13, 0.22, 117.3, 0, &geometry, hard);
    finish(&shown);
    double angle = 117.3 * M_PI / 180.0, area = 0, xx = 0, xy = 0, yy = 0;
    for (size_t k = 0; k < UNITS; k++) {
        double x = place_x(&geometry, k) + 0.13, y = place_y(&geometry, k) - 0.22;
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
    Geometry geometry = sheet(false);
    static double value[UNITS], elsewhere[UNITS];
    static float probe[UNITS];
    Shown shown = show("grating", SETTINGS("frequency=1.37", "phase=48.5"));
    draw_at(&shown, 0, 0, 23.8, 0, &geometry, value);
    draw_at(&shown, 0.4, -0.3, 23.8, 1, &geometry, elsewhere);
    finish(&shown);
    grating_draw(1.37, 23.8 * M_PI / 180, 48.5 * M_PI / 180, 0.83, &geometry, probe);
    double angle = 23.8 * M_PI / 180;
    for (size_t k = 0; k < UNITS; k++) {
        double across = place_y(&geometry, k) * cos(angle) - place_x(&geometry, k) * sin(angle);
        double expected = 0.5 + 0.5 * sin(2 * M_PI * 1.37 * across + 48.5 * M_PI / 180);
        assert_near(value[k], expected, 1e-12);
        assert_near(probe[k], 0.83 * expected, near);
    }
    assert_memory_equal(value, elsewhere, sizeof value);

    // A random phase: the value in the middle goes through all phases, equally often above and
    // below.
    shown = show("grating", SETTINGS("frequency=1.37"));
    double sum = 0, squares = 0;
    for (int64_t p = 0; p < 400; p++) {
        draw_at(&shown, 0, 0, 23.8, p, &geometry, value);
        sum += value[UNITS / 2];
        squares += value[UNITS / 2] * value[UNITS / 2];
    }
    assert_near(sum / 400, 0.5, 0.06);
    assert_near(squares / 400 - sum / 400 * sum / 400, 0.125, 0.02);
    finish(&shown);
}

static void check_noise(const char *const *settings, double mean, double deviation,
                        double kurtosis) {
    Geometry geometry = geometry_of(100.0, 1.193, false);
    size_t units = geometry.n * geometry.n;
    double *value = allocate(units, sizeof *value), sum = 0, second = 0, fourth = 0, pairs = 0;
    Shown shown = show("noise", settings);
    draw_at(&shown, 0.3, 0.7, 12, 3, &geometry, value);
    finish(&shown);
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
    Geometry geometry = sheet(false);
    static double value[UNITS];
    Shown shown = show("noise", SETTINGS("grain=0.317"));
    draw_at(&shown, 0, 0, 0, 0, &geometry, value);
    finish(&shown);
    for (size_t k = 0; k < UNITS; k++)
        for (size_t l = 0; l < k; l++) {
            double kx = place_x(&geometry, k), ky = place_y(&geometry, k);
            double lx = place_x(&geometry, l), ly = place_y(&geometry, l);
            bool same_cell = floor((kx + 1.193) / 0.317) == floor((lx + 1.193) / 0.317) &&
                             floor((1.193 - ky) / 0.317) == floor((1.193 - ly) / 0.317);
            if ((value[k] == value[l]) != same_cell)
                fail_msg("units %zu and %zu", k, l);
        }
}

static void presentations_repeat_and_differ(void **state) {
    (void)state;
    Geometry geometry = sheet(false);
    static float first[UNITS], again[UNITS], other[UNITS];
    static const char *const kinds[] = {"gaussian", "disc", "spot", "bar", "grating", "noise"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        Shown shown = show(kinds[i], SETTINGS("count=3"));
        present(&shown, 6151, &geometry, first);
        present(&shown, 6152, &geometry, other);
        present(&shown, 6151, &geometry, again);
        assert_memory_equal(first, again, sizeof first);
        assert_memory_not_equal(first, other, sizeof first);
        finish(&shown);
        shown = show(kinds[i], SETTINGS("count=3"));
        present(&shown, 6151, &geometry, again);
        assert_memory_equal(first, again, sizeof first);
        finish(&shown);
    }
}

// The brightest unit of a presentation of one narrow Gaussian is its centre.
static void places_and_orientations_keep_their_ranges(void **state) {
    (void)state;
    Geometry geometry = geometry_of(60.0, 1.193, false);
    size_t units = geometry.n * geometry.n;
    float *activity = allocate(units, sizeof *activity);
    Shown shown = show("gaussian", SETTINGS("sigma=0.03", "aspect=6.0", "half_range=0.61",
                                            "orientation=37.5", "orientation_range=20.5"));
    double least_x = 9, most_x = -9, least_y = 9, most_y = -9, least = 999, most = -999;
    for (int64_t p = 0; p < 150; p++) {
        present(&shown, p, &geometry, activity);
        double mass = 0, mx = 0, my = 0, xx = 0, xy = 0, yy = 0;
        for (size_t k = 0; k < units; k++) {
            mass += (double)activity[k];
            mx += (double)activity[k] * place_x(&geometry, k);
            my += (double)activity[k] * place_y(&geometry, k);
        }
        mx /= mass;
        my /= mass;
        for (size_t k = 0; k < units; k++) {
            double x = place_x(&geometry, k) - mx, y = place_y(&geometry, k) - my;
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
    finish(&shown);
    release(activity);
}

static void patterns_combine_by_maximum_or_sum(void **state) {
    (void)state;
    Geometry geometry = sheet(false);
    static float one[UNITS], maximum[UNITS], sum[UNITS];
    static double scratch[UNITS], parts[2][UNITS];
    Shown shown = show("gaussian", SETTINGS("count=2", "sigma=0.3", "contrast=0.67"));
    present(&shown, 41, &geometry, maximum);
    finish(&shown);
    shown = show("gaussian", SETTINGS("count=2", "sigma=0.3", "contrast=0.67", "combine=sum"));
    present(&shown, 41, &geometry, sum);
    // The same draws, taken by hand: x, y, orientation of each pattern in turn.
    RandomDraws draws = random_draws(shown.stimulus.places, 41);
    for (int i = 0; i < 2; i++) {
        double x = random_between(&draws, -0.75, 0.75), y = random_between(&draws, -0.75, 0.75);
        draw_at(&shown, x, y, random_between(&draws, -180, 180), 41, &geometry, parts[i]);
    }
    finish(&shown);
    for (size_t k = 0; k < UNITS; k++) {
        assert_near(maximum[k], 0.67 * fmax(parts[0][k], parts[1][k]), near);
        assert_near(sum[k], 0.67 * (parts[0][k] + parts[1][k]), near);
    }
    // The first pattern stays where it is when there are more, whatever a kind draws besides.
    shown = show("noise", SETTINGS("count=1"));
    present(&shown, 41, &geometry, one);
    finish(&shown);
    shown = show("noise", SETTINGS("count=2"));
    present(&shown, 41, &geometry, maximum);
    stimulus_present(&shown.stimulus, 41, &geometry, scratch, sum);
    finish(&shown);
    for (size_t k = 0; k < UNITS; k++)
        assert_near(maximum[k], fmax((double)one[k], scratch[k]), near);
    assert_true(fabs((double)one[0] - scratch[0]) > 1e-3); // and each pattern draws its own
}

static void what_a_kind_draws_moves_no_place(void **state) {
    (void)state;
    Geometry coarse = sheet(false), fine = geometry_of(3 * N / 2.386, 1.193, false);
    static float small[UNITS], large[9 * UNITS];
    Shown shown = show("disc", SETTINGS("count=3", "noise=0.001", "edge=0.2", "diameter=0.3"));
    present(&shown, 77, &coarse, small);
    present(&shown, 77, &fine, large);
    for (size_t i = 0; i < N; i++)
        for (size_t j = 0; j < N; j++)
            assert_near(small[i * N + j], large[(3 * i + 1) * 3 * N + 3 * j + 1], 0.0011);
    finish(&shown);
}

static void separation_is_kept(void **state) {
    (void)state;
    static float activity[121 * 121];
    for (int periodic = 0; periodic < 2; periodic++) {
        Geometry geometry = geometry_of(121 / 2.386, 1.193, periodic);
        Shown shown = show(
            "spot", SETTINGS("count=12", "separation=0.52", "diameter=0.0278", "half_range=1.193"));
        int most = 0;
        for (int64_t p = 0; p < 20; p++) {
            present(&shown, p, &geometry, activity);
            double x[121], y[121];
            int found = 0;
            for (size_t k = 0; k < 121 * 121; k++) {
                if (!(activity[k] > 0))
                    continue;
                double px = place_x(&geometry, k), py = place_y(&geometry, k), nearest = 9;
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
        finish(&shown);
    }
}

// An image of 5 x 3 pixels, none alike; its largest value is 250, and the mean of its edge is not.
enum { WIDTH = 5, HEIGHT = 3 };
static const unsigned char pixels[HEIGHT][WIDTH] = {
    {10, 20, 30, 40, 50}, {60, 250, 80, 90, 100}, {110, 120, 130, 140, 170}};

static char *image_folder(const char *name) {
    const char *path = fixture_path(name);
    mkdir(path, 0700);
    return format_text("folder=%s", path);
}

static void images_are_placed_turned_and_scaled(void **state) {
    (void)state;
    char *folder = image_folder("placed");
    fixture_grey(fixture_path("placed/only.PNG"), HEIGHT, WIDTH, &pixels[0][0]);
    fixture_bytes(fixture_path("placed/notes.txt"), "not an image", 12);
    Geometry geometry = sheet(false);
    static double upright[UNITS], turned[UNITS];
    Shown shown = show("image", SETTINGS(folder, "pixels_per_unit=4.37"));
    draw_at(&shown, 0.213, -0.148, 0, 0, &geometry, upright);
    draw_at(&shown, 0.213, -0.148, 90, 0, &geometry, turned);
    double outside = (10 + 20 + 30 + 40 + 50 + 60 + 100 + 110 + 120 + 130 + 140 + 170) / 12.0 / 250;
    size_t beyond = 0;
    for (size_t k = 0; k < UNITS; k++) {
        double right = (place_x(&geometry, k) - 0.213) * 4.37,
               up = (place_y(&geometry, k) + 0.148) * 4.37;
        int column = (int)floor(right + 2.5), row = (int)floor(1.5 - up);
        bool in = column >= 0 && column < WIDTH && row >= 0 && row < HEIGHT;
        beyond += !in;
        assert_near(upright[k], in ? pixels[row][column] / 250.0 : outside, 1e-12);
        // A quarter turn counter-clockwise: what was right is up, what was up is left.
        column = (int)floor(up + 2.5);
        row = (int)floor(1.5 + right);
        in = column >= 0 && column < WIDTH && row >= 0 && row < HEIGHT;
        assert_near(turned[k], in ? pixels[row][column] / 250.0 : outside, 1e-12);
    }
    assert_true(beyond > 0 && beyond < UNITS);
    finish(&shown);
    release(folder);
}

static void images_are_chosen_evenly_by_name(void **state) {
    (void)state;
    char *folder = image_folder("several");
    // Each image is grey with one white pixel in a place of its own.
    static const char *const names[] = {"several/b.png", "several/a.png", "several/c.png"};
    static const size_t order[] = {1, 0, 2};
    for (size_t i = 0; i < 3; i++) {
        unsigned char bytes[9] = {50, 50, 50, 50, 50, 50, 50, 50, 50};
        bytes[3 + order[i]] = 200;
        fixture_grey(fixture_path(names[i]), 3, 3, bytes);
    }
    Geometry geometry = sheet(false);
    static double value[UNITS];
    Shown shown = show("image", SETTINGS(folder, "pixels_per_unit=1.257"));
    int counts[3] = {0};
    for (int64_t p = 0; p < 900; p++) {
        draw_at(&shown, 0, 0, 0, p, &geometry, value);
        RandomDraws draws = random_draws(shown.stimulus.values, (uint64_t)p);
        uint32_t chosen = random_integer(&draws, 3);
        const double *row = value + UNITS / 2 - N / 2;
        assert_near(row[chosen * 19 + 1], 1.0, 1e-12);
        assert_near(row[(chosen + 1) % 3 * 19 + 1], 0.25, 1e-12);
        counts[chosen]++;
    }
    for (int i = 0; i < 3; i++)
        assert_near(counts[i], 300, 60);
    finish(&shown);
    release(folder);
}

static void goggles_blur_along_the_vertical(void **state) {
    (void)state;
    enum { SIDE = 101 };
    char *folder = image_folder("goggles");
    static unsigned char bytes[SIDE * SIDE];
    bytes[SIDE * SIDE / 2] = 255;
    fixture_grey(fixture_path("goggles/point.png"), SIDE, SIDE, bytes);
    Geometry geometry = geometry_of(SIDE / 2.386, 1.193, false);
    double *value = allocate(SIDE * SIDE, sizeof *value);
    char scale[64];
    snprintf(scale, sizeof scale, "pixels_per_unit=%.17g", SIDE / 2.386);
    Shown shown = show("image", SETTINGS(folder, scale, "blur_sigma=2.31", "blur_aspect=6.7"));
    draw_at(&shown, 0, 0, 0, 0, &geometry, value);
    long reach = lround(2 * 2.31 * 6.7);
    for (long i = -50; i <= 50; i++)
        for (long j = -50; j <= 50; j++) {
            double x = (double)j / 2.31, y = (double)i / (2.31 * 6.7);
            bool in = labs(i) <= reach && labs(j) <= reach;
            size_t k = (size_t)((50 + i) * SIDE + 50 + j);
            // Near the border a line's kernel is cut, and its sum is still 1.
            if (labs(i) < 50 - reach && labs(j) < 50 - reach)
                assert_near(value[k], in ? exp(-0.5 * x * x - 0.5 * y * y) : 0, 1e-12);
        }
    finish(&shown);

    // A field all alike stays alike, up to its border.
    memset(bytes, 83, sizeof bytes);
    fixture_grey(fixture_path("goggles/point.png"), SIDE, SIDE, bytes);
    shown = show("image", SETTINGS(folder, scale, "blur_sigma=2.31", "blur_aspect=6.7"));
    draw_at(&shown, 0.2, 0.3, 11, 0, &geometry, value);
    for (size_t k = 0; k < SIDE * SIDE; k++)
        assert_near(value[k], 1.0, 1e-9);
    finish(&shown);
    release(value);
    release(folder);
}

static void refused(const char *kind, const char *const *assignments, const char *cause) {
    Shown shown;
    Error error = {0};
    assert_false(try_to_show(&shown, kind, assignments, &error));
    if (!strstr(error.text, cause))
        fail_msg("\"%s\" lacks \"%s\"", error.text, cause);
    error_clear(&error);
    finish(&shown);
}

static void folders_without_good_images_are_refused(void **state) {
    (void)state;
    char *folder = image_folder("bad");
    refused("image", SETTINGS(folder), "bad: has no PNG files");
    fixture_grey(fixture_path("bad/a.png"), HEIGHT, WIDTH, &pixels[0][0]);
    fixture_bytes(fixture_path("bad/b.png"), "not an image", 12);
    refused("image", SETTINGS(folder), "bad/b.png: is not a PNG file");
    release(folder);
    refused("image", SETTINGS("folder=/nowhere/to/be/found"),
            "/nowhere/to/be/found: no such folder");
}

static void recorded_frames_come_in_order(void **state) {
    (void)state;
    static float frames[3][UNITS], shown_frame[UNITS];
    for (size_t k = 0; k < 3 * UNITS; k++)
        (&frames[0][0])[k] = (float)sin(0.317 * (double)k) * 0.731f;
    const char *path = fixture_path("frames.h5");
    fixture_dataset(path, "frames/Retina", H5T_IEEE_F32LE, H5T_NATIVE_FLOAT, 3,
                    (hsize_t[]){3, N, N}, frames);
    fixture_dataset(path, "map", H5T_IEEE_F32LE, H5T_NATIVE_FLOAT, 2, (hsize_t[]){N, N}, frames);
    char *file = format_text("file=%s", path);
    Geometry geometry = sheet(false), other = geometry_of((N + 1) / 2.386, 1.193, false);
    Shown shown = show("recorded", SETTINGS(file, "dataset=frames/Retina"));
    static const int order[] = {0, 1, 2, 3, 7, 20000};
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        present(&shown, order[i], &geometry, shown_frame);
        assert_memory_equal(shown_frame, frames[order[i] % 3], sizeof shown_frame);
    }
    Error error = {0};
    assert_true(stimulus_fits(&shown.stimulus, &geometry, &error));
    assert_false(stimulus_fits(&shown.stimulus, &other, &error));
    assert_non_null(strstr(error.text, "frames of 41 x 41; the sheet has 42 x 42 units"));
    error_clear(&error);
    finish(&shown);
    Shown any = show("noise", SETTINGS("grain=0.1"));
    assert_true(stimulus_fits(&any.stimulus, &other, &error));
    finish(&any);

    refused("recorded", SETTINGS(file, "dataset=map"),
            "map is 41 x 41; recorded frames must be frames x n x n");
    refused("recorded", SETTINGS(file), "/frames is a group, not a dataset");
    frames[1][17] = (float)NAN;
    fixture_dataset(path, "broken", H5T_IEEE_F32LE, H5T_NATIVE_FLOAT, 3, (hsize_t[]){3, N, N},
                    frames);
    refused("recorded", SETTINGS(file, "dataset=broken"), "a value that is not finite in frame 1");
    release(file);
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
        cmocka_unit_test(images_are_placed_turned_and_scaled),
        cmocka_unit_test(images_are_chosen_evenly_by_name),
        cmocka_unit_test(goggles_blur_along_the_vertical),
        cmocka_unit_test(folders_without_good_images_are_refused),
        cmocka_unit_test(recorded_frames_come_in_order),
    };
    return cmocka_run_group_tests(tests, fixture_make, fixture_remove);
}
