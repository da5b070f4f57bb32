// SPDX-License-Identifier: GPL-3.0-or-later
#include "probe.h"

#include "memory.h"

#include <string.h>

Probe probe_begin(Network *network) {
    return (Probe){network, network_activity_save(network)};
}

void probe_end(Probe *probe) {
    network_activity_restore(probe->network, probe->saved);
    *probe = (Probe){0};
}

static size_t delays_of(const Network *network) {
    size_t delays = 0;
    for (size_t i = 0; i < network->sheets; i++)
        delays += network->sheet[i].delays;
    return delays;
}

// Lets the sheets respond to what the input sheets show, until it has passed all delays: no path is
// longer than all delays together.
static void respond(Network *network, Response response) {
    network_respond(network, response);
    for (size_t shown = 0; shown < delays_of(network); shown++) {
        for (size_t i = 0; i < network->sheets; i++)
            sheet_remember(&network->sheet[i]);
        network_respond(network, response);
    }
}

void probe_show(Probe *probe, ProbeDraw *draw, const void *stimulus, Response response) {
    Network *network = probe->network;
    for (size_t i = 0; i < network->sheets; i++) {
        Sheet *sheet = &network->sheet[i];
        if (!sheet_is_input(sheet))
            continue;
        draw(stimulus, sheet, sheet->activity);
        sheet_publish(sheet);
    }
    respond(network, response);
}

// A grating of one orientation on every input sheet, whatever its phase and contrast.
typedef struct {
    size_t sheets;
    double **sine, **cosine; // [sheets][units], NULL for sheets that are no input
} Planes;

static Planes planes_new(const Network *network) {
    size_t n = network->sheets;
    Planes planes = {n, allocate(n, sizeof(double *)), allocate(n, sizeof(double *))};
    for (size_t i = 0; i < n; i++)
        if (sheet_is_input(&network->sheet[i])) {
            planes.sine[i] = allocate(network->sheet[i].units, sizeof(double));
            planes.cosine[i] = allocate(network->sheet[i].units, sizeof(double));
        }
    return planes;
}

static void planes_free(Planes *planes) {
    for (size_t i = 0; i < planes->sheets; i++) {
        release(planes->sine[i]);
        release(planes->cosine[i]);
    }
    release(planes->sine);
    release(planes->cosine);
}

static void show_grating(Network *network, const Planes *planes, double phase,
                         const GratingProtocol *protocol) {
    for (size_t i = 0; i < network->sheets; i++) {
        Sheet *sheet = &network->sheet[i];
        if (!sheet_is_input(sheet))
            continue;
        if (protocol->eye == NO_EYE || sheet->eye == NO_EYE || sheet->eye == protocol->eye)
            grating_draw(planes->sine[i], planes->cosine[i], phase, protocol->contrast,
                         &sheet->geometry, sheet->activity);
        else
            memset(sheet->activity, 0, sheet->units * sizeof *sheet->activity);
        sheet_publish(sheet);
    }
}

enum { BATCH = 24 }; // phases at once

// The activities of a sheet's sources at several phases, put aside.
typedef struct {
    size_t phases, count;      // at most BATCH; feed-forward projections
    Activity *activity;        // [count][phases] for each feed-forward projection
    const Activity **borrowed; // the same
    float *drive;              // [phases][units] that they lead to
} Batch;

static Batch batch_new(const SheetInputs *inputs, size_t units, size_t phases) {
    size_t count = inputs->forward.count;
    Batch batch = {phases, count, allocate(count * phases, sizeof(Activity)),
                   allocate(count * phases, sizeof(Activity *)),
                   allocate(phases * units, sizeof(float))};
    for (size_t k = 0; k < count * phases; k++)
        activity_init(&batch.activity[k], &inputs->forward.items[k / phases]->from->grid);
    return batch;
}

static void batch_free(Batch *batch) {
    for (size_t k = 0; k < batch->count * batch->phases; k++)
        activity_finish(&batch->activity[k]);
    release(batch->activity);
    release(batch->borrowed);
    release(batch->drive);
}

