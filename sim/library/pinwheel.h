// SPDX-License-Identifier: GPL-3.0-or-later
// Pinwheel as a library: simulations inside other programs (docs/library.md shows how).
//
// A simulation steps, measures and saves as the program does, with the same bits and the same
// messages. Several can live in one process, each in a thread of its own; one simulation belongs to
// one thread at a time.
//
// Errors. A function that can fail takes `char **error` last, which may be NULL. It returns false,
// NULL or -1 and sets *error to the program's message: lines joined by '\n', to be released with
// pinwheel_text_free. On success *error becomes NULL. Pointers must not be NULL unless it says so.
// A name, a size or a number that is wrong is refused, and nothing has changed then.
//
// The process. The library prints nothing, installs no signal handlers and never exits, with one
// exception: where the system has no memory left, it writes one line to stderr and ends the process
// with status 1. (A network that is larger than the machine's memory is refused before that.) It
// turns off the error handler of GSL, which would abort. Files, measures and pictures of all
// simulations are worked on one at a time, because the HDF5 library allows one thread; a host that
// uses HDF5 itself must not do so at the same time. Files that may be damaged are read in a forked
// child.
//
// Coordinates. Sheets are square. Arrays over a sheet are row-major with row 0 at the top, x to the
// right, y up, in sheet units. A unit is named by its index, row * columns + column.
#ifndef PINWHEEL_H
#define PINWHEEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined __GNUC__
#define PINWHEEL_API __attribute__((visibility("default")))
#else
#define PINWHEEL_API
#endif

// The interface that this header describes. It grows while the number stays; a program asks for the
// library's with pinwheel_interface().
#define PINWHEEL_INTERFACE 1

PINWHEEL_API int pinwheel_interface(void);
PINWHEEL_API const char *pinwheel_version(void); // "0.1.0"
PINWHEEL_API const char *pinwheel_commit(void);

// Releases a text that a function returned or set as an error; does nothing for NULL.
PINWHEEL_API void pinwheel_text_free(char *text);

// Loads a plug-in, a shared object with kinds of your own (docs/plugins.md). It is code, and stays
// loaded. A simulation uses it where its `plugins` name it. A config file and a change
// "plugins=..." have it loaded by themselves; a text, a saved state and a run's folder need this
// call before.
PINWHEEL_API bool pinwheel_load_plugin(const char *path, char **error);

// ---- Simulations

typedef struct pinwheel_simulation pinwheel_simulation;

// Takes a message, as a warning about settings; the library prints none. It must not call the
// library.
typedef void pinwheel_message(void *context, const char *line);

// Kinds of your own that the program holds, by the lists that plug-ins use: the table that PLUGIN
// of pinwheel_plugin.h defines (docs/plugins.md). It stays as it is until the process ends.
typedef struct pinwheel_kinds pinwheel_kinds;

typedef struct {
    const char *const *changes; // [changes_count] "path=value", as in pinwheel run; may be NULL
    size_t changes_count;
    int threads;               // 0: as OpenMP chooses; the results do not depend on it
    const char *kernel;        // a set of kernels, as in pinwheel run --kernel; NULL: the best here
    pinwheel_message *message; // NULL: messages are dropped
    void *context;
    const pinwheel_kinds *kinds; // that this simulation's config may name; NULL: none
} pinwheel_options;

// Each of these builds a simulation, which pinwheel_free frees. `options` may be NULL.
//
// From a config file.
PINWHEEL_API pinwheel_simulation *pinwheel_from_file(const char *path,
                                                     const pinwheel_options *options, char **error);
// From the text of a config. Messages call it "config"; names of files begin at the present folder.
PINWHEEL_API pinwheel_simulation *pinwheel_from_text(const char *text,
                                                     const pinwheel_options *options, char **error);
// From a saved state, or the last one of a run's folder. It goes on bit for bit, in memory: the
// folder stays as it is.
PINWHEEL_API pinwheel_simulation *
pinwheel_from_state(const char *path, const pinwheel_options *options, char **error);
// From a run's folder, to go on in it as `pinwheel resume` does. `options` may change `iterations`
// alone. A run that another process works on is refused.
PINWHEEL_API pinwheel_simulation *pinwheel_resume(const char *folder,
                                                  const pinwheel_options *options, char **error);

// Does nothing for NULL, and while the simulation is at work. A run in a folder that was not ended
// by pinwheel_end looks as if it had been killed: its last checkpoint stays.
PINWHEEL_API void pinwheel_free(pinwheel_simulation *simulation);

// From here on the simulation writes into a folder all that `pinwheel run -o FOLDER` writes: its
// history, checkpoints, and what events measure and save. Only before the first presentation. The
// folder must be new or empty; `force` removes the files of a former run. Such a run follows its
// config alone: what would change it from outside is refused.
PINWHEEL_API bool pinwheel_start(pinwheel_simulation *simulation, const char *folder, bool force,
                                 char **error);

