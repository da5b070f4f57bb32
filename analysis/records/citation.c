// SPDX-License-Identifier: GPL-3.0-or-later
#include "records/citation.h"

#include "base/memory.h"
#include "files/json_value.h"
#include "kernels/geometry.h"
#include "measure/measure.h"
#include "model/projection.h"
#include "pictures/ticks.h"
#include "records/publications.h"
#include "run/event.h"

#include <string.h>

static const char *source_text(const FigureSource *source) {
    return source->of == FIGURES_OF_A_CIRCUIT ? source->circuit.source : source->experiment.source;
}

// All texts in which the run's measures name publications: their definitions and references. Owned
// by the caller.
static char *measured_texts(const FigureSource *source) {
    char *texts = copy_text("");
    const char *measure, *iteration, *name;
    json_t *entry, *point, *number;
    json_object_foreach(source->measures, measure, entry) {
        const MeasureKind *kind = measure_kind(json_text(entry, "kind"));
        for (const MeasureReference *reference = kind ? kind->references : NULL;
             reference && reference->number; reference++)
            text_append(&texts, "%s\n", reference->source);
        json_object_foreach(json_object_get(entry, "series"), iteration, point) {
            json_object_foreach(json_object_get(point, "numbers"), name, number)
                text_append(&texts, "%s\n", json_text(number, "definition"));
            break; // the same at every iteration
        }
    }
    return texts;
}

// Does a connection learn by this rule?
static bool learns_by(const FigureSource *source, const Kind *rule) {
    const Collection *projections = &source->experiment.network.projections;
    for (size_t k = 0; source->of != FIGURES_OF_A_CIRCUIT && k < projections->count; k++) {
        const ProjectionSettings *projection = projections->items[k].variant.settings;
        if (projection->learns && projection->learning.kind == rule)
            return true;
    }
    return false;
}

// Calls `print` for each publication that the run names. The config's source that is none of them,
// and those of learning rules, go to `print_text`, with a key.
static void for_each(const FigureSource *source, FILE *file,
                     void (*print)(const Publication *, FILE *),
                     void (*print_text)(const char *, const char *, FILE *)) {
    const char *model = source_text(source);
    OWNED char *measured = measured_texts(source);
    bool model_found = false;
    const Publication *found;
    for (size_t k = 0; (found = publication(k)); k++) {
        bool is_model = publication_is_named(found, model);
        model_found = model_found || is_model;
        if (is_model || publication_is_named(found, measured))
            print(found, file);
    }
    if (!model_found && model[0] && strcmp(model, "none") != 0)
        print_text("model", model, file);
    for (size_t k = 0; learning_kinds[k]; k++) {
        const char *rule = ((const LearningKind *)learning_kinds[k])->source;
        if (rule && learns_by(source, learning_kinds[k]) && strstr(model, rule) == NULL)
            print_text(learning_kinds[k]->name, rule, file);
    }
}

static void print_line(const char *key, const char *text, FILE *file) {
    (void)key;
    fprintf(file, "%s\n", text);
}

// A text with the signs that mean something to TeX.
static void print_misc(const char *key, const char *text, FILE *file) {
    fprintf(file, "@misc{%s,\n  note = {", key);
    for (; *text; text++)
        if (strchr("&%$#_{}", *text))
            fprintf(file, "\\%c", *text);
        else if (strchr("~^\\", *text))
            fprintf(file, "\\text%s{}",
                    *text == '~'   ? "asciitilde"
                    : *text == '^' ? "asciicircum"
                                   : "backslash");
        else
            fputc(*text, file);
    fprintf(file, "}\n}\n");
}

void citation_references(const FigureSource *source, FILE *file) {
    fprintf(file, "Pinwheel, a simulator of cortical map development, version %s, commit %s\n",
            json_text(source->about, "version"), json_text(source->about, "commit"));
    for_each(source, file, publication_print, print_line);
}

void citation_bibtex(const FigureSource *source, FILE *file) {
    fprintf(file,
            "@software{pinwheel,\n  author = {{The Pinwheel contributors}},\n  title = {Pinwheel, "
            "a simulator of cortical map development},\n  version = {%s},\n  note = {commit "
            "%s}\n}\n",
            json_text(source->about, "version"), json_text(source->about, "commit"));
    for_each(source, file, publication_bibtex, print_misc);
}

