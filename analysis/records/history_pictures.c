// SPDX-License-Identifier: GPL-3.0-or-later
#include "records/history_pictures.h"

#include "base/memory.h"
#include "measure/measure.h"
#include "run/history_table.h"

#include <string.h>

// The chart of the quantity of column `first`, with all columns of this quantity.
static bool draw_quantity(const HistoryTable *table, size_t first, const MeasurePage *page,
                          Error *error) {
    const HistoryColumn *column = &table->column[first], *iteration = &table->column[0];
    OWNED PictureCurve *curves = allocate(table->columns, sizeof *curves);
    size_t n = 0, marked, rows = table->rows;
    for (size_t k = first; k < table->columns; k++)
        if (strcmp(table->column[k].quantity, column->quantity) == 0)
            curves[n++] = (PictureCurve){
                table->column[k].of, iteration->value, table->column[k].value, NULL, NULL, rows};
    PictureMark *marks =
        measure_marks(page, 0, (int64_t)iteration->value[0], page->iteration, &marked);
    OWNED char *y_name =
        format_text("%s%s%s", column->quantity, column->meaning[0] ? ", " : "", column->meaning);
    const PictureChart chart = {.curves = curves,
                                .count = n,
                                .x_name = "iteration",
                                .y_name = y_name,
                                .marks = marks,
                                .marks_count = marked};
    OWNED_BY(measure_frame_finish)
    MeasureFrame frame = measure_frame(page, "history", column->quantity, column->quantity);
    bool ok = picture_chart(&frame.frame, &chart, frame.path, error);
    measure_marks_free(marks, marked);
    return ok;
}

static bool is_first(const HistoryTable *table, size_t k) {
    for (size_t i = 1; i < k; i++)
        if (strcmp(table->column[i].quantity, table->column[k].quantity) == 0)
            return false;
    return true;
}

bool history_pictures_draw(const char *run, const Experiment *experiment, const PictureForm *form,
                           const char *folder, PictureList *drawn, Error *error) {
    OWNED_BY(history_table_free) HistoryTable table;
    if (!history_table_read(&table, run, error))
        return false;
    bool ok = true;
    for (size_t k = 1; ok && k < table.columns && table.rows > 0; k++) {
        const MeasurePage page = {.folder = folder,
                                  .experiment = experiment,
                                  .suffix = "",
                                  .iteration = (int64_t)table.column[0].value[table.rows - 1],
                                  .form = form,
                                  .drawn = drawn};
        ok = !is_first(&table, k) || draw_quantity(&table, k, &page, error);
    }
    return ok;
}
