// SPDX-License-Identifier: GPL-3.0-or-later
// Full-field sine gratings: 0.5 + 0.5 sin(2 pi f y' + phase), y' = cos(o) y - sin(o) x, from the
// middle of the sheet. The stripes lie along the orientation. The pattern's centre has no effect.
#include "kinds/stimulus.h"

typedef struct {
    StimulusSettings stimulus;
    double frequency; // cycles per sheet unit
    double phase;     // degrees; NaN: random
} GratingSettings;

typedef struct {
    double along_x, along_y, phase; // radians per sheet unit; radians
} Wave;

static Wave wave_of(double frequency, double orientation, double phase) {
    double k = 2.0 * M_PI * frequency;
    return (Wave){-k * sin(orientation), k * cos(orientation), phase};
}

static double wave_value(const Wave *wave, const Geometry *geometry, size_t row, size_t column) {
    double x = geometry_x(geometry, column), y = geometry_y(geometry, row);
    return 0.5 + 0.5 * sin(wave->along_x * x + wave->along_y * y + wave->phase);
}

void grating_plane(double frequency, double orientation, const Geometry *geometry, double *sine,
                   double *cosine) {
    Wave wave = wave_of(frequency, orientation, 0);
    for (size_t i = 0; i < geometry->n; i++)
        for (size_t j = 0; j < geometry->n; j++) {
            double angle =
                wave.along_x * geometry_x(geometry, j) + wave.along_y * geometry_y(geometry, i);
            *sine++ = sin(angle);
            *cosine++ = cos(angle);
        }
}

void grating_draw(const double *sine, const double *cosine, double phase, double contrast,
                  const Geometry *geometry, float *activity) {
    double along = 0.5 * cos(phase), across = 0.5 * sin(phase);
    for (size_t i = 0; i < geometry->n * geometry->n; i++)
        activity[i] = (float)(contrast * (0.5 + along * sine[i] + across * cosine[i]));
}

static void draw(const void *settings_of_kind, const void *state, const Pattern *pattern,
                 const Geometry *geometry, double *value) {
    (void)state;
    const GratingSettings *settings = settings_of_kind;
    double turn = random_uniform(pattern->draws);
    double phase = 2.0 * M_PI * (isnan(settings->phase) ? turn : settings->phase / 360.0);
    Wave wave = wave_of(settings->frequency, pattern->orientation, phase);
    for (size_t i = 0; i < geometry->n; i++)
        for (size_t j = 0; j < geometry->n; j++)
            *value++ = wave_value(&wave, geometry, i, j);
}

const StimulusKind stimulus_grating = {
    .kind = {"grating", "full-field sine gratings",
             BLOCK_IDLE(GratingSettings, &stimulus_settings,
                        IDLE("half_range", "disparity", "jitter"),
                        {SETTING(GratingSettings, frequency), "2.4", 0, 1000,
                         "cycles per sheet unit", "spatial frequency", .live = true},
                        {SETTING(GratingSettings, phase), "random", -360, 360, "degrees",
                         "phase of the sine in the middle of the sheet", "random", .live = true})},
    .draw = draw,
};
