// SPDX-License-Identifier: GPL-3.0-or-later
#include "batch/ranks.h"

#ifdef PINWHEEL_MPI

#include "base/memory.h"

#include <mpi.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { TAG_WORK = 1, TAG_REPORT };

// Time between looks for work: MPI's own waiting would keep a processor busy.
static const struct timespec moment = {0, 20000000};

static bool joined;

int ranks_begin(void) {
    static const char *const signs[] = {"OMPI_COMM_WORLD_SIZE", "PMIX_RANK", "PMI_RANK"};
    int rank = 0;
    for (size_t k = 0; k < sizeof signs / sizeof *signs && !joined; k++)
        if (getenv(signs[k]))
            joined = MPI_Init(NULL, NULL) == MPI_SUCCESS;
    if (joined)
        MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    return rank;
}

int ranks_count(void) {
    int count = 1;
    if (joined)
        MPI_Comm_size(MPI_COMM_WORLD, &count);
    return count;
}

void ranks_end(void) {
    if (joined)
        MPI_Finalize();
    joined = false;
}

bool ranks_share(bool ready, char **text) {
    if (!joined)
        return ready;
    int rank, said = ready, length = ready && *text ? (int)strlen(*text) + 1 : 0;
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    MPI_Bcast(&said, 1, MPI_INT, 0, MPI_COMM_WORLD);
    MPI_Bcast(&length, 1, MPI_INT, 0, MPI_COMM_WORLD);
    if (rank > 0 && said)
        *text = allocate((size_t)length + 1, 1);
    if (said && length > 0)
        MPI_Bcast(*text, length, MPI_CHAR, 0, MPI_COMM_WORLD);
    return said;
}

void ranks_give(int rank, int64_t work) {
    MPI_Send(&work, 1, MPI_INT64_T, rank, TAG_WORK, MPI_COMM_WORLD);
}

bool ranks_take(int *rank, RankReport *report) {
    int there = 0;
    MPI_Status status;
    MPI_Iprobe(MPI_ANY_SOURCE, TAG_REPORT, MPI_COMM_WORLD, &there, &status);
    if (!there)
        return false;
    *rank = status.MPI_SOURCE;
    MPI_Recv(report, sizeof *report, MPI_BYTE, *rank, TAG_REPORT, MPI_COMM_WORLD, &status);
    return true;
}

int64_t ranks_wait(void) {
    int there = 0;
    int64_t work = -1;
    MPI_Status status;
    for (;;) {
        MPI_Iprobe(0, TAG_WORK, MPI_COMM_WORLD, &there, &status);
        if (there)
            break;
        nanosleep(&moment, NULL);
    }
    MPI_Recv(&work, 1, MPI_INT64_T, 0, TAG_WORK, MPI_COMM_WORLD, &status);
    return work;
}

void ranks_report(const RankReport *report) {
    RankReport copy = *report;
    MPI_Send(&copy, sizeof copy, MPI_BYTE, 0, TAG_REPORT, MPI_COMM_WORLD);
}

#else // one process alone

int ranks_begin(void) {
    return 0;
}

int ranks_count(void) {
    return 1;
}

void ranks_end(void) {}

bool ranks_share(bool ready, char **text) {
    (void)text;
    return ready;
}

void ranks_give(int rank, int64_t work) {
    (void)rank, (void)work;
}

bool ranks_take(int *rank, RankReport *report) {
    (void)rank, (void)report;
    return false;
}

int64_t ranks_wait(void) {
    return -1;
}

void ranks_report(const RankReport *report) {
    (void)report;
}

#endif
