// SPDX-License-Identifier: GPL-3.0-or-later
// Course: a setting whose value changes during a run by a schedule.
//
// Any number that an event may change can follow one: rates, thresholds, parameters of transfer
// functions, the value of a norm, noise, contrast. Invariant: its value depends on the config and
// the iteration alone, so that a checkpoint holds no course.
#pragma once

#include "settings/setting.h"

typedef struct {
    char *setting; // its path; may hold * for any name
    double value;
    Variant schedule; // factor on the value in time
} CourseSettings;

extern const Kind *const course_kinds[]; // the one kind of a course: rows of CourseSettings

// A struct of settings, and the courses that some of them follow.
typedef struct {
    const Block *block;
    void *values;
    const Collection *courses;
} CoursedSettings;

// Gives the settings that follow a course their values in an iteration. False where one is out of
// its range, or there is no such setting that may change in a run.
bool courses_set(const CoursedSettings *settings, int64_t iteration, Error *error);

// Refuses courses of courses, two of one setting, and those that fail at the first or the last
// iteration. Sets the values of the first.
bool courses_check(const CoursedSettings *settings, int64_t last, Error *error);

// Refuses a change "path=value" of a setting that follows a course; `place` begins the message.
bool courses_allow(const CoursedSettings *settings, const char *change, const char *place,
                   Error *error);
