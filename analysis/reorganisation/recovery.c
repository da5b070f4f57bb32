// SPDX-License-Identifier: GPL-3.0-or-later
#include "reorganisation/recovery.h"

#include "base/memory.h"
#include "reorganisation/delayed_fit.h"

// The columns of the course: time since the lesion, then responsive fractions.
enum { TIME, OVERALL, CORE, FIRST_DEPTH, COLUMNS = FIRST_DEPTH + REORGANISATION_DEPTHS };

static void fractions_of(const Reorganisation *found, double time, double row[COLUMNS]) {
    row[TIME] = time;
    row[OVERALL] = found->zone[ZONE_PROJECTION].responsive;
    row[CORE] = found->core;
    for (size_t k = 0; k < REORGANISATION_DEPTHS; k++)
        row[FIRST_DEPTH + k] = found->depth[k];
}

// The fractions of the earlier measurements since the lesion and of this one, [rows][COLUMNS], to
// be released; NULL on error. Adds those of this measurement to the results, for later ones to
// read.
static double *course_of(const char *measure, int64_t lesion, int64_t now,
                         const Reorganisation *found, Store *maps, Results *results, size_t *rows,
                         Error *error) {
    size_t n, count = 0;
    OWNED int64_t *iterations = earlier_iterations(maps, measure, &n, error);
    if (iterations == NULL)
        return NULL;
    double *course = allocate((n + 1) * COLUMNS, sizeof *course);
    for (size_t i = 0; i < n; i++) {
        // A map of another version has another size.
        if (iterations[i] >= lesion && iterations[i] < now &&
            earlier_read(maps, measure, iterations[i], "fractions", COLUMNS,
                         course + count * COLUMNS, NULL))
            count++;
    }
    double *own = course + count * COLUMNS;
    fractions_of(found, (double)(now - lesion), own);
    results_add_map(results, "fractions", 1, 1, COLUMNS, own, "1",
                    "time since the lesion in iterations; responsive shares of the projection "
                    "zone, of its core, and of the quarters of its depth from the rim inwards");
    *rows = count + (now >= lesion);
    return course;
}

static void add_fits_of(const TimeCourse *share, Results *results) {
    ExponentialFit one = exponential_fit(share, false), two = exponential_fit(share, true);
    DelayedFit delayed = delayed_fit(share);
    const Statistic rows[] = {
        {"fit.tau", one.tau, "iterations",
         "time constant of F(t) = start + rise (1 - exp(-t / tau)), the responsive share of the "
         "projection zone at t since the lesion",
         one.refused},
        {"fit.tau_low", one.tau_interval.low, "iterations",
         "lower end of the 95 % interval of fit.tau in this run, from the fit's covariance",
         one.refused},
        {"fit.tau_high", one.tau_interval.high, "iterations", "upper end of that interval",
         one.refused},
        {"fit.half_time", one.half_time, "iterations",
         "time by which half of the fitted rise is done", one.refused},
        {"fit.start", one.start, "1", "F(0) of the fit", one.refused},
        {"fit.end", one.end, "1", "what F of the fit tends to", one.refused},
        {"fit.r2", one.r2, "1", "share of F's variance that is fitted", one.refused},
        {"fit_two.tau_fast", two.tau, "iterations",
         "shorter time constant of a fit with two processes", two.refused},
        {"fit_two.tau_slow", two.slow_tau, "iterations",
         "longer time constant of the fit with two processes", two.refused},
        {"fit_two.rise_fast", two.rise, "1", "rise by the faster of two processes", two.refused},
        {"fit_two.rise_slow", two.slow_rise, "1", "rise by the slower of two processes",
         two.refused},
        {"fit_two.r2", two.r2, "1", "share of F's variance that is fitted", two.refused},
        {"fit_delayed.middle", delayed.middle, "iterations",
         "middle of the rise of F(t) = start + rise / (1 + exp(-(t - middle) / width))",
         delayed.refused},
        {"fit_delayed.width", delayed.width, "iterations",
         "width of that rise, of which 12 to 88 % take 4 widths", delayed.refused},
        {"fit_delayed.end", delayed.end, "1", "what F of that fit tends to", delayed.refused},
        {"fit_delayed.r2", delayed.r2, "1", "share of F's variance that is fitted",
         delayed.refused},
        {"fit_delayed.preference", delayed_fit_preference(share, &one, &delayed), "1",
         "Akaike's corrected information criterion of the single exponential less that of the "
         "delayed rise: above 0 where the delayed rise is the better account of F",
         "there are no two curves with residuals"},
    };
    measure_add_statistics(results, rows, sizeof rows / sizeof *rows, false, NULL);
}

static void add_fits(const double *course, size_t rows, Results *results) {
    OWNED double *t = allocate(rows, sizeof *t), *value = allocate(rows, sizeof *value);
    size_t n = 0;
    for (size_t k = 0; k < rows; k++)
        if (isfinite(course[k * COLUMNS + OVERALL])) {
            t[n] = course[k * COLUMNS + TIME];
            value[n++] = course[k * COLUMNS + OVERALL];
        }
    add_fits_of(&(TimeCourse){t, value, n}, results);
}

bool recovery_add(const char *measure, int64_t lesion, int64_t now, const Reorganisation *found,
                  Store *maps, Results *results, Error *error) {
    size_t rows;
    OWNED double *course = course_of(measure, lesion, now, found, maps, results, &rows, error);
    if (course == NULL)
        return false;
    results_add_map(results, "course", 1, rows, COLUMNS, course, "1",
                    "`fractions` of every measurement from the lesion on");
    add_fits(course, rows, results);
    return true;
}

bool recovery_draw(const Results *results, const MeasurePage *page, Error *error) {
    static const char *const names[] = {"whole zone", "core",    "depth 1 (rim)",
                                        "depth 2",    "depth 3", "depth 4 (middle)"};
    const ResultMap *course = results_map(results, "course");
    size_t n = course->height;
    if (n == 0)
        return true;
    OWNED double *columns = allocate(n * COLUMNS, sizeof *columns);
    measure_columns(course, columns);
    PictureCurve curves[COLUMNS - OVERALL];
    for (size_t k = OVERALL; k < COLUMNS; k++)
        curves[k - OVERALL] =
            (PictureCurve){names[k - OVERALL], columns, columns + k * n, NULL, NULL, n};
    double since = columns[n - 1]; // the last time
    int64_t last = page->iteration,
            lesion = since >= 0 && since <= (double)last ? last - (int64_t)since : 0;
    size_t marked;
    PictureMark *marks = measure_marks(page, lesion, lesion, last, &marked);
    PictureChart chart = {.curves = curves,
                          .count = COLUMNS - OVERALL,
                          .marks = marks,
                          .marks_count = marked,
                          .x_name = "iterations since the lesion",
                          .y_name = "share of units that respond",
                          .y_high = 1};
    OWNED_BY(measure_frame_finish)
    MeasureFrame frame = measure_frame(page, results->measure, "filling",
                                       "Filling-in of the projection zone by depth");
    bool ok = picture_chart(&frame.frame, &chart, frame.path, error);
    measure_marks_free(marks, marked);
    return ok;
}
