// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/runs_provenance.h"

#include "base/memory.h"
#include "files/json_value.h"
#include "files/rundir.h"

void runs_provenance(Html *html, const char *folder, const char *kind) {
    OWNED char *note = format_text("%s.json", kind), *file = format_text("%s.cfg", kind),
               *config = rundir_read_text(folder, file, NULL);
    json_auto_t *json = rundir_read_json(folder, note, true, NULL);
    json_t *command;
    size_t i;
    html_words(html, "p", NULL, "This %s was made by:", kind);
    html_open(html, "pre", "tabindex", "0", NULL);
    json_array_foreach(json_object_get(json, "commands"), i, command)
        html_text(html, "%s\n", json_string_value(command) ? json_string_value(command) : "");
    html_close(html, "pre");
    html_words(html, "p", "small", "Each run's folder has its own config.cfg and run.json.");
    html_open(html, "details", "open", "", NULL); // a closed element is not printed on paper
    html_words(html, "summary", NULL, "%s", file);
    html_words(html, "pre", NULL, "%s", config ? config : "");
    html_close(html, "details");
}
