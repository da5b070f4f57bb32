// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/contour_lines.h"

#include "base/memory.h"
#include "maps/contour.h"

PictureSegment *contour_lines(const ScalarMap *map, size_t *count) {
    OWNED_BY(contour_free) Contour contour = contour_new(map);
    PictureSegment *segments = allocate(contour.count, sizeof *segments);
    *count = 0;
    for (size_t k = 0; k < contour.count; k++) {
        const ContourPiece *piece = &contour.list[k];
        double column = (double)piece->column, row = (double)piece->row;
        if (piece->column + 1 < map->width && piece->row + 1 < map->height)
            segments[(*count)++] = (PictureSegment){
                column + creal(piece->segment.from), row + cimag(piece->segment.from),
                column + creal(piece->segment.to), row + cimag(piece->segment.to)};
    }
    return segments;
}
