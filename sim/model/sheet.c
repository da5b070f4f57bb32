// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sheet.h"

#include "base/memory.h"
#include "kinds/schedule.h"
#include "kinds/transfer.h"

#include <string.h>

static const char *const boundaries[] = {"open", "periodic", NULL};
static const char *const homeostasis_modes[] = {"threshold", "gain", NULL};

static const Block homeostasis_block =
    BLOCK(Homeostasis, NULL,
          {SETTING(Homeostasis, enabled), "false", .help = "whether units adapt", .live = true},
          {SETTING(Homeostasis, mode), "threshold", .choices = homeostasis_modes,
           .help = "threshold: a unit's threshold rises with its mean activity; gain: "
                   "the factor on its drive falls with it",
           .live = true},
          {SETTING(Homeostasis, target), "0.024", 0, 1000,
           .help = "mean activity of each unit that homeostasis aims at", .live = true},
          {SETTING(Homeostasis, rate), "0.01", 0, 1000, "per presentation",
           "change of the threshold, or of the gain's logarithm, per unit of excess "
           "activity",
           .live = true},
          {SETTING(Homeostasis, smoothing), "0.991", 0, 1,
           .help = "weight of the old average at each presentation; the new activity has the rest",
           .live = true},
          {SETTING(Homeostasis, floor), "none", -1000, 1000, .help = "least threshold",
           .word = "none", .live = true},
          {SETTING(Homeostasis, relative_floor), "none", 0, 1,
           .help = "least threshold as a share of the sheet's mean threshold when the last "
                   "lesion was made; the higher of both floors counts",
           .word = "none", .live = true},
          {SETTING(Homeostasis, cap), "8.0", 1, 1000,
           .help = "maximum of the gain; its minimum is 1 / cap", .live = true},
          {SETTING(Homeostasis, schedule), "constant", .kinds = schedule_kinds,
           .help = "factor on the rate in time", .live = true});

static const Block gain_control_block = BLOCK(
    GainControl, NULL,
    {SETTING(GainControl, enabled), "false", .help = "whether activity is divided by a local pool"},
    {SETTING(GainControl, across_eyes), "true",
     .help = "on a sheet per eye: both eyes' copies share one pool, the mean of both; false: each "
             "has its own"},
    {SETTING(GainControl, constant), "0.11", 1e-9, 1000, .help = "divisor where the pool is silent",
     .live = true},
    {SETTING(GainControl, strength), "0.6", 0, 1000, .help = "weight of the pool in the divisor",
     .live = true},
    {SETTING(GainControl, sigma), "0.125", 1e-6, 1000, "sheet units",
     .help = "standard deviation of the Gaussian pool"},
    {SETTING(GainControl, radius), "0.25", 0, 1000, "sheet units",
     .help = "radius at which the pool is cut off"});

