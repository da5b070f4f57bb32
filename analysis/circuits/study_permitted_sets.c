// SPDX-License-Identifier: GPL-3.0-or-later
// Permitted and forbidden sets of a circuit: all of them up to SET_NEURONS_MOST neurons, and above
// a sample of parents.
#include "circuits/study.h"

#include "base/memory.h"
#include "circuits/permitted_sets.h"

#include <math.h>

typedef struct {
    int64_t draws;
} PermittedSetsSettings;

// Parents, one for each class that rotations and reflections make.
typedef struct {
    RingSymmetry symmetry;
    NeuronSet *parent; // [classes] owned
    size_t classes, rotation_classes;
    uint64_t count; // of all parents
} Parents;

// The classes of permitted sets, one node each.
typedef struct {
    size_t nodes;        // 0: too many for a picture
    NeuronSet *node;     // [nodes] owned
    bool *link, *parent; // as in PictureLattice; owned
} Lattice;

typedef struct {
    const Circuit *circuit;
    size_t draws; // parents that were drawn; 0: all sets were enumerated
    size_t *size; // [draws] of the parents drawn; owned
    // Of all sets:
    bool symmetric;
    PermittedSets sets;
    Parents parents;
    double least[SET_NEURONS_MOST]; // least eigenvalue of I - W on neurons 0 to k
    Lattice lattice;
} PermittedSetsResult;

static void take_parent(NeuronSet parent, void *context) {
    Parents *parents = context;
    parents->rotation_classes += ring_symmetry_least(&parents->symmetry, parent, false) == parent;
    if (ring_symmetry_least(&parents->symmetry, parent, true) != parent)
        return;
    parents->parent = allocate_one_more(parents->parent, parents->classes, sizeof parent);
    parents->parent[parents->classes++] = parent;
}

static void find_nodes(const PermittedSets *sets, const RingSymmetry *symmetry, Lattice *lattice) {
    size_t in_row[SET_NEURONS_MOST + 1] = {0};
    lattice->node = allocate(PICTURE_LATTICE_NODES, sizeof *lattice->node);
    for (NeuronSet set = 1; sets->n <= 16 && set < (NeuronSet)1 << sets->n; set++) {
        if (!permitted_sets_has(sets, set) || ring_symmetry_least(symmetry, set, true) != set)
            continue;
        if (++in_row[__builtin_popcount(set)] > PICTURE_LATTICE_ROW ||
            lattice->nodes == PICTURE_LATTICE_NODES) {
            lattice->nodes = 0;
            return;
        }
        lattice->node[lattice->nodes++] = set;
    }
}

// Links each node to the classes of the permitted sets that are larger by a neuron.
static void find_links(const PermittedSets *sets, const RingSymmetry *symmetry, Lattice *lattice) {
    size_t nodes = lattice->nodes;
    lattice->link = allocate(nodes * nodes, sizeof *lattice->link);
    lattice->parent = allocate(nodes, sizeof *lattice->parent);
    for (size_t k = 0; k < nodes; k++) {
        lattice->parent[k] = true;
        for (size_t j = 0; j < sets->n; j++) {
            NeuronSet with = lattice->node[k] | (NeuronSet)1 << j;
            if (with == lattice->node[k] || !permitted_sets_has(sets, with))
                continue;
            lattice->parent[k] = false;
            NeuronSet least = ring_symmetry_least(symmetry, with, true);
            for (size_t m = 0; m < nodes; m++)
                if (lattice->node[m] == least)
                    lattice->link[k * nodes + m] = true;
        }
    }
}

static double least_eigenvalue(const PermittedSetsResult *result, NeuronSet set) {
    const Circuit *circuit = result->circuit;
    size_t member[SET_NEURONS_MOST], count = 0;
    for (size_t i = 0; i < circuit->n; i++)
        if (set >> i & 1)
            member[count++] = i;
    return permitted_set_eigenvalue(circuit->n, circuit->weights, result->symmetric, member, count);
}

// The set of neurons 0 to k.
static NeuronSet first_neurons(size_t k) {
    return (NeuronSet)((UINT64_C(2) << k) - 1);
}

static void enumerate(PermittedSetsResult *result) {
    const Circuit *circuit = result->circuit;
    Parents *parents = &result->parents;
    result->symmetric = circuit_is_symmetric(circuit);
    result->sets = permitted_sets_find(circuit->n, circuit->weights, result->symmetric, 1);
    parents->symmetry = ring_symmetry(circuit->n, circuit->weights);
    parents->count = permitted_sets_parents(&result->sets, take_parent, parents);
    for (size_t k = 0; k < circuit->n; k++)
        result->least[k] = least_eigenvalue(result, first_neurons(k));
    find_nodes(&result->sets, &parents->symmetry, &result->lattice);
    find_links(&result->sets, &parents->symmetry, &result->lattice);
}

