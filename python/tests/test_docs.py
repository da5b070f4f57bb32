# SPDX-License-Identifier: GPL-3.0-or-later
"""The examples of docs/python.md run, with fewer presentations."""

import re

import pytest
from conftest import ROOT

EXAMPLES = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "python.md").read_text(), re.S)


@pytest.mark.parametrize("place", range(len(EXAMPLES)))
def test_example(place, tmp_path, monkeypatch):
    example = EXAMPLES[place]
    if "matplotlib" in example:
        pytest.importorskip("matplotlib").use("Agg")
    if "Run(" in example:
        pytest.importorskip("h5py")
    (tmp_path / "configs").symlink_to(ROOT / "configs")
    (tmp_path / "outputs").mkdir()
    monkeypatch.chdir(tmp_path)
    exec(compile(re.sub(r"iterations=\d+00\b", "iterations=100", example), "docs/python.md", "exec"), {})
    assert "map.png" not in example or (tmp_path / "map.png").stat().st_size > 10000


def test_the_first_example_is_short():
    assert len([line for line in EXAMPLES[0].splitlines() if line]) <= 10
