// SPDX-License-Identifier: GPL-3.0-or-later
#include "helpers/known_model.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/random.h"

bool known_model_evaluate(FitPoints *points, size_t first, bool confirms, void *context) {
    const KnownEvaluation *evaluation = context;
    const FitProblem *problem = evaluation->problem;
    KnownModel *model = evaluation->model;
    RandomStream stream = random_stream(model->seed, confirms ? "confirmations" : "points");
    for (size_t i = first; i < points->count; i++) {
        RandomDraws draws = random_draws(stream, i);
        double number[10] = {0}, *value = points->value + i * problem->seeds * problem->numbers;
        model->numbers(points->place + i * problem->axes, number);
        for (size_t s = 0; s < problem->seeds; s++)
            for (size_t t = 0; t < problem->numbers; t++)
                *value++ = number[t] + model->noise * random_normal(&draws) +
                           (confirms ? model->surprise : 0);
        model->points++;
    }
    return true;
}

Fit known_model_fit(const FitProblem *problem, KnownModel *model) {
    Fit fit;
    Error error = {0};
    bool ok = fit_carry_out(&fit, problem, known_model_evaluate, &(KnownEvaluation){problem, model},
                            &error);
    assert_true(ok);
    return fit;
}
