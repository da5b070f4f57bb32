// SPDX-License-Identifier: GPL-3.0-or-later
#include "verbs/bench.h"

#include "gcal_config.h" // made from configs/gcal/gcal.cfg
#include "base/memory.h"
#include "measure/measure.h"

#include <errno.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { STRETCHES = 5, STRETCH = 40, REFERENCE_STRETCH = 3 };

// Writes the built-in config to a temporary file, whose name it fills in.
static bool write_config(char *path, Error *error) {
    int opened = mkstemp(path);
    FILE *file = opened < 0 ? NULL : fdopen(opened, "w");
    bool ok = file != NULL;
    if (opened >= 0 && !file)
        close(opened);
    for (size_t i = 0; ok && gcal_config[i]; i++)
        ok = fputs(gcal_config[i], file) >= 0;
    if (file)
        ok = fclose(file) == 0 && ok;
    return ok || fail(error, "%s: cannot be written: %s", path, strerror(errno));
}

bool bench_load(const BenchSettings *settings, Experiment *experiment, Error *error) {
    enum { CHANGES = 6 };
    char path[] = "/tmp/pinwheel-bench-XXXXXX";
    // Margins are those of gcal.cfg. The density of patterns in the area of their centres is that
    // of area 1, which has two.
    double half = sqrt(settings->area) / 2, range = 2 * half + 0.5;
    char *changes[CHANGES] = {
        format_text("sheets.v1.density=%.17g", settings->density),
        format_text("sheets.v1.half_width=%.17g", half),
        format_text("sheets.lgn_*.half_width=%.17g", half + 0.75),
        format_text("sheets.retina.half_width=%.17g", half + 1.125),
        format_text("stimuli.bars.count=%.0f", fmax(1, round(2 / 2.25 * range * range))),
        format_text("stimuli.bars.half_range=%.17g", half + 0.25)};
    *experiment = (Experiment){0};
    bool ok = write_config(path, error) &&
              experiment_load(experiment, path, (const char *const *)changes, CHANGES, error);
    remove(path);
    for (size_t i = 0; i < CHANGES; i++)
        release(changes[i]);
    return ok;
}

typedef uint64_t Words __attribute__((vector_size(16)));

// Bytes a second, reading `megabytes` over and over.
static double bandwidth(double megabytes) {
    size_t n = (size_t)(megabytes * 1e6 / sizeof(Words)) / 4 * 4;
    size_t rounds = (size_t)(1000 / megabytes) + 1;
    OWNED Words *words = allocate(n, sizeof *words);
    memset(words, 1, n * sizeof *words);
    double best = 0;
    for (int attempt = 0; attempt < 3; attempt++) {
        Words sum[4] = {0};
        double start = omp_get_wtime();
        for (size_t round = 0; round < rounds; round++)
            for (size_t i = 0; i < n; i += 4)
                for (size_t k = 0; k < 4; k++)
                    sum[k] += words[i + k];
        volatile uint64_t kept = sum[0][0] + sum[1][0] + sum[2][0] + sum[3][0];
        (void)kept;
        best = fmax(best, (double)(rounds * n * sizeof *words) / (omp_get_wtime() - start));
    }
    return best;
}

// Multiply-adds a second of the kernel that sums fields, on few weights.
static double multiply_add_rate(const Kernels *kernels) {
    enum { LINES = 64, ROUNDS = 100000 };
    OWNED float *weights = allocate(LINES * LANES, sizeof *weights);
    float value[LINES], response[LANES] = {0};
    int32_t line[LINES];
    for (int i = 0; i < LINES; i++) {
        line[i] = i;
        value[i] = 0.5f;
    }
    SourceList list = {LINES, line, value, LINES};
    double start = omp_get_wtime();
    for (int round = 0; round < ROUNDS; round++)
        kernels->respond(&list, weights, NULL, response);
    return (double)ROUNDS * LINES * LANES / (omp_get_wtime() - start);
}

static bool present(Network *network, int64_t n, Error *error) {
    for (int64_t k = 0; k < n; k++)
        if (!network_present(network, error))
            return false;
    return true;
}

// A stretch of iterations: the mean time of an iteration, and the work of all.
typedef struct {
    double milliseconds;
    Work work;
} Stretch;

static int compare_stretches(const void *a, const void *b) {
    double x = ((const Stretch *)a)->milliseconds, y = ((const Stretch *)b)->milliseconds;
    return (x > y) - (x < y);
}

