// SPDX-License-Identifier: GPL-3.0-or-later
// Retinotopy: where each unit's receptive field lies and how large it is, from its afferent
// weights.
//
// Over the weights w of the named projections together, at source places (x, y): centre = sum w x /
// sum w, covariance C about it, radius sigma = (det C)^(1/4), the standard deviation of a round
// field of equal area. Weights below a share of the field's largest are left out, since a wide
// skirt of small weights would dominate C.
#include "measure.h"

#include "memory.h"

#include <gsl/gsl_multifit.h>
#include <string.h>

typedef struct {
    char *sheet;
    TextList projections;
    double cut;
} RetinotopySettings;

#define AT(member) offsetof(RetinotopySettings, member)

static bool check(const void *settings_of_kind, const NetworkSettings *network, const char *place,
                  Error *error) {
    const RetinotopySettings *settings = settings_of_kind;
    bool ok = measure_check_sheet(settings->sheet, network, place, error);
    for (size_t i = 0; i < settings->projections.count; i++) {
        const Item *item = collection_find(&network->projections, settings->projections.items[i]);
        const ProjectionSettings *projection = item ? item->variant.settings : NULL;
        if (projection == NULL)
            ok = fail(error, "%s.projections: there is no projection '%s'", place,
                      settings->projections.items[i]);
        else if (strcmp(projection->to, settings->sheet) != 0)
            ok = fail(error, "%s.projections: '%s' does not go to sheet '%s'", place,
                      settings->projections.items[i], settings->sheet);
    }
    return ok;
}

// Sums of w, w x, w y, w x^2, w x y, w y^2 over the weights above a cut.
typedef struct {
    double w, x, y, xx, xy, yy;
} Moments;

static double largest_weight(const Projection *projection, size_t unit, Connection *connections) {
    size_t n = projection_connections(projection, unit, connections);
    double largest = 0;
    for (size_t k = 0; k < n; k++)
        largest = (double)connections[k].weight > largest ? (double)connections[k].weight : largest;
    return largest;
}

// Places are taken relative to (x0, y0), the short way round on a torus.
static void add_moments(const Projection *projection, size_t unit, double cut, double x0, double y0,
                        Moments *moments, Connection *connections) {
    const Geometry *from = &projection->from->geometry;
    size_t n = projection_connections(projection, unit, connections);
    for (size_t k = 0; k < n; k++) {
        double w = (double)connections[k].weight;
        if (w <= 0 || w < cut)
            continue;
        double x = geometry_distance(from, x0, geometry_x(from, (size_t)connections[k].column));
        double y = geometry_distance(from, y0, geometry_y(from, (size_t)connections[k].row));
        *moments =
            (Moments){moments->w + w,          moments->x + w * x,      moments->y + w * y,
                      moments->xx + w * x * x, moments->xy + w * x * y, moments->yy + w * y * y};
    }
}

// Root mean square distance of centres from the best affine map of the units' own places: the
// scatter of the map.
static double affine_residual(const Sheet *sheet, const double *x, const double *y) {
    size_t n = 0;
    for (size_t unit = 0; unit < sheet->units; unit++)
        n += isfinite(x[unit]) ? 1 : 0;
    if (n < 4)
        return (double)NAN;
    gsl_matrix *places = gsl_matrix_alloc(n, 3), *covariance = gsl_matrix_alloc(3, 3);
    gsl_vector *centres = gsl_vector_alloc(n), *fit = gsl_vector_alloc(3);
    gsl_multifit_linear_workspace *workspace = gsl_multifit_linear_alloc(n, 3);
    const double *axes[] = {x, y};
    double sum = 0;
    for (size_t axis = 0; axis < 2; axis++) {
        size_t k = 0;
        for (size_t unit = 0; unit < sheet->units; unit++) {
            if (!isfinite(x[unit]))
                continue;
            gsl_matrix_set(places, k, 0, 1);
            gsl_matrix_set(places, k, 1, geometry_x(&sheet->geometry, unit % sheet->geometry.n));
            gsl_matrix_set(places, k, 2, geometry_y(&sheet->geometry, unit / sheet->geometry.n));
            gsl_vector_set(centres, k++, axes[axis][unit]);
        }
        double squares = (double)NAN;
        if (gsl_multifit_linear(places, centres, fit, covariance, &squares, workspace) != 0)
            squares = (double)NAN;
        sum += squares;
    }
    gsl_multifit_linear_free(workspace);
    gsl_vector_free(fit);
    gsl_vector_free(centres);
    gsl_matrix_free(covariance);
    gsl_matrix_free(places);
    return sqrt(sum / (double)n);
}

