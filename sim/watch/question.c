// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/question.h"

#include "base/memory.h"
#include "base/whole_number.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

void question_queue_begin(QuestionQueue *queue) {
    *queue = (QuestionQueue){0};
    pthread_mutex_init(&queue->lock, NULL);
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&queue->asked, &monotonic);
    pthread_condattr_destroy(&monotonic);
    pthread_cond_init(&queue->answered, NULL);
}

// The lock is held. Who asked may leave with the question at once.
static void give_back(QuestionQueue *queue, Question *question) {
    question->is_answered = true;
    pthread_cond_broadcast(&queue->answered);
}

void question_queue_close(QuestionQueue *queue) {
    pthread_mutex_lock(&queue->lock);
    queue->is_closed = true;
    while (queue->first) {
        Question *question = queue->first;
        queue->first = question->next;
        answer_refusal(question, 503, "the program has ended");
        give_back(queue, question);
    }
    pthread_mutex_unlock(&queue->lock);
}

void question_queue_finish(QuestionQueue *queue) {
    release(queue->stand_in);
    pthread_cond_destroy(&queue->answered);
    pthread_cond_destroy(&queue->asked);
    pthread_mutex_destroy(&queue->lock);
}

// The lock is held. Answers at once where the thread is busy; false: the question waits.
static bool answer_while_busy(const QuestionQueue *queue, Question *question) {
    if (queue->stood_for == NULL || question->is_act)
        return false;
    if (strcmp(question->name, queue->stood_for) == 0)
        answer_text(question, copy_text(queue->stand_in));
    else
        answer_refusal(question, 503, "the run is being measured; ask again");
    return true;
}

static void add(QuestionQueue *queue, Question *question) {
    question->next = NULL;
    if (queue->first)
        queue->last->next = question;
    else
        __atomic_store_n(&queue->first, question, __ATOMIC_RELEASE);
    queue->last = question;
}

void question_ask(QuestionQueue *queue, Question *question) {
    pthread_mutex_lock(&queue->lock);
    if (queue->is_closed) {
        answer_refusal(question, 503, "the program has ended");
        question->is_answered = true;
    } else if (answer_while_busy(queue, question)) {
        question->is_answered = true;
    } else {
        add(queue, question);
        pthread_cond_signal(&queue->asked);
    }
    while (!question->is_answered)
        pthread_cond_wait(&queue->answered, &queue->lock);
    pthread_mutex_unlock(&queue->lock);
}

void question_stand_in(QuestionQueue *queue, const char *name, char *text) {
    pthread_mutex_lock(&queue->lock);
    release(queue->stand_in);
    queue->stood_for = name;
    queue->stand_in = text;
    Question *question = queue->first;
    __atomic_store_n(&queue->first, NULL, __ATOMIC_RELEASE);
    while (question) {
        Question *next = question->next;
        if (answer_while_busy(queue, question))
            give_back(queue, question);
        else
            add(queue, question);
        question = next;
    }
    pthread_mutex_unlock(&queue->lock);
}

bool question_waits(const QuestionQueue *queue) {
    return __atomic_load_n(&queue->first, __ATOMIC_ACQUIRE) != NULL;
}

static struct timespec after(double seconds) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    double whole = floor(seconds);
    time.tv_sec += (time_t)whole;
    time.tv_nsec += (long)((seconds - whole) * 1e9);
    if (time.tv_nsec >= 1000000000) {
        time.tv_nsec -= 1000000000;
        time.tv_sec++;
    }
    return time;
}

// What comes while the others are answered waits for the next time, so that clients that ask
// without a pause do not keep the run.
void question_answer(QuestionQueue *queue, double seconds, QuestionAnswer *answer, void *context) {
    struct timespec until = after(seconds);
    size_t count = 0;
    pthread_mutex_lock(&queue->lock);
    if (queue->first == NULL && seconds > 0)
        pthread_cond_timedwait(&queue->asked, &queue->lock, &until);
    for (const Question *question = queue->first; question; question = question->next)
        count++;
    for (; count > 0 && queue->first; count--) {
        Question *question = queue->first;
        __atomic_store_n(&queue->first, question->next, __ATOMIC_RELEASE);
        pthread_mutex_unlock(&queue->lock);
        answer(context, question);
        pthread_mutex_lock(&queue->lock);
        give_back(queue, question);
    }
    pthread_mutex_unlock(&queue->lock);
}

void answer_text(Question *question, char *text) {
    question->answer = (Answer){200, "text/plain; charset=utf-8", text, strlen(text)};
}

void answer_json(Question *question, json_t *json) {
    char *text = json_dumps(json, JSON_COMPACT | JSON_REAL_PRECISION(10));
    json_decref(json);
    answer_text(question, copy_text(text ? text : "{}"));
    free(text);
    question->answer.type = "application/json";
}

void answer_refusal(Question *question, int status, const char *text) {
    json_t *message = json_string(text);
    answer_json(question, json_pack("{s:o}", "error", message ? message : json_string("refused")));
    question->answer.status = status;
}

const char *question_text(const Question *question, const char *name) {
    return json_string_value(json_object_get(question->arguments, name));
}

long long question_number(const Question *question, const char *name) {
    int64_t number = -1;
    const char *text = question_text(question, name);
    const json_t *value = json_object_get(question->arguments, name);
    if (text && !whole_number(text, &number))
        return -1;
    return text ? number : json_is_integer(value) ? json_integer_value(value) : -1;
}
