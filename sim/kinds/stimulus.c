// SPDX-License-Identifier: GPL-3.0-or-later
#include "kinds/stimulus.h"

#include "base/memory.h"

static const char *const combinations[] = {"maximum", "sum", NULL};

const Block stimulus_settings = BLOCK(
    StimulusSettings, NULL,
    {SETTING(StimulusSettings, count), "1", 1, 1000, .help = "patterns per presentation",
     .live = true},
    {SETTING(StimulusSettings, contrast), "1.0", 0, 1000, .help = "factor on the patterns' values",
     .live = true},
    {SETTING(StimulusSettings, half_range), "0.75", 0, 1000, "sheet units",
     "centres are uniform within this distance of the sheet's centre, in x and in y", .live = true},
    {SETTING(StimulusSettings, orientation), "0.0", -360, 360, "degrees",
     "mean orientation, counter-clockwise from the x axis", .live = true},
    {SETTING(StimulusSettings, orientation_range), "180.0", 0, 180, "degrees",
     "orientations are uniform within this of the mean, images are turned alike: by default in all "
     "directions; 0: upright",
     .live = true},
    {SETTING(StimulusSettings, combine), "maximum", .choices = combinations,
     .help = "how the patterns of one presentation are combined", .live = true},
    {SETTING(StimulusSettings, separation), "0.0", 0, 1000, "sheet units",
     "least distance between centres; a pattern without a place after 50 tries is left out",
     .live = true},
    {SETTING(StimulusSettings, imbalance), "0.0", 0, 1,
     .help = "D: each pattern is 1 - D + D u as bright in the first eye and 1 - D + D (2 - "
             "u) in the second, u uniform in [0, 2)",
     .live = true},
    {SETTING(StimulusSettings, independent), "0.0", 0, 1,
     .help = "share of the patterns that each eye sees at a place and orientation of its "
             "own; 1: strabismus",
     .live = true},
    {SETTING(StimulusSettings, disparity), "0.0", 0, 1000, "sheet units",
     "distance along x between the two eyes' views of a pattern: uniform within +- this",
     .live = true},
    {SETTING(StimulusSettings, hold), "1", 1, 1e9, "presentations",
     .help = "for how many the same patterns are shown"},
    {SETTING(StimulusSettings, jitter), "0.0", 0, 1000, "sheet units",
     "all patterns of a presentation are displaced together, in x and in y: uniform within +- this",
     .live = true});

extern const StimulusKind stimulus_gaussian, stimulus_disc, stimulus_spot, stimulus_bar,
    stimulus_grating, stimulus_image, stimulus_leaves, stimulus_noise, stimulus_recorded,
    stimulus_gabor;

const Kind *const stimulus_kinds[] = {
    &stimulus_gaussian.kind,
    &stimulus_disc.kind,
    &stimulus_spot.kind,
    &stimulus_bar.kind,
    &stimulus_grating.kind,
    &stimulus_image.kind,
    &stimulus_leaves.kind,
    &stimulus_noise.kind,
    &stimulus_recorded.kind,
    &stimulus_gabor.kind,
    NULL,
};

static RandomStream stream_of(const char *name, const char *part, uint64_t seed) {
    OWNED char *full = format_text("stimulus/%s%s", name, part);
    return random_stream(seed, full);
}

bool stimulus_open(Stimulus *stimulus, const Item *item, uint64_t seed, Error *error) {
    *stimulus = (Stimulus){.name = item->name,
                           .kind = (const StimulusKind *)item->variant.kind,
                           .settings = item->variant.settings,
                           .places = stream_of(item->name, "", seed),
                           .values = stream_of(item->name, "/values", seed),
                           .apart = stream_of(item->name, "/apart", seed),
                           .jitter = stream_of(item->name, "/jitter", seed),
                           .own = {stream_of(item->name, "/first_eye", seed),
                                   stream_of(item->name, "/second_eye", seed)}};
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

static void add_noise(const Eye *eye, int64_t presentation, size_t units, float *activity) {
    if (eye == NULL || eye->settings->noise <= 0)
        return;
    RandomDraws draws = random_draws(eye->noise, (uint64_t)presentation);
    for (size_t k = 0; k < units; k++)
        activity[k] += (float)random_between(&draws, 0, eye->settings->noise);
}

void stimulus_present(const Stimulus *stimulus, const Eye *eye, int64_t presentation,
                      const Geometry *geometry, double *scratch, float *activity) {
    const StimulusSettings *settings = stimulus->settings;
    size_t units = geometry->n * geometry->n, drawn = 0;
    double contrast = settings->contrast * (eye ? eye->settings->contrast : 1);
    PatternPlace place[MOST_PATTERNS];
    stimulus_place(stimulus, eye, presentation, geometry, place);
    for (size_t k = 0; k < units; k++)
        activity[k] = 0;
    for (int64_t i = 0; i < settings->count; i++) {
        if (!place[i].placed)
            continue;
        RandomDraws draws = random_draws(stimulus->values, place[i].values);
        Pattern pattern = {place[i].x, place[i].y, place[i].orientation,
                           presentation / settings->hold, &draws};
        stimulus->kind->draw(settings, stimulus->state, &pattern, geometry, scratch);
        for (size_t k = 0; k < units; k++) {
            float value = (float)(contrast * place[i].brightness * scratch[k]);
            if (drawn == 0)
                activity[k] = value;
            else if (settings->combine == COMBINE_SUM)
                activity[k] += value;
            else if (value > activity[k])
                activity[k] = value;
        }
        drawn++;
    }
    add_noise(eye, presentation, units, activity);
}
