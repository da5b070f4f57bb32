// SPDX-License-Identifier: GPL-3.0-or-later
#include "orientation/band_choice.h"

#include "base/memory.h"
#include "maps/pinwheels.h"
#include "maps/wavelength.h"

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>

enum { TRIED_MOST = 40, LOW_CUTS = 17, HIGH_CUTS = 13, FEWEST = 3, LARGEST = 400 };

static const double DRIFT_STEP = 0.85, SHORTEST = 8, STEADY = 0.03, STILL = 0.04;

static double wavelength_with(const ComplexMap *map, double high_pass, double steepness) {
    const BandPass band = {high_pass, 0, steepness};
    OWNED_BY(map_free_owned) Map *passed = band_pass_of(map, &band);
    Wavelength found = wavelength_of(passed);
    // A ring that the cut-off itself makes lies at the cut-off.
    return found.ring && found.peak_fit < high_pass / 1.15 ? found.peak_fit : (double)NAN;
}

// The middle of the longest range in which each wavelength is near the one before.
static double steady(const double *wavelength, size_t n) {
    size_t best = 0, begin = 0;
    double found = (double)NAN;
    for (size_t i = 0; i < n; i++) {
        bool goes_on = i > 0 && fabs(wavelength[i] / wavelength[i - 1] - 1) < STEADY;
        begin = goes_on ? begin : i;
        if (!isfinite(wavelength[i]) || i + 1 - begin <= best)
            continue;
        best = i + 1 - begin;
        double range[TRIED_MOST];
        for (size_t k = begin; k <= i; k++)
            range[k - begin] = wavelength[k];
        gsl_sort(range, 1, best);
        found = gsl_stats_median_from_sorted_data(range, 1, best);
    }
    return found;
}

static double find_wavelength(const ComplexMap *map, const BandPass *given) {
    if (given->high_pass > 0 && isfinite(given->high_pass))
        return wavelength_with(map, given->high_pass, given->steepness);
    double found[TRIED_MOST], extent = sqrt((double)(map->height * map->width));
    size_t n = 0;
    while (n < TRIED_MOST && extent * pow(DRIFT_STEP, (double)n) > SHORTEST)
        n++;
#pragma omp parallel for schedule(dynamic)
    for (size_t k = 0; k < n; k++)
        found[k] = wavelength_with(map, extent * pow(DRIFT_STEP, (double)k), given->steepness);
    return steady(found, n);
}

static double count_with(const ComplexMap *map, BandPass band) {
    OWNED_BY(map_free_owned) Map *passed = band_pass_of(map, &band);
    OWNED_BY(pinwheels_free_owned) Pinwheels *pinwheels = pinwheels_new(passed);
    return (double)pinwheels->count;
}

// The longest range of cut-offs whose counts lie within STILL of their mean.
static BandPlateau plateau_of(const double *cut, const double *count, size_t n) {
    BandPlateau found = {(double)NAN, (double)NAN};
    size_t best = FEWEST - 1;
    for (size_t i = 0; i < n; i++) {
        double least = count[i], most = count[i];
        for (size_t j = i; j < n; j++) {
            least = fmin(least, count[j]);
            most = fmax(most, count[j]);
            if (!(most > 0) || most - least > fmax(STILL * 0.5 * (most + least), 1))
                break;
            if (j + 1 - i > best) {
                best = j + 1 - i;
                found = (BandPlateau){cut[i], cut[j]};
            }
        }
    }
    return found;
}

static BandPlateau low_plateau(const ComplexMap *map, double wavelength, BandPass band) {
    double cut[LOW_CUTS], count[LOW_CUTS];
#pragma omp parallel for schedule(dynamic)
    for (size_t k = 0; k < LOW_CUTS; k++) {
        cut[k] = wavelength * (0.2 + 0.05 * (double)k);
        count[k] = count_with(map, (BandPass){band.high_pass, cut[k], band.steepness});
    }
    return plateau_of(cut, count, LOW_CUTS);
}

static BandPlateau high_plateau(const ComplexMap *map, double wavelength, BandPass band) {
    double cut[HIGH_CUTS], count[HIGH_CUTS];
#pragma omp parallel for schedule(dynamic)
    for (size_t k = 0; k < HIGH_CUTS; k++) {
        cut[k] = wavelength * 1.25 * pow(4, (double)k / (HIGH_CUTS - 1));
        count[k] = count_with(map, (BandPass){cut[k], band.low_pass, band.steepness});
    }
    return plateau_of(cut, count, HIGH_CUTS);
}

