# SPDX-License-Identifier: GPL-3.0-or-later
"""A simulation in Python has the bits of the program, and refuses with its words."""

import base64
import os
import re
import signal
import subprocess
import threading
import weakref

import numpy as np
import pytest
from conftest import CONFIG, ROOT, SMALL

import pinwheel
from pinwheel import library


@pytest.fixture(scope="session")
def program_hash(tmp_path_factory):
    """What `pinwheel run` says of the weights."""
    program = os.environ.get("PINWHEEL", ROOT / "pinwheel")
    if not os.path.exists(program):
        pytest.skip("there is no ./pinwheel; build it with make")
    folder = tmp_path_factory.mktemp("program") / "run"
    subprocess.run([program, "run", CONFIG, "seed=11", "iterations=37", "sheets.v1.density=24.3", "-q", "-o", folder],
                   check=True, stdout=subprocess.DEVNULL)
    return pinwheel.Run(folder).weights_hash


@pytest.mark.parametrize("threads", [1, 2])
def test_steps_have_the_bits_of_the_program(program_hash, threads):
    with pinwheel.Simulation(CONFIG, threads=threads, **SMALL) as one, pinwheel.Simulation(CONFIG, **SMALL) as other:
        for k in range(37):
            assert one.step() == 1
            one.activity("v1")
            if k % 2:
                other.step()
        assert one.weights_hash == program_hash
        assert other.weights_hash != program_hash


def test_a_saved_state_goes_on(small, program_hash, tmp_path):
    small.step(13)
    small.save(tmp_path / "state.h5")
    with pinwheel.Simulation.from_state(tmp_path / "state.h5") as later:
        assert later.iteration == 13
        assert later.run().weights_hash == program_hash


def test_a_run_in_a_folder_is_resumed(program_hash, tmp_path):
    with pinwheel.Simulation(CONFIG, **SMALL) as first:
        first.start(tmp_path / "run").step(20)
        assert first.folder == str(tmp_path / "run")
        with pytest.raises(pinwheel.PinwheelError, match="follows its config alone"):
            first.change(stimuli__bars__contrast=0.5)
    assert pinwheel.Run(tmp_path / "run").provenance["status"] == "paused"
    with pinwheel.Simulation.resume(tmp_path / "run") as second:
        second.run()
    run = pinwheel.Run(tmp_path / "run")
    assert run.provenance["status"] == "finished"
    assert run.weights_hash == program_hash


def test_two_threads(program_hash):
    hashes = []

    def work():
        with pinwheel.Simulation(CONFIG, threads=1, **SMALL) as simulation:
            hashes.append(simulation.run().weights_hash)

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert hashes == [program_hash] * 2


def test_the_text_of_a_config(small, program_hash):
    text = small.config
    with pinwheel.Simulation(text) as again:
        assert again.run().weights_hash == program_hash
    with pytest.raises(pinwheel.PinwheelError, match="^config:2: "):
        pinwheel.Simulation("seed = 1;\nitrations = 5;\n")


def test_presenting_leaves_no_trace(small, program_hash):
    small.step(9)
    x, y = np.meshgrid(small.sheet("retina").x, small.sheet("retina").y)
    small.present(np.exp(-((x - 0.11) / 0.08) ** 2 - (y / 0.4) ** 2))
    response = small.activity("v1")
    assert response.shape == small.sheet("v1").shape and response.max() > 0
    assert np.array_equal(small.read("v1", "activity"), response)
    assert small.iteration == 9
    assert small.run().weights_hash == program_hash


def test_learning_from_given_arrays(small, program_hash):
    with pinwheel.Simulation(CONFIG, threads=1, **SMALL) as source:
        for _ in range(37):
            source.step()
            small.present({"retina": source.activity("retina")}, learn=True)
    assert small.weights_hash == program_hash


