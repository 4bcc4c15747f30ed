#!/usr/bin/python3
"""Another project's migrations, run by psql, by `upgrade head` and by `upgrade +1` one at a time: schema, rows and
sequences must be equal, and what psql runs must not be refused.

usage: projects_trial.py FOLDER --format FORMAT [--limit N] [--pgmend PATH]

The formats are those of project_formats.py. A file at which psql fails (it may need an extension, or what a program
does between two files) is left out on all sides, and listed."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from support.private_server import PrivateServer  # noqa: E402
from stress import database_state, project_formats  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]


def answer_of(command):
    """The exit code of a pgmend with --format json, what it says, and under "told" its lines beside that."""
    done = subprocess.run(command, cwd="/", stdin=subprocess.DEVNULL, capture_output=True, text=True)
    try:
        answer = json.loads(done.stdout)
    except json.JSONDecodeError:
        answer = {"error": {"message": done.stderr.strip() or done.stdout.strip()}}
    return done.returncode, answer | {"told": done.stderr.splitlines()}


class Trial:
    def __init__(self, server, pgmend, folder, migrations):
        self.server, self.pgmend_path, self.folder = server, pgmend, folder
        self.migrations = migrations
        self.notices = {}  # by the number of a migration: what psql skips in it
        self.problems = 0

    def say(self, text):
        print(text, flush=True)

    # -- psql

    def psql_file(self, database, number):
        """Runs one migration; the server's error, or nothing."""
        migration = self.migrations[number]
        path = self.folder / "psql" / f"{number:04}.sql"
        command = [self.server.bindir / "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", self.server.url(database), "-f", path]
        if migration.transaction:
            command.insert(2, "-1")
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        self.notices[number] = [line.split("NOTICE:  ")[1] for line in done.stderr.splitlines() if line.endswith("skipping")]
        errors = [line for line in done.stderr.splitlines() if "ERROR" in line or "FATAL" in line]
        return (errors or [done.stderr.strip()])[0].split(": ", 1)[-1] if done.returncode else None

    def write_psql(self):
        (self.folder / "psql").mkdir(exist_ok=True)
        for number, migration in enumerate(self.migrations):
            (self.folder / "psql" / f"{number:04}.sql").write_text(migration.sql)

    def sift(self):
        """Leaves out what psql cannot run."""
        self.write_psql()
        self.server.create("sift")
        failed = {}
        for number, migration in enumerate(self.migrations):
            if error := self.psql_file("sift", number):
                failed[number] = (migration.name, error)
        self.server.drop("sift")
        self.migrations = [one for number, one in enumerate(self.migrations) if number not in failed]
        return list(failed.values())

    def run_psql(self, database):
        self.write_psql()
        self.server.create(database)
        began = time.monotonic()
        for number, migration in enumerate(self.migrations):
            if error := self.psql_file(database, number):
                raise SystemExit(f"psql fails at {migration.name} the second time: {error}")
        return time.monotonic() - began

    # -- pgmend

    def write_project(self):
        (self.folder / "m").mkdir()
        for number, migration in enumerate(self.migrations):
            below = self.revision(number - 1) if number else ""
            (self.folder / "m" / f"{self.revision(number)}.sql").write_text(
                f"-- {migration.name}\n--\n-- revision: {self.revision(number)}\n-- down_revision: {below}\n\n"
                f"-- migrate:up{'' if migration.transaction else ' transaction:false'}\n{migration.sql.rstrip()}\n")

    @staticmethod
    def revision(number):
        return f"r{number:04}"

    def pgmend(self, database, *words):
        """The exit code, and what it says as JSON."""
        return answer_of([self.pgmend_path, "-d", self.server.url(database), "-m", self.folder / "m", "--format", "json", *words])

    def explain(self, way, code, answer):
        error = answer.get("error", {})
        revision = error.get("revision") or ""
        name = self.migrations[int(revision[1:])].name if revision[1:].isdigit() else ""
        detail = " / ".join(error.get("detail", "").splitlines())
        self.problems += 1
        self.say(f"  {way}: exit {code} at {revision} {name} line {error.get('line')}: {error.get('message')} [{detail[:160]}]")

    def tell_skips(self, way, answer):
        """How much was skipped, and how much of it in a migration in which psql skips less."""
        skipped = own = 0
        for one in answer.get("applied", []):
            if not one.get("skipped"):
                continue
            number = int(one["revision"][1:])
            skipped += one["skipped"]
            if one["skipped"] <= len(self.notices[number]):
                continue
            own += one["skipped"] - len(self.notices[number])
            self.say(f"  {way}: {one['skipped']} of {one['statements']} skipped in {one['revision']} "
                     f"{self.migrations[number].name}, psql skips {len(self.notices[number])}")
            for line in answer["told"] + self.notices[number]:
                if line.endswith("skipping") or line.startswith(f"{one['revision']}: "):
                    self.say(f"    {line}")
        self.problems += bool(own)
        return skipped, own

    def at_once(self):
        self.server.create("once")
        began = time.monotonic()
        code, answer = self.pgmend("once", "upgrade", "head")
        took = time.monotonic() - began
        skipped, own = self.tell_skips("at once", answer)
        if code:
            self.explain("at once", code, answer)
        return code, f"{skipped} skipped ({own} not by psql)", took

    def step_by_step(self):
        """Where pgmend stops, psql runs the file, and the next step goes on from there."""
        self.server.create("steps")
        refused = failed = skipped = own = 0
        began = time.monotonic()
        for number in range(len(self.migrations)):
            code, answer = self.pgmend("steps", "upgrade", self.revision(number))
            skips, more = self.tell_skips("one by one", answer)
            skipped, own = skipped + skips, own + more
            if not code:
                continue
            self.explain("one by one", code, answer)
            refused, failed = refused + (code == 5), failed + (code != 5)
            if error := self.psql_file("steps", number):
                self.say(f"  one by one: psql cannot run it either: {error}")
                break
            self.pgmend("steps", "stamp", self.revision(number))
        skips = f"{skipped} skipped ({own} not by psql)"
        return refused, failed, skips, time.monotonic() - began

    def compare(self, way, expected, database, masked):
        lines = database_state.differences(expected, database_state.state(self.server, database), masked)
        self.problems += bool(lines)
        for line in lines[:15]:
            self.say(f"  {way}: {line}")
        return "equal" if not lines else f"{len(lines)} DIFFERENCES"


