# SIGKILL at random moments: the run, the sweep or the replication goes on to the bits of an undisturbed one.
import collections
import os
import shutil
import signal
import time

from trial import Case, Workshop, config, draws, half_written, last_row, run_json, shorten, table

# verb: how many of ten trials
shares = {"run": 4, "resume": 2, "sweep": 2, "replicate": 2}
config_of = {"sweep": "sweep.cfg", "replicate": "claims.cfg"}
begun_at = 20  # iterations before the trials of `resume`
kills_in_a_trial = 4
seconds_between_saves = 0.02  # in the runs that are not saved after every iteration
longest_age = 1.0  # seconds: the interval, and a measure or a save by a busy machine


class Count:
    def __init__(self):
        self.trials = self.kills = self.half_saves = self.started_again = 0
        self.lost = 0
        self.ages = []
        self.wrong = collections.Counter()


def children_of(pid):
    try:
        with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
            return [int(child) for child in file.read().split()]
    except OSError:
        return []


def strike(process, victim, random):
    """Kills the program with its children, the program alone, or one child; false where it had ended."""
    if process.poll() is not None:
        return False
    children = children_of(process.pid)
    if victim == "a child alone":
        if not children:
            return False
        victims = [random.choice(children)]
    else:
        victims = [process.pid] + (children if victim == "all" else [])
    for pid in victims:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            if pid == process.pid:
                return False
    process.wait()
    return True


def half_saved(folder):
    return any(half_written(name) for _, _, names in os.walk(folder) for name in names)


class Kills:
    def __init__(self, shop, kills):
        self.shop, self.kills, self.random = shop, kills, draws("kills")
        self.counts = collections.defaultdict(Count)
        self.whole, self.seconds = {}, {}
        for verb in shares:
            for interval in (0, seconds_between_saves):
                self.undisturbed(verb, interval)

    def words(self, verb, interval, folder):
        """The command, and the one that goes on after a kill."""
        if verb in config_of:
            words = [verb, config(config_of[verb]), "-o", folder, "-q", "-j", "2", "--threads", "1"]
            return words, words
        start = ["run", config("measured.cfg"), f"output.checkpoint_every={interval}", "-q", "--threads", "1",
                 "--force", "-o", folder]
        return start, ["resume", folder, "iterations=60", "-q", "--threads", "1"]

    def undisturbed(self, verb, interval):
        if verb in config_of and interval:
            return
        folder = self.shop.fresh(f"whole-{verb}-{interval}")
        start = self.words(verb, interval, folder)[0]
        if verb == "resume":
            self.shop.must(*start, f"iterations={begun_at}")
            shutil.copytree(folder, self.shop.fresh(f"begun-{interval}"))
            start = self.words(verb, interval, folder)[1]
        begin = time.monotonic()
        self.shop.must(*start)
        self.whole[verb, interval] = folder
        self.seconds[verb, interval] = time.monotonic() - begin

    def look(self, count, folder, interval, started_at, killed_at):
        """What a run lost at a kill: iterations where each is saved, else the age of its checkpoint."""
        checkpoint = os.path.join(folder, "checkpoint.h5")
        if half_saved(folder):
            count.half_saves += 1
        if interval and os.path.exists(checkpoint):
            count.ages.append(killed_at - max(os.path.getmtime(checkpoint), started_at))

    def trial(self, verb):
        many = verb in config_of
        interval = 0 if many else self.random.choice((0, seconds_between_saves))
        victim = self.random.choice(("all", "the program alone", "a child alone")) if many else "all"
        count = self.counts[verb, victim]
        count.trials += 1
        folder = self.shop.fresh("trial")
        start, go_on = self.words(verb, interval, folder)
        if verb == "resume":
            shutil.copytree(self.shop.path(f"begun-{interval}"), folder)
            start = go_on
        words, rows = start, 0
        for _ in range(kills_in_a_trial):
            started_at = time.time()
            process = self.shop.start(*words)
            time.sleep(self.random.uniform(0, self.seconds[verb, interval]))
            killed_at = time.time()
            if not strike(process, victim, self.random):
                process.wait()
                break
            count.kills += 1
            self.look(count, folder, interval, started_at, killed_at)
            if not many:
                rows = last_row(folder)
                # The next kill may come before the program says where it went on: only whole sessions are asked.
                words = go_on if os.path.exists(os.path.join(folder, "checkpoint.h5")) else start
        self.end(count, verb, interval, folder, words, rows)

    def end(self, count, verb, interval, folder, words, rows):
        outcome = self.shop.call(*words)
        if words[0] == "run":
            count.started_again += 1
        if outcome.status != 0:
            count.wrong[shorten(f"exit status {outcome.status}: {outcome.stderr}".replace(self.shop.folder, ""))] += 1
            return
        if verb not in config_of:
            sessions = run_json(folder).get("sessions", [])
            if not interval and words[0] == "resume" and sessions:
                count.lost = max(count.lost, rows - sessions[-1]["from_iteration"])
            found = self.shop.difference(self.whole[verb, interval], folder)
        else:
            found = self.shop.difference_of_many(self.whole[verb, interval], folder)
        if found:
            count.wrong[found] += 1

    def run(self):
        deck = [verb for verb, share in shares.items() for _ in range(share)]
        total = 0
        while total < self.kills:
            self.random.shuffle(deck)
            for verb in deck:
                self.trial(verb)
                total = sum(count.kills for count in self.counts.values())
                if total >= self.kills:
                    break
        return total


def report(short):
    with Workshop() as shop:
        kills = Kills(shop, int(os.environ.get("KILLS", 40 if short else 1000)))
        total = kills.run()
        orphans = len(shop.processes())
    rows, cases = [], []
    for (verb, victim), count in sorted(kills.counts.items(), key=lambda entry: list(shares).index(entry[0][0])):
        wrong = sum(count.wrong.values())
        rows.append([f"`{verb}`", victim, count.trials, count.kills, count.half_saves, count.started_again,
                     count.lost if verb not in config_of else "", wrong])
        held = wrong == 0 and count.lost <= 1
        note = "; ".join(f"{what} ({n} times)" for what, n in count.wrong.items())
        cases.append(Case(f"kills: {verb}, {victim}", held, note))
    wrong = [f"- `{verb}`, {what} ({n} times)\n" for (verb, _), count in kills.counts.items()
             for what, n in count.wrong.items()]
    ages = sorted(age for count in kills.counts.values() for age in count.ages)
    text = f"{total} kills.\n\n" + table(
        ["verb", "killed", "trials", "kills", "in a save", "before any checkpoint", "most iterations lost",
         "wrong"], rows, left=2)
    if wrong:
        text += "\nWhat went wrong:\n\n" + "".join(wrong)
    if ages:
        text += (f"\nRuns saved every {seconds_between_saves} s had checkpoints of at most {ages[-1]:.2f} s when they "
                 f"were killed (median {ages[len(ages) // 2]:.3f} s, {len(ages)} kills).\n")
        cases.append(Case("kills: age of the checkpoint", ages[-1] <= longest_age, f"{ages[-1]:.2f} s"))
    cases.append(Case("kills: nothing is left running", orphans == 0, f"{orphans} processes"))
    return text, cases
