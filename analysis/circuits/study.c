// SPDX-License-Identifier: GPL-3.0-or-later
#include "circuits/study.h"

#include "base/memory.h"
#include "base/random.h"

#include <math.h>
#include <string.h>

extern const StudyKind study_permitted_sets, study_stability, study_gain, study_selection,
    study_trajectories, study_transfers, study_boundary;

const Kind *const study_kinds[] = {
    &study_permitted_sets.kind, &study_stability.kind, &study_gain.kind,     &study_selection.kind,
    &study_trajectories.kind,   &study_transfers.kind, &study_boundary.kind, NULL};

bool study_carry_out(const Variant *study, const StudySubject *subject, const StudyPage *page,
                     Findings *findings, Error *error) {
    const StudyKind *kind = (const StudyKind *)study->kind;
    OWNED void *result = allocate(1, kind->result_size);
    bool ok = kind->find(study->settings, subject, result, error);
    if (ok) {
        kind->tabulate(result, findings);
        ok = kind->draw(result, page, error);
    }
    kind->finish(result);
    return ok;
}

double study_step(double from, double to, size_t k, size_t steps) {
    return from + (to - from) * (double)k / fmax(1, (double)steps - 1);
}

double *study_count(size_t first, size_t n) {
    double *count = allocate(n, sizeof *count);
    for (size_t k = 0; k < n; k++)
        count[k] = (double)(first + k);
    return count;
}

void study_start(const StudySubject *subject, const char *purpose, uint64_t draw, double spread,
                 double *x) {
    RandomDraws draws = random_draws(random_stream(subject->seed, purpose), draw);
    for (size_t i = 0; i < subject->circuit->n; i++)
        x[i] = spread * random_uniform(&draws);
}

StudyPicture study_picture(const StudyPage *page, const char *what, const char *title,
                           const char *subtitle) {
    StudyPicture picture = {format_text("%s/%s-%s.%s", page->folder, page->study, what,
                                        canvas_formats[page->form ? page->form->format : 0]),
                            format_text("%s%s%s", page->title, page->title[0] ? ": " : "", title),
                            {0}};
    for (char *letter = picture.path + strlen(page->folder); *letter; letter++)
        *letter = *letter == ' ' ? '-' : *letter;
    picture.frame = (PictureFrame){.title = picture.title,
                                   .subtitle = subtitle,
                                   .form = page->form,
                                   .notes = page->notes,
                                   .notes_count = page->notes_count,
                                   .drawn = page->drawn,
                                   .measure = page->study,
                                   .picture = what,
                                   .iteration = -1};
    return picture;
}

void study_picture_free(StudyPicture *picture) {
    release(picture->title);
    release(picture->path);
}

PictureCurve study_curve(const char *name, const double *x, const double *y, size_t n) {
    return (PictureCurve){.name = name, .x = x, .y = y, .n = n};
}

bool study_chart(const StudyPage *page, const char *what, const char *subtitle, StudyAxes axes,
                 const char *x_name, const char *y_name, const PictureCurve *curves, size_t count,
                 Error *error) {
    PictureChart chart = {.curves = curves,
                          .count = count,
                          .x_name = x_name,
                          .y_name = y_name,
                          .whole = axes == AXES_COUNT,
                          .equal = axes == AXES_EQUAL};
    OWNED_BY(study_picture_free) StudyPicture picture = study_picture(page, what, what, subtitle);
    return picture_chart(&picture.frame, &chart, picture.path, error);
}