static void name_sheets(const Experiment *experiment, FILE *file) {
    const Collection *sheets = &experiment->network.sheets;
    for (size_t i = 0; i < sheets->count; i++) {
        const SheetSettings *sheet = sheets->items[i].variant.settings;
        Geometry geometry = geometry_of(sheet->density, sheet->half_width, false);
        fprintf(file, "%s%s (%zu × %zu units%s)",
                i == 0                   ? ""
                : i + 1 == sheets->count ? " and "
                                         : ", ",
                sheets->items[i].name, geometry.n, geometry.n,
                sheet->per_eye ? " for each eye" : "");
    }
}

// Names the projections that learn, rule by rule. Returns the number of those that do not.
static size_t name_learning(const FigureSource *source, FILE *file) {
    const Collection *projections = &source->experiment.network.projections;
    size_t fixed = projections->count;
    const char *before = "Connections learned by ";
    for (const Kind *const *rule = learning_kinds; *rule; rule++) {
        if (!learns_by(source, *rule))
            continue;
        fprintf(file, "%s%s (", before, (*rule)->name);
        before = ", ";
        const char *between = "";
        for (size_t k = 0; k < projections->count; k++) {
            const ProjectionSettings *projection = projections->items[k].variant.settings;
            if (!projection->learns || projection->learning.kind != *rule)
                continue;
            fprintf(file, "%s%s", between, projections->items[k].name);
            between = ", ";
            fixed--;
        }
        fprintf(file, ")");
    }
    return fixed;
}

// Names what events did to the network before iteration `done`, or at it.
static void name_events(const Experiment *experiment, int64_t done, FILE *file) {
    for (size_t i = 0; i < experiment->events.count; i++) {
        const Item *item = &experiment->events.items[i];
        const EventKind *kind = (const EventKind *)item->variant.kind;
        int64_t at = event_next_due(item->variant.settings, 0, experiment->iterations);
        OWNED char *when = number_text((double)at, 1.0);
        if ((kind->alter || kind->changes > 0) && at >= 0 && at <= done)
            fprintf(file, " At iteration %s the event %s (%s) took place.", when, item->name,
                    kind->kind.name);
    }
}

static void name_measures(const Experiment *experiment, FILE *file) {
    for (size_t i = 0; i < experiment->measures.count; i++) {
        const Item *item = &experiment->measures.items[i];
        fprintf(file, "%s%s (%s)", i == 0 ? " We measured " : "; ", item->name,
                item->variant.kind->help);
    }
    fprintf(file, "%s", experiment->measures.count > 0 ? "." : "");
}

void citation_methods(const FigureSource *source, FILE *file) {
    const char *model = source_text(source);
    fprintf(file, "Simulations were run with Pinwheel %s (commit %s). ",
            json_text(source->about, "version"), json_text(source->about, "commit"));
    if (source->of == FIGURES_OF_A_CIRCUIT) {
        fprintf(file, "The circuit is of kind %s, its transfer function %s%s%s.\n",
                source->circuit.circuit.kind->name, source->circuit.transfer.kind->name,
                model[0] ? "; it follows " : "", model);
        return;
    }
    const Experiment *experiment = &source->experiment;
    int64_t done = json_integer_value(json_object_get(source->about, "iteration"));
    OWNED char *iterations = number_text((double)done, 1.0);
    fprintf(file, "The model%s%s%s consists of the sheets ", model[0] ? " (" : "", model,
            model[0] ? ")" : "");
    name_sheets(experiment, file);
    fprintf(file, ". ");
    size_t fixed = name_learning(source, file);
    bool all_fixed = fixed == experiment->network.projections.count;
    fprintf(file, "%s over %s presentations of the stimuli",
            all_fixed ? "All connections stayed fixed" : "", iterations);
    for (size_t i = 0; i < experiment->network.stimuli.count; i++)
        fprintf(file, "%s %s (%s)", i > 0 ? "," : "", experiment->network.stimuli.items[i].name,
                experiment->network.stimuli.items[i].variant.kind->name);
    fprintf(file, ", with random seed %lld.", (long long)experiment->network.seed);
    if (fixed > 0 && !all_fixed)
        fprintf(file, " All other connections stayed fixed.");
    name_events(experiment, done, file);
    name_measures(experiment, file);
    fprintf(file, " The config lists every setting.\n");
}
