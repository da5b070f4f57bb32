// SPDX-License-Identifier: GPL-3.0-or-later
#include "orientation/orientation_layout.h"

#include "base/memory.h"
#include "maps/local_wavelength.h"
#include "orientation/local_homogeneity.h"
#include "orientation/pinwheel_plateau.h"
#include "orientation/pinwheel_spacing.h"

#include <math.h>

static void measure_pinwheels(const ComplexMap *map, double wavelength, OrientationLayout *layout) {
    OWNED_BY(pinwheels_free_owned) Pinwheels *pinwheels = pinwheels_new(map);
    PinwheelSpacing spacing = pinwheel_spacing_of(pinwheels, map, wavelength);
    PinwheelPlateau plateau = pinwheel_plateau_of(map, wavelength);
    LocalWavelength local = local_wavelength_of(map, wavelength, (double)pinwheels->plaquettes);
    layout->nearest = spacing.nearest / wavelength;
    layout->nearest_same = spacing.nearest_same / wavelength;
    layout->nearest_opposite = spacing.nearest_opposite / wavelength;
    layout->opposite = spacing.opposite;
    layout->variance_exponent = spacing.exponent;
    layout->variance_factor = spacing.factor;
    layout->plateau = plateau.value;
    layout->plateau_low = plateau.low;
    layout->plateau_high = plateau.high;
    layout->local_wavelength = local.mean;
    layout->local_deviation = local.deviation / local.mean;
    layout->local_density = (double)pinwheels->count / local.hypercolumns;
    layout->local_averaged = local.averaged;
    layout->local_averaged_density = (double)pinwheels->count / local.hypercolumns_averaged;
}

void orientation_layout(const ComplexMap *map, const OrientationStatistics *statistics,
                        OrientationLayout *layout) {
    double none = (double)NAN, wavelength = statistics->columns.peak_fit;
    *layout = (OrientationLayout){none, none, none, none, none, none, none, none,
                                  none, none, none, none, none, none, none};
    if (!statistics->columns.ring)
        return;
    measure_pinwheels(map, wavelength, layout);
    OWNED double *lhi = allocate(map->height * map->width, sizeof *lhi);
    layout->homogeneity = local_homogeneity(map, ORIENTATION_LAYOUT_SIGMA * wavelength, lhi);
}

#define ROW(member, ...) STATISTIC(OrientationLayout, member, __VA_ARGS__)
#define NO_RING "the spectrum has no ring"
#define NO_NEIGHBOUR                                                                               \
    "the spectrum has no ring, or no pinwheel's neighbour is nearer than the map's edge"
#define NO_CIRCLES                                                                                 \
    "the spectrum has no ring, the map is below about 16 hypercolumns, or circles in it do not "   \
    "differ"
#define NO_PLATEAU "the spectrum has no ring, or no four neighbouring samples are all there"
#define NO_LOCAL "the spectrum has no ring, or no place has a wavelength from 0.6 to 1.67 of it"

static const StatisticKind row_kinds[ORIENTATION_LAYOUT_ROWS] = {
    ROW(nearest, "pinwheels.nearest", "wavelengths",
        "mean distance from a pinwheel to the nearest, over wavelength.peak_fit", NO_NEIGHBOUR),
    ROW(nearest_same, "pinwheels.nearest_same", "wavelengths",
        "mean distance from a pinwheel to the nearest of the same sign", NO_NEIGHBOUR),
    ROW(nearest_opposite, "pinwheels.nearest_opposite", "wavelengths",
        "mean distance from a pinwheel to the nearest of opposite sign", NO_NEIGHBOUR),
    ROW(opposite, "pinwheels.opposite", "1",
        "share of pinwheels whose nearest neighbour is of opposite sign", NO_NEIGHBOUR),
    ROW(variance_exponent, "pinwheels.variance_exponent", "1",
        "exponent of the standard deviation of pinwheels in circles as a power of their area: 0.5 "
        "for points at random",
        NO_CIRCLES),
    ROW(variance_factor, "pinwheels.variance_factor", "1",
        "that standard deviation in a circle of one wavelength^2, by the fit", NO_CIRCLES),
    ROW(plateau, "pinwheels_plateau.density", "1",
        "pinwheels.density where it does not depend on the cut-off of a low-pass filter (Kaschube "
        "2010)",
        NO_PLATEAU),
    ROW(plateau_low, "pinwheels_plateau.shortest", "wavelengths",
        "cut-off wavelength from which on the density stands still", NO_PLATEAU),
    ROW(plateau_high, "pinwheels_plateau.longest", "wavelengths",
        "cut-off wavelength up to which it does", NO_PLATEAU),
    ROW(local_wavelength, "wavelength_local.mean", "samples",
        "mean over places of the wavelength of the Morlet wavelet that responds most", NO_LOCAL),
    ROW(local_deviation, "wavelength_local.variation", "1",
        "standard deviation over places of that wavelength, over its mean", NO_LOCAL),
    ROW(local_density, "wavelength_local.density", "1",
        "pinwheels.count over the hypercolumns area / wavelength^2 added up place by place",
        NO_LOCAL),
    ROW(local_averaged, "wavelength_local.averaged", "samples",
        "mean over places of the wavelength whose Morlet wavelets respond most on average over "
        "directions (Kaschube 2010)",
        NO_LOCAL),
    ROW(local_averaged_density, "wavelength_local.density_averaged", "1",
        "the same as wavelength_local.density, by that wavelength", NO_LOCAL),
    ROW(homogeneity, "local_homogeneity.mean", "1",
        "mean over samples of |<exp(2i theta)>| under a Gaussian of standard deviation 0.2 "
        "wavelengths",
        NO_RING),
};

void orientation_layout_rows(const OrientationLayout *layout,
                             Statistic rows[ORIENTATION_LAYOUT_ROWS]) {
    statistic_rows(row_kinds, ORIENTATION_LAYOUT_ROWS, layout, NULL, rows);
}
