// SPDX-License-Identifier: GPL-3.0-or-later
// SheetGroups: which sheets of a config settle together, and the order in which sheets respond.
//
// Sheets in a loop of projections without delay form a group; any other sheet is a group of one. In
// each step of settling every sheet of a group reads what the others showed a step before, or, by
// the setting `step_delay`, more steps before. A projection with a step_delay of 0 reads what its
// source shows in the same step: the source is computed first, in an earlier *phase* of the step.
#pragma once

#include "model/network.h"

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
