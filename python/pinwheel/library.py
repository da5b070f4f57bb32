# SPDX-License-Identifier: GPL-3.0-or-later
"""libpinwheel through ctypes: the functions of pinwheel.h, which is their reference."""

from __future__ import annotations

import ctypes
import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from ctypes import CFUNCTYPE, POINTER, Structure, byref, c_bool, c_char_p, c_double, c_float, c_int, c_int64, c_size_t
from ctypes import c_uint64, c_ubyte, c_void_p
from pathlib import Path
from typing import Any

INTERFACE = 1
NAME = "libpinwheel.so.1"


class PinwheelError(Exception):
    """What was refused or went wrong, in the words of the program."""


def _places():
    here = Path(__file__).resolve().parent
    named = os.environ.get("PINWHEEL_LIBRARY")
    if named:
        return [Path(named)]
    return [here / NAME, here.parents[1] / "build" / "release" / "library" / NAME, Path(NAME)]


def _load():
    # Threads that wait for the next step spin for a moment alone. The OpenMP library reads this when it is loaded.
    os.environ.setdefault("GOMP_SPINCOUNT", "1000")
    causes = []
    for place in _places():
        if place.is_absolute() and not place.exists():
            causes.append(f"{place}: no such file")
            continue
        try:
            loaded = ctypes.CDLL(str(place), mode=ctypes.RTLD_GLOBAL)  # plug-ins use its names
        except OSError as cause:
            causes.append(str(cause))
            continue
        interface = getattr(loaded, "pinwheel_interface", None)
        if interface is None or interface() != INTERFACE:
            raise ImportError(f"{place}: is not a libpinwheel of interface {INTERFACE}")
        return loaded
    raise ImportError("libpinwheel is not there; build it with `make library`, or name its file in PINWHEEL_LIBRARY:\n"
                      + "\n".join(causes))


class Options(Structure):
    Message = CFUNCTYPE(None, c_void_p, c_char_p)
    _fields_ = [("changes", POINTER(c_char_p)), ("changes_count", c_size_t), ("threads", c_int), ("kernel", c_char_p),
                ("message", Message), ("context", c_void_p), ("kinds", c_void_p)]


class Shown(Structure):
    _fields_ = [("sheet", c_char_p), ("values", POINTER(c_float)), ("rows", c_size_t), ("columns", c_size_t)]


class AboutSheet(Structure):
    _fields_ = [("rows", c_size_t), ("columns", c_size_t), ("left", c_double), ("top", c_double), ("step", c_double),
                ("input", c_bool), ("periodic", c_bool)]


class AboutProjection(Structure):
    _fields_ = [("from_", c_char_p), ("to", c_char_p), ("shared", c_bool), ("units", c_size_t),
                ("connections", c_size_t), ("most", c_size_t)]


class ResultNumber(Structure):
    _fields_ = [("name", c_char_p), ("value", c_double), ("unit", c_char_p), ("definition", c_char_p),
                ("note", c_char_p)]


class ResultMap(Structure):
    _fields_ = [("name", c_char_p), ("planes", c_size_t), ("rows", c_size_t), ("columns", c_size_t),
                ("values", POINTER(c_double)), ("unit", c_char_p), ("protocol", c_char_p)]


Callback = CFUNCTYPE(c_bool, c_void_p, c_void_p)
_error = POINTER(c_void_p)
_doubles, _floats, _integers, _bytes = POINTER(c_double), POINTER(c_float), POINTER(c_int64), POINTER(c_ubyte)

