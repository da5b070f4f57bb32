// SPDX-License-Identifier: GPL-3.0-or-later
// Dead leaves: synthetic natural scenes of opaque ellipses that hide each other (the model of Lee,
// Mumford & Huang 2001, Int J Comput Vis 41:35, after Matheron), drawn anew for each pattern.
//
// A leaf's size is the diameter of the disc of equal area. The density of sizes is proportional to
// 1 / size^3 between `smallest` and `largest`, so that the scene looks alike at every scale. Places
// and orientations are uniform over the plane, or over the torus of a periodic sheet. The pattern's
// centre and orientation have no effect. A unit shows the foremost leaf over its centre.
//
// Leaves are drawn front to back until no unit is bare. Most of the later leaves would be hidden.
// So only visible ones are drawn, with the same distribution: a bare unit is chosen, then a leaf
// over it. This proposes each leaf in proportion to the number of bare units that it covers; it is
// accepted with a probability of 1 over this number.
#include "kinds/stimulus.h"

#include "base/memory.h"
#include "kinds/blur.h"

#include <string.h>

typedef struct {
    StimulusSettings stimulus;
    double smallest, largest; // sheet units
    double aspect;            // of the longest leaves
    double mean, range;       // of greys
    double gradient;
    Blur blur;
} LeavesSettings;

// The units that no leaf covers yet, of a square of n x n.
typedef struct {
    size_t n, bare;      // bare: their number
    bool periodic;       // the square is a torus
    uint32_t *unit;      // [bare] their indices
    uint32_t *place;     // [n * n] the place of each in that list
    unsigned char *open; // [n * n] 1 where bare
    double *value;       // [n * n] borrowed
} Ground;

// A leaf; lengths in units, rows downwards. A unit (i, j) lies on it where, with dy = i - row and
// dx = j - column, xx dx^2 + 2 xy dx dy + yy dy^2 <= 1.
typedef struct {
    double row, column, xx, xy, yy;
    double reach;                            // in rows
    double p_row, p_column, q_row, q_column; // half the long and the short axis
    double grey, slope;                      // grey at one end; its change to the other end
} Leaf;

static void ground_start(Ground *ground, size_t n, bool periodic, double *value) {
    *ground = (Ground){.n = n, .bare = n * n, .periodic = periodic, .value = value};
    ground->unit = allocate(n * n, sizeof *ground->unit);
    ground->place = allocate(n * n, sizeof *ground->place);
    ground->open = allocate(n * n, 1);
    for (size_t k = 0; k < n * n; k++)
        ground->unit[k] = ground->place[k] = (uint32_t)k;
    memset(ground->open, 1, n * n);
}

static void ground_finish(Ground *ground) {
    release(ground->unit);
    release(ground->place);
    release(ground->open);
}

static void cover(Ground *ground, size_t k, double value) {
    uint32_t last = ground->unit[--ground->bare];
    ground->unit[ground->place[k]] = last;
    ground->place[last] = ground->place[k];
    ground->open[k] = 0;
    ground->value[k] = value;
}

static size_t count_bare(const unsigned char *open, size_t n) {
    size_t count = 0;
    for (size_t k = 0; k < n; k++)
        count += open[k];
    return count;
}

static void paint(Ground *ground, const Leaf *leaf, long i, long j, size_t first, size_t n) {
    double square = leaf->p_row * leaf->p_row + leaf->p_column * leaf->p_column;
    double along_row = (leaf->p_row * ((double)i - leaf->row) +
                        leaf->p_column * ((double)j - leaf->column)) /
                       square,
           along_column = leaf->p_column / square;
    for (size_t k = 0; k < n; k++) {
        if (!ground->open[first + k])
            continue;
        double along = along_row + along_column * (double)k;
        cover(ground, first + k, leaf->grey + leaf->slope * (0.5 + 0.5 * along));
    }
}

