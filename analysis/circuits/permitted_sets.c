// SPDX-License-Identifier: GPL-3.0-or-later
#include "circuits/permitted_sets.h"

#include "base/memory.h"
#include "base/random.h"

#include <assert.h>
#include <gsl/gsl_eigen.h>
#include <math.h>

static const double ROUNDING = 1e-10; // times the largest of 1 and |level I - W|

// A walk down the tree: neurons are added in rising order.
typedef struct {
    PermittedSets *sets;
    const double *matrix; // level I - W
    double margin;
    size_t member[SET_NEURONS_MOST];
    double factor[SET_NEURONS_MOST * SET_NEURONS_MOST]; // [n][n] lower Cholesky factor on members
} Walk;

// The row that neuron j adds to the [n][n] lower Cholesky factor of a matrix on `count` members.
// Returns what is left of the diagonal, which is the Schur complement: with j the set stays
// permitted if it is positive, and its root ends the row.
static double add_row(size_t n, const double *matrix, const size_t *member, size_t count, size_t j,
                      double *factor) {
    double *row = factor + count * n, left = matrix[j * n + j];
    for (size_t a = 0; a < count; a++) {
        double sum = matrix[j * n + member[a]];
        for (size_t b = 0; b < a; b++)
            sum -= factor[a * n + b] * row[b];
        row[a] = sum / factor[a * n + a];
        left -= row[a] * row[a];
    }
    row[count] = sqrt(fmax(0, left));
    return left;
}

// level I - W; to be released.
static double *matrix_at(size_t n, const double *weights, double level) {
    double *matrix = allocate(n * n, sizeof *matrix);
    for (size_t k = 0; k < n * n; k++)
        matrix[k] = (k / n == k % n ? level : 0) - weights[k];
    return matrix;
}

static void add_permitted(PermittedSets *sets, NeuronSet set, size_t size) {
    sets->member[set / 64] |= UINT64_C(1) << set % 64;
    sets->permitted++;
    sets->by_size[size]++;
}

static void add_marginal(Walk *walk, NeuronSet set) {
    PermittedSets *sets = walk->sets;
    sets->marginals = allocate_one_more(sets->marginals, sets->marginal, sizeof *sets->marginals);
    sets->marginals[sets->marginal++] = set;
}

// The set of `count` members is permitted and with neuron j it is not: v = A^-1 (-A(P, j)), 1 at j,
// has v' A v = the Schur complement <= 0. Row j is the last of the factor.
static void look_for_direction(Walk *walk, size_t count, size_t j) {
    size_t n = walk->sets->n;
    const double *row = walk->factor + count * n;
    double v[SET_NEURONS_MOST];
    for (size_t a = count; a-- > 0;) {
        double sum = -row[a];
        for (size_t b = a + 1; b < count; b++)
            sum -= walk->factor[b * n + a] * v[b];
        v[a] = sum / walk->factor[a * n + a];
        if (v[a] < -walk->margin)
            return;
    }
    walk->sets->copositive = false;
    walk->sets->direction = allocate(walk->sets->n, sizeof *walk->sets->direction);
    for (size_t a = 0; a < count; a++)
        walk->sets->direction[walk->member[a]] = fmax(0, v[a]);
    walk->sets->direction[j] = 1;
}

static void walk_down(Walk *walk, NeuronSet set, size_t count) {
    PermittedSets *sets = walk->sets;
    size_t n = sets->n;
    for (size_t j = count ? walk->member[count - 1] + 1 : 0; j < n; j++) {
        double left = add_row(n, walk->matrix, walk->member, count, j, walk->factor);
        NeuronSet with = set | (NeuronSet)1 << j;
        if (left > walk->margin) {
            walk->member[count] = j;
            add_permitted(sets, with, count + 1);
            walk_down(walk, with, count + 1);
        } else {
            if (left >= -walk->margin)
                add_marginal(walk, with);
            if (sets->copositive)
                look_for_direction(walk, count, j);
        }
    }
}

// All sets one by one: the theorem on subsets needs symmetry.
static void look_at_all(Walk *walk, const double *weights, double level) {
    PermittedSets *sets = walk->sets;
    for (NeuronSet set = 1; set < (NeuronSet)1 << sets->n; set++) {
        size_t count = 0;
        for (size_t i = 0; i < sets->n; i++)
            if (set >> i & 1)
                walk->member[count++] = i;
        double least =
            permitted_set_eigenvalue(sets->n, weights, false, walk->member, count) + level - 1;
        if (least > walk->margin)
            add_permitted(sets, set, count);
        else if (least >= -walk->margin)
            add_marginal(walk, set);
    }
}

// Keeps of the sets met as marginal those whose subsets, one neuron smaller, are all permitted:
// whichever way the neurons are numbered.
static void keep_marginal(PermittedSets *sets) {
    uint64_t kept = 0;
    for (uint64_t k = 0; k < sets->marginal; k++) {
        NeuronSet set = sets->marginals[k];
        bool all = true;
        for (size_t i = 0; i < sets->n && all; i++) {
            NeuronSet smaller = set & ~((NeuronSet)1 << i);
            all = !(set >> i & 1) || smaller == 0 || permitted_sets_has(sets, smaller);
        }
        if (all)
            sets->marginals[kept++] = set;
    }
    sets->marginal = kept;
}

