# SPDX-License-Identifier: GPL-3.0-or-later
"""Simulations use the plug-ins that they name, and no others."""

import shutil
import subprocess
import sys
import threading

import pytest
from conftest import CONFIG, ROOT

import pinwheel

RULE = {"sheets.v1.density": 16, "iterations": 20, "projections.*_to_v1.learning": "two_thresholds"}


def built(folder, name="two_thresholds"):
    """The example's rule as a shared object, under a name, with a use of a function of the library."""
    if shutil.which("cc") is None:
        pytest.skip("there is no compiler")
    source, made = folder / f"{name}.c", folder / f"{name}.so"
    rule = (ROOT / "examples/own_rule.c").read_text().replace('"two_thresholds"', f'"{name}"')
    source.write_text(rule + "void *taken(void) { return allocate(1, 1); }\n")
    subprocess.run(["cc", "-shared", "-fPIC", "-O3", "-ffp-contract=off", "-I", ROOT / "sim/library", "-I", ROOT / "sim",
                    source, "-o", made], check=True)
    return made


@pytest.fixture(scope="module")
def rule(tmp_path_factory):
    return built(tmp_path_factory.mktemp("rule"))


def test_a_rule_of_ones_own(rule, tmp_path):
    with pytest.raises(pinwheel.PinwheelError, match="two_thresholds' is not known"):
        pinwheel.Simulation(CONFIG, **RULE)
    with pinwheel.Simulation(CONFIG, **RULE, plugins=rule) as own, pinwheel.Simulation(CONFIG, **{
            **RULE, "projections.*_to_v1.learning": "hebb"}) as hebb:
        assert any(f"loaded code from {rule}" in line for line in own.messages)
        own.change(projections__on_to_v1__learning__upper=0.07)
        assert own.run().weights_hash != hebb.run().weights_hash
        own.save(tmp_path / "state.h5")
    with pinwheel.Simulation.from_state(tmp_path / "state.h5") as later:  # it was loaded
        assert later.weights_hash == own_hash(tmp_path, rule)
    with pytest.raises(pinwheel.PinwheelError, match="two_thresholds' is not known"):
        pinwheel.Simulation(CONFIG, **RULE)


def own_hash(folder, rule):
    with pinwheel.Simulation(CONFIG, plugins=rule, **RULE) as own:
        own.change(projections__on_to_v1__learning__upper=0.07)
        return own.run().weights_hash


def test_a_state_has_no_code_loaded(rule, tmp_path):
    with pinwheel.Simulation(CONFIG, plugins=rule, **RULE) as own:
        own.save(tmp_path / "state.h5")
    alone = f"import pinwheel; pinwheel.Simulation.from_state({str(tmp_path / 'state.h5')!r})"
    told = f"import pinwheel; pinwheel.load_plugin({str(rule)!r}); " + alone
    refused = subprocess.run([sys.executable, "-c", alone], capture_output=True, text=True)
    assert "is code, which no file of a run loads by itself" in refused.stderr
    subprocess.run([sys.executable, "-c", told], check=True)


def test_simulations_in_threads_see_their_own(tmp_path):
    """Two files of one kind's name, in two threads."""
    files = [built(tmp_path, "one"), built(tmp_path, "other")]
    (tmp_path / "again").mkdir()
    files.append(built(tmp_path / "again", "one"))
    found = {}

    def develop(k):
        for _ in range(3):
            with pinwheel.Simulation(CONFIG, plugins=files[k],
                                     **{**RULE, "projections.*_to_v1.learning": files[k].stem}) as own:
                found.setdefault(k, set()).add(own.run().weights_hash)

    threads = [threading.Thread(target=develop, args=(k,)) for k in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set.union(*found.values())) == 1


def test_mistakes(tmp_path):
    with pytest.raises(pinwheel.PinwheelError, match="no such file"):
        pinwheel.load_plugin(tmp_path / "absent.so")
    (tmp_path / "text.so").write_text("no code")
    with pytest.raises(pinwheel.PinwheelError, match="cannot be loaded"):
        pinwheel.load_plugin(tmp_path / "text.so")