static size_t wrapped(long i, size_t n) {
    return i >= 0 && i < (long)n ? (size_t)i : (size_t)geometry_wrapped(i, (long)n);
}

// Restricts the range of units from `first` to `last` along one axis to those on the ground.
static void clip(const Ground *ground, long *first, long *last) {
    if (ground->periodic)
        return;
    *first = *first < 0 ? 0 : *first;
    *last = *last < (long)ground->n ? *last : (long)ground->n - 1;
}

// Paints the bare units under a leaf, or counts them until there are more than `most`. On a torus
// a unit counts once for each time that the leaf comes round to it.
static size_t go_over(Ground *ground, const Leaf *leaf, bool painting, double most) {
    size_t n = ground->n, count = 0;
    double determinant = leaf->xx * leaf->yy - leaf->xy * leaf->xy, over = 1 / leaf->xx;
    long top = (long)ceil(leaf->row - leaf->reach), bottom = (long)floor(leaf->row + leaf->reach);
    clip(ground, &top, &bottom);
    for (long i = top; i <= bottom && (double)count <= most; i++) {
        double dy = (double)i - leaf->row, middle = leaf->column - leaf->xy * dy * over;
        double half = sqrt(fmax(leaf->xx - determinant * dy * dy, 0)) * over;
        long left = (long)ceil(middle - half), right = (long)floor(middle + half);
        clip(ground, &left, &right);
        while (left <= right) { // span by span round the torus
            size_t column = wrapped(left, n), unit = wrapped(i, n) * n + column;
            size_t length = (size_t)(right - left) + 1;
            length = length < n - column ? length : n - column;
            if (painting)
                paint(ground, leaf, i, left, unit, length);
            else
                count += count_bare(ground->open + unit, length);
            left += (long)length;
        }
    }
    return count;
}

// A uniform point in the disc of radius 1, without its centre. Returns its distance from the
// centre.
static double draw_in_disc(RandomDraws *draws, double *x, double *y) {
    double square;
    do {
        *x = random_between(draws, -1, 1);
        *y = random_between(draws, -1, 1);
        square = *x * *x + *y * *y;
    } while (square > 1 || square < 1e-12);
    return sqrt(square);
}

// The distribution of leaves; lengths in units. The centre of a leaf that touches the ground lies
// in a square of side n + length * size (on a torus length is 0). So the sizes of these leaves have
// the density (n + length * size)^2 / size^3, a sum of the powers -3, -2 and -1 with these shares.
typedef struct {
    double smallest, largest, aspect, length;
    double share[3];
} Leaves;

static Leaves leaves_of(const LeavesSettings *settings, const Ground *ground, double density) {
    double s = density * settings->smallest, l = fmax(density * settings->largest, 1.001 * s),
           n = (double)ground->n, length = ground->periodic ? 0 : sqrt(settings->aspect);
    Leaves leaves = {s, l, settings->aspect, length, {0}};
    leaves.share[0] = n * n * 0.5 * (1 / (s * s) - 1 / (l * l));
    leaves.share[1] = 2 * n * length * (1 / s - 1 / l);
    leaves.share[2] = length * length * log(l / s);
    return leaves;
}

// A size whose density is proportional to size^power; the power is -3, -2 or -1.
static double draw_size(const Leaves *leaves, int power, RandomDraws *draws) {
    double s = leaves->smallest, l = leaves->largest, u = random_uniform(draws);
    return power == -3   ? 1 / sqrt(1 / (s * s) - u * (1 / (s * s) - 1 / (l * l)))
           : power == -2 ? 1 / (1 / s - u * (1 / s - 1 / l))
                         : s * pow(l / s, u);
}

