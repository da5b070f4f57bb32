# SPDX-License-Identifier: GPL-3.0-or-later
"""Simulations: built from a config, stepped, looked at, changed, saved."""

from __future__ import annotations

import ast
import ctypes
import operator
import os
import weakref
from contextlib import nullcontext
from ctypes import byref, c_double, c_float, c_int64, c_ubyte
from dataclasses import dataclass
from html import escape
from typing import Any, Callable, Mapping

import numpy as np

from . import library
from .display import simulation_html
from .library import PinwheelError
from .measure import Results

CHUNK = 0.1  # seconds of C between looks at Ctrl-C
QUANTITIES = ("activity", "drive", "threshold", "gain", "average", "inside")


@dataclass(frozen=True)
class Sheet:
    """A square of units. Coordinates are in sheet units."""

    name: str
    shape: tuple[int, int]
    x: np.ndarray  # of the columns, shape (columns,), rising
    y: np.ndarray  # of the rows, shape (rows,), falling
    step: float  # from unit to unit
    input: bool  # shows stimuli
    periodic: bool  # a torus

    @property
    def extent(self) -> tuple[float, float, float, float]:
        """left, right, bottom and top, for matplotlib's imshow."""
        half = self.step / 2
        return (self.x[0] - half, self.x[-1] + half, self.y[-1] - half, self.y[0] + half)


@dataclass(frozen=True)
class Projection:
    """Connections from one sheet to another."""

    name: str
    from_: str
    to: str
    shared: bool  # all units have one field, which never changes
    connections: int


@dataclass(frozen=True)
class Field:
    """The connections of one unit.

    rows, columns: source units, shape (n,), int64. x, y: their places, sheet units. weights: shape (n,), float32.
    """

    projection: str
    source: Sheet
    rows: np.ndarray
    columns: np.ndarray
    weights: np.ndarray

    def __repr__(self) -> str:
        n = len(self.weights)
        between = f", weights {self.weights.min():.3g} to {self.weights.max():.3g}, sum {self.weights.sum():.4g}" if n else ""
        return f"<pinwheel.Field of '{self.projection}': {n} connections from '{self.source.name}'{between}>"

    @property
    def x(self) -> np.ndarray:
        """Places of the source units in sheet units, to the right: shape (n,), float64."""
        return self.source.x[self.columns]

    @property
    def y(self) -> np.ndarray:
        """Places of the source units in sheet units, up: shape (n,), float64."""
        return self.source.y[self.rows]

    @property
    def image(self) -> np.ndarray:
        """The weights over the whole source sheet, shape (rows, columns); NaN where there is no connection."""
        image = np.full(self.source.shape, np.nan, dtype=np.float32)
        image[self.rows, self.columns] = self.weights
        return image

    @property
    def crop(self) -> np.ndarray:
        """The part of `image` that the field covers: the least rectangle of source units that holds it, float32."""
        return self.image[self.rows.min():self.rows.max() + 1, self.columns.min():self.columns.max() + 1]


def setting_text(value: Any) -> str:
    """A value as it is typed on the program's command line."""
    if isinstance(value, (bool, np.bool_)):
        return "true" if value else "false"
    if isinstance(value, (float, np.floating)):
        return repr(float(value))
    if isinstance(value, (list, tuple)):
        return ", ".join(setting_text(part) for part in value)
    return str(value)


def setting_value(text: str) -> bool | int | float | str | list[str]:
    """A value from its text in a config, where texts are quoted, and numbers that are not whole have a point or an
    exponent; inverse of setting_text. The items of a list are texts."""
    if text in ("true", "false"):
        return text == "true"
    if text.startswith("("):
        return list(ast.literal_eval(f"[{text[1:-1]}]"))
    if text.startswith('"'):
        return ast.literal_eval(text)
    number = text.removesuffix("L")  # of a long whole number
    return int(number) if number.lstrip("-").isdigit() else float(number)


def changes_of(changes: Mapping[str, Any]) -> list[str]:
    """Keyword `sheets__v1__density` and key "sheets.v1.density" both name that setting. Plug-ins come first: others may
    name their kinds."""
    return [f"{name.replace('__', '.')}={setting_text(changes[name])}"
            for name in sorted(changes, key=lambda name: name != "plugins")]


