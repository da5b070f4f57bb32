// SPDX-License-Identifier: GPL-3.0-or-later
#include "circuits/drive.h"

#include "base/memory.h"

const Block drive_block = BLOCK(
    Drive, NULL, {SETTING(Drive, background), "0.0", -1e6, 1e6, .help = "input of every neuron"},
    {SETTING(Drive, amplitude), "1.0", -1e6, 1e6, .help = "of the first bump, at its middle"},
    {SETTING(Drive, site), "auto", 0, CIRCUIT_NEURONS_MOST - 1, .word = "auto",
     .help = "the neuron in the middle of the first bump, counted from 0; auto: 4, or the middle "
             "one of a circuit of up to 4 neurons"},
    {SETTING(Drive, flank), "0.5", -1, 1,
     .help = "input of the two neighbours in a bump, relative to its middle"},
    {SETTING(Drive, second), "0.0", -1e6, 1e6,
     .help = "amplitude of the second bump, relative to the first"},
    {SETTING(Drive, second_site), "auto", 0, CIRCUIT_NEURONS_MOST - 1, .word = "auto",
     .help = "the neuron in the middle of the second bump; auto: 12, or of a circuit of up to 12 "
             "neurons the one half the circuit away from the first bump"});

size_t drive_site(const Drive *drive, size_t n) {
    return drive->site >= 0 ? (size_t)drive->site : n > 4 ? 4 : n / 2;
}

size_t drive_second_site(const Drive *drive, size_t n) {
    if (drive->second_site >= 0)
        return (size_t)drive->second_site;
    return n > 12 ? 12 : (drive_site(drive, n) + n / 2) % n;
}

static bool check_site(const char *name, int64_t site, size_t n, const char *place, Error *error) {
    return site < (int64_t)n || fail(error, "%s.%s: is %lld; the circuit has neurons 0 to %zu",
                                     place, name, (long long)site, n - 1);
}

bool drive_check(const void *drive_settings, const StudySubject *subject, const char *place,
                 Error *error) {
    const Drive *drive = drive_settings;
    size_t n = subject->circuit->n;
    bool first = check_site("site", drive->site, n, place, error);
    return (drive->second == 0 || check_site("second_site", drive->second_site, n, place, error)) &&
           first;
}

static void add_bump(double amplitude, double flank, size_t site, size_t n, double *b) {
    b[site % n] += amplitude;
    if (n > 2) {
        b[(site + 1) % n] += flank * amplitude;
        b[(site + n - 1) % n] += flank * amplitude;
    }
}

double *drive_input(const Drive *drive, size_t n) {
    double *b = allocate(n, sizeof *b);
    for (size_t i = 0; i < n; i++)
        b[i] = drive->background;
    add_bump(drive->amplitude, drive->flank, drive_site(drive, n), n, b);
    if (drive->second != 0)
        add_bump(drive->amplitude * drive->second, drive->flank, drive_second_site(drive, n), n, b);
    return b;
}

FlowEnd drive_settle(const Drive *drive, const Circuit *circuit, const Variant *transfer, double *x,
                     double duration) {
    OWNED double *b = drive_input(drive, circuit->n);
    return circuit_settle(circuit, transfer, b, x, duration);
}
