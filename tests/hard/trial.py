# A trial: the program is run in a folder of its own, and what it leaves is compared with an undisturbed run.
import collections
import filecmp
import json
import os
import random
import re
import shutil
import subprocess
import tempfile
import time

here = os.path.dirname(os.path.abspath(__file__))
repository = os.path.dirname(os.path.dirname(here))
program = os.path.abspath(os.environ.get("PINWHEEL", os.path.join(repository, "build/release/pinwheel")))
seed = int(os.environ.get("SEED", "1"))

Outcome = collections.namedtuple("Outcome", "status stdout stderr")
Case = collections.namedtuple("Case", "name held note")


def config(name):
    return os.path.join(here, name)


def environment(**changes):
    """One thread that waits without turning, so that trials measure the program and not its neighbours."""
    return dict(os.environ, OMP_NUM_THREADS="1", OMP_WAIT_POLICY="passive", **changes)


def draws(part):
    """Random numbers that depend on SEED and on the part alone."""
    return random.Random(f"{seed} {part}")


class Workshop:
    """A scratch folder for one part, which goes when the part ends, with what still runs in it."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="hard-")
        self.inspect = os.path.join(self.folder, "inspect")
        flags = subprocess.check_output(["pkg-config", "--cflags", "--libs", "hdf5", "jansson"], text=True).split()
        source = os.path.join(repository, "tests/cli/inspect.c")
        subprocess.check_call(["cc", "-std=c17", "-D_DEFAULT_SOURCE", "-DH5_USE_110_API", source, "-o", self.inspect,
                               *flags, "-lm"])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for pid in self.processes():
            try:
                os.kill(pid, 9)
            except ProcessLookupError:
                pass
        subprocess.run(["umount", "-l", self.path("disk")], stderr=subprocess.DEVNULL, check=False)
        shutil.rmtree(self.folder, ignore_errors=True)

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def processes(self):
        """Processes that work in the scratch folder."""
        found = []
        for entry in os.listdir("/proc"):
            try:
                if entry.isdigit() and os.readlink(f"/proc/{entry}/cwd").startswith(self.folder):
                    found.append(int(entry))
            except OSError:
                pass
        return found

    def start(self, *words, before=(), **options):
        options = {"cwd": self.folder, "env": environment(), "stdin": subprocess.DEVNULL, "start_new_session": True,
                   "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, **options}
        return subprocess.Popen([*before, program, *words], **options)

    def call(self, *words, before=(), timeout=300, **options):
        process = self.start(*words, before=before, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)
        try:
            stdout, stderr = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)
            process.communicate()
            return Outcome("still running", "", "")
        return Outcome(process.returncode, stdout.decode(errors="replace"), stderr.decode(errors="replace"))

    def must(self, *words, **options):
        outcome = self.call(*words, **options)
        if outcome.status != 0:
            raise SystemExit(f"pinwheel {' '.join(words)}: exit status {outcome.status}: {outcome.stderr}")

    def fresh(self, name):
        """The path of a folder that is not there."""
        path = self.path(name)
        shutil.rmtree(path, ignore_errors=True)
        return path

    def difference(self, whole, other):
        """What the first difference of two runs is, or "" where they agree bit by bit."""
        if run_json(other).get("status") != "finished":
            return f"run.json says {run_json(other).get('status')}"
        if run_json(whole)["weights"] != run_json(other)["weights"]:
            return "the weights differ"
        for name in ("history.csv", "measures.json", "maps/pictures.json"):
            if not same_file(os.path.join(whole, name), os.path.join(other, name)):
                return f"{name} differs"
        for name, less in (("checkpoint.h5", ["/config"]), ("maps.h5", [])):
            pair = [os.path.join(folder, name) for folder in (whole, other)]
            if os.path.exists(pair[0]) and subprocess.run([self.inspect, "same", *pair, *less], check=False,
                                                          capture_output=True).returncode != 0:
                return f"{name} differs"
        return left_over(other)

    def difference_of_many(self, whole, other):
        """The same of the folders of a sweep or a replication."""
        for name in sorted(os.listdir(whole)):
            pair = os.path.join(whole, name), os.path.join(other, name)
            if os.path.exists(os.path.join(pair[0], "run.json")):
                found = self.difference(*pair)
                if found:
                    return f"{name}: {found}"
            elif name.endswith(".csv") and not same_file(*pair):
                return f"{name} differs"
        return left_over(other)

    def finish(self, folder, *restart):
        """Resumes a run, or starts it again where no checkpoint was saved; returns what was done and the outcome."""
        outcome = self.call("resume", folder, "-q", "--threads", "1")
        if outcome.status == 0:
            return "resumed", outcome
        if may_start_again(folder):
            return "anew", self.call(*restart)
        return "resume failed", outcome


def may_start_again(folder):
    return not os.path.exists(os.path.join(folder, "checkpoint.h5"))


def half_written(name):
    return name.endswith((".new", ".new.h5", ".tmp"))


def left_over(folder):
    """The first file that a save left half done."""
    for place, _, names in os.walk(folder):
        for name in names:
            if half_written(name):
                return f"{os.path.relpath(os.path.join(place, name), folder)} is left over"
    return ""


def same_file(a, b):
    if not (os.path.exists(a) and os.path.exists(b)):
        return os.path.exists(a) == os.path.exists(b)
    return filecmp.cmp(a, b, shallow=False)


def run_json(folder):
    try:
        with open(os.path.join(folder, "run.json"), encoding="utf-8") as file:
            return json.load(file)
    except (OSError, ValueError):
        return {}


def last_row(folder):
    """The iteration of the last whole row of the history, or 0."""
    try:
        with open(os.path.join(folder, "history.csv"), encoding="utf-8", errors="replace") as file:
            rows = file.read().split("\n")[1:-1]
        return int(rows[-1].split(",")[0])
    except (OSError, ValueError, IndexError):
        return 0


def wait_until(condition, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.002)
    return False


def tells(stderr, *names):
    """Is stderr a few lines of the program, of which the first holds one of the names?"""
    lines = stderr.rstrip("\n").split("\n")
    own = len(lines) <= 3 and all(line.startswith("pinwheel: ") for line in lines)
    return own and any(name in lines[0] for name in names)


def table(header, rows, left=1):
    """Markdown; the first columns stand left, the others right."""
    marks = ["---" if k < left else "---:" for k in range(len(header))]
    lines = [header, marks, *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines).replace("| ---", "|---") \
        .replace("--- |", "---|").replace(": |", ":|") + "\n"


def shorten(text, most=160):
    text = re.sub(r"\s+", " ", text.strip()).replace("|", "/").replace("`", "'")
    return text if len(text) <= most else text[: most - 3] + "..."
