// SPDX-License-Identifier: GPL-3.0-or-later
// Weights with the values of a stimulus: any of its kinds, drawn about the centre of the weights in
// place of the middle of a sheet. Each unit has its own draws. A recorded stimulus gives unit
// number k frame k.
#include "kinds/weights.h"

#include "base/memory.h"
#include "kinds/stimulus.h"

typedef struct {
    Variant pattern;
} PatternSettings;

// What a stimulus reads from files.
typedef struct {
    const StimulusKind *kind;
    void *state; // owned
} Opened;

static void close_pattern(void *state) {
    OWNED Opened *opened = state;
    if (opened->state)
        opened->kind->close(opened->state);
}

static bool open_pattern(const void *settings_of_kind, size_t targets, size_t sources, void **state,
                         Error *error) {
    (void)targets;
    (void)sources;
    const PatternSettings *settings = settings_of_kind;
    Opened *opened = allocate(1, sizeof *opened);
    opened->kind = (const StimulusKind *)settings->pattern.kind;
    if (opened->kind->open == NULL ||
        opened->kind->open(settings->pattern.settings, &opened->state, error)) {
        *state = opened;
        return true;
    }
    release(opened);
    return false;
}

static bool fits(const void *settings_of_kind, const void *state, const Geometry *window,
                 Error *error) {
    const PatternSettings *settings = settings_of_kind;
    const Opened *opened = state;
    return opened->kind->fits == NULL ||
           opened->kind->fits(settings->pattern.settings, opened->state, window, error);
}

static bool draw(const void *settings_of_kind, const void *state, const WeightsWindow *window,
                 double *weight, Error *error) {
    (void)error;
    const PatternSettings *settings = settings_of_kind;
    const Opened *opened = state;
    const StimulusSettings *stimulus = settings->pattern.settings;
    size_t middle = window->side / 2;
    Geometry geometry = geometry_window(window->side, window->density);
    RandomDraws draws = random_draws(window->stream, window->target);
    double range = stimulus->orientation_range,
           degrees = stimulus->orientation + random_between(&draws, -range, range);
    Pattern pattern = {.x = -window->x[middle],
                       .y = -window->y[middle],
                       .orientation = degrees * M_PI / 180.0,
                       .scene = (int64_t)window->target,
                       .draws = &draws};
    opened->kind->draw(stimulus, opened->state, &pattern, &geometry, weight);
    for (size_t k = 0; k < window->side * window->side; k++)
        weight[k] *= stimulus->contrast;
    return true;
}

const WeightsKind weights_pattern = {
    .kind = {"pattern", "the values of a stimulus about the centre, turned by a draw for each unit",
             BLOCK(PatternSettings, NULL,
                   {SETTING(PatternSettings, pattern), .kinds = stimulus_kinds,
                    .help = "the stimulus; of its common settings orientation, orientation_range "
                            "and contrast have an effect"})},
    .open = open_pattern,
    .close = close_pattern,
    .fits = fits,
    .draw = draw,
};
