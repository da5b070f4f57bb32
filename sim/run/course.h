// SPDX-License-Identifier: GPL-3.0-or-later
// Course: a setting whose value changes during a run by a schedule.
//
// Any number that an event may change can follow one: rates, thresholds, parameters of transfer
// functions, the value of a norm, noise, contrast. Invariant: its value depends on the config and
// the iteration alone, so that a checkpoint holds no course.
#pragma once

#include "settings/setting.h"

typedef struct Experiment Experiment;

typedef struct {
    char *setting; // its path; may hold * for any name
    double value;
    Variant schedule; // factor on the value in time
} CourseSettings;

extern const Kind *const course_kinds[]; // the one kind of a course: rows of CourseSettings

// Gives the settings that follow a course their values in an iteration. False where one is out of
// its range, or there is no such setting that may change in a run.
bool courses_set(Experiment *experiment, int64_t iteration, Error *error);

// Refuses courses of courses, two of one setting, and those that fail at the first or the last
// iteration. Sets the values of the first.
bool courses_check(Experiment *experiment, Error *error);

// Refuses a change "path=value" of a setting that follows a course; `place` begins the message.
bool courses_allow(Experiment *experiment, const char *change, const char *place, Error *error);
