# A disk of its own for a run, ever a little larger, that fills up; then it is enlarged, and the run goes on.
import collections
import os
import subprocess

from trial import Case, Workshop, config, shorten, table, tells

iterations = "iterations=40"
steps = 60


def mount(*words):
    return subprocess.run(["mount", *words], capture_output=True, check=False).returncode == 0


def bytes_of(folder):
    return sum(os.path.getsize(os.path.join(place, name)) for place, _, names in os.walk(folder) for name in names)


class Disks:
    def __init__(self, shop):
        self.shop, self.count, self.wrong = shop, collections.Counter(), []
        self.whole, self.disk = shop.fresh("whole"), shop.path("disk")
        self.folder = shop.path("disk", "run")
        shop.must(*self.words(self.whole))
        os.mkdir(self.disk)

    def words(self, folder):
        return ["run", config("measured.cfg"), iterations, "-q", "--threads", "1", "--force", "-o", folder]

    def fill(self, kilobytes):
        outcome = self.shop.call(*self.words(self.folder))
        said = shorten(outcome.stderr.replace(self.shop.folder + "/", ""))
        mount("-o", "remount,size=64m", self.disk)
        if outcome.status == 0:
            kind = "finished"
        elif outcome.status != 1 or not tells(outcome.stderr, "disk/run"):
            kind = "wrong"
            self.wrong.append((kilobytes, f"exit status {outcome.status}: {said}"))
            return kind
        else:
            done, end = self.shop.finish(self.folder, *self.words(self.folder))
            kind = f"stopped, {done}"
            if end.status != 0:
                then = shorten(end.stderr.replace(self.shop.folder + "/", ""))
                self.wrong.append((kilobytes, f"{said} - then: {then}"))
                return "wrong"
        found = self.shop.difference(self.whole, self.folder)
        if found:
            self.wrong.append((kilobytes, f"{said} - {kind}, but {found}"))
        return "wrong" if found else kind

    def run(self, short):
        largest = bytes_of(self.whole) // 1024 * 3
        step = largest // (8 if short else steps)
        for kilobytes in range(4, largest, max(step // 4 * 4, 4)):
            if not mount("-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", self.disk):
                return False
            self.count[self.fill(kilobytes)] += 1
            subprocess.run(["umount", self.disk], check=True)
        return True


def report(short):
    with Workshop() as shop:
        disks = Disks(shop)
        if not disks.run(short):
            return "Mounting is not allowed here, and the part was left out.\n", []
    kinds = ("stopped, anew", "stopped, resumed", "finished", "wrong")
    text = table(["sizes", *kinds], [[sum(disks.count.values()), *(disks.count[kind] for kind in kinds)]], left=0)
    if disks.wrong:
        text += "\n" + "".join(f"- {kilobytes} kB: {complaint}\n" for kilobytes, complaint in disks.wrong)
    cases = []
    for name, early in (("disks: full before the run has begun", True), ("disks: full", False)):
        wrong = [f"{kilobytes} kB: {what}" for kilobytes, what in disks.wrong if ("holds no run" in what) == early]
        cases.append(Case(name, not wrong, "; ".join(wrong)))
    return text, cases
