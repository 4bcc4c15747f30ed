#!/usr/bin/env python3
"""Kills pgmend by SIGKILL at random moments of an upgrade of 60 revisions, runs it again (and maybe kills it again),
and asks for the same schema and data as after an upgrade that nobody disturbed.

Kinds of revisions: stress/revisions.py. With --rewrite-safe those of stress/safe_revisions.py, rewritten: they must end
as they do when they are run as they are written. Prints where the kills hit; exit code 1 and the difference on a failure."""

import argparse
import collections
import difflib
import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from support.private_server import PrivateServer  # noqa: E402
from stress import revisions, safe_revisions  # noqa: E402

LEDGER = ("SELECT revision, direction, checksum, statements, statements_done, finished_at IS NOT NULL "
          "FROM pgmend.ledger ORDER BY revision, id")
INVALID = "SELECT indexrelid::regclass FROM pg_index WHERE NOT (indisvalid AND indisready AND indislive)"
TWICE = "SELECT revision, step, count(*) FROM journal GROUP BY 1, 2 HAVING count(*) <> 1"


class Trial:
    def __init__(self, server, pgmend, folder, safe=False):
        self.server, self.pgmend, self.folder, self.safe = server, pgmend, folder, safe

    def command(self, database, verb, target, safe):
        words = [self.pgmend, "-d", self.server.url(database), "-m", self.folder, verb, target]
        return words + (["--rewrite-safe"] if safe else [])

    def prepare(self, database):
        """A database in which the upgrade that is looked at can begin."""
        self.server.create(database)
        if self.safe:
            subprocess.run(self.command(database, "upgrade", safe_revisions.BASE, True), cwd=self.folder, check=True,
                           capture_output=True)

    def start(self, database):
        # After a kill either way must go on with what the other one began.
        safe = self.safe and (self.always_safe or random.random() < 0.8)
        command = self.command(database, "upgrade", "head", safe)
        return subprocess.Popen(command, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT, text=True)

    always_safe = False

    def finish(self, database):
        process = self.start(database)
        output = process.communicate(timeout=120)[0]
        if process.returncode != 0:
            raise AssertionError(f"{database}: pgmend ended with exit code {process.returncode}\n{output}")

    def state(self, database):
        """Everything that must not depend on kills; the order of rows in a table may."""
        dump = [str(self.server.bindir / "pg_dump"), "-d", self.server.url(database)]
        schema = self._output(dump + ["--schema-only"])
        data = self._output(dump + ["--data-only", "--inserts", "--exclude-schema=pgmend"])
        ledger = self.server.psql(database, LEDGER)
        return [*self._lines(schema), *sorted(self._lines(data)), *ledger.splitlines()]

    @staticmethod
    def _output(command):
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    @staticmethod
    def _lines(dump):
        """Without what is random in every dump."""
        return [line for line in dump.splitlines() if not line.startswith(("\\restrict", "\\unrestrict"))]

    def check(self, database, expected):
        for what, query in (("an INVALID index is left", INVALID), ("not exactly once", TWICE)):
            found = self.server.psql(database, query)
            if found:
                raise AssertionError(f"{database}: {what}: {found}")
        state = self.state(database)
        if state != expected:
            lines = list(difflib.unified_diff(expected, state, "undisturbed", "killed", lineterm="", n=1))
            raise AssertionError(f"{database} differs:\n" + "\n".join(lines[:60]))

    def kill_once(self, database, after):
        """Starts an upgrade and kills it; True when it was still running."""
        process = self.start(database)
        time.sleep(after)
        hit = process.poll() is None
        process.kill()
        output = process.communicate()[0]
        if not hit and process.returncode != 0:
            raise AssertionError(f"{database}: pgmend ended with exit code {process.returncode}\n{output}")
        return hit

    def where(self, database):
        """How far an upgrade has come: revisions finished, and whether one is half done."""
        exists = self.server.psql(database, "SELECT to_regclass('pgmend.ledger') IS NOT NULL")
        if exists != "t":
            return 0, False
        counts = self.server.psql(database, "SELECT count(finished_at), count(*) - count(finished_at) FROM pgmend.ledger")
        finished, unfinished = map(int, counts.split("|"))
        return finished, unfinished > 0


def measure(trial):
    """The state after an undisturbed upgrade, and how long that took."""
    expected = None
    if trial.safe:
        plain = Trial(trial.server, trial.pgmend, trial.folder)
        plain.server.create("plain")
        plain.finish("plain")
        expected = plain.state("plain")
    trial.prepare("undisturbed")
    if trial.safe:
        tell_rewritten(trial)
    trial.always_safe = True
    began = time.monotonic()
    trial.finish("undisturbed")
    took = time.monotonic() - began
    trial.always_safe = False
    expected = expected or trial.state("undisturbed")
    trial.check("undisturbed", expected)
    return expected, took


def tell_rewritten(trial):
    output = subprocess.run(trial.command("undisturbed", "plan", "head", True) + ["--format", "json"], cwd=trial.folder,
                            check=True, capture_output=True, text=True).stdout
    statements = [one for step in json.loads(output)["steps"] for one in step["statements"]]
    rewritten = [one for one in statements if "original_sql" in one]
    sources = {(one["file"], one["line"]) for one in rewritten}
    print(f"rewritten: {len(sources)} statements by {len(rewritten)}; {len(statements) - len(rewritten)} left as they are")
    if len(sources) < 50:
        raise AssertionError("too little is rewritten")


def run(trial, kills, rng):
    expected, took = measure(trial)
    print(f"undisturbed: {revisions.COUNT} revisions in {took * 1000:.0f} ms")
    hits, databases, half_done, most = 0, 0, 0, 0
    progress = collections.Counter()
    while hits < kills:
        database = f"killed_{databases}"
        trial.prepare(database)
        databases += 1
        in_a_row = 0
        while hits < kills:
            if not trial.kill_once(database, rng.uniform(0, took)):
                break
            hits += 1
            in_a_row += 1
            # Half of the next runs start while the server still works off what the killed one had sent.
            if rng.random() < 0.5:
                finished, is_half_done = trial.where(database)
                progress[finished * 10 // revisions.COUNT] += 1
                half_done += is_half_done
            if rng.random() < 0.4:
                break
        most = max(most, in_a_row)
        trial.finish(database)
        trial.check(database, expected)
        trial.finish(database)
        trial.server.drop(database)
    spread = " ".join(str(progress[tenth]) for tenth in range(11))
    print(f"{hits} kills in {databases} databases, at most {most} in a row; every one ended as the undisturbed one")
    print(f"of {sum(progress.values())} looked at: by tenths of the way {spread}; {half_done} in a revision half done")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pgmend", required=True, type=Path)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--rewrite-safe", action="store_true")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    random.seed(options.seed)
    with PrivateServer(durable=False) as server, tempfile.TemporaryDirectory() as folder:
        migrations = Path(folder, "migrations")
        kinds = safe_revisions if options.rewrite_safe else revisions
        kinds.write_revisions(migrations)
        try:
            run(Trial(server, options.pgmend.resolve(), migrations, options.rewrite_safe), options.kills, random.Random(options.seed))
        except AssertionError as failure:
            print(f"FAILED {failure}")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
