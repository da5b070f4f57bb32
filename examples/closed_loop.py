#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A closed loop: the next stimulus depends on the response. A spot moves to where V1 was most active.

    PYTHONPATH=python examples/closed_loop.py [PRESENTATIONS]
"""

import sys
from pathlib import Path

import numpy as np
import pinwheel

CONFIG = Path(__file__).resolve().parents[1] / "configs" / "gcal" / "demo.cfg"
presentations = int(sys.argv[1]) if len(sys.argv) > 1 else 200

with pinwheel.Simulation(CONFIG, iterations=presentations) as simulation:
    retina, v1 = simulation.sheet("retina"), simulation.sheet("v1")
    x, y = np.meshgrid(retina.x, retina.y)
    draws = np.random.default_rng(1)

    def spot(simulation):
        response = simulation.activity("v1")
        row, column = np.unravel_index(response.argmax(), response.shape)
        place = np.array([v1.x[column], v1.y[row]]) if response.any() else np.zeros(2)
        place = np.clip(place + draws.normal(0, 0.1, 2), -0.5, 0.5)
        return np.exp(-((x - place[0]) ** 2 + (y - place[1]) ** 2) / 0.01)

    simulation.step(presentations, spot)
    print(f"{simulation.iteration} presentations, weights {simulation.weights_hash}")
