// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/probe.h"

#include "base/memory.h"
#include "model/trials.h"

#include <math.h>
#include <string.h>

static const double AT_REST = 1e-5; // change between two presentations of the same

Probe probe_begin(Network *network) {
    Probe probe = {network, network_activity_save(network), network_echoes(network), NULL};
    probe.before = allocate(network->sheets, sizeof *probe.before);
    for (size_t i = 0; i < network->sheets && probe.echoes; i++)
        probe.before[i] = allocate(network->sheet[i].units, sizeof(float));
    return probe;
}

void probe_end(Probe *probe) {
    for (size_t i = 0; i < probe->network->sheets; i++)
        release(probe->before[i]);
    release(probe->before);
    network_activity_restore(probe->network, probe->saved);
    *probe = (Probe){0};
}

// Silences all sheets, and the past activity that delayed projections read.
static void silence(Network *network) {
    for (size_t i = 0; i < network->sheets; i++) {
        Sheet *sheet = &network->sheet[i];
        memset(sheet->activity, 0, sheet->units * sizeof *sheet->activity);
        for (size_t d = 0; d <= sheet->delays; d++)
            activity_write(&sheet->grid, sheet->activity, &sheet->shown[d]);
    }
}

static void present_again(Network *network, Response response) {
    for (size_t i = 0; i < network->sheets; i++)
        sheet_remember(&network->sheet[i]);
    network_respond(network, response);
}

// The maximum change of any unit since the presentation before over the maximum activity.
static double change_since(const Sheet *sheet, float *before) {
    double change = 0, largest = 0;
    for (size_t unit = 0; unit < sheet->units; unit++) {
        double after = (double)sheet->activity[unit];
        double moved = fabs(after - (double)before[unit]);
        change = moved <= change ? change : isnan(moved) ? HUGE_VAL : moved;
        largest = fmax(largest, fabs(after));
        before[unit] = sheet->activity[unit];
    }
    return largest > 0 ? change / largest : change > 0;
}

// Presents until no sheet has changed over as many presentations as the longest delay has.
static void present_until_quiet(Probe *probe, Response response) {
    Network *network = probe->network;
    size_t longest = 1, quiet = 0, bytes = network->sheets * sizeof(Rest);
    OWNED double *change = allocate(network->sheets, sizeof *change);
    OWNED Rest *rest = allocate(1, bytes);
    memcpy(rest, network->rest, bytes);
    for (size_t i = 0; i < network->sheets; i++) {
        const Sheet *sheet = &network->sheet[i];
        longest = sheet->delays > longest ? sheet->delays : longest;
        memcpy(probe->before[i], sheet->activity, sheet->units * sizeof(float));
    }
    for (int shown = 0; shown < PROBE_PRESENTATIONS_MOST && quiet < longest; shown++) {
        double most = 0;
        present_again(network, response);
        for (size_t i = 0; i < network->sheets; i++) {
            change[i] = change_since(&network->sheet[i], probe->before[i]);
            most = change[i] <= most ? most : change[i];
        }
        quiet = most <= AT_REST ? quiet + 1 : 0;
    }
    for (size_t i = 0; i < network->sheets; i++)
        if (!sheet_is_input(&network->sheet[i])) {
            rest[i].sum += network_settles(network, i)
                               ? fmax(change[i], network->sheet[i].last_change)
                               : change[i];
            rest[i].responses++;
            rest[i].moving += !(change[i] <= AT_REST);
        }
    memcpy(network->rest, rest, bytes);
}

// Lets the sheets respond to the input sheets until the stimulus has passed all delays.
static void respond(Probe *probe, Response response) {
    Network *network = probe->network;
    OWNED Rest *rest = allocate(network->sheets, sizeof *rest);
    memcpy(rest, network->rest, network->sheets * sizeof *rest);
    network_respond(network, response);
    for (size_t shown = 0; shown < network_delays(network); shown++) {
        memcpy(network->rest, rest, network->sheets * sizeof *rest);
        present_again(network, response);
    }
    if (probe->echoes) {
        memcpy(network->rest, rest, network->sheets * sizeof *rest);
        present_until_quiet(probe, response);
    }
}

static void draw_inputs(Network *network, ProbeDraw *draw, void *stimuli, size_t k) {
    for (size_t i = 0; i < network->sheets; i++) {
        Sheet *sheet = &network->sheet[i];
        if (!sheet_is_input(sheet))
            continue;
        draw(stimuli, k, sheet, sheet->activity);
        sheet_publish(sheet);
    }
}

void probe_show(Probe *probe, ProbeDraw *draw, void *stimuli, size_t k, Response response) {
    if (network_delays(probe->network) > 0 || probe->echoes)
        silence(probe->network);
    draw_inputs(probe->network, draw, stimuli, k);
    respond(probe, response);
}

static void show_one_by_one(Probe *probe, const Sheet *sheet, Response response, ProbeDraw *draw,
                            void *stimuli, size_t n, ProbeKeep *keep, void *kept) {
    for (size_t k = 0; k < n; k++) {
        probe_show(probe, draw, stimuli, k, response);
        keep(kept, k, response == RESPOND_FEEDFORWARD ? sheet->drive : sheet->activity);
    }
}