def test_weights_have_places(small):
    field = small.weights("on_to_v1", (12, 20))
    again = small.weights("on_to_v1", 12 * 36 + 20)
    assert np.array_equal(field.weights, again.weights)
    v1 = small.sheet("v1")
    assert abs(field.x.mean() - v1.x[20]) < 1 / 24 and abs(field.y.mean() - v1.y[12]) < 1 / 24
    assert field.image.shape == small.sheet("lgn_on").shape
    assert np.nansum(field.crop) == pytest.approx(field.weights.sum(), rel=1e-5)
    weights, source, first = small.connections("on_to_v1")
    part = slice(first[12 * 36 + 20], first[12 * 36 + 21])
    assert np.array_equal(weights[part], field.weights)
    assert np.array_equal(source[part], field.rows * 72 + field.columns)
    small.set_weights("on_to_v1", (12, 20), field.weights[::-1])
    assert np.array_equal(small.weights("on_to_v1", (12, 20)).weights, field.weights[::-1])
    assert not small.projection("on_to_v1").shared and small.projection("excitation").shared


def test_lesions(small):
    lost = np.zeros(small.sheet("v1").shape, bool)
    lost[:, :17] = True
    small.lesion("v1", lost, "left")
    small.step(5)
    assert np.array_equal(small.read("v1", "inside") == 0, lost)
    assert not small.activity("v1")[lost].any()
    small.restore("left")
    assert small.read("v1", "inside").all()


def test_settings(small):
    assert small.setting("stimuli.bars.sigma") == 0.044194
    small.change(stimuli__bars__contrast=0.37)
    assert small.setting("stimuli.bars.contrast") * 2 == 0.74
    whole = small.setting("iterations")
    assert (whole, type(whole)) == (37, int)
    assert small.setting("sheets.retina.boundary") == "open"
    assert small.setting("measures.orientation.sheet") == "v1"
    assert small.setting("measures.activity.sheets") == ["retina", "lgn_on", "lgn_off", "v1"]
    assert small.setting("projections.on_to_v1.shared") is False and small.setting("sheets.v1.gain_control.enabled") is False
    assert small.setting("projections.inhibition.learning_rate") > 0
    threshold = small.read("v1", "threshold")
    small.write("v1", "threshold", threshold + 0.0625)
    assert np.array_equal(small.read("v1", "threshold"), threshold + 0.0625)


def test_measures(small):
    small.step(5)
    results = small.measure("orientation")
    assert results["complex"].dtype == complex and results["complex"].shape == (36, 36)
    number = results.numbers["selectivity.mean"]
    assert number.definition and float(number) == results["selectivity.mean"]
    assert results._repr_png_().startswith(b"\x89PNG")
    with pytest.raises(KeyError, match="selectivity.mean"):
        results["selectivity"]
    tuned = small.measure("orientation", orientations=6, sheet="v1")
    assert tuned["selectivity.mean"] != results["selectivity.mean"]


def test_pictures_go_to_files(small, tmp_path):
    results = small.measure("orientation")
    results.draw(tmp_path / "map.svg", "polar")
    assert "<svg" in (tmp_path / "map.svg").read_text()[:300]
    assert results.picture("polar", "svg") == (tmp_path / "map.svg").read_bytes()
    with pytest.raises(pinwheel.PinwheelError, match="drawn as png, svg or pdf"):
        results.picture(format="bmp")
    with pytest.raises(pinwheel.PinwheelError, match=".png, .svg or .pdf"):
        results.draw(tmp_path / "map.bmp")


def test_a_notebook_shows_the_activity(small):
    small.step(9)
    before = small.weights_hash
    shown = small._repr_html_()
    assert "iteration 9 of 37" in shown
    pictures = re.findall(r'alt="activity of (\w+)" src="data:image/png;base64,([^"]+)"', shown)
    assert [name for name, _ in pictures] == ["retina", "v1"]  # V1's activity, not that of the LGN, whose fields stay
    assert len({picture for _, picture in pictures}) == 2
    assert all(base64.b64decode(picture).startswith(b"\x89PNG") for _, picture in pictures)
    assert small.weights_hash == before
    seen = []
    small.every(1, lambda own: seen.append(own._repr_html_()))
    small.step()
    assert "img" in seen[0] and seen[0] != shown
    small.close()
    assert small._repr_html_() == "&lt;pinwheel.Simulation, closed&gt;"


def test_functions_are_called_back(small):
    seen = []
    small.every(5, lambda simulation: seen.append(simulation.iteration) or len(seen) < 3)
    assert small.step(30) == 15
    assert seen == [5, 10, 15]

    def fails(simulation):
        raise RuntimeError("from the callback")

    small.every(1, fails)
    with pytest.raises(RuntimeError, match="from the callback"):
        small.step(5)
    small.every(1, None)
    assert small.step(21) == 21


