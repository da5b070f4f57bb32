// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/planned_number.h"

#include "base/memory.h"
#include "run/event.h"

#include <string.h>

char *planned_number_measure(const char *number, const char *where, Error *error) {
    size_t length = strcspn(number, "/");
    if (number[length] == '\0') {
        fail(error, "%s: '%s' is not of the form MEASURE/NUMBER", where, number);
        return NULL;
    }
    return format_text("%.*s", (int)length, number);
}

// Does an event of an experiment take the measure at an iteration (-1: at any iteration)?
static bool is_measured(Experiment *experiment, const char *measure, int64_t at) {
    for (size_t i = 0; i < experiment->events.count; i++) {
        const Item *item = &experiment->events.items[i];
        const Setting *setting = block_find(&item->variant.kind->block, "measures");
        const TextList *measures = setting ? setting_value(setting, item->variant.settings) : NULL;
        for (size_t k = 0; measures && k < measures->count; k++)
            if (strcmp(measures->items[k], measure) == 0 &&
                (at < 0 || event_is_due(item->variant.settings, at, experiment->iterations)))
                return true;
    }
    return false;
}

bool planned_number_check(Experiment *experiment, const char *name, const char *measure, int64_t at,
                          const char *where, Error *error) {
    if (!collection_find(&experiment->measures, measure))
        return collection_refuse(&experiment->measures, "measure", measure, where, error);
    if (is_measured(experiment, measure, at))
        return true;
    return at < 0 ? fail(error, "%s: no event of %s measures %s", where, name, measure)
                  : fail(error, "%s: no event of %s measures %s at iteration %lld", where, name,
                         measure, (long long)at);
}
