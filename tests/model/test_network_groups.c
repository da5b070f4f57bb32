// SPDX-License-Identifier: GPL-3.0-or-later
// Sheets that settle together, against dense matrices in double precision: step by step, and at the
// fixed point.
#include "model/network.h"

#include "base/hash.h"
#include "base/memory.h"
#include "helpers/small_network.h"

#include <gsl/gsl_linalg.h>
#include <math.h>
#include <omp.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "helpers/assert_near.h"

// An excitatory and an inhibitory population, and a sheet that feeds back to the first.
static const char loops[] =
    "seed = 2385;\n"
    "sheets = {\n"
    "  retina = { density = 9.3; half_width = 0.8; stimulus = \"bars\"; };\n"
    "  inhibitory = { density = 7.1; half_width = 0.5; threshold = 0.021; settle = 14; };\n"
    "  excitatory = { density = 11.3; half_width = 0.5; threshold = 0.033; settle = 14; };\n"
    "  higher = { density = 5.7; half_width = 0.45; threshold = 0.017; settle = 14; };\n"
    "  reader = { density = 6.7; half_width = 0.45; threshold = 0.013; };\n"
    "};\n"
    "projections = {\n"
    "  afferent = { from = \"retina\"; to = \"excitatory\"; radius = 0.31; strength = 1.3;\n"
    "    learning_rate = 0.4; weights = { kind = \"gaussian_cloud\"; sigma = 0.2; }; };\n"
    "  ee = { from = \"excitatory\"; to = \"excitatory\"; radius = 0.2; strength = 0.71;\n"
    "    learning_rate = 0.3; weights = { kind = \"gaussian_cloud\"; sigma = 0.11; }; };\n"
    "  ie = { from = \"inhibitory\"; to = \"excitatory\"; radius = 0.4; strength = -0.83;\n"
    "    learning_rate = 0.3; weights = { kind = \"gaussian_cloud\"; sigma = 0.2; }; };\n"
    "  ei = { from = \"excitatory\"; to = \"inhibitory\"; radius = 0.3; strength = 0.97;\n"
    "    weights = { kind = \"gaussian\"; sigma = 0.15; }; };\n"
    "  ii = { from = \"inhibitory\"; to = \"inhibitory\"; radius = 0.3; strength = -0.29;\n"
    "    weights = { kind = \"uniform\"; }; };\n"
    "  up = { from = \"excitatory\"; to = \"higher\"; radius = 0.3; strength = 1.1;\n"
    "    weights = { kind = \"gaussian_cloud\"; sigma = 0.2; }; };\n"
    "  down = { from = \"higher\"; to = \"excitatory\"; radius = 0.4; strength = 0.23;\n"
    "    learning_rate = 0.3; weights = { kind = \"gaussian_cloud\"; sigma = 0.2; }; };\n"
    "  on = { from = \"higher\"; to = \"reader\"; radius = 0.3; strength = 1.7;\n"
    "    weights = { kind = \"gaussian_cloud\"; sigma = 0.2; }; };\n"
    "};\n"
    "stimuli = { bars = { kind = \"gaussian\"; count = 2; half_range = 0.5; sigma = 0.13; aspect = "
    "2.3;\n"
    "                     contrast = 0.913; }; };\n";

// The sheets of the loop; within a step none reads a later one.
enum { MEMBERS = 3, MOST_STEPS = 2000 };
static const char *const members[MEMBERS] = {"excitatory", "inhibitory", "higher"};

static Network *new_loops(NetworkSettings *settings, const char *const *changes) {
    small_settings(settings, loops, changes);
    return small_network(settings);
}

