// SPDX-License-Identifier: GPL-3.0-or-later
#include "orientation/orientation_pictures.h"

#include "base/memory.h"

static double *selectivities_of(const ComplexMap *map) {
    double *selectivity = allocate(map->height * map->width, sizeof *selectivity);
    for (size_t i = 0; i < map->height * map->width; i++)
        selectivity[i] = hypot(map->real[i], map->imaginary[i]);
    return selectivity;
}

bool orientation_picture_preference(const MeasureFrame *frame, const ComplexMap *map,
                                    const OrientationPicture *how, Error *error) {
    OWNED double *preference = allocate(map->height * map->width, sizeof *preference),
                 *selectivity = how->polar ? selectivities_of(map) : NULL;
    map_preferences(map, preference);
    PictureOrientation picture = {.preference = preference,
                                  .selectivity = selectivity,
                                  .rows = map->height,
                                  .cols = map->width,
                                  .palette = how->palette,
                                  .pinwheels = how->pinwheels ? how->pinwheels->list : NULL,
                                  .pinwheels_count = how->pinwheels ? how->pinwheels->count : 0,
                                  .lines = how->lines};
    return picture_orientation(&frame->frame, &picture, frame->path, error);
}

bool orientation_picture_selectivity(const MeasureFrame *frame, const ComplexMap *map,
                                     const char *name, Error *error) {
    OWNED double *selectivity = selectivities_of(map);
    PictureScalar picture = {.values = selectivity,
                             .rows = map->height,
                             .cols = map->width,
                             .ramp = RAMP_BLUE_YELLOW,
                             .name = name};
    return picture_scalar(&frame->frame, &picture, frame->path, error);
}
