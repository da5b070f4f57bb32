// SPDX-License-Identifier: GPL-3.0-or-later
#include "records/sweep_response.h"

#include "base/memory.h"

#include <math.h>
#include <string.h>

static double value_of(const SweptRun *run, const char *number) {
    const MeasuredNumber *found = swept_run_number(run, number);
    return found ? found->value : (double)NAN;
}

static size_t count_lines(const SweepFactors *factors, const bool *marked) {
    size_t n;
    release(sweep_factors_group(factors, marked, &n));
    return n;
}

// Marks the factors whose levels have lines of their own: those crossed with this one, or fewer.
static void choose_lines(const SweepFactors *factors, SweepResponse *response, bool *marked,
                         size_t most) {
    for (size_t f = 0; f < factors->count; f++) {
        const SweepFactor *other = &factors->factor[f];
        if (other == response->factor)
            continue;
        marked[f] = sweep_factors_are_crossed(factors, response->factor, other);
        response->drawn = response->drawn || !marked[f];
    }
    for (size_t f = factors->count; f-- > 0 && count_lines(factors, marked) > most;) {
        response->pooled = response->pooled || marked[f];
        marked[f] = false;
    }
}

// The point of n runs, the members of a cell. The values of a seed's runs are averaged.
static ResponsePoint point_of(const SweptRuns *runs, const size_t *member, size_t n,
                              const char *number) {
    ResponsePoint point = {0};
    OWNED double *value = allocate(n, sizeof *value);
    OWNED bool *taken = allocate(n, sizeof *taken);
    for (size_t i = 0; i < n; i++) {
        double sum = 0, count = 0;
        for (size_t k = i; k < n && !taken[i]; k++)
            if (runs->run[member[k]].seed == runs->run[member[i]].seed) {
                sum += value_of(&runs->run[member[k]], number);
                count++;
                taken[k] = k > i;
            }
        if (taken[i])
            continue;
        point.seeds++;
        if (isfinite(sum))
            value[point.n++] = sum / count;
    }
    point.estimate = estimate_mean(value, point.n);
    return point;
}

// Fills the points of all lines. The runs of a cell share a line and a level.
static void fill_points(SweepResponse *response, const SweepFactors *factors, const bool *marked,
                        const size_t *line_of, const char *number) {
    const SweptRuns *runs = factors->runs;
    size_t cells;
    OWNED size_t *member = allocate(runs->count, sizeof *member);
    OWNED bool *both = allocate(factors->count, sizeof *both);
    memcpy(both, marked, factors->count * sizeof *both);
    both[response->factor - factors->factor] = true;
    OWNED size_t *cell_of = sweep_factors_group(factors, both, &cells);
    for (size_t c = 0; c < cells; c++) {
        size_t n = 0;
        for (size_t i = 0; i < runs->count; i++)
            if (cell_of[i] == c)
                member[n++] = i;
        response->line[line_of[member[0]]].point[response->factor->of_run[member[0]]] =
            point_of(runs, member, n, number);
    }
}

SweepResponse sweep_response_make(const SweepFactors *factors, const SweepFactor *factor,
                                  const char *number, size_t most) {
    SweepResponse response = {.factor = factor};
    OWNED bool *marked = allocate(factors->count, sizeof *marked);
    choose_lines(factors, &response, marked, most);
    OWNED size_t *line_of = sweep_factors_group(factors, marked, &response.lines);
    response.line = allocate(response.lines, sizeof *response.line);
    for (size_t i = 0; i < factors->runs->count; i++) {
        ResponseLine *line = &response.line[line_of[i]];
        if (line->name == NULL)
            line->name = sweep_factors_levels(factors, marked, i);
    }
    for (size_t l = 0; l < response.lines; l++)
        response.line[l].point = allocate(factor->count, sizeof(ResponsePoint));
    fill_points(&response, factors, marked, line_of, number);
    return response;
}

void sweep_response_free(SweepResponse *response) {
    for (size_t i = 0; i < response->lines; i++) {
        release(response->line[i].name);
        release(response->line[i].point);
    }
    release(response->line);
    *response = (SweepResponse){0};
}
