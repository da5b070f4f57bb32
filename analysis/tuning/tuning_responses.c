// SPDX-License-Identifier: GPL-3.0-or-later
#include "tuning/tuning_responses.h"

#include "base/memory.h"

#include <math.h>

// Chooses at most `most` units on a square grid over the middle of the sheet, inside its mask.
static void choose_units(TuningResponses *responses, const Sheet *sheet, double region,
                         size_t most) {
    AnalysedPart part = analysed_part(&sheet->geometry, region);
    size_t side = most > 0 ? (size_t)sqrt((double)most) : part.side;
    side = side < part.side ? side : part.side;
    responses->unit = allocate(side * side, sizeof *responses->unit);
    for (size_t i = 0; i < side * side; i++) {
        size_t row = part.first + (2 * (i / side) + 1) * part.side / (2 * side),
               column = part.first + (2 * (i % side) + 1) * part.side / (2 * side),
               unit = row * sheet->geometry.n + column;
        if (sheet->inside[unit])
            responses->unit[responses->count++] = unit;
    }
}

static void keep_response(void *kept, size_t k, const float *response) {
    TuningResponses *responses = kept;
    double *at = responses->response + k * responses->count;
    for (size_t i = 0; i < responses->count; i++) {
        at[i] = fmax((double)response[responses->unit[i]], 0);
        responses->negative += response[responses->unit[i]] < 0 ? 1 : 0;
    }
}

TuningResponses tuning_responses_take(const GratingSettings *gratings, const double *contrast,
                                      size_t contrasts, size_t units, Network *network,
                                      Sheet *sheet) {
    TuningResponses responses = {.orientations = (size_t)gratings->orientations,
                                 .phases = (size_t)gratings->phases,
                                 .contrasts = contrasts};
    choose_units(&responses, sheet, gratings->region, units);
    responses.response =
        allocate(responses.orientations * responses.phases * contrasts * responses.count,
                 sizeof *responses.response);
    GratingProtocol shown = gratings_shown(gratings, NO_EYE);
    Probe probe = probe_begin(network);
    probe_each_grating(&probe, sheet, &shown, contrasts, contrast, keep_response, &responses);
    probe_end(&probe);
    return responses;
}

void tuning_responses_free(TuningResponses *responses) {
    release(responses->response);
    release(responses->unit);
}

// The response of the i-th unit to a grating.
static double response_at(const TuningResponses *responses, size_t orientation, size_t phase,
                          size_t contrast, size_t i) {
    size_t grating = (orientation * responses->phases + phase) * responses->contrasts + contrast;
    return responses->response[grating * responses->count + i];
}

void tuning_responses_curves(const TuningResponses *responses, size_t contrast, double *curves) {
    for (size_t j = 0; j < responses->orientations; j++)
        for (size_t i = 0; i < responses->count; i++) {
            double *largest = &curves[j * responses->count + i];
            *largest = 0;
            for (size_t k = 0; k < responses->phases; k++)
                *largest = fmax(*largest, response_at(responses, j, k, contrast, i));
        }
}

void tuning_responses_phases(const TuningResponses *responses, const double *curves,
                             double *phases) {
    size_t n = responses->orientations, count = responses->count;
    OWNED double *curve = allocate(n, sizeof *curve);
    for (size_t i = 0; i < count; i++) {
        tuning_column(curves, n, count, i, curve);
        size_t preferred = tuning_preferred(curve, n);
        for (size_t k = 0; k < responses->phases; k++)
            phases[k * count + i] =
                response_at(responses, preferred, k, responses->contrasts - 1, i);
    }
}

void tuning_column(const double *table, size_t n, size_t count, size_t i, double *column) {
    for (size_t j = 0; j < n; j++)
        column[j] = table[j * count + i];
}

size_t tuning_preferred(const double *value, size_t n) {
    size_t at = 0;
    for (size_t j = 1; j < n; j++)
        at = value[j] > value[at] ? j : at;
    return at;
}