// A leaf of a given size; its centre is unit (0, 0).
static Leaf shape_leaf(double size, double aspect, RandomDraws *draws) {
    double stretch = sqrt(random_between(draws, 1, aspect));
    double p = 0.5 * size * stretch, q = 0.5 * size / stretch; // half axes
    double c, s, radius = draw_in_disc(draws, &c, &s);
    c /= radius; // the direction of the long axis
    s /= radius;
    double pp = 1 / (p * p), qq = 1 / (q * q);
    return (Leaf){.xx = c * c * pp + s * s * qq,
                  .xy = c * s * (pp - qq),
                  .yy = s * s * pp + c * c * qq,
                  .reach = sqrt(p * p * s * s + q * q * c * c),
                  .p_row = p * s,
                  .p_column = p * c,
                  .q_row = q * c,
                  .q_column = -q * s};
}

// One of the leaves whose centre lies where a leaf of its size can touch the ground.
static Leaf draw_any(const Leaves *leaves, const Ground *ground, RandomDraws *draws) {
    const double *share = leaves->share;
    double which = random_uniform(draws) * (share[0] + share[1] + share[2]);
    int power = which < share[0] ? -3 : which < share[0] + share[1] ? -2 : -1;
    double size = draw_size(leaves, power, draws);
    double margin = 0.5 + 0.5 * leaves->length * size, end = (double)ground->n - 1 + margin;
    Leaf leaf = shape_leaf(size, leaves->aspect, draws);
    leaf.row = random_between(draws, -margin, end);
    leaf.column = random_between(draws, -margin, end);
    return leaf;
}

// A leaf over a random bare unit: its size then has the density 1 / size, and the place of the unit
// is uniform over the leaf.
static Leaf draw_over_bare(const Leaves *leaves, const Ground *ground, RandomDraws *draws) {
    size_t unit = ground->unit[random_integer(draws, (uint32_t)ground->bare)];
    Leaf leaf = shape_leaf(draw_size(leaves, -1, draws), leaves->aspect, draws);
    double along, across;
    draw_in_disc(draws, &along, &across);
    leaf.row = (double)(unit / ground->n) + along * leaf.p_row + across * leaf.q_row;
    leaf.column = (double)(unit % ground->n) + along * leaf.p_column + across * leaf.q_column;
    return leaf;
}

static double draw_grey(const LeavesSettings *settings, RandomDraws *draws) {
    return settings->mean + settings->range * (random_uniform(draws) - 0.5);
}

static void paint_leaf(const LeavesSettings *settings, Ground *ground, Leaf *leaf,
                       RandomDraws *draws) {
    leaf->grey = draw_grey(settings, draws);
    if (settings->gradient > 0)
        leaf->slope = settings->gradient * (draw_grey(settings, draws) - leaf->grey);
    go_over(ground, leaf, true, (double)INFINITY);
}

// The number of leaves that leave about exp(-2) of the ground bare. The number of units is the
// maximum, since leaves much smaller than a unit are faster drawn over bare units.
static size_t first_leaves(const Leaves *leaves, const Ground *ground) {
    const double *share = leaves->share;
    double area = 0.25 * M_PI * log(leaves->largest / leaves->smallest);
    return (size_t)fmin(2 * (share[0] + share[1] + share[2]) / area,
                        (double)(ground->n * ground->n));
}

static void draw_scene(const LeavesSettings *settings, size_t n, bool periodic, double density,
                       RandomDraws *draws, double *value) {
    OWNED_BY(ground_finish) Ground ground;
    ground_start(&ground, n, periodic, value);
    Leaves leaves = leaves_of(settings, &ground, density);
    for (size_t k = first_leaves(&leaves, &ground); k > 0; k--) {
        Leaf leaf = draw_any(&leaves, &ground, draws);
        paint_leaf(settings, &ground, &leaf, draws);
    }
    while (ground.bare > 0) {
        Leaf leaf = draw_over_bare(&leaves, &ground, draws);
        double most = 1 / random_uniform(draws);
        size_t covers = go_over(&ground, &leaf, false, most);
        if (covers > 0 && (double)covers <= most)
            paint_leaf(settings, &ground, &leaf, draws);
    }
}

