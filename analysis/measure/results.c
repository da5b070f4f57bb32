// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/results.h"

#include "base/memory.h"

#include <math.h>
#include <string.h>

Results *results_new(const char *measure) {
    Results *results = allocate(1, sizeof *results);
    results->measure = copy_text(measure);
    return results;
}

void results_free(Results *results) {
    if (results == NULL)
        return;
    for (size_t i = 0; i < results->numbers; i++) {
        release(results->number[i].name);
        release(results->number[i].unit);
        release(results->number[i].definition);
        release(results->number[i].note);
    }
    for (size_t i = 0; i < results->maps; i++) {
        release(results->map[i].name);
        release(results->map[i].values);
        release(results->map[i].unit);
        release(results->map[i].protocol);
    }
    for (size_t i = 0; i < results->warnings; i++)
        release(results->warning[i]);
    release(results->number);
    release(results->map);
    release(results->warning);
    release(results->measure);
    release(results);
}

void results_add_number(Results *results, const char *name, double value, const char *unit,
                        const char *definition, const char *note) {
    results->number = allocate_one_more(results->number, results->numbers, sizeof *results->number);
    results->number[results->numbers++] =
        (ResultNumber){copy_text(name), value, copy_text(unit), copy_text(definition),
                       copy_text(note), false, (double)NAN,     (double)NAN};
}

void results_add_cortical(Results *results, const char *name, double value, const char *unit,
                          const char *definition, const char *note) {
    results_add_number(results, name, value, unit, definition, note);
    results->number[results->numbers - 1].cortical = true;
}

void results_set_interval(Results *results, const char *name, double low, double high) {
    for (size_t i = 0; i < results->numbers; i++)
        if (strcmp(results->number[i].name, name) == 0) {
            results->number[i].low = low;
            results->number[i].high = high;
        }
}

void results_add_millimetres(Results *results, double millimetres_per_sheet_unit) {
    static const struct {
        const char *unit, *millimetres;
        int power; // of a length
    } units[] = {{"sheet units", "mm", 1},
                 {"per sheet unit", "per mm", -1},
                 {"per square sheet unit", "per square mm", -2}};
    size_t numbers = results->numbers; // without those that this adds
    for (size_t i = 0; i < numbers; i++)
        for (size_t k = 0; results->number[i].cortical && k < sizeof units / sizeof *units; k++) {
            ResultNumber number = results->number[i];
            if (strcmp(number.unit, units[k].unit) != 0)
                continue;
            OWNED char *name = format_text("%s_mm", number.name),
                       *definition = format_text("%s in mm of cortex", number.name);
            results_add_number(results, name,
                               number.value * pow(millimetres_per_sheet_unit, units[k].power),
                               units[k].millimetres, definition, number.note);
            double factor = pow(millimetres_per_sheet_unit, units[k].power);
            results_set_interval(results, name, number.low * factor, number.high * factor);
        }
}

void results_add_map(Results *results, const char *name, size_t planes, size_t height, size_t width,
                     const double *values, const char *unit, const char *protocol) {
    double *copy = allocate(planes * height * width, sizeof *copy);
    memcpy(copy, values, planes * height * width * sizeof *copy);
    results->map = allocate_one_more(results->map, results->maps, sizeof *results->map);
    results->map[results->maps++] = (ResultMap){
        copy_text(name), planes, height, width, copy, copy_text(unit), copy_text(protocol)};
}

void results_add_warning(Results *results, const char *warning) {
    results->warning =
        allocate_one_more(results->warning, results->warnings, sizeof *results->warning);
    results->warning[results->warnings++] = copy_text(warning);
}

const ResultNumber *results_number(const Results *results, const char *name) {
    for (size_t i = 0; i < results->numbers; i++)
        if (strcmp(results->number[i].name, name) == 0)
            return &results->number[i];
    return NULL;
}

const ResultMap *results_map(const Results *results, const char *name) {
    for (size_t i = 0; i < results->maps; i++)
        if (strcmp(results->map[i].name, name) == 0)
            return &results->map[i];
    return NULL;
}