class Simulation:
    """A network that develops as a config says.

    `config` is the path of a config file, or the text of one if it has more than one line. Changes are settings:
    `Simulation("configs/gcal/demo.cfg", seed=7, sheets__v1__density=49)`, or `**{"sheets.v1.density": 49}`.
    `threads`: processors to use; the results do not depend on it. Use it in a `with`, or call close(). One simulation
    belongs to one thread at a time.
    """

    def __init__(self, config: str | os.PathLike, *, threads: int = 0, kernel: str | None = None, **changes: Any):
        text = isinstance(config, str) and "\n" in config
        self._begin("from_text" if text else "from_file", config, threads, kernel, changes_of(changes))

    @classmethod
    def from_state(cls, path: str | os.PathLike, *, threads: int = 0, kernel: str | None = None,
                   **changes: Any) -> Simulation:
        """Goes on, in memory and bit for bit, from a saved state or from the last one of a run's folder."""
        return cls.__new__(cls)._begin("from_state", path, threads, kernel, changes_of(changes))

    @classmethod
    def resume(cls, folder: str | os.PathLike, *, iterations: int | None = None, threads: int = 0,
               kernel: str | None = None) -> Simulation:
        """Goes on with a run in its folder, as `pinwheel resume` does."""
        changes = [] if iterations is None else [f"iterations={iterations}"]
        return cls.__new__(cls)._begin("resume", folder, threads, kernel, changes)

    def _begin(self, function, source, threads, kernel, changes) -> Simulation:
        self._handle: int | None = None
        self._callback, self._stopped, self._raised = None, False, None
        messages: list[str] = []
        self.messages = messages  # what the program would have printed
        # This function holds the list alone, so that the simulation is freed with the last name for it.
        self._message = library.Options.Message(lambda _, line: messages.append(line.decode(errors="replace")))
        given = library.texts(changes)
        options = library.Options(given, len(changes), int(threads), library.encoded(kernel) if kernel else None,
                                  self._message, None, None)
        with library.files():
            self._handle = library.call(function, library.encoded(source), byref(options))
        self._sheets: dict[str, Sheet] = {}
        return self

    # ---- life

    def close(self) -> None:
        """Frees the simulation; a run in a folder is saved there first. A second time it does nothing."""
        handle = getattr(self, "_handle", None)
        if handle is None:
            return
        try:
            if self.folder is not None:
                self.end()
        finally:
            self._handle = None
            library.functions["free"](handle)

    def __enter__(self) -> Simulation:
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def __del__(self):
        handle = getattr(self, "_handle", None)
        if handle is not None:
            self._handle = None
            library.functions["free"](handle)

    def _open(self):
        if self._handle is None:
            raise PinwheelError("the simulation is closed")
        return self._handle

    def __repr__(self) -> str:
        if self._handle is None:
            return "<pinwheel.Simulation, closed>"
        return f"<pinwheel.Simulation at iteration {self.iteration} of {self.iterations}>"

    def _repr_html_(self) -> str:
        """The present activity, with its key."""
        return escape(repr(self)) if self._handle is None else simulation_html(self)

    # ---- steps

    @property
    def iteration(self) -> int:
        """Presentations learnt so far."""
        return library.functions["iteration"](self._open())

    @property
    def iterations(self) -> int:
        """The end, as in the config."""
        return library.functions["iterations"](self._open())

    @property
    def weights_hash(self) -> str:
        """The hash of all that has been learnt, as `pinwheel run` prints it: 16 hexadecimal digits."""
        return f"{library.functions['weights_hash'](self._open()):016x}"

    def step(self, n: int = 1, stimulus: Callable[[Simulation], Any] | None = None) -> int:
        """Presents n times, and learns. Returns the number of presentations: fewer where a function of `every`
        returned False or stop() was called. Ctrl-C ends it after the presentation at hand. In place of the config's
        stimuli, `stimulus(simulation)` gives the array, or {sheet: array}, of each presentation."""
        n, done = _count(n), 0
        try:
            while stimulus and done < n and not self._stopped:
                self._present(stimulus(self), True, f"function '{getattr(stimulus, '__name__', stimulus)}': ")
                done += 1
                if self._raised:
                    raise self._raised
            while not stimulus:
                with library.files() if self.folder else nullcontext():
                    done += library.call("step", self._open(), n - done, CHUNK)
                if self._raised:
                    raise self._raised
                if done >= n or self._stopped:
                    break
            return done
        finally:
            self._stopped, self._raised = False, None

    def run(self) -> Simulation:
        """Steps to the end."""
        self.step(self.iterations - self.iteration)
        return self

    def stop(self) -> None:
        """Ends the present step, or the next; from any thread."""
        self._stopped = True
        library.functions["stop"](self._open())

    def every(self, n: int, function: Callable[[Simulation], Any] | None) -> None:
        """Calls function(simulation) after each n-th presentation; None: no more. Returning False stops, and an
        exception stops and is raised by step()."""
        if function is None:
            library.call("call_every", self._open(), 0, library.Callback(), None)
            self._callback = None
            return

        simulation = weakref.ref(self)

        def call(_, __):
            own = simulation()
            try:
                goes_on = function(own) is not False
            except BaseException as error:  # is raised again by step
                own._raised, goes_on = error, False
            own._stopped = own._stopped or not goes_on
            return goes_on

        kept = library.Callback(call)
        library.call("call_every", self._open(), _count(n), kept, None)
        self._callback = kept

    def present(self, array: Any, learn: bool = False) -> None:
        """Shows an array of shape (rows, columns) on the input sheet, or {sheet: array} on several; those that are not
        named show nothing. Without `learn` the network responds alone: what follows goes on as if nothing had been
        shown. Read the responses with activity()."""
        self._present(array, learn is True, "")

    def _present(self, array: Any, learn: bool, where: str) -> None:
        shown, kept = self._shown(array, where)
        library.call("present", self._open(), shown, len(kept), learn)

    def settling(self, sheet: str, array: Any = None, steps: int | None = None) -> np.ndarray:
        """How a sheet settles: its activity from the first activation on, shape (steps + 1, rows, columns), float32, in
        response to what present() would show, or None for the last stimuli. `steps`: as many as the config says. What
        follows goes on as if nothing had been shown."""
        if steps is None:  # without activity that is carried over, the first activation is one of `settle`
            settle, carry = (self.setting(f"sheets.{sheet}.{name}") for name in ("settle", "carry"))
            steps = settle - (carry == 0)
        steps = _count(steps)
        shown, kept = (None, []) if array is None else self._shown(array, "")
        frames = []
        for step in range(steps + 1):
            library.call("settle", self._open(), shown, len(kept), step)
            frames.append(self.activity(sheet))
        return np.array(frames)

    def _shown(self, array: Any, where: str):
        """What present() takes as C takes it, and what must stay alive meanwhile, an entry for each sheet. `where`
        begins the messages."""
        if not isinstance(array, Mapping):
            inputs = [name for name in self.sheets if self.sheet(name).input]
            if len(inputs) != 1:
                raise PinwheelError(f"{where}there are several input sheets; give arrays by name: {', '.join(inputs)}")
            array = {inputs[0]: array}
        shown = (library.Shown * max(len(array), 1))()
        kept = []
        for k, (sheet, values) in enumerate(array.items()):
            values = _array(values, np.float32, 2, f"{where}sheet '{sheet}': ")
            name = library.encoded(sheet)
            kept.append((values, name))
            shown[k] = library.Shown(name, _pointer(values, c_float), *values.shape)
        return shown, kept

    # ---- settings

    @property
    def config(self) -> str:
        """All settings, as the text of a config."""
        return library.text_of(library.functions["config"](self._open()))

    def setting(self, path: str) -> bool | int | float | str | list[str]:
        """One setting: setting("stimuli.bars.contrast") is a float. Whole numbers are int, lists are lists of str; a
        choice, and a word in place of a number, is a str."""
        return setting_value(library.text_of(library.call("setting", self._open(), library.encoded(path))))

    def change(self, **changes: Any) -> None:
        """Changes settings that may change in a run: change(stimuli__bars__contrast=0.3)."""
        for change in changes_of(changes):
            library.call("change", self._open(), library.encoded(change))

    # ---- sheets

    @property
    def sheets(self) -> list[str]:
        """Names of the sheets; those of eyes' copies end in the eye's."""
        return self._names("sheet_name")

    @property
    def projections(self) -> list[str]:
        """Names of the projections; those of eyes' copies end in the eye's."""
        return self._names("projection_name")

    def _names(self, function: str) -> list[str]:
        names = []
        while (name := library.functions[function](self._open(), len(names))) is not None:
            names.append(name.decode())
        return names

    def sheet(self, name: str) -> Sheet:
        """Shape and coordinates of a sheet."""
        self._open()
        if name not in self._sheets:
            about = library.AboutSheet()
            library.call("sheet_about", self._open(), library.encoded(name), byref(about))
            x = about.left + about.step * np.arange(about.columns)
            y = about.top - about.step * np.arange(about.rows)
            self._sheets[name] = Sheet(name, (about.rows, about.columns), x, y, about.step, about.input,
                                       about.periodic)
        return self._sheets[name]

    def activity(self, sheet: str) -> np.ndarray:
        """The activity of a sheet: a copy, shape (rows, columns), float32."""
        shape = self.sheet(sheet).shape
        place = library.call("activity", self._open(), library.encoded(sheet))
        return np.ctypeslib.as_array(ctypes.cast(place, ctypes.POINTER(c_float)), shape).copy()

    def read(self, sheet: str, quantity: str) -> np.ndarray:
        """What a sheet holds, by unit: shape (rows, columns), float64. "activity"; "drive", the feed-forward input
        times gain; "threshold", in units of drive; "gain" and "average" (activity, smoothed over presentations);
        "inside", 1 or, outside of the mask and in lesions, 0."""
        values = np.empty(self.sheet(sheet).shape)
        library.call("read", self._open(), library.encoded(sheet), _quantity(quantity), _pointer(values, c_double),
                     values.size)
        return values

    def write(self, sheet: str, quantity: str, array: Any) -> None:
        """Replaces activity, threshold, gain or average of a sheet by an array of shape (rows, columns)."""
        values = self._over(sheet, array, np.float64)
        library.call("write", self._open(), library.encoded(sheet), _quantity(quantity), _pointer(values, c_double),
                     values.size)

    def lesion(self, sheet: str, lost: Any, name: str = "lesion") -> None:
        """Silences the units where `lost`, shape (rows, columns), is true, until restore(name)."""
        marks = self._over(sheet, np.asarray(lost) != 0, np.uint8)
        library.call("lesion", self._open(), library.encoded(name), library.encoded(sheet), _pointer(marks, c_ubyte),
                     marks.size)

    def restore(self, name: str = "lesion") -> None:
        """Undoes a lesion."""
        library.call("restore", self._open(), library.encoded(name))

    def _over(self, sheet: str, array: Any, kind) -> np.ndarray:
        values, shape = _array(array, kind, 2, f"sheet '{sheet}': "), self.sheet(sheet).shape
        if values.shape != shape:
            raise PinwheelError(f"sheet '{sheet}' has shape {shape}; the array has {values.shape}")
        return values

    # ---- projections

    def projection(self, name: str) -> Projection:
        """From where to where a projection goes, and the number of its connections."""
        about = self._about(name)
        return Projection(name, about.from_.decode(), about.to.decode(), about.shared, about.connections)

    def _about(self, name: str) -> library.AboutProjection:
        about = library.AboutProjection()
        library.call("projection_about", self._open(), library.encoded(name), byref(about))
        return about

    def _unit(self, about, unit: int | tuple[int, int]) -> int:
        """The index of a unit that is named by (row, column), or by its index."""
        rows, columns = self.sheet(about.to.decode()).shape
        row, column = map(operator.index, unit if isinstance(unit, tuple) else divmod(operator.index(unit), columns))
        if not (0 <= row < rows and 0 <= column < columns):
            raise PinwheelError(f"there is no unit {unit} of {rows} x {columns}")
        return int(row) * columns + int(column)

    def weights(self, projection: str, unit: int | tuple[int, int]) -> Field:
        """The connections to one unit, (row, column) or row * columns + column: the weights as they are learnt, before
        the projection's strength."""
        about = self._about(projection)
        source, weights = np.empty(about.most, np.int64), np.empty(about.most, np.float32)
        n = library.call("weights", self._open(), library.encoded(projection), self._unit(about, unit),
                         _pointer(source, c_int64), _pointer(weights, c_float), about.most)
        sheet = self.sheet(about.from_.decode())
        rows, columns = np.divmod(source[:n], sheet.shape[1])
        return Field(projection, sheet, rows, columns, weights[:n])

    def set_weights(self, projection: str, unit: int | tuple[int, int], weights: Any) -> None:
        """Replaces the weights of one unit, shape (n,), in the order of `weights(...).weights`. They stay as they are
        given, and are not normalised: where the config normalises, the sum over the unit's field, or over its fields in
        all projections with the same `normalise`, is restored when the unit is next active and learns."""
        about = self._about(projection)
        values = _array(weights, np.float32, 1, f"projection '{projection}': ")
        library.call("set_weights", self._open(), library.encoded(projection), self._unit(about, unit),
                     _pointer(values, c_float), values.size)

    def connections(self, projection: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """All connections as (weights, source, first): those of unit u are first[u] to first[u + 1]. Shapes
        (connections,) float32, (connections,) int64 and (units + 1,) int64. So
        scipy.sparse.csr_matrix((weights, source, first)) is the matrix of shape (units, source units)."""
        about = self._about(projection)
        first = np.empty(about.units + 1, np.int64)
        source, weights = np.empty(about.connections, np.int64), np.empty(about.connections, np.float32)
        library.call("connections", self._open(), library.encoded(projection), _pointer(first, c_int64),
                     _pointer(source, c_int64), _pointer(weights, c_float))
        return weights, source, first

    # ---- measures and files

    def measure(self, measure: str, **settings: Any) -> Results:
        """Takes a measure of the config, or a kind of measure with its settings: measure("tuning", sheet="v1"). The
        network stays as it is."""
        given = library.texts(changes_of(settings))
        with library.files():
            handle = library.call("measure", self._open(), library.encoded(measure), given, len(settings))
        return Results(self, measure, handle)

    def save(self, path: str | os.PathLike) -> None:
        """Saves the whole state as a file that ends in .h5, for from_state and for `from` in a config."""
        with library.files():
            library.call("save", self._open(), library.encoded(path))

    @property
    def folder(self) -> str | None:
        """The folder of a run; None: the simulation is in memory alone."""
        folder = library.functions["folder"](self._open())
        return None if folder is None else os.fsdecode(folder)

    def start(self, folder: str | os.PathLike, force: bool = False) -> Simulation:
        """From here on writes into a folder what `pinwheel run -o FOLDER` writes; before the first presentation."""
        with library.files():
            library.call("start", self._open(), library.encoded(folder), bool(force))
        return self

    def end(self) -> None:
        """Saves the run in its folder and leaves it; the simulation goes on in memory."""
        with library.files():
            library.call("end", self._open())


def _count(n: int) -> int:
    """A whole number that C can take."""
    n = operator.index(n)
    if not -(2**63) <= n < 2**63:
        raise OverflowError(f"{n} is too large")
    return n


def _quantity(name: str) -> int:
    if not isinstance(name, str) or name not in QUANTITIES:
        raise PinwheelError(f"there is no quantity '{name}'; one of {', '.join(QUANTITIES)}")
    return QUANTITIES.index(name)


def _array(values: Any, kind, rank: int, where: str) -> np.ndarray:
    try:
        array = np.asarray(values)
    except ValueError as cause:  # rows of several lengths
        raise PinwheelError(f"{where}{cause}") from None
    if array.dtype.kind in "OU" and array.ndim == 0:
        raise TypeError(f"{where}an array of numbers is needed, not {'None' if values is None else type(values).__name__}")
    if array.dtype.kind not in "biuf":
        raise TypeError(f"{where}an array of numbers is needed, not of {array.dtype}")
    if array.ndim != rank:
        raise PinwheelError(f"{where}an array of {rank} axes is needed; this one has shape {array.shape}")
    return np.ascontiguousarray(array, dtype=kind)


def _pointer(array: np.ndarray, kind):
    return array.ctypes.data_as(ctypes.POINTER(kind))
