// SPDX-License-Identifier: GPL-3.0-or-later
#include "verbs/analyse_print.h"

#include "base/memory.h"
#include "base/names.h"
#include "files/json_value.h"
#include "verbs/command_result.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

// Writes a number under its full name "wavelength.peak_fit", and again as {"wavelength":
// {"peak_fit": ...}}.
static void put_number(json_t *result, const char *name, double value) {
    json_auto_t *number = json_of_number(value);
    const char *dot = strchr(name, '.');
    json_object_set(result, name, number);
    if (dot) {
        OWNED char *group = format_text("%.*s", (int)(dot - name), name);
        json_t *inner = json_object_get(result, group);
        if (!json_is_object(inner))
            json_object_set_new(result, group, inner = json_object());
        json_object_set(inner, dot + 1, number);
    }
}

// The warnings of the results, and the notes of defined numbers, without repeats; the array is
// owned by the caller.
static const char **warnings_of(const Results *results, size_t *n) {
    const char **warnings = NULL;
    *n = 0;
    for (size_t i = 0; i < results->warnings; i++)
        names_add(&warnings, n, results->warning[i]);
    for (size_t i = 0; i < results->numbers; i++)
        if (isfinite(results->number[i].value) && results->number[i].note[0])
            names_add(&warnings, n, results->number[i].note);
    return warnings;
}

void analyse_print_text(const Recording *recording, const Results *results) {
    if (recording->maps)
        printf("%zu x %zu samples, %s\n", recording_height(recording), recording_width(recording),
               recording->periodic ? "periodic" : "open");
    for (size_t i = 0; i < results->numbers; i++) {
        const ResultNumber *number = &results->number[i];
        OWNED char *interval = isfinite(number->low)
                                   ? format_text("[%.5g, %.5g] ", number->low, number->high)
                                   : copy_text("");
        if (isfinite(number->value))
            printf("  %-42s %12.5g %s%-12s %s\n", number->name, number->value, interval,
                   strcmp(number->unit, "1") == 0 ? "" : number->unit, number->definition);
        else
            printf("  %-42s    undefined (%s)\n", number->name, number->note);
    }
    size_t n;
    OWNED const char **warnings = warnings_of(results, &n);
    for (size_t i = 0; i < n; i++)
        printf("  warning: %s\n", warnings[i]);
}

void analyse_print_json(const MeasureKind *kind, const Recording *recording,
                        const Results *results) {
    json_auto_t *result = json_pack("{s:s}", "measure", kind->observable.kind.name);
    json_t *list = json_array(), *undefined = json_object(), *intervals = json_object();
    if (recording->maps)
        json_object_update_new(result, json_pack("{s:I, s:I, s:b}", "height",
                                                 (json_int_t)recording_height(recording), "width",
                                                 (json_int_t)recording_width(recording), "periodic",
                                                 recording->periodic));
    for (size_t i = 0; i < results->numbers; i++) {
        const ResultNumber *number = &results->number[i];
        put_number(result, number->name, number->value);
        if (isfinite(number->low))
            json_object_set_new(intervals, number->name,
                                json_pack("[f,f]", number->low, number->high));
        if (!isfinite(results->number[i].value))
            json_object_set_new(undefined, results->number[i].name,
                                json_string(results->number[i].note));
    }
    const ResultNumber *ring = results_number(results, "spectrum.ring");
    if (ring)
        json_object_set_new(result, "ring", json_boolean(ring->value > 0));
    if (json_object_size(intervals) > 0)
        json_object_set(result, "intervals", intervals);
    json_decref(intervals);
    json_object_set_new(result, "undefined", undefined);
    size_t n;
    OWNED const char **warnings = warnings_of(results, &n);
    for (size_t i = 0; i < n; i++)
        json_array_append_new(list, json_string(warnings[i]));
    json_object_set_new(result, "warnings", list);
    command_print_json(result, 12);
}
