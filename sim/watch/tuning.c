// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/tuning.h"

#include "base/memory.h"
#include "files/json_value.h"
#include "measure/selectivity.h"
#include "tuning/tuning_curve.h"
#include "watch/unit.h"

#include <string.h>

enum { FEWEST_ORIENTATIONS = 12 };

void tuning_finish(Tuning *tuning) {
    release(tuning->responses);
    *tuning = (Tuning){0};
}

// The first measure of the sheet with gratings; NULL: there is none.
static const Item *find_measure(const Experiment *experiment, const char *sheet) {
    for (size_t i = 0; i < experiment->measures.count; i++) {
        const Item *item = &experiment->measures.items[i];
        const MeasureKind *kind = (const MeasureKind *)item->variant.kind;
        const GratingSettings *gratings = item->variant.settings;
        if (kind->shows_gratings && strcmp(gratings->sheet, sheet) == 0)
            return item;
    }
    return NULL;
}

// The eye that a measure shows its gratings to.
static int shown_to(const Variant *measure, const Network *network) {
    const Setting *eye = block_find(&measure->kind->block, "eye");
    return eye ? measure_eye(network, *(char *const *)setting_value_const(eye, measure->settings))
               : NO_EYE;
}

static void take(Tuning *tuning, const Item *measure, Network *network, Sheet *sheet) {
    tuning_finish(tuning);
    GratingProtocol shown =
        gratings_shown(measure->variant.settings, shown_to(&measure->variant, network));
    shown.orientations *= (FEWEST_ORIENTATIONS + shown.orientations - 1) / shown.orientations;
    *tuning = (Tuning){sheet, measure->name, shown, network->presentation,
                       allocate(shown.orientations * sheet->units, sizeof(double))};
    Rest *before = network_rest_save(network);
    Probe probe = probe_begin(network);
    probe_gratings(&probe, sheet, &shown, tuning->responses);
    probe_end(&probe);
    network_rest_restore(network, before);
}

void act_tuning(Question *question, Tuning *tuning, const Experiment *experiment,
                Network *network) {
    const char *name = question_text(question, "sheet");
    Sheet *sheet = name ? network_sheet(network, name) : NULL;
    const Item *measure = sheet ? find_measure(experiment, name) : NULL;
    if (measure == NULL) {
        OWNED char *text = format_text("no measure shows gratings to sheet '%s'", name ? name : "");
        answer_refusal(question, 400, text);
        return;
    }
    take(tuning, measure, network, sheet);
    answer_json(question, json_object());
}

void answer_tuning(Question *question, const Tuning *tuning, const Network *network) {
    size_t unit;
    const Sheet *sheet = question_unit(question, network, &unit);
    if (sheet == NULL)
        return;
    if (sheet != tuning->sheet) {
        answer_json(question, json_object());
        return;
    }
    size_t n = tuning->shown.orientations;
    OWNED double *curve = allocate(n, sizeof *curve);
    json_t *responses = json_array();
    for (size_t j = 0; j < n; j++) {
        curve[j] = tuning->responses[j * sheet->units + unit];
        json_array_append_new(responses, json_of_number(curve[j]));
    }
    Selectivity found = selectivity_from_responses(curve, n);
    static const double DEGREES = 180 / M_PI;
    OWNED char *how =
        format_text("%s response, gratings of measure %s, largest over %zu phases",
                    grating_protocols[tuning->shown.response == RESPOND_FEEDFORWARD ? 0 : 1],
                    tuning->measure, tuning->shown.phases);
    answer_json(question, json_pack("{s:I, s:o, s:o, s:o, s:o, s:s}", "iteration",
                                    (json_int_t)tuning->iteration, "responses", responses,
                                    "preference", json_of_number(DEGREES * found.preference),
                                    "selectivity", json_of_number(found.selectivity), "half_width",
                                    json_of_number(DEGREES * tuning_curve_of(curve, n).half_width),
                                    "how", how));
}
