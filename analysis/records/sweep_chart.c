// SPDX-License-Identifier: GPL-3.0-or-later
#include "records/sweep_chart.h"

#include "base/memory.h"
#include "base/talk.h"
#include "files/provenance.h"

#include <libgen.h>
#include <string.h>

SweepChart sweep_chart_make(const SweepResponse *response) {
    enum { TICKS_MOST = 8 };
    const SweepFactor *factor = response->factor;
    size_t n = factor->count;
    bool names = factor->scale == FACTOR_NAMES, apart = names || response->drawn;
    SweepChart made = {.curve = allocate(response->lines, sizeof *made.curve),
                       .values = allocate(3 * n * response->lines, sizeof *made.values)};
    for (size_t l = 0; l < response->lines; l++) {
        double *y = made.values + 3 * n * l, *low = y + n, *high = low + n;
        for (size_t i = 0; i < n; i++) {
            const Estimate *estimate = &response->line[l].point[i].estimate;
            y[i] = estimate->mean;
            low[i] = estimate->interval.low;
            high[i] = estimate->interval.high;
        }
        made.curve[l] = (PictureCurve){response->line[l].name, factor->place, y, low, high, n};
    }
    made.chart = (PictureChart){.curves = made.curve,
                                .count = response->lines,
                                .x_name = factor->title,
                                .logarithmic = factor->scale == FACTOR_LOGARITHMIC,
                                .ticks = {names || n <= TICKS_MOST ? n : 0, factor->place,
                                          (const char *const *)factor->level, apart},
                                .bars = true,
                                .apart = apart};
    return made;
}

void sweep_chart_free(SweepChart *chart) {
    release(chart->curve);
    release(chart->values);
    *chart = (SweepChart){0};
}

// "selectivity.mean" becomes "selectivity mean".
static char *words_of(const char *number) {
    char *words = copy_text(number);
    for (char *at = words; *at; at++)
        if (strchr("._", *at))
            *at = ' ';
    return words;
}

// "GCAL over contrast – means and 95 % intervals of 5 seeds". A warning explains "too narrow".
static char *subtitle_of(const SweptRuns *runs, const SweepResponse *response) {
    size_t least = SIZE_MAX, most = 0;
    bool narrow = false;
    for (size_t l = 0; l < response->lines; l++)
        for (size_t i = 0; i < response->factor->count; i++) {
            const ResponsePoint *point = &response->line[l].point[i];
            least = point->seeds > 0 && point->n < least ? point->n : least;
            most = point->n > most ? point->n : most;
            narrow = narrow || estimate_is_narrow(point->n);
        }
    if (narrow)
        talk("warning: %s", estimate_caution);
    OWNED char *folder = copy_text(runs->folder);
    const char *title =
        runs->file.title && runs->file.title[0] ? runs->file.title : basename(folder);
    OWNED char *seeds =
        least < most ? format_text("%zu to %zu", least, most) : format_text("%zu", most);
    return format_text("%s \u2013 %s of %s seed%s%s%s", title,
                       most > 1 ? "means and 95 % intervals" : "values", seeds, most > 1 ? "s" : "",
                       narrow ? " (too narrow)" : "",
                       response->pooled ? ", over the levels of what the lines do not name" : "");
}

static bool draw(const SweptRuns *runs, const SweepResponse *response, const MeasuredNumber *number,
                 const char *measure, const char *name, const PictureForm *form, const char *folder,
                 PictureList *drawn, Error *error) {
    OWNED char *title = words_of(name), *subtitle = subtitle_of(runs, response),
               *y_name = measured_number_is_pure(number)
                             ? copy_text(title)
                             : format_text("%s, %s", title, number->unit),
               *path = format_text("%s/%s-%s.%s", folder, measure, name,
                                   canvas_formats[form ? form->format : CANVAS_PNG]);
    const PngText notes[] = {{"Software", "pinwheel " PINWHEEL_VERSION},
                             {"Commit", provenance_commit()},
                             {"Description", number->definition}};
    OWNED_BY(sweep_chart_free) SweepChart made = sweep_chart_make(response);
    made.chart.y_name = y_name;
    return picture_chart(&(PictureFrame){.title = title,
                                         .subtitle = subtitle,
                                         .form = form,
                                         .notes = notes,
                                         .notes_count = sizeof notes / sizeof *notes,
                                         .drawn = drawn,
                                         .measure = measure,
                                         .picture = name,
                                         .iteration = -1},
                         &made.chart, path, error);
}

static bool fail_as_unknown(const SweptRuns *runs, const char *name, Error *error) {
    for (size_t i = 0; i < runs->count; i++)
        if (swept_run_is_finished(&runs->run[i]))
            return fail_in_command(error, "%s: its runs have no number '%s'%s", runs->folder, name,
                                   measured_run_suggestion(&runs->run[i].measured, name).text);
    return fail_in_command(error, "%s: no run has finished", runs->folder);
}

static bool has_values(const SweepResponse *response) {
    for (size_t l = 0; l < response->lines; l++)
        for (size_t i = 0; i < response->factor->count; i++)
            if (response->line[l].point[i].n > 0)
                return true;
    return false;
}

bool sweep_chart_draw(const SweptRuns *runs, const char *measure, const char *number,
                      const PictureForm *form, const char *folder, PictureList *drawn,
                      Error *error) {
    OWNED char *name = format_text("%s/%s", measure, number);
    const MeasuredNumber *found = swept_runs_number(runs, name);
    if (found == NULL)
        return fail_as_unknown(runs, name, error);
    OWNED_BY(sweep_factors_free) SweepFactors factors = sweep_factors_find(runs);
    const SweepFactor *across = sweep_factors_across(&factors);
    if (across == NULL)
        return fail_in_command(
            error, "%s: nothing but the seed varied; pinwheel summarise gives its numbers",
            runs->folder);
    OWNED_BY(sweep_response_free)
    SweepResponse response = sweep_response_make(&factors, across, name, PICTURE_CURVES);
    if (!has_values(&response))
        return fail_in_command(error, "%s: '%s' is undefined in every run%s%s", runs->folder, name,
                               found->note[0] ? ": " : "", found->note);
    return draw(runs, &response, found, measure, number, form, folder, drawn, error);
}
