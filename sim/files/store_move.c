// SPDX-License-Identifier: GPL-3.0-or-later
#include "files/store_move.h"

#include <hdf5.h>

int64_t store_type_in_memory(StoreType type) {
    return (hid_t[]){H5T_NATIVE_FLOAT, H5T_NATIVE_DOUBLE, H5T_NATIVE_INT64}[type];
}

bool store_move_part(int64_t array, StorePart part, int64_t type, void *read, const void *written) {
    bool whole = part.count == part.n;
    hsize_t first = part.first, count = part.count;
    hid_t file = whole ? H5S_ALL : H5Dget_space(array),
          memory = whole ? H5S_ALL : H5Screate_simple(1, &count, NULL);
    bool ok =
        (whole || H5Sselect_hyperslab(file, H5S_SELECT_SET, &first, NULL, &count, NULL) >= 0) &&
        (read ? H5Dread(array, type, memory, file, H5P_DEFAULT, read)
              : H5Dwrite(array, type, memory, file, H5P_DEFAULT, written)) >= 0;
    hid_t failure = H5Eget_current_stack(); // closing would clear the reason
    if (!whole) {
        H5Sclose(memory);
        H5Sclose(file);
    }
    H5Eset_current_stack(failure);
    return ok;
}
