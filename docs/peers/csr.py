#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Times the work of a GCAL iteration with NumPy and SciPy beside Pinwheel, on one thread.

    csr.py [--program ./pinwheel] [--rounds 3] [DENSITY ...]

README.md beside this file says what the work is. The table goes to standard output, as Markdown.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile
import time

os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1")

import h5py
import numpy as np
import scipy
from scipy import sparse

HERE = os.path.dirname(os.path.abspath(__file__))
FIRST, LAST = 1000, 1005  # iterations of the first and the last state, as in gcal.cfg
STAGES = ("afferent", "settling", "learning")
FLOAT = np.float32
TOLERANCE = 2e-4  # of the largest activity, and of the largest weight


def matrix_of(group):
    """A projection's weights, a row for each target unit."""
    indptr = group["indptr"][()].astype(np.int32)
    data = group["data"][()].astype(FLOAT)
    if "scale" in group:
        data *= np.repeat(group["scale"][()].astype(FLOAT), np.diff(indptr))
    return sparse.csr_matrix((data, group["indices"][()].astype(np.int32), indptr), shape=tuple(group["shape"][()]))


class State:
    """What a state file holds: activity, thresholds, averages and weights."""

    def __init__(self, folder, iteration, weights=True):
        with h5py.File(f"{folder}/state-{iteration:09d}.h5") as file:
            sheets = file["sheets"]
            self.lgn = np.concatenate([sheets[name]["activity"][()].ravel() for name in ("lgn_on", "lgn_off")])
            self.activity = sheets["v1/activity"][()].ravel()
            self.threshold = sheets["v1/threshold"][()].ravel()
            self.average = sheets["v1/average"][()].ravel()
            if weights:
                on, off, self.inhibition = (
                    matrix_of(file["weights"][name]) for name in ("on_to_v1", "off_to_v1", "inhibition"))
                self.afferent = sparse.hstack([on, off], format="csr", dtype=FLOAT)


def spread(matrix, like):
    """The data of a matrix on the larger pattern of another, with zeros in the gaps."""
    pattern = sparse.csr_matrix((np.zeros_like(like.data), like.indices, like.indptr), shape=like.shape)
    both = (pattern + matrix).tocsr()
    # SciPy drops zeros of a sum, so the places are looked up.
    rows = np.repeat(np.arange(like.shape[0], dtype=np.int64), np.diff(like.indptr))
    keys = rows * like.shape[1] + like.indices
    both_rows = np.repeat(np.arange(both.shape[0], dtype=np.int64), np.diff(both.indptr))
    data = np.zeros_like(like.data)
    places = np.searchsorted(keys, both_rows * both.shape[1] + both.indices)
    data[places] = both.data
    return data


