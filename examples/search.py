#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A search by SciPy: the strength of lateral inhibition at which V1 has a mean activity of 0.02.

    PYTHONPATH=python examples/search.py [PRESENTATIONS]
"""

import sys
from pathlib import Path

import pinwheel
from scipy.optimize import brentq

CONFIG = Path(__file__).resolve().parents[1] / "configs" / "gcal" / "demo.cfg"
TARGET = 0.02
presentations = int(sys.argv[1]) if len(sys.argv) > 1 else 100


def excess(strength):
    """The mean activity over presentations, less the target."""
    total = 0.0

    def add(simulation):
        nonlocal total
        total += simulation.activity("v1").mean()

    with pinwheel.Simulation(CONFIG, iterations=presentations, sheets__v1__density=24,
                             projections__inhibition__strength=strength) as simulation:
        simulation.every(1, add)
        simulation.run()
    print(f"strength {strength:.4f}: mean activity {total / presentations:.5f}")
    return total / presentations - TARGET


print(f"found: {brentq(excess, -4.0, -0.3, xtol=0.01):.3f}")
