// SPDX-License-Identifier: GPL-3.0-or-later
// Study: a question asked of a circuit, answered by numbers, sentences, tables and pictures.
//
// The kinds are listed in study.c. Each stands in its own file study_KIND.c, which reads from top
// to bottom: its settings, its result, then the four steps that fill the result, tabulate it, draw
// it and free it.
#pragma once

#include "circuits/circuit.h"
#include "circuits/findings.h"
#include "pictures/picture.h"

typedef struct {
    const Circuit *circuit;
    const Variant *circuit_settings; // that it was built from
    const Variant *transfer;
    uint64_t seed;
} StudySubject;

// How the pictures of a study are labelled.
typedef struct {
    const char *folder;   // where they go
    const char *study;    // its name in the config
    const char *title;    // of the config
    const PngText *notes; // provenance kept in each file
    size_t notes_count;
    PictureList *drawn;      // lists the pictures
    const PictureForm *form; // NULL: the usual one
} StudyPage;

typedef struct {
    Kind kind;
    // Reports settings that do not fit the circuit.
    bool (*check)(const void *settings, const StudySubject *subject, const char *place,
                  Error *error);
    size_t result_size;
    // Simulates and classifies. The result comes zeroed; settings and subject outlive it.
    bool (*find)(const void *settings, const StudySubject *subject, void *result, Error *error);
    void (*tabulate)(const void *result, Findings *findings);
    bool (*draw)(const void *result, const StudyPage *page, Error *error);
    void (*finish)(void *result); // frees what it owns, also after `find` has failed
} StudyKind;

extern const Kind *const study_kinds[]; // NULL-terminated, first members of StudyKind

// Takes the steps of a study one after another.
bool study_carry_out(const Variant *study, const StudySubject *subject, const StudyPage *page,
                     Findings *findings, Error *error);

// The k-th of `steps` values, evenly spaced from `from` to `to`.
double study_step(double from, double to, size_t k, size_t steps);

// first, first + 1, ..., n of them, for the x axis of a chart; to be released.
double *study_count(size_t first, size_t n);

// The activities that a run starts from: each drawn from 0 to `spread`.
void study_start(const StudySubject *subject, const char *purpose, uint64_t draw, double spread,
                 double *x);

// Draws a chart "folder/study-what.png", titled `what`. Its x axis may count neurons, or have the
// same unit of length as the y axis.
typedef enum { AXES_FREE, AXES_COUNT, AXES_EQUAL } StudyAxes;
PictureCurve study_curve(const char *name, const double *x, const double *y, size_t n);
bool study_chart(const StudyPage *page, const char *what, const char *subtitle, StudyAxes axes,
                 const char *x_name, const char *y_name, const PictureCurve *curves, size_t count,
                 Error *error);

// The path "folder/study-what.png" and the frame of any other picture.
typedef struct {
    char *path, *title; // owned
    PictureFrame frame;
} StudyPicture;
StudyPicture study_picture(const StudyPage *page, const char *what, const char *title,
                           const char *subtitle);
void study_picture_free(StudyPicture *picture);
