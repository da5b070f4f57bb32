// SPDX-License-Identifier: GPL-3.0-or-later
// Options of the command line: the second half of command.h.
#include "verbs/command.h"

#include "base/memory.h"
#include "base/talk.h"

#include <errno.h>
#include <getopt.h>
#include <math.h>
#include <omp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static volatile sig_atomic_t stop_requested;

static void on_signal(int signal_number) {
    (void)signal_number;
    static const char told[] =
        "\nstopping after this iteration or measurement; once more to stop at once\n";
    if (stop_requested)
        _exit(EXIT_INTERRUPTED);
    stop_requested = 1;
    if (write(STDERR_FILENO, told, sizeof told - 1) < 0)
        return; // nobody is listening
}

const volatile sig_atomic_t *stop_request(void) {
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGHUP, &action, NULL);
    return &stop_requested;
}

// "90", "90s", "15m", "2h", "1h30m" in seconds; negative when it is none of these.
static double parse_duration(const char *text) {
    double total = 0;
    if (*text == '\0')
        return -1;
    while (*text) {
        char *end;
        double number = strtod(text, &end);
        if (end == text || !(number >= 0) || !isfinite(number))
            return -1;
        double unit = *end == 'h' ? 3600 : *end == 'm' ? 60 : *end == 's' || *end == '\0' ? 1 : 0;
        if (unit <= 0)
            return -1;
        total += number * unit;
        text = *end ? end + 1 : end;
    }
    return total;
}

static bool parse_number(const char *name, const char *text, double least, double *number,
                         Error *error) {
    char *end;
    *number = strtod(text, &end);
    if (end == text || *end || !(*number >= least) || !isfinite(*number))
        return fail(error, "--%s: '%s' is not a number of at least %g", name, text, least);
    return true;
}

static bool parse_whole(const char *name, const char *text, double least, double most,
                        double *number, Error *error) {
    char *end;
    *number = strtod(text, &end);
    if (end == text || *end || !(*number >= least && *number <= most) || *number != floor(*number))
        return fail(error, "--%s: '%s' is not a whole number from %.0f to %.0f", name, text, least,
                    most);
    return true;
}

static bool parse_threads(const char *text, Options *options, Error *error) {
    double threads;
    if (!parse_whole("threads", text, 1, 1024, &threads, error))
        return false;
    options->threads = (int)threads;
    omp_set_num_threads(options->threads);
    return true;
}

static bool choose_kernels(const char *text, Options *options, Error *error) {
    options->kernels = kernels_choose(text);
    if (options->kernels)
        return true;
    char *names = copy_text("");
    for (const char *const *name = kernels_available(); *name; name++) {
        char *more = format_text("%s%s%s", names, names[0] ? ", " : "", *name);
        release(names);
        names = more;
    }
    fail(error, "--kernel: '%s' does not run here; allowed: %s", text, names);
    release(names);
    return false;
}

static bool take_option(const char *name, const char *value, Options *options, Error *error) {
    double number = 0;
    if (strcmp(name, "output") == 0) {
        options->output = value;
    } else if (strcmp(name, "measure") == 0) {
        options->measure = value;
    } else if (strcmp(name, "only") == 0) {
        options->only = value;
    } else if (strcmp(name, "as") == 0) {
        options->as = value;
    } else if (strcmp(name, "seed") == 0) {
        if (!parse_whole(name, value, 0, 1e15, &number, error))
            return false;
        options->seed = (int64_t)number;
    } else if (strcmp(name, "against") == 0) {
        if (options->against >= 0)
            return fail(error, "--against: is given twice");
        options->against = options->count;
    } else if (strcmp(name, "threads") == 0) {
        return parse_threads(value, options, error);
    } else if (strcmp(name, "kernel") == 0) {
        return choose_kernels(value, options, error);
    } else if (strcmp(name, "max-time") == 0) {
        options->most_seconds = parse_duration(value);
        if (options->most_seconds <= 0)
            return fail(error, "--max-time: '%s' is not a time such as 90s, 15m or 2h30m", value);
    } else if (strcmp(name, "at") == 0) {
        if (!parse_whole(name, value, 0, 1e12, &number, error))
            return false;
        options->at = (int64_t)number;
    } else if (strcmp(name, "margin") == 0) {
        return parse_whole(name, value, 0, 1e9, &options->margin, error);
    } else if (strcmp(name, "warm-up") == 0) {
        if (!parse_whole(name, value, 0, 1e9, &number, error))
            return false;
        options->warm_up = (int64_t)number;
    } else if (strcmp(name, "presentations") == 0) {
        if (!parse_whole(name, value, 1, 1e9, &number, error))
            return false;
        options->presentations = (int64_t)number;
    } else if (strcmp(name, "jobs") == 0) {
        if (!parse_whole(name, value, 1, 1024, &number, error))
            return false;
        options->jobs = (int)number;
    } else if (strcmp(name, "point") == 0) {
        if (!parse_whole(name, value, 1, 1e6, &number, error))
            return false;
        options->point = (int64_t)number;
    } else if (strcmp(name, "sheet") == 0) {
        options->sheet = value;
    } else if (strcmp(name, "transfer") == 0) {
        options->transfer = value;
    } else if (strcmp(name, "size") == 0) {
        return parse_number(name, value, 8, &options->size, error);
    } else if (strcmp(name, "area") == 0) {
        return parse_number(name, value, 0.04, &options->area, error);
    } else if (strcmp(name, "spacing") == 0) {
        return parse_number(name, value, 1e-12, &options->spacing, error);
    } else {
        bool *flags[] = {
            &options->quiet,    &options->force,    &options->json,     &options->csv,
            &options->markdown, &options->previous, &options->periodic, &options->degrees,
            &options->radians,  &options->scaling,  &options->series,   &options->seeds,
            &options->mixed,    &options->again,    &options->slurm,    &options->quick};
        const char *names[] = {"quiet",    "force",   "json",    "csv",     "markdown", "previous",
                               "periodic", "degrees", "radians", "scaling", "series",   "seeds",
                               "mixed",    "again",   "slurm",   "quick"};
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            if (strcmp(name, names[i]) == 0)
                *flags[i] = true;
    }
    return true;
}

