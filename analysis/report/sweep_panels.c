// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/sweep_panels.h"

#include "base/memory.h"
#include "files/ordinary_file.h"
#include "records/panels.h"
#include "records/sweep_factors.h"

#include <stdlib.h>

enum { COLUMNS_MOST = 6, PANELS_MOST = 26 };

// A combination of levels in its place.
typedef struct {
    size_t row, column, run;
} Cell;

typedef struct {
    const SweepFactors *factors;
    const char *picture;
    int64_t at;
    size_t count, columns;
    Cell *cell; // [count] owned
} Multiples;

static int by_place(const void *a, const void *b) {
    const Cell *first = a, *second = b;
    return first->row != second->row
               ? (first->row > second->row) - (first->row < second->row)
               : (first->column > second->column) - (first->column < second->column);
}

// Finds the combinations, row by row. They are a grid where each level of the factor that runs
// across occurs in each row.
static bool lay_out(Multiples *multiples, Error *error) {
    const SweepFactors *factors = multiples->factors;
    const SweepFactor *across = sweep_factors_across(factors);
    OWNED bool *all = allocate(factors->count + 1, sizeof *all),
               *down = allocate(factors->count + 1, sizeof *down);
    for (size_t f = 0; f < factors->count; f++) {
        all[f] = true;
        down[f] = &factors->factor[f] != across;
    }
    size_t rows, n;
    OWNED size_t *row_of = sweep_factors_group(factors, down, &rows),
                 *cell_of = sweep_factors_group(factors, all, &n);
    if (n > PANELS_MOST)
        return fail_in_command(error, "%s: has %zu combinations; a figure shows %d at most",
                               factors->runs->folder, n, PANELS_MOST);
    multiples->cell = allocate(n, sizeof *multiples->cell);
    for (multiples->count = 0; multiples->count < n; multiples->count++) {
        size_t run = sweep_factors_example(factors, cell_of, multiples->count);
        const SweptRun *swept = &factors->runs->run[run];
        if (!swept_run_is_finished(swept))
            return fail(error, "%s: no run of these levels has finished: %s", swept->path,
                        swept->reason);
        multiples->cell[multiples->count] =
            (Cell){row_of[run], across ? across->of_run[run] : 0, run};
    }
    qsort(multiples->cell, n, sizeof *multiples->cell, by_place);
    bool grid = across && n == rows * across->count && across->count <= COLUMNS_MOST;
    multiples->columns = grid ? across->count : n < COLUMNS_MOST ? n : COLUMNS_MOST;
    return true;
}

// Prints `name = "text"; `, with the signs of a config.
static void print_text(FILE *file, const char *name, const char *text) {
    const Setting *row = block_find(&panel_kind.block, name);
    OWNED char *quoted = setting_format(row, &text);
    fprintf(file, "%s = %s; ", name, quoted);
}

static void write(FILE *file, const void *what) {
    const Multiples *multiples = what;
    const SweepFactors *factors = multiples->factors;
    OWNED bool *all = allocate(factors->count + 1, sizeof *all);
    for (size_t f = 0; f < factors->count; f++)
        all[f] = true;
    fprintf(file, "# %s of each combination of a sweep, of its lowest seed that finished.\n",
            multiples->picture);
    fprintf(file, "columns = %zu;  font = 7.0;  letters = \"none\";  limits = \"shared\";\n\n",
            multiples->columns);
    fprintf(file, "panels = {\n");
    for (size_t i = 0; i < multiples->count; i++) {
        const Cell *cell = &multiples->cell[i];
        OWNED char *levels = sweep_factors_levels(factors, all, cell->run);
        fprintf(file, "  p%zu = { ", i + 1);
        print_text(file, "run", factors->runs->run[cell->run].path);
        print_text(file, "picture", multiples->picture);
        print_text(file, "title", levels);
        if (multiples->at >= 0)
            fprintf(file, "at = %lld; ", (long long)multiples->at);
        fprintf(file, "key = \"%s\"; };\n", i + 1 == multiples->count ? "shown" : "room");
    }
    fprintf(file, "};\n");
}

bool sweep_panels_write(const SweptRuns *runs, const char *picture, int64_t at, const char *path,
                        Error *error) {
    OWNED_BY(sweep_factors_free) SweepFactors factors = sweep_factors_find(runs);
    Multiples multiples = {.factors = &factors, .picture = picture, .at = at};
    bool ok = lay_out(&multiples, error) && ordinary_file_replace(path, write, &multiples, error);
    release(multiples.cell);
    return ok;
}