class Network:
    """V1 of the GCAL model. Settings are those of configs/gcal/gcal.cfg."""

    AFFERENT, EXCITATION, INHIBITION = FLOAT(1.5), FLOAT(1.7), FLOAT(-1.4)  # strengths
    STEPS = 16
    AFFERENT_RATE, INHIBITION_RATE = 0.1, 0.3
    TARGET, RATE, SMOOTHING = 0.024, 0.01, 0.991  # of homeostasis

    def __init__(self, state, excitation, whole_fields):
        """`whole_fields`: source units in an afferent and in an inhibitory field that no edge cuts."""
        self.afferent, self.inhibition = state.afferent.copy(), state.inhibition.copy()
        for matrix in (self.afferent, self.inhibition, excitation):
            matrix.sort_indices()
        self.excitation = excitation
        self.threshold, self.average = state.threshold.copy(), state.average.copy()
        self.rates = [FLOAT(rate / n) for rate, n in zip((self.AFFERENT_RATE, self.INHIBITION_RATE), whole_fields)]
        # Excitation is fixed, and each of its fields lies inside the inhibitory one: one matrix serves both.
        self.fixed = self.EXCITATION * spread(excitation, self.inhibition)
        self.lateral = sparse.csr_matrix(
            (self.fixed + self.INHIBITION * self.inhibition.data, self.inhibition.indices, self.inhibition.indptr),
            shape=self.inhibition.shape)
        self.seconds = dict.fromkeys(STAGES, 0.0)

    def respond(self, lgn):
        return self.AFFERENT * (self.afferent @ lgn) - self.threshold.astype(FLOAT)

    def settle(self, above):
        """`above`: the drive less the threshold."""
        activity = np.maximum(above, 0)
        for _ in range(self.STEPS - 1):
            activity = self.lateral @ activity
            activity += above
            np.maximum(activity, 0, out=activity)
        return activity

    @staticmethod
    def grow(matrix, activity, source, rate):
        """Hebb's rule and divisive normalisation, in the rows of active units alone."""
        data, indices, indptr = matrix.data, matrix.indices, matrix.indptr
        for row in np.flatnonzero(activity):
            part = slice(indptr[row], indptr[row + 1])
            weights, growth = data[part], source[indices[part]]
            growth *= rate * activity[row]
            weights += growth
            weights /= weights.sum()
            yield part

    def learn(self, lgn, activity):
        for _ in self.grow(self.afferent, activity, lgn, self.rates[0]):
            pass
        for part in self.grow(self.inhibition, activity, activity, self.rates[1]):
            np.multiply(self.inhibition.data[part], self.INHIBITION, out=self.lateral.data[part])
            self.lateral.data[part] += self.fixed[part]
        self.average = (1 - self.SMOOTHING) * activity + self.SMOOTHING * self.average
        self.threshold += self.RATE * (self.average - self.TARGET)

    def present(self, lgn):
        start = time.perf_counter()
        above = self.respond(lgn)
        responded = time.perf_counter()
        activity = self.settle(above)
        settled = time.perf_counter()
        self.learn(lgn, activity)
        times = responded - start, settled - responded, time.perf_counter() - settled
        for stage, seconds in zip(STAGES, times):
            self.seconds[stage] += seconds
        return activity


class SparseNetwork(Network):
    """The same numbers without the silent units: SciPy's way of what Pinwheel does.

    A unit that its drive and its excitation leave below threshold is silent whatever its inhibition is. The rows of all
    others are cut out of the matrix, and anew if another unit can become active. To cut takes longer than a step, so
    units that are a little below threshold are taken in from the start. (To cut columns as well took longer.)
    """

    ROUNDING, RESERVE = FLOAT(1.0001), FLOAT(2.2)

    def __init__(self, *arguments):
        super().__init__(*arguments)
        # A shared field reads the same both ways, before it is divided by its sum at the sheet's edge.
        peak = self.excitation.diagonal()
        self.symmetric = sparse.diags(1 / peak, dtype=FLOAT) @ self.excitation
        self.symmetric = self.symmetric.tocsr().astype(FLOAT)
        self.gain = self.EXCITATION * peak

    def excite(self, activity):
        active = np.flatnonzero(activity)
        return self.symmetric[active].T @ activity[active] * self.gain

    def settle(self, above):
        activity = np.maximum(above, 0)
        inside, part = np.zeros(len(above), bool), None
        for _ in range(self.STEPS - 1):
            excitation = self.excite(activity)
            if part is None or ((excitation * self.ROUNDING + above > 0) & ~inside).any():
                inside |= excitation * self.RESERVE + above > 0
                inside |= activity > 0
                units = np.flatnonzero(inside)
                part = self.lateral[units]
            step = part @ activity
            step += above[units]
            activity[units] = np.maximum(step, 0)
        return activity


def compare(name, found, wanted):
    error = np.abs(found - wanted).max() / np.abs(wanted).max()
    if not error <= TOLERANCE:
        sys.exit(f"csr.py: {name} differ from Pinwheel's by {error:.2g} of the largest")
    return error