// sum[unit of the target] += strength * weight * activity of the source
static void add_response(const Network *network, const char *name, const double *activity,
                         double *sum) {
    const Projection *projection = network_projection(network, name);
    Connection *connections = allocate(projection->field_units, sizeof *connections);
    for (size_t unit = 0; unit < projection->to->units; unit++) {
        size_t n = projection_connections(projection, unit, connections);
        for (size_t k = 0; k < n; k++)
            sum[unit] += projection->settings->strength * (double)connections[k].weight *
                         activity[(size_t)connections[k].row * projection->from->geometry.n +
                                  (size_t)connections[k].column];
    }
    release(connections);
}

// What each sheet of the loop showed in each step; in step 0 what it carries over, before: silence.
typedef struct {
    bool carries;
    double *drive[MEMBERS], *shown[MEMBERS][MOST_STEPS + 1];
} Course;

static size_t member(const char *sheet) {
    size_t m = 0;
    while (strcmp(members[m], sheet) != 0)
        m++;
    return m;
}

static void take_step(const Network *network, Course *course, size_t m, int step) {
    const Sheet *sheet = network_sheet(network, members[m]);
    const GainControl *gain = &sheet->settings->gain_control;
    bool first = step == 1 && !course->carries;
    double damping = first ? 1 : sheet->settings->damping;
    double *sum = allocate(sheet->units, sizeof *sum),
           *shown = allocate(sheet->units, sizeof *shown);
    memcpy(sum, course->drive[m], sheet->units * sizeof *sum);
    for (size_t k = 0; k < network->projections; k++) {
        const Projection *projection = &network->projection[k];
        int64_t from = step - projection->settings->step_delay;
        if (projection->to == sheet && strcmp(projection->from->name, "retina") != 0 && !first &&
            from >= !course->carries)
            add_response(network, projection->name,
                         course->shown[member(projection->from->name)][from], sum);
    }
    for (size_t i = 0; i < sheet->units; i++) {
        double before = course->shown[m][step - 1][i];
        if (step == 1 && gain->enabled) // its pool has a strength of 0
            sum[i] /= gain->constant;
        shown[i] = (1 - damping) * before + damping * fmax(0, sum[i] - sheet->threshold[i]);
    }
    release(sum);
    course->shown[m][step] = shown;
}

// What the loop's sheets carry over from what they show now.
static Course new_course(const Network *network) {
    Course course = {false, {0}, {{0}}};
    for (size_t m = 0; m < MEMBERS; m++) {
        const Sheet *sheet = network_sheet(network, members[m]);
        course.carries = course.carries || sheet->settings->carry > 0;
        course.drive[m] = allocate(sheet->units, sizeof(double));
        course.shown[m][0] = allocate(sheet->units, sizeof(double));
        for (size_t i = 0; i < sheet->units; i++)
            course.shown[m][0][i] = sheet->settings->carry * (double)sheet->activity[i];
    }
    return course;
}

// Adds the activity of the loop's sheets in each step, for what the retina shows.
static void run_course(const Network *network, int steps, Course *course) {
    const Sheet *retina = network_sheet(network, "retina");
    double *light = allocate(retina->units, sizeof *light);
    for (size_t i = 0; i < retina->units; i++)
        light[i] = (double)retina->activity[i];
    add_response(network, "afferent", light, course->drive[0]);
    for (int step = 1; step <= steps; step++)
        for (size_t m = 0; m < MEMBERS; m++)
            take_step(network, course, m, step);
    release(light);
}

static void course_free(Course *course) {
    for (size_t m = 0; m < MEMBERS; m++) {
        release(course->drive[m]);
        for (size_t step = 0; step <= MOST_STEPS; step++)
            release(course->shown[m][step]);
    }
}

// How far the sheet is from rest after a step.
static double last_change(const Sheet *sheet, const Course *course, size_t m, int step) {
    double change = 0, largest = 0;
    for (size_t i = 0; i < sheet->units; i++) {
        double after = course->shown[m][step][i];
        change = fmax(change, fabs(after - course->shown[m][step - 1][i]));
        largest = fmax(largest, after);
    }
    return largest > 0 ? change / largest : change > 0;
}

