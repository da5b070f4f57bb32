// SPDX-License-Identifier: GPL-3.0-or-later
#include "kinds/competition.h"

static const CompetitionKind competition_none = {
    .kind = {"none", "each unit shows its own activity", NO_SETTINGS},
};

extern const CompetitionKind competition_winner;

const Kind *const competition_kinds[] = {&competition_none.kind, &competition_winner.kind, NULL};

void competition_apply(const Variant *competition, const Geometry *geometry,
                       const unsigned char *inside, float *activity) {
    const CompetitionKind *kind = (const CompetitionKind *)competition->kind;
    for (size_t i = 0; i < geometry->n * geometry->n; i++)
        if (isnan(activity[i]))
            return;
    if (kind->compete)
        kind->compete(competition->settings, geometry, inside, activity);
}
