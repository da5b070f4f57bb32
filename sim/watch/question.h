// SPDX-License-Identifier: GPL-3.0-or-later
// Question: what a page asks, and the queue in which it waits for the answer.
//
// The server's threads ask, one question for each connection; the thread of the run answers,
// between presentations. So network, files and settings belong to one thread, and a client that is
// slow keeps nobody waiting: it reads an answer of its own.
#pragma once

#include <jansson.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct {
    int status;       // of HTTP
    const char *type; // of the content; borrowed
    void *bytes;      // [size] owned
    size_t size;
} Answer;

typedef struct Question {
    const char *name;        // "frame"; borrowed
    bool is_act;             // does it change anything?
    const json_t *arguments; // an object; borrowed
    Answer answer;           // whoever asked takes it over
    bool is_answered;
    struct Question *next;
} Question;

typedef struct {
    pthread_mutex_t lock;
    pthread_cond_t asked, answered;
    Question *first, *last; // borrowed from who waits for them
    bool is_closed;
    const char
        *stood_for; // while the thread is busy, name of questions that have an answer; or NULL
    char *stand_in; // that answer; owned
} QuestionQueue;

void question_queue_begin(QuestionQueue *queue);

// Refuses all that wait, and all that come.
void question_queue_close(QuestionQueue *queue);
void question_queue_finish(QuestionQueue *queue);

// Waits until the question has its answer.
void question_ask(QuestionQueue *queue, Question *question);

// While the thread that answers is busy: questions of that name have this text, taken over, as
// their answer; others that are no acts are refused with status 503, to be asked again; acts wait.
// That goes for those that wait already, too. Name NULL: all wait again.
void question_stand_in(QuestionQueue *queue, const char *name, char *text);

// Does any question wait? Takes no lock.
bool question_waits(const QuestionQueue *queue);

// Fills in the answer of a question.
typedef void QuestionAnswer(void *context, Question *question);

// Answers all that wait. Where none does, waits `seconds` for one at most.
void question_answer(QuestionQueue *queue, double seconds, QuestionAnswer *answer, void *context);

// Answers. JSON is taken over; a refusal is {"error": text}.
void answer_json(Question *question, json_t *json);
void answer_text(Question *question, char *text); // taken over
void answer_refusal(Question *question, int status, const char *text);

// An argument, as a text or a whole number; NULL or -1 where it is missing.
const char *question_text(const Question *question, const char *name);
long long question_number(const Question *question, const char *name);