static void agrees(const char *const *changes) {
    NetworkSettings settings;
    Network *network = new_loops(&settings, changes);
    double peak[MEMBERS] = {0};
    for (int k = 0; k < 4; k++) {
        network_show(network, k);
        int steps = (int)network_sheet(network, "excitatory")->settings->settle;
        Course course = new_course(network);
        run_course(network, steps, &course);
        network_respond(network, RESPOND_SETTLED);
        for (size_t m = 0; m < MEMBERS; m++) {
            const Sheet *sheet = network_sheet(network, members[m]);
            assert_int_equal(sheet->steps, steps);
            assert_near(sheet->last_change, last_change(sheet, &course, m, steps), 1e-5);
            for (size_t i = 0; i < sheet->units; i++) {
                double expected = course.shown[m][steps][i];
                assert_near((double)sheet->activity[i], expected, 1e-5);
                peak[m] = fmax(peak[m], expected);
            }
        }
        course_free(&course);
    }
    for (size_t m = 0; m < MEMBERS; m++)
        if (!(peak[m] > 0.1))
            fail_msg("%s peaks at %g only", members[m], peak[m]);
    small_network_finish(network, &settings);
}

static void each_step_reads_the_step_before(void **state) {
    (void)state;
    agrees(NULL);
    agrees((const char *const[]){"sheets.excitatory.settle=5", "sheets.inhibitory.settle=5",
                                 "sheets.higher.settle=5", "sheets.inhibitory.damping=0.41",
                                 "sheets.higher.damping=0.73", NULL});
}

static void projections_look_back_or_act_within_a_step(void **state) {
    (void)state;
    agrees((const char *const[]){"projections.ei.step_delay=0", NULL});
    agrees((const char *const[]){"projections.ei.step_delay=0", "projections.up.step_delay=0",
                                 "projections.down.step_delay=3", NULL});
    agrees((const char *const[]){"projections.ie.step_delay=2", "projections.ee.step_delay=5",
                                 "sheets.inhibitory.damping=0.41", NULL});
}

// A second pass, in which the others keep their activity.
static void a_sheet_with_gain_control_settles_with_others(void **state) {
    (void)state;
    agrees((const char *const[]){
        "sheets.excitatory.gain_control.enabled=true",
        "sheets.excitatory.gain_control.constant=0.73", "sheets.excitatory.gain_control.strength=0",
        "projections.ei.step_delay=0", "projections.down.step_delay=2", NULL});
}

static void activity_carries_over(void **state) {
    (void)state;
    agrees((const char *const[]){"sheets.excitatory.carry=0.83", NULL});
    agrees((const char *const[]){"sheets.excitatory.carry=0.83", "sheets.inhibitory.carry=0.31",
                                 "sheets.excitatory.damping=0.4", "projections.ie.step_delay=2",
                                 "projections.up.step_delay=0", "sheets.excitatory.settle=3",
                                 "sheets.inhibitory.settle=3", "sheets.higher.settle=3", NULL});
}

// A sheet without lateral projections is a leaky trace of its input.
static void a_sheet_alone_leaks(void **state) {
    (void)state;
    NetworkSettings settings;
    Network *network =
        new_loops(&settings, (const char *const[]){"sheets.reader.carry=0.79",
                                                   "sheets.reader.damping=0.23", NULL});
    const Sheet *reader = network_sheet(network, "reader");
    double *trace = allocate(reader->units, sizeof *trace), peak = 0;
    for (int k = 0; k < 6; k++) {
        uint64_t before = network_hash(network);
        network_show(network, k);
        network_respond(network, RESPOND_SETTLED);
        assert_true(network_hash(network) != before); // it is part of the state
        assert_int_equal(reader->steps, 1);
        for (size_t i = 0; i < reader->units; i++) {
            double input = (double)reader->drive[i] - reader->threshold[i];
            trace[i] = 0.77 * 0.79 * trace[i] + 0.23 * fmax(0, input);
            assert_near((double)reader->activity[i], trace[i], 1e-6);
            peak = fmax(peak, trace[i]);
        }
    }
    assert_true(peak > 0.1);
    release(trace);
    small_network_finish(network, &settings);
}

