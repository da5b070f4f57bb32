# SPDX-License-Identifier: GPL-3.0-or-later
"""The folder of a sweep (docs/files.md): its index as a table, its runs."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import numpy as np

from .library import PinwheelError
from .run import Run


class Sweep:
    """A sweep's folder, or a replication's: `Sweep("outputs/contrast-sweep-001")`. `sweep[0]` is the first run of the
    index, `sweep["point-0001"]` the run of that folder; a run is read when something of it is asked for."""

    def __init__(self, folder: str | os.PathLike):
        self.folder = Path(folder)
        if not (self.folder / "index.csv").is_file():
            raise PinwheelError(f"{self.folder}: is not a folder of a sweep (it has no index.csv)")

    @property
    def index(self) -> np.recarray:
        """index.csv: a row for each run; columns by name, as index["orientation/pinwheels.density"]. A column of
        numbers is float64, with NaN where there is none; others are texts."""
        with (self.folder / "index.csv").open(newline="") as file:
            rows = list(csv.reader(file))
        if not rows:
            raise PinwheelError(f"{self.folder}/index.csv: is empty")
        names, rows = rows[0], rows[1:]
        if any(len(row) != len(names) for row in rows):
            raise PinwheelError(f"{self.folder}/index.csv: has rows of several lengths")
        columns = [_column([row[k] for row in rows]) for k in range(len(names))]
        return np.rec.fromarrays(columns, dtype=[(name, column.dtype) for name, column in zip(names, columns)])

    @property
    def names(self) -> list[str]:
        """The runs' folders, in the order of the index."""
        return [str(name) for name in self.index["run"]]

    def __len__(self) -> int:
        return len(self.index)

    def __getitem__(self, run: int | str) -> Run:
        return Run(self.folder / (run if isinstance(run, str) else self.names[run]))

    def __iter__(self):
        return (self[name] for name in self.names)

    def __repr__(self) -> str:
        return f"<pinwheel.Sweep {self.folder}: {len(self)} runs>"

    def _repr_html_(self) -> str:
        """The index as a table."""
        from html import escape

        index = self.index
        head = "".join(f"<th>{escape(name)}</th>" for name in index.dtype.names)
        rows = "".join("<tr>" + "".join(f"<td>{escape(_cell(value))}</td>" for value in row) + "</tr>" for row in index)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _column(texts: list[str]) -> np.ndarray:
    try:
        return np.array([float(text or "nan") for text in texts])
    except ValueError:
        return np.array(texts, dtype=str)


def _cell(value) -> str:
    return f"{value:.6g}" if isinstance(value, float) else str(value)
