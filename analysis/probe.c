// SPDX-License-Identifier: GPL-3.0-or-later
#include "probe.h"

Probe probe_begin(Network *network) {
    return (Probe){network, network_activity_save(network)};
}

void probe_end(Probe *probe) {
    network_activity_restore(probe->network, probe->saved);
    *probe = (Probe){0};
}

void probe_show(Probe *probe, ProbeDraw *draw, const void *stimulus, Response response) {
    Network *network = probe->network;
    size_t delays = 0;
    for (size_t i = 0; i < network->sheets; i++) {
        Sheet *sheet = &network->sheet[i];
        delays += sheet->delays; // no path is longer than all delays together
        if (!sheet_is_input(sheet))
            continue;
        draw(stimulus, &sheet->geometry, sheet->activity);
        sheet_publish(sheet);
    }
    network_respond(network, response);
    for (size_t shown = 0; shown < delays; shown++) {
        for (size_t i = 0; i < network->sheets; i++)
            sheet_remember(&network->sheet[i]);
        network_respond(network, response);
    }
}

typedef struct {
    double frequency, orientation, phase, contrast;
} Grating;

static void draw_grating(const void *stimulus, const Geometry *geometry, float *activity) {
    const Grating *grating = stimulus;
    grating_draw(grating->frequency, grating->orientation, grating->phase, grating->contrast,
                 geometry, activity);
}

void probe_gratings(Probe *probe, const Sheet *sheet, const GratingProtocol *protocol,
                    double *response) {
    const float *shown = protocol->response == RESPOND_FEEDFORWARD ? sheet->drive : sheet->activity;
    for (size_t j = 0; j < protocol->orientations; j++) {
        double *peak = response + j * sheet->units;
        for (size_t unit = 0; unit < sheet->units; unit++)
            peak[unit] = 0;
        for (size_t k = 0; k < protocol->phases; k++) {
            Grating grating = {protocol->frequency,
                               (double)j * M_PI / (double)protocol->orientations,
                               2 * M_PI * (double)k / (double)protocol->phases, protocol->contrast};
            probe_show(probe, draw_grating, &grating, protocol->response);
            for (size_t unit = 0; unit < sheet->units; unit++)
                if ((double)shown[unit] > peak[unit])
                    peak[unit] = (double)shown[unit];
        }
    }
}
