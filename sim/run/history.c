// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/history.h"

// Sums over units and interval of one input sheet's two copies, x in the first eye, y in the
// second.
enum { SUM_X, SUM_Y, SUM_XX, SUM_XY, SUM_YY, EYE_SUMS };

// Is this an input sheet's copy for the first of two eyes?
static bool begins_pair(const Network *network, size_t sheet) {
    return sheet_is_input(&network->sheet[sheet]) && network->sheet[sheet].eye == 0;
}

// Sheets with forward input have a threshold column even while they do not adapt.
static bool has_threshold(const Network *network, size_t sheet) {
    return network->inputs[sheet].forward.count > 0;
}

// Of a sheet that settles to a tolerance: presentations in which it did, and activations.
enum { SUM_SETTLED, SUM_STEPS, SETTLING_SUMS };

size_t history_sums(const Network *network) {
    size_t sums = network->sheets;
    for (size_t i = 0; i < network->sheets; i++) {
        sums += begins_pair(network, i) ? EYE_SUMS : 0;
        sums += network_settles(network, i);
        sums += sheet_has_tolerance(&network->sheet[i]) ? SETTLING_SUMS : 0;
    }
    return sums;
}

static void add_pair(const Sheet *first, const Sheet *second, double *sums) {
    for (size_t k = 0; k < first->units; k++) {
        double x = (double)first->activity[k], y = (double)second->activity[k];
        sums[SUM_X] += x;
        sums[SUM_Y] += y;
        sums[SUM_XX] += x * x;
        sums[SUM_XY] += x * y;
        sums[SUM_YY] += y * y;
    }
}

void history_add(const Network *network, double *sums) {
    for (size_t i = 0; i < network->sheets; i++)
        *sums++ += sheet_mean_activity(&network->sheet[i]);
    for (size_t i = 0; i < network->sheets; i++)
        if (begins_pair(network, i)) {
            add_pair(&network->sheet[i], &network->sheet[i + 1], sums);
            sums += EYE_SUMS;
        }
    for (size_t i = 0; i < network->sheets; i++)
        if (network_settles(network, i))
            *sums++ += network->sheet[i].last_change;
    for (size_t i = 0; i < network->sheets; i++)
        if (sheet_has_tolerance(&network->sheet[i])) {
            sums[SUM_SETTLED] += network->sheet[i].settled;
            sums[SUM_STEPS] += (double)network->sheet[i].steps;
            sums += SETTLING_SUMS;
        }
}

// Undefined (NaN) because an eye's input did not vary.
static double correlation(const double *sums, double n) {
    double xx = sums[SUM_XX] - sums[SUM_X] * sums[SUM_X] / n,
           yy = sums[SUM_YY] - sums[SUM_Y] * sums[SUM_Y] / n,
           xy = sums[SUM_XY] - sums[SUM_X] * sums[SUM_Y] / n;
    return xx > 0 && yy > 0 ? xy / sqrt(xx * yy) : (double)NAN;
}

void history_write_header(FILE *file, const Network *network) {
    fprintf(file, "iteration");
    for (size_t i = 0; i < network->sheets; i++)
        fprintf(file, ",activity.%s (mean over units and interval)", network->sheet[i].name);
    for (size_t i = 0; i < network->sheets; i++)
        if (has_threshold(network, i))
            fprintf(file, ",threshold.%s (mean over units)", network->sheet[i].name);
    for (size_t i = 0; i < network->sheets; i++)
        if (begins_pair(network, i))
            fprintf(file, ",correlation.%s (between the eyes over units and interval)",
                    network->sheet[i].item);
    for (size_t i = 0; i < network->sheets; i++)
        if (network_settles(network, i))
            fprintf(file, ",last_change.%s (mean over interval)", network->sheet[i].name);
    for (size_t i = 0; i < network->sheets; i++)
        if (sheet_has_tolerance(&network->sheet[i]))
            fprintf(file, ",settled.%s (presentations of interval),steps.%s (mean over interval)",
                    network->sheet[i].name, network->sheet[i].name);
    fprintf(file, "\n");
}

void history_write_row(FILE *file, const Network *network, const double *sums, int64_t interval) {
    fprintf(file, "%lld", (long long)network->presentation);
    for (size_t i = 0; i < network->sheets; i++)
        fprintf(file, ",%.9g", *sums++ / (double)interval);
    for (size_t i = 0; i < network->sheets; i++)
        if (has_threshold(network, i))
            fprintf(file, ",%.9g", sheet_mean_threshold(&network->sheet[i]));
    for (size_t i = 0; i < network->sheets; i++)
        if (begins_pair(network, i)) {
            fprintf(file, ",%.9g",
                    correlation(sums, (double)interval * (double)network->sheet[i].units));
            sums += EYE_SUMS;
        }
    for (size_t i = 0; i < network->sheets; i++)
        if (network_settles(network, i))
            fprintf(file, ",%.9g", *sums++ / (double)interval);
    for (size_t i = 0; i < network->sheets; i++)
        if (sheet_has_tolerance(&network->sheet[i])) {
            fprintf(file, ",%.0f,%.9g", sums[SUM_SETTLED], sums[SUM_STEPS] / (double)interval);
            sums += SETTLING_SUMS;
        }
    fprintf(file, "\n");
}
