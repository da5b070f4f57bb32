# SPDX-License-Identifier: GPL-3.0-or-later
"""Pinwheel, a simulator of cortical map development, in Python.

`Simulation` builds a network from a config and steps it; `Run` and `Sweep` read the folders of runs, and
`analyse` finds the numbers of arrays from elsewhere. Arrays over a sheet have
shape (rows, columns) with row 0 at the top; lengths are in sheet units, x to the right, y up.
"""

from .analysis import analyse
from .library import PinwheelError, commit, load_plugin, version
from .measure import Map, Number, Results
from .run import Run
from .simulation import Field, Projection, Sheet, Simulation
from .sweep import Sweep

__all__ = ["Field", "Map", "Number", "PinwheelError", "Projection", "Results", "Run", "Sheet", "Simulation", "Sweep",
           "analyse", "commit", "load_plugin", "version"]
__version__ = version()
