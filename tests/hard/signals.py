# Signals during a run and a sweep: what was computed is saved, or the run goes on.
import os
import resource
import signal
import subprocess
import time

from trial import Case, Workshop, config, last_row, run_json, shorten, table, tells, wait_until

length = 3000  # iterations, a second or so
settings = (f"iterations={length}", "output.checkpoint_every=1000", "events.maps.every=1000")
saved_at = 1000  # before a limit of file sizes
names = ("INT", "TERM", "HUP", "XCPU", "XFSZ", "USR1", "USR2", "PIPE", "WINCH", "CONT")


class Signals:
    def __init__(self, shop):
        self.shop, self.rows, self.cases = shop, [], []
        self.whole = shop.fresh("whole")
        self.folder = shop.path("run")
        shop.must(*self.words(self.whole))

    def words(self, folder, *more):
        return ["run", config("measured.cfg"), *settings, "--threads", "1", "--force", "-o", folder, *more]

    def resume(self):
        return self.shop.call("resume", self.folder, "-q", "--threads", "1")

    def note(self, name, status, saved, lost, found):
        ended = "went on" if status == 0 else f"died of signal {-status}" if status < 0 else f"exit {status}"
        held = not found and lost == 0
        self.rows.append([name, ended, saved, lost, "yes" if held else found or "yes, after a loss"])
        self.cases.append(Case(f"signals: {name}", held, f"{ended}, {saved}, {lost} iterations lost, {found}"))

    def judge(self, name, status):
        """Goes on with the run, and notes how the trial ended."""
        rows, said = last_row(self.folder), run_json(self.folder).get("status", "none")
        lost, found = 0, ""
        if status != 0:
            end = self.resume()
            sessions = run_json(self.folder).get("sessions", [])
            if end.status != 0:
                lost = rows
                found = shorten(end.stderr.replace(self.shop.folder + "/", ""))
            else:
                lost = rows - sessions[-1]["from_iteration"]
        found = found or self.shop.difference(self.whole, self.folder)
        self.note(name, status, said, max(lost, 0), found)

    def send(self, name):
        self.shop.fresh("run")
        process = self.shop.start(*self.words(self.folder, "-q"))
        wait_until(lambda: last_row(self.folder) > 20 or process.poll() is not None)
        process.send_signal(getattr(signal, "SIG" + name))
        self.judge(name, process.wait())

    def limit(self, name, size, begun):
        """No file may grow beyond a size, so that nothing can be saved: that is told, and what was saved before stays."""
        start = self.words(self.shop.fresh("run"), "-q")
        words = start
        if begun:
            self.shop.must(*start, f"iterations={begun}")
            words = ["resume", self.folder, f"iterations={length}", "-q", "--threads", "1"]
        outcome = self.shop.call(*words, preexec_fn=lambda: resource.setrlimit(
            resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY)))
        rows, said = last_row(self.folder), run_json(self.folder).get("status", "none")
        end = self.shop.call(*words)
        sessions = run_json(self.folder).get("sessions") or [{}]
        found = "" if tells(outcome.stderr, "run/") else f"no message that names a file: {shorten(outcome.stderr)}"
        if end.status != 0:
            found = found or shorten(end.stderr)
        elif sessions[-1].get("from_iteration") != begun:
            found = found or f"went on from iteration {sessions[-1].get('from_iteration')}"
        found = found or self.shop.difference(self.whole, self.folder)
        self.rows.append([name, f"exit {outcome.status}", said, rows - begun, found or ("yes" if begun else "yes, anew")])
        self.cases.append(Case(f"signals: {name}", outcome.status == 1 and not found, f"exit {outcome.status}: {found}"))

    def closed_pipe(self):
        self.shop.fresh("run")
        process = self.shop.start(*self.words(self.folder), stderr=subprocess.PIPE)
        process.stderr.readline()
        process.stderr.close()
        self.judge("stderr to `head -n 1`", process.wait())

    def stop_and_continue(self):
        self.shop.fresh("run")
        process = self.shop.start(*self.words(self.folder, "-q"))
        wait_until(lambda: last_row(self.folder) > 20)
        process.send_signal(signal.SIGSTOP)
        time.sleep(0.2)
        process.send_signal(signal.SIGCONT)
        self.judge("STOP, then CONT", process.wait())

    def sweep(self, name, whole_group):
        """A signal to a sweep, or to its process group as a terminal sends it."""
        folder = self.shop.fresh("sweep")
        words = ["sweep", config("sweep.cfg"), "-q", "-j", "2", "--threads", "1", "-o", folder]
        process = self.shop.start(*words)
        wait_until(lambda: os.path.exists(os.path.join(folder, "point-0002", "history.csv")))
        number = getattr(signal, "SIG" + name)
        if whole_group:
            os.killpg(process.pid, number)
        else:
            process.send_signal(number)
        status = process.wait()
        left = len(self.shop.processes())
        end = self.shop.call(*words)
        found = shorten(end.stderr) or self.shop.difference_of_many(self.shop.path("whole-sweep"), folder)
        found = found or (f"{left} processes left" if left else "")
        self.note(f"{name} to a sweep{' and its group' if whole_group else ''}", status, "", 0, found)

    def run(self, short):
        for name in names if not short else ("INT", "TERM", "HUP", "XCPU", "USR1", "PIPE"):
            self.send(name)
        self.stop_and_continue()
        self.closed_pipe()
        for begun, where in ((0, "in `run`"), (saved_at, "in `resume`")):
            self.limit(f"`ulimit -f` below a checkpoint, {where}", 200000, begun)
            self.limit(f"`ulimit -f` below a history, {where}", 20000, begun)
        whole = self.shop.path("whole-sweep")
        self.shop.must("sweep", config("sweep.cfg"), "-q", "-j", "2", "--threads", "1", "-o", whole)
        for name in ("INT", "TERM", "HUP"):
            self.sweep(name, False)
        self.sweep("INT", True)


def report(short):
    with Workshop() as shop:
        signals = Signals(shop)
        signals.run(short)
    return table(["signal", "the program", "status in run.json", "iterations lost", "same bits after `resume`"],
                 signals.rows, left=3), signals.cases
