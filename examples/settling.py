#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A film of settling: V1 from its first activation to rest, in response to one bar.

    PYTHONPATH=python examples/settling.py settling.gif [PRESENTATIONS]      develops a map first
"""

import sys
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
import pinwheel
from matplotlib.animation import FuncAnimation, PillowWriter

CONFIG = Path(__file__).resolve().parents[1] / "configs" / "gcal" / "demo.cfg"
presentations = int(sys.argv[2]) if len(sys.argv) > 2 else 2000

with pinwheel.Simulation(CONFIG, iterations=presentations) as simulation:
    simulation.run()
    retina, v1 = simulation.sheet("retina"), simulation.sheet("v1")
    x, y = np.meshgrid(retina.x, retina.y)
    film = simulation.settling("v1", np.exp(-((x - y) ** 2) / 0.005 - (x + y) ** 2 / 0.1))

figure, axes = plt.subplots()
image = axes.imshow(film[0], cmap="gray", vmax=film.max(), extent=v1.extent)
axes.set(xlabel="x, sheet units", ylabel="y, sheet units")


def show(step):
    image.set_data(film[step])
    axes.set_title(f"V1 after {step} steps")


FuncAnimation(figure, show, len(film)).save(sys.argv[1], PillowWriter(fps=4))
