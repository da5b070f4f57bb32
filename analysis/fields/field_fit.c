// SPDX-License-Identifier: GPL-3.0-or-later
#include "fields/field_fit.h"

#include "base/memory.h"
#include "statistics/finite.h"
#include "statistics/least_squares.h"

#include <math.h>
#include <string.h>

enum { BASELINE, AMPLITUDE, X, Y, LOG_ACROSS, LOG_ALONG, ORIENTATION, GAUSSIAN };
enum { FREQUENCY = GAUSSIAN, PHASE, GABOR };
enum { FEWEST = 20, ITERATIONS = 100 };

static const double LEAST_R2 = 0.5;

// The samples of a field: w in units of the maximum |w|, x and y from the middle of the rectangle,
// y up.
typedef struct {
    size_t n, parameters;
    double *x, *y, *w; // [n]
    double scale, half_width, half_height, about_mean;
} Samples;

static int residuals(const gsl_vector *parameters, void *data, gsl_vector *out) {
    const Samples *samples = data;
    const double *at = parameters->data;
    double c = cos(at[ORIENTATION]), s = sin(at[ORIENTATION]), across = exp(-at[LOG_ACROSS]),
           along = exp(-at[LOG_ALONG]);
    for (size_t i = 0; i < samples->n; i++) {
        double dx = samples->x[i] - at[X], dy = samples->y[i] - at[Y];
        double u = dy * c - dx * s, v = dx * c + dy * s;
        double bell = exp(-0.5 * (pow(u * across, 2) + pow(v * along, 2)));
        double wave =
            samples->parameters == GABOR ? cos(2 * M_PI * at[FREQUENCY] * u + at[PHASE]) : 1;
        gsl_vector_set(out, i, at[BASELINE] + at[AMPLITUDE] * bell * wave - samples->w[i]);
    }
    return GSL_SUCCESS;
}

static Samples samples_new(const double *weight, size_t rows, size_t columns, size_t parameters) {
    size_t n = rows * columns;
    double *x = allocate(n, sizeof *x), *y = allocate(n, sizeof *y), *w = allocate(n, sizeof *w);
    Samples samples = {.parameters = parameters,
                       .x = x,
                       .y = y,
                       .w = w,
                       .scale = finite_largest_size(weight, n),
                       .half_width = 0.5 * (double)columns,
                       .half_height = 0.5 * (double)rows};
    double mean = 0;
    for (size_t i = 0; i < n && samples.scale > 0; i++) {
        if (!isfinite(weight[i]))
            continue;
        x[samples.n] = (double)(i % columns) - 0.5 * ((double)columns - 1);
        y[samples.n] = 0.5 * ((double)rows - 1) - (double)(i / columns);
        w[samples.n] = weight[i] / samples.scale;
        mean += w[samples.n++];
    }
    for (size_t i = 0; i < samples.n; i++)
        samples.about_mean += pow(w[i] - mean / (double)samples.n, 2);
    return samples;
}

static void samples_free(Samples *samples) {
    release(samples->x);
    release(samples->y);
    release(samples->w);
}

// The baseline is the median, and the amplitude the maximum difference from it. Centre, widths and
// orientation of the long axis are moments weighted by the squared difference, whose Gaussian is
// narrower by sqrt(2).
static void start_from_moments(const Samples *samples, double *at) {
    double sum = 0, x = 0, y = 0, xx = 0, xy = 0, yy = 0;
    at[BASELINE] = quartiles_of(samples->w, samples->n).median;
    for (size_t i = 0; i < samples->n; i++) {
        double off = samples->w[i] - at[BASELINE], w = off * off;
        at[AMPLITUDE] = fabs(off) > fabs(at[AMPLITUDE]) ? off : at[AMPLITUDE];
        sum += w;
        x += w * samples->x[i];
        y += w * samples->y[i];
    }
    at[X] = x / sum;
    at[Y] = y / sum;
    for (size_t i = 0; i < samples->n; i++) {
        double w = 2 * pow(samples->w[i] - at[BASELINE], 2) / sum, dx = samples->x[i] - at[X],
               dy = samples->y[i] - at[Y];
        xx += w * dx * dx;
        xy += w * dx * dy;
        yy += w * dy * dy;
    }
    double middle = 0.5 * (xx + yy), spread = hypot(0.5 * (xx - yy), xy);
    at[ORIENTATION] = 0.5 * atan2(2 * xy, xx - yy);
    at[LOG_ALONG] = 0.5 * log(fmax(middle + spread, 0.25));
    at[LOG_ACROSS] = 0.5 * log(fmax(middle - spread, 0.25));
}