// Saves the run in its folder and leaves the folder, as finished or as paused. The simulation goes
// on in memory.
PINWHEEL_API bool pinwheel_end(pinwheel_simulation *simulation, char **error);

// The folder; NULL: the simulation is in memory alone. Valid until it is left.
PINWHEEL_API const char *pinwheel_folder(const pinwheel_simulation *simulation);

// ---- Stepping

// Presents n times, with the events of each iteration, the last one included. Ends before where
// pinwheel_stop was called, a callback returned false, or `most_seconds` have passed (0: no limit),
// but after one presentation at least. Returns the number of presentations; -1 on error, as when
// activity diverged. n = 0 lets only the events of the present iteration happen. Refuses to pass
// the end, `iterations`.
PINWHEEL_API int64_t pinwheel_step(pinwheel_simulation *simulation, int64_t n, double most_seconds,
                                   char **error);

// Ends the present step, or else the next one, after the presentation at hand. May be called from
// any thread and from a signal handler.
PINWHEEL_API void pinwheel_stop(pinwheel_simulation *simulation);

// Calls `function` after every n-th presentation (n = 0: no more), in the thread that steps. It may
// call all functions of the simulation but those that step, end or free it. False stops.
typedef bool pinwheel_callback(void *context, pinwheel_simulation *simulation);
PINWHEEL_API bool pinwheel_call_every(pinwheel_simulation *simulation, int64_t n,
                                      pinwheel_callback *function, void *context, char **error);

// What an input sheet shows.
typedef struct {
    const char *sheet;
    const float *values; // [rows][columns], finite
    size_t rows, columns;
} pinwheel_shown;

// One presentation of given arrays in place of the stimuli; input sheets that are not named show
// nothing. With `learn` it counts as a presentation of the simulation, also for
// pinwheel_call_every. Without, the network responds, and what follows goes on as if nothing had
// been shown.
PINWHEEL_API bool pinwheel_present(pinwheel_simulation *simulation, const pinwheel_shown *shown,
                                   size_t count, bool learn, char **error);

// The same without learning, but sheets take at most `steps` steps of settling: 0 shows their first
// activation, 1 the activity after one step, and so on to the response. `shown` NULL: what the
// input sheets last showed.
PINWHEEL_API bool pinwheel_settle(pinwheel_simulation *simulation, const pinwheel_shown *shown,
                                  size_t count, int64_t steps, char **error);

PINWHEEL_API int64_t pinwheel_iteration(const pinwheel_simulation *simulation);  // done so far
PINWHEEL_API int64_t pinwheel_iterations(const pinwheel_simulation *simulation); // in all

// The hash of all that has been learnt, as `pinwheel run` prints it.
PINWHEEL_API uint64_t pinwheel_weights_hash(const pinwheel_simulation *simulation);

// ---- Settings

// All settings as a config file, or one of them as it is typed there ("98.0"). NULL on error.
PINWHEEL_API char *pinwheel_config(const pinwheel_simulation *simulation);
PINWHEEL_API char *pinwheel_setting(const pinwheel_simulation *simulation, const char *path,
                                    char **error);

// Changes a setting that may change in a run: "stimuli.bars.contrast=0.3". Whether a stimulus fits
// its sheet is known after the change alone: where it does not, the simulation takes no more steps.
PINWHEEL_API bool pinwheel_change(pinwheel_simulation *simulation, const char *change,
                                  char **error);

// ---- Sheets

typedef struct {
    size_t rows, columns;
    double left, top; // centre of the unit in row 0, column 0; sheet units
    double step;      // from unit to unit, sheet units
    bool input;       // it shows stimuli
    bool periodic;    // a torus
} pinwheel_sheet;

// Names; those of eyes' copies end in the eye's. NULL beyond the last.
PINWHEEL_API const char *pinwheel_sheet_name(const pinwheel_simulation *simulation, size_t place);
PINWHEEL_API bool pinwheel_sheet_about(const pinwheel_simulation *simulation, const char *sheet,
                                       pinwheel_sheet *about, char **error);

typedef enum {
    PINWHEEL_ACTIVITY,
    PINWHEEL_DRIVE, // feed-forward input times gain, before threshold and gain control; read only
    PINWHEEL_THRESHOLD,
    PINWHEEL_GAIN,
    PINWHEEL_AVERAGE, // activity, smoothed over presentations
    PINWHEEL_INSIDE   // 1, or 0 outside of the mask and in lesions; read only
} pinwheel_quantity;

// Copies a quantity into values[n], or from it; n = rows * columns.
PINWHEEL_API bool pinwheel_read(const pinwheel_simulation *simulation, const char *sheet,
                                pinwheel_quantity quantity, double *values, size_t n, char **error);
PINWHEEL_API bool pinwheel_write(pinwheel_simulation *simulation, const char *sheet,
                                 pinwheel_quantity quantity, const double *values, size_t n,
                                 char **error);

