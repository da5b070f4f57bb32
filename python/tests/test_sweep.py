# SPDX-License-Identifier: GPL-3.0-or-later
"""The folder of a sweep, and numbers of arrays, in Python."""

import os
import subprocess

import numpy as np
import pytest
from conftest import CONFIG, ROOT

import pinwheel

PROGRAM = os.environ.get("PINWHEEL", str(ROOT / "pinwheel"))
needs_program = pytest.mark.skipif(not os.path.exists(PROGRAM), reason="there is no ./pinwheel; build it with make")


@pytest.fixture(scope="module")
def swept(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sweep")
    (folder / "sweep.cfg").write_text(f'''config = "{CONFIG}";
set = ("sheets.v1.density=12", "iterations=20");
seeds = ("1-2");
conditions = {{ plain = {{ }}; still = {{ set = ("projections.*_to_v1.learning_rate=0"); }}; }};
grid = {{ contrast = {{ path = "stimuli.bars.contrast"; values = (0.3, 0.9); }}; }};
''')
    subprocess.run([PROGRAM, "sweep", folder / "sweep.cfg", "-q", "-o", folder / "runs"], check=True,
                   stdout=subprocess.DEVNULL)
    return folder / "runs"


@needs_program
def test_the_index_is_a_table(swept):
    sweep = pinwheel.Sweep(swept)
    index = sweep.index
    assert len(sweep) == len(index) == 8
    assert sorted(set(index["condition"])) == ["plain", "still"]
    assert sorted(set(index["stimuli.bars.contrast"])) == [0.3, 0.9]
    assert index["seed"].dtype == float and index["run"].dtype.kind == "U"
    assert {run.weights_hash for run in sweep} == set(index["weights"])
    assert sweep[3].folder == sweep[sweep.names[3]].folder
    assert sweep[3].provenance["seed"] == index["seed"][3]
    assert sweep._repr_html_().count("<tr>") == 9


def test_no_sweep(tmp_path):
    with pytest.raises(pinwheel.PinwheelError, match="is not a folder of a sweep"):
        pinwheel.Sweep(tmp_path)


@needs_program
def test_arrays_are_analysed():
    y, x = 2 * np.pi * np.mgrid[0:120, 0:120] / 17.3
    draws = 2 * np.pi * np.random.default_rng(5).random((12, 2))
    field = sum(np.exp(1j * (np.cos(angle) * x + np.sin(angle) * y + phase)) for angle, phase in draws)
    found = pinwheel.analyse(field, margin=4)
    assert (found["height"], found["width"], found["measure"]) == (112, 112, "orientation")
    assert found["pinwheels.count"] > 10
    degrees = np.degrees(np.angle(field)) / 2 % 180
    angles = pinwheel.analyse(degrees, degrees=True, margin=4)
    assert angles["pinwheels.count"] == found["pinwheels.count"]
    table = pinwheel.analyse(field.real / 12, as_="ocular_dominance")
    assert table["measure"] == "ocular_dominance"


@needs_program
def test_mistakes_have_the_words_of_the_program(tmp_path):
    with pytest.raises(pinwheel.PinwheelError, match="needs a network"):
        pinwheel.analyse(np.ones((9, 9)), as_="activity")
    with pytest.raises(pinwheel.PinwheelError, match="unknown option 'degres'; did you mean"):
        pinwheel.analyse(np.ones((9, 9)), degres=True)
    with pytest.raises(pinwheel.PinwheelError, match="^array 1: .*; say degrees or radians$"):
        pinwheel.analyse(np.ones((9, 9)))
    with pytest.raises(pinwheel.PinwheelError):
        pinwheel.analyse(tmp_path / "absent.npy")
    with pytest.raises(TypeError, match="numbers"):
        pinwheel.analyse(np.array(["a"]))


def test_a_function_gives_the_stimuli(small):
    seen, shape = [], small.sheet("retina").shape
    draws = np.random.default_rng(3)
    small.every(2, lambda simulation: seen.append(simulation.iteration))
    assert small.step(5, lambda simulation: draws.random(shape) * (simulation.iteration + 1) / 5) == 5
    assert small.iteration == 5 and seen == [2, 4]
    with pinwheel.Simulation(small.config) as other:
        draws = np.random.default_rng(3)
        for k in range(5):
            other.present(draws.random(shape) * (k + 1) / 5, learn=True)
        assert other.weights_hash == small.weights_hash
    small.every(1, lambda simulation: False)
    assert small.step(5, lambda _: np.zeros(shape)) == 1
    with pytest.raises(ZeroDivisionError):
        small.step(2, lambda _: 1 / 0)