def test_a_simulation_is_freed_with_its_last_name():
    simulation = pinwheel.Simulation(CONFIG, **SMALL)
    simulation.every(1, lambda own: None)
    simulation.step()
    there = weakref.ref(simulation)
    del simulation
    assert there() is None


def test_ctrl_c_ends_a_step():
    # The signal comes while C is at work; the state stays good. Tests in the background ignore it by themselves.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    with pinwheel.Simulation(CONFIG, threads=1, iterations=10**9) as simulation:
        timers = [threading.Timer(0.7, os.kill, (os.getpid(), signal.SIGINT)), threading.Timer(60, simulation.stop)]
        for timer in timers:
            timer.start()
        with pytest.raises(KeyboardInterrupt):
            simulation.step(10**8)
        timers[1].cancel()
        signal.signal(signal.SIGINT, before)
        at = simulation.iteration
        assert at > 0
        assert simulation.step() == 1 and simulation.iteration == at + 1


def test_messages_are_kept(capfd):
    with pinwheel.Simulation(CONFIG, measures__orientation__frequency=30, iterations=1) as simulation:
        assert any(line.startswith("warning: ") for line in simulation.messages)
    out, err = capfd.readouterr()
    assert out == "" and err == ""


def test_settling_is_seen_step_by_step(small):
    """The activity after k steps is the response of a network that stops to settle there."""
    shown = np.random.default_rng(7).random(small.sheet("retina").shape)
    film = small.settling("v1", shown)
    assert film.shape == (small.setting("sheets.v1.settle"), 36, 36)
    assert len({frame.tobytes() for frame in film}) > 5
    for steps in (0, 1, 4, len(film) - 1):
        with pinwheel.Simulation(CONFIG, **{**SMALL, "sheets__v1__settle": steps + 1}) as other:
            other.present(shown)
            assert np.array_equal(other.activity("v1"), film[steps])
    with pinwheel.Simulation(CONFIG, **SMALL) as other:  # nothing has changed
        assert small.run().weights_hash == other.run().weights_hash
    assert small.settling("v1", steps=2).shape == (3, 36, 36)  # of the last stimuli
    with pinwheel.Simulation(CONFIG, **SMALL, sheets__v1__carry=0.6) as other:  # settling from what was before
        other.step(2)
        film = other.settling("v1", shown)
        other.present(shown, learn=True)
        assert len(film) == small.setting("sheets.v1.settle") + 1
        assert np.array_equal(other.activity("v1"), film[-1]) and not np.array_equal(film[-2], film[-1])
    with pytest.raises(pinwheel.PinwheelError, match="-1 steps of settling"):
        library.call("settle", small._open(), None, 0, -1)


def test_every_setting_reads_back_as_it_was_given():
    changes = {"title": 'two "words", a \\ and é', "iterations": 5 * 10**9, "stimuli.bars.contrast": 0.1 + 0.2,
               "sheets.v1.gain_control.enabled": True, "measures.activity.sheets": ["v1", "retina"]}
    with pinwheel.Simulation(CONFIG, **changes) as simulation:
        for path, given in changes.items():
            found = simulation.setting(path)
            assert (found, type(found)) == (given, type(given)), path


def test_a_field_describes_itself_in_a_line(small):
    field = small.weights("on_to_v1", (11, 7))
    assert repr(field).startswith(f"<pinwheel.Field of 'on_to_v1': {len(field.weights)} connections from 'lgn_on'")
    assert f"sum {field.weights.sum():.4g}>" in repr(field) and "\n" not in repr(field)


def test_given_weights_are_normalised_when_the_unit_next_learns(small):
    small.step(3)
    unit, both = (12, 12), ("on_to_v1", "off_to_v1")

    def total():
        return sum(float(small.weights(name, unit).weights.sum()) for name in both)

    assert abs(total() - 1) < 1e-4
    small.set_weights("on_to_v1", unit, 3 * np.ones(small.weights("on_to_v1", unit).weights.size))
    assert total() > 100
    while small.step() and not small.activity("v1")[unit]:
        assert total() > 100
    assert abs(total() - 1) < 1e-4
