// SPDX-License-Identifier: GPL-3.0-or-later
#include "imaging/condition_weights.h"

#include <math.h>

static const double EVEN = 1e-6, // what a sum over evenly spread orientations may leave
    LEAST_SPREAD = 0.01;         // of cos 2 theta and sin 2 theta in their narrowest direction

// Sums over conditions that are no blanks.
typedef struct {
    double n, x, y, xx, xy, yy; // of x = cos 2 theta and y = sin 2 theta; the squares about means
} Moments;

static Moments moments_of(const double *angle, size_t conditions) {
    Moments sum = {0};
    for (size_t c = 0; c < conditions; c++)
        if (!isnan(angle[c])) {
            sum.n++;
            sum.x += cos(2 * angle[c]);
            sum.y += sin(2 * angle[c]);
        }
    for (size_t c = 0; c < conditions; c++)
        if (!isnan(angle[c])) {
            double x = cos(2 * angle[c]) - sum.x / sum.n, y = sin(2 * angle[c]) - sum.y / sum.n;
            sum.xx += x * x;
            sum.xy += x * y;
            sum.yy += y * y;
        }
    return sum;
}

static void weigh_vector_sum(const double *angle, size_t conditions, double n,
                             ConditionWeights *weights) {
    for (size_t c = 0; c < conditions; c++) {
        bool blank = isnan(angle[c]);
        weights->cosine[c] = blank ? 0 : 2 / n * cos(2 * angle[c]);
        weights->sine[c] = blank ? 0 : 2 / n * sin(2 * angle[c]);
        weights->base[c] = blank ? 0 : 1 / n;
    }
}

static void weigh_fit(const double *angle, size_t conditions, const Moments *sum,
                      ConditionWeights *weights) {
    double determinant = sum->xx * sum->yy - sum->xy * sum->xy, mean_x = sum->x / sum->n,
           mean_y = sum->y / sum->n;
    for (size_t c = 0; c < conditions; c++) {
        double x = cos(2 * angle[c]) - mean_x, y = sin(2 * angle[c]) - mean_y;
        bool blank = isnan(angle[c]);
        weights->cosine[c] = blank ? 0 : (sum->yy * x - sum->xy * y) / determinant;
        weights->sine[c] = blank ? 0 : (sum->xx * y - sum->xy * x) / determinant;
        weights->base[c] =
            blank ? 0 : 1 / sum->n - mean_x * weights->cosine[c] - mean_y * weights->sine[c];
    }
}

bool condition_weights_find(const double *angle, size_t conditions, const char *place,
                            ConditionWeights *weights, Error *error) {
    Moments sum = moments_of(angle, conditions);
    bool balanced = hypot(sum.x, sum.y) < EVEN * sum.n,
         round = hypot(sum.xx - sum.yy, 2 * sum.xy) < EVEN * sum.n;
    double narrowest = (sum.xx + sum.yy) / 2 - hypot((sum.xx - sum.yy) / 2, sum.xy);
    weights->fitted = !(balanced && round) && narrowest >= LEAST_SPREAD * sum.n;
    if (weights->fitted)
        weigh_fit(angle, conditions, &sum, weights);
    else
        weigh_vector_sum(angle, conditions, sum.n, weights);
    return weights->fitted || balanced ||
           fail(error,
                "%s: its orientations do not tell the preferred one from the mean response; they "
                "have to be three different ones or more, or two at right angles",
                place);
}
