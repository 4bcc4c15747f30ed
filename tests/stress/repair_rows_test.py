#!/usr/bin/python3
"""Pairs of schemas with rows: what `diff --sql` and `repair --apply` make of the one is the other, and no row is lost that
both can hold.

usage: repair_rows_test.py [--pgmend PATH] [--count N] [--seed N] [--only NAME] [--pairs FOLDER]

The pairs: those in schema_pairs/ (a file each: "-- a", "-- rows", "-- b", and in "-- not possible" what is refused), random
changes of the example schema, and the folders <tool>/<case>/{a,b}.sql below --pairs or PGMEND_SCHEMA_PAIRS. Each goes both
ways, through psql with ON_ERROR_STOP and through repair --apply. Afterwards there is no difference, no statement has failed
that was not foretold, and generated keys go on behind those that are there."""

import argparse
import os
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg2

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from support.private_server import PrivateServer  # noqa: E402
from stress import filled_rows as rows  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
EXAMPLE = ROOT / "tests/db/support/example_schema.sql"
CHANGES = ROOT / "tests/db/catalog/changes.sql"
# What needs another server, stays for the whole cluster, or is a catalog row written by hand.
NOT_HERE = re.compile(r"\b(SUBSCRIPTION|TABLESPACE|ROLE|DATABASE|UPDATE pg_|pg_catalog\.|information_schema)\b|--since 1[6-9]")
# Differences that PostgreSQL has no statement for, see docs/drift.md.
KNOWN = re.compile(r"inherited|order of the|no statement|NO INHERIT")


class Pair:
    def __init__(self, name, a, b, filling="", refused=""):
        self.name, self.a, self.b, self.filling, self.refused = name, a, b, filling, refused


def for_this_server(text, major):
    kept = []
    for line in text.splitlines():
        mark = re.search(r"-- @if (<|>=) (\d+):?", line)
        if mark:
            holds = major < int(mark.group(2)) if mark.group(1) == "<" else major >= int(mark.group(2))
            if not holds:
                continue
            line = re.sub(r"^(\s*)-- @if (<|>=) \d+: ", r"\1", line)
        kept.append(line)
    return "\n".join(kept) + "\n"


def own_pairs():
    for path in sorted((HERE / "schema_pairs").glob("*.sql")):
        parts = re.split(r"^-- (a|rows|b|not possible)\n", path.read_text(), flags=re.M)
        texts = dict(zip(parts[1::2], parts[2::2]))
        yield Pair(path.stem, texts.get("a", ""), texts.get("b", ""), texts.get("rows", ""),
                   texts.get("not possible", "").strip())


def random_pairs(count, seed, major):
    example = for_this_server(EXAMPLE.read_text(), major)
    blocks = [b for b in re.split(r"\n\n+", CHANGES.read_text()) if "--> " in b or "--then" in b]
    changes = [re.sub(r"^--(>|since|then).*\n?", "", b, flags=re.M) for b in blocks if not NOT_HERE.search(b)]
    choice = random.Random(seed)
    for number in range(count):
        chosen = choice.sample(changes, choice.randint(1, 10))
        yield Pair(f"random {seed}.{number}", example, example + "\n--change\n" + "\n--change\n".join(chosen))


def folder_pairs(folder):
    for path in sorted(Path(folder).glob("*/*/a.sql")):
        if not (path.parent / "roles.txt").exists():
            yield Pair(f"{path.parent.parent.name}/{path.parent.name}", path.read_text(),
                       (path.parent / "b.sql").read_text())