PermittedSets permitted_sets_find(size_t n, const double *weights, bool symmetric, double level) {
    assert(n >= 1 && n <= (symmetric ? SET_NEURONS_MOST : SET_ASYMMETRIC_MOST));
    uint64_t all = UINT64_C(1) << n;
    PermittedSets sets = {.n = n, .symmetric = symmetric, .copositive = symmetric};
    sets.member = allocate(all / 64 + 1, sizeof *sets.member);
    OWNED double *matrix = matrix_at(n, weights, level);
    double largest = 1;
    for (size_t k = 0; k < n * n; k++)
        largest = fmax(largest, fabs(matrix[k]));
    OWNED Walk *walk = allocate(1, sizeof *walk);
    walk->sets = &sets;
    walk->matrix = matrix;
    walk->margin = ROUNDING * largest;
    if (symmetric)
        walk_down(walk, 0, 0);
    else
        look_at_all(walk, weights, level);
    keep_marginal(&sets);
    sets.forbidden = all - 1 - sets.permitted;
    return sets;
}

void permitted_sets_free(PermittedSets *sets) {
    release(sets->member);
    release(sets->marginals);
    release(sets->direction);
    *sets = (PermittedSets){0};
}

bool permitted_sets_has(const PermittedSets *sets, NeuronSet set) {
    return sets->member[set / 64] >> set % 64 & 1;
}

// Is any larger set around this one permitted? For symmetric W the next larger decide.
static bool has_larger(const PermittedSets *sets, NeuronSet set) {
    for (NeuronSet other = set + 1; !sets->symmetric && other < (NeuronSet)1 << sets->n; other++)
        if ((other & set) == set && permitted_sets_has(sets, other))
            return true;
    for (size_t j = 0; j < sets->n; j++)
        if (!(set >> j & 1) && permitted_sets_has(sets, set | (NeuronSet)1 << j))
            return true;
    return false;
}

uint64_t permitted_sets_parents(const PermittedSets *sets, ParentVisit *visit, void *context) {
    uint64_t parents = 0;
    for (NeuronSet set = 1; set < (NeuronSet)1 << sets->n; set++)
        if (permitted_sets_has(sets, set) && !has_larger(sets, set)) {
            parents++;
            visit(set, context);
        }
    return parents;
}

// Where neuron i goes in the symmetry i -> k + i, or reflected i -> k - i.
static size_t moved(size_t n, size_t i, size_t k, bool reflected) {
    return (reflected ? k + n - i : k + i) % n;
}

static bool leaves(size_t n, const double *weights, size_t k, bool reflected) {
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            if (fabs(weights[i * n + j] -
                     weights[moved(n, i, k, reflected) * n + moved(n, j, k, reflected)]) > 1e-12)
                return false;
    return true;
}

RingSymmetry ring_symmetry(size_t n, const double *weights) {
    assert(n <= SET_NEURONS_MOST);
    RingSymmetry symmetry = {.n = n};
    for (size_t k = 0; k < n; k++) {
        symmetry.rotation[k] = leaves(n, weights, k, false);
        symmetry.reflection[k] = leaves(n, weights, k, true);
    }
    return symmetry;
}

NeuronSet ring_symmetry_least(const RingSymmetry *symmetry, NeuronSet set, bool reflections) {
    NeuronSet least = set;
    for (size_t k = 0; k < symmetry->n; k++)
        for (int reflected = 0; reflected <= reflections; reflected++) {
            if (!(reflected ? symmetry->reflection[k] : symmetry->rotation[k]))
                continue;
            NeuronSet image = 0;
            for (size_t i = 0; i < symmetry->n; i++)
                if (set >> i & 1)
                    image |= (NeuronSet)1 << moved(symmetry->n, i, k, reflected);
            least = image < least ? image : least;
        }
    return least;
}

size_t permitted_set_draw(size_t n, const double *weights, uint64_t seed, uint64_t draw,
                          size_t *member) {
    RandomDraws draws = random_draws(random_stream(seed, "permitted sets"), draw);
    size_t count = 0;
    OWNED size_t *order = allocate(n, sizeof *order);
    for (size_t i = 0; i < n; i++) {
        size_t k = random_integer(&draws, (uint32_t)i + 1);
        order[i] = order[k];
        order[k] = i;
    }
    OWNED double *factor = allocate(n * n, sizeof *factor), *matrix = matrix_at(n, weights, 1);
    for (size_t k = 0; k < n; k++)
        if (add_row(n, matrix, member, count, order[k], factor) > ROUNDING)
            member[count++] = order[k];
    return count;
}

double permitted_set_eigenvalue(size_t n, const double *weights, bool symmetric,
                                const size_t *member, size_t count) {
    gsl_matrix *part = gsl_matrix_alloc(count, count);
    for (size_t a = 0; a < count; a++)
        for (size_t b = 0; b < count; b++)
            gsl_matrix_set(part, a, b, (a == b) - weights[member[a] * n + member[b]]);
    double least = HUGE_VAL;
    if (symmetric) {
        gsl_vector *values = gsl_vector_alloc(count);
        gsl_eigen_symm_workspace *room = gsl_eigen_symm_alloc(count);
        gsl_eigen_symm(part, values, room);
        least = gsl_vector_min(values);
        gsl_eigen_symm_free(room);
        gsl_vector_free(values);
    } else {
        gsl_vector_complex *values = gsl_vector_complex_alloc(count);
        gsl_eigen_nonsymm_workspace *room = gsl_eigen_nonsymm_alloc(count);
        gsl_eigen_nonsymm(part, values, room);
        for (size_t a = 0; a < count; a++)
            least = fmin(least, GSL_REAL(gsl_vector_complex_get(values, a)));
        gsl_eigen_nonsymm_free(room);
        gsl_vector_complex_free(values);
    }
    gsl_matrix_free(part);
    return least;
}
