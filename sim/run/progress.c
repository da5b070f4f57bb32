// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/progress.h"

#include "base/talk.h"

#include <math.h>
#include <stdio.h>
#include <time.h>

double clock_seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

void wall_time(char text[static WALL_TIME_SIZE]) {
    time_t now = time(NULL);
    struct tm utc;
    gmtime_r(&now, &utc);
    strftime(text, WALL_TIME_SIZE, "%Y-%m-%dT%H:%M:%SZ", &utc);
}

Progress progress_begin(const Network *network, int64_t iterations) {
    int64_t done = network->presentation;
    return (Progress){.tenths = iterations > 0 ? (int)(10 * done / iterations) : 0,
                      .rate_clock = clock_seconds(),
                      .rate_iteration = done};
}

void progress_duration(char *text, size_t size, double seconds) {
    long s = (long)(seconds + 0.5);
    if (s < 60)
        snprintf(text, size, "%ld s", s);
    else if (s < 3600)
        snprintf(text, size, "%ld min %ld s", s / 60, s % 60);
    else
        snprintf(text, size, "%ld h %ld min", s / 3600, s / 60 % 60);
}

static void update_rate(Progress *progress, int64_t done, double now) {
    double seconds = now - progress->rate_clock;
    if (seconds < 0.5)
        return;
    double rate = (double)(done - progress->rate_iteration) / seconds;
    progress->rate = progress->rate > 0 ? 0.7 * progress->rate + 0.3 * rate : rate;
    progress->rate_clock = now;
    progress->rate_iteration = done;
}

void progress_show(Progress *progress, const Network *network, int64_t iterations,
                   double selectivity) {
    double now = clock_seconds();
    if (now - progress->shown < 0.2)
        return;
    int64_t done = network->presentation;
    update_rate(progress, done, now);
    int tenths = iterations > 0 ? (int)(10 * done / iterations) : 10;
    bool terminal = talk_is_terminal();
    progress->shown = now;
    if (!terminal && tenths <= progress->tenths)
        return;
    const Sheet *last = &network->sheet[network->order[network->sheets - 1]];
    char line[256], rate[32] = "", left[64] = "", selective[64] = "";
    if (progress->rate > 0) {
        snprintf(rate, sizeof rate, ", %.*f/s", progress->rate < 10 ? 2 : 0, progress->rate);
        char text[32];
        progress_duration(text, sizeof text, (double)(iterations - done) / progress->rate);
        snprintf(left, sizeof left, ", %s left", text);
    }
    if (!isnan(selectivity))
        snprintf(selective, sizeof selective, ", selectivity %.3f", selectivity);
    snprintf(line, sizeof line, "%3d %%  iteration %lld of %lld%s, activity %.4f%s%s",
             (int)(100 * done / (iterations ? iterations : 1)), (long long)done,
             (long long)iterations, rate, sheet_mean_activity(last), selective, left);
    if (terminal)
        talk_progress(line);
    else
        talk("%s", line);
    progress->tenths = tenths;
}
