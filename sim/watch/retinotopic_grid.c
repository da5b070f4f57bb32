// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/retinotopic_grid.h"

#include "base/memory.h"
#include "fields/afferent_fields.h"
#include "files/json_value.h"

enum { MOST_LINES = 28 };

static const double SMOOTHING = 1, CUT = 0.2; // as the measure of retinotopy usually has them

static bool projects(const Network *network, const Sheet *from, const Sheet *to) {
    for (size_t k = 0; k < network->projections; k++)
        if (network->projection[k].from == from && network->projection[k].to == to)
            return true;
    return false;
}

static bool is_afferent(const Network *network, const Projection *projection) {
    const ProjectionSettings *settings = projection->settings;
    return settings->effect == EFFECT_ADD && settings->strength > 0 && !settings->shared &&
           !projects(network, projection->to, projection->from);
}

static bool lie_alike(const Sheet *one, const Sheet *other) {
    return one->geometry.n == other->geometry.n &&
           one->geometry.density == other->geometry.density &&
           one->geometry.periodic == other->geometry.periodic;
}

// The names of the afferent projections to a sheet whose sources lie as those of the first; to be
// finished.
static TextList afferents_of(const Network *network, const Sheet *sheet) {
    TextList names = {0};
    const Sheet *first = NULL;
    for (size_t k = 0; k < network->projections; k++) {
        const Projection *projection = &network->projection[k];
        if (projection->to != sheet || !is_afferent(network, projection))
            continue;
        first = first ? first : projection->from;
        if (lie_alike(first, projection->from))
            text_list_add(&names, projection->name);
    }
    return names;
}

bool retinotopic_grid_exists(const Network *network, const Sheet *sheet) {
    OWNED_BY(text_list_finish) TextList names = afferents_of(network, sheet);
    return names.count > 0;
}

// At most MOST_LINES rows and columns; both ends share what remains.
typedef struct {
    size_t step, first, side;
} Lattice;

static Lattice lattice_of(size_t n) {
    size_t step = (n + MOST_LINES - 1) / MOST_LINES;
    return (Lattice){step, (n - 1) % step / 2, (n - 1) / step + 1};
}

static json_t *numbers_json(const double *values, size_t count) {
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, json_of_number(values[i]));
    return list;
}

static char *how(const TextList *projections) {
    OWNED char *names = copy_text("");
    for (size_t i = 0; i < projections->count; i++)
        text_append(&names, "%s%s", i ? ", " : "", projections->items[i]);
    return format_text("centres of gravity of the weights of %s, smoothed by a Gaussian of %g "
                       "source unit, without what is below %g of the largest",
                       names, SMOOTHING, CUT);
}

void answer_retinotopic_grid(Question *question, const Network *network) {
    const char *name = question_text(question, "sheet");
    long long chosen = question_number(question, "unit");
    const Sheet *sheet = name ? network_sheet(network, name) : NULL;
    OWNED_BY(text_list_finish)
    TextList projections = sheet ? afferents_of(network, sheet) : (TextList){0};
    if (projections.count == 0) {
        answer_refusal(question, 404, "there is no such sheet with afferent fields of its own");
        return;
    }
    Lattice lattice = lattice_of(sheet->geometry.n);
    size_t count = lattice.side * lattice.side;
    OWNED size_t *units = allocate(count + 1, sizeof *units);
    for (size_t i = 0; i < count; i++)
        units[i] = (lattice.first + i / lattice.side * lattice.step) * sheet->geometry.n +
                   lattice.first + i % lattice.side * lattice.step;
    bool is_unit = chosen >= 0 && (size_t)chosen < sheet->units;
    if (is_unit)
        units[count] = (size_t)chosen;
    OWNED double *x = allocate(3 * (count + 1), sizeof *x);
    double *y = x + count + 1, *size = y + count + 1;
    const AfferentFields fields = {&projections, SMOOTHING, CUT};
    afferent_fields_of(network, sheet, &fields, units, count + (is_unit ? 1 : 0), x, y, size);
    OWNED char *words = how(&projections);
    answer_json(question, json_pack("{s:f, s:i, s:o, s:o, s:o, s:s}", "half_width",
                                    sheet->geometry.half_width, "side", (int)lattice.side, "x",
                                    numbers_json(x, count), "y", numbers_json(y, count), "unit",
                                    is_unit ? json_pack("{s:o, s:o}", "x", json_of_number(x[count]),
                                                        "y", json_of_number(y[count]))
                                            : json_null(),
                                    "how", words));
}
