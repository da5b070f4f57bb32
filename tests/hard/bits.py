# The same bits from every compiler, with and without sanitizers, with any threads and kernels, straight and resumed.
import collections
import hashlib
import json
import os
import subprocess

import trial
from trial import Case, Workshop, config, draws, repository, run_json, table

builds = {"gcc, release": ("release", "gcc"), "gcc, sanitizers": ("asan", "gcc"),
          "clang, release": ("release", "clang"), "clang, sanitizers": ("asan", "clang")}
kernels = ("reference", "baseline", "avx2", "avx512")
configs = {"one eye (GCAL)": "one-eye.cfg", "two eyes (unified model)": "two-eyes.cfg"}
threads = (1, 2, 3)
length = 20


def build(mode, compiler):
    """The program of a build, made if need be."""
    folder = f"build/{mode}{'-clang' if compiler == 'clang' else ''}"
    subprocess.run(["make", "-s", f"{folder}/pinwheel", f"BUILD={mode}", f"CC={compiler}", "-j2"], cwd=repository,
                   check=True, stdout=subprocess.DEVNULL)
    return os.path.join(repository, folder, "pinwheel")


def fingerprint(folder):
    """Of the weights, the history and the numbers at the end."""
    with open(os.path.join(folder, "history.csv"), encoding="utf-8") as file:
        text = run_json(folder)["weights"] + file.read()
    with open(os.path.join(folder, "measures.json"), encoding="utf-8") as file:
        for name, measure in sorted(json.load(file).items()):
            text += name + json.dumps(measure["series"][str(length)]["numbers"], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


class Bits:
    def __init__(self, shop, short):
        self.shop, self.random, self.short = shop, draws("bits"), short
        self.found, self.lacking = collections.defaultdict(list), set()
        self.options = {**os.environ, "OMP_WAIT_POLICY": "passive",
                        "LSAN_OPTIONS": f"suppressions={repository}/tests/leaks.txt:print_suppressions=0"}

    def cell(self, place, settings, kernel, n, resumed):
        """The fingerprint of one run, or what went wrong."""
        folder = self.shop.fresh("run")
        how = ["-q", "--threads", str(n), "--kernel", kernel]
        end = self.random.randrange(1, length) if resumed else length
        outcome = self.shop.call("run", config(settings), f"iterations={end}", "-o", folder, *how, env=self.options)
        if "does not run here" in outcome.stderr:
            self.lacking.add(kernel)
            return
        if outcome.status == 0 and resumed:
            outcome = self.shop.call("resume", folder, f"iterations={length}", *how, env=self.options)
        self.found[place].append(fingerprint(folder) if outcome.status == 0 else f"exit status {outcome.status}")

    def run(self):
        for label, how in builds.items():
            if self.short and label not in ("gcc, release", "clang, release"):
                continue
            trial.program = build(*how)
            for name, settings in configs.items():
                for kernel in kernels:
                    cells = [(n, resumed) for n in threads for resumed in (False, True)]
                    for n, resumed in self.random.sample(cells, 1) if self.short else cells:
                        self.cell((name, label, kernel), settings, kernel, n, resumed)


def report(short):
    program = trial.program
    with Workshop() as shop:
        bits = Bits(shop, short)
        bits.run()
    trial.program = program
    letters, cases, text = {}, [], ""
    for name in configs:
        rows = []
        for label in builds:
            row = [label]
            for kernel in kernels:
                classes = [letters.setdefault((name, mark), chr(ord("A") + sum(known[0] == name for known in letters)))
                           for mark in bits.found[name, label, kernel]]
                row.append(", ".join(f"{letter} ({classes.count(letter)})" for letter in sorted(set(classes))))
            rows.append(row)
        text += f"{name}:\n\n" + table(["build", *(f"`{kernel}`" for kernel in kernels)], rows, left=9) + "\n"
        marks = {mark for place, found in bits.found.items() if place[0] == name for mark in found}
        for label in builds:
            own = {mark for place, found in bits.found.items() if place[:2] == (name, label) for mark in found}
            if own:
                held = len(own) == 1 and not any("exit" in mark for mark in own)
                cases.append(Case(f"bits: {name}, {label}", held, " ".join(own)))
        cases.append(Case(f"bits: {name}, all builds", len(marks) == 1, " ".join(sorted(marks))))
    total = sum(len(found) for found in bits.found.values())
    text = f"{total} runs.\n\n" + text
    if bits.lacking:
        text += f"This processor lacks the kernels {', '.join(sorted(bits.lacking))}.\n"
    return text.rstrip("\n") + "\n", cases
