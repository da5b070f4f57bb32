// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz/target.h"

#include "base/talk.h"
#include "files/store.h"
#include "fuzz/fuzz_file.h"

#include <assert.h>

#include <gsl/gsl_errno.h>
#include <hdf5.h>

extern const FuzzTarget fuzz_network, fuzz_overrides, fuzz_sweep, fuzz_replication, fuzz_fit,
    fuzz_circuit, fuzz_echo, fuzz_matrix, fuzz_table, fuzz_history, fuzz_measures, fuzz_run,
    fuzz_pictures, fuzz_checkpoint, fuzz_maps, fuzz_array, fuzz_frames, fuzz_weights, fuzz_image,
    fuzz_data_hdf5, fuzz_data_mat, fuzz_data_npy, fuzz_data_npz, fuzz_data_tiff, fuzz_data_text,
    fuzz_watch, fuzz_library;

const FuzzTarget *const fuzz_targets[] = {
    &fuzz_network,   &fuzz_overrides,  &fuzz_sweep,    &fuzz_replication,
    &fuzz_fit,       &fuzz_circuit,    &fuzz_echo,     &fuzz_matrix,
    &fuzz_table,     &fuzz_history,    &fuzz_measures, &fuzz_run,
    &fuzz_pictures,  &fuzz_checkpoint, &fuzz_maps,     &fuzz_array,
    &fuzz_frames,    &fuzz_weights,    &fuzz_image,    &fuzz_data_hdf5,
    &fuzz_data_mat,  &fuzz_data_npy,   &fuzz_data_npz, &fuzz_data_tiff,
    &fuzz_data_text, &fuzz_watch,      &fuzz_library,  NULL};

// HDF5 gives the largest of its structures back to the system at each file that it closes, and most
// of the time would go into getting them again. The other limits are HDF5's own.
static void keep_free_blocks(void) {
    H5set_free_list_limits(-1, -1, 4 << 20, 256 << 10, 16 << 20, 1 << 20);
}

// Whatever HDF5 still holds open would be found again by the next input.
static ssize_t objects_left(void) {
    return H5Fget_obj_count((hid_t)H5F_OBJ_ALL, H5F_OBJ_ALL);
}

void fuzz_take(const FuzzTarget *target, const uint8_t *data, size_t size) {
    static const FuzzTarget *prepared;
    if (prepared == NULL) {
        store_prepare();
        keep_free_blocks();
        gsl_set_error_handler_off();
        talk_quiet(true);
    }
    fuzz_folder_enter();
    if (prepared != target && target->prepare)
        target->prepare();
    prepared = target;
    target->take(data, size);
    fuzz_folder_leave();
    assert(objects_left() <= 0);
}