// The place of each sheet of the loop in one vector of all their units.
static size_t lay_out(const Network *network, size_t first[MEMBERS]) {
    size_t n = 0;
    for (size_t m = 0; m < MEMBERS; m++) {
        first[m] = n;
        n += network_sheet(network, members[m])->units;
    }
    return n;
}

// I - L, with L[n][n] the weights within the loop times their strengths.
static double *coupling(const Network *network, const size_t first[MEMBERS], size_t n) {
    double *matrix = allocate(n * n, sizeof *matrix);
    for (size_t k = 0; k < network->projections; k++) {
        const Projection *projection = &network->projection[k];
        if (strcmp(projection->name, "afferent") == 0 || strcmp(projection->name, "on") == 0)
            continue;
        size_t to = first[member(projection->to->name)],
               from = first[member(projection->from->name)];
        double *one = allocate(projection->from->units, sizeof *one),
               *column = allocate(projection->to->units, sizeof *column);
        for (size_t s = 0; s < projection->from->units; s++) {
            one[s] = 1;
            memset(column, 0, projection->to->units * sizeof *column);
            add_response(network, projection->name, one, column);
            for (size_t t = 0; t < projection->to->units; t++)
                matrix[(to + t) * n + from + s] -= column[t];
            one[s] = 0;
        }
        release(one);
        release(column);
    }
    for (size_t i = 0; i < n; i++)
        matrix[i * n + i] += 1;
    return matrix;
}

// Solves x = [input + L x]+ by sets of active units: those with x > 0, once the linear equations of
// the set are solved, are the next set.
static void solve(const double *matrix, const double *input, size_t n, double *x) {
    gsl_matrix *equations = gsl_matrix_alloc(n, n);
    gsl_permutation *permutation = gsl_permutation_alloc(n);
    bool *active = allocate(n, sizeof *active), changed = true;
    memset(active, 1, n);
    for (int round = 0; round < 100 && changed; round++) {
        int sign;
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < n; j++) // the input of a silent unit is -x
                gsl_matrix_set(equations, i, j,
                               i == j      ? (active[i] ? matrix[i * n + i] : 1)
                               : active[j] ? matrix[i * n + j]
                                           : 0);
        gsl_linalg_LU_decomp(equations, permutation, &sign);
        gsl_vector_const_view right = gsl_vector_const_view_array(input, n);
        gsl_vector_view found = gsl_vector_view_array(x, n);
        gsl_linalg_LU_solve(equations, permutation, &right.vector, &found.vector);
        changed = false;
        for (size_t i = 0; i < n; i++) {
            changed = changed || active[i] != (x[i] > 0);
            active[i] = x[i] > 0;
        }
    }
    assert_false(changed);
    for (size_t i = 0; i < n; i++)
        x[i] = fmax(0, x[i]);
    release(active);
    gsl_permutation_free(permutation);
    gsl_matrix_free(equations);
}