class Trial:
    def __init__(self, server, pgmend, folder):
        self.server, self.pgmend, self.folder = server, pgmend, folder
        self.faults = []

    def connect(self, name):
        connection = psycopg2.connect(self.server.url(name))
        return connection

    def load(self, name, text):
        """Changes that do not fit together are left out, each as a whole."""
        self.server.drop(name)
        self.server.create(name)
        connection = self.connect(name)
        connection.autocommit = True
        cursor = connection.cursor()
        cursor.execute("SET client_min_messages = error; SET check_function_bodies = off")
        first, *changes = text.split("\n--change\n")
        cursor.execute(first or "SELECT")
        for change in changes:
            try:
                cursor.execute(change or "SELECT")
            except psycopg2.Error:
                pass
        connection.close()

    def fill(self, name, filling):
        connection = self.connect(name)
        cursor = connection.cursor()
        if filling:
            cursor.execute(filling)
        else:
            rows.fill(cursor)
        connection.commit()
        connection.close()

    def contents(self, name):
        connection = self.connect(name)
        found = rows.contents(connection.cursor())
        connection.close()
        return found

    def run(self, *arguments):
        return subprocess.run([self.pgmend, "--quiet", *arguments], cwd=self.folder, capture_output=True, text=True,
                              timeout=300, check=False, stdin=subprocess.DEVNULL)

    def by_psql(self, wanted):
        """The error, or what was foretold, and the script."""
        made = self.run("diff", self.server.url("trial_live"), self.server.url(wanted), "--sql", "--allow-drop")
        if made.returncode == 4 or made.stderr.startswith("error"):
            return "", made.stdout + made.stderr
        piped = subprocess.run(["psql", "-XAtq", self.server.url("trial_live")], input=made.stdout, capture_output=True,
                               text=True, check=False)
        return ("" if piped.returncode == 0 else piped.stderr), made.stdout

    def by_repair(self, wanted):
        done = self.run("--yes", "--database", self.server.url("trial_live"), "repair", "--against",
                        self.server.url(wanted), "--apply", "--allow-drop")
        foretold = "nothing was run" in done.stderr
        return ("" if done.returncode in (0, 1) or foretold else done.stderr), done.stdout + done.stderr

    def difference(self, wanted):
        return self.run("diff", self.server.url(wanted), self.server.url("trial_live"))

    def fault(self, what, text):
        self.faults.append(what)
        print(f"{what}\n{text}\n", flush=True)

    def one_way(self, pair, back, way):
        name = f"{pair.name}{', back' if back else ''}, {way}"
        start, end = (pair.b, pair.a) if back else (pair.a, pair.b)
        self.load("trial_live", start)
        self.load("trial_wanted", end)
        self.fill("trial_live", "" if back else pair.filling)
        before = self.contents("trial_live")
        error, script = getattr(self, "by_" + way)("trial_wanted")
        foretold = re.search(r"nothing was run|-- unsupported|-- FAILED|-- The rows", script)
        if error and not ("VALIDATE" in error or way == "psql" and self.rows_forbid(error)):
            return self.fault(f"{name}: a statement failed", error + script)
        left = self.difference("trial_wanted")
        if left.returncode != 0 and not foretold and not error:
            return self.fault(f"{name}: something is left", script + left.stdout + left.stderr)
        if pair.refused and not back and pair.refused not in script:
            return self.fault(f"{name}: '{pair.refused}' is not said", script)
        told = set(re.findall(r"loses the rows of (\S+)", script))
        lost = [one for one in rows.losses(before, self.contents("trial_live")) if one.split(" ")[0] not in told]
        if lost and "-- loses" not in script:
            return self.fault(f"{name}: rows are lost", "\n".join(lost) + "\n" + script)
        if left.returncode == 0:
            connection = self.connect("trial_live")
            late = rows.late_sequences(connection.cursor())
            connection.close()
            if late:
                self.fault(f"{name}: a sequence is late", "\n".join(late) + "\n" + script)

    @staticmethod
    def rows_forbid(error):
        """What only rows can make fail; repair asks them, a script cannot."""
        return re.search(r"contains null values|could not create unique index|violates|is violated|invalid input|"
                         r"out of range|cannot be cast|value too long", error)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--pgmend", default=ROOT / "build/dev/tool/pgmend")
    parser.add_argument("--count", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only")
    parser.add_argument("--pairs", default=os.environ.get("PGMEND_SCHEMA_PAIRS"))
    options = parser.parse_args()
    pgmend = str(Path(options.pgmend).resolve())
    with tempfile.TemporaryDirectory() as folder, PrivateServer(durable=False) as server:
        trial = Trial(server, pgmend, folder)
        pairs = list(own_pairs()) + list(random_pairs(options.count, options.seed, int(server.bindir.parent.name)))
        if options.pairs:
            pairs += list(folder_pairs(options.pairs))
        tried = 0
        for pair in pairs:
            if options.only and options.only not in pair.name:
                continue
            for back in (False, True):
                for way in ("psql", "repair"):
                    tried += 1
                    try:
                        trial.one_way(pair, back, way)
                    except psycopg2.Error as error:
                        print(f"{pair.name}: cannot be loaded: {error}", flush=True)
                        break
        print(f"{tried} ways tried, {len(trial.faults)} faults")
    return 1 if trial.faults else 0


if __name__ == "__main__":
    sys.exit(main())
