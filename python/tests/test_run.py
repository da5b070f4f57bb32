# SPDX-License-Identifier: GPL-3.0-or-later
"""The folder of a run, as Python reads it."""

import numpy as np
import pytest

import pinwheel


def test_history_is_a_table(run_folder):
    history = pinwheel.Run(run_folder).history
    assert list(history.iteration) == [10, 20, 30]
    assert "activity.v1" in history.dtype.names
    assert (history["activity.v1"] > 0).all()


def test_maps_have_units(run_folder):
    pytest.importorskip("h5py")
    run = pinwheel.Run(run_folder)
    assert run.iterations("orientation") == [37]
    found = run.maps("orientation")["complex"]
    assert found.values.shape == (36, 36) and found.values.dtype == complex and found.unit
    assert np.array_equal(run.map("orientation", "complex", 37), found.values)
    with pytest.raises(pinwheel.PinwheelError, match="there are complex"):
        run.map("orientation", "cmplex")
    with pytest.raises(pinwheel.PinwheelError, match="not taken at iteration 36"):
        run.maps("orientation", 36)


def test_numbers_are_those_of_a_measure(run_folder):
    run = pinwheel.Run(run_folder)
    with pinwheel.Simulation.from_state(run_folder) as simulation:
        taken = simulation.measure("orientation")
    assert run.numbers("orientation")["selectivity.mean"].value == pytest.approx(taken["selectivity.mean"], rel=1e-5)
    assert np.isnan(run.numbers("orientation")["hypercolumns"].value)
    assert run.numbers("orientation")["hypercolumns"].note


def test_settings_and_provenance(run_folder):
    run = pinwheel.Run(run_folder)
    assert "density = 24.3" in run.settings
    assert run.provenance["command"] == "libpinwheel" and run.provenance["status"] == "finished"
    assert "finished" in repr(run)
    assert run._repr_png_().startswith(b"\x89PNG")


def test_no_run(tmp_path):
    with pytest.raises(pinwheel.PinwheelError, match="is not a run directory"):
        pinwheel.Run(tmp_path)