// The same fixed point, whatever the order and the delays in steps.
static void settled_activity_is_the_fixed_point(void **state) {
    (void)state;
    static const char *const ways[][3] = {
        {"projections.ei.step_delay=1"},
        {"projections.ei.step_delay=0"},
        {"projections.ie.step_delay=3", "projections.down.step_delay=2"}};
    for (size_t way = 0; way < 3; way++) {
        const char *changes[16] = {"sheets.excitatory.settle=2000",
                                   "sheets.inhibitory.settle=2000",
                                   "sheets.higher.settle=2000",
                                   "sheets.excitatory.tolerance=1e-7",
                                   "sheets.inhibitory.tolerance=1e-7",
                                   "sheets.higher.tolerance=1e-7",
                                   "sheets.excitatory.damping=0.37",
                                   "sheets.inhibitory.damping=0.61",
                                   ways[way][0],
                                   ways[way][1]};
        NetworkSettings settings;
        Network *network = new_loops(&settings, changes);
        size_t first[MEMBERS], n = lay_out(network, first), active = 0;
        double *matrix = coupling(network, first, n), *input = allocate(n, sizeof *input),
               *x = allocate(n, sizeof *x);
        for (int k = 0; k < 3; k++) {
            network_show(network, k);
            network_respond(network, RESPOND_SETTLED);
            Course course = new_course(network);
            run_course(network, 0, &course);
            for (size_t m = 0; m < MEMBERS; m++)
                for (size_t i = 0; i < network_sheet(network, members[m])->units; i++)
                    input[first[m] + i] =
                        course.drive[m][i] - network_sheet(network, members[m])->threshold[i];
            course_free(&course);
            solve(matrix, input, n, x);
            for (size_t m = 0; m < MEMBERS; m++) {
                const Sheet *sheet = network_sheet(network, members[m]);
                assert_true(sheet->settled && sheet->steps < 2000 && sheet->steps > 10);
                assert_true(sheet->last_change <= 1e-7);
                for (size_t i = 0; i < sheet->units; i++) {
                    assert_near((double)sheet->activity[i], x[first[m] + i], 1e-5);
                    active += x[first[m] + i] > 0.01;
                }
            }
        }
        assert_in_range(active, 3 * n / 10, 3 * n * 9 / 10);
        release(matrix);
        release(input);
        release(x);
        small_network_finish(network, &settings);
    }
}

static uint64_t bits_of(const char *const *changes, const char *kernels, int threads,
                        size_t *active) {
    NetworkSettings settings;
    small_settings(&settings, loops, changes);
    Error error = {0};
    int before = omp_get_max_threads();
    omp_set_num_threads(threads);
    Network *network = network_new(&settings, kernels_choose(kernels), WEIGHTS_DRAWN, &error);
    if (network == NULL)
        fail_msg("%s", error.text);
    small_network_present(network, 6);
    uint64_t hash = network_hash(network);
    for (size_t i = 0; i < network->sheets; i++)
        hash =
            hash_bytes(hash, network->sheet[i].activity, network->sheet[i].units * sizeof(float));
    *active += sheet_mean_activity(network_sheet(network, "reader")) > 0;
    omp_set_num_threads(before);
    small_network_finish(network, &settings);
    return hash;
}

// Ways to settle, of which one of each row is drawn.
static const char *const choices[][4] = {
    {"sheets.higher.carry=0", "sheets.higher.carry=0.7", "sheets.inhibitory.carry=0.4",
     "sheets.reader.carry=0.9"},
    {"sheets.*.boundary=open", "sheets.*.boundary=periodic", "sheets.inhibitory.boundary=periodic",
     "sheets.excitatory.boundary=periodic"},
    {"sheets.excitatory.half_width=0.5", "sheets.excitatory.half_width=1.9",
     "sheets.inhibitory.density=23", "sheets.higher.density=19"},
    {"projections.ei.step_delay=0", "projections.ie.step_delay=2", "projections.ee.step_delay=3",
     "projections.up.step_delay=0"},
    {"sheets.inhibitory.transfer=rectified", "sheets.inhibitory.transfer=tanh",
     "sheets.excitatory.transfer=linear", "sheets.higher.transfer=noisy_rectified"},
    {"sheets.inhibitory.damping=1", "sheets.inhibitory.damping=0.4", "sheets.higher.damping=0.7",
     "sheets.excitatory.damping=0.3"},
    {"sheets.higher.threshold=0.01", "sheets.excitatory.gain_control.enabled=true",
     "sheets.higher.mask=disc", "projections.ei.shared=true"},
    {"projections.ie.strength=-0.8", "projections.ie.strength=-1.9",
     "projections.ie.normalise=none", "projections.down.strength=-0.6"},
    {"sheets.excitatory.tolerance=0", "sheets.excitatory.tolerance=0.03",
     "sheets.excitatory.tolerance=0.2", "sheets.excitatory.tolerance=0.01"},
};
enum { ROWS = sizeof choices / sizeof *choices };

