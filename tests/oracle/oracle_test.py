#!/usr/bin/python3
"""Random histories of revisions, run by psql and by pgmend: in one go, step by step, killed and resumed, down and up again.
Schema, rows and sequences must be the same, and so must the revision that fails. What psql refuses because something is
there already, or gone, pgmend may skip or refuse; docs/migrating.md says when.

usage: oracle_test.py --pgmend PATH [--seed N] [--count N] [--known [TEXT]] [--keep] [--report FILE]
Histories have the seeds N, N + 1, ...: --seed N --count 1 repeats one; --known takes those of known.py instead, whose name
holds the text. Exit code 1 and minimal histories on a failure."""

import argparse
import collections
import os
import queue
import re
import shutil
import signal
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from oracle import known  # noqa: E402
from oracle.generator import Generator  # noqa: E402
from oracle.history import text  # noqa: E402
from oracle.shrink import shrink  # noqa: E402
from oracle.trial import WAYS, Trial  # noqa: E402
from support.private_server import PrivateServer  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = ("autovacuum=off", "max_connections=60", "shared_buffers=64MB")


class Fault:
    def __init__(self, name, disagreement, history):
        self.name, self.disagreement, self.history = name, disagreement, history

    @property
    def kind(self):
        """The fault and the kinds of statements that show it: faults of one kind are told once."""
        verbs = sorted({re.sub(r"[^A-Z ]", "", " ".join(one.split()[:2])).strip() for one in self.history[-1].up})
        return self.disagreement.what, tuple(verbs)

    def tell(self):
        found = self.disagreement
        detail = "\n".join(found.detail.strip().splitlines()[:30])
        return f"{self.name}, {found.way}: {found.what} (psql {found.psql})\n{text(self.history)}\n\n{detail}\n"


class Oracle:
    def __init__(self, server, options, folder):
        self.server, self.options, self.folder = server, options, folder
        self.waiting = queue.SimpleQueue()
        for one in self.known() if options.known is not None else range(options.seed, options.seed + options.count):
            self.waiting.put(one)
        self.faults, self.outcomes, self.broken, self.kills = [], collections.Counter(), [], {}
        self.lock, self.ended = threading.Lock(), False

    def known(self):
        return [one for one in known.histories() if self.options.known in one[0]]

    def work(self, number):
        trial = Trial(self.server, self.options.pgmend.resolve(), self.folder / f"w{number}", number)
        scratch = trial.create("generator")
        while len(self.faults) < self.options.faults and not self.broken:
            try:
                one = self.waiting.get_nowait()
            except queue.Empty:
                return
            try:
                self.one(trial, scratch, one)
            except Exception as broken:
                if self.ended:
                    return
                self.broken.append(f"{one}: {broken!r}")
                raise

    def one(self, trial, scratch, one):
        trial.rng.seed(str(one))
        if isinstance(one, int):
            history = Generator(self.server.url(scratch), one).history(with_downs=one % 4 == 0)
            name = f"seed {one}"
        else:
            name, history = one
        found = trial.ask(history, self.options.ways)
        with self.lock:
            self.outcomes[trial.outcome] += 1
            self.kills[trial.number] = trial.kills, trial.kills_half_done
        if not found:
            return
        if self.options.shrink:
            history, found = self.smaller(trial, history, found)
        fault = Fault(name, found, history)
        with self.lock:
            self.faults.append(fault)
            print(fault.tell(), flush=True)

    def smaller(self, trial, history, found):
        latest = [found]
        ways = ("one go", "killed") if found.way == "killed" else (found.way,)

        def still_fails(smaller):
            for _ in range(3 if found.way == "killed" else 1):
                other = trial.ask(smaller, ways)
                if other and other.signature == found.signature:
                    latest[0] = other
                    return True
            return False
        history = shrink(history, still_fails, self.options.shrink)
        return history, latest[0]

    def run(self):
        began = time.monotonic()
        workers = [threading.Thread(target=self.work, args=[number], daemon=True) for number in range(self.options.workers)]
        for worker in workers:
            worker.start()
        stopped = False
        try:
            for worker in workers:
                worker.join()
        except (KeyboardInterrupt, SystemExit):  # what was seen up to here counts
            stopped = True
        self.ended = True
        total = sum(self.outcomes.values())
        print(f"{'stopped early; ' if stopped else ''}{total} histories in {time.monotonic() - began:.0f} s: {len(self.faults)} disagree with psql, which took "
              f"{self.outcomes['succeeds']} of them to the end")
        hits, half_done = (sum(one) for one in zip(*self.kills.values(), (0, 0)))
        print(f"{hits} kills hit a running upgrade, {half_done} of them in a revision half done")
        print("psql failed with: " + ", ".join(f"{code} {n}" for code, n in self.outcomes.most_common() if code != "succeeds"))
        for one in self.broken:
            print(f"the test itself failed: {one}")
        return 1 if self.faults or self.broken or stopped or total == 0 else 0

    def report(self, path):
        """One of each kind of fault, the smallest."""
        kinds = collections.defaultdict(list)
        for fault in self.faults:
            kinds[fault.kind].append(fault)
        parts = [f"{len(self.faults)} faults of {len(kinds)} kinds in {sum(self.outcomes.values())} histories\n"]
        for kind, faults in sorted(kinds.items(), key=lambda pair: -len(pair[1])):
            smallest = min(faults, key=lambda fault: len(text(fault.history)))
            parts.append(f"## {kind[0]}: {', '.join(kind[1])} ({len(faults)}x)\n```\n{smallest.tell()}```\n")
        path.write_text("\n".join(parts))


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pgmend", type=Path, default=os.environ.get("PGMEND", ROOT / "build/dev/tool/pgmend"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--known", nargs="?", const="", metavar="TEXT")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--faults", type=int, default=5, help="stop after so many")
    parser.add_argument("--shrink", type=int, default=60, help="seconds to make a history smaller in; 0: as it is")
    parser.add_argument("--ways", type=lambda text: text.split(","), default=WAYS, help=", ".join(WAYS))
    parser.add_argument("--keep", action="store_true", help="keep the folder with the last histories' files")
    parser.add_argument("--report", type=Path, help="write one fault of each kind to this file")
    options = parser.parse_args()
    options.pgmend = Path(options.pgmend)
    return options


def main():
    options = parse()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server ends, too
    folder = Path(tempfile.mkdtemp(prefix="pgmend-oracle-"))
    try:
        with PrivateServer(durable=False, settings=SETTINGS) as server:
            oracle = Oracle(server, options, folder)
            code = oracle.run()
            if options.report:
                oracle.report(options.report)
            return code
    finally:
        if options.keep:
            print(f"files are kept in {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
