// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/network.h"

#include "base/memory.h"
#include "model/settling.h"

#include <string.h>

static const ProjectionSettings *projection_at(const NetworkSettings *settings, size_t k) {
    return settings->projections.items[k].variant.settings;
}

static const SheetSettings *sheet_at(const NetworkSettings *settings, size_t i) {
    return settings->sheets.items[i].variant.settings;
}

static size_t index_of(const NetworkSettings *settings, const char *sheet) {
    return (size_t)(collection_find(&settings->sheets, sheet) - settings->sheets.items);
}

// reached[i * sheets + j]: does a path of projections without delay lead from sheet i to sheet j?
static bool *find_paths(const NetworkSettings *settings) {
    size_t n = settings->sheets.count;
    bool *reached = allocate(n * n, sizeof *reached);
    for (size_t k = 0; k < settings->projections.count; k++) {
        const ProjectionSettings *projection = projection_at(settings, k);
        if (projection->delay == 0)
            reached[index_of(settings, projection->from) * n + index_of(settings, projection->to)] =
                true;
    }
    for (size_t via = 0; via < n; via++)
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < n; j++)
                reached[i * n + j] |= reached[i * n + via] && reached[via * n + j];
    return reached;
}

static bool is_in_loop(const bool *reached, size_t n, size_t i, size_t j) {
    return i == j || (reached[i * n + j] && reached[j * n + i]);
}

// Have all sheets been placed from which a path leads to sheet i, but for its own group?
static bool is_ready(const bool *reached, const bool *placed, size_t n, size_t i) {
    for (size_t j = 0; j < n; j++)
        if (reached[j * n + i] && !placed[j] && !is_in_loop(reached, n, i, j))
            return false;
    return true;
}

// Each sheet's phase comes after those of the sheets that it reads in the same step. (A loop of
// such projections, which is refused, ends after as many rounds as there are sheets.)
static void find_phases(const NetworkSettings *settings, SheetGroups *groups) {
    for (size_t round = 0; round < groups->sheets; round++)
        for (size_t k = 0; k < settings->projections.count; k++) {
            const ProjectionSettings *projection = projection_at(settings, k);
            if (projection->step_delay > 0 || !sheet_groups_hold(groups, settings, projection))
                continue;
            size_t *phase = &groups->phase[index_of(settings, projection->to)],
                   earlier = groups->phase[index_of(settings, projection->from)];
            *phase = *phase > earlier ? *phase : earlier + 1;
        }
}

SheetGroups sheet_groups_of(const NetworkSettings *settings) {
    size_t n = settings->sheets.count, done = 0, made = 0;
    SheetGroups groups = {n, allocate(n, sizeof *groups.order), allocate(n, sizeof *groups.group),
                          allocate(n, sizeof *groups.phase)};
    OWNED bool *reached = find_paths(settings), *placed = allocate(n, sizeof *placed);
    while (done < n)
        for (size_t i = 0; i < n; i++) {
            if (placed[i] || !is_ready(reached, placed, n, i))
                continue;
            for (size_t j = 0; j < n; j++)
                if (is_in_loop(reached, n, i, j)) {
                    placed[j] = true;
                    groups.order[done++] = j;
                    groups.group[j] = made;
                }
            made++;
        }
    find_phases(settings, &groups);
    return groups;
}

void sheet_groups_free(SheetGroups *groups) {
    release(groups->order);
    release(groups->group);
    release(groups->phase);
    *groups = (SheetGroups){0};
}

bool sheet_groups_hold(const SheetGroups *groups, const NetworkSettings *settings,
                       const ProjectionSettings *projection) {
    return projection->delay == 0 && groups->group[index_of(settings, projection->from)] ==
                                         groups->group[index_of(settings, projection->to)];
}

static bool check_projections(const NetworkSettings *settings, const SheetGroups *groups,
                              Error *error) {
    bool ok = true;
    for (size_t k = 0; k < settings->projections.count; k++) {
        const ProjectionSettings *projection = projection_at(settings, k);
        const char *name = settings->projections.items[k].name;
        long long steps = (long long)projection->step_delay;
        size_t from = index_of(settings, projection->from), to = index_of(settings, projection->to);
        bool held = sheet_groups_hold(groups, settings, projection);
        if (held && response_kind(&projection->response)->add)
            ok = fail(
                error,
                "projections.%s.response: that of a projection within sheets that settle "
                "together, as of one from a sheet to itself, is the dot product; set response = "
                "\"dot_product\", or a delay",
                name);
        if (!held && steps != 1)
            ok = fail(error,
                      "projections.%s.step_delay: %lld has no effect: sheets %s and %s do not "
                      "settle together, as those in a loop of projections without delay do",
                      name, steps, projection->from, projection->to);
        if (held && steps == 0 && groups->phase[to] <= groups->phase[from])
            ok = fail(error,
                      "projections.%s.step_delay: 0 closes a loop of such projections: within a "
                      "step, sheet %s would have to come before itself; make it 1",
                      name, projection->to);
    }
    return ok;
}

// The sheets of a group have one protocol.
static bool check_protocols(const NetworkSettings *settings, const SheetGroups *groups,
                            Error *error) {
    bool ok = true;
    for (size_t k = 1; k < groups->sheets; k++) {
        size_t before = groups->order[k - 1], sheet = groups->order[k];
        const SheetSettings *one = sheet_at(settings, before), *other = sheet_at(settings, sheet);
        const char *name = settings->sheets.items[sheet].name,
                   *of = settings->sheets.items[before].name;
        if (groups->group[before] != groups->group[sheet])
            continue;
        if (one->settle != other->settle)
            ok = fail(error,
                      "sheets.%s.settle: %lld, but sheet %s, with which it settles, has %lld; give "
                      "both the same",
                      name, (long long)other->settle, of, (long long)one->settle);
        if (one->tolerance < other->tolerance || one->tolerance > other->tolerance)
            ok = fail(error,
                      "sheets.%s.tolerance: %g, but sheet %s, with which it settles, has %g; give "
                      "both the same",
                      name, other->tolerance, of, one->tolerance);
    }
    return ok;
}

static bool check_sizes(const NetworkSettings *settings, const SheetGroups *groups, Error *error) {
    size_t copies = 0;
    for (size_t k = 0; k < groups->sheets; k++) {
        size_t sheet = groups->order[k];
        if (k > 0 && groups->group[groups->order[k - 1]] != groups->group[sheet])
            copies = 0;
        copies += network_copies(settings, sheet_at(settings, sheet)->per_eye);
        if (copies > MOST_SETTLING)
            return fail(error,
                        "sheets.%s: more than %d sheets form one loop of projections without "
                        "delay; give some of them a delay",
                        settings->sheets.items[sheet].name, MOST_SETTLING);
    }
    return true;
}

bool sheet_groups_check(const NetworkSettings *settings, Error *error) {
    OWNED_BY(sheet_groups_free) SheetGroups groups = sheet_groups_of(settings);
    bool ok = check_projections(settings, &groups, error);
    ok = check_protocols(settings, &groups, error) && ok;
    return check_sizes(settings, &groups, error) && ok;
}
