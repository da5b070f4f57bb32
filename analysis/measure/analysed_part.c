// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/analysed_part.h"

AnalysedPart analysed_part(const Geometry *geometry, double region) {
    size_t side = (size_t)floor(region * geometry->density + 1e-9);
    if (region <= 0 || side >= geometry->n || side < ANALYSED_FEWEST)
        return (AnalysedPart){0, geometry->n};
    return (AnalysedPart){(geometry->n - side) / 2, side};
}

double analysed_part_side(const Results *results, const ResultMap *map, double region) {
    Geometry geometry = analysed_part_geometry(results, map);
    AnalysedPart part = analysed_part(&geometry, region);
    return part.side < geometry.n ? (double)part.side : 0.0;
}

bool analysed_part_check(const char *name, double region, const NetworkSettings *network,
                         const char *place, Error *error) {
    const SheetSettings *sheet = collection_find(&network->sheets, name)->variant.settings;
    Geometry geometry = geometry_of(sheet->density, sheet->half_width, false);
    double side =
        region > 0 ? fmin(region * geometry.density, (double)geometry.n) : (double)geometry.n;
    if (side < ANALYSED_FEWEST)
        return fail(error,
                    "%s.region: a map of %.3g units a side is too small to analyse; %d are needed",
                    place, side, ANALYSED_FEWEST);
    return true;
}

void analysed_part_note(Results *results, const Sheet *sheet) {
    results_add_number(results, "density", sheet->geometry.density, "samples per sheet unit",
                       "true density of the sheet", "");
    results_add_number(results, "periodic", sheet->geometry.periodic, "1",
                       "1 when the sheet is a torus, else 0", "");
}

Geometry analysed_part_geometry(const Results *results, const ResultMap *map) {
    double density = results_number(results, "density")->value;
    return (Geometry){map->height, (double)map->height / (2 * density), density,
                      results_number(results, "periodic")->value > 0};
}

Map *analysed_map(const Results *results, const char *name, double region) {
    const ResultMap *map = results_map(results, name);
    Geometry geometry = analysed_part_geometry(results, map);
    AnalysedPart part = analysed_part(&geometry, region);
    const Map whole = map_view(map->planes, geometry.n, geometry.n, 1 / geometry.density,
                               geometry.periodic, map->values);
    return map_crop(&whole, part.first, part.first, part.side, part.side);
}