static const struct option all_options[] = {{"output", required_argument, NULL, 'o'},
                                            {"threads", required_argument, NULL, 0},
                                            {"max-time", required_argument, NULL, 0},
                                            {"quiet", no_argument, NULL, 'q'},
                                            {"force", no_argument, NULL, 0},
                                            {"json", no_argument, NULL, 0},
                                            {"markdown", no_argument, NULL, 0},
                                            {"previous", no_argument, NULL, 0},
                                            {"at", required_argument, NULL, 0},
                                            {"kernel", required_argument, NULL, 0},
                                            {"periodic", no_argument, NULL, 0},
                                            {"degrees", no_argument, NULL, 0},
                                            {"radians", no_argument, NULL, 0},
                                            {"margin", required_argument, NULL, 0},
                                            {"spacing", required_argument, NULL, 0},
                                            {"size", required_argument, NULL, 0},
                                            {"area", required_argument, NULL, 0},
                                            {"warm-up", required_argument, NULL, 0},
                                            {"scaling", no_argument, NULL, 0},
                                            {"sheet", required_argument, NULL, 0},
                                            {"transfer", required_argument, NULL, 0},
                                            {"presentations", required_argument, NULL, 0},
                                            {"csv", no_argument, NULL, 0},
                                            {"series", no_argument, NULL, 0},
                                            {"seeds", no_argument, NULL, 0},
                                            {"mixed", no_argument, NULL, 0},
                                            {"against", no_argument, NULL, 0},
                                            {"jobs", required_argument, NULL, 'j'},
                                            {"point", required_argument, NULL, 0},
                                            {"again", no_argument, NULL, 0},
                                            {"slurm", no_argument, NULL, 0},
                                            {"quick", no_argument, NULL, 0},
                                            {"measure", required_argument, NULL, 0},
                                            {"only", required_argument, NULL, 0},
                                            {"as", required_argument, NULL, 0},
                                            {"seed", required_argument, NULL, 0},
                                            {0}};

// Is "--name" one of the options that the command's help lists?
static bool allows(const Command *command, const char *name) {
    char *flag = format_text("--%s", name);
    const char *found = strstr(command->help, flag);
    size_t length = strlen(flag);
    bool allowed = found && !(found[length] >= 'a' && found[length] <= 'z') && found[length] != '-';
    release(flag);
    return allowed;
}

static bool refuse_option(const Command *command, const char *word, Error *error) {
    const char *names[32];
    size_t n = 0, length = strcspn(word, "=");
    for (const struct option *option = all_options; option->name; option++)
        if (allows(command, option->name))
            names[n++] = option->name;
    char *bare = format_text("%.*s", (int)length, word + strspn(word, "-"));
    bare[strcspn(bare, "=")] = '\0';
    const char *nearest = nearest_name(bare, names, n);
    fail(error, "%s: unknown option '%.*s'%s%s%s; see pinwheel help %s", command->name, (int)length,
         word, nearest ? "; did you mean '--" : "", nearest ? nearest : "", nearest ? "'?" : "",
         command->name);
    release(bare);
    return false;
}

static char *command_line(int argc, char **argv) {
    char *line = copy_text("pinwheel");
    for (int i = 0; i < argc; i++) {
        char *longer = format_text("%s %s", line, argv[i]);
        release(line);
        line = longer;
    }
    return line;
}

bool options_parse(const Command *command, int argc, char **argv, Options *options, Error *error) {
    *options = (Options){.at = -1,
                         .seed = -1,
                         .margin = -1,
                         .size = 98,
                         .area = 1,
                         .warm_up = 1000,
                         .presentations = 30,
                         .jobs = 1,
                         .against = -1,
                         .words = allocate((size_t)argc + 1, sizeof(char *)),
                         .line = command_line(argc, argv)};
    opterr = 0;
    optind = 1;
    for (;;) {
        int index = -1, letter = getopt_long(argc, argv, "-:o:qj:", all_options, &index);
        if (letter == -1)
            break;
        if (letter == 1) { // a word that is no option
            options->words[options->count++] = optarg;
            continue;
        }
        const char *word = optind > 0 ? argv[optind - 1] : "";
        if (letter == ':')
            return fail(error, "%s: option '%s' needs a value", command->name, word);
        if (letter == '?')
            return refuse_option(command, word, error);
        const char *name = letter == 'o'   ? "output"
                           : letter == 'q' ? "quiet"
                           : letter == 'j' ? "jobs"
                                           : all_options[index].name;
        if (!allows(command, name)) {
            char *flag = format_text("--%s", name);
            refuse_option(command, flag, error);
            release(flag);
            return false;
        }
        if (!take_option(name, optarg, options, error))
            return false;
    }
    while (optind < argc) // what stands after "--"
        options->words[options->count++] = argv[optind++];
    talk_quiet(options->quiet);
    return true;
}

void options_free(Options *options) {
    release(options->words);
    release(options->line);
    options->words = NULL;
    options->line = NULL;
}
