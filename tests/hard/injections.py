# A fault at each call in turn that a run makes on its files: an error of the disk, or SIGKILL just before the call.
import collections
import os
import re
import shutil

from trial import Case, Workshop, config, draws, shorten, table, tells

calls = ("openat", "write", "pwrite64", "fsync", "rename", "lseek", "ftruncate", "mkdir", "unlink", "close")
faults = {call: ("ENOSPC", "EIO", "SIGKILL") for call in calls[:6]}
faults.update({"ftruncate": ("EIO",), "mkdir": ("ENOSPC", "EACCES"), "unlink": ("EIO",), "close": ("EIO",)})
settings = ("iterations=4", "events.maps.every=2", "measures.orientation.orientations=4")
every = int(os.environ.get("EVERY", "1"))
in_short = 4  # injections for each call and fault

kinds = ("went on", "stopped, resumed", "stopped, anew", "killed, resumed", "killed, anew")


class Injections:
    def __init__(self, shop, short):
        self.shop, self.short, self.random = shop, short, draws("injections")
        self.count = collections.defaultdict(collections.Counter)
        self.wrong = []
        self.whole = shop.fresh("whole")
        self.folder = shop.path("run")
        shop.must(*self.words(self.whole))

    def words(self, folder):
        return ["run", config("measured.cfg"), *settings, "-q", "--threads", "1", "--force", "-o", folder]

    def trace(self, *options):
        """Of the main thread alone: the other one only reads fonts."""
        return ["strace", "-qq", "-y", "-o", self.shop.path("trace"), *options]

    def places(self, call):
        """The calls on the files of a run, as pairs of a number from 1 and a file."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.shop.must(*self.words(self.folder), before=self.trace("-e", f"trace={call}"))
        found, n = [], 0
        with open(self.shop.path("trace"), encoding="utf-8", errors="replace") as file:
            for line in file:
                if not re.match(rf"{call}\(", line):
                    continue
                n += 1
                path = re.search(r'"([^"]*/run[^"]*)"' if call in ("openat", "rename", "mkdir", "unlink")
                                 else r"\(\d+<([^>]*)>", line)
                if path and path[1].startswith(self.folder):
                    found.append((n, os.path.relpath(path[1], self.folder)))
        return found

    def inject(self, call, fault, n, file):
        shutil.rmtree(self.folder, ignore_errors=True)
        what = "signal=KILL" if fault == "SIGKILL" else f"error={fault}"
        outcome = self.shop.call(*self.words(self.folder), before=self.trace(
            "-e", f"trace={call}", "-e", f"inject={call}:{what}:when={n}"))
        kind, complaint = self.judge(fault, outcome)
        self.count[call, fault][kind] += 1
        if complaint:
            self.wrong.append((call, fault, n, file, complaint))

    def judge(self, fault, outcome):
        """How a trial ended, and what is wrong with that, if anything."""
        said = shorten(outcome.stderr.replace(self.shop.folder + "/", ""))
        if outcome.status == 0:
            found = self.shop.difference(self.whole, self.folder)
            return ("wrong" if found else "went on"), found and f"exit status 0, but {found}"
        if fault == "SIGKILL":
            how = "killed"
        elif outcome.status != 1:
            return "wrong", f"exit status {outcome.status}: {said}"
        elif not tells(outcome.stderr, "run/", "/run"):
            return "wrong", f"no message that names a file: {said}"
        else:
            how = "stopped"
        done, end = self.shop.finish(self.folder, *self.words(self.folder))
        if end.status != 0:
            return "wrong", f"{said} - then: {shorten(end.stderr.replace(self.shop.folder + '/', ''))}"
        found = self.shop.difference(self.whole, self.folder)
        return ("wrong" if found else f"{how}, {done}"), found and f"{said} - {done}, but {found}"

    def run(self):
        for call in calls:
            places = self.places(call)
            for fault in faults[call]:
                chosen = places
                if every > 1:
                    chosen = [place for place in places if place[0] % every == 0]
                elif self.short and len(places) > in_short:
                    chosen = sorted(self.random.sample(places, in_short))
                for n, file in chosen:
                    self.inject(call, fault, n, re.sub(r"\d{3,}", "N", file))


def grouped(wrong):
    """What went wrong, with the places where it did."""
    groups = collections.defaultdict(list)
    for call, fault, n, file, complaint in wrong:
        groups[call, fault, file, complaint].append(n)
    return groups


def report(short):
    if not shutil.which("strace"):
        return "strace is missing, and the part was left out.\n", [Case("injections: strace", False, "is missing")]
    with Workshop() as shop:
        injections = Injections(shop, short)
        injections.run()
    rows, cases = [], []
    for (call, fault), count in injections.count.items():
        rows.append([f"`{call}`", fault, sum(count.values()), *(count[kind] or "" for kind in (*kinds, "wrong"))])
        cases.append(Case(f"injections: {call} {fault}", True, ""))
    for (call, fault, file, complaint), numbers in grouped(injections.wrong).items():
        cases = [case for case in cases if case.name != f"injections: {call} {fault}"]
        cases.append(Case(f"injections: {call} {fault} {file}", False, f"call {numbers[0]}: {complaint}"))
    total = sum(sum(count.values()) for count in injections.count.values())
    share = f", at every {every}th call" if every > 1 else ""
    text = f"{total} injections{share}.\n\n" + table(["call", "fault", "tried", *kinds, "wrong"], rows, left=2)
    if injections.wrong:
        ends = collections.Counter((file, complaint.split(" - ")[-1]) for _, _, _, file, complaint in injections.wrong)
        lines = [f"- on {file} ({n} injections): {end}\n" for (file, end), n in ends.items()]
        text += "\nWhat went wrong:\n\n" + "".join(lines)
    return text, cases
