// SPDX-License-Identifier: GPL-3.0-or-later
#include "kinds/transfer.h"

#include <math.h>

extern const TransferKind transfer_rectified_ceiling, transfer_squared, transfer_linear,
    transfer_absolute, transfer_tanh, transfer_logistic, transfer_softplus, transfer_gelu,
    transfer_noisy_rectified, transfer_power, transfer_naka_rushton, transfer_piecewise_linear;

const Kind *const transfer_kinds[] = {&transfer_rectified.kind,
                                      &transfer_rectified_ceiling.kind,
                                      &transfer_squared.kind,
                                      &transfer_linear.kind,
                                      &transfer_absolute.kind,
                                      &transfer_tanh.kind,
                                      &transfer_logistic.kind,
                                      &transfer_softplus.kind,
                                      &transfer_gelu.kind,
                                      &transfer_noisy_rectified.kind,
                                      &transfer_power.kind,
                                      &transfer_naka_rushton.kind,
                                      &transfer_piecewise_linear.kind,
                                      NULL};

const Block transfer_scale = BLOCK(TransferScale, NULL,
                                   {SETTING(TransferScale, gain), "1.0", 1e-6, 1e6,
                                    .help = "factor on the input minus the offset", .live = true},
                                   {SETTING(TransferScale, offset), "0.0", -1e6, 1e6,
                                    .help = "subtracted from the input", .live = true});

const Block transfer_ceiling_block = BLOCK(TransferCeiling, &transfer_scale,
                                           {SETTING(TransferCeiling, ceiling), "1.0", 1e-9, 1e9,
                                            .help = "maximum of the activity", .live = true});

size_t transfer_kink_at_offset(const void *settings, double at[TRANSFER_KINKS]) {
    at[0] = ((const TransferScale *)settings)->offset;
    return 1;
}

static const TransferKind *kind_of(const Variant *transfer) {
    return (const TransferKind *)transfer->kind;
}

void transfer_apply(const Variant *transfer, const TransferUnits *units, size_t n,
                    float *activity) {
    const TransferKind *kind = kind_of(transfer);
    if (kind->apply) {
        kind->apply(transfer->settings, n, activity);
        return;
    }
    for (size_t k = 0; k < n; k++) {
        double input = (double)activity[k];
        if (units == NULL || kind->draw == NULL) {
            activity[k] = (float)kind->value(transfer->settings, input);
            continue;
        }
        size_t unit = units->first + k / units->columns * units->pitch + k % units->columns;
        RandomDraws draws = random_draws(units->noise, unit);
        activity[k] = (float)kind->draw(transfer->settings, input, &draws);
    }
}

double transfer_value(const Variant *transfer, double input) {
    return kind_of(transfer)->value(transfer->settings, input);
}

static double slope_at(const Variant *transfer, double input, double step) {
    return fabs(transfer_value(transfer, input + step) - transfer_value(transfer, input - step)) /
           (2 * step);
}

// The greatest slope at a distance from 0 and from the offset.
static double slope_away(const Variant *transfer, double offset, double away) {
    const double at[] = {away, -away, offset + away, offset - away};
    double slope = 0;
    for (size_t i = 0; i < 4; i++)
        slope = fmax(slope, slope_at(transfer, at[i], away / 64));
    return slope;
}

TransferSlope transfer_slope(const Variant *transfer) {
    enum { NEAREST = -16, FARTHEST = 30, PARTS = 16 }; // powers of 2; steps between two of them
    if (kind_of(transfer)->slope)
        return kind_of(transfer)->slope(transfer->settings);
    const Setting *row = block_find(&transfer->kind->block, "offset");
    double offset = row ? *(const double *)setting_value_const(row, transfer->settings) : 0;
    double nearer = slope_away(transfer, offset, ldexp(1, FARTHEST - 1)),
           far = slope_away(transfer, offset, ldexp(1, FARTHEST));
    TransferSlope slope = {slope_at(transfer, offset, ldexp(1, NEAREST)), far < 1.1 * nearer,
                           false};
    for (int k = PARTS * NEAREST; k <= PARTS * FARTHEST; k++)
        slope.greatest =
            fmax(slope.greatest, slope_away(transfer, offset, exp2((double)k / PARTS)));
    slope.saturates = far < 1e-9 * slope.greatest;
    slope.bounded = slope.bounded || slope.saturates;
    return slope;
}

bool transfer_is_noisy(const Variant *transfer) {
    return kind_of(transfer)->draw != NULL;
}