static void sample(const StudySubject *subject, PermittedSetsResult *result) {
    size_t n = subject->circuit->n;
    OWNED size_t *member = allocate(n, sizeof *member);
    result->size = allocate(result->draws, sizeof *result->size);
    for (size_t k = 0; k < result->draws; k++)
        result->size[k] =
            permitted_set_draw(n, subject->circuit->weights, subject->seed, k, member);
}

static bool find(const void *settings_of_kind, const StudySubject *subject, void *result_of_kind,
                 Error *error) {
    (void)error;
    const PermittedSetsSettings *settings = settings_of_kind;
    PermittedSetsResult *result = result_of_kind;
    result->circuit = subject->circuit;
    result->draws = subject->circuit->n > SET_NEURONS_MOST ? (size_t)settings->draws : 0;
    if (result->draws > 0)
        sample(subject, result);
    else
        enumerate(result);
    return true;
}

static void tabulate_sets(const PermittedSetsResult *result, const char *name,
                          const NeuronSet *sets, size_t count, Findings *findings) {
    size_t n = result->circuit->n;
    FindingTable *table = findings_table(findings, name, "size,least_eigenvalue");
    findings_columns(table, "n", n);
    double row[2 + SET_NEURONS_MOST];
    for (size_t k = 0; k < count; k++) {
        row[0] = __builtin_popcount(sets[k]);
        row[1] = least_eigenvalue(result, sets[k]);
        for (size_t i = 0; i < n; i++)
            row[2 + i] = sets[k] >> i & 1;
        findings_row(table, row);
    }
}

// Returns how many neurons in a row may be active together.
static size_t tabulate_contiguous(const PermittedSetsResult *result, Findings *findings) {
    size_t longest = 0;
    FindingTable *table =
        findings_table(findings, "contiguous", "neurons,least_eigenvalue,permitted");
    for (size_t k = 0; k < result->circuit->n; k++) {
        bool permitted = permitted_sets_has(&result->sets, first_neurons(k));
        longest = permitted ? k + 1 : longest;
        findings_row(table, (double[]){(double)k + 1, result->least[k], permitted});
    }
    return longest;
}

static void tabulate_stability(const PermittedSets *sets, Findings *findings) {
    bool multistable = sets->copositive && sets->forbidden > 0;
    FINDINGS_NUMBERS(
        findings,
        {"copositive", sets->copositive, "1: I - W is copositive: every run stays bounded"},
        {"multistable", sets->copositive ? (double)multistable : (double)NAN,
         "1: for some input there is more than one stable state; undefined where "
         "I - W is not copositive, as the theorem does not apply"});
    findings_say(findings, "%s",
                 multistable        ? "I - W is copositive and a set is forbidden: the circuit is "
                                      "conditionally multistable."
                 : sets->copositive ? "All sets are permitted: one stable state for every input."
                                    : "I - W is not copositive: activity diverges for some input.");
}

static void tabulate_all(const PermittedSetsResult *result, Findings *findings) {
    const PermittedSets *sets = &result->sets;
    const Parents *parents = &result->parents;
    FINDINGS_NUMBERS(
        findings,
        {"permitted", (double)sets->permitted, "permitted sets, the empty one not counted"},
        {"forbidden", (double)sets->forbidden, "forbidden sets"},
        {"marginal", (double)sets->marginal,
         "of these, sets with permitted subsets whose least eigenvalue is 0 within rounding"},
        {"parents", (double)parents->count, "permitted sets that are subsets of no other"},
        {"parents_up_to_rotation", (double)parents->rotation_classes,
         "the same, those that rotations of the circuit make of each other counted once"},
        {"parents_up_to_symmetry", (double)parents->classes, "the same, with reflections"});
    FindingTable *table = findings_table(findings, "by_size", "size,permitted");
    for (size_t k = 1; k <= sets->n; k++)
        findings_row(table, (double[]){(double)k, (double)sets->by_size[k]});
    tabulate_sets(result, "parents", parents->parent, parents->classes, findings);
    tabulate_sets(result, "marginal", sets->marginals, sets->marginal, findings);
    findings_number(findings, "contiguous", (double)tabulate_contiguous(result, findings),
                    "most neurons in a row, from neuron 0, that may be active together");
    if (result->symmetric)
        tabulate_stability(sets, findings);
    else
        findings_say(findings,
                     "W is not symmetric: sets were looked at one by one, for the theorem on "
                     "subsets needs symmetry.");
    if (result->lattice.nodes == 0)
        findings_say(findings, "There are too many permitted sets for a picture of their lattice.");
}

