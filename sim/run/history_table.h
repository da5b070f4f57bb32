// SPDX-License-Identifier: GPL-3.0-or-later
// HistoryTable: a run's history.csv (history.h), read back.
#pragma once

#include "base/error.h"

#include <stddef.h>

// The column "activity.v1 (mean over units)".
typedef struct {
    char *quantity; // "activity"; owned, as all texts
    char *of;       // "v1", the sheet; "" for none
    char *meaning;  // "mean over units"; "" for none
    double *value;  // [rows] NaN: undefined; owned
} HistoryColumn;

typedef struct {
    size_t columns, rows;
    HistoryColumn *column; // [columns] the first is the iteration; owned
} HistoryTable;

// Reads the history of a run's folder. A run that stopped before its first row gives no columns.
// Call history_table_free either way.
bool history_table_read(HistoryTable *table, const char *folder, Error *error);
void history_table_free(HistoryTable *table);