// The wave with the most power in w less its mean, among 24 orientations and 24 frequencies up to a
// third of a cycle per sample.
static void start_from_spectrum(const Samples *samples, double *at) {
    enum { ORIENTATIONS = 24, FREQUENCIES = 24 };
    double mean = 0, most = -1, side = 2 * fmin(samples->half_width, samples->half_height);
    for (size_t i = 0; i < samples->n; i++)
        mean += samples->w[i] / (double)samples->n;
    for (int j = 0; j < ORIENTATIONS; j++) {
        double orientation = M_PI * j / ORIENTATIONS, c = cos(orientation), s = sin(orientation);
        for (int k = 0; k < FREQUENCIES; k++) {
            double frequency = 1 / side + (1.0 / 3 - 1 / side) * k / (FREQUENCIES - 1), real = 0,
                   imaginary = 0;
            for (size_t i = 0; i < samples->n; i++) {
                double u = samples->y[i] * c - samples->x[i] * s;
                real += (samples->w[i] - mean) * cos(2 * M_PI * frequency * u);
                imaginary += (samples->w[i] - mean) * sin(2 * M_PI * frequency * u);
            }
            double power = real * real + imaginary * imaginary;
            if (power > most) {
                most = power;
                at[ORIENTATION] = orientation;
                at[FREQUENCY] = frequency;
            }
        }
    }
    at[LOG_ACROSS] = at[LOG_ALONG] = 0.5 * (at[LOG_ACROSS] + at[LOG_ALONG]);
}

static FieldFit refuse(const char *why) {
    double none = (double)NAN;
    return (FieldFit){none, none, none, none, none, none, none, none, none, none, why};
}

// An angle in [0, period).
static double wrapped(double angle, double period) {
    double rest = fmod(angle, period);
    rest += rest < 0 ? period : 0;
    return rest < period ? rest : 0;
}

static FieldFit describe(const Samples *samples, double *at, double squares) {
    bool gabor = samples->parameters == GABOR;
    double r2 = 1 - squares / samples->about_mean;
    if (r2 < LEAST_R2)
        return refuse("the fit explains less than half of the variance");
    if (fabs(at[X]) > samples->half_width || fabs(at[Y]) > samples->half_height)
        return refuse("the centre lies outside the field");
    if (exp(fmax(at[LOG_ACROSS], at[LOG_ALONG])) >
        2 * fmax(samples->half_width, samples->half_height))
        return refuse("it is wider than the field");
    double across = exp(at[LOG_ACROSS]), along = exp(at[LOG_ALONG]);
    bool swap = !gabor && across > along, turn = gabor && at[FREQUENCY] < 0;
    double phase =
        gabor ? (turn ? -at[PHASE] : at[PHASE]) + (at[AMPLITUDE] < 0 ? M_PI : 0) : (double)NAN;
    double orientation = at[ORIENTATION] + (swap ? 0.5 * M_PI : 0);
    // A turn of the bars by half a circle reverses u.
    double half_turns = floor(orientation / M_PI);
    if (gabor && fmod(fabs(half_turns), 2) > 0.5)
        phase = -phase;
    return (FieldFit){samples->scale * at[BASELINE],
                      samples->scale * (gabor ? fabs(at[AMPLITUDE]) : at[AMPLITUDE]),
                      at[X] + samples->half_width - 0.5,
                      samples->half_height - 0.5 - at[Y],
                      swap ? along : across,
                      swap ? across : along,
                      wrapped(orientation, M_PI),
                      gabor ? fabs(at[FREQUENCY]) : (double)NAN,
                      gabor ? wrapped(phase, 2 * M_PI) : (double)NAN,
                      r2,
                      NULL};
}

FieldFit field_fit(const double *weight, size_t rows, size_t columns, bool gabor) {
    OWNED_BY(samples_free)
    Samples samples = samples_new(weight, rows, columns, gabor ? GABOR : GAUSSIAN);
    double start[GABOR] = {0}, found[GABOR] = {0}, least = (double)INFINITY;
    const LeastSquares problem = {
        samples.n, samples.parameters, residuals, NULL, &samples, ITERATIONS, 1e-8, 1e-8, 0};
    if (samples.n < FEWEST)
        return refuse("fewer than 20 samples");
    if (!(samples.about_mean > 1e-12 * (double)samples.n))
        return refuse("all weights are alike");
    start_from_moments(&samples, start);
    if (gabor)
        start_from_spectrum(&samples, start);
    for (int k = 0; k < (gabor ? 4 : 1); k++) {
        double at[GABOR];
        memcpy(at, start, sizeof at);
        if (gabor)
            at[PHASE] = 0.5 * M_PI * k;
        double squares = least_squares_search(&problem, at, NULL);
        if (squares < least) {
            least = squares;
            memcpy(found, at, sizeof found);
        }
    }
    return isfinite(least) ? describe(&samples, found, least) : refuse("the fit did not converge");
}
