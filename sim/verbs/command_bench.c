// SPDX-License-Identifier: GPL-3.0-or-later
#include "verbs/options.h"

#include "base/memory.h"
#include "base/talk.h"
#include "files/provenance.h"
#include "pictures/picture.h"
#include "verbs/bench.h"
#include "verbs/command_result.h"

#include <jansson.h>
#include <math.h>
#include <omp.h>
#include <stdio.h>

static const char *const stage_names[STAGES] = {"stimulus", "subcortical", "afferent", "settling",
                                                "learning"};

static bool run(const BenchSettings *settings, Bench *bench, Error *error) {
    OWNED_BY(experiment_free) Experiment experiment;
    return bench_load(settings, &experiment, error) &&
           bench_run(settings, &experiment, bench, error);
}

static json_t *timing_json(const BenchTiming *timing) {
    json_t *stages = json_object();
    for (size_t k = 0; k < STAGES; k++)
        json_object_set_new(stages, stage_names[k], json_real(timing->stage[k]));
    return json_pack("{s:f, s:o, s:f, s:f}", "milliseconds_per_iteration", timing->milliseconds,
                     "stage_milliseconds", stages, "multiply_adds", timing->multiply_adds,
                     "weight_bytes", timing->bytes);
}

static void print_json(const BenchSettings *settings, const Bench *bench) {
    json_auto_t *result = timing_json(&bench->fast);
    json_t *floors =
        json_pack("{s:f, s:f, s:f, s:f}", "bandwidth_half_megabyte", bench->floors.near,
                  "bandwidth_8_megabytes", bench->floors.far, "bandwidth_256_megabytes",
                  bench->floors.memory, "multiply_adds_per_second", bench->floors.multiply_adds);
    json_object_update_new(
        result,
        json_pack("{s:f, s:f, s:I, s:f, s:f, s:f, s:f, s:f, s:f, s:f, s:f, s:i, s:o, s:o, s:o, "
                  "s:o, s:f, s:f}",
                  "size", settings->density, "area", settings->area, "units",
                  (json_int_t)bench->units, "connections", bench->connections, "weight_megabytes",
                  bench->megabytes, "bytes_per_connection",
                  bench->megabytes * 1e6 / bench->connections, "active_fraction", bench->active,
                  "candidate_fraction", bench->candidates, "multiply_adds_needed", bench->needed,
                  "measuring_milliseconds", bench->measuring, "peak_megabytes",
                  bench->peak_megabytes, "threads", settings->threads, "reference",
                  timing_json(&bench->reference), "with_threads", timing_json(&bench->team),
                  "floors", floors, "program", provenance_program(settings->kernels->name),
                  "large_array_megabytes", (double)bench->pages.large / 1e6, "huge_page_megabytes",
                  (double)bench->pages.huge / 1e6));
    command_print_json(result, 6);
}

// Prints a table in Markdown.
static void print_table(const BenchSettings *settings, const Bench *bench) {
    const BenchTiming *fast = &bench->fast, *reference = &bench->reference, *team = &bench->team;
    const BenchFloors *floors = &bench->floors;
    printf("GCAL, V1 of density %g and area %g: %zu units, %.3g M connections, %.3g bytes each; "
           "kernel %s, pinwheel %s\n\n",
           settings->density, settings->area, bench->units, bench->connections / 1e6,
           bench->megabytes * 1e6 / bench->connections, settings->kernels->name,
           provenance_commit());
    printf("| ms an iteration | 1 thread | %d thread%s | reference, 1 thread | weights read, MB | "
           "these at cache speed | at memory speed |\n|---|---|---|---|---|---|---|\n",
           settings->threads, settings->threads > 1 ? "s" : "");
    for (size_t k = 0; k < STAGES; k++)
        printf("| %s | %.3f | %.3f | %.3f | %.2f | %.3f | %.3f |\n", stage_names[k], fast->stage[k],
               team->stage[k], reference->stage[k], fast->stage_bytes[k] / 1e6,
               1000 * fast->stage_bytes[k] / floors->far,
               1000 * fast->stage_bytes[k] / floors->memory);
    printf("| **all** | **%.3f** | **%.3f** | **%.3f** | %.2f | %.3f | %.3f |\n\n",
           fast->milliseconds, team->milliseconds, reference->milliseconds, fast->bytes / 1e6,
           1000 * fast->bytes / floors->far, 1000 * fast->bytes / floors->memory);
    printf("| | |\n|---|---|\n");
    printf("| reference / 1 thread | %.2f |\n", reference->milliseconds / fast->milliseconds);
    printf("| 1 thread / %d thread%s | %.2f |\n", settings->threads,
           settings->threads > 1 ? "s" : "", fast->milliseconds / team->milliseconds);
    printf("| active units after settling | %.1f %% |\n", 100 * bench->active);
    printf("| candidates in a settling step | %.1f %% |\n", 100 * bench->candidates);
    printf("| multiply-adds: needed, done, by the reference | %.3g M, %.3g M, %.3g M |\n",
           bench->needed / 1e6, fast->multiply_adds / 1e6, reference->multiply_adds / 1e6);
    printf("| multiply-adds at the kernel's top speed (%.3g G/s) | %.3f ms |\n",
           floors->multiply_adds / 1e9, 1000 * fast->multiply_adds / floors->multiply_adds);
    printf("| reading 0.5, 8, 256 MB | %.3g, %.3g, %.3g GB/s |\n", floors->near / 1e9,
           floors->far / 1e9, floors->memory / 1e9);
    printf("| measuring an orientation map | %.1f ms |\n", bench->measuring);
    printf("| memory: weights, maximum of the program | %.0f MB, %.0f MB |\n", bench->megabytes,
           bench->peak_megabytes);
    if (bench->pages.large > 0)
        printf("\nLarge arrays take %.0f MB, of which %.0f %% lie on huge pages.\n",
               (double)bench->pages.large / 1e6,
               100 * (double)bench->pages.huge / (double)bench->pages.large);
}

