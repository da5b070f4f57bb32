// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/memory.h"
#include "fitting/fit_parts.h"

#include <math.h>
#include <string.h>

enum { FROM = 8, HALVINGS = 10 };

double fit_profile_share(size_t node) {
    return (double)node / (PROFILE_NODES - 1);
}

FitBound fit_piece_bound(const ProfilePiece *piece) {
    bool low = piece->low_end == END_OF_PIECE, high = piece->high_end == END_OF_PIECE;
    return low && high ? SETTING_DETERMINED
           : high      ? SETTING_AT_MOST
           : low       ? SETTING_AT_LEAST
                       : SETTING_FREE;
}

FitBound fit_profile_bound(const FitProfile *profile) {
    return profile->pieces == 1 ? fit_piece_bound(&profile->piece[0]) : SETTING_IN_PIECES;
}

size_t fit_profile_trade(const Fit *fit, size_t axis, bool *rises) {
    const FitProfile *profile = &fit->profile[axis];
    size_t d = fit->problem->axes, first = PROFILE_NODES, last = 0, other = axis;
    double most = 0.5;
    *rises = false;
    for (size_t node = 0; node < PROFILE_NODES; node++)
        if (profile->rise[node] <= FIT_THRESHOLD) {
            first = node < first ? node : first;
            last = node;
        }
    for (size_t k = 0; k < d && first < last; k++) {
        double moved = profile->place[last * d + k] - profile->place[first * d + k];
        if (k != axis && fabs(moved) > most) {
            most = fabs(moved);
            *rises = moved > 0;
            other = k;
        }
    }
    return other;
}

// The misfit with an axis held at a node; the search begins where it was least at the node `from`.
static void hold(const MisfitSearch *search, size_t axis, size_t node, const double *from,
                 FitProfile *profile) {
    size_t d = search->surrogate->problem->axes;
    double *place = profile->place + node * d;
    memcpy(place, from, d * sizeof *place);
    profile->rise[node] = misfit_search_held(search, axis, fit_profile_share(node), place);
}

// Goes from the best place up and down the range. `rise` is the whole misfit for now.
static void follow(const MisfitSearch *search, size_t axis, const double *best,
                   FitProfile *profile) {
    size_t d = search->surrogate->problem->axes,
           middle = (size_t)lrint(best[axis] * (PROFILE_NODES - 1));
    profile->place = allocate(PROFILE_NODES * d, sizeof *profile->place);
    hold(search, axis, middle, best, profile);
    for (size_t node = middle; node-- > 0;)
        hold(search, axis, node, profile->place + (node + 1) * d, profile);
    for (size_t node = middle + 1; node < PROFILE_NODES; node++)
        hold(search, axis, node, profile->place + (node - 1) * d, profile);
}

// A profile may have passed a place with a lower deviance than the best, which is a better one.
static void improve(Fit *fit, const Surrogate *surrogate, double deviance) {
    size_t d = fit->problem->axes;
    for (size_t k = 0; k < d; k++)
        for (size_t node = 0; node < PROFILE_NODES; node++) {
            const double *place = fit->profile[k].place + node * d;
            double found = surrogate_deviance(surrogate, NULL, place);
            if (found < deviance) {
                deviance = found;
                memcpy(fit->best, place, d * sizeof *fit->best);
            }
        }
}

// A share of a setting's range, with the rise there; `place` is where that is least.
typedef struct {
    double share, rise;
    const double *place;
} Held;

static bool is_within(const Held *held) {
    return held->rise <= FIT_THRESHOLD;
}

// Would a setting be within the threshold if runs had the targets everywhere?
static bool would_be_within(const Fit *fit, const MisfitSearch *search, size_t axis,
                            const Held *held) {
    size_t d = fit->problem->axes;
    const Surrogate anywhere = surrogate_anywhere(search->surrogate);
    OWNED_BY(misfit_search_free)
    MisfitSearch other = misfit_search_begin(&anywhere, surrogate_misfit, NULL);
    OWNED double *at = allocate(d, sizeof *at);
    memcpy(at, held->place, d * sizeof *at);
    return misfit_search_held(&other, axis, held->share, at) - fit->misfit <= FIT_THRESHOLD;
}

