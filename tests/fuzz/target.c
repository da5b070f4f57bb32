// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz/target.h"

#include "base/talk.h"
#include "files/store.h"
#include "fuzz/fuzz_file.h"

#include <gsl/gsl_errno.h>

extern const FuzzTarget fuzz_network, fuzz_overrides, fuzz_sweep, fuzz_replication, fuzz_circuit,
    fuzz_echo, fuzz_matrix, fuzz_table, fuzz_history, fuzz_measures, fuzz_run, fuzz_pictures,
    fuzz_checkpoint, fuzz_maps, fuzz_array, fuzz_frames, fuzz_weights, fuzz_image;

const FuzzTarget *const fuzz_targets[] = {
    &fuzz_network,    &fuzz_overrides, &fuzz_sweep,  &fuzz_replication,
    &fuzz_circuit,    &fuzz_echo,      &fuzz_matrix, &fuzz_table,
    &fuzz_history,    &fuzz_measures,  &fuzz_run,    &fuzz_pictures,
    &fuzz_checkpoint, &fuzz_maps,      &fuzz_array,  &fuzz_frames,
    &fuzz_weights,    &fuzz_image,     NULL};

void fuzz_take(const FuzzTarget *target, const uint8_t *data, size_t size) {
    static const FuzzTarget *prepared;
    if (prepared == NULL) {
        store_prepare();
        gsl_set_error_handler_off();
        talk_quiet(true);
    }
    fuzz_folder_enter();
    if (prepared != target && target->prepare)
        target->prepare();
    prepared = target;
    target->take(data, size);
    fuzz_folder_leave();
}
