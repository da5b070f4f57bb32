// SPDX-License-Identifier: GPL-3.0-or-later
// Network: sheets joined by projections, shown one presentation after another.
//
// Invariant: in the order of evaluation every source without delay comes before its targets, except
// in loops: those sheets settle together, and the projections among them act in the steps of
// settling, as a sheet's projections to itself do. The eyes' copies of a sheet follow one another.
// Files: network_check.c (checks), network_groups.c (groups, order), network.c (build),
// network_activity.c (show, respond, schedules, threads, counts), network_settling.c (the response
// of a group), network_learning.c (learn, adapt), network_radius.c (changes of radius),
// network_hash.c.
#pragma once

#include "kinds/stimulus.h"
#include "model/projection.h"

#include <string.h>

// The first part of an experiment's settings.
typedef struct {
    int64_t seed;
    Collection eyes, sheets, projections, stimuli;
} NetworkSettings;

extern const Block network_settings; // rows of NetworkSettings

// Projections that are used together.
typedef struct {
    size_t count;
    Projection **items; // owned array of borrowed projections
} ProjectionList;

// The sums of the responses that multiply, or divide, the input of a strip of targets.
typedef struct {
    float factor[STRIP], divisor[STRIP];
} Modulation;

typedef struct {
    ProjectionList forward; // that add, from sheets outside of its group, or delayed
    ProjectionList lateral; // that add, from sheets of its group, itself or others, undelayed
    ProjectionList forward_modulating,
        lateral_modulating;   // the same of those that divide, multiply
    bool divides, multiplies; // are there such projections?
    Modulation *modulation;   // [strips] of forward ones; NULL: nothing modulates; owned
    size_t groups;            // normalisation groups
    ProjectionList *group;    // [groups] owned
    Projection *pool;         // gain control, or NULL
    ProjectionSettings pool_settings;
    size_t pooled; // number of eyes' copies of the sheet, from this one on, that share the mean of
                   // their pools; 1: this copy alone; 0: it shares that of a copy before it
    size_t phase;  // of a step, in which it is computed (SheetGroups)
} SheetInputs;

// Sheets that settle together: those in a loop, the eyes' copies that share a pool, or one sheet.
typedef struct {
    size_t *sheets; // [count] a part of the network's order
    size_t count;
    bool loop;     // then they come to rest together
    size_t phases; // of a step
    size_t back;   // the most steps that a projection within the loop looks back
} SettlingGroup;

// One thread computes smaller sheets: waking others takes longer.
enum { FEWEST_UNITS_FOR_THREADS = 1500 };

// Stages of a presentation: showing stimuli; sheets without lateral projections; the first
// activation of sheets with lateral projections; their settling; learning.
typedef enum {
    STAGE_STIMULUS,
    STAGE_SUBCORTICAL,
    STAGE_AFFERENT,
    STAGE_SETTLING,
    STAGE_LEARNING,
    STAGES
} Stage;

// Work since the network was built or the counts were cleared.
typedef struct {
    double seconds[STAGES];
    ResponseCount count[STAGES];
    uint64_t candidates; // units whose inhibition was summed, over settling steps
    uint64_t needed;     // weights of targets whose response was needed
} Work;

// How far from rest a sheet was at its last steps, since this was cleared (settling.h).
typedef struct {
    double sum; // of last changes
    int64_t responses;
    int64_t moving; // of them: still changed when the same was presented again (measure/probe.h)
} Rest;

typedef struct Network {
    const NetworkSettings *settings; // borrowed
    const Kernels *kernels;
    size_t eyes, sheets, projections, stimuli;
    Eye *eye;               // [eyes]
    Sheet *sheet;           // [sheets] in the order of the config
    Projection *projection; // [projections]
    Stimulus *stimulus;     // [stimuli]
    SheetInputs *inputs;    // [sheets]
    Rest *rest;             // [sheets]
    size_t *order;          // [sheets] in which they are evaluated
    SettlingGroup *group;   // [groups] in that order
    size_t groups;
    double *scratch;      // room for one stimulus pattern
    int workers;          // threads that `room` is for
    SourceRoom *room;     // [workers]
    int64_t presentation; // number of presentations learnt so far
    int64_t most_steps;   // of settling in the next responses, to look at its course; usually all
    Work work;
} Network;

// How far the projections from a sheet of the config reach.
SheetReach network_reach(const NetworkSettings *settings, const Item *sheet);

// Which sheets of a config settle together, and the order in which sheets respond.
//
// Sheets in a loop of projections without delay form a group; any other sheet is a group of one. In
// each step of settling every sheet of a group reads what the others showed a step before, or, by
// the setting `step_delay`, more steps before. A projection with a step_delay of 0 reads what its
// source shows in the same step: the source is computed first, in an earlier *phase* of the step.
typedef struct {
    size_t sheets;
    size_t *order; // [sheets] groups one after another, sources without delay first; owned
    size_t *group; // [sheets] each sheet's group, counted in that order; owned
    size_t *phase; // [sheets] the part of a step in which it is computed, from 0; owned
} SheetGroups;

// Needs settings whose projections name sheets that there are.
SheetGroups sheet_groups_of(const NetworkSettings *settings);
void sheet_groups_free(SheetGroups *groups);

// Is the projection without delay, and are its sheets of one group?
bool sheet_groups_hold(const SheetGroups *groups, const NetworkSettings *settings,
                       const ProjectionSettings *projection);

// Refuses settings that contradict the groups.
bool sheet_groups_check(const NetworkSettings *settings, Error *error);

// Adds a message for every contradiction in the settings, without building.
bool network_check(const NetworkSettings *settings, Error *error);

