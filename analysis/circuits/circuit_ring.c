// SPDX-License-Identifier: GPL-3.0-or-later
// A ring with excitation of self, first and second neighbours, and inhibition of all by all:
//   W(i, j) = self [i = j] + first [|i - j| = 1] + second [|i - j| = 2] - inhibition,
// distances around the ring: the circuit of Hahnloser, Sarpeshkar, Mahowald, Douglas & Seung 2000,
// Nature 405:947, with its inhibitory neuron, fast and linear, left out of the equations.
#include "circuits/circuit.h"

typedef struct {
    int64_t n;
    double self, first, second, inhibition;
} RingSettings;

static bool build(const void *settings_of_kind, Circuit *circuit, Error *error) {
    (void)error;
    const RingSettings *settings = settings_of_kind;
    size_t n = (size_t)settings->n;
    *circuit = circuit_new(n);
    const double excitation[] = {settings->self, settings->first, settings->second};
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            size_t apart = i > j ? i - j : j - i;
            apart = apart < n - apart ? apart : n - apart;
            circuit->weights[i * n + j] =
                (apart < 3 ? excitation[apart] : 0) - settings->inhibition;
        }
    return true;
}

const CircuitKind circuit_ring = {
    .kind = {"ring", "a ring with excitation of near neighbours and inhibition of all",
             BLOCK(RingSettings, NULL,
                   {SETTING(RingSettings, n), "10", 1, CIRCUIT_NEURONS_MOST, .help = "neurons"},
                   {SETTING(RingSettings, self), "0.0", -1e6, 1e6,
                    .help = "excitation of each neuron by itself"},
                   {SETTING(RingSettings, first), "1.1", -1e6, 1e6,
                    .help = "excitation of each neuron by its two neighbours"},
                   {SETTING(RingSettings, second), "1.0", -1e6, 1e6,
                    .help = "excitation by the two after those"},
                   {SETTING(RingSettings, inhibition), "0.55", -1e6, 1e6,
                    .help = "inhibition of each neuron by all, itself too"})},
    .build = build,
};
