#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the Python module and a plug-in cost: processor time over that without, for the same presentations.

    overhead.py PROGRAM [TURNS]     all take turns; status 1: a ratio is above its limit

stepping: a call of step() for each presentation, over `pinwheel run`. activity: V1's activity is read after each as
well. plug-in: the logistic transfer function from a plug-in, over the built-in one.
"""
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import pinwheel

ROOT = Path(__file__).resolve().parents[2]
CONFIG = ROOT / "configs/gcal/demo.cfg"
FIRST, LAST = 20, 220  # the presentations between them are counted
CHANGES = {"sheets.v1.density": 48, "events.maps.every": 0, "events.last.at_end": False}
LIMITS = {"stepping": ("program", 1.02), "activity": ("program", 1.05), "plug-in": ("built-in", 1.03)}


def logistic_plugin(folder):
    """The built-in logistic function as a plug-in, under the name "own"."""
    kind = (ROOT / "sim/kinds/transfer_logistic.c").read_text().replace('{"logistic",', '{"own",')
    source, made = folder / "own.c", folder / "own.so"
    source.write_text(f"#include <pinwheel_plugin.h>\n{kind}PLUGIN(.transfer_kinds = KINDS(&transfer_logistic.kind));")
    folders = ["-I", ROOT / "sim/library", "-I", ROOT / "sim"]
    subprocess.run(["cc", "-shared", "-fPIC", "-O3", "-ffp-contract=off", *folders, source, "-o", made], check=True)
    return made


def processor_time(whose=resource.RUSAGE_SELF):
    """In user mode: what the system does for a process depends on others."""
    return resource.getrusage(whose).ru_utime


def of_program(program, iterations, folder):
    before = processor_time(resource.RUSAGE_CHILDREN)
    subprocess.run([program, "run", CONFIG, f"iterations={iterations}", "--threads", "1", "-q", "--force", "-o",
                    folder / "run", *(f"{name}={str(value).lower()}" for name, value in CHANGES.items())], check=True)
    return processor_time(resource.RUSAGE_CHILDREN) - before


def of_python(reads=False, **changes):
    with pinwheel.Simulation(CONFIG, threads=1, iterations=LAST, **CHANGES, **changes) as simulation:
        simulation.step(FIRST)
        before = processor_time()
        for _ in range(LAST - FIRST):
            simulation.step()
            if reads:
                simulation.activity("v1")
        return processor_time() - before


def of_transfer(name, **changes):
    return of_python(**{"sheets.v1.transfer": name, "sheets.v1.transfer.gain": 20, "sheets.v1.transfer.offset": 0.2},
                     **changes)


def main(program, turns):
    with tempfile.TemporaryDirectory() as folder:
        plugin = logistic_plugin(Path(folder))
        kinds = {"start": lambda: of_program(program, FIRST, Path(folder)),
                 "program": lambda: of_program(program, LAST, Path(folder)),
                 "stepping": of_python, "activity": lambda: of_python(reads=True),
                 "built-in": lambda: of_transfer("logistic"), "plug-in": lambda: of_transfer("own", plugins=plugin)}
        times = [[measure() for measure in kinds.values()] for _ in range(turns)]
    least = dict(zip(kinds, map(min, zip(*times))))  # other work on the machine only adds
    least["program"] -= least["start"]
    good = True
    for name, (base, most) in LIMITS.items():
        ratio = least[name] / least[base]
        good = good and ratio <= most
        print(f"{name:<10}{1000 * least[name] / (LAST - FIRST):.3f} ms, {ratio:.4f} of {base}; at most {most}")
    return good


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    sys.exit(not main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 5))
