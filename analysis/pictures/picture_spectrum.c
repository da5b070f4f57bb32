// SPDX-License-Identifier: GPL-3.0-or-later
// Power spectrum of a map, and its radial profile with the fit that gives the wavelength.
#include "base/memory.h"
#include "pictures/axes.h"
#include "pictures/page.h"
#include "pictures/ticks.h"

#include <assert.h>
#include <math.h>

enum { IMAGE = 480, PROFILE = 520, GAP = 36, STRIP = 76, NARROW = 800 };

static const double DECADES = 4.0; // shown below the largest power
static const double REACH = 3.2;   // of the image and the profile, in wavenumbers
static const Rgb RING = {224, 84, 36};
static const Rgb DATA = {40, 44, 52};

// Half the side of the part shown, in samples: all of it, or some wavenumbers where one is given.
static size_t shown_half(const PictureSpectrum *s) {
    size_t half = (s->rows < s->cols ? s->rows : s->cols) / 2;
    double wanted =
        s->wavenumber > 0.0 ? ceil(REACH * s->wavenumber / s->frequency_step) : (double)half;
    return (size_t)fmax(1.0, fmin(wanted, (double)(half > 0 ? half - 1 : 0)));
}

// The power of entry i of the part shown, side x side.
static double power_at(const PictureSpectrum *s, size_t half, size_t i) {
    size_t side = 2 * half + 1;
    return s->power[(s->rows / 2 - half + i / side) * s->cols + s->cols / 2 - half + i % side];
}

static double largest(const double *values, size_t n) {
    double most = 0.0;
    for (size_t i = 0; i < n; i++)
        if (isfinite(values[i]))
            most = fmax(most, values[i]);
    return most;
}

static void draw_image(Page *page, const PictureSpectrum *s, double zoom) {
    size_t half = shown_half(s), side = 2 * half + 1;
    OWNED Rgb *colours = allocate(side * side, sizeof *colours);
    OWNED bool *undefined = allocate(side * side, sizeof *undefined);
    // Zero frequency is the mean and says nothing about structure, so it does not set the scale.
    double most = 0.0;
    for (size_t i = 0; i < side * side; i++) {
        double power = power_at(s, half, i);
        if (isfinite(power) && i != half * side + half)
            most = fmax(most, power);
    }
    for (size_t i = 0; i < side * side; i++) {
        double power = power_at(s, half, i);
        undefined[i] = !isfinite(power);
        if (!undefined[i])
            colours[i] = colour_ramp(
                RAMP_GREY, power > 0.0 && most > 0.0 ? 1.0 + log10(power / most) / DECADES : 0.0);
    }
    double pixels = (double)side * zoom;
    canvas_array(page->canvas, page->left, page->top, pixels, pixels, colours, undefined, side,
                 side);
    canvas_frame(page->canvas, page->left, page->top, pixels, pixels, 1, STYLE_TEXT);
    page_note_map(page, page->left, page->top, zoom, side, side);
    if (s->wavenumber > 0.0)
        canvas_ring(page->canvas, page->left + 0.5 * pixels, page->top + 0.5 * pixels,
                    s->wavenumber / s->frequency_step * zoom, 2.0, 0.0, RING);

    // A bar of one round frequency gives the scale.
    double length = ticks_between(0.0, (double)side * s->frequency_step, 4).step;
    double bar = length / s->frequency_step * zoom, y = page->top + pixels + 26.0;
    OWNED char *number = number_text(length, length);
    OWNED char *label = format_text("%s cycles per %s", number, s->unit);
    canvas_rectangle(page->canvas, page->left, y - 2, bar, 5, STYLE_TEXT);
    canvas_label(page->canvas, page->left + bar + 8, y, STYLE_FONT, STYLE_TEXT, label);
    canvas_text(page->canvas, page->left, y + 36, ALIGN_LEFT, STYLE_SMALL, STYLE_FAINT,
                "grey: log power, black 10\u207B\u2074 of the largest");
}