def run(options, server, folder):
    kept, left_out = project_formats.migrations(options.folder, options.format, options.limit)
    trial = Trial(server, options.pgmend, folder, kept)
    left_out += trial.sift()
    for name, reason in left_out:
        trial.say(f"  left out: {name}: {reason}")
    psql_took = trial.run_psql("psql")
    trial.run_psql("again")
    expected = database_state.state(server, "psql")
    masked = database_state.unsteady(expected, database_state.state(server, "again"))
    trial.write_project()
    code, once_skipped, once_took = trial.at_once()
    once = trial.compare("at once", expected, "once", masked) if code == 0 else f"exit {code}"
    refused, failed, skipped, steps_took = trial.step_by_step()
    steps = trial.compare("one by one", expected, "steps", masked)
    values = sum(len(columns) for columns in expected["rows"].values())
    trial.say(f"{Path(options.folder).name}: {len(trial.migrations)} revisions ({len(left_out)} left out), "
              f"{len(expected['schema'])} dump entries, {values} columns with rows ({len(masked)} by clock or chance); "
              f"psql {psql_took:.1f} s | at once: {once}, {once_skipped}, {once_took:.1f} s | "
              f"one by one: {refused} refused, {failed} failed, {skipped}, {steps}, {steps_took:.1f} s")
    return trial.problems


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--format", choices=project_formats.FORMATS, required=True)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--pgmend", default=os.environ.get("PGMEND", str(ROOT / "build/dev/tool/pgmend")))
    options = parser.parse_args()
    options.pgmend = os.path.abspath(options.pgmend)
    with PrivateServer(durable=False) as server, tempfile.TemporaryDirectory() as folder:
        raise SystemExit(1 if run(options, server, Path(folder)) else 0)


if __name__ == "__main__":
    main()
