// SPDX-License-Identifier: GPL-3.0-or-later
// Stimulus: what an input sheet shows at each presentation.
//
// A presentation is one or more patterns, each with its own random place and orientation, combined
// by maximum or sum. stimulus.c lists the kinds (oriented Gaussians, gratings, images, ...); each
// has its own file stimulus_KIND.c. Two eyes see the same patterns, each eye with its own
// brightness and displaced by a disparity; the independent patterns have a place of their own in
// each eye (stimulus_patterns.c). A scene may stay for several presentations, and jitter.
// Invariant: a presentation depends only on root seed, stimulus name, settings, eye and
// presentation number. Places and orientations are the same for all kinds and, with open
// boundaries, on all sheets.
#pragma once

#include "base/error.h"
#include "base/random.h"
#include "kernels/geometry.h"
#include "kinds/eye.h"
#include "settings/setting.h"

enum { COMBINE_MAXIMUM, COMBINE_SUM };

// The first member of every kind's settings.
typedef struct {
    int64_t count;            // patterns per presentation
    double contrast;          // factor on a pattern's value
    double half_range;        // centres are uniform in [-half_range, half_range]^2, sheet units
    double orientation;       // degrees, counter-clockwise from the x axis
    double orientation_range; // degrees: uniform within +- this about `orientation`
    int combine;
    double separation;  // least distance between centres, sheet units
    double imbalance;   // of brightness between the eyes, 0 to 1
    double independent; // share of patterns that each eye sees at a place of its own
    double disparity;   // sheet units: uniform within +- this, from eye to eye, along x
    int64_t hold;       // presentations of one scene
    double jitter;      // sheet units: displaces a scene at each presentation
} StimulusSettings;

extern const Block stimulus_settings; // rows of StimulusSettings: the base of every kind's block

// One pattern that a kind draws.
typedef struct {
    double x, y;        // centre, sheet units
    double orientation; // radians
    int64_t scene;      // counts from 0; the presentation, where none is held
    RandomDraws *draws; // for other random numbers of the kind
} Pattern;

enum { MOST_PATTERNS = 1000 };

// The place and brightness at which one eye sees a pattern of a presentation.
typedef struct {
    double x, y, orientation; // as in Pattern
    double brightness;        // factor on its value
    bool placed;              // false: no place was found; the pattern is left out
    uint64_t values;          // index of its draws in the stream of values
} PatternPlace;

typedef struct {
    Kind kind;
    // Reads files into a state of the kind; `open` and `close` may be NULL.
    bool (*open)(const void *settings, void **state, Error *error);
    void (*close)(void *state);
    // Checks that the kind can be drawn on such a sheet, or field; NULL: it can on any.
    bool (*fits)(const void *settings, const void *state, const Geometry *geometry, Error *error);
    // Writes the pattern's value at every unit of a sheet: value[n * n], without contrast.
    void (*draw)(const void *settings, const void *state, const Pattern *pattern,
                 const Geometry *geometry, double *value);
} StimulusKind;

// All kinds, NULL-terminated: first members of StimulusKind.
extern const Kind *const stimulus_kinds[];

typedef struct {
    const char *name; // borrowed
    const StimulusKind *kind;
    const void *settings; // of the kind, borrowed
    void *state;          // owned
    RandomStream places;  // by scene: centres and orientations
    RandomStream values;  // by pattern: other random numbers of the kind, which move no place
    RandomStream apart;   // by pattern: independence, brightness and disparity of the eyes' views
    RandomStream own[MOST_EYES]; // by scene: places of an eye's independent patterns
    RandomStream jitter;         // by presentation
} Stimulus;

bool stimulus_open(Stimulus *stimulus, const Item *item, uint64_t seed, Error *error);
void stimulus_close(Stimulus *stimulus);

// Checks that the stimulus can be shown on such a sheet; call it once for each sheet before
// presenting.
bool stimulus_fits(const Stimulus *stimulus, const Geometry *geometry, Error *error);

// Where the patterns of a presentation lie for one eye: place[count]. eye NULL: there are no eyes.
void stimulus_place(const Stimulus *stimulus, const Eye *eye, int64_t presentation,
                    const Geometry *geometry, PatternPlace *place);

// Writes presentation number `presentation` on a sheet, as seen by an eye: activity[n * n];
// `scratch` has room for n * n values.
void stimulus_present(const Stimulus *stimulus, const Eye *eye, int64_t presentation,
                      const Geometry *geometry, double *scratch, float *activity);

// Full-field sine gratings, for measuring maps: value = contrast * (0.5 + 0.5 sin(2 pi f y' +
// phase)), y' = cos(o) y - sin(o) x. Units: frequency f in cycles per sheet unit; orientation o and
// phase in radians. grating_plane computes, once for all phases and contrasts, the sine and cosine
// of 2 pi f y' at every unit.
void grating_plane(double frequency, double orientation, const Geometry *geometry, double *sine,
                   double *cosine);
void grating_draw(const double *sine, const double *cosine, double phase, double contrast,
                  const Geometry *geometry, float *activity);
