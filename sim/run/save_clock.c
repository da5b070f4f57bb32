// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/save_clock.h"

#include <math.h>

SaveClock save_clock_start(double now) {
    return (SaveClock){.last = now};
}

void save_clock_begin(SaveClock *clock, double now) {
    clock->began = now;
}

void save_clock_end(SaveClock *clock, double now) {
    clock->last = now;
    clock->seconds = now - clock->began;
}

double save_clock_wait(double interval, double seconds) {
    return interval > 0 ? fmax(interval, seconds / SAVE_SHARE) : 0;
}

bool save_clock_is_due(const SaveClock *clock, double interval, double now) {
    return now - clock->last >= save_clock_wait(interval, clock->seconds);
}
