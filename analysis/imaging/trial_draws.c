// SPDX-License-Identifier: GPL-3.0-or-later
#include "imaging/trial_draws.h"

#include "base/memory.h"
#include "base/random.h"

#include <assert.h>
#include <string.h>

void trial_draws_resample(const ResponseStack *stack, uint64_t seed, size_t r, double *weight) {
    RandomDraws draws = random_draws(random_stream(seed, "bootstrap over trials"), r);
    OWNED size_t *there = allocate(stack->trials, sizeof *there);
    memset(weight, 0, stack->conditions * stack->trials * sizeof *weight);
    for (size_t c = 0; c < stack->conditions; c++) {
        size_t count = 0;
        for (size_t t = 0; t < stack->trials; t++)
            if (stack->present[c * stack->trials + t])
                there[count++] = c * stack->trials + t;
        for (size_t k = 0; k < count; k++)
            weight[there[k]] = (1 - stack->spread) / (double)count;
        for (size_t k = 0; k < count; k++)
            weight[there[random_integer(&draws, (uint32_t)count)]] += stack->spread / (double)count;
    }
}

void trial_draws_without(const ResponseStack *stack, size_t frame, double *weight) {
    size_t condition = frame / stack->trials, trials = stack_trials(stack, condition);
    assert(stack->present[frame] && trials > 1);
    stack_even_weights(stack, weight);
    for (size_t t = 0; t < stack->trials; t++) {
        size_t k = condition * stack->trials + t;
        weight[k] = stack->present[k] && k != frame ? 1 / (double)(trials - 1) : 0;
    }
}

// Deals what is at these places out anew to them.
static void deal_out(RandomDraws *draws, size_t *const *place, size_t n) {
    for (size_t k = n; k > 1; k--) {
        size_t other = random_integer(draws, (uint32_t)k), kept = *place[k - 1];
        *place[k - 1] = *place[other];
        *place[other] = kept;
    }
}

void trial_draws_shuffle(const ResponseStack *stack, uint64_t seed, size_t r, size_t *from) {
    RandomDraws draws = random_draws(random_stream(seed, "shuffled conditions"), r);
    OWNED size_t **there = allocate(stack->conditions, sizeof *there);
    for (size_t k = 0; k < stack->conditions * stack->trials; k++)
        from[k] = k;
    for (size_t t = 0; t < stack->trials; t++) {
        size_t count = 0;
        for (size_t c = 0; c < stack->conditions; c++)
            if (stack->present[c * stack->trials + t])
                there[count++] = &from[c * stack->trials + t];
        deal_out(&draws, there, count);
    }
}

size_t trial_draws_exchanged(const ResponseStack *stack, size_t n, size_t *const *session, size_t k,
                             size_t condition) {
    size_t count = 0;
    for (size_t s = 0; s < n; s++)
        for (size_t t = 0; t < stack[s].trials; t++)
            count += session[s][t] == k && stack[s].present[condition * stack[s].trials + t];
    return count;
}

static bool have_all_conditions(const ResponseStack *stack, size_t n, size_t *const *session) {
    for (size_t k = 0; k < n; k++)
        for (size_t c = 0; c < stack->conditions; c++)
            if (trial_draws_exchanged(stack, n, session, k, c) == 0)
                return false;
    return true;
}

void trial_draws_exchange(const ResponseStack *stack, size_t n, uint64_t seed, size_t r,
                          size_t *const *session) {
    RandomDraws draws = random_draws(random_stream(seed, "trials exchanged between sessions"), r);
    size_t count = 0;
    for (size_t s = 0; s < n; s++)
        count += stack[s].trials;
    OWNED size_t **trial = allocate(count, sizeof *trial);
    count = 0;
    for (size_t s = 0; s < n; s++)
        for (size_t t = 0; t < stack[s].trials; t++) {
            session[s][t] = s;
            trial[count++] = &session[s][t];
        }
    do
        deal_out(&draws, trial, count);
    while (!have_all_conditions(stack, n, session));
}