static void draw_profile(Page *page, const PictureSpectrum *s, int left, int top, int height) {
    enum { WORDS = 48 };
    assert(s->n >= 2);
    double most = largest(s->profile, s->n);
    double highest = s->fit ? fmax(most, largest(s->fit, s->fit_n)) : most;
    double unit = most > 0.0 ? most : 1.0;
    OWNED double *profile = allocate(s->n, sizeof *profile), *fit = allocate(s->fit_n, sizeof *fit);
    for (size_t i = 0; i < s->n; i++)
        profile[i] = s->profile[i] / unit;
    for (size_t i = 0; s->fit && i < s->fit_n; i++)
        fit[i] = s->fit[i] / unit;
    double reach = s->frequency[s->n - 1];
    if (s->wavenumber > 0.0)
        reach = fmin(reach, REACH * s->wavenumber);
    double above = fmax(1.05 * highest / unit, 1.05);
    if (!(s->wavenumber > 0.0)) // the words stand above the curve
        above *= height / (height - WORDS);
    Axes axes = {.top = top, .height = height, .x_high = reach, .y_high = above};
    axes.left = left + axes_left_margin(&axes);
    axes.width = page->left + page->width - 14 - axes.left;
    OWNED char *x_name = format_text("cycles per %s", s->unit);
    axes_draw(page->canvas, &axes, x_name, "amplitude, of the largest");
    if (s->wavenumber > 0.0)
        axes_curve(page->canvas, &axes, (double[]){s->wavenumber, s->wavenumber},
                   (double[]){axes.y_low, axes.y_high}, 2, 2.0, 6.0, RING);
    axes_curve(page->canvas, &axes, s->frequency, profile, s->n, 2.5, 0.0, DATA);
    for (size_t i = 0; i < s->n; i++) {
        Point at = axes_point(&axes, s->frequency[i], profile[i]);
        if (isfinite(at.y) && s->frequency[i] <= reach)
            canvas_disc(page->canvas, at.x, at.y, 4.0, DATA);
    }
    if (s->fit)
        axes_curve(page->canvas, &axes, s->fit_frequency, fit, s->fit_n, 2.5, 0.0, RING);
    int x = axes.left + axes.width - 16, y = axes.top + 32;
    if (s->fit) {
        canvas_text(page->canvas, x, y, ALIGN_RIGHT, STYLE_SMALL, RING, "fit");
        y += font_line_height(STYLE_SMALL);
    }
    if (s->wavenumber > 0.0) {
        OWNED char *label = format_text("peak %.3g per %s", s->wavenumber, s->unit);
        canvas_text(page->canvas, x, y, ALIGN_RIGHT, STYLE_SMALL, RING, label);
    } else {
        canvas_text(page->canvas, x, y, ALIGN_RIGHT, STYLE_SMALL, STYLE_FAINT,
                    "no ring: no column spacing");
    }
}

// The profile stands beside the image, or below it on a narrow page.
bool picture_spectrum(const PictureFrame *frame, const PictureSpectrum *spectrum, const char *path,
                      Error *error) {
    if (!form_draws(frame->form, frame->picture, NULL, NULL))
        return true;
    double side = (double)(2 * shown_half(spectrum) + 1);
    int room = page_room(frame, 0);
    bool below = room > 0 && room < NARROW;
    double zoom = room > 0 ? (below ? room : 0.45 * room) / side : fmax(1.0, round(IMAGE / side));
    int pixels = (int)ceil(side * zoom), height = below ? (int)(0.6 * room) : pixels,
        whole = below ? pixels + STRIP + height + axes_bottom_margin() : pixels + STRIP;
    Page page = page_new(frame, page_room(frame, pixels + GAP + PROFILE), whole, zoom);
    draw_image(&page, spectrum, zoom);
    draw_profile(&page, spectrum, below ? page.left : page.left + pixels + GAP,
                 below ? page.top + pixels + STRIP : page.top, height);
    return page_write(&page, path, error);
}