static Blur blur_in_units(const LeavesSettings *settings, const Geometry *geometry) {
    Blur blur = settings->blur;
    blur.sigma *= geometry->density;
    return blur;
}

static bool fits(const void *settings_of_kind, const void *state, const Geometry *geometry,
                 Error *error) {
    (void)state;
    enum { MOST = 1000, ROUNDS = 10 }; // beyond these a scene would take too long to draw
    const LeavesSettings *settings = settings_of_kind;
    Blur blur = blur_in_units(settings, geometry);
    size_t reach = blur_reach(&blur);
    if (reach > MOST)
        return fail(error, "the blur of leaves reaches %zu units; %d is the most", reach, MOST);
    double length = fmax(settings->smallest, settings->largest) * sqrt(settings->aspect);
    return !geometry->periodic || length <= ROUNDS * 2 * geometry->half_width ||
           fail(error,
                "leaves of length %.4g go round the sheet, which is %.4g wide, more than %d "
                "times",
                length, 2 * geometry->half_width, ROUNDS);
}

// Draws a scene with a margin as wide as the reach of the blur; on a torus it is a repeat.
static void draw_blurred(const LeavesSettings *settings, const Blur *blur, const Geometry *geometry,
                         RandomDraws *draws, double *value) {
    size_t n = geometry->n, margin = blur_reach(blur), side = n + 2 * margin;
    OWNED double *scene = allocate(side * side, sizeof *scene);
    if (geometry->periodic) {
        size_t shift = (margin / n + 1) * n - margin; // so that no index is below 0
        draw_scene(settings, n, true, geometry->density, draws, value);
        for (size_t k = 0; k < side * side; k++)
            scene[k] = value[(k / side + shift) % n * n + (k % side + shift) % n];
    } else {
        draw_scene(settings, side, false, geometry->density, draws, scene);
    }
    blur_array(blur, scene, side, side, margin, value);
}

static void draw(const void *settings_of_kind, const void *state, const Pattern *pattern,
                 const Geometry *geometry, double *value) {
    (void)state;
    const LeavesSettings *settings = settings_of_kind;
    Blur blur = blur_in_units(settings, geometry);
    if (blur.sigma > 0)
        draw_blurred(settings, &blur, geometry, pattern->draws, value);
    else
        draw_scene(settings, geometry->n, geometry->periodic, geometry->density, pattern->draws,
                   value);
}

const StimulusKind stimulus_leaves = {
    .kind =
        {"leaves", "synthetic natural scenes: opaque ellipses of all sizes (dead leaves)",
         BLOCK_IDLE(
             LeavesSettings, &stimulus_settings,
             IDLE("half_range", "orientation", "orientation_range", "disparity", "jitter"),
             {SETTING(LeavesSettings, smallest), "0.05", 1e-6, 1000, "sheet units",
              "size of the smallest leaves: the diameter of the disc of equal area", .live = true},
             {SETTING(LeavesSettings, largest), "2.0", 1e-6, 1000, "sheet units",
              "size of the largest leaves", .live = true},
             {SETTING(LeavesSettings, aspect), "3.0", 1, 100,
              .help = "length over width is uniform from 1 to this", .live = true},
             {SETTING(LeavesSettings, mean), "0.5", -1000, 1000, .help = "mean of the greys",
              .live = true},
             {SETTING(LeavesSettings, range), "1.0", 0, 1000,
              .help = "width of the uniform distribution of greys", .live = true},
             {SETTING(LeavesSettings, gradient), "0.0", 0, 1,
              .help =
                  "share of the way to a second grey that a leaf's grey goes along it; 0: one grey",
              .live = true},
             {SETTING(LeavesSettings, blur), .block = &blur_settings,
              .help = "goggles: the scene is blurred along one orientation"})},
    .fits = fits,
    .draw = draw,
};
