// SPDX-License-Identifier: GPL-3.0-or-later
#include "reorganisation/leakage.h"

#include "base/memory.h"
#include "measure/probe.h"

#include <math.h>

char *leakage_warning(const LeakageSigns *signs) {
    if (signs->silent == 0)
        return NULL;
    bool partly = signs->silent != signs->sheets;
    bool long_probe = signs->probe > LEAKAGE_LONGEST_PROBE * signs->radius;
    OWNED char *sheets = partly ? format_text("'%s' is silent inside the scotoma while '%s' is not",
                                              signs->masked, signs->intact)
                                : NULL;
    OWNED char *probes =
        long_probe ? format_text("probes of standard deviation %g are longer than a quarter of the "
                                 "scotoma's radius %g",
                                 signs->probe, signs->radius)
                   : NULL;
    if (!sheets && !probes)
        return NULL;
    const char *link = sheets && probes ? ", and " : "";
    return format_text("responses inside the scotoma are leakage over its edge: %s%s%s; %s%s%s",
                       sheets ? sheets : "", link, probes ? probes : "",
                       sheets ? "lesion all sheets up to the LGN" : "", link,
                       probes ? "take smaller spots" : "");
}

// Marks the sheets that reach sheet `to` by any path.
static void mark_sources(const Network *network, size_t to, bool *reaches) {
    for (size_t k = 0; k < network->projections; k++) {
        const Projection *projection = &network->projection[k];
        size_t from = (size_t)(projection->from - network->sheet);
        if (projection->to != &network->sheet[to] || reaches[from])
            continue;
        reaches[from] = true;
        mark_sources(network, from, reaches);
    }
}

static bool is_silent(const Sheet *sheet, const Scotoma *scotoma) {
    size_t units = 0, out = 0, n = sheet->geometry.n;
    for (size_t unit = 0; unit < sheet->units; unit++) {
        double dx = geometry_x(&sheet->geometry, unit % n) - scotoma->x,
               dy = geometry_y(&sheet->geometry, unit / n) - scotoma->y;
        bool within = hypot(dx, dy) < scotoma->radius;
        units += within;
        out += within && !sheet->inside[unit];
    }
    return 2 * out > units;
}

// Silent are the sheets with most of their units inside the scotoma left out. Counts the sheets
// that reach `measured` by any path and that belong to the eye or to none.
static LeakageSigns signs_of(const Network *network, const Sheet *measured, int eye,
                             const Scotoma *scotoma, double probe) {
    LeakageSigns signs = {.probe = probe, .radius = scotoma->radius};
    OWNED bool *reaches = allocate(network->sheets, sizeof *reaches);
    size_t self = (size_t)(measured - network->sheet);
    mark_sources(network, self, reaches);
    for (size_t i = 0; i < network->sheets; i++) {
        const Sheet *sheet = &network->sheet[i];
        if (!reaches[i] || i == self || !probe_is_seen(eye, sheet))
            continue;
        bool silent = is_silent(sheet, scotoma);
        signs.sheets++;
        signs.silent += silent;
        if (silent)
            signs.masked = sheet->name;
        else
            signs.intact = sheet->name;
    }
    return signs;
}

char *leakage_of_network(const Network *network, const Sheet *measured, int eye,
                         const Scotoma *scotoma, double probe) {
    bool all = eye == NO_EYE && network->eyes > 0;
    char *warning = NULL;
    for (int e = all ? 0 : eye; warning == NULL && e <= (all ? (int)network->eyes - 1 : eye); e++) {
        LeakageSigns signs = signs_of(network, measured, e, scotoma, probe);
        warning = leakage_warning(&signs);
    }
    return warning;
}
