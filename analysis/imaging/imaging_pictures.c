// SPDX-License-Identifier: GPL-3.0-or-later
#include "imaging/imaging_pictures.h"

#include "base/memory.h"
#include "imaging/confidence_results.h"
#include "orientation/orientation_pictures.h"
#include "statistics/finite.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

void imaging_add_conditions(Results *results, const ResponseStack *stack) {
    size_t n = stack->height * stack->width;
    OWNED double *values = allocate(stack->conditions * n, sizeof *values),
                 *degrees = allocate(stack->conditions, sizeof *degrees);
    for (size_t c = 0; c < stack->conditions; c++) {
        stack_condition(stack, c, NULL, values + c * n);
        degrees[c] = stack->angle[c] * 180 / M_PI;
    }
    results_add_map(results, "conditions", stack->conditions, stack->height, stack->width, values,
                    stack->selective ? "of the mean response" : "as the responses",
                    stack->common_taken
                        ? "mean response to each condition over trials, less that to all"
                        : "mean response to each condition over trials");
    results_add_map(results, "stimuli", 1, stack->conditions, 1, degrees, "degrees",
                    "orientation of each condition");
}

static bool draw_conditions(const Results *results, const MeasurePage *page, Error *error) {
    const ResultMap *conditions = results_map(results, "conditions"),
                    *stimuli = results_map(results, "stimuli");
    size_t n = conditions->height * conditions->width;
    double largest = 0;
    for (size_t i = 0; i < conditions->planes * n; i++)
        if (isfinite(conditions->values[i]))
            largest = fmax(largest, fabs(conditions->values[i]));
    int digits = snprintf(NULL, 0, "%zu", conditions->planes);
    bool ok = true;
    for (size_t c = 0; ok && c < conditions->planes; c++) {
        OWNED char *name = format_text("response-%0*zu", digits, c + 1),
                   *title = format_text("Response to %g\u00b0", stimuli->values[c]);
        PictureScalar picture = {.values = conditions->values + c * n,
                                 .rows = conditions->height,
                                 .cols = conditions->width,
                                 .low = -largest,
                                 .high = largest,
                                 .ramp = RAMP_GREY,
                                 .name = "response, mean over trials"};
        OWNED_BY(measure_frame_finish)
        MeasureFrame frame =
            measure_recorded_frame(page, results->measure, name, title, conditions->width, 1);
        ok = picture_scalar(&frame.frame, &picture, frame.path, error);
    }
    return ok;
}

// Samples of the recording that were joined to one of the maps of confidence.
static double joined_of(const Results *results) {
    const ResultNumber *joined = results_number(results, "confidence.joined");
    return joined && joined->value >= 1 ? joined->value : 1;
}

// Half the interval of every sample between two maps.
typedef struct {
    const char *low, *high; // the maps
    size_t plane;           // of them
    const char *name, *title, *scale;
    double most; // that the scale reaches; 0: the largest
} HalfInterval;

static bool draw_half(const Results *results, const MeasurePage *page, const HalfInterval *what,
                      Error *error) {
    const ResultMap *low = results_map(results, what->low),
                    *high = results_map(results, what->high);
    size_t n = low->height * low->width, first = what->plane * n;
    OWNED double *half = allocate(n, sizeof *half);
    for (size_t i = 0; i < n; i++)
        half[i] = 0.5 * (high->values[first + i] - low->values[first + i]);
    PictureScalar picture = {.values = half,
                             .rows = low->height,
                             .cols = low->width,
                             .low = 0,
                             .high = what->most > 0 ? what->most : finite_largest_size(half, n),
                             .ramp = RAMP_BLUE_YELLOW,
                             .name = what->scale};
    OWNED_BY(measure_frame_finish)
    MeasureFrame frame = measure_recorded_frame(page, results->measure, what->name, what->title,
                                                low->width, joined_of(results));
    return picture_scalar(&frame.frame, &picture, frame.path, error);
}

static bool draw_halves(const Results *results, const MeasurePage *page, Error *error) {
    static const HalfInterval halves[] = {
        {"angle_low", "angle_high", 0, "confidence", "Uncertainty of the preference",
         "half the 95 % interval, degrees", 45},
        {"selectivity_low", "selectivity_high", 0, "selectivity-confidence",
         "Uncertainty of the selectivity", "half the 95 % interval of |z|", 0},
        {"index_low", "index_high", 0, "confidence", "Uncertainty of ocular dominance",
         "half the 95 % interval of the index", 0},
        {"centres_low", "centres_high", 0, "x-confidence", "Uncertainty of the centres' x",
         "half the 95 % interval of x, units of the centres", 0},
        {"centres_low", "centres_high", 1, "y-confidence", "Uncertainty of the centres' y",
         "half the 95 % interval of y, units of the centres", 0}};
    for (size_t k = 0; k < sizeof halves / sizeof *halves; k++)
        if (results_map(results, halves[k].low) && !draw_half(results, page, &halves[k], error))
            return false;
    return true;
}

