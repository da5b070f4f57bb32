# Unusual places: two processes in one folder, another locale, odd names, closed streams, read-only folders, an empty
# environment.
import os
import shutil
import subprocess

from trial import Case, Workshop, config, environment, run_json, shorten, table, tells, wait_until

short_run = ("iterations=10", "events.maps.every=10")
names = ("with spaces", "new\nline", "per%cent %s%n", "quo'te", 'double"quote', "back\\slash", "Größe 視覚", "-dash",
         "a,b;c", "$HOME `x`", "{brace}", "h#ash", "x" * 200)
nobody = 65534


def failure(verb, outcome):
    """What a verb that should have succeeded ended with, or ""."""
    return f"{verb}: exit status {outcome.status}: {outcome.stderr}" if outcome.status else ""


class Places:
    def __init__(self, shop):
        self.shop, self.rows, self.cases = shop, [], []
        self.whole = shop.fresh("whole")
        shop.must(*self.run_words(self.whole))

    def run_words(self, folder, *more):
        return ["run", config("measured.cfg"), *short_run, "-q", "--threads", "1", "-o", folder, *more]

    def note(self, what, wrong, came_out):
        """One row: what was tried, what came out, and what is wrong with that, if anything."""
        wrong = shorten(wrong.replace(self.shop.folder + "/", ""), 300)
        self.rows.append([what, wrong or came_out])
        self.cases.append(Case(f"places: {what}", not wrong, wrong))

    def expect_run(self, what, folder, outcome):
        self.note(what, failure("run", outcome) or self.shop.difference(self.whole, folder), "the same bits")

    def expect_refusal(self, what, outcome, *names_in_message):
        good = outcome.status in (1, 2) and tells(outcome.stderr, *names_in_message)
        self.note(what, "" if good else f"exit status {outcome.status}: {outcome.stderr}", "refused, with a message")

    def two_runs(self):
        folder = self.shop.fresh("both")
        wrong = ""
        for _ in range(10):
            shutil.rmtree(folder, ignore_errors=True)
            pair = [self.shop.start(*self.run_words(folder), stderr=subprocess.PIPE) for _ in range(2)]
            said = [process.communicate()[1].decode() for process in pair]
            ends = sorted(process.returncode for process in pair)
            if ends[0] != 0 or ends[1] not in (1, 2):
                wrong = f"exit status {ends}: {' '.join(said)}"
            wrong = wrong or self.shop.difference(self.whole, folder)
        self.note("two `run` at once in one folder, ten times", wrong, "one makes the run, the other is refused")

    def resume_of_a_busy_run(self):
        folder = self.shop.fresh("busy")
        process = self.shop.start(*self.run_words(folder, "iterations=100000"))
        wait_until(lambda: os.path.exists(os.path.join(folder, "checkpoint.h5")))
        for verb in ("resume", "measure"):
            self.expect_refusal(f"`{verb}` of a run at work", self.shop.call(verb, folder, "-q"), folder)
        again = self.shop.call(*self.run_words(folder, "--force"))
        self.expect_refusal("`run --force` over a run at work", again, folder)
        process.terminate()
        process.wait()

    def two_sweeps(self):
        whole, folder = self.shop.fresh("whole-sweep"), self.shop.fresh("sweep")
        words = ["sweep", config("sweep.cfg"), "-q", "--threads", "1", "-o"]
        self.shop.must(*words, whole)
        first = self.shop.start(*words, folder)
        wait_until(lambda: os.path.exists(os.path.join(folder, "point-0001")))
        second = self.shop.call(*words, folder)
        status = first.wait()
        wrong = f"exit status {status}" if status else self.shop.difference_of_many(whole, folder)
        if second.status == 0 or not tells(second.stderr, folder):
            wrong = wrong or f"the second: exit status {second.status}: {second.stderr}"
        self.note("two `sweep` at once in one folder", wrong, "one makes the runs, the other is refused")

    def locale(self):
        place = self.shop.fresh("locales")
        os.mkdir(place)
        made = subprocess.run(["localedef", "-i", "de_DE", "-f", "UTF-8", os.path.join(place, "de_DE.UTF-8")],
                              capture_output=True, check=False)
        if not os.path.isdir(os.path.join(place, "de_DE.UTF-8")):
            self.note("a locale with a decimal comma", f"localedef: {made.stderr.decode()}", "")
            return
        folder = self.shop.fresh("german")
        outcome = self.shop.call(*self.run_words(folder), env=environment(LC_ALL="de_DE.UTF-8", LOCPATH=place))
        self.expect_run("a locale with a decimal comma (de_DE.UTF-8)", folder, outcome)

    def odd_name(self, name):
        place = self.shop.fresh("odd")
        os.mkdir(place)
        own = name + ".cfg"
        for file in ("hard/measured.cfg", "configs/small.cfg"):
            target = os.path.join(place, "hard", own) if file.startswith("hard") else os.path.join(place, file)
            os.makedirs(os.path.dirname(target), exist_ok=True)
            shutil.copy(config(os.path.join("..", file)), target)
        label = name.replace("\n", "\\n") if len(name) < 100 else "200 letters"
        inside = {"cwd": os.path.join(place, "hard")}
        folder = os.path.join(place, "hard", name)
        outcome = self.shop.call("run", "-q", "--threads", "1", "-o", folder, "--", own, *short_run, **inside)
        wrong = failure("run", outcome) or self.shop.difference(self.whole, folder)
        for verb in ("measure", "report", "export", "summarise"):
            wrong = wrong or failure(verb, self.shop.call(verb, "--", name, **inside))
        outcome = self.shop.call("resume", "-q", "--", name, "iterations=12", **inside)
        wrong = wrong or failure("resume", outcome)
        if run_json(folder).get("iteration") != 12:
            wrong = wrong or "resume: run.json has another iteration"
        what = f"config and folder named ‘{label}’: run, measure, report, export, summarise, resume"
        self.note(what, wrong, "the same bits")

    def closed_streams(self):
        streams = {"<&-": "stdin", ">&-": "stdout", "2>&-": "stderr", "<&- >&- 2>&-": "all three streams"}
        for closed, label in streams.items():
            folder = self.shop.fresh("closed")
            outcome = self.shop.call(*self.run_words(folder), before=["sh", "-c", f'exec "$@" {closed}', "sh"])
            self.expect_run(f"{label} closed", folder, outcome)

    def read_only(self):
        if os.geteuid() != 0:
            return
        drop = ["setpriv", "--reuid", str(nobody), "--regid", str(nobody), "--clear-groups"]
        locked, done = self.shop.fresh("locked"), self.shop.fresh("done")
        os.mkdir(locked, 0o555)
        shutil.copytree(self.whole, done)
        os.chmod(self.shop.folder, 0o755)
        outcome = self.shop.call(*self.run_words(locked + "/run"), before=drop)
        self.expect_refusal("`run` into a read-only folder", outcome, locked)
        for words in (["resume", "-q", done, "iterations=12"], ["measure", done], ["report", done], ["export", done]):
            self.expect_refusal(f"`{words[0]}` in a read-only folder", self.shop.call(*words, before=drop), done)
        outcome = self.shop.call("summarise", done, before=drop)
        self.note("`summarise` of a read-only run", outcome.stderr if outcome.status else "", "read")

    def no_environment(self):
        for label, variables in (("no environment at all", {}), ("`TMPDIR` and `HOME` that are not there",
                                                               dict(environment(), TMPDIR="/none", HOME="/none"))):
            folder = self.shop.fresh("bare")
            outcome = self.shop.call(*self.run_words(folder), env=variables)
            self.expect_run(f"{label}: run", folder, outcome)
            folder = self.shop.fresh("bare-sweep")
            outcome = self.shop.call("sweep", config("sweep.cfg"), "-q", "--threads", "1", "-o", folder, env=variables)
            wrong = failure("sweep", outcome) or self.shop.difference_of_many(self.shop.path("whole-sweep"), folder)
            self.note(f"{label}: sweep", wrong, "the same bits")

    def run(self, short):
        self.two_runs()
        self.resume_of_a_busy_run()
        self.two_sweeps()
        self.locale()
        for name in names[:3] if short else names:
            self.odd_name(name)
        self.closed_streams()
        self.read_only()
        self.no_environment()


def report(short):
    with Workshop() as shop:
        places = Places(shop)
        places.run(short)
    return table(["tried", "what came out"], places.rows, left=2), places.cases