void probe_each(Probe *probe, Sheet *sheet, Response response, ProbeDraw *draw, void *stimuli,
                size_t n, size_t alike, ProbeKeep *keep, void *kept) {
    Network *network = probe->network;
    if (!trials_possible(network, sheet)) {
        show_one_by_one(probe, sheet, response, draw, stimuli, n, keep, kept);
        return;
    }
    network_schedule(network);
    Trials *trials = trials_new(network, sheet, n, alike);
    OWNED float *shown = allocate(sheet->units, sizeof *shown);
    size_t room = trials_room(trials);
    for (size_t first = 0; first < n; first += room) {
        size_t count = n - first < room ? n - first : room;
        trials_clear(trials);
        for (size_t k = 0; k < count; k++) {
            draw_inputs(network, draw, stimuli, first + k);
            network_respond_before(network, sheet, response);
            trials_add(trials);
        }
        trials_respond(trials, response);
        for (size_t k = 0; k < count; k++) {
            trials_read(trials, k, shown);
            keep(kept, first + k, shown);
        }
    }
    trials_free(trials);
}

// Gratings on the input sheets. All gratings of one orientation share the planes, which are
// replaced when the orientation changes.
typedef struct {
    const Network *network;
    const GratingProtocol *protocol;
    size_t contrasts;
    const double *contrast;  // [contrasts]
    size_t orientation;      // of the planes
    double **sine, **cosine; // [sheets][units]; NULL for sheets that are not inputs
} Planes;

static void planes_turn(Planes *planes, size_t orientation) {
    double angle = (double)orientation * M_PI / (double)planes->protocol->orientations;
    planes->orientation = orientation;
    for (size_t i = 0; i < planes->network->sheets; i++)
        if (planes->sine[i])
            grating_plane(planes->protocol->frequency, angle, &planes->network->sheet[i].geometry,
                          planes->sine[i], planes->cosine[i]);
}

static Planes planes_new(const Network *network, const GratingProtocol *protocol, size_t contrasts,
                         const double *contrast) {
    size_t n = network->sheets;
    double **sine = allocate(n, sizeof *sine), **cosine = allocate(n, sizeof *cosine);
    Planes planes = {network, protocol, contrasts, contrast, 0, sine, cosine};
    for (size_t i = 0; i < n; i++)
        if (sheet_is_input(&network->sheet[i])) {
            sine[i] = allocate(network->sheet[i].units, sizeof *sine[i]);
            cosine[i] = allocate(network->sheet[i].units, sizeof *cosine[i]);
        }
    planes_turn(&planes, 0);
    return planes;
}

static void planes_free(Planes *planes) {
    for (size_t i = 0; i < planes->network->sheets; i++) {
        release(planes->sine[i]);
        release(planes->cosine[i]);
    }
    release(planes->sine);
    release(planes->cosine);
}

static void draw_grating(void *stimuli, size_t k, const Sheet *sheet, float *activity) {
    Planes *planes = stimuli;
    const GratingProtocol *protocol = planes->protocol;
    size_t orientation = k / planes->contrasts / protocol->phases,
           phase = k / planes->contrasts % protocol->phases;
    if (orientation != planes->orientation)
        planes_turn(planes, orientation);
    size_t i = (size_t)(sheet - planes->network->sheet);
    if (probe_is_seen(protocol->eye, sheet))
        grating_draw(planes->sine[i], planes->cosine[i],
                     2 * M_PI * (double)phase / (double)protocol->phases,
                     planes->contrast[k % planes->contrasts], &sheet->geometry, activity);
    else
        memset(activity, 0, sheet->units * sizeof *activity);
}

void probe_each_grating(Probe *probe, Sheet *sheet, const GratingProtocol *protocol,
                        size_t contrasts, const double *contrast, ProbeKeep *keep, void *kept) {
    OWNED_BY(planes_free) Planes planes = planes_new(probe->network, protocol, contrasts, contrast);
    probe_each(probe, sheet, protocol->response, draw_grating, &planes,
               protocol->orientations * protocol->phases * contrasts, contrasts, keep, kept);
}

typedef struct {
    size_t phases, units;
    double *response; // [orientations][units]
} LargestOverPhases;

static void keep_largest(void *kept, size_t k, const float *response) {
    const LargestOverPhases *largest = kept;
    double *peak = largest->response + k / largest->phases * largest->units;
#pragma omp parallel for if (largest->units >= FEWEST_UNITS_FOR_THREADS)
    for (size_t unit = 0; unit < largest->units; unit++)
        peak[unit] = fmax(k % largest->phases == 0 ? 0 : peak[unit], (double)response[unit]);
}

void probe_gratings(Probe *probe, Sheet *sheet, const GratingProtocol *protocol, double *response) {
    LargestOverPhases largest = {protocol->phases, sheet->units, response};
    probe_each_grating(probe, sheet, protocol, 1, &protocol->contrast, keep_largest, &largest);
}