static const Kind sheet_kind = {
    "", "a square of units",
    BLOCK(
        SheetSettings, NULL,
        {SETTING(SheetSettings, density), NULL, 0.1, 10000, "units per sheet unit",
         .help = "nominal; the true one gives a whole number of units a side"},
        {SETTING(SheetSettings, half_width), NULL, 1e-3, 1000, "sheet units",
         .help = "half the side of the sheet"},
        {SETTING(SheetSettings, boundary), "open", .choices = boundaries,
         .help = "open: fields are cropped at the edge; periodic: a torus"},
        {SETTING(SheetSettings, per_eye), "false",
         .help = "true: one copy for each eye, as retina_left, also of projections from and to it"},
        {SETTING(SheetSettings, stimulus), "",
         .help = "makes this an input sheet that shows the named stimulus", .live = true},
        {SETTING(SheetSettings, transfer), "rectified", .kinds = transfer_kinds,
         .help = "from drive less threshold to activity"},
        {SETTING(SheetSettings, threshold), "0.0", -1000, 1000,
         .help = "subtracted from the drive; homeostasis starts from it; a change moves all units' "
                 "thresholds by as much",
         .live = true},
        {SETTING(SheetSettings, settle), "1", 1, 100000,
         .help =
             "maximum of activations per presentation: one feed-forward, the others with lateral "
             "input; the same in all sheets that settle together",
         .live = true},
        {SETTING(SheetSettings, tolerance), "0.0", 0, 1,
         .help = "settling ends when no unit changes in a step by more than this times the maximum "
                 "activity of its sheet, in all sheets that settle together; 0: after `settle` "
                 "activations"},
        {SETTING(SheetSettings, damping), "1.0", 1e-6, 1,
         .help = "share of the new activity in each step of settling; the rest is the old one",
         .live = true},
        {SETTING(SheetSettings, carry), "0.0", 0, 1,
         .help = "share of its activity that a sheet keeps for the next presentation, where "
                 "settling starts from it; the rest leaks away; 0: it starts from silence"},
        {SETTING(SheetSettings, divisor), "1.0", 1e-9, 1000,
         .help = "constant in the divisor of the input, where projections with effect = \"divide\" "
                 "reach "
                 "this sheet: input / (divisor + max(0, sum of their responses))",
         .live = true},
        {SETTING(SheetSettings, factor), "1.0", -1000, 1000,
         .help =
             "constant in the factor on the input, where projections with effect = \"multiply\" "
             "reach this sheet: input x max(0, factor + sum of their responses)",
         .live = true},
        {SETTING(SheetSettings, gain_control), .block = &gain_control_block,
         .help = "divisive normalisation by the neighbourhood"},
        {SETTING(SheetSettings, homeostasis), .block = &homeostasis_block,
         .help = "adapting thresholds or gains"},
        {SETTING(SheetSettings, competition), "none", .kinds = competition_kinds,
         .help = "how units compete with the activity that settling ends with"},
        {SETTING(SheetSettings, noise), "none", .kinds = noise_kinds,
         .help =
             "of the activity that the sheet shows after settling and competition, or of an input "
             "sheet's stimulus; measures show their patterns without the noise of input sheets"},
        {SETTING(SheetSettings, mask), "everywhere", .kinds = region_kinds,
         .help = "units outside this region are silent and do not learn"})};

const Kind *const sheet_kinds[] = {&sheet_kind, NULL};

double sheet_memory(const SheetSettings *settings, SheetReach reach) {
    double side = settings->density * 2 * settings->half_width,
           wide = side + 2 * (double)reach.radius + TILE_SIDE;
    double activity = 4 * sizeof(float) * wide * wide; // tiles, rows, lanes and values
    return side * side * (4 * sizeof(float) + 3 * sizeof(double) + 2) +
           (1 + (double)reach.back + (double)reach.delay) * activity;
}

bool sheet_init(Sheet *sheet, const char *item, const Eye *eye, const SheetSettings *settings,
                SheetReach reach, Error *error) {
    size_t delays = reach.delay;
    *sheet = (Sheet){.name = eye ? eye_copy_name(item, eye->name) : copy_text(item),
                     .item = item,
                     .eye = eye ? eye->index : NO_EYE,
                     .settings = settings,
                     .delays = delays,
                     .back = reach.back,
                     .lesion_threshold = (double)NAN};
    sheet->geometry = geometry_of(settings->density, settings->half_width,
                                  settings->boundary == BOUNDARY_PERIODIC);
    size_t n = sheet->geometry.n, units = n * n;
    if (n < 1)
        return fail(error, "sheets.%s: density %g over a side of %g makes no unit", item,
                    settings->density, 2 * settings->half_width);
    if (sheet->geometry.periodic && 2 * reach.radius + 1 > n)
        return fail(
            error,
            "sheets.%s: a field of %zu units across is larger than this periodic sheet of %zu",
            item, 2 * reach.radius + 1, n);
    sheet->units = units;
    sheet->grid = tile_grid(n, sheet->geometry.periodic, reach.radius);
    sheet->in_mask = allocate(units, 1);
    sheet->inside = allocate(units, 1);
    sheet->drive = allocate(units, sizeof(float));
    sheet->activity = allocate(units, sizeof(float));
    sheet->threshold = allocate(units, sizeof(double));
    sheet->gain = allocate(units, sizeof(double));
    sheet->average = allocate(units, sizeof(double));
    sheet->strip_targets = allocate(sheet_strips(sheet), sizeof(StripTargets));
    sheet->strip_drive = allocate(sheet_strips(sheet) * STRIP, sizeof(float));
    sheet->strip_threshold = allocate(sheet_strips(sheet) * STRIP, sizeof(float));
    sheet->driven = allocate(sheet_strips(sheet), 1);
    sheet->shown = allocate(delays + 1, sizeof *sheet->shown);
    for (size_t d = 0; d <= delays; d++)
        activity_init(&sheet->shown[d], &sheet->grid);
    sheet->next = allocate(sheet->back, sizeof *sheet->next);
    for (size_t k = 0; k < sheet->back; k++)
        activity_init(&sheet->next[k], &sheet->grid);
    sheet->threshold_setting = settings->threshold;
    for (size_t i = 0; i < units; i++) {
        sheet->threshold[i] = settings->threshold;
        sheet->gain[i] = 1;
        sheet->average[i] = settings->homeostasis.target;
    }
    OWNED_BY(error_clear) Error found = {0};
    if (!region_draw(&settings->mask, &sheet->geometry, sheet->in_mask, &found))
        fail(error, "sheets.%s.mask: %s", item, found.text);
    sheet_remove_lesion(sheet, NULL);
    return found.count == 0;
}

