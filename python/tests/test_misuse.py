# SPDX-License-Identifier: GPL-3.0-or-later
"""Wrong names, arrays and times are refused with a clear text, and never end the process."""

import random

import numpy as np
import pytest
from conftest import CONFIG, SMALL

import pinwheel


def test_after_close():
    simulation = pinwheel.Simulation(CONFIG, **SMALL)
    results = simulation.measure("activity")
    simulation.close()
    simulation.close()
    for use in (lambda: simulation.step(), lambda: simulation.activity("v1"), lambda: simulation.weights_hash,
                lambda: simulation.weights("on_to_v1", 0), lambda: simulation.save("a.h5"),
                lambda: results.draw("a.png"), lambda: simulation.sheet("v1"),
                lambda: simulation.present(np.ones((2, 2)))):
        with pytest.raises(pinwheel.PinwheelError, match="closed"):
            use()
    assert "closed" in repr(simulation)


def test_wrong_configs(tmp_path):
    with pytest.raises(pinwheel.PinwheelError, match="no such file"):
        pinwheel.Simulation(tmp_path / "none.cfg")
    with pytest.raises(pinwheel.PinwheelError, match="density"):
        pinwheel.Simulation(CONFIG, sheets__v1__densty=3)
    with pytest.raises(pinwheel.PinwheelError, match="out of range"):
        pinwheel.Simulation(CONFIG, iterations=-1)
    (tmp_path / "state.h5").write_bytes(b"no state")
    with pytest.raises(pinwheel.PinwheelError, match="state.h5"):
        pinwheel.Simulation.from_state(tmp_path / "state.h5")
    with pytest.raises(TypeError):
        pinwheel.Simulation(7)


@pytest.mark.parametrize("array, kind, message", [
    (np.ones((90, 89)), pinwheel.PinwheelError, "has 90 x 90 units; the array has 90 x 89"),
    (np.full((90, 90), np.nan), pinwheel.PinwheelError, "not finite in row 0, column 0"),
    (np.ones(8100), pinwheel.PinwheelError, "sheet 'retina': an array of 2 axes is needed"),
    ([[1, 2], [3]], pinwheel.PinwheelError, "sheet 'retina': "),
    (np.array([["a", "b"]]), TypeError, "sheet 'retina': an array of numbers is needed"),
    ("a", TypeError, "sheet 'retina': an array of numbers is needed, not str"),
    (None, TypeError, "sheet 'retina': an array of numbers is needed, not None"),
    ({"v1": np.ones((36, 36))}, pinwheel.PinwheelError, "no input sheet"),
    ({"retna": np.ones((90, 90))}, pinwheel.PinwheelError, "did you mean 'retina'"),
])
def test_wrong_arrays(small, array, kind, message):
    with pytest.raises(kind, match=message):
        small.present(array)


def test_an_array_of_another_shape_is_one_kind_of_mistake(small):
    for use in (lambda: small.lesion("v1", np.ones((3, 4))), lambda: small.write("v1", "threshold", np.ones(7)),
                lambda: small.set_weights("on_to_v1", 0, np.ones((2, 2))), lambda: small.present(np.ones((3, 4))),
                lambda: small.set_weights("on_to_v1", 0, np.ones(3)), lambda: small.settling("v1", np.ones((3, 4)))):
        with pytest.raises(pinwheel.PinwheelError):
            use()


def test_a_function_of_stimuli_is_named(small):
    def forgetful(simulation):
        simulation.sheet("retina")

    with pytest.raises(TypeError, match="function 'forgetful': sheet 'retina': an array of numbers is needed, not None"):
        small.step(3, forgetful)
    assert small.iteration == 0


def test_wrong_steps(small):
    with pytest.raises(pinwheel.PinwheelError, match="ends there"):
        small.step(38)
    with pytest.raises(pinwheel.PinwheelError, match="-2 steps"):
        small.step(-2)
    with pytest.raises(TypeError):
        small.step(1.5)
    assert small.step(0) == 0


def test_made_up_calls(small):
    """Calls with arguments of all kinds either work or raise an ordinary exception."""
    made = random.Random(26)
    values = [None, 0, -1, 3, 10**12, 2**70, 1.5, float("nan"), "", "v1", "retina", "on_to_v1", "inhibition", "é" * 300,
              "a\0b", b"v1", (3, 4), (-1, 0), (99, 99), (1, 2, 3), [], np.ones((36, 36)), np.ones((90, 90)), np.ones(3),
              np.ones((0, 5)), np.full((36, 36), np.inf), np.ones((36, 36), complex), np.array("x"), {}, {"retina": 3},
              "orientation", "activity", "threshold", "seed=3", object(), True]
    functions = [small.activity, small.read, small.write, small.present, small.weights, small.set_weights, small.sheet,
                 small.projection, small.connections, small.setting, small.lesion, small.restore, small.step,
                 small.settling,
                 lambda *names: small.change(**{str(name)[:20]: 1 for name in names}),
                 lambda *kinds: small.measure(*kinds[:1], **{str(kind)[:9]: kind for kind in kinds[1:]})]
    allowed = (pinwheel.PinwheelError, ValueError, TypeError, KeyError, OverflowError, AttributeError)
    refused = 0
    for _ in range(3000):
        try:
            made.choice(functions)(*[made.choice(values) for _ in range(made.randint(1, 3))])
        except allowed as error:
            refused += 1
            assert str(error)
        except Exception as error:  # ctypes.ArgumentError among them
            refused += 1
            assert type(error).__name__ == "ArgumentError"
    assert refused > 1500
    assert small.iteration <= 37
