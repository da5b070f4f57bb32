// SPDX-License-Identifier: GPL-3.0-or-later
#include "circuits/study.h"

#include "base/memory.h"

#include <string.h>

extern const StudyKind study_permitted_sets, study_stability, study_gain, study_selection,
    study_trajectories, study_transfers, study_boundary;

const Kind *const study_kinds[] = {
    &study_permitted_sets.kind, &study_stability.kind, &study_gain.kind,     &study_selection.kind,
    &study_trajectories.kind,   &study_transfers.kind, &study_boundary.kind, NULL};

#define AT(member) offsetof(Drive, member)
const Block drive_block = {
    sizeof(Drive), NULL,
    (const Setting[]){{"background", SETTING_REAL, AT(background), "0.0", -1e6, 1e6,
                       .help = "input of every neuron"},
                      {"amplitude", SETTING_REAL, AT(amplitude), "1.0", -1e6, 1e6,
                       .help = "of the first bump, at its middle"},
                      {"site", SETTING_INTEGER, AT(site), "4", 0, CIRCUIT_NEURONS_MOST - 1,
                       .help = "the neuron in the middle of the first bump, counted from 0"},
                      {"flank", SETTING_REAL, AT(flank), "0.5", -1, 1,
                       .help = "input of the two neighbours in a bump, relative to its middle"},
                      {"second", SETTING_REAL, AT(second), "0.0", -1e6, 1e6,
                       .help = "amplitude of the second bump, relative to the first"},
                      {"second_site", SETTING_INTEGER, AT(second_site), "12", 0,
                       CIRCUIT_NEURONS_MOST - 1,
                       .help = "the neuron in the middle of the second bump"},
                      {0}}};

bool drive_check(const Drive *drive, size_t n, const char *place, Error *error) {
    bool ok = true;
    if (drive->site >= (int64_t)n)
        ok = fail(error, "%s.site: is %lld; the circuit has neurons 0 to %zu", place,
                  (long long)drive->site, n - 1);
    if (drive->second != 0 && drive->second_site >= (int64_t)n)
        ok = fail(error, "%s.second_site: is %lld; the circuit has neurons 0 to %zu", place,
                  (long long)drive->second_site, n - 1);
    return ok;
}

static void add_bump(double amplitude, double flank, size_t site, size_t n, double *b) {
    b[site % n] += amplitude;
    if (n > 2) {
        b[(site + 1) % n] += flank * amplitude;
        b[(site + n - 1) % n] += flank * amplitude;
    }
}

void drive_fill(const Drive *drive, size_t n, double *b) {
    for (size_t i = 0; i < n; i++)
        b[i] = drive->background;
    add_bump(drive->amplitude, drive->flank, (size_t)drive->site, n, b);
    if (drive->second != 0)
        add_bump(drive->amplitude * drive->second, drive->flank, (size_t)drive->second_site, n, b);
}

char *study_path(const StudyPage *page, const char *what) {
    char *path = format_text("%s/%s-%s.png", page->folder, page->study, what);
    for (char *letter = path + strlen(page->folder); *letter; letter++)
        *letter = *letter == ' ' ? '-' : *letter;
    return path;
}

PictureFrame study_frame(const StudyPage *page, const char *what, char **title) {
    *title = format_text("%s%s%s", page->title, page->title[0] ? ": " : "", what);
    return (PictureFrame){.title = *title, .notes = page->notes, .notes_count = page->notes_count};
}

bool study_chart(const StudyPage *page, const char *what, const char *subtitle,
                 const PictureChart *chart, Error *error) {
    char *title, *path = study_path(page, what);
    PictureFrame frame = study_frame(page, what, &title);
    frame.subtitle = subtitle;
    bool ok = picture_chart(&frame, chart, path, error);
    release(title);
    release(path);
    return ok;
}

char *set_text(uint32_t set, size_t n) {
    char word[33];
    for (size_t i = 0; i < n; i++)
        word[i] = set >> i & 1 ? '1' : '0';
    word[n] = '\0';
    return copy_text(word);
}