void sheet_finish(Sheet *sheet) {
    for (size_t d = 0; sheet->shown && d <= sheet->delays; d++)
        activity_finish(&sheet->shown[d]);
    for (size_t k = 0; sheet->next && k < sheet->back; k++)
        activity_finish(&sheet->next[k]);
    for (size_t k = 0; k < sheet->lesions; k++) {
        release(sheet->lesion[k].name);
        release(sheet->lesion[k].lost);
    }
    release(sheet->lesion);
    release(sheet->name);
    release(sheet->shown);
    release(sheet->next);
    release(sheet->strip_targets);
    release(sheet->strip_drive);
    release(sheet->strip_threshold);
    release(sheet->driven);
    release(sheet->in_mask);
    release(sheet->inside);
    release(sheet->drive);
    release(sheet->activity);
    release(sheet->threshold);
    release(sheet->gain);
    release(sheet->average);
    *sheet = (Sheet){0};
}

void sheet_publish(Sheet *sheet) {
    for (size_t i = 0; i < sheet->units; i++)
        if (!sheet->inside[i])
            sheet->activity[i] = 0;
    activity_write(&sheet->grid, sheet->activity, &sheet->shown[0]);
}

// Finds which units are inside, from the mask and the lesions.
static void find_inside(Sheet *sheet) {
    size_t n = sheet->geometry.n;
    memcpy(sheet->inside, sheet->in_mask, sheet->units);
    for (size_t k = 0; k < sheet->lesions; k++)
        for (size_t i = 0; i < sheet->units; i++)
            if (sheet->lesion[k].lost[i])
                sheet->inside[i] = 0;
    memset(sheet->strip_targets, 0, sheet_strips(sheet) * sizeof(StripTargets));
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            sheet->strip_targets[i / STRIP_ROWS * sheet_strips_across(sheet) + j / STRIP_COLUMNS] |=
                (StripTargets)sheet->inside[i * n + j]
                << (i % STRIP_ROWS * STRIP_COLUMNS + j % STRIP_COLUMNS);
}

void sheet_remove_lesion(Sheet *sheet, const char *name) {
    size_t left = 0;
    for (size_t k = 0; k < sheet->lesions; k++) {
        SheetLesion *lesion = &sheet->lesion[k];
        if (name && strcmp(lesion->name, name) != 0) {
            sheet->lesion[left++] = *lesion;
            continue;
        }
        release(lesion->name);
        release(lesion->lost);
    }
    sheet->lesions = left;
    find_inside(sheet);
}

void sheet_add_lesion(Sheet *sheet, const char *name, const unsigned char *lost) {
    sheet_remove_lesion(sheet, name);
    sheet->lesion = allocate_one_more(sheet->lesion, sheet->lesions, sizeof *sheet->lesion);
    SheetLesion *lesion = &sheet->lesion[sheet->lesions++];
    *lesion = (SheetLesion){copy_text(name), allocate(sheet->units, 1)};
    memcpy(lesion->lost, lost, sheet->units);
    find_inside(sheet);
    sheet_publish(sheet);
}

bool sheet_has_negative(const Sheet *sheet, size_t delay) {
    int negative = 0;
    for (size_t k = 0; k < sheet->grid.size; k++) // without a way out, so that vectors can be used
        negative |= sheet->shown[delay].tiles[k] < 0;
    return negative;
}

void sheet_remember(Sheet *sheet) {
    if (sheet->delays == 0)
        return;
    Activity oldest = sheet->shown[sheet->delays];
    for (size_t d = sheet->delays; d > 1; d--)
        sheet->shown[d] = sheet->shown[d - 1];
    activity_copy(&sheet->grid, &sheet->shown[0], &oldest);
    sheet->shown[1] = oldest;
}

