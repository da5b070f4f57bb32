// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/gratings.h"

#include "base/memory.h"
#include "measure/ocular_dominance.h"
#include "measure/selectivity.h"
#include "pictures/ticks.h"

enum { MOST_ORIENTATIONS = 360 };

const char *const grating_protocols[] = {"feedforward", "settled", NULL};

const Block grating_settings =
    BLOCK(GratingSettings, NULL, {SETTING(GratingSettings, sheet), NULL, 1, .help = "whose map"},
          {SETTING(GratingSettings, protocol), "feedforward", .choices = grating_protocols,
           .help = "feedforward: the drive before threshold; settled: the activity at the end"},
          {SETTING(GratingSettings, orientations), "4", 3, MOST_ORIENTATIONS,
           .help = "equally spaced over 180 degrees"},
          {SETTING(GratingSettings, phases), "18", 1, 360, .help = "equally spaced over a cycle"},
          {SETTING(GratingSettings, frequency), "2.4", 1e-3, 1000, "cycles per sheet unit",
           .help = "of the gratings"},
          {SETTING(GratingSettings, contrast), "1.0", 0, 1000, .help = "of the gratings"},
          {SETTING(GratingSettings, region), "1.0", 0, 1000, "sheet units",
           .help = "side of the central square that the statistics are taken over; 0: the whole "
                   "sheet"});

bool gratings_check(const GratingSettings *settings, const NetworkSettings *network,
                    const char *place, Error *error) {
    return measure_check_sheet(settings->sheet, network, place, error) &&
           analysed_part_check(settings->sheet, settings->region, network, place, error);
}

bool gratings_check_eyes(const void *settings_of_kind, const NetworkSettings *network,
                         const char *place, Error *error) {
    if (!gratings_check(settings_of_kind, network, place, error))
        return false;
    if (!collection_find(&network->eyes, "left") || !collection_find(&network->eyes, "right"))
        return fail(error, "%s: compares the eyes 'left' and 'right', which `eyes` has to name",
                    place);
    return true;
}

GratingProtocol gratings_shown(const GratingSettings *settings, int eye) {
    Response response = settings->protocol == 0 ? RESPOND_FEEDFORWARD : RESPOND_SETTLED;
    return (GratingProtocol){(size_t)settings->orientations,
                             (size_t)settings->phases,
                             settings->frequency,
                             settings->contrast,
                             response,
                             eye};
}

double *gratings_responses(const GratingSettings *settings, Probe *probe, Sheet *sheet, int eye) {
    GratingProtocol protocol = gratings_shown(settings, eye);
    double *responses = allocate(protocol.orientations * sheet->units, sizeof *responses);
    probe_gratings(probe, sheet, &protocol, responses);
    return responses;
}

size_t gratings_orientation(const GratingSettings *settings, const Sheet *sheet,
                            const double *responses, double *z) {
    size_t n = (size_t)settings->orientations, units = sheet->units, silent = 0;
#pragma omp parallel for reduction(+ : silent) if (units >= FEWEST_UNITS_FOR_THREADS)
    for (size_t unit = 0; unit < units; unit++) {
        double tuning[MOST_ORIENTATIONS];
        for (size_t j = 0; j < n; j++)
            tuning[j] = responses[j * units + unit];
        Selectivity found = selectivity_from_responses(tuning, n);
        bool tuned =
            isfinite(found.selectivity) && isfinite(found.preference) && sheet->inside[unit];
        double size = tuned ? found.selectivity : (double)NAN;
        z[unit] = size * cos(2 * found.preference);
        z[units + unit] = size * sin(2 * found.preference);
        silent += tuned ? 0 : 1;
    }
    return silent;
}

char *gratings_protocol(const GratingSettings *settings) {
    return format_text("%s response to %lld orientations x %lld phases of full-field gratings, %g "
                       "cycles per sheet unit, contrast %g; largest over phases",
                       grating_protocols[settings->protocol], (long long)settings->orientations,
                       (long long)settings->phases, settings->frequency, settings->contrast);
}

MeasureFrame gratings_frame(const GratingSettings *settings, const MeasurePage *page,
                            const Results *results, const char *map, const char *picture,
                            const char *title, size_t units) {
    OWNED char *whole = format_text(
        "%s, %s", title, settings->protocol == 0 ? "feed-forward response" : "settled response");
    MeasuredSheet sheet = {settings->sheet, results_number(results, "density")->value, 0};
    if (map)
        sheet.analysed = analysed_part_side(results, results_map(results, map), settings->region);
    MeasureFrame frame = map ? measure_map_frame(page, results->measure, picture, whole, &sheet)
                             : measure_frame(page, results->measure, picture, whole);
    OWNED char *n = number_text((double)units, 1.0);
    measure_frame_add(&frame, "%lld orientations × %lld phases, contrast %g, n = %s units",
                      (long long)settings->orientations, (long long)settings->phases,
                      settings->contrast, n);
    return frame;
}

// The maximum over orientations; NaN outside the sheet's mask.
static void peak_by_eye(const GratingSettings *settings, Probe *probe, Sheet *sheet,
                        const char *eye, double *peak) {
    OWNED double *responses =
        gratings_responses(settings, probe, sheet, measure_eye(probe->network, eye));
    for (size_t unit = 0; unit < sheet->units; unit++) {
        peak[unit] = sheet->inside[unit] ? 0 : (double)NAN;
        for (size_t j = 0; j < (size_t)settings->orientations && sheet->inside[unit]; j++)
            peak[unit] = fmax(peak[unit], responses[j * sheet->units + unit]);
    }
}

void gratings_ocular_dominance(const GratingSettings *settings, Probe *probe, Sheet *sheet,
                               double *left, double *right, double *index) {
    peak_by_eye(settings, probe, sheet, "left", left);
    peak_by_eye(settings, probe, sheet, "right", right);
    ocular_dominance_index(left, right, sheet->units, index);
}