// The activity itself, [rows][columns], without copying: it follows every presentation, and is
// valid until the simulation is freed. NULL on error.
PINWHEEL_API const float *pinwheel_activity(const pinwheel_simulation *simulation,
                                            const char *sheet, char **error);

// Silences the units where lost[n] is not 0, until pinwheel_restore undoes the lesion of that name.
// A lesion of the same name on that sheet is replaced.
PINWHEEL_API bool pinwheel_lesion(pinwheel_simulation *simulation, const char *name,
                                  const char *sheet, const unsigned char *lost, size_t n,
                                  char **error);
PINWHEEL_API bool pinwheel_restore(pinwheel_simulation *simulation, const char *name, char **error);

// ---- Projections

typedef struct {
    const char *from, *to; // sheets
    bool shared;           // all units have one field, which never changes
    size_t units;          // of the sheet `to`
    size_t connections;    // of all units
    size_t most;           // of one unit
} pinwheel_projection;

PINWHEEL_API const char *pinwheel_projection_name(const pinwheel_simulation *simulation,
                                                  size_t place);
PINWHEEL_API bool pinwheel_projection_about(const pinwheel_simulation *simulation,
                                            const char *projection, pinwheel_projection *about,
                                            char **error);

// The connections of one unit, in order of source rows and columns: source[k] is a unit of the
// sheet `from`. Either array may be NULL. Returns their number, -1 on error, as where there are
// more than `room`.
PINWHEEL_API int64_t pinwheel_weights(const pinwheel_simulation *simulation, const char *projection,
                                      size_t unit, int64_t *source, float *weight, size_t room,
                                      char **error);

// All connections as a compressed matrix: those of unit u are first[u] to first[u + 1] - 1. Room:
// first[units + 1], source[connections], weight[connections].
PINWHEEL_API bool pinwheel_connections(const pinwheel_simulation *simulation,
                                       const char *projection, int64_t *first, int64_t *source,
                                       float *weight, char **error);

// Replaces the n weights of a unit, which must be all of them, in that order. They are not
// normalised before the unit next learns.
PINWHEEL_API bool pinwheel_set_weights(pinwheel_simulation *simulation, const char *projection,
                                       size_t unit, const float *weight, size_t n, char **error);

// ---- Measures

typedef struct pinwheel_results pinwheel_results;

typedef struct {
    const char *name; // "pinwheels.density"
    double value;     // NaN: undefined
    const char *unit; // "" for a pure number
    const char *definition;
    const char *note; // why it is undefined, or a warning; "" for none
} pinwheel_number;

typedef struct {
    const char *name;
    size_t planes, rows, columns; // planes: 1, or 2 for real and imaginary part
    const double *values;         // [planes][rows][columns]
    const char *unit;
    const char *protocol; // how it was measured
} pinwheel_map;

// Takes a measure of the config, or a kind of measure with its settings. `settings` are
// "name=value" texts, which may be NULL where n is 0; they hold for this time. The network stays as
// it is. Free the results with pinwheel_results_free.
PINWHEEL_API pinwheel_results *pinwheel_measure(pinwheel_simulation *simulation,
                                                const char *measure, const char *const *settings,
                                                size_t n, char **error);
PINWHEEL_API void pinwheel_results_free(pinwheel_results *results);

// The numbers, maps and warnings by place, from 0 on; false or NULL beyond the last. Texts and
// arrays are the results'.
PINWHEEL_API bool pinwheel_results_number(const pinwheel_results *results, size_t place,
                                          pinwheel_number *number);
PINWHEEL_API bool pinwheel_results_map(const pinwheel_results *results, size_t place,
                                       pinwheel_map *map);
PINWHEEL_API const char *pinwheel_results_warning(const pinwheel_results *results, size_t place);

// Draws a picture of the results into a file, .png, .svg or .pdf, as a run of this simulation does.
// `picture` is a name as in maps/MEASURE-PICTURE-ITERATION.png; NULL: the one that shows the map
// best.
PINWHEEL_API bool pinwheel_draw(pinwheel_simulation *simulation, const pinwheel_results *results,
                                const char *picture, const char *path, char **error);

// The same in memory: the bytes of a file of that format, "png", "svg" or "pdf", to be released
// with pinwheel_text_free. NULL on error.
PINWHEEL_API char *pinwheel_draw_bytes(pinwheel_simulation *simulation,
                                       const pinwheel_results *results, const char *picture,
                                       const char *format, size_t *size, char **error);

// ---- States

// Saves the whole state as PATH, which ends in .h5: for pinwheel_from_state, for `from` in a
// config, and to read. An earlier file becomes NAME.prev.h5.
PINWHEEL_API bool pinwheel_save(pinwheel_simulation *simulation, const char *path, char **error);

#ifdef __cplusplus
}
#endif

#endif