static void tabulate_sample(const PermittedSetsResult *result, Findings *findings) {
    size_t n = result->circuit->n, least = n, most = 0;
    double mean = 0;
    FindingTable *table = findings_table(findings, "sampled_parents", "draw,size");
    for (size_t k = 0; k < result->draws; k++) {
        size_t size = result->size[k];
        least = size < least ? size : least;
        most = size > most ? size : most;
        mean += (double)size / (double)result->draws;
        findings_row(table, (double[]){(double)k, (double)size});
    }
    FINDINGS_NUMBERS(findings,
                     {"sampled_size_least", (double)least, "neurons of the smallest parent drawn"},
                     {"sampled_size_mean", mean, "mean size of the parents drawn"},
                     {"sampled_size_most", (double)most, "neurons of the largest"});
    findings_say(findings,
                 "%zu neurons are too many to enumerate: %zu parents were drawn, each grown "
                 "from neurons in a random order.",
                 n, result->draws);
}

static void tabulate(const void *result_of_kind, Findings *findings) {
    const PermittedSetsResult *result = result_of_kind;
    if (result->draws > 0)
        tabulate_sample(result, findings);
    else
        tabulate_all(result, findings);
}

// Least eigenvalues of neighbouring neurons, 1 to n of them.
static bool draw_contiguous(const PermittedSetsResult *result, const StudyPage *page,
                            Error *error) {
    size_t n = result->circuit->n;
    OWNED double *count = study_count(1, n);
    double ends[] = {1, fmax(2, (double)n)}, zeros[] = {0, 0};
    PictureCurve curves[] = {study_curve("neurons 0 to k - 1", count, result->least, n),
                             study_curve("limit of permitted sets", ends, zeros, 2)};
    return study_chart(page, "eigenvalues", NULL, AXES_COUNT,
                       "neighbouring neurons active together", "least eigenvalue of I − W", curves,
                       2, error);
}

static bool draw_lattice(const PermittedSetsResult *result, const StudyPage *page, Error *error) {
    const Lattice *lattice = &result->lattice;
    PictureLattice map = {result->circuit->n, lattice->nodes, lattice->node, lattice->link,
                          lattice->parent};
    OWNED_BY(study_picture_free)
    StudyPicture picture =
        study_picture(page, "lattice", "permitted sets",
                      "one of each class under rotation and reflection; red: parents");
    return picture_lattice(&picture.frame, &map, picture.path, error);
}

static bool draw(const void *result_of_kind, const StudyPage *page, Error *error) {
    const PermittedSetsResult *result = result_of_kind;
    return result->draws > 0 || (draw_contiguous(result, page, error) &&
                                 (result->lattice.nodes == 0 || draw_lattice(result, page, error)));
}

static void finish(void *result_of_kind) {
    PermittedSetsResult *result = result_of_kind;
    release(result->lattice.node);
    release(result->lattice.link);
    release(result->lattice.parent);
    release(result->parents.parent);
    release(result->size);
    permitted_sets_free(&result->sets);
}

static bool check(const void *settings, const StudySubject *subject, const char *place,
                  Error *error) {
    (void)settings;
    size_t n = subject->circuit->n;
    if (n > SET_ASYMMETRIC_MOST && !circuit_is_symmetric(subject->circuit))
        return fail(
            error,
            "%s: the sets of an asymmetric circuit are enumerated up to %d neurons; this has %zu",
            place, SET_ASYMMETRIC_MOST, n);
    return n <= 1024 ||
           fail(error, "%s: sets are drawn for up to 1024 neurons; this circuit has %zu", place, n);
}

const StudyKind study_permitted_sets = {
    .kind = {"permitted_sets", "which neurons can be active together at a stable state",
             BLOCK(PermittedSetsSettings, NULL,
                   {SETTING(PermittedSetsSettings, draws), "1000", 1, 1000000,
                    .help = "parents drawn where there are too many sets to enumerate"})},
    .check = check,
    .result_size = sizeof(PermittedSetsResult),
    .find = find,
    .tabulate = tabulate,
    .draw = draw,
    .finish = finish,
};