static Results *take(const void *settings_of_kind, const char *name, Network *network) {
    const RetinotopySettings *settings = settings_of_kind;
    const Sheet *sheet = network_sheet(network, settings->sheet);
    size_t units = sheet->units, n = sheet->geometry.n, count = settings->projections.count,
           room = 1;
    const Projection **projection = allocate(count, sizeof(Projection *));
    for (size_t p = 0; p < count; p++) {
        projection[p] = network_projection(network, settings->projections.items[p]);
        room = projection[p]->field_units > room ? projection[p]->field_units : room;
    }
    double *centres = allocate(2 * units, sizeof *centres), *x = centres, *y = centres + units;
    double *sigma = allocate(units, sizeof *sigma);
    Connection *connections = allocate(room, sizeof *connections);
    double mean_sigma = 0, counted = 0;
    for (size_t unit = 0; unit < units; unit++) {
        double x0 = geometry_x(&sheet->geometry, unit % n),
               y0 = geometry_y(&sheet->geometry, unit / n), largest = 0;
        Moments sum = {0};
        for (size_t p = 0; p < count; p++)
            largest = fmax(largest, largest_weight(projection[p], unit, connections));
        for (size_t p = 0; p < count; p++)
            add_moments(projection[p], unit, settings->cut * largest, x0, y0, &sum, connections);
        bool there = sum.w > 0 && sheet->inside[unit];
        double dx = sum.x / sum.w, dy = sum.y / sum.w;
        double determinant = (sum.xx / sum.w - dx * dx) * (sum.yy / sum.w - dy * dy) -
                             pow(sum.xy / sum.w - dx * dy, 2);
        x[unit] = there ? x0 + dx : (double)NAN;
        y[unit] = there ? y0 + dy : (double)NAN;
        sigma[unit] = there ? pow(fmax(determinant, 0), 0.25) : (double)NAN;
        mean_sigma += there ? sigma[unit] : 0;
        counted += there ? 1 : 0;
    }
    Results *results = results_new(name);
    char *how = format_text("weighted mean of afferent weights above %g of the field's largest",
                            settings->cut);
    results_add_map(results, "centres", 2, n, n, centres, "sheet units (x, y)", how);
    results_add_map(results, "size", 1, n, n, sigma, "sheet units (standard deviation)", how);
    results_add_number(results, "density", sheet->geometry.density, "samples per sheet unit",
                       "true density of the sheet", "");
    results_add_number(results, "half_width", sheet->geometry.half_width, "sheet units",
                       "half the side of the sheet", "");
    results_add_number(results, "receptive_field.size",
                       counted > 0 ? mean_sigma / counted : (double)NAN, "sheet units",
                       "mean of (det C)^(1/4) over units, C the covariance of the weights",
                       counted > 0 ? "" : "no unit has afferent weights");
    results_add_number(
        results, "retinotopy.scatter", affine_residual(sheet, x, y), "sheet units",
        "root mean square distance of field centres from the best affine map of the sheet",
        counted < 4 ? "fewer than 4 units have a field" : "");
    release(how);
    release(connections);
    release(sigma);
    release(centres);
    release(projection);
    return results;
}

static bool draw(const void *settings_of_kind, const Results *results, const MeasurePage *page,
                 Error *error) {
    const RetinotopySettings *settings = settings_of_kind;
    const ResultMap *centres = results_map(results, "centres"),
                    *size = results_map(results, "size");
    PictureRetinotopy grid = {.x = centres->values,
                              .y = centres->values + centres->height * centres->width,
                              .rows = centres->height,
                              .cols = centres->width,
                              .half_width = results_number(results, "half_width")->value,
                              .unit = "sheet units"};
    MeasureFrame frame = measure_frame(page, "Retinotopy: centres of receptive fields");
    char *path = measure_picture_path(page, results->measure, "grid");
    bool ok = picture_retinotopy(&frame.frame, &grid, path, error);
    release(path);
    measure_frame_finish(&frame);
    PictureScalar scalar = {.values = size->values,
                            .rows = size->height,
                            .cols = size->width,
                            .ramp = RAMP_BLUE_YELLOW,
                            .name = "standard deviation, sheet units"};
    frame = measure_map_frame(page, "Size of receptive fields", settings->sheet,
                              results_number(results, "density")->value);
    path = measure_picture_path(page, results->measure, "size");
    ok = ok && picture_scalar(&frame.frame, &scalar, path, error);
    release(path);
    measure_frame_finish(&frame);
    return ok;
}

const MeasureKind measure_retinotopy = {
    .kind = {"retinotopy",
             "centres and sizes of receptive fields, from afferent weights",
             {sizeof(RetinotopySettings), NULL,
              (const Setting[]){
                  {"sheet", SETTING_TEXT, AT(sheet), NULL, 1, .help = "whose units"},
                  {"projections", SETTING_LIST, AT(projections), NULL, 1, 64,
                   .help = "afferent projections whose weights are added"},
                  {"cut", SETTING_REAL, AT(cut), "0.1", 0, 1,
                   .help = "weights below this share of a field's largest are left out"},
                  {0}}}},
    .check = check,
    .take = take,
    .draw = draw,
};
