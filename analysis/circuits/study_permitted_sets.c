// SPDX-License-Identifier: GPL-3.0-or-later
// Permitted and forbidden sets of a circuit: all of them up to SET_NEURONS_MOST neurons, and above
// a sample of parents.
#include "circuits/study.h"

#include "base/memory.h"
#include "circuits/permitted_sets.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    int64_t draws;
} Settings;

#define AT(member) offsetof(Settings, member)

// Parents, one for each class that rotations and reflections make.
typedef struct {
    RingSymmetry symmetry;
    NeuronSet *parent; // owned
    size_t classes, rotation_classes;
} Parents;

static void take_parent(NeuronSet parent, void *context) {
    Parents *parents = context;
    parents->rotation_classes += ring_symmetry_least(&parents->symmetry, parent, false) == parent;
    if (ring_symmetry_least(&parents->symmetry, parent, true) != parent)
        return;
    if ((parents->classes & (parents->classes - 1)) == 0) { // room doubles
        NeuronSet *larger = allocate(parents->classes ? 2 * parents->classes : 1, sizeof *larger);
        if (parents->classes)
            memcpy(larger, parents->parent, parents->classes * sizeof *larger);
        release(parents->parent);
        parents->parent = larger;
    }
    parents->parent[parents->classes++] = parent;
}

static double least_eigenvalue(const Circuit *circuit, bool symmetric, NeuronSet set) {
    size_t member[32], count = 0;
    for (size_t i = 0; i < circuit->n; i++)
        if (set >> i & 1)
            member[count++] = i;
    return permitted_set_eigenvalue(circuit->n, circuit->weights, symmetric, member, count);
}

static void add_sets(Findings *findings, const char *name, const Circuit *circuit, bool symmetric,
                     const NeuronSet *sets, size_t count) {
    FindingTable *table = findings_table(findings, name, "size,least_eigenvalue");
    double row[2 + SET_NEURONS_MOST];
    for (size_t i = 0; i < circuit->n; i++) {
        char *column = format_text("n%zu", i);
        findings_column(table, column);
        release(column);
    }
    for (size_t k = 0; k < count; k++) {
        row[0] = __builtin_popcount(sets[k]);
        row[1] = least_eigenvalue(circuit, symmetric, sets[k]);
        for (size_t i = 0; i < circuit->n; i++)
            row[2 + i] = sets[k] >> i & 1;
        findings_row(table, row);
    }
}

// Least eigenvalues of neighbouring neurons, 1 to n of them; returns how many may be active.
static size_t add_contiguous(Findings *findings, const StudyPage *page, const Circuit *circuit,
                             const PermittedSets *sets, bool symmetric, bool *drawn, Error *error) {
    double count[SET_NEURONS_MOST], least[SET_NEURONS_MOST],
        zeros[2] = {0}, ends[] = {1, fmax(2, (double)circuit->n)};
    size_t longest = 0;
    FindingTable *table =
        findings_table(findings, "contiguous", "neurons,least_eigenvalue,permitted");
    for (size_t k = 1; k <= circuit->n; k++) {
        NeuronSet set = (NeuronSet)(((uint64_t)1 << k) - 1);
        bool permitted = permitted_sets_has(sets, set);
        count[k - 1] = (double)k;
        least[k - 1] = least_eigenvalue(circuit, symmetric, set);
        longest = permitted ? k : longest;
        findings_row(table, (double[]){count[k - 1], least[k - 1], permitted});
    }
    PictureCurve curves[] = {
        {.name = "neurons 0 to k - 1", .x = count, .y = least, .n = circuit->n},
        {.name = "limit of permitted sets", .x = ends, .y = zeros, .n = 2}};
    *drawn = study_chart(page, "eigenvalues", NULL,
                         &(PictureChart){.curves = curves,
                                         .count = 2,
                                         .x_name = "neighbouring neurons active together",
                                         .y_name = "least eigenvalue of I − W"},
                         error);
    return longest;
}

static bool draw_lattice(const StudyPage *page, const PermittedSets *sets,
                         const RingSymmetry *symmetry, Findings *findings, Error *error) {
    PictureLattice lattice = {.n = sets->n};
    NeuronSet *node = allocate(PICTURE_LATTICE_NODES, sizeof *node);
    size_t in_row[SET_NEURONS_MOST + 1] = {0};
    bool fits = sets->n <= 16;
    for (NeuronSet set = 1; fits && set < (NeuronSet)1 << sets->n; set++)
        if (permitted_sets_has(sets, set) && ring_symmetry_least(symmetry, set, true) == set) {
            fits = ++in_row[__builtin_popcount(set)] <= PICTURE_LATTICE_ROW &&
                   lattice.nodes < PICTURE_LATTICE_NODES;
            if (fits)
                node[lattice.nodes++] = set;
        }
    bool ok = true;
    if (fits && lattice.nodes > 0) {
        bool *link = allocate(lattice.nodes * lattice.nodes, sizeof *link),
             *parent = allocate(lattice.nodes, sizeof *parent);
        for (size_t k = 0; k < lattice.nodes; k++) {
            parent[k] = true;
            for (size_t j = 0; j < sets->n; j++) {
                NeuronSet with = node[k] | (NeuronSet)1 << j;
                if (with == node[k] || !permitted_sets_has(sets, with))
                    continue;
                parent[k] = false;
                NeuronSet least = ring_symmetry_least(symmetry, with, true);
                for (size_t m = 0; m < lattice.nodes; m++)
                    if (node[m] == least)
                        link[k * lattice.nodes + m] = true;
            }
        }
        lattice.set = node;
        lattice.link = link;
        lattice.parent = parent;
        char *title, *path = study_path(page, "lattice");
        PictureFrame frame = study_frame(page, "permitted sets", &title);
        frame.subtitle = "one of each class under rotation and reflection; red: parents";
        ok = picture_lattice(&frame, &lattice, path, error);
        release(title);
        release(path);
        release(link);
        release(parent);
    } else {
        findings_say(findings, "There are too many permitted sets for a picture of their lattice.");
    }
    release(node);
    return ok;
}

