// SPDX-License-Identifier: GPL-3.0-or-later
// Checkpoints. Half of them get a seal that fits, so that what is inside is read, too.
#include "fuzz/fuzz_file.h"
#include "fuzz/target.h"

#include "base/memory.h"
#include "files/seal.h"
#include "run/checkpoint.h"
#include "run/experiment.h"

#include <assert.h>

static Network *network_of_run(Experiment *experiment) {
    OWNED_BY(error_clear) Error error = {0};
    bool loaded = experiment_load(experiment, "run/config.cfg", NULL, 0, &error);
    assert(loaded);
    (void)loaded;
    Network *network =
        experiment_network(experiment, kernels_choose("baseline"), WEIGHTS_TO_COME, &error);
    assert(network);
    return network;
}

static void read_state(const char *path, Error *error) {
    OWNED_BY(experiment_free) Experiment experiment;
    Network *network = network_of_run(&experiment);
    double sums[4] = {0};
    SettlingCount settling[2] = {{0}};
    RunMemory memory = {.sum_count = 4, .sums = sums, .settling = settling};
    bool ok = checkpoint_read(network, &memory, path, error);
    fuzz_expect(ok, error);
    network_free(network);
}

static void take_checkpoint(const uint8_t *data, size_t size) {
    static const char path[] = "run/checkpoint.h5";
    OWNED_BY(error_clear) Error ignored = {0};
    Error error = {0};
    fuzz_write(path, data, size);
    if (size > SEAL_SIZE && data[size - 1] % 2 == 0)
        seal_write(NULL, path, &ignored);
    checkpoint_iteration(path);
    OWNED char *config = checkpoint_config(path, &error);
    fuzz_expect(config != NULL, &error);
    if (config)
        read_state(path, &error);
}

const FuzzTarget fuzz_checkpoint = {"checkpoint", fuzz_write_run, take_checkpoint};