static void networks_get_the_same_bits(void **state) {
    (void)state;
    size_t sets = 0, active = 0;
    while (kernels_name(sets))
        sets++;
    for (uint64_t index = 0; index < 40; index++) {
        RandomDraws draws = random_draws(random_stream(2385, "groups"), index);
        char *others[2] = {0};
        const char *changes[ROWS + 3] = {0};
        for (size_t k = 0; k < ROWS; k++)
            changes[k] = choices[k][random_integer(&draws, 4)];
        const char *tolerance = strchr(changes[ROWS - 1], '=');
        changes[ROWS] = others[0] = format_text("sheets.inhibitory.tolerance%s", tolerance);
        changes[ROWS + 1] = others[1] = format_text("sheets.higher.tolerance%s", tolerance);
        uint64_t expected = bits_of(changes, "reference", 1, &active);
        if (bits_of(changes, kernels_name(index % sets), 1 + (int)(index % 3), &active) !=
            expected) {
            for (size_t k = 0; changes[k]; k++)
                print_message("%s\n", changes[k]);
            fail_msg("network %d has other bits", (int)index);
        }
        release(others[0]);
        release(others[1]);
    }
    assert_in_range(active, 50, 80);
}

static void groups_are_found(void **state) {
    (void)state;
    NetworkSettings settings;
    Network *network =
        new_loops(&settings, (const char *const[]){"projections.down.delay=1", NULL});
    const SettlingGroup *pair = network_group(network, network_sheet(network, "excitatory")),
                        *higher = network_group(network, network_sheet(network, "higher"));
    assert_true(pair == network_group(network, network_sheet(network, "inhibitory")));
    assert_true(pair->loop && pair->count == 2 && pair < higher);
    assert_true(!higher->loop && higher->count == 1);
    assert_int_equal(network->groups, 4);
    small_network_finish(network, &settings);
}

static void contradictions_are_refused(void **state) {
    (void)state;
    static const char *const cases[][3] = {
        {"projections.on.step_delay=2", NULL,
         "projections.on.step_delay: 2 has no effect: sheets higher and reader do not settle "
         "together"},
        {"projections.ee.step_delay=0", NULL,
         "projections.ee.step_delay: 0 closes a loop of such projections"},
        {"projections.up.step_delay=0", "projections.down.step_delay=0",
         "projections.up.step_delay: 0 closes a loop of such projections"},
        {"sheets.higher.settle=9", NULL,
         "sheets.higher.settle: 9, but sheet excitatory, with which it settles, has 14"},
        {"sheets.higher.carry=0.1", "sheets.higher.gain_control.enabled=true",
         "sheets.higher.carry: 0.1, but the sheet has gain control"},
        {"sheets.retina.carry=1", NULL, "sheets.retina.carry: 1, but the sheet shows a stimulus"},
        {"sheets.higher.tolerance=0.1", NULL,
         "sheets.higher.tolerance: 0.1, but sheet excitatory, with which it settles, has 0"},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++)
        small_network_refused(loops, (const char *const[]){cases[k][0], cases[k][1], NULL},
                              cases[k][2]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_step_reads_the_step_before),
        cmocka_unit_test(projections_look_back_or_act_within_a_step),
        cmocka_unit_test(a_sheet_with_gain_control_settles_with_others),
        cmocka_unit_test(activity_carries_over),
        cmocka_unit_test(a_sheet_alone_leaks),
        cmocka_unit_test(settled_activity_is_the_fixed_point),
        cmocka_unit_test(networks_get_the_same_bits),
        cmocka_unit_test(groups_are_found),
        cmocka_unit_test(contradictions_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
