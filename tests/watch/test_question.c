// SPDX-License-Identifier: GPL-3.0-or-later
// Questions of many threads, answered by one.
#include "watch/question.h"

#include "base/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { CLIENTS = 9, QUESTIONS = 300 };

typedef struct {
    QuestionQueue *queue;
    int number;
    int answered, refused;
} Client;

// Asks for the square of a number again and again, until it is refused.
static void *ask_often(void *context) {
    Client *client = context;
    for (int k = 0; k < QUESTIONS && client->refused == 0; k++) {
        json_auto_t *arguments = json_pack("{s:i}", "number", 1000 * client->number + k);
        Question question = {.name = "square", .arguments = arguments};
        question_ask(client->queue, &question);
        OWNED char *text =
            format_text("%.*s", (int)question.answer.size, (const char *)question.answer.bytes);
        long long number = 1000 * client->number + k;
        client->answered += question.answer.status == 200 && atoll(text) == number * number;
        client->refused += question.answer.status == 503;
        release(question.answer.bytes);
    }
    return NULL;
}

static void square(void *context, Question *question) {
    long long number = question_number(question, "number");
    ++*(int *)context;
    answer_text(question, format_text("%lld", number * number));
}

static void everyone_gets_the_own_answer(void **state) {
    (void)state;
    QuestionQueue queue;
    Client clients[CLIENTS];
    pthread_t threads[CLIENTS];
    int count = 0;
    question_queue_begin(&queue);
    for (int i = 0; i < CLIENTS; i++) {
        clients[i] = (Client){.queue = &queue, .number = i};
        assert_int_equal(pthread_create(&threads[i], NULL, ask_often, &clients[i]), 0);
    }
    while (count < CLIENTS * QUESTIONS)
        question_answer(&queue, 0.5, square, &count);
    assert_false(question_waits(&queue));
    for (int i = 0; i < CLIENTS; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(clients[i].answered, QUESTIONS);
    }
    question_queue_close(&queue);
    question_queue_finish(&queue);
}

static void a_closed_queue_refuses_all(void **state) {
    (void)state;
    QuestionQueue queue;
    Client clients[CLIENTS];
    pthread_t threads[CLIENTS];
    question_queue_begin(&queue);
    for (int i = 0; i < CLIENTS; i++) {
        clients[i] = (Client){.queue = &queue, .number = i};
        assert_int_equal(pthread_create(&threads[i], NULL, ask_often, &clients[i]), 0);
    }
    while (!question_waits(&queue))
        sched_yield();
    question_queue_close(&queue);
    for (int i = 0; i < CLIENTS; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(clients[i].answered, 0);
        assert_int_equal(clients[i].refused, 1);
    }
    question_queue_finish(&queue);
}

typedef struct {
    QuestionQueue *queue;
    Question question;
    pthread_t thread;
} Waiting;

static void *ask_once(void *context) {
    Waiting *waiting = context;
    question_ask(waiting->queue, &waiting->question);
    return NULL;
}

static size_t count_waiting(QuestionQueue *queue) {
    size_t count = 0;
    pthread_mutex_lock(&queue->lock);
    for (const Question *question = queue->first; question; question = question->next)
        count++;
    pthread_mutex_unlock(&queue->lock);
    return count;
}

static void say_seven(void *context, Question *question) {
    (void)context;
    answer_text(question, copy_text("seven"));
}

static void assert_answered(Question *question, const char *text) {
    assert_int_equal(question->answer.size, strlen(text));
    assert_memory_equal(question->answer.bytes, text, strlen(text));
    release(question->answer.bytes);
}

static void assert_busy(Question *question) {
    bool is_frame = strcmp(question->name, "frame") == 0;
    assert_int_equal(question->answer.status, is_frame ? 200 : 503);
    assert_answered(question,
                    is_frame ? "busy" : "{\"error\":\"the run is being measured; ask again\"}");
}

// Questions that wait or come are answered at once, those of a name by the text, while acts wait.
static void a_text_stands_in_while_the_thread_is_busy(void **state) {
    (void)state;
    enum { COUNT = 5, ACT = 3 };
    static const char *const names[COUNT] = {"frame", "log", "frame", "frame", "frame"};
    QuestionQueue queue;
    Waiting waiting[COUNT];
    question_queue_begin(&queue);
    for (size_t i = 0; i < COUNT; i++) {
        waiting[i] = (Waiting){&queue, {.name = names[i], .is_act = i == ACT}, 0};
        assert_int_equal(pthread_create(&waiting[i].thread, NULL, ask_once, &waiting[i]), 0);
        while (count_waiting(&queue) <= i)
            sched_yield();
    }
    question_stand_in(&queue, "frame", copy_text("busy"));
    for (size_t i = 0; i < COUNT; i++) {
        if (i == ACT)
            continue;
        pthread_join(waiting[i].thread, NULL);
        assert_busy(&waiting[i].question);
    }
    assert_int_equal(count_waiting(&queue), 1);
    for (size_t i = 0; i < 2; i++) {
        Question later = {.name = names[i]};
        question_ask(&queue, &later);
        assert_busy(&later);
    }
    question_stand_in(&queue, NULL, NULL);
    question_answer(&queue, 0, say_seven, NULL);
    pthread_join(waiting[ACT].thread, NULL);
    assert_answered(&waiting[ACT].question, "seven");
    question_queue_close(&queue);
    question_queue_finish(&queue);
}

static void arguments_of_a_question(void **state) {
    (void)state;
    json_auto_t *arguments = json_pack("{s:s, s:s, s:i, s:f, s:s, s:n}", "word", "v1", "digits",
                                       "731", "whole", 87, "real", 1.5, "mixed", "12x", "null");
    const Question question = {.arguments = arguments};
    assert_string_equal(question_text(&question, "word"), "v1");
    assert_null(question_text(&question, "whole"));
    assert_null(question_text(&question, "missing"));
    assert_int_equal(question_number(&question, "digits"), 731);
    assert_int_equal(question_number(&question, "whole"), 87);
    static const char *const wrong[] = {"word", "real", "mixed", "null", "missing"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(question_number(&question, wrong[i]), -1);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(everyone_gets_the_own_answer),
                                       cmocka_unit_test(a_closed_queue_refuses_all),
                                       cmocka_unit_test(a_text_stands_in_while_the_thread_is_busy),
                                       cmocka_unit_test(arguments_of_a_question)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
