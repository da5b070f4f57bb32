// SPDX-License-Identifier: GPL-3.0-or-later
#include "stimulus.h"

#include "memory.h"

#include <assert.h>

static const char *const combinations[] = {"maximum", "sum", NULL};

#define AT(member) offsetof(StimulusSettings, member)
const Block stimulus_settings = {
    .size = sizeof(StimulusSettings),
    .settings =
        (const Setting[]){
            {"count", SETTING_INTEGER, AT(count), "1", 1, 1000, .help = "patterns per presentation",
             .live = true},
            {"contrast", SETTING_REAL, AT(contrast), "1.0", 0, 1000,
             .help = "factor on the patterns' values", .live = true},
            {"half_range", SETTING_REAL, AT(half_range), "0.75", 0, 1000, "sheet units",
             "centres are uniform within this distance of the middle, in x and in y", .live = true},
            {"orientation", SETTING_REAL, AT(orientation), "0.0", -360, 360, "degrees",
             "mean orientation, counter-clockwise from the x axis", .live = true},
            {"orientation_range", SETTING_REAL, AT(orientation_range), "180.0", 0, 180, "degrees",
             "orientations are uniform within this of the mean", .live = true},
            {"combine", SETTING_CHOICE, AT(combine), "maximum", .choices = combinations,
             .help = "how the patterns of one presentation add up", .live = true},
            {"separation", SETTING_REAL, AT(separation), "0.0", 0, 1000, "sheet units",
             "least distance between centres; a pattern that finds no place in 50 tries is left "
             "out",
             .live = true},
            {0}},
};

extern const StimulusKind stimulus_gaussian, stimulus_disc, stimulus_spot, stimulus_bar,
    stimulus_grating, stimulus_image, stimulus_leaves, stimulus_noise, stimulus_recorded;

const Kind *const stimulus_kinds[] = {
    &stimulus_gaussian.kind, &stimulus_disc.kind,
    &stimulus_spot.kind,     &stimulus_bar.kind,
    &stimulus_grating.kind,  &stimulus_image.kind,
    &stimulus_leaves.kind,   &stimulus_noise.kind,
    &stimulus_recorded.kind, NULL,
};

bool stimulus_open(Stimulus *stimulus, const Item *item, uint64_t seed, Error *error) {
    char *places = format_text("stimulus/%s", item->name);
    char *values = format_text("stimulus/%s/values", item->name);
    *stimulus = (Stimulus){.name = item->name,
                           .kind = (const StimulusKind *)item->variant.kind,
                           .settings = item->variant.settings,
                           .places = random_stream(seed, places),
                           .values = random_stream(seed, values)};
    release(places);
    release(values);
    return stimulus->kind->open == NULL ||
           stimulus->kind->open(stimulus->settings, &stimulus->state, error);
}

void stimulus_close(Stimulus *stimulus) {
    if (stimulus->state)
        stimulus->kind->close(stimulus->state);
    stimulus->state = NULL;
}

bool stimulus_fits(const Stimulus *stimulus, const Geometry *geometry, Error *error) {
    return stimulus->kind->fits == NULL ||
           stimulus->kind->fits(stimulus->settings, stimulus->state, geometry, error);
}

typedef struct {
    double x, y;
} Centre;

// Draws a centre that keeps its distance from the first n; false when 50 tries found none.
static bool place(const StimulusSettings *settings, RandomDraws *draws, const Centre *centres,
                  size_t n, const Geometry *geometry, Centre *centre) {
    for (int attempt = 0; attempt < 50; attempt++) {
        centre->x = random_between(draws, -settings->half_range, settings->half_range);
        centre->y = random_between(draws, -settings->half_range, settings->half_range);
        bool clear = true;
        for (size_t i = 0; i < n && clear && settings->separation > 0; i++)
            clear =
                hypot(geometry_distance(geometry, centres[i].x, centre->x),
                      geometry_distance(geometry, centres[i].y, centre->y)) >= settings->separation;
        if (clear)
            return true;
    }
    return false;
}

void stimulus_present(const Stimulus *stimulus, int64_t presentation, const Geometry *geometry,
                      double *scratch, float *activity) {
    enum { MOST = 1000 };
    const StimulusSettings *settings = stimulus->settings;
    size_t units = geometry->n * geometry->n, placed = 0;
    assert(settings->count <= MOST);
    Centre centres[MOST];
    RandomDraws draws = random_draws(stimulus->places, (uint64_t)presentation);

    for (size_t k = 0; k < units; k++)
        activity[k] = 0;
    for (int64_t i = 0; i < settings->count; i++) {
        Centre *centre = &centres[placed];
        bool clear = place(settings, &draws, centres, placed, geometry, centre);
        double degrees =
            settings->orientation +
            random_between(&draws, -settings->orientation_range, settings->orientation_range);
        if (!clear)
            continue;
        RandomDraws of_pattern =
            random_draws(stimulus->values, (uint64_t)presentation * MOST + (uint64_t)i);
        Pattern pattern = {centre->x, centre->y, degrees * M_PI / 180.0, presentation, &of_pattern};
        stimulus->kind->draw(settings, stimulus->state, &pattern, geometry, scratch);
        for (size_t k = 0; k < units; k++) {
            float value = (float)(settings->contrast * scratch[k]);
            if (placed == 0)
                activity[k] = value;
            else if (settings->combine == COMBINE_SUM)
                activity[k] += value;
            else if (value > activity[k])
                activity[k] = value;
        }
        placed++;
    }
}