static BandChoice choose(const ComplexMap *map, const BandPass *given) {
    const BandPlateau none = {(double)NAN, (double)NAN};
    bool high = !(given->high_pass > 0), low = given->low_pass == 0;
    BandChoice choice = {
        *given, high || low ? find_wavelength(map, given) : (double)NAN, none, none, !high, !low};
    double wavelength = choice.wavelength;
    choice.band.low_pass = fmax(given->low_pass, 0);
    if (!isfinite(wavelength)) {
        choice.band.high_pass = high ? (double)INFINITY : given->high_pass;
        return choice;
    }
    choice.band.high_pass = high ? 2 * wavelength : given->high_pass;
    choice.band.low_pass = low ? 0.5 * wavelength : choice.band.low_pass;
    for (size_t round = 0; round < 2; round++) {
        if (low && (round == 0 || high)) {
            choice.of_low_pass = low_plateau(map, wavelength, choice.band);
            double middle = 0.5 * (choice.of_low_pass.low + choice.of_low_pass.high);
            choice.band.low_pass = isfinite(middle) ? middle : 0.5 * wavelength;
        }
        if (high && round == 0) {
            choice.of_high_pass = high_plateau(map, wavelength, choice.band);
            double middle = sqrt(choice.of_high_pass.low * choice.of_high_pass.high);
            choice.band.high_pass = isfinite(middle) ? middle : 2 * wavelength;
        }
    }
    return choice;
}

static void stretch(BandPlateau *plateau, double factor) {
    plateau->low *= factor;
    plateau->high *= factor;
}

BandChoice band_choice_of(const ComplexMap *map, const BandPass *given) {
    size_t longer = map->height > map->width ? map->height : map->width,
           factor = (longer + LARGEST - 1) / LARGEST;
    if (factor <= 1)
        return choose(map, given);
    double step = (double)factor;
    const BandPass part = {given->high_pass / step, given->low_pass / step, given->steepness};
    OWNED_BY(map_free_owned) Map *joined = map_joined(map, factor);
    BandChoice choice = choose(joined, &part);
    choice.wavelength *= step;
    choice.band.high_pass *= step;
    choice.band.low_pass *= step;
    stretch(&choice.of_high_pass, step);
    stretch(&choice.of_low_pass, step);
    return choice;
}

static void add_cut(Results *results, const char *name, const char *what, double cut, bool given,
                    const BandPlateau *plateau, const char *usual) {
    bool none = !(cut > 0) || !isfinite(cut), flat = isfinite(plateau->low);
    OWNED char *why =
        given ? format_text("cut-off wavelength of the %s, as asked", what)
        : flat
            ? format_text("cut-off wavelength of the %s: the middle of the plateau, as the number "
                          "of pinwheels stays within 4 %% from %.3g to %.3g",
                          what, plateau->low, plateau->high)
            : format_text("cut-off wavelength of the %s: %s wavelengths", what, usual);
    results_add_number(results, name, none ? (double)NAN : cut, "samples", why,
                       none ? "the map was not filtered so" : "");
    if (!none && !given && !flat) {
        OWNED char *warning = format_text("no range of cut-offs of the %s leaves the number of "
                                          "pinwheels alone: %s wavelengths were taken",
                                          what, usual);
        results_add_warning(results, warning);
    }
}

void band_choice_results(const BandChoice *choice, Results *results) {
    add_cut(results, "band_pass.high_pass", "high-pass", choice->band.high_pass, choice->high_given,
            &choice->of_high_pass, "2");
    add_cut(results, "band_pass.low_pass", "low-pass", choice->band.low_pass, choice->low_given,
            &choice->of_low_pass, "0.5");
    results_add_number(results, "band_pass.steepness", choice->band.steepness, "1",
                       "of both Fermi filters: width of the fall over the cut-off wavenumber", "");
    if (!isfinite(choice->wavelength) && !(choice->high_given && choice->low_given))
        results_add_warning(results, "no high-pass leaves a ring in the spectrum: there is no "
                                     "column spacing to choose a band by");
}
