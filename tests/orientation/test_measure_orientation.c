// SPDX-License-Identifier: GPL-3.0-or-later
// The pictures of the orientation measure.
#include "base/memory.h"
#include "helpers/png_reading.h"
#include "helpers/synthetic_map.h"
#include "measure/measure.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <gsl/gsl_errno.h>
#include <math.h>
#include <stdlib.h>
#include <unistd.h>

static const Rgb RING = {224, 84, 36}; // of the spectrum's fit

// Draws all pictures of a map of a sheet with 48 units a sheet unit; returns how many pixels of the
// spectrum's picture belong to the fit or the peak.
static size_t pixels_of_the_fit(const Map *map) {
    static const char *const names[] = {"preference", "selectivity", "polar", "spectrum"};
    const MeasureKind *kind = measure_kind("orientation");
    char folder[] = "/tmp/pinwheel-orientation-XXXXXX";
    assert_non_null(mkdtemp(folder));
    Error error = {0};
    OWNED void *settings = allocate(1, kind->observable.kind.block.size);
    block_start(&kind->observable.kind.block, settings);
    assert_true(settings_assign(&kind->observable.kind.block, settings, "sheet=v1", false,
                                "measure", &error));
    Results *results = results_new("orientation");
    results_add_map(results, "complex", 2, map->height, map->width, map->value, "1", "");
    results_add_number(results, "density", 48, "samples per sheet unit", "", "");
    results_add_number(results, "periodic", map->periodic, "1", "", "");
    char title[] = "";
    const Experiment experiment = {.title = title, .scale_mm = (double)NAN};
    const MeasurePage page = {.folder = folder, .experiment = &experiment, .suffix = ""};
    if (!kind->draw(settings, results, &page, &error))
        fail_msg("%s", error.text);
    OWNED char *spectrum = format_text("%s/orientation-spectrum.png", folder);
    PngRead *png = png_read(spectrum);
    size_t count = png_count(png, RING);
    png_forget(png);
    for (size_t i = 0; i < 4; i++) {
        OWNED char *path = format_text("%s/orientation-%s.png", folder, names[i]);
        assert_int_equal(unlink(path), 0);
    }
    rmdir(folder);
    results_free(results);
    block_finish(&kind->observable.kind.block, settings);
    return count;
}

// A spectrum without a ring has no wavelength, and its picture neither a fit nor a peak.
static void a_spectrum_without_a_ring_shows_no_peak(void **state) {
    (void)state;
    SyntheticRing ring = {48, 6.1, 0.9, 3.0, 12.0};
    OWNED_BY(map_free_owned) ComplexMap *map = synthetic_ring(&ring, 5);
    assert_true(pixels_of_the_fit(map) > 600);
    OWNED_BY(map_free_owned) ComplexMap *noise = map_new(48, 48, 1.0, true);
    synthetic_add_noise(noise, 0.3, 7);
    assert_int_equal(pixels_of_the_fit(noise), 0);
}

int main(void) {
    gsl_set_error_handler_off();
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_spectrum_without_a_ring_shows_no_peak)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
