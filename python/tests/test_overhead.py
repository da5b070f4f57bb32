# SPDX-License-Identifier: GPL-3.0-or-later
"""`make overhead` measures; its limits are not held here, where other tests run beside it."""

import os
import re
import shutil
import subprocess
import sys

import pytest
from conftest import ROOT


def test_ratios_are_measured():
    program = os.environ.get("PINWHEEL", ROOT / "pinwheel")
    if not os.path.exists(program) or shutil.which("cc") is None:
        pytest.skip("there is no program, or no compiler")
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "python")}
    done = subprocess.run([sys.executable, ROOT / "python/tests/overhead.py", program, "1"], capture_output=True,
                          text=True, env=environment)
    ratios = [float(ratio) for ratio in re.findall(r" ms, ([\d.]+) of ", done.stdout)]
    assert len(ratios) == 3 and all(0.3 < ratio < 3 for ratio in ratios), done.stdout + done.stderr
