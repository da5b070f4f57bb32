// SPDX-License-Identifier: GPL-3.0-or-later
// Lesions of a sheet: which of the units that its mask keeps are lost at the moment.
#include "model/sheet.h"

#include "base/memory.h"

#include <string.h>

// Finds anew which units are inside, from the mask and the lesions that hold.
static void find_inside(Sheet *sheet) {
    size_t n = sheet->geometry.n;
    memcpy(sheet->inside, sheet->kept, sheet->units);
    for (size_t k = 0; k < sheet->lesions; k++)
        for (size_t i = 0; i < sheet->units; i++)
            if (sheet->lesion[k].lost[i])
                sheet->inside[i] = 0;
    memset(sheet->strip_targets, 0, sheet_strips(sheet) * sizeof(StripTargets));
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            sheet->strip_targets[i / STRIP_ROWS * sheet_strips_across(sheet) + j / STRIP_COLUMNS] |=
                (StripTargets)sheet->inside[i * n + j]
                << (i % STRIP_ROWS * STRIP_COLUMNS + j % STRIP_COLUMNS);
}

static SheetLesion *find_lesion(const Sheet *sheet, const char *name) {
    for (size_t k = 0; k < sheet->lesions; k++)
        if (strcmp(sheet->lesion[k].name, name) == 0)
            return &sheet->lesion[k];
    return NULL;
}

void sheet_add_lesion(Sheet *sheet, const char *name, const unsigned char *lost) {
    SheetLesion *lesion = find_lesion(sheet, name);
    if (lesion == NULL) {
        sheet->lesion = allocate_one_more(sheet->lesion, sheet->lesions, sizeof *lesion);
        lesion = &sheet->lesion[sheet->lesions++];
        *lesion = (SheetLesion){copy_text(name), allocate(sheet->units, 1)};
    }
    memcpy(lesion->lost, lost, sheet->units);
    find_inside(sheet);
    sheet_publish(sheet);
}

void sheet_remove_lesion(Sheet *sheet, const char *name) {
    size_t left = 0;
    for (size_t k = 0; k < sheet->lesions; k++) {
        SheetLesion *lesion = &sheet->lesion[k];
        if (name && strcmp(lesion->name, name) != 0) {
            sheet->lesion[left++] = *lesion;
            continue;
        }
        release(lesion->name);
        release(lesion->lost);
    }
    sheet->lesions = left;
    find_inside(sheet);
}
