// SPDX-License-Identifier: GPL-3.0-or-later
// Study: a question asked of a circuit, answered by numbers, sentences, tables and pictures.
//
// The kinds are listed in study.c; each stands in its own file study_KIND.c.
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
} StudyPage;

typedef struct {
    Kind kind;
    // Says what in the settings does not fit the circuit; NULL if nothing can.
    bool (*check)(const void *settings, const StudySubject *subject, const char *place,
                  Error *error);
    bool (*carry_out)(const void *settings, const StudySubject *subject, const StudyPage *page,
                      Findings *findings, Error *error);
} StudyKind;

extern const Kind *const study_kinds[]; // NULL-terminated, first members of StudyKind

// What most studies drive a circuit with: a background, and one or two bumps of three neurons,
// (flank, 1, flank) times an amplitude, neighbours counted around the ring.
typedef struct {
    double background, amplitude, flank, second;
    int64_t site, second_site;
} Drive;
extern const Block drive_block; // rows of Drive

bool drive_check(const Drive *drive, size_t n, const char *place, Error *error);
void drive_fill(const Drive *drive, size_t n, double *b);

// Draws a chart "folder/study-what.png".
bool study_chart(const StudyPage *page, const char *what, const char *subtitle,
                 const PictureChart *chart, Error *error);

// The frame and path of any other picture of a study; the text and the path are to be released.
PictureFrame study_frame(const StudyPage *page, const char *what, char **title);
char *study_path(const StudyPage *page, const char *what);

// A set as a word of 0 and 1, neuron 0 first; to be released.
char *set_text(uint32_t set, size_t n);
