// SPDX-License-Identifier: GPL-3.0-or-later
// The lateral connections of a sheet of an experiment, strengths included: as drawn from a config,
// or as a run has learnt them; each unit's own, or on a torus the mean kernel of all. A unit's
// threshold and its afferent input belong to b.
#include "circuits/circuit.h"

#include "base/memory.h"
#include "circuits/mean_kernel.h"
#include "run/experiment.h"
#include "run/run.h"
#include "run/saved_run.h"

#include <string.h>
#include <sys/stat.h>

typedef struct {
    char *from, *sheet;
    TextList changes;
    int weights;
    int64_t side;
} SheetCircuitSettings;

static const char *const weight_choices[] = {"own", "mean", NULL};
enum { WEIGHTS_OWN, WEIGHTS_MEAN };

static bool fill_own(const Network *network, const Sheet *sheet, Circuit *circuit, Error *error) {
    const ProjectionList *lateral = &network->inputs[sheet - network->sheet].lateral;
    if (sheet->units > CIRCUIT_NEURONS_MOST)
        return fail(error,
                    "sheet '%s' has %zu units; a circuit has at most %d: lower its density with "
                    "`changes`, or take weights = \"mean\"",
                    sheet->name, sheet->units, CIRCUIT_NEURONS_MOST);
    *circuit = circuit_new(sheet->units);
    circuit->columns = sheet->geometry.n;
    for (size_t p = 0; p < lateral->count; p++) {
        const Projection *projection = lateral->items[p];
        if (projection->from != sheet)
            continue;
        OWNED Connection *connections = allocate(projection->field_units, sizeof *connections);
        double strength = projection_strength(projection, network->presentation);
        for (size_t unit = 0; unit < sheet->units; unit++) {
            size_t count = projection_connections(projection, unit, connections);
            for (size_t k = 0; k < count; k++) {
                size_t source =
                    (size_t)connections[k].row * sheet->geometry.n + (size_t)connections[k].column;
                circuit->weights[unit * sheet->units + source] +=
                    strength * (double)connections[k].weight;
            }
        }
    }
    return true;
}

static bool fill_mean(const Network *network, const Sheet *sheet, int64_t side, Circuit *circuit,
                      Error *error) {
    OWNED_BY(mean_kernel_free) MeanKernel kernel = mean_kernel(network, sheet);
    long n = (long)side, width = 2 * kernel.radius + 1;
    if (width > n)
        return fail(error, "a torus of %ld units is smaller than the kernel, which is %ld wide", n,
                    width);
    *circuit = circuit_new((size_t)(n * n));
    circuit->columns = (size_t)n;
    for (long i = 0; i < n * n; i++)
        for (long k = 0; k < width * width; k++) {
            long row = (i / n + k / width - kernel.radius + n) % n,
                 column = (i % n + k % width - kernel.radius + n) % n;
            circuit->weights[i * n * n + row * n + column] += kernel.value[k];
        }
    return true;
}

static bool has_own(const ProjectionList *lateral, const Sheet *sheet) {
    for (size_t p = 0; p < lateral->count; p++)
        if (lateral->items[p]->from == sheet)
            return true;
    return false;
}

static bool fill(const Network *network, const SheetCircuitSettings *settings, Circuit *circuit,
                 Error *error) {
    const Sheet *sheet = network_sheet(network, settings->sheet);
    if (sheet == NULL)
        return fail(error, "%s has no sheet '%s'", settings->from, settings->sheet);
    if (!has_own(&network->inputs[sheet - network->sheet].lateral, sheet))
        return fail(error, "sheet '%s' of %s has no lateral projections", settings->sheet,
                    settings->from);
    return settings->weights == WEIGHTS_MEAN
               ? fill_mean(network, sheet, settings->side, circuit, error)
               : fill_own(network, sheet, circuit, error);
}

static bool build_from_run(const SheetCircuitSettings *settings, Circuit *circuit, Error *error) {
    if (settings->changes.count > 0)
        return fail(error, "%s is a run, whose settings are what they were", settings->from);
    OWNED_BY(saved_run_close) SavedRun saved;
    bool opened = saved_run_open(&saved, settings->from, -1, false, NULL, error);
    OWNED_BY(run_finish) Run run = {0};
    return opened &&
           run_open(&run, &saved.experiment, copy_text(saved.folder), saved.checkpoint, NULL,
                    &(RunOptions){.command = ""}, error) &&
           fill(run.network, settings, circuit, error);
}

static bool build_from_config(const SheetCircuitSettings *settings, Circuit *circuit,
                              Error *error) {
    OWNED_BY(experiment_free) Experiment experiment;
    bool ok =
        experiment_load(&experiment, settings->from, (const char *const *)settings->changes.items,
                        settings->changes.count, error);
    Network *network = ok ? experiment_network(&experiment, NULL, WEIGHTS_DRAWN, error) : NULL;
    ok = network && fill(network, settings, circuit, error);
    if (network)
        network_free(network);
    return ok;
}

static bool build(const void *settings_of_kind, Circuit *circuit, Error *error) {
    const SheetCircuitSettings *settings = settings_of_kind;
    struct stat status;
    bool folder = stat(settings->from, &status) == 0 && S_ISDIR(status.st_mode);
    OWNED_BY(error_clear) Error found = {0};
    bool ok = folder ? build_from_run(settings, circuit, &found)
                     : build_from_config(settings, circuit, &found);
    if (!ok)
        fail(error, "from: %s", found.text);
    return ok;
}

const CircuitKind circuit_sheet = {
    .kind = {"sheet", "the lateral connections of a sheet of a config or a run",
             BLOCK(SheetCircuitSettings, NULL,
                   {SETTING(SheetCircuitSettings, from), NULL, 1, 4096,
                    .help = "a config, whose weights are as drawn, or the folder of a run, whose "
                            "weights are those last saved",
                    .input = true},
                   {SETTING(SheetCircuitSettings, sheet), "v1", 1, 255, .help = "which sheet"},
                   {SETTING(SheetCircuitSettings, changes), "", 0, 1000,
                    .help = "\"path=value\" texts applied to the config"},
                   {SETTING(SheetCircuitSettings, weights), "own", .choices = weight_choices,
                    .help = "each unit's own weights, or their mean kernel on a torus"},
                   {SETTING(SheetCircuitSettings, side), "48", 2, 64, "units",
                    .help = "of the torus that the mean kernel is laid on"})},
    .build = build,
};
