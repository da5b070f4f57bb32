// SPDX-License-Identifier: GPL-3.0-or-later
// The JSON files of a run's folder.
#include "fuzz/fuzz_file.h"
#include "fuzz/target.h"

#include "batch/run_plan.h"
#include "records/measured_run.h"
#include "records/picture_index.h"

// The last numbers, the numbers of one iteration, and those of all.
static void read_run(void) {
    static const Choice choices[] = {{.at = -1}, {.at = 4, .only = "activity/*"}, {.series = true}};
    for (size_t i = 0; i < sizeof choices / sizeof *choices; i++) {
        MeasuredRun run;
        Error error = {0};
        fuzz_expect(measured_run_read(&run, "run", &choices[i], &error), &error);
        measured_run_find(&run, "activity/v1.mean", 4);
        measured_run_free(&run);
    }
}

static void take_measures(const uint8_t *data, size_t size) {
    fuzz_write("run/measures.json", data, size);
    fuzz_write("run/findings.json", data, size);
    read_run();
}

const FuzzTarget fuzz_measures = {"measures", fuzz_write_run, take_measures};

static void take_run(const uint8_t *data, size_t size) {
    static char name[] = "run", config[] = "run/config.cfg";
    const PlannedRun planned = {.name = name, .config = config, .verb = &run_verb};
    fuzz_write("run/run.json", data, size);
    planned_run_state(&planned, ".");
    read_run();
}

const FuzzTarget fuzz_run = {"run", fuzz_write_run, take_run};

static void take_pictures(const uint8_t *data, size_t size) {
    PictureIndex index;
    Error error = {0};
    fuzz_write("run/maps/pictures.json", data, size);
    bool ok = picture_index_read(&index, "run", &error);
    fuzz_expect(ok, &error);
    if (ok)
        fuzz_expect(picture_index_write(&index, "run", &error), &error);
    picture_index_free(&index);
}

const FuzzTarget fuzz_pictures = {"pictures", fuzz_write_run, take_pictures};