// The drives at n phases of one orientation, from `first` on.
static void drive_by_phase(Network *network, Sheet *sheet, const Planes *planes,
                           const GratingProtocol *protocol, size_t first, size_t n, Batch *batch) {
    const SheetInputs *inputs = &network->inputs[sheet - network->sheet];
    for (size_t k = 0; k < n; k++) {
        show_grating(network, planes, 2 * M_PI * (double)(first + k) / (double)protocol->phases,
                     protocol);
        for (size_t i = 0; network->order[i] != (size_t)(sheet - network->sheet); i++) {
            size_t before = network->order[i];
            if (!sheet_is_input(&network->sheet[before]) && network->inputs[before].pooled)
                network_settle(network, &network->sheet[before], RESPOND_FEEDFORWARD);
        }
        for (size_t p = 0; p < batch->count; p++) {
            Activity *kept = &batch->activity[p * batch->phases + k];
            activity_copy(&inputs->forward.items[p]->from->grid,
                          projection_source(inputs->forward.items[p]), kept);
            batch->borrowed[p * n + k] = kept;
        }
    }
    network_drive(network, sheet, n, batch->borrowed, batch->drive);
}

// Shows the gratings one by one, as they must be where activity settles or is delayed.
static void respond_by_phase(Probe *probe, const Sheet *sheet, const Planes *planes,
                             const GratingProtocol *protocol, size_t orientation, ProbeKeep *keep,
                             void *kept) {
    for (size_t k = 0; k < protocol->phases; k++) {
        show_grating(probe->network, planes, 2 * M_PI * (double)k / (double)protocol->phases,
                     protocol);
        respond(probe->network, protocol->response);
        keep(kept, orientation, k,
             protocol->response == RESPOND_FEEDFORWARD ? sheet->drive : sheet->activity);
    }
}

void probe_each_grating(Probe *probe, Sheet *sheet, const GratingProtocol *protocol,
                        ProbeKeep *keep, void *kept) {
    Network *network = probe->network;
    bool batched = protocol->response == RESPOND_FEEDFORWARD && delays_of(network) == 0;
    network_schedule(network);
    Planes planes = planes_new(network);
    Batch batch = batch_new(&network->inputs[sheet - network->sheet], sheet->units,
                            !batched                   ? 0
                            : protocol->phases < BATCH ? protocol->phases
                                                       : BATCH);
    for (size_t j = 0; j < protocol->orientations; j++) {
        for (size_t i = 0; i < network->sheets; i++)
            if (sheet_is_input(&network->sheet[i]))
                grating_plane(protocol->frequency,
                              (double)j * M_PI / (double)protocol->orientations,
                              &network->sheet[i].geometry, planes.sine[i], planes.cosine[i]);
        if (!batched) {
            respond_by_phase(probe, sheet, &planes, protocol, j, keep, kept);
            continue;
        }
        for (size_t first = 0; first < protocol->phases; first += batch.phases) {
            size_t left = protocol->phases - first, n = left < batch.phases ? left : batch.phases;
            drive_by_phase(network, sheet, &planes, protocol, first, n, &batch);
            for (size_t k = 0; k < n; k++)
                keep(kept, j, first + k, batch.drive + k * sheet->units);
        }
    }
    batch_free(&batch);
    planes_free(&planes);
}

typedef struct {
    size_t units;
    double *response; // [orientations][units]
} Largest;

static void keep_largest(void *kept, size_t orientation, size_t phase, const float *response) {
    const Largest *largest = kept;
    double *peak = largest->response + orientation * largest->units;
    for (size_t unit = 0; unit < largest->units; unit++)
        peak[unit] = fmax(phase == 0 ? 0 : peak[unit], (double)response[unit]);
}

void probe_gratings(Probe *probe, Sheet *sheet, const GratingProtocol *protocol, double *response) {
    Largest largest = {sheet->units, response};
    probe_each_grating(probe, sheet, protocol, keep_largest, &largest);
}
