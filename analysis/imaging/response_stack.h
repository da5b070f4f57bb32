// SPDX-License-Identifier: GPL-3.0-or-later
// ResponseStack: the responses of an imaged piece of cortex to several stimuli, trial by trial.
//
// A frame is the response at every sample to one condition in one trial, its mean over the time
// window. Conditions have an orientation each; blanks, without one, are used up by the
// normalisation. What follows on it is linear in the frames: the map of any choice of trials is
//     z = sum over conditions c of (cosine + i sine) (mean of c's chosen frames),
// with the weights of condition_weights.h, so that r = b + a cos 2 (theta - p) gives z =
// a exp(2 i p). Without a normalisation, and where hardly a mean response is below 0, frames are
// divided by b, the mean over evenly spread orientations, and the weights are half as large: |z| is
// 1 - circular variance.
//
// Where every frame is there, what the conditions of a trial have in common has no part in z, and
// is taken from the frames in the end. Where active cortex is darker, frames change their sign.
#pragma once

#include "arrays/data_array.h"
#include "base/error.h"
#include "imaging/condition_weights.h"
#include "maps/map.h"

typedef enum {
    STACK_AUTO,           // by the blank, if there is one; otherwise as they are
    STACK_RAW,            // responses as they are
    STACK_BLANK_TAKEN,    // less the blank of the trial
    STACK_BLANK_FRACTION, // the same, over the blank
    STACK_COCKTAIL        // less the mean of all orientations of the trial, over it
} StackNormalisation;
extern const char *const stack_normalisations[]; // their names, NULL-terminated

typedef struct {
    size_t height, width, conditions, trials;
    double spacing;                      // length of a sample step; NAN: not known
    double angle[STACK_CONDITIONS_MOST]; // orientation, radians; NAN: a blank
    bool *present;                       // [conditions][trials]: the frame is there; owned
    bool *there;                         // [height][width]: in every frame; owned
    float *frame;                        // [conditions][trials][height][width]; owned
    StackNormalisation normalisation;    // that was done, never STACK_AUTO
    bool darker;                         // active cortex gives less, as in intrinsic signals
    ConditionWeights weights;            // see above
    double below_blank; // share of samples whose mean response is below the blank; NAN: no blank
    bool selective;     // |z| is 1 - circular variance
    bool common_taken;  // what the conditions of a trial have in common is away
    double spread; // what deviations of redrawn trials from the mean are multiplied by, so that
                   // they vary as means of trials do (trial_draws.h)
} ResponseStack;

// What each axis of an array is, by its name; an axis that is not there is -1.
typedef struct {
    int rows, columns, conditions, trials, time;
    int units;     // in the place of rows and columns: of responses of units at any places
    int contrasts; // each has all conditions
} StackAxes;

// What a kind's stacks have to have.
typedef struct {
    bool conditions; // an axis of them; without one there is a single condition
    bool units;      // one in the place of rows and columns, perhaps with contrasts
} StackNeeds;

// Reads names of axes, as "rows,columns,conditions,trials". An empty text means conditions, rows
// and columns in the array's own order (DataOrder), of which 4 axes have trials last: (rows,
// columns, conditions, trials) only where rows come first.
bool stack_axes_read(const char *text, const StackNeeds *needs, const DataArray *array,
                     StackAxes *axes, Error *error);

// The names in the array's order, as "conditions,rows,columns"; owned by the caller.
char *stack_axes_text(StackAxes axes);

// What the conditions are: angles in degrees in the order of the stack, "blank" for a blank, as
// "0,45,90,135,blank". `turn`: what one round of the stimuli is, 180 or 360 degrees; an empty text
// means that they are spread evenly over it, from 0. `drift`: the angles are directions of drift,
// a right angle from the orientation. Writes angle[conditions].
bool stack_stimuli_read(const char *text, size_t conditions, double turn, bool drift, double *angle,
                        Error *error);

// A stack of an array's values; `first` and `last`: the frames of the time window, from 0;
// `inside` [rows][columns], unless NULL: samples where it is 0 or not finite are outside.
// A frame without a finite sample is missing; a sample that is missing in one of the others is
// missing. The array's values are no longer needed.
bool stack_new(const DataArray *array, const StackAxes *axes, size_t first, size_t last,
               const double *inside, ResponseStack *stack, Error *error);
void stack_free(ResponseStack *stack);

// Gives conditions their orientations, normalises, and takes blanks away. Needs a blank, or two
// orientations, where the normalisation does.
bool stack_normalise(ResponseStack *stack, StackNormalisation kind, const char *place,
                     Error *error);

// The same for means over trials and conditions, in the place of a map of orientations: nothing is
// divided by a mean, and STACK_AUTO leaves responses as they are, but for blanks, which go.
bool stack_take_means(ResponseStack *stack, StackNormalisation kind, const char *place,
                      Error *error);

// Widens the spread of draws by Student's t of so many degrees of freedom: few trials know little
// of their own noise.
void stack_widen(ResponseStack *stack, size_t freedom);

// The stack with factor x factor samples joined to one, their mean; it is there where at least half
// of them are. Sample (i, j) of it lies at ((i + 0.5) factor - 0.5, ...).
ResponseStack stack_joined(const ResponseStack *stack, size_t factor);

// Frames that are there of a condition.
size_t stack_trials(const ResponseStack *stack, size_t condition);

// The map of frames weighed by weight[conditions][trials], whose sum over each condition's trials
// should be 1; NULL: all alike. Missing samples are NAN.
ComplexMap *stack_map(const ResponseStack *stack, const double *weight);
void stack_even_weights(const ResponseStack *stack, double *weight);

// Writes the mean response to a condition over trials, weighed in the same way, of each sample.
void stack_condition(const ResponseStack *stack, size_t condition, const double *weight,
                     double *values);
