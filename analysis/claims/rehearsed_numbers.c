// SPDX-License-Identifier: GPL-3.0-or-later
#include "claims/rehearsed_numbers.h"

#include "base/memory.h"
#include "base/names.h"
#include "base/suggestion.h"
#include "records/measured_run.h"
#include "records/record.h"

#include <string.h>

RehearsedNumbers rehearsed_numbers_new(void) {
    return (RehearsedNumbers){json_object()};
}

void rehearsed_numbers_free(RehearsedNumbers *numbers) {
    json_decref(numbers->measures);
    *numbers = (RehearsedNumbers){0};
}

static bool take(void *context, const Experiment *experiment, Network *network, const char *measure,
                 const char *folder, double *selectivity, Error *error) {
    RehearsedNumbers *numbers = context;
    OWNED_BY(measured_run_free) MeasuredRun run = {0};
    if (!record_measure(experiment, network, measure, folder, selectivity, error) ||
        !measured_run_read_numbers(&run, folder, error))
        return false;
    for (size_t i = 0; i < run.numbers; i++) {
        const MeasuredNumber *number = &run.number[i];
        if (json_object_get(numbers->measures, number->measure) == NULL)
            json_object_set_new(numbers->measures, number->measure, json_object());
        json_object_set_new(json_object_get(numbers->measures, number->measure), number->name,
                            json_null());
    }
    return true;
}

Observer rehearsed_numbers_observer(RehearsedNumbers *numbers) {
    return (Observer){numbers, take, record_observer.forget};
}

void rehearsed_numbers_warn(const RehearsedNumbers *numbers, const Replication *replication,
                            Error *warnings) {
    for (size_t i = 0; i < replication->claims.count; i++) {
        const Item *item = &replication->claims.items[i];
        const ClaimSettings *claim = item->variant.settings;
        OWNED char *measure = format_text("%.*s", (int)strcspn(claim->number, "/"), claim->number);
        json_t *given = json_object_get(numbers->measures, measure), *number;
        if (given == NULL || json_object_get(given, claim->number))
            continue;
        OWNED const char **names = NULL;
        size_t n = 0;
        const char *name;
        json_object_foreach(given, name, number) names_add(&names, &n, name);
        fail(warnings, "claims.%s.number: '%s' came of no rehearsal, and may stay untested%s",
             item->name, claim->number, suggestion("", claim->number, names, n).text);
    }
}