static bool time_stretch(Network *network, int64_t first, int64_t n, int threads,
                         const Kernels *kernels, Stretch *stretch, Error *error) {
    network_use(network, kernels);
    omp_set_num_threads(threads);
    network->presentation = first;
    network->work = (Work){0};
    double start = omp_get_wtime();
    if (!present(network, n, error))
        return false;
    stretch->milliseconds = 1000 * (omp_get_wtime() - start) / (double)n;
    stretch->work = network->work;
    return true;
}

// The median stretch, as averages over its n iterations.
static BenchTiming timing_of(Stretch *stretches, int64_t n) {
    qsort(stretches, STRETCHES, sizeof *stretches, compare_stretches);
    const Stretch *median = &stretches[STRETCHES / 2];
    BenchTiming timing = {.milliseconds = median->milliseconds};
    for (int k = 0; k < STAGES; k++) {
        timing.stage[k] = 1000 * median->work.seconds[k] / (double)n;
        timing.stage_bytes[k] =
            (double)median->work.count[k].lines * LANES * sizeof(float) / (double)n;
        timing.bytes += timing.stage_bytes[k];
    }
    timing.multiply_adds = timing.bytes / sizeof(float);
    return timing;
}

// Times the same presentations in all three ways in turn, so that disturbances by other programs
// affect all alike.
static bool time_all(const BenchSettings *settings, Network *network, Bench *bench, Error *error) {
    Stretch fast[STRETCHES], team[STRETCHES], reference[STRETCHES];
    Kernels plain = *settings->kernels; // the same arithmetic without skipping
    plain.skips = false;
    const Sheet *v1 = network_sheet(network, "v1");
    double active = 0, candidates = 0, steps = (double)(v1->settings->settle - 1);
    for (int64_t k = 0; k < STRETCHES; k++) {
        int64_t first = settings->warm_up + k * STRETCH;
        if (!time_stretch(network, first, STRETCH, 1, settings->kernels, &fast[k], error) ||
            !time_stretch(network, first, STRETCH, settings->threads, settings->kernels, &team[k],
                          error) ||
            !time_stretch(network, first, REFERENCE_STRETCH, 1, &plain, &reference[k], error))
            return false;
        for (size_t i = 0; i < v1->units; i++)
            active += v1->activity[i] != 0;
        candidates += (double)fast[k].work.candidates / STRETCH;
        bench->needed += (double)fast[k].work.needed / STRETCH / STRETCHES;
    }
    network_use(network, settings->kernels);
    omp_set_num_threads(settings->threads);
    bench->active = active / STRETCHES / (double)v1->units;
    bench->candidates = candidates / STRETCHES / steps / (double)v1->units;
    bench->fast = timing_of(fast, STRETCH);
    bench->team = timing_of(team, STRETCH);
    bench->reference = timing_of(reference, REFERENCE_STRETCH);
    return true;
}

static double time_measure(const Experiment *experiment, Network *network) {
    const Item *item = collection_find(&experiment->measures, "orientation");
    const MeasureKind *kind = (const MeasureKind *)item->variant.kind;
    double start = omp_get_wtime();
    results_free(kind->take(item->variant.settings, item->name, network));
    return 1000 * (omp_get_wtime() - start);
}

bool bench_run(const BenchSettings *settings, const Experiment *experiment, Bench *bench,
               Error *error) {
    *bench = (Bench){0};
    Network *network = experiment_network(experiment, settings->kernels, WEIGHTS_DRAWN, error);
    if (network == NULL)
        return false;
    bench->units = network_sheet(network, "v1")->units;
    for (size_t k = 0; k < network->projections; k++) {
        const Projection *projection = &network->projection[k];
        if (projection->settings->shared)
            continue;
        bench->connections += (double)projection_connection_count(projection);
        bench->megabytes += (double)projection->weight_count * sizeof(float) / 1e6;
    }
    huge_pages_count(&bench->pages);
    bool ok =
        present(network, settings->warm_up, error) && time_all(settings, network, bench, error);
    if (ok)
        bench->measuring = time_measure(experiment, network);
    bench->peak_megabytes = (double)peak_memory() / 1e6;
    network_free(network);
    bench->floors = (BenchFloors){bandwidth(0.5), bandwidth(8), bandwidth(256),
                                  multiply_add_rate(settings->kernels)};
    return ok;
}
