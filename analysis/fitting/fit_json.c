// SPDX-License-Identifier: GPL-3.0-or-later
// fitted.json: the result of a fit for programs, and fit_result_write, which writes it.
#include "files/json_value.h"
#include "files/rundir.h"
#include "fitting/fit_result.h"

static json_t *json_of_interval(double low, double high) {
    return json_pack("[o, o]", json_of_number(low), json_of_number(high));
}

static json_t *json_of_profile(const FitResult *result, size_t axis) {
    json_t *value = json_array(), *rise = json_array();
    for (size_t node = 0; node < PROFILE_NODES; node++) {
        double share = fit_profile_share(node);
        json_array_append_new(value, json_of_number(fit_result_value(result, axis, share)));
        json_array_append_new(rise, json_of_number(result->fit->profile[axis].rise[node]));
    }
    return json_pack("{s:o, s:o}", "value", value, "rise", rise);
}

// The pieces of what is not ruled out.
static json_t *json_of_pieces(const FitResult *result, size_t axis) {
    static const char *const ends[] = {"ruled out", "range", "runs fail"}; // as ProfileEnd
    const FitProfile *profile = &result->fit->profile[axis];
    json_t *pieces = json_array();
    for (size_t i = 0; i < profile->pieces; i++) {
        const ProfilePiece *piece = &profile->piece[i];
        json_array_append_new(
            pieces, json_pack("{s:o, s:[s, s]}", "interval",
                              json_of_interval(fit_result_value(result, axis, piece->low),
                                               fit_result_value(result, axis, piece->high)),
                              "ends", ends[piece->low_end], ends[piece->high_end]));
    }
    return pieces;
}

static json_t *json_of_settings(const FitResult *result) {
    static const char *const bounds[] = {"yes", "at most", "at least", "no",
                                         "in pieces"}; // as FitBound
    json_t *settings = json_object();
    for (size_t k = 0; k < result->fit->problem->axes; k++) {
        const FitAxis *axis = &result->fit->problem->axis[k];
        const FitProfile *profile = &result->fit->profile[k];
        const ProfilePiece *last = &profile->piece[profile->pieces - 1];
        json_object_set_new(
            settings, axis->name,
            json_pack("{s:s, s:o, s:o, s:o, s:s, s:o}", "path", axis->range.path, "best",
                      json_of_number(fit_result_best(result, k)), "interval",
                      json_of_interval(fit_result_value(result, k, profile->piece[0].low),
                                       fit_result_value(result, k, last->high)),
                      "pieces", json_of_pieces(result, k), "determined",
                      bounds[fit_profile_bound(profile)], "profile", json_of_profile(result, k)));
    }
    return settings;
}

static json_t *json_of_finding(const FitResult *result, size_t t) {
    const TargetSettings *target = fit_result_target(result, t);
    const FitFinding *finding = &result->fit->finding[t];
    const char *unit = result->plan->unit[t];
    json_t *json = json_pack(
        "{s:s, s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:s}", "number", target->number, "over",
        target->over, "unit", unit ? unit : "", "source", json_of_text(target->source), "published",
        json_of_interval(target->low, target->high), "fitted", json_of_number(finding->mean),
        "deviation", json_of_number(finding->deviation), "miss", json_of_number(finding->miss),
        "measured",
        json_pack("{s:o, s:o, s:I, s:I}", "mean", json_of_number(finding->measured.mean),
                  "interval",
                  json_of_interval(finding->measured.interval.low, finding->measured.interval.high),
                  "n", (json_int_t)finding->n, "of", (json_int_t)finding->draws),
        "disagrees", json_boolean(finding->disagrees), "verdict", fit_result_verdict(result, t));
    if (target->held_out)
        json_object_set_new(json, "predicted",
                            json_of_interval(finding->predicted.low, finding->predicted.high));
    return json;
}

// Of the targets, or of the numbers that were held out.
static json_t *json_of_findings(const FitResult *result, bool held_out) {
    json_t *findings = json_object();
    for (size_t t = 0; t < result->fit->problem->numbers; t++)
        if (result->fit->problem->number[t].held_out == held_out)
            json_object_set_new(findings, result->fit->problem->number[t].name,
                                json_of_finding(result, t));
    return findings;
}

static json_t *json_of_conflicts(const FitResult *result) {
    const Fit *fit = result->fit;
    json_t *conflicts = json_array();
    for (size_t c = 0; c < fit->conflicts; c++) {
        const FitConflict *conflict = &fit->conflict[c];
        json_t *targets = json_array(), *nearest = json_array();
        json_array_append_new(targets, json_string(fit->problem->number[conflict->first].name));
        json_array_append_new(nearest, json_of_number(conflict->nearest_first));
        if (conflict->second != conflict->first) {
            json_array_append_new(targets,
                                  json_string(fit->problem->number[conflict->second].name));
            json_array_append_new(nearest, json_of_number(conflict->nearest_second));
        }
        json_array_append_new(conflicts, json_pack("{s:o, s:o, s:b}", "targets", targets, "nearest",
                                                   nearest, "undefined", conflict->undefined));
    }
    return conflicts;
}

static json_t *json_of_blame(const Fit *fit) {
    json_t *names = json_array();
    for (size_t t = 0; t < fit->problem->numbers; t++)
        if (fit->to_blame[t])
            json_array_append_new(names, json_string(fit->problem->number[t].name));
    return names;
}

bool fit_result_write(const FitResult *result, Error *error) {
    const Fit *fit = result->fit;
    json_auto_t *json =
        json_pack("{s:o, s:b, s:o, s:o, s:f, s:I, s:o, s:o, s:o, s:o, s:o}", "title",
                  json_of_text(result->plan->settings->title), "all_met",
                  fit_verdict(fit) == VERDICT_MET, "misfit", json_of_number(fit->misfit), "chance",
                  json_of_number(fit->chance), "threshold", FIT_THRESHOLD, "points",
                  (json_int_t)fit->points.count, "settings", json_of_settings(result), "targets",
                  json_of_findings(result, false), "predictions", json_of_findings(result, true),
                  "conflicts", json_of_conflicts(result), "without", json_of_blame(fit));
    return rundir_replace_json(result->folder, "fitted.json", json, error) &&
           rundir_replace(result->folder, "fitted.html", fit_page_print, result, error);
}
