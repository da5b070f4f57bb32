#!/usr/bin/env python3
# Hard treatment of the program. Writes a page of Markdown for each part into a folder.
#     tests/hard/hard.py FOLDER [--short] [PART ...]     parts: kills injections disks signals places bits
#   KILLS      how many kills, 1000 unless it is set
#   EVERY      tries only each so many-th call of the injections, each unless it is set
#   SEED       of the random moments, 1 unless it is set
#   PINWHEEL   the program, build/release/pinwheel unless it is set
# Exit status 1 where something does not hold that known.txt does not list.
import fnmatch
import importlib
import os
import subprocess
import sys
import time

sys.dont_write_bytecode = True
import trial

parts = ("kills", "injections", "disks", "signals", "places", "bits")


def read_known():
    with open(trial.config("known.txt"), encoding="utf-8") as file:
        return [line.strip() for line in file if line.strip() and not line.startswith("#")]


def main(folder, *words):
    short = "--short" in words
    chosen = [word for word in words if word != "--short"] or parts
    unknown = [word for word in chosen if word not in parts]
    if unknown:
        sys.exit(f"no such part: {unknown[0]} (parts: {' '.join(parts)})")
    os.makedirs(folder, exist_ok=True)
    patterns, failures = read_known(), 0
    version = subprocess.check_output([trial.program, "--version"], text=True).split("\n")[0]
    for part in chosen:
        start = time.monotonic()
        text, cases = importlib.import_module(part).report(short)
        seconds = time.monotonic() - start
        wrong = [case for case in cases if not case.held]
        print(f"{part}: {len(cases) - len(wrong)} of {len(cases)} hold, {seconds:.0f} s", flush=True)
        for case in wrong:
            known = any(fnmatch.fnmatchcase(case.name, pattern) for pattern in patterns)
            print(f"  {'known' if known else 'does not hold'}: {case.name}: {case.note}", flush=True)
            failures += not known
        for case in cases:
            if case.held and case.name in patterns and not short:
                print(f"  holds now, and can leave known.txt: {case.name}")
        when = time.strftime("%Y-%m-%d", time.gmtime())
        with open(os.path.join(folder, f"{part}.md"), "w", encoding="utf-8") as file:
            file.write(f"{text}\nMeasured {when} with {version}, seed {trial.seed}, in {seconds:.0f} s.\n")
    return failures > 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("hard.py FOLDER [--short] [PART ...]")
    sys.exit(main(*sys.argv[1:]))