enum { SIDES = 24 };

// The sides of a polygon in the place of an ellipse.
static size_t add_ellipse(const double *row, PictureSegment *side) {
    double turn = row[PINWHEEL_TURN] * M_PI / 180;
    if (!isfinite(row[PINWHEEL_LONG_AXIS]))
        return 0;
    for (size_t k = 0; k < SIDES; k++) {
        double column[2], line[2];
        for (size_t end = 0; end < 2; end++) {
            double at = 2 * M_PI * (double)(k + end) / SIDES,
                   along = row[PINWHEEL_LONG_AXIS] * cos(at),
                   across = row[PINWHEEL_SHORT_AXIS] * sin(at);
            column[end] = row[PINWHEEL_COLUMN] + along * cos(turn) - across * sin(turn);
            line[end] = row[PINWHEEL_ROW] - along * sin(turn) - across * cos(turn);
        }
        side[k] = (PictureSegment){column[0], line[0], column[1], line[1]};
    }
    return SIDES;
}

static bool draw_pinwheels(const Results *results, const MeasurePage *page, Error *error) {
    const ResultMap *complex = results_map(results, "complex"),
                    *table = results_map(results, "pinwheel_confidence");
    const ComplexMap map =
        map_view(2, complex->height, complex->width, (double)NAN, false, complex->values);
    OWNED Pinwheel *list = allocate(table->height + 1, sizeof *list);
    OWNED PictureSegment *sides = allocate(SIDES * table->height + 1, sizeof *sides);
    Pinwheels sure = {.list = list};
    size_t count = 0;
    for (size_t k = 0; k < table->height; k++) {
        const double *row = table->values + k * PINWHEEL_COLUMNS;
        if (row[PINWHEEL_PROBABILITY] >= PINWHEEL_SURE)
            list[sure.count++] = (Pinwheel){row[PINWHEEL_COLUMN], row[PINWHEEL_ROW],
                                            row[PINWHEEL_SIGN] > 0 ? 1 : -1};
        count += add_ellipse(row, sides + count);
    }
    const OrientationPicture picture = {.palette = (Palette)page->experiment->figures.palette,
                                        .pinwheels = &sure,
                                        .lines = {sides, count, "95 % of a pinwheel's places"}};
    OWNED_BY(measure_frame_finish)
    MeasureFrame frame = measure_recorded_frame(page, results->measure, "pinwheels",
                                                "Pinwheels and where they may lie", map.width, 1);
    measure_frame_add(&frame, "dots: %zu of %zu pinwheels, which at least 95 %% of resamples have",
                      sure.count, table->height);
    return orientation_picture_preference(&frame, &map, &picture, error);
}

bool imaging_pictures_draw(const Results *results, const MeasurePage *page, const char *where,
                           Error *error) {
    static const DrawnResult of_conditions[] = {{"conditions", "c h w"}, {"stimuli", "1 c 1"}, {0}},
                             of_confidence[] = {{"angle_low", "1 h w"},
                                                {"angle_high", "1 h w"},
                                                {"selectivity_low", "1 h w"},
                                                {"selectivity_high", "1 h w"},
                                                {0}},
                             of_index[] = {{"index_low", "1 h w"}, {"index_high", "1 h w"}, {0}},
                             of_centres[] = {{"centres_low", "2 h w"},
                                             {"centres_high", "2 h w"},
                                             {0}},
                             of_pinwheels[] = {
                                 {"pinwheel_confidence", "1 P 7"}, {"complex", "2 h w"}, {0}};
    static const struct {
        const char *map;
        const DrawnResult *needed;
        bool (*draw)(const Results *, const MeasurePage *, Error *);
    } rows[] = {{"pinwheel_confidence", of_pinwheels, draw_pinwheels},
                {"angle_low", of_confidence, draw_halves},
                {"index_low", of_index, draw_halves},
                {"centres_low", of_centres, draw_halves},
                {"conditions", of_conditions, draw_conditions}};
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++)
        if (results_map(results, rows[k].map) &&
            (!drawn_results_check(rows[k].needed, results, where, error) ||
             !rows[k].draw(results, page, error)))
            return false;
    return true;
}