// Initial weights of fields of each unit: drawn, or read later from a checkpoint.
typedef enum { WEIGHTS_DRAWN, WEIGHTS_TO_COME } InitialWeights;

// Builds a network; kernels NULL: the best of this processor. NULL on error, with every mistake.
Network *network_new(const NetworkSettings *settings, const Kernels *kernels,
                     InitialWeights initial, Error *error);

// Continues with other kernels, which changes no bit.
void network_use(Network *network, const Kernels *kernels);

void network_free(Network *network);

// The sheet or projection of that name; NULL: there is none.
Sheet *network_sheet(const Network *network, const char *name);
Projection *network_projection(const Network *network, const char *name);

// A name in a measure's settings means a sheet or projection of the config with all its eyes'
// copies, or one copy ("on_to_v1", "on_to_v1_left"). Its item in the config; NULL: none.
const Item *network_sheet_item(const NetworkSettings *settings, const char *name);
const Item *network_projection_item(const NetworkSettings *settings, const char *name);

// Does a sheet or projection have the wanted name, as its own or as that of its item?
static inline bool network_is_called(const char *name, const char *item, const char *wanted) {
    return strcmp(name, wanted) == 0 || strcmp(item, wanted) == 0;
}

// The projections of those names; the caller releases its items.
ProjectionList network_projections(const Network *network, const TextList *names);

// Has a sheet, or a projection of such an item, a copy for each eye?
bool network_is_per_eye(const NetworkSettings *settings, const char *sheet);
bool network_projection_is_per_eye(const NetworkSettings *settings, const Item *projection);

// The number of copies of a sheet or projection.
size_t network_copies(const NetworkSettings *settings, bool per_eye);

// An estimate of the bytes of such a network; checked before anything is allocated.
double network_memory(const NetworkSettings *settings);

// The same with the present radii of fields, in place of the largest of the run.
double network_memory_now(const NetworkSettings *settings);

// The part of it for the fields of one projection of the config.
double network_projection_memory(const NetworkSettings *settings, const Item *projection);

// Checks that every stimulus fits the input sheets that show it, with the network's settings or
// others that it may change to.
bool network_check_stimuli(const Network *network, const NetworkSettings *settings, Error *error);

// Notes that in a run projections have the radius of `later` as well, for the layout of the sheets,
// and whether they learn. Both settings have the same projections. Refuses other radii of fields
// that are shared.
bool network_note_later(NetworkSettings *settings, const NetworkSettings *later, Error *error);

// Gives all fields the radii of their settings (projection_change_radius), which are among those
// noted. Call it when settings have changed, before the next presentation or measurement.
bool network_change_radii(Network *network, Error *error);

// Room for every thread to list the sources of a strip of the largest fields. A step of network_new
// and of changes of radius.
void network_give_room(Network *network);

// Draws the stimuli of one presentation on the input sheets.
void network_show(Network *network, int64_t presentation);

// Sets all strengths, learning rates and thresholds to those of this presentation, since events may
// change settings. network_respond and network_learn begin with it; it comes before network_settle
// and trials_respond (trials.h).
void network_schedule(Network *network);

// The end of network_respond: the drive alone, before threshold and settling; or the settled
// activity.
typedef enum { RESPOND_FEEDFORWARD, RESPOND_SETTLED } Response;

// Computes all other sheets from the input sheets' activity.
void network_respond(Network *network, Response response);

// Computes the groups before that of this sheet in the order of evaluation; NULL: all. Strengths
// are those last scheduled.
void network_respond_before(Network *network, const Sheet *sheet, Response response);

// An upper bound of the presentations that activity takes to pass any path: the sum over sheets of
// the longest delay of a projection from each.
size_t network_delays(const Network *network);

// The group that a sheet settles in.
const SettlingGroup *network_group(const Network *network, const Sheet *sheet);

// Computes the sheets of a group from their sources.
void network_settle(Network *network, const SettlingGroup *group, Response response);

// The number of threads to use: OpenMP's, limited to `workers`.
int network_team(const Network *network);

// Adds the work of one thread to network->work.
void network_count(Network *network, Stage stage, const ResponseCount *count, uint64_t candidates);

// Learns from the present activity: rules, then normalisation; then thresholds adapt.
void network_learn(Network *network);

// Does a sheet take steps, with lateral projections or from activity that it carries over?
static inline bool network_settles(const Network *network, size_t sheet) {
    const SheetInputs *inputs = &network->inputs[sheet];
    return inputs->lateral.count > 0 || inputs->lateral_modulating.count > 0 ||
           network->sheet[sheet].settings->carry > 0;
}

// Does any sheet of a group, or of the network, carry activity over from one presentation to the
// next?
bool network_group_carries(const Network *network, const SettlingGroup *group);
bool network_carries(const Network *network);

// Can a response depend on presentations without end: by activity that is carried over, or that
// goes round in a loop with delays?
bool network_echoes(const Network *network);

// False when activity diverged, naming sheet and unit.
bool network_check_activity(const Network *network, Error *error);

// One training iteration: show, respond, learn. False when activity diverged, naming sheet and
// unit.
bool network_present(Network *network, Error *error);

// The same with what the input sheets show already (sheet_publish).
bool network_present_shown(Network *network, Error *error);

// A hash of weights, present and kept, what rules remember, lesions, thresholds, gains, averages,
// and delayed or carried activity.
uint64_t network_hash(const Network *network);

// Saves activity and thresholds of all sheets before a measurement, and restores them bit for bit.
typedef struct NetworkActivity NetworkActivity;
NetworkActivity *network_activity_save(const Network *network);
void network_activity_restore(Network *network, NetworkActivity *saved); // frees it

// The same for how far from rest the sheets were.
Rest *network_rest_save(const Network *network);
void network_rest_restore(Network *network, Rest *saved); // frees it
