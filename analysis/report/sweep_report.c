// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/sweep_report.h"

#include "base/names.h"

const char **sweep_report_measures(const SweepReport *report, size_t *n) {
    const char **names = NULL, *name;
    json_t *measure;
    *n = 0;
    for (size_t i = 0; i < report->runs->count; i++)
        json_object_foreach(report->runs->run[i].measured.measures, name, measure)
            names_add(&names, n, name);
    return names;
}

const MeasureKind *sweep_report_kind(const SweepReport *report, const char *measure) {
    for (size_t i = 0; i < report->runs->count; i++) {
        const MeasureKind *kind = measured_run_kind(&report->runs->run[i].measured, measure);
        if (kind)
            return kind;
    }
    return NULL;
}
