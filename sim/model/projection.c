// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/projection.h"

#include "base/memory.h"

static const char *const scatter_draws[] = {"target", "projection", NULL};

#define AT(member) offsetof(ProjectionSettings, member)
static const Kind projection_kind = {
    "",
    "connection fields from one sheet to another",
    {sizeof(ProjectionSettings), NULL,
     (const Setting[]){
         {"from", SETTING_TEXT, AT(from), NULL, 1, .help = "source sheet"},
         {"to", SETTING_TEXT, AT(to), NULL, 1,
          .help = "target sheet; the same sheet makes the connections lateral"},
         {"radius", SETTING_REAL, AT(radius), NULL, 0, 1000, "sheet units",
          .help = "of a field; rounded down to whole source units, at least 1"},
         {"strength", SETTING_REAL, AT(strength), "1.0", -1000, 1000,
          .help = "factor on the field's response; negative inhibits", .live = true},
         {"strength_schedule", SETTING_VARIANT, AT(strength_schedule), "constant",
          .kinds = schedule_kinds, .help = "factor on the strength in time", .live = true},
         {"delay", SETTING_INTEGER, AT(delay), "0", 0, 64, "presentations",
          .help = "the source's activity is taken from this many presentations ago"},
         {"learning_rate", SETTING_REAL, AT(learning_rate), "0.0", 0, 1000, "per field",
          "Hebbian rate, divided by the units on the whole disc; 0: fixed", .live = true},
         {"learning_schedule", SETTING_VARIANT, AT(learning_schedule), "constant",
          .kinds = schedule_kinds, .help = "factor on the learning rate in time", .live = true},
         {"normalise", SETTING_TEXT, AT(normalise), "own", 1,
          .help =
              "own: each field, as cropped at edges, sums to 1; none: as drawn; whole: a shared "
              "field sums to 1 before it is cropped; any other word: fields under the same "
              "word sum to 1 together"},
         {"shared", SETTING_BOOLEAN, AT(shared), "false",
          .help = "one fixed field for all units, a convolution: fast, and takes no memory"},
         {"scatter", SETTING_REAL, AT(scatter), "0.0", 0, 1000, "sheet units",
          .help = "each field's centre is displaced by a uniform draw within this, in x and in y"},
         {"weights_scatter", SETTING_REAL, AT(weights_scatter), "0.0", 0, 1000, "sheet units",
          .help = "the centre that a field's first weights are drawn about is displaced by another "
                  "such draw, while the field stays"},
         {"scatter_by", SETTING_CHOICE, AT(scatter_by), "target", .choices = scatter_draws,
          .help = "target: all projections to a sheet have the same draws of each scatter; "
                  "projection: each has its own"},
         {"weights", SETTING_VARIANT, AT(weights), .kinds = weights_kinds,
          .help = "the fields before learning"},
         {"arbor", SETTING_VARIANT, AT(arbor), "none", .kinds = arbor_kinds,
          .help = "factor on what weights grow by, by their distance from the unit's place on the "
                  "source sheet"},
         {0}}}};

const Kind *const projection_kinds[] = {&projection_kind, NULL};

void projection_finish(Projection *projection) {
    for (size_t k = 0; k < projection->pattern_count; k++)
        field_pattern_free(projection->patterns[k]);
    release(projection->name);
    for (size_t k = 0; k < projection->arbor_count; k++)
        release(projection->arbors[k].factor);
    release(projection->arbors);
    release(projection->patterns);
    release(projection->block);
    release(projection->weights);
    release(projection->scale);
    convolution_finish(&projection->stencil);
    *projection = (Projection){0};
}
