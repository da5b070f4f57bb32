// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/course.h"

#include "base/memory.h"
#include "kinds/schedule.h"

#include <math.h>
#include <string.h>

static const Kind course_kind = {
    "", "the value of a setting in time",
    BLOCK(CourseSettings, NULL,
          {SETTING(CourseSettings, setting), NULL, 1, 1000,
           .help =
               "path of a number that may change in a run, as sheets.v1.transfer.offset; it may "
               "hold * for any name"},
          {SETTING(CourseSettings, value), NULL, -1e12, 1e12,
           .help = "of that setting, in place of the one given there, before the schedule's factor",
           .live = true},
          {SETTING(CourseSettings, schedule), NULL, .kinds = schedule_kinds,
           .help = "factor on the value in time", .live = true})};

const Kind *const course_kinds[] = {&course_kind, NULL};

// What a path names is set to a number.
typedef struct {
    const char *where;
    int64_t iteration;
    double number;
    bool ok;
} Assignment;

static bool assign(const Setting *setting, void *value, const char *path, void *context,
                   Error *error) {
    Assignment *assignment = context;
    bool integer = setting->type == SETTING_INTEGER;
    double number = integer ? round(assignment->number) : assignment->number;
    bool ok = true;
    if (!integer && setting->type != SETTING_REAL) {
        ok = fail(error, "%s: %s is not a number", assignment->where, path);
    } else if (!setting->live) {
        ok = fail(error, "%s: %s cannot change while a run goes on", assignment->where, path);
    } else {
        OWNED char *place = format_text("%s: %s at iteration %lld", assignment->where, path,
                                        (long long)assignment->iteration);
        ok = setting_check_number(setting, number, place, error);
    }
    if (ok && integer)
        *(int64_t *)value = (int64_t)number;
    else if (ok)
        *(double *)value = number;
    assignment->ok = assignment->ok && ok;
    return ok;
}

bool courses_set(const CoursedSettings *settings, int64_t iteration, Error *error) {
    bool ok = true;
    for (size_t i = 0; i < settings->courses->count; i++) {
        const Item *item = &settings->courses->items[i];
        const CourseSettings *course = item->variant.settings;
        double factor = schedule_factor(&course->schedule, iteration);
        OWNED char *where = format_text("courses.%s.setting", item->name);
        Assignment assignment = {where, iteration, course->value * factor, true};
        ok = settings_visit(settings->block, settings->values, course->setting, assign, &assignment,
                            where, error) > 0 &&
             assignment.ok && ok;
    }
    return ok;
}

// The values that a path names.
typedef struct {
    const void **values; // owned
    size_t count;
} Values;

static bool add_value(const Setting *setting, void *value, const char *path, void *context,
                      Error *error) {
    (void)setting;
    (void)path;
    (void)error;
    Values *found = context;
    found->values = allocate_one_more(found->values, found->count, sizeof *found->values);
    found->values[found->count++] = value;
    return true;
}

static Values values_of(const CoursedSettings *settings, const char *path) {
    Values found = {0};
    OWNED_BY(error_clear) Error unknown = {0};
    settings_visit(settings->block, settings->values, path, add_value, &found, "", &unknown);
    return found;
}

static void values_free(Values *found) {
    release(found->values);
}

// The first of n courses that sets a value which a path names; NULL: none.
static const Item *course_of(const CoursedSettings *settings, const char *path, size_t n) {
    OWNED_BY(values_free) Values named = values_of(settings, path);
    for (size_t i = 0; i < n; i++) {
        const Item *item = &settings->courses->items[i];
        const CourseSettings *course = item->variant.settings;
        OWNED_BY(values_free) Values set = values_of(settings, course->setting);
        for (size_t k = 0; k < set.count; k++)
            for (size_t l = 0; l < named.count; l++)
                if (set.values[k] == named.values[l])
                    return item;
    }
    return NULL;
}

bool courses_check(const CoursedSettings *settings, int64_t last, Error *error) {
    bool ok = true;
    for (size_t i = 0; i < settings->courses->count; i++) {
        const Item *item = &settings->courses->items[i];
        const CourseSettings *course = item->variant.settings;
        const Item *before = course_of(settings, course->setting, i);
        if (strncmp(course->setting, "courses.", 8) == 0)
            ok = fail(error, "courses.%s.setting: a course cannot change another", item->name);
        else if (before)
            ok = fail(error, "courses.%s.setting: %s follows the course '%s' already", item->name,
                      course->setting, before->name);
    }
    return ok && courses_set(settings, last, error) && courses_set(settings, 0, error);
}

bool courses_allow(const CoursedSettings *settings, const char *change, const char *place,
                   Error *error) {
    if (settings->courses->count == 0)
        return true;
    OWNED char *path = format_text("%.*s", (int)strcspn(change, " ="), change);
    const Item *course = course_of(settings, path, settings->courses->count);
    return course == NULL || fail(error, "%s: %s follows the course '%s'; change courses.%s.value",
                                  place, path, course->name, course->name);
}
