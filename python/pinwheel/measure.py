# SPDX-License-Identifier: GPL-3.0-or-later
"""Results of a measure: numbers with definitions, maps with units, pictures."""

from __future__ import annotations

import os
from ctypes import byref, c_size_t, string_at
from dataclasses import dataclass, field

import numpy as np

from . import library


@dataclass(frozen=True)
class Number:
    """A measured number. `value` is NaN where it is undefined; `note` then says why."""

    name: str
    value: float
    unit: str
    definition: str
    note: str = ""

    def __float__(self) -> float:
        return self.value

    def __str__(self) -> str:
        return f"{self.name} = {self.value:.4g} {self.unit}".rstrip() + (f"  ({self.note})" if self.note else "")


@dataclass(frozen=True)
class Map:
    """A measured array over a sheet: shape (rows, columns), float64, or complex128 for a map of angles."""

    name: str
    values: np.ndarray
    unit: str
    protocol: str = field(default="", repr=False)

    def __array__(self, dtype=None, copy=None) -> np.ndarray:
        return np.asarray(self.values, dtype=dtype)


def complex_of(values: np.ndarray) -> np.ndarray:
    """Planes (2, rows, columns) as complex numbers; (1, rows, columns) or (rows, columns) as they are."""
    if values.ndim == 3:
        return values[0] + 1j * values[1] if values.shape[0] == 2 else values[0]
    return values


class Results:
    """What a measure found: `numbers` and `maps` by name, and `warnings`. In a notebook it shows the map."""

    def __init__(self, simulation, measure: str, handle: int):
        self.measure, self.iteration = measure, simulation.iteration
        self._simulation, self._handle = simulation, handle
        self.numbers: dict[str, Number] = {}
        self.maps: dict[str, Map] = {}
        self.warnings: list[str] = []
        number, map_ = library.ResultNumber(), library.ResultMap()
        while library.functions["results_number"](handle, len(self.numbers), byref(number)):
            name = number.name.decode()
            self.numbers[name] = Number(name, number.value, number.unit.decode(), number.definition.decode(),
                                        (number.note or b"").decode())
        while library.functions["results_map"](handle, len(self.maps), byref(map_)):
            shape = (map_.planes, map_.rows, map_.columns)
            values = np.ctypeslib.as_array(map_.values, shape).copy()
            name = map_.name.decode()
            self.maps[name] = Map(name, complex_of(values), map_.unit.decode(), map_.protocol.decode())
        while (warning := library.functions["results_warning"](handle, len(self.warnings))) is not None:
            self.warnings.append(warning.decode())

    def __getitem__(self, name: str) -> float | np.ndarray:
        """The value of a number, or the array of a map."""
        if name in self.numbers:
            return self.numbers[name].value
        if name in self.maps:
            return self.maps[name].values
        raise KeyError(f"'{self.measure}' has no number or map '{name}'; numbers: {', '.join(self.numbers)}; maps: "
                       f"{', '.join(self.maps)}")

    def __repr__(self) -> str:
        return f"<pinwheel.Results of {self.measure} at iteration {self.iteration}: " \
               f"{len(self.numbers)} numbers, {len(self.maps)} maps>"

    def __str__(self) -> str:
        return "\n".join(str(number) for number in self.numbers.values())

    def draw(self, path: str | os.PathLike, picture: str | None = None) -> None:
        """Draws a picture into a .png, .svg or .pdf file, as a run does; None: the one that shows the map best."""
        with library.files():
            library.call("draw", self._simulation._open(), self._handle,
                         library.encoded(picture) if picture is not None else None, library.encoded(path))

    def picture(self, picture: str | None = None, format: str = "png") -> bytes:
        """The same in memory: the bytes of a "png", "svg" or "pdf" file."""
        size = c_size_t()
        with library.files():
            address = library.call("draw_bytes", self._simulation._open(), self._handle,
                                   library.encoded(picture) if picture is not None else None, library.encoded(format),
                                   byref(size))
        try:
            return string_at(address, size.value)
        finally:
            library.functions["text_free"](address)

    def _repr_png_(self) -> bytes | None:
        try:
            return self.picture()
        except library.PinwheelError:
            return None

    def __del__(self):
        if getattr(self, "_handle", None) is not None:
            library.functions["results_free"](self._handle)
            self._handle = None
