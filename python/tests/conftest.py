# SPDX-License-Identifier: GPL-3.0-or-later
from pathlib import Path

import pytest

import pinwheel

ROOT = Path(__file__).resolve().parents[2]
CONFIG = ROOT / "configs" / "gcal" / "demo.cfg"
SMALL = {"seed": 11, "iterations": 37, "sheets__v1__density": 24.3}


@pytest.fixture
def small():
    with pinwheel.Simulation(CONFIG, threads=1, **SMALL) as simulation:
        yield simulation


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory):
    """A finished run, made through the library."""
    folder = tmp_path_factory.mktemp("runs") / "run"
    with pinwheel.Simulation(CONFIG, threads=1, output__history_every=10, **SMALL) as simulation:
        simulation.start(folder).run()
    return folder