# name: what it returns, what it takes; the functions of pinwheel.h without their prefix.
_functions = {
    "version": (c_char_p, []),
    "commit": (c_char_p, []),
    "text_free": (None, [c_void_p]),
    "load_plugin": (c_bool, [c_char_p, _error]),
    "from_file": (c_void_p, [c_char_p, POINTER(Options), _error]),
    "from_text": (c_void_p, [c_char_p, POINTER(Options), _error]),
    "from_state": (c_void_p, [c_char_p, POINTER(Options), _error]),
    "resume": (c_void_p, [c_char_p, POINTER(Options), _error]),
    "free": (None, [c_void_p]),
    "start": (c_bool, [c_void_p, c_char_p, c_bool, _error]),
    "end": (c_bool, [c_void_p, _error]),
    "folder": (c_char_p, [c_void_p]),
    "step": (c_int64, [c_void_p, c_int64, c_double, _error]),
    "stop": (None, [c_void_p]),
    "call_every": (c_bool, [c_void_p, c_int64, Callback, c_void_p, _error]),
    "present": (c_bool, [c_void_p, POINTER(Shown), c_size_t, c_bool, _error]),
    "settle": (c_bool, [c_void_p, POINTER(Shown), c_size_t, c_int64, _error]),
    "iteration": (c_int64, [c_void_p]),
    "iterations": (c_int64, [c_void_p]),
    "weights_hash": (c_uint64, [c_void_p]),
    "config": (c_void_p, [c_void_p]),
    "setting": (c_void_p, [c_void_p, c_char_p, _error]),
    "change": (c_bool, [c_void_p, c_char_p, _error]),
    "sheet_name": (c_char_p, [c_void_p, c_size_t]),
    "sheet_about": (c_bool, [c_void_p, c_char_p, POINTER(AboutSheet), _error]),
    "read": (c_bool, [c_void_p, c_char_p, c_int, _doubles, c_size_t, _error]),
    "write": (c_bool, [c_void_p, c_char_p, c_int, _doubles, c_size_t, _error]),
    "activity": (c_void_p, [c_void_p, c_char_p, _error]),
    "lesion": (c_bool, [c_void_p, c_char_p, c_char_p, _bytes, c_size_t, _error]),
    "restore": (c_bool, [c_void_p, c_char_p, _error]),
    "projection_name": (c_char_p, [c_void_p, c_size_t]),
    "projection_about": (c_bool, [c_void_p, c_char_p, POINTER(AboutProjection), _error]),
    "weights": (c_int64, [c_void_p, c_char_p, c_size_t, _integers, _floats, c_size_t, _error]),
    "connections": (c_bool, [c_void_p, c_char_p, _integers, _integers, _floats, _error]),
    "set_weights": (c_bool, [c_void_p, c_char_p, c_size_t, _floats, c_size_t, _error]),
    "measure": (c_void_p, [c_void_p, c_char_p, POINTER(c_char_p), c_size_t, _error]),
    "results_free": (None, [c_void_p]),
    "results_number": (c_bool, [c_void_p, c_size_t, POINTER(ResultNumber)]),
    "results_map": (c_bool, [c_void_p, c_size_t, POINTER(ResultMap)]),
    "results_warning": (c_char_p, [c_void_p, c_size_t]),
    "draw": (c_bool, [c_void_p, c_void_p, c_char_p, c_char_p, _error]),
    "draw_bytes": (c_void_p, [c_void_p, c_void_p, c_char_p, c_char_p, POINTER(c_size_t), _error]),
    "save": (c_bool, [c_void_p, c_char_p, _error]),
}

_library = _load()
functions = {}
for _name, (_result, _arguments) in _functions.items():
    functions[_name] = getattr(_library, "pinwheel_" + _name)
    functions[_name].restype, functions[_name].argtypes = _result, _arguments


def version() -> str:
    """The version of the library, as "0.1.0"."""
    return functions["version"]().decode()


def commit() -> str:
    """The commit that the library was built from."""
    return functions["commit"]().decode()


def load_plugin(path: str | os.PathLike) -> None:
    """Loads a plug-in (docs/plugins.md), a shared object with kinds of your own: it is code. Simulation(config,
    plugins=path) has it loaded as well; a config that is a text, a state and a run's folder need this before."""
    call("load_plugin", encoded(path))


def text_of(address: int) -> str:
    """A text that the library gave away, which is released."""
    text = ctypes.string_at(address).decode()
    functions["text_free"](address)
    return text


def encoded(text: str | os.PathLike) -> bytes:
    """A name or a path as the library takes it."""
    if not isinstance(text, (str, os.PathLike)):
        raise TypeError(f"a text is needed, not {type(text).__name__}")
    found = os.fsencode(text)
    if b"\0" in found:
        raise ValueError("a text cannot hold the character 0")
    return found


def call(name: str, *arguments: Any) -> Any:
    """Calls a function whose last argument is the error; raises PinwheelError with its text."""
    error = c_void_p()
    result = functions[name](*arguments, byref(error))
    if error.value:
        raise PinwheelError(text_of(error.value))
    return result


def texts(items: Sequence[str]) -> ctypes.Array:
    """An array of texts, kept alive by the caller."""
    return (c_char_p * max(len(items), 1))(*[encoded(item) for item in items])


def _lock_of_h5py():
    """h5py works under a lock of its own; both may use one HDF5 library, which allows one thread."""
    import sys

    objects = sys.modules.get("h5py._objects")
    return getattr(objects, "phil", None) or nullcontext()


_files = threading.RLock()


@contextmanager
def files() -> Iterator[None]:
    """Around calls that read or write files."""
    with _files, _lock_of_h5py():
        yield
