// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/projection.h"

#include "base/memory.h"
#include "kinds/region.h"

#include <string.h>

static const char *const scatter_draws[] = {"target", "projection", NULL};
static const char *const effects[] = {"add", "divide", "multiply", NULL};
static const char *const norms[] = {"L1", "L2", "maximum", "subtractive", "none", NULL};

static const Kind projection_kind = {
    "", "connection fields from one sheet to another",
    BLOCK(
        ProjectionSettings, NULL,
        {SETTING(ProjectionSettings, from), NULL, 1, .help = "source sheet"},
        {SETTING(ProjectionSettings, to), NULL, 1,
         .help = "target sheet; the same sheet makes the connections lateral"},
        {SETTING(ProjectionSettings, radius), NULL, 0, 1000, "sheet units",
         .help =
             "radius of a field; rounded down to whole source units, at least 1; smaller later: "
             "outer weights are lost; larger: they are drawn",
         .live = true},
        {SETTING(ProjectionSettings, response), "dot_product", .kinds = response_kinds,
         .help = "what a unit makes of its field and the activity there"},
        {SETTING(ProjectionSettings, strength), "1.0", -1000, 1000,
         .help = "factor on the field's response; negative inhibits", .live = true},
        {SETTING(ProjectionSettings, strength_schedule), "constant", .kinds = schedule_kinds,
         .help = "factor on the strength in time", .live = true},
        {SETTING(ProjectionSettings, effect), "add", .choices = effects,
         .help =
             "add: the response is added to the input of its target; divide: the input is divided "
             "by the target's `divisor` and the responses; multiply: it is multiplied by the "
             "target's `factor` and the responses"},
        {SETTING(ProjectionSettings, delay), "0", 0, 64, "presentations",
         .help = "age of the source's activity that the projection reads; feedback with a delay "
                 "answers the pattern before"},
        {SETTING(ProjectionSettings, step_delay), "1", 0, 64, "steps",
         .help = "while sheets settle, age of the source's activity that a projection within their "
                 "loop reads; 0: what the source shows in the same step"},
        {SETTING(ProjectionSettings, learning_rate), "0.0", 0, 1000, "per field",
         "rate of learning, by most rules divided by the number of units of a whole field; 0: "
         "fixed",
         .live = true},
        {SETTING(ProjectionSettings, learning_schedule), "constant", .kinds = schedule_kinds,
         .help = "factor on the learning rate in time", .live = true},
        {SETTING(ProjectionSettings, learning), "hebb", .kinds = learning_kinds,
         .help = "how a weight w grows, from the activity y of its unit and x of its source"},
        {SETTING(ProjectionSettings, least_weight), "none", -1e9, 1e9, "1 / field",
         .help =
             "weights that learn stay above this, divided by the number of units of a whole field",
         .word = "none", .live = true},
        {SETTING(ProjectionSettings, most_weight), "none", 0, 1e9, "1 / field",
         .help = "weights that learn stay below this, divided by the number of units of a whole "
                 "field, times the arbor",
         .word = "none", .live = true},
        {SETTING(ProjectionSettings, normalise), "own", 1,
         .help =
             "own: each field, as cropped at edges, sums to 1; none: nothing does; whole: a shared "
             "field sums to 1 before it is cropped; any other word: fields under the same "
             "word sum to 1 together"},
        {SETTING(ProjectionSettings, norm), "L1", .choices = norms,
         .help = "what normalisation makes 1. L1: the sum of the weights' magnitudes; L2: their "
                 "length, the root of the sum of squares; maximum: the largest magnitude; "
                 "subtractive: the sum, after learning by subtraction; none: nothing"},
        {SETTING(ProjectionSettings, norm_value), "1.0", 1e-6, 1e6,
         .help = "normalisation makes the norm this, and not 1", .live = true},
        {SETTING(ProjectionSettings, shared), "false",
         .help = "one fixed field for all units, a convolution: fast, and takes no memory"},
        {SETTING(ProjectionSettings, scatter), "0.0", 0, 1000, "sheet units",
         .help = "each field's centre is displaced by a uniform draw within this, in x and in y"},
        {SETTING(ProjectionSettings, weights_scatter), "0.0", 0, 1000, "sheet units",
         .help = "the centre of a field's initial weights is displaced by another such draw; the "
                 "field stays"},
        {SETTING(ProjectionSettings, scatter_by), "target", .choices = scatter_draws,
         .help = "target: all projections to a sheet have the same draws of each scatter; "
                 "projection: each has its own"},
        {SETTING(ProjectionSettings, outline), "everywhere", .kinds = region_kinds,
         .help =
             "the part of the disc that a field has; places are counted from its centre, and an "
             "image is stretched over the square about the disc"},
        {SETTING(ProjectionSettings, probability), "1.0", 1e-6, 1,
         .help = "share of the connections that there are: each by a draw of its own"},
        {SETTING(ProjectionSettings, weights), .kinds = weights_kinds,
         .help = "the fields before learning"},
        {SETTING(ProjectionSettings, arbor), "none", .kinds = arbor_kinds,
         .help = "factor on the growth of weights, by their distance from the unit's place on the "
                 "source sheet"})};

const Kind *const projection_kinds[] = {&projection_kind, NULL};

int projection_norm(const ProjectionSettings *settings) {
    return strcmp(settings->normalise, "none") == 0 ? NORM_NONE : settings->norm;
}

RadiusRange projection_radii(const ProjectionSettings *settings, double source_density) {
    bool varies = settings->most_radius > 0;
    return (RadiusRange){
        field_radius(varies ? settings->least_radius : settings->radius, source_density),
        field_radius(varies ? settings->most_radius : settings->radius, source_density)};
}

void projection_release_fields(Projection *projection) {
    for (size_t k = 0; k < projection->pattern_count; k++)
        field_pattern_free(projection->patterns[k]);
    for (size_t k = 0; k < projection->arbor_count; k++)
        release(projection->arbors[k].factor);
    release(projection->arbors);
    release(projection->patterns);
    release(projection->block);
    release(projection->outline);
    release(projection->sparse);
    release_pages(projection->weights, projection->weight_count, sizeof *projection->weights);
    release_pages(projection->collected, projection->weight_count, sizeof *projection->collected);
    projection->patterns = NULL;
    projection->arbors = NULL;
    projection->block = NULL;
    projection->outline = NULL;
    projection->sparse = NULL;
    projection->weights = projection->collected = NULL;
    projection->pattern_count = projection->arbor_count = projection->weight_count = 0;
}

void projection_finish(Projection *projection) {
    projection_release_fields(projection);
    projection_forget(projection);
    release(projection->name);
    release(projection->memory);
    release(projection->compared);
    release(projection->scale);
    convolution_finish(&projection->stencil);
    *projection = (Projection){0};
}
