// SPDX-License-Identifier: GPL-3.0-or-later
#include "fields/receptive_field.h"

#include <math.h>

ReceptiveField receptive_field_of(const double *weight, size_t rows, size_t columns,
                                  double threshold) {
    double largest = 0.0, sum = 0.0, x = 0.0, y = 0.0, xx = 0.0, xy = 0.0, yy = 0.0;
    for (size_t i = 0; i < rows * columns; i++)
        largest = fmax(largest, weight[i]);
    for (size_t row = 0; row < rows; row++)
        for (size_t column = 0; column < columns; column++) {
            double w = weight[row * columns + column];
            // From the middle, so that the squares do not cancel.
            double dx = (double)column - 0.5 * (double)columns,
                   dy = (double)row - 0.5 * (double)rows;
            if (!(w > 0.0) || w < threshold * largest)
                continue;
            sum += w;
            x += w * dx;
            y += w * dy;
            xx += w * dx * dx;
            xy += w * dx * dy;
            yy += w * dy * dy;
        }
    if (!(sum > 0.0))
        return (ReceptiveField){(double)NAN, (double)NAN, (double)NAN};
    x /= sum;
    y /= sum;
    double determinant = (xx / sum - x * x) * (yy / sum - y * y) - pow(xy / sum - x * y, 2.0);
    return (ReceptiveField){x + 0.5 * (double)columns, y + 0.5 * (double)rows,
                            pow(fmax(determinant, 0.0), 0.25)};
}
