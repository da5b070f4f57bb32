# SPDX-License-Identifier: GPL-3.0-or-later
"""Numbers of arrays from elsewhere, by `pinwheel analyse` (docs/laboratory.md)."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from .library import PinwheelError
from .simulation import setting_text


def program() -> str:
    """The program `pinwheel`: that of the variable PINWHEEL, of the clone that holds this module, or of the path."""
    clone = Path(__file__).resolve().parents[2] / "pinwheel"
    found = os.environ.get("PINWHEEL") or (str(clone) if clone.is_file() else shutil.which("pinwheel"))
    if found is None:
        raise PinwheelError("the program `pinwheel` is not there; build it with `make`, or name its file in PINWHEEL")
    return found


def analyse(*arrays: Any, settings: dict[str, Any] | None = None, **options: Any) -> dict[str, Any]:
    """The numbers of a measure for arrays, as of imaging: analyse(angles, degrees=True, margin=20).

    Each array is one of NumPy, complex for orientation maps, or the "FILE:NAME" of one. Options are those of `pinwheel
    analyse`, with _ for -: analyse(map, as_="geometry", millimetres_per_sample=0.01). `settings` are the measure's.
    Undefined numbers are None; "undefined" has the reasons and "warnings" what to doubt. The program does the work."""
    words = [program(), "analyse", "--json"]
    for name, value in options.items():
        flag = "--" + name.rstrip("_").replace("_", "-")
        if value is not False and value is not None:
            words.append(flag if value is True else f"{flag}={setting_text(value)}")
    with tempfile.TemporaryDirectory() as folder:
        words.append("--")
        for k, array in enumerate(arrays):
            words.append(array if isinstance(array, str) else _saved(array, Path(folder) / f"{k + 1}.npy"))
        words += [f"{name}={setting_text(value)}" for name, value in (settings or {}).items()]
        done = subprocess.run(words, capture_output=True, text=True)
    if done.returncode != 0:
        raise PinwheelError(_in_python(done.stderr.strip().replace("pinwheel: ", ""), folder))
    found = json.loads(done.stdout)
    found["warnings"] = [_in_python(warning, folder) for warning in found.get("warnings", [])]
    return found


def _in_python(text: str, folder: str) -> str:
    """What the program says of files and options, about arrays and keywords."""
    text = re.sub(re.escape(folder) + r"/(\d+)\.npy", r"array \1", text)
    return re.sub(r"(?<![\w-])--([a-z][a-z-]*)", lambda option: "as_" if option[1] == "as" else option[1].replace("-", "_"), text)


def _saved(array: Any, path: Path) -> str:
    if isinstance(array, os.PathLike):
        return os.fspath(array)
    values = np.asarray(array)
    if values.dtype.kind not in "biufc":
        raise TypeError(f"an array of numbers is needed, not of {values.dtype}")
    np.save(path, values)
    return str(path)
