# SPDX-License-Identifier: GPL-3.0-or-later
"""The folder of a run (docs/files.md), read when it is asked for."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import numpy as np

from .library import PinwheelError, files
from .measure import Map, Number, complex_of


class Run:
    """A run's folder: `Run("outputs/demo-001")`. Nothing is read before it is asked for; h5py reads the maps."""

    def __init__(self, folder: str | os.PathLike):
        self.folder = Path(folder)
        if not (self.folder / "run.json").is_file():
            raise PinwheelError(f"{self.folder}: is not a run directory (it has no run.json)")

    def __repr__(self) -> str:
        about = self.provenance
        return f"<pinwheel.Run {self.folder}: {about.get('status')}, iteration {about.get('iteration')}>"

    def _json(self, name: str, missing: Any = None) -> Any:
        path = self.folder / name
        if missing is not None and not path.exists():
            return missing
        try:
            return json.loads(path.read_text())
        except (OSError, ValueError) as cause:
            raise PinwheelError(f"{path}: {cause}") from cause

    @property
    def provenance(self) -> dict[str, Any]:
        """run.json: program, commit, seed, status, hash of the weights, machine, sessions."""
        return self._json("run.json")

    @property
    def settings(self) -> str:
        """config.cfg: every setting, as the text of a config."""
        return (self.folder / "config.cfg").read_text()

    @property
    def weights_hash(self) -> str | None:
        """The hash of all that was learnt by the last save, 16 hexadecimal digits; None: nothing was saved yet."""
        return self.provenance.get("weights")

    @property
    def history(self) -> np.recarray:
        """history.csv: a row for each interval; columns by name, as history["activity.v1"]. Their definitions stand in the
        header of the file."""
        path = self.folder / "history.csv"
        if not path.exists():
            raise PinwheelError(f"{path}: there is no history yet")
        with path.open() as file:
            names = [column.split(" (")[0] for column in file.readline().strip().split(",")]
            rows = np.loadtxt(file, delimiter=",", ndmin=2)
        return np.rec.fromarrays(list(rows.T), dtype=[(name, float) for name in names])

    @property
    def measures(self) -> list[str]:
        """Names of the measures that were taken."""
        return list(self._json("measures.json", {}))

    def _series(self, measure: str) -> dict[int, Any]:
        measures = self._json("measures.json", {})
        if measure not in measures:
            raise PinwheelError(f"{self.folder}: '{measure}' has not been measured; there are "
                                f"{', '.join(measures) or 'no measures'}")
        return {int(iteration): entry for iteration, entry in measures[measure]["series"].items()}

    def iterations(self, measure: str) -> list[int]:
        """The iterations at which a measure was taken, rising."""
        return sorted(self._series(measure))

    def numbers(self, measure: str, iteration: int | None = None) -> dict[str, Number]:
        """The numbers of a measure by name, at an iteration or at the last."""
        series = self._series(measure)
        at = max(series) if iteration is None else iteration
        if at not in series:
            raise PinwheelError(f"{self.folder}: '{measure}' was not taken at iteration {at}; at "
                                f"{', '.join(map(str, sorted(series)))}")
        numbers = {}
        for name, entry in series[at]["numbers"].items():
            value = entry.get("value")
            numbers[name] = Number(name, float("nan") if value is None else float(value), entry.get("unit", ""),
                                   entry.get("definition", ""), entry.get("undefined", entry.get("warning", "")))
        return numbers

    def _h5py(self):
        try:
            import h5py
        except ImportError as cause:
            raise ImportError("reading maps needs h5py; on Debian, install python3-h5py") from cause
        return h5py

    def maps(self, measure: str, iteration: int | None = None) -> dict[str, Map]:
        """The maps of a measure by name, at an iteration or at the last: arrays of shape (rows, columns)."""
        h5py, path = self._h5py(), self.folder / "maps.h5"
        if not path.exists():
            raise PinwheelError(f"{path}: no maps were measured")
        with files(), h5py.File(path, "r") as store:
            if measure not in store:
                raise PinwheelError(f"{path}: has no maps of '{measure}'; there are {', '.join(store)}")
            group = store[measure]
            at = max(group, key=int) if iteration is None else next((key for key in group if int(key) == iteration), "")
            if not at:
                raise PinwheelError(f"{path}: '{measure}' was not taken at iteration {iteration}; at "
                                    f"{', '.join(str(int(key)) for key in group)}")
            return {name: Map(name, complex_of(data[()]), _note(data, "unit"), _note(data, "protocol"))
                    for name, data in group[at].items()}

    def map(self, measure: str, name: str, iteration: int | None = None) -> np.ndarray:
        """One map as an array, shape (rows, columns): float64, or complex128 for a map of angles. maps() also has its
        unit and how it was measured."""
        maps = self.maps(measure, iteration)
        if name not in maps:
            raise PinwheelError(f"{self.folder}: '{measure}' has no map '{name}'; there are {', '.join(maps)}")
        return maps[name].values

    def pictures(self) -> list[Path]:
        """The pictures that the run drew."""
        return sorted((self.folder / "maps").glob("*.png"))

    def _repr_png_(self) -> bytes | None:
        """The last orientation map, or else the last picture."""
        drawn = self.pictures()
        best = [path for path in drawn if path.name.startswith("orientation-preference-")] or drawn
        return best[-1].read_bytes() if best else None


def _note(data, key: str) -> str:
    note = data.attrs.get(key, "")
    return note.decode() if isinstance(note, bytes) else str(note)