void sheet_add_noise(Sheet *sheet, int64_t seed, int64_t presentation) {
    if (!noise_is_on(&sheet->settings->noise))
        return;
    OWNED char *name = format_text("activity_noise/%s", sheet->name);
    RandomStream stream =
        random_substream(random_stream((uint64_t)seed, name), (uint64_t)presentation);
    noise_apply(&sheet->settings->noise, stream, sheet->units, sheet->inside, sheet->activity);
}

void sheet_conclude(Sheet *sheet, int64_t seed, int64_t presentation) {
    const SheetSettings *settings = sheet->settings;
    if (!competition_is_on(&settings->competition) && !noise_is_on(&settings->noise))
        return;
    competition_apply(&settings->competition, &sheet->geometry, sheet->inside, sheet->activity);
    sheet_add_noise(sheet, seed, presentation);
    activity_write(&sheet->grid, sheet->activity, &sheet->shown[0]);
}

void sheet_carry(Sheet *sheet) {
    float carry = (float)sheet->settings->carry;
    for (size_t i = 0; i < sheet->units; i++)
        sheet->activity[i] = sheet->inside[i] ? carry * sheet->activity[i] : 0;
    activity_write(&sheet->grid, sheet->activity, &sheet->shown[0]);
}

// The higher of the two floors; minus infinity where there is none. (fmax passes over NaN.)
static double floor_of(const Sheet *sheet) {
    const Homeostasis *homeostasis = &sheet->settings->homeostasis;
    double floors = fmax(homeostasis->floor, homeostasis->relative_floor * sheet->lesion_threshold);
    return isnan(floors) ? -(double)INFINITY : floors;
}

void sheet_adapt(Sheet *sheet, int64_t presentation) {
    const Homeostasis *homeostasis = &sheet->settings->homeostasis;
    if (!homeostasis->enabled)
        return;
    double kept = homeostasis->smoothing, least = floor_of(sheet), cap = homeostasis->cap;
    double rate = homeostasis->rate * schedule_factor(&homeostasis->schedule, presentation);
    bool gain = homeostasis->mode == HOMEOSTASIS_GAIN;
    for (size_t i = 0; i < sheet->units; i++) {
        if (!sheet->inside[i])
            continue;
        sheet->average[i] = (1 - kept) * (double)sheet->activity[i] + kept * sheet->average[i];
        double excess = sheet->average[i] - homeostasis->target;
        if (gain)
            sheet->gain[i] = fmin(cap, fmax(1 / cap, sheet->gain[i] * (1 - rate * excess)));
        else
            sheet->threshold[i] = fmax(least, sheet->threshold[i] + rate * excess);
    }
}

void sheet_follow_threshold(Sheet *sheet) {
    double now = sheet->settings->threshold;
    for (size_t i = 0; i < sheet->units && now != sheet->threshold_setting; i++)
        sheet->threshold[i] += now - sheet->threshold_setting;
    sheet->threshold_setting = now;
}

double sheet_mean_threshold(const Sheet *sheet) {
    double sum = 0, n = 0;
    for (size_t i = 0; i < sheet->units; i++) {
        sum += sheet->in_mask[i] ? sheet->threshold[i] : 0;
        n += sheet->in_mask[i];
    }
    return n > 0 ? sum / n : 0;
}

double sheet_mean_activity(const Sheet *sheet) {
    double sum = 0, n = 0;
    for (size_t i = 0; i < sheet->units; i++) {
        sum += (double)sheet->activity[i];
        n += sheet->inside[i];
    }
    return n > 0 ? sum / n : 0;
}

bool sheet_check_activity(const Sheet *sheet, double limit, Error *error) {
    int diverged = 0;
    for (size_t i = 0; i < sheet->units; i++) // without a way out, so that vectors can be used
        diverged |= !(fabs((double)sheet->activity[i]) <= limit);
    for (size_t i = 0; i < sheet->units && diverged; i++)
        if (!(fabs((double)sheet->activity[i]) <= limit))
            return fail(error, "sheet %s, unit (row %zu, column %zu): activity diverged to %g",
                        sheet->name, i / sheet->geometry.n, i % sheet->geometry.n,
                        (double)sheet->activity[i]);
    return true;
}