static bool enumerate(const StudySubject *subject, const StudyPage *page, Findings *findings,
                      Error *error) {
    const Circuit *circuit = subject->circuit;
    bool symmetric = circuit_is_symmetric(circuit), drawn;
    PermittedSets sets = permitted_sets_find(circuit->n, circuit->weights, symmetric, 1);
    Parents parents = {.symmetry = ring_symmetry(circuit->n, circuit->weights)};
    uint64_t all_parents = permitted_sets_parents(&sets, take_parent, &parents);
    findings_number(findings, "permitted", (double)sets.permitted,
                    "permitted sets, the empty one not counted");
    findings_number(findings, "forbidden", (double)sets.forbidden, "forbidden sets");
    findings_number(
        findings, "marginal", (double)sets.marginal,
        "of these, sets with permitted subsets whose least eigenvalue is 0 within rounding");
    findings_number(findings, "parents", (double)all_parents,
                    "permitted sets that are subsets of no other");
    findings_number(
        findings, "parents_up_to_rotation", (double)parents.rotation_classes,
        "the same, those that rotations of the circuit make of each other counted once");
    findings_number(findings, "parents_up_to_symmetry", (double)parents.classes,
                    "the same, with reflections");
    FindingTable *table = findings_table(findings, "by_size", "size,permitted");
    for (size_t k = 1; k <= circuit->n; k++)
        findings_row(table, (double[]){(double)k, (double)sets.by_size[k]});
    add_sets(findings, "parents", circuit, symmetric, parents.parent, parents.classes);
    add_sets(findings, "marginal", circuit, symmetric, sets.marginals, sets.marginal);
    size_t longest = add_contiguous(findings, page, circuit, &sets, symmetric, &drawn, error);
    findings_number(findings, "contiguous", (double)longest,
                    "most neurons in a row, from neuron 0, that may be active together");
    if (symmetric) {
        bool multistable = sets.copositive && sets.forbidden > 0;
        findings_number(findings, "copositive", sets.copositive,
                        "1: I - W is copositive: every run stays bounded");
        findings_number(findings, "multistable",
                        sets.copositive ? (double)multistable : (double)NAN,
                        "1: for some input there is more than one stable state; undefined where "
                        "I - W is not copositive, as the theorem does not apply");
        findings_say(findings, "%s",
                     multistable ? "I - W is copositive and a set is forbidden: the circuit is "
                                   "conditionally multistable."
                     : sets.copositive
                         ? "All sets are permitted: one stable state for every input."
                         : "I - W is not copositive: activity diverges for some input.");
    } else {
        findings_say(findings,
                     "W is not symmetric: sets were looked at one by one, for the theorem on "
                     "subsets needs symmetry.");
    }
    bool ok = drawn && draw_lattice(page, &sets, &parents.symmetry, findings, error);
    release(parents.parent);
    permitted_sets_free(&sets);
    return ok;
}

static void sample(const Settings *settings, const StudySubject *subject, Findings *findings) {
    size_t n = subject->circuit->n, least = n, most = 0, *member = allocate(n, sizeof *member);
    double mean = 0;
    FindingTable *table = findings_table(findings, "sampled_parents", "draw,size");
    for (int64_t k = 0; k < settings->draws; k++) {
        size_t count =
            permitted_set_draw(n, subject->circuit->weights, subject->seed, (uint64_t)k, member);
        least = count < least ? count : least;
        most = count > most ? count : most;
        mean += (double)count / (double)settings->draws;
        findings_row(table, (double[]){(double)k, (double)count});
    }
    findings_number(findings, "sampled_size_least", (double)least,
                    "neurons of the smallest parent drawn");
    findings_number(findings, "sampled_size_mean", mean, "mean size of the parents drawn");
    findings_number(findings, "sampled_size_most", (double)most, "neurons of the largest");
    findings_say(findings,
                 "%zu neurons are too many to enumerate: %lld parents were drawn, each grown "
                 "from neurons in a random order.",
                 n, (long long)settings->draws);
    release(member);
}

static bool carry_out(const void *settings, const StudySubject *subject, const StudyPage *page,
                      Findings *findings, Error *error) {
    if (subject->circuit->n <= SET_NEURONS_MOST)
        return enumerate(subject, page, findings, error);
    sample(settings, subject, findings);
    return true;
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
    .kind = {"permitted_sets",
             "which neurons can be active together at a stable state",
             {sizeof(Settings), NULL,
              (const Setting[]){
                  {"draws", SETTING_INTEGER, AT(draws), "1000", 1, 1000000,
                   .help = "parents drawn where there are too many sets to enumerate"},
                  {0}}}},
    .check = check,
    .carry_out = carry_out,
};