// Sets `end` to the share nearest to `beyond` that is still within the threshold.
static ProfileEnd find_end(const Fit *fit, const MisfitSearch *search, size_t axis,
                           const Held *within, const Held *beyond, double *end) {
    size_t d = fit->problem->axes;
    OWNED double *at = allocate(d, sizeof *at);
    memcpy(at, within->place, d * sizeof *at);
    double inside = within->share, outside = beyond->share;
    for (int i = 0; i < HALVINGS; i++) {
        double middle = 0.5 * (inside + outside);
        double rise = misfit_search_held(search, axis, middle, at) - fit->misfit;
        *(rise <= FIT_THRESHOLD ? &inside : &outside) = middle;
    }
    *end = fit_axis_round(&fit->problem->axis[axis], inside);
    return would_be_within(fit, search, axis, beyond) ? END_OF_RUNS : END_OF_PIECE;
}

// The nodes of a profile and the best settings, in ascending order; [PROFILE_NODES + 1].
static void order(const Fit *fit, size_t axis, Held *held) {
    const FitProfile *profile = &fit->profile[axis];
    Held best = {fit->best[axis], 0, fit->best};
    bool passed = false;
    for (size_t node = 0; node < PROFILE_NODES; node++) {
        double share = fit_profile_share(node);
        if (!passed && share > best.share) {
            *held++ = best;
            passed = true;
        }
        *held++ = (Held){share, profile->rise[node], profile->place + node * fit->problem->axes};
    }
    if (!passed)
        *held = best;
}

// Takes the values that are not ruled out apart into pieces.
static void find_pieces(Fit *fit, const MisfitSearch *search, size_t axis) {
    enum { LAST = PROFILE_NODES };
    FitProfile *profile = &fit->profile[axis];
    Held held[LAST + 1];
    order(fit, axis, held);
    for (size_t i = 0; i <= LAST; i++) {
        if (!is_within(&held[i]))
            continue;
        ProfilePiece *piece = &profile->piece[profile->pieces];
        if (i == 0)
            *piece = (ProfilePiece){.low = 0, .low_end = END_OF_RANGE};
        else if (!is_within(&held[i - 1]))
            piece->low_end = find_end(fit, search, axis, &held[i], &held[i - 1], &piece->low);
        if (i < LAST && is_within(&held[i + 1]))
            continue;
        piece->high = 1;
        piece->high_end = i == LAST
                              ? END_OF_RANGE
                              : find_end(fit, search, axis, &held[i], &held[i + 1], &piece->high);
        profile->pieces++;
    }
}

void fit_profiles(Fit *fit, const Surrogate *surrogate) {
    size_t d = fit->problem->axes;
    OWNED_BY(misfit_search_free)
    MisfitSearch search = misfit_search_begin(surrogate, surrogate_misfit, NULL),
                 likeliest = misfit_search_begin(surrogate, surrogate_deviance, NULL);
    fit->best = allocate(d, sizeof *fit->best);
    fit->profile = allocate(d, sizeof *fit->profile);
    double deviance = misfit_search_best(&likeliest, FROM, fit->best);
    for (size_t k = 0; k < d; k++)
        follow(&search, k, fit->best, &fit->profile[k]);
    improve(fit, surrogate, deviance);
    for (size_t k = 0; k < d; k++)
        fit->best[k] = fit_axis_settle(&fit->problem->axis[k], fit->best[k]);
    fit->misfit = surrogate_misfit(surrogate, NULL, fit->best);
    for (size_t k = 0; k < d; k++) {
        for (size_t node = 0; node < PROFILE_NODES; node++)
            fit->profile[k].rise[node] -= fit->misfit;
        find_pieces(fit, &search, k);
    }
}
