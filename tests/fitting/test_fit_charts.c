// SPDX-License-Identifier: GPL-3.0-or-later
// The pictures of a fit's page, by what they say to readers who cannot see them.
#include "fitting/fit_charts.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"

enum { AXES = 2, HALF = PROFILE_NODES / 2 };

static char radius[] = "sheets.v1.radius", strength[] = "sheets.v1.strength";
static FitAxis axis[AXES] = {
    {"radius", {radius, 0.5, 2.5, SCALE_LINEAR}, false},
    {"strength", {strength, -3, 1, SCALE_LINEAR}, false},
};

static double strength_at(double share) {
    return 1 - 1.5 * share * (1 - 0.1 * share);
}

// The lower half of the radii is not ruled out, with the strength that goes with each; runs fail
// beyond.
static Fit made_fit(const FitProblem *problem) {
    Fit fit = {.problem = problem,
               .best = allocate(AXES, sizeof(double)),
               .profile = allocate(AXES, sizeof(FitProfile))};
    double *place = allocate((size_t)PROFILE_NODES * AXES, sizeof *place);
    FitProfile *profile = &fit.profile[0];
    profile->place = place;
    for (size_t node = 0; node < PROFILE_NODES; node++) {
        place[node * AXES] = fit_profile_share(node);
        place[node * AXES + 1] = strength_at(place[node * AXES]);
        profile->rise[node] = node <= HALF ? 0.3 * (double)node : (double)INFINITY;
    }
    fit.best[0] = 0.25;
    fit.best[1] = strength_at(0.25);
    return fit;
}

static void draw(void (*chart)(Html *, const FitResult *, size_t), const Fit *fit, char **text) {
    size_t length;
    Html html = {.file = open_memstream(text, &length)};
    assert_non_null(html.file);
    chart(&html, &(FitResult){fit, NULL, NULL}, 0);
    fclose(html.file);
}

static void a_profile_ends_where_runs_fail(void **state) {
    (void)state;
    const FitProblem problem = {.axes = AXES, .axis = axis};
    OWNED_BY(fit_free) Fit fit = made_fit(&problem);
    char *text, *steep;
    draw(fit_chart_profile, &fit, &text);
    assert_non_null(
        strstr(text, "alt=\"radius, from 0 to 3.841, over sheets.v1.radius 0.5 to 2.5"));
    fit.profile[0].rise[2] = 200; // finite, and beyond the chart
    draw(fit_chart_profile, &fit, &steep);
    assert_non_null(strstr(steep, "alt=\"radius, from 0 to 15.37,"));
    free(text);
    free(steep);
}

static void what_trades_off_is_drawn_where_it_is_not_ruled_out(void **state) {
    (void)state;
    const FitProblem problem = {.axes = AXES, .axis = axis};
    OWNED_BY(fit_free) Fit fit = made_fit(&problem);
    char *text;
    draw(fit_chart_trade, &fit, &text);
    assert_non_null(strstr(text, "alt=\"strength against radius, from -1.85 to 1, over"));
    free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_profile_ends_where_runs_fail),
        cmocka_unit_test(what_trades_off_is_drawn_where_it_is_not_ruled_out)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