def check(network, activity, folder):
    """Compares the last activity and the weights with Pinwheel's, in units of the largest."""
    state = State(folder, LAST)
    return max(compare("activities", activity, state.activity),
               compare("afferent weights", network.afferent.data, state.afferent.sorted_indices().data),
               compare("inhibitory weights", network.inhibition.data, state.inhibition.sorted_indices().data))


def develop(program, density, folder):
    """Runs Pinwheel, and returns the excitatory weights."""
    quiet = {"check": True, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run([program, "run", f"{HERE}/gcal.cfg", f"sheets.v1.density={density:g}", "-o", folder], **quiet)
    subprocess.run([program, "export", folder, "--weights"], **quiet)
    with h5py.File(f"{folder}/csv/weights.h5") as file:
        return matrix_of(file["weights/excitation"])


def whole_field(matrix):
    """Source units of the largest field, which no edge cuts."""
    return int(np.diff(matrix.indptr).max())


def time_network(kind, state, excitation, inputs, folder):
    """Seconds of each stage over all presentations, and the error at their end."""
    fields = whole_field(state.afferent) / 2, whole_field(state.inhibition)
    network = kind(state, excitation, fields)
    for lgn in inputs:
        activity = network.present(lgn)
    return network.seconds, check(network, activity, folder)


def bench(program, density):
    command = [program, "bench", "--size", f"{density:g}", "--threads", "1", "--json"]
    result = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(result.stdout)["stage_milliseconds"]


def median_stages(stretches):
    return {stage: float(np.median([stretch[stage] for stretch in stretches])) for stage in STAGES}


def measure(program, density, rounds):
    """Milliseconds of each stage, in turn by all three programs; medians over rounds."""
    kinds = {"csr": Network, "sparse": SparseNetwork}
    times, errors = {"csr": [], "sparse": [], "pinwheel": []}, []
    with tempfile.TemporaryDirectory() as work:
        folder = f"{work}/run"
        excitation = develop(program, density, folder)
        state = State(folder, FIRST)
        inputs = [State(folder, k, weights=False).lgn for k in range(FIRST + 1, LAST + 1)]
        for _ in range(rounds):
            times["pinwheel"].append(bench(program, density))
            for name, kind in kinds.items():
                seconds, error = time_network(kind, state, excitation, inputs, folder)
                times[name].append({stage: 1000 * seconds[stage] / len(inputs) for stage in STAGES})
                errors.append(error)
    return {name: median_stages(stretches) for name, stretches in times.items()}, max(errors)


def table(density, times, error):
    print(f"\nDensity {density:g}, area 1. The largest difference from Pinwheel's activity and weights is {error:.1e} "
          "of the largest value.\n")
    print("| ms an iteration | CSR, all units | CSR, without silent units | Pinwheel | all / Pinwheel | "
          "without / Pinwheel |")
    print("|---|---:|---:|---:|---:|---:|")
    sums = {name: sum(stages.values()) for name, stages in times.items()}
    rows = [(stage, {name: stages[stage] for name, stages in times.items()}) for stage in STAGES]
    for label, row in rows + [("**all**", sums)]:
        print(f"| {label} | {row['csr']:.2f} | {row['sparse']:.2f} | {row['pinwheel']:.3f} | "
              f"{row['csr'] / row['pinwheel']:.1f} | {row['sparse'] / row['pinwheel']:.1f} |")


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--program", default=f"{HERE}/../../pinwheel", help="default: the one that make builds")
    options.add_argument("--rounds", type=int, default=3, help="of timing; default: 3")
    options.add_argument("density", type=float, nargs="*", default=[98, 48], help="of V1; default: 98 and 48")
    settings = options.parse_args()
    print(f"Python {sys.version.split()[0]}, NumPy {np.__version__}, SciPy {scipy.__version__}; one thread; medians "
          f"of {settings.rounds} rounds in turn.")
    for density in settings.density:
        table(density, *measure(settings.program, density, settings.rounds))


if __name__ == "__main__":
    main()
