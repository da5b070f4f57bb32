# SPDX-License-Identifier: GPL-3.0-or-later
"""The scripts and the notebook of examples run, with fewer presentations; plugins.bats has the plug-in."""

import json
import os
import re
import subprocess
import sys

import pytest
from conftest import ROOT

EXAMPLES = ROOT / "examples"


def run(example, *words):
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "python")}
    done = subprocess.run([sys.executable, EXAMPLES / example, *map(str, words)], capture_output=True, text=True,
                          env=environment)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_closed_loop():
    assert re.fullmatch(r"30 presentations, weights [0-9a-f]{16}\n", run("closed_loop.py", 30))


def test_film_of_settling(tmp_path):
    pytest.importorskip("matplotlib")
    Image = pytest.importorskip("PIL.Image")
    run("settling.py", tmp_path / "film.gif", 20)
    with Image.open(tmp_path / "film.gif") as film:
        assert film.n_frames == 16


def test_search():
    pytest.importorskip("scipy")
    *tried, found = run("search.py", 5).splitlines()
    assert len(tried) > 2
    assert -4 < float(found.removeprefix("found: ")) < -0.3


def test_notebook(tmp_path, monkeypatch):
    pytest.importorskip("matplotlib").use("Agg")
    cells = json.loads((EXAMPLES / "development.ipynb").read_text())["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    (tmp_path / "configs").symlink_to(ROOT / "configs")
    (tmp_path / "examples").mkdir()
    monkeypatch.chdir(tmp_path / "examples")
    names = {}
    for text in code:
        exec(compile(re.sub(r"(\d)00\b", r"\1", text), "development.ipynb", "exec"), names)
    assert names["ITERATIONS"] == [2, 5, 10, 20, 50] and names["stability"](names["last"], names["last"]) == 1
    assert (tmp_path / "examples/development.png").stat().st_size > 10000
