// SPDX-License-Identifier: GPL-3.0-or-later
#include "maps/column_spacing.h"

#include "maps/tapered_wavenumber.h"

#include <math.h>

// Over the same band as wavelength.mean_wavenumber, in samples.
static double tapered_wavelength(const Map *map, const Wavelength *wavelength) {
    double peak = wavelength->peak_wavenumber;
    return sqrt((double)(map->height * map->width)) / tapered_wavenumber(map, 0.5 * peak, 2 * peak);
}

ColumnSpacing column_spacing_of(const Map *map, const Wavelength *wavelength) {
    static const char no_ring[] = "the spectrum has no ring: there is no column spacing";
    double spacing = map->spacing;
    double peak_fit = wavelength->ring ? wavelength->peak_fit : (double)NAN,
           mean_wavenumber = wavelength->ring ? wavelength->mean_wavenumber : (double)NAN,
           tapered = wavelength->ring ? tapered_wavelength(map, wavelength) : (double)NAN;
    return (ColumnSpacing){
        .peak_fit = peak_fit,
        .mean_wavenumber = mean_wavenumber,
        .mean_wavenumber_tapered = tapered,
        .peak_fit_sheet = peak_fit * spacing,
        .mean_wavenumber_sheet = mean_wavenumber * spacing,
        .mean_wavenumber_tapered_sheet = tapered * spacing,
        .ring_prominence = wavelength->ring_prominence,
        .ring = wavelength->ring,
        .no_wavelength = wavelength->reason || wavelength->ring ? wavelength->reason : no_ring};
}

#define ROW(member, ...) STATISTIC(ColumnSpacing, member, __VA_ARGS__)
#define NO_SPACING "the length of a sample step is not known"

static const StatisticKind row_kinds[COLUMN_SPACING_ROWS] = {
    ROW(peak_fit, "wavelength.peak_fit", "samples",
        "column spacing, a whole period: extent / peak of a Gaussian on a quadratic fitted to the "
        "map's amplitude spectrum, averaged over annuli (Kaschube 2010)",
        NULL),
    ROW(mean_wavenumber, "wavelength.mean_wavenumber", "samples",
        "column spacing, a whole period: extent / mean wavenumber of the map's power between half "
        "and twice the peak; 2 to 4 % short on open maps 3 to 5 periods wide",
        NULL),
    ROW(mean_wavenumber_tapered, "wavelength.mean_wavenumber_tapered", "samples",
        "the same after a sine taper, less the taper's blur: without the leak that shortens it on "
        "open maps (Riedel & Sidorenko 1995)",
        NULL),
    ROW(peak_fit_sheet, "wavelength.peak_fit_sheet", "sheet units",
        "wavelength.peak_fit in sheet units", NO_SPACING),
    ROW(mean_wavenumber_sheet, "wavelength.mean_wavenumber_sheet", "sheet units",
        "wavelength.mean_wavenumber in sheet units", NO_SPACING),
    ROW(mean_wavenumber_tapered_sheet, "wavelength.mean_wavenumber_tapered_sheet", "sheet units",
        "wavelength.mean_wavenumber_tapered in sheet units", NO_SPACING),
    ROW(ring_prominence, "spectrum.ring_prominence", "1",
        "1 - side / peak of the map's amplitude spectrum, side the higher of the mean amplitudes "
        "below half and above twice the peak's wavenumber",
        NULL),
};

void column_spacing_rows(const ColumnSpacing *spacing, Statistic rows[COLUMN_SPACING_ROWS]) {
    statistic_rows(row_kinds, COLUMN_SPACING_ROWS, spacing, spacing->no_wavelength, rows);
    for (size_t i = 0; i < COLUMN_SPACING_ROWS; i++)
        if (rows[i].undefined && spacing->no_wavelength)
            rows[i].undefined = spacing->no_wavelength;
}
