// SPDX-License-Identifier: GPL-3.0-or-later
// What the user says of a stack: its axes and its stimuli.
#include "imaging/response_stack.h"

#include "base/memory.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

// The next word of a list, "a,b,c"; owned by the caller; NULL at its end.
static char *next_word(const char **text) {
    if (**text == '\0')
        return NULL;
    const char *from = *text + strspn(*text, " ");
    size_t length = strcspn(from, ",");
    *text = from + length + (from[length] == ',');
    while (length > 0 && from[length - 1] == ' ')
        length--;
    return format_text("%.*s", (int)length, from);
}

static const struct {
    const char *name;
    size_t offset; // in StackAxes
} axis_words[] = {{"rows", offsetof(StackAxes, rows)},
                  {"columns", offsetof(StackAxes, columns)},
                  {"conditions", offsetof(StackAxes, conditions)},
                  {"trials", offsetof(StackAxes, trials)},
                  {"time", offsetof(StackAxes, time)},
                  {"units", offsetof(StackAxes, units)},
                  {"contrasts", offsetof(StackAxes, contrasts)}};
enum { AXIS_WORDS = sizeof axis_words / sizeof *axis_words };

static int *axis_at(StackAxes *axes, size_t k) {
    return (int *)((char *)axes + axis_words[k].offset);
}

static int *axis_named(StackAxes *axes, const char *name) {
    for (size_t k = 0; k < AXIS_WORDS; k++)
        if (strcmp(name, axis_words[k].name) == 0)
            return axis_at(axes, k);
    return NULL;
}

char *stack_axes_text(StackAxes axes) {
    char *text = NULL;
    for (int axis = 0; axis < AXIS_WORDS; axis++)
        for (size_t k = 0; k < AXIS_WORDS; k++)
            if (*axis_at(&axes, k) == axis)
                text_append(&text, "%s%s", text ? "," : "", axis_words[k].name);
    return text;
}

static bool read_axes(const char *text, const StackNeeds *needs, const DataArray *array,
                      StackAxes *axes, Error *error) {
    int count = 0;
    for (;;) {
        OWNED char *word = next_word(&text);
        if (word == NULL)
            break;
        int *place = axis_named(axes, word);
        if (place == NULL)
            return fail(error,
                        "--axes: '%s' is not known; allowed: rows, columns, conditions, "
                        "trials, time, units, contrasts, with commas between them",
                        word);
        if (*place >= 0)
            return fail(error, "--axes: '%s' is named twice", word);
        *place = count++;
    }
    OWNED char *shape = data_array_shape_text(array);
    if (count != array->rank)
        return fail(error, "%s: is %s, with %d axes, and --axes names %d", array->place, shape,
                    array->rank, count);
    bool plane = axes->rows >= 0 && axes->columns >= 0,
         other = needs->units ? axes->rows >= 0 || axes->columns >= 0
                              : axes->units >= 0 || axes->contrasts >= 0;
    if (other || !(needs->units ? axes->units >= 0 : plane) ||
        (needs->conditions && axes->conditions < 0))
        return fail(error, "--axes: %s have to be among the axes%s",
                    needs->units        ? "units and conditions"
                    : needs->conditions ? "rows, columns and conditions"
                                        : "rows and columns",
                    !other         ? ""
                    : needs->units ? ", and no rows and columns"
                                   : ", and no units and contrasts");
    return true;
}

bool stack_axes_read(const char *text, const StackNeeds *needs, const DataArray *array,
                     StackAxes *axes, Error *error) {
    static const StackAxes none = {-1, -1, -1, -1, -1, -1, -1};
    *axes = none;
    if (text[0])
        return read_axes(text, needs, array, axes, error);
    OWNED char *shape = data_array_shape_text(array);
    bool first = array->order == DATA_ROWS_FIRST;
    if (array->rank == 3 || (array->rank == 4 && first)) {
        axes->rows = first ? 0 : 1;
        axes->columns = axes->rows + 1;
        axes->conditions = first ? 2 : 0;
        axes->trials = array->rank == 4 ? 3 : -1;
        return true;
    }
    return fail(error,
                "%s: is %s; name its axes, as --axes rows,columns,conditions,trials "
                "(or conditions,trials,rows,columns, with time where there is one)",
                array->place, shape);
}

// Angles in radians, or codes, all lie within a few degrees.
static bool check_degrees(const double *angle, size_t conditions, Error *error) {
    static const double LEAST = 6.3;
    double widest = 0, count = 0;
    for (size_t c = 0; c < conditions; c++)
        if (!isnan(angle[c])) {
            widest = fmax(widest, fabs(angle[c]));
            count++;
        }
    return count < 2 || widest > LEAST ||
           fail(error,
                "--stimuli: all angles lie within %.3g degrees of 0; are they radians, or codes? "
                "write degrees, as 0,45,90,135,blank",
                LEAST);
}

bool stack_stimuli_read(const char *text, size_t conditions, double turn, bool drift, double *angle,
                        Error *error) {
    double right = drift ? 90 : 0;
    size_t count = 0;
    for (size_t c = 0; text[0] == '\0' && c < conditions; c++)
        angle[c] = (turn * (double)c / (double)conditions + right) * M_PI / 180;
    if (text[0] == '\0')
        return true;
    for (;;) {
        OWNED char *word = next_word(&text);
        if (word == NULL)
            break;
        char *end;
        bool blank =
            strcmp(word, "blank") == 0 || strcmp(word, "nan") == 0 || strcmp(word, "NaN") == 0;
        double degrees = blank ? (double)NAN : strtod(word, &end);
        if (!blank && (end == word || *end || !(fabs(degrees) <= 720)))
            return fail(error,
                        "--stimuli: '%s' is no angle; allowed: degrees from -720 to 720, or blank, "
                        "with commas between them",
                        word);
        if (count < conditions)
            angle[count] = degrees;
        count++;
    }
    if (count != conditions)
        return fail(error,
                    "--stimuli: names %zu stimuli, and the stack has %zu conditions; is the order "
                    "of --axes right?",
                    count, conditions);
    if (!check_degrees(angle, conditions, error))
        return false;
    for (size_t c = 0; c < conditions; c++)
        angle[c] = (angle[c] + right) * M_PI / 180;
    return true;
}
