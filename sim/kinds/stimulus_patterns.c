// SPDX-License-Identifier: GPL-3.0-or-later
// Where the patterns of a presentation lie, for no eye or for each of two.
//
// A common pattern has one place and orientation for both eyes. Its draws are those of a network
// without eyes. An independent pattern has a place of its own for each eye. The places of both eyes
// are always found together: a common pattern keeps its distance from what either eye sees, and is
// left out for both eyes or for neither.
#include "kinds/stimulus.h"

#include <assert.h>

static const uint64_t SECOND_EYE = (uint64_t)1 << 63;

typedef struct {
    double x, y;
} Centre;

// The centres that one eye has been given so far.
typedef struct {
    size_t count;
    Centre centre[MOST_PATTERNS];
} Centres;

static bool is_clear(const Centres *centres, const Centre *centre, double separation,
                     const Geometry *geometry) {
    for (size_t i = 0; i < centres->count && separation > 0; i++)
        if (geometry_between(geometry, centres->centre[i].x, centres->centre[i].y, centre->x,
                             centre->y) < separation)
            return false;
    return true;
}

// Draws an orientation, and a centre that keeps its distance from those of the eyes `from` to `to`.
// The pattern is not placed when 50 tries find no such centre.
static PatternPlace draw_place(const StimulusSettings *settings, RandomDraws *draws,
                               Centres *centres, size_t from, size_t to, const Geometry *geometry) {
    PatternPlace place = {.brightness = 1};
    Centre centre;
    for (int attempt = 0; attempt < 50 && !place.placed; attempt++) {
        centre.x = random_between(draws, -settings->half_range, settings->half_range);
        centre.y = random_between(draws, -settings->half_range, settings->half_range);
        place.placed = true;
        for (size_t e = from; e <= to && place.placed; e++)
            place.placed = is_clear(&centres[e], &centre, settings->separation, geometry);
    }
    double degrees = settings->orientation + random_between(draws, -settings->orientation_range,
                                                            settings->orientation_range);
    place.x = centre.x;
    place.y = centre.y;
    place.orientation = degrees * M_PI / 180.0;
    for (size_t e = from; e <= to && place.placed; e++)
        centres[e].centre[centres[e].count++] = centre;
    return place;
}

// Displaces all patterns together.
static void shake(const Stimulus *stimulus, int64_t presentation, PatternPlace *place) {
    const StimulusSettings *settings = stimulus->settings;
    RandomDraws draws = random_draws(stimulus->jitter, (uint64_t)presentation);
    double x = random_between(&draws, -settings->jitter, settings->jitter),
           y = random_between(&draws, -settings->jitter, settings->jitter);
    for (int64_t i = 0; i < settings->count && settings->jitter > 0; i++) {
        place[i].x += x;
        place[i].y += y;
    }
}

// The patterns of a scene, of which a presentation shows all.
static void place_scene(const Stimulus *stimulus, const Eye *eye, uint64_t scene,
                        const Geometry *geometry, PatternPlace *place) {
    const StimulusSettings *settings = stimulus->settings;
    bool first = !eye || eye->index == 0;
    Centres centres[MOST_EYES];
    RandomDraws common = random_draws(stimulus->places, scene), own[MOST_EYES];
    assert(settings->count <= MOST_PATTERNS);
    for (size_t e = 0; e < MOST_EYES; e++) {
        centres[e].count = 0;
        own[e] = random_draws(stimulus->own[e], scene);
    }
    for (int64_t i = 0; i < settings->count; i++) {
        uint64_t index = scene * MOST_PATTERNS + (uint64_t)i;
        if (eye == NULL) {
            place[i] = draw_place(settings, &common, centres, 0, 0, geometry);
            place[i].values = index;
            continue;
        }
        RandomDraws apart = random_draws(stimulus->apart, index);
        bool independent = random_uniform(&apart) < settings->independent;
        double u = random_between(&apart, 0, 2);
        double shift = random_between(&apart, -settings->disparity, settings->disparity);
        if (independent) {
            PatternPlace seen[MOST_EYES];
            for (size_t e = 0; e < MOST_EYES; e++)
                seen[e] = draw_place(settings, &own[e], centres, e, e, geometry);
            place[i] = seen[first ? 0 : 1];
        } else {
            place[i] = draw_place(settings, &common, centres, 0, 1, geometry);
        }
        if (independent && !first)
            index |= SECOND_EYE; // other draws of the kind are the eye's own too
        place[i].x += (first ? 0.5 : -0.5) * shift;
        place[i].brightness = 1 - settings->imbalance + settings->imbalance * (first ? u : 2 - u);
        place[i].values = index;
    }
}

void stimulus_place(const Stimulus *stimulus, const Eye *eye, int64_t presentation,
                    const Geometry *geometry, PatternPlace *place) {
    const StimulusSettings *settings = stimulus->settings;
    place_scene(stimulus, eye, (uint64_t)(presentation / settings->hold), geometry, place);
    shake(stimulus, presentation, place);
}