// How time grows with the sheet and with its density.
typedef struct {
    double density, area;
} Scale;
static const Scale scales[] = {{48, 1}, {48, 2}, {48, 4}, {98, 1}, {98, 2}, {98, 4}, {196, 1}};
enum { SCALES = sizeof scales / sizeof *scales, DENSITIES = 3 };

static bool draw_scaling(const Bench *benches, const char *path, Error *error) {
    double x[DENSITIES][SCALES], y[DENSITIES][SCALES];
    PictureCurve curves[DENSITIES] = {
        {.name = "density 48"}, {.name = "density 98"}, {.name = "density 196"}};
    for (size_t k = 0; k < SCALES; k++) {
        size_t c = scales[k].density < 50 ? 0 : scales[k].density < 100 ? 1 : 2;
        x[c][curves[c].n] = log10(benches[k].needed);
        y[c][curves[c].n++] = log10(benches[k].fast.milliseconds);
    }
    for (size_t c = 0; c < DENSITIES; c++) {
        curves[c].x = x[c];
        curves[c].y = y[c];
    }
    PictureFrame frame = {.title = "Time of an iteration against the work it needs, areas 1, 2, 4"};
    PictureChart chart = {.curves = curves,
                          .count = DENSITIES,
                          .x_name =
                              "log10 of multiply-adds of active sources and candidate targets",
                          .y_name = "log10 of milliseconds"};
    return picture_chart(&frame, &chart, path, error);
}

static bool run_scaling(BenchSettings *settings, const char *picture, Error *error) {
    Bench benches[SCALES];
    printf(
        "| density | area | units | ms an iteration | us a unit | multiply-adds needed, M | ns for "
        "each |\n|---|---|---|---|---|---|---|\n");
    for (size_t k = 0; k < SCALES; k++) {
        const Bench *bench = &benches[k];
        settings->density = scales[k].density;
        settings->area = scales[k].area;
        talk("density %g, area %g", settings->density, settings->area);
        if (!run(settings, &benches[k], error))
            return false;
        printf("| %g | %g | %zu | %.3f | %.3f | %.2f | %.3f |\n", settings->density, settings->area,
               bench->units, bench->fast.milliseconds,
               1000 * bench->fast.milliseconds / (double)bench->units, bench->needed / 1e6,
               1e6 * bench->fast.milliseconds / bench->needed);
        fflush(stdout);
    }
    return picture == NULL || draw_scaling(benches, picture, error);
}

static int carry_out(const Options *options, Error *error) {
    BenchSettings settings = {.density = options->size,
                              .area = options->area,
                              .threads = omp_get_max_threads(),
                              .warm_up = options->warm_up,
                              .kernels = options->kernels};
    if (options->scaling)
        return run_scaling(&settings, option_text(options->output), error) ? EXIT_DONE
                                                                           : EXIT_FAILED;
    Bench bench;
    if (!run(&settings, &bench, error))
        return EXIT_FAILED;
    (options->json ? print_json : print_table)(&settings, &bench);
    return EXIT_DONE;
}

const Command command_bench = {
    .name = "bench",
    .summary = "measure the speed of GCAL on this machine, stage by stage",
    .asks = "takes no words, only options",
    .examples = EXAMPLES("pinwheel bench --size 48", "pinwheel bench --scaling -o scaling.png"),
    .words = (const Word[]){{0}},
    .options =
        OPTIONS({OPTION(size), "98", 8, 1e4, .value = "N",
                 .help = "density of V1, units to the sheet unit"},
                {OPTION(area), "1", 0.04, 1e4, .value = "N", .help = "of V1, sheet units squared"},
                OPTION_THREADS("to compare with one"),
                {SETTING_NAMED("warm-up", Options, warm_up), "1000", 0, 1e9, .value = "N",
                 .help = "iterations before the timed ones"},
                OPTION_KERNEL, OPTION_JSON("print the same as JSON"),
                OPTION_FLAG(scaling, "time several densities and areas instead (some minutes)"),
                OPTION_OUTPUT("FILE", "with --scaling: a picture of it, PNG")),
    .carry_out = carry_out,
};
