#!/usr/bin/python3
"""Measures `pgmend sync load` against psql and SQLAlchemy, all in one run on one private server with PostgreSQL's own
settings: history rows into the table with all of its indexes, the same data a second time, memory, bad issues.

usage: sync_bench.py [--pgmend PATH] [--rounds 5] [--issues 10000] [PART…]
Each figure is the median of the rounds, in which the rivals take turns."""

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.results import Results, add_option  # noqa: E402
from support.issues import make_issues  # noqa: E402
from support.private_server import PrivateServer  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
COLUMNS = "id, task_id, tracker_id, status, status_display, start_date, end_date, created_at"
LAUNCHER = """import os, sys
pid = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
_, status, usage = os.wait4(pid, 0)
print("weight", usage.ru_maxrss)
sys.exit(0)"""
ORM = """
import csv, sys, uuid
from datetime import datetime
from sqlalchemy import create_engine, Column, Integer, String, DateTime
from sqlalchemy.dialects.postgresql import UUID
from sqlalchemy.orm import declarative_base, Session
url, path, how, most = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
class History(declarative_base()):
    __tablename__ = "tracker_task_history"
    id = Column(UUID(as_uuid=False), primary_key=True)
    task_id = Column(Integer)
    tracker_id = Column(String)
    status = Column(String)
    status_display = Column(String)
    start_date = Column(DateTime)
    end_date = Column(DateTime)
    created_at = Column(DateTime)
names = [c.name for c in History.__table__.columns]
def when(text):
    return datetime.fromisoformat(text) if text else None
def rows():
    with open(path, newline="") as file:
        for number, row in enumerate(csv.reader(file)):
            if number == most:
                return
            row[5:8] = map(when, row[5:8])
            yield dict(zip(names, row))
with Session(create_engine(url.replace("postgresql:", "postgresql+psycopg2:"))) as session:
    if how == "rows":
        for number, row in enumerate(rows()):
            session.add(History(**row))
            session.flush()
    else:
        batch = []
        for row in rows():
            batch.append(row)
            if len(batch) == 1000:
                session.bulk_insert_mappings(History, batch)
                batch = []
        session.bulk_insert_mappings(History, batch)
    session.commit()
"""

ABOUT = """Issues are loaded from a file into the tracker's tables, and their histories by COPY. The other tools get the history rows
as a prepared CSV file. SQLAlchemy row by row is measured on 10,000 rows and scaled."""


class Bench:
    def __init__(self, options, server, folder):
        self.options, self.server, self.folder = options, server, Path(folder)
        self.results = Results("sync", "Loading issues", ABOUT)
        server.create("empty")
        self.run(options.pgmend, "-q", "-d", server.url("empty"), "-m", ROOT / "migrations", "upgrade", "559cdae67d39")

    def run(self, *command, codes=(0,)):
        done = subprocess.run([str(word) for word in command], cwd=self.folder, capture_output=True, text=True)
        if done.returncode not in codes:
            raise SystemExit(f"{command}\n{done.stdout}{done.stderr}")
        return done.stdout

    def timed(self, *command, codes=(0,)):
        began = time.perf_counter()
        output = self.run(*command, codes=codes)
        return time.perf_counter() - began, output

    def fresh(self, database, template="empty"):
        self.server.drop(database)
        self.server.create(database, template)
        self.server.psql("postgres", "CHECKPOINT")
        return self.server.url(database)

    def load(self, url, file, *more, codes=(0,)):
        took, output = self.timed(self.options.pgmend, "-d", url, "--format", "json", "sync", "load", file, *more,
                                  codes=codes)
        return took, json.loads(output)

    def write_issues(self, name, issues):
        path = self.folder / name
        with open(path, "w") as file:
            for issue, entries in issues:
                file.write(json.dumps(dict(issue, changelog=entries), ensure_ascii=False) + "\n")
        return path

    def prepare(self, count):
        """So many issues as JSON, their history rows as CSV, and the database `tasks`, where all but the history is there.
        The issues are small and their histories long, so that history rows are what is measured."""
        changes = 20
        file = self.write_issues("issues.ndjson", [(small(issue), entries) for issue, entries
                                                   in make_issues(count, 1, changes)])
        url = self.fresh("source")
        _, result = self.load(url, file)
        csv = self.folder / "history.csv"
        self.psql(url, f"\\copy (SELECT {COLUMNS} FROM tracker_task_history) TO '{csv}' (FORMAT csv)")
        self.fresh("tasks", "source")
        self.server.psql("tasks", "TRUNCATE tracker_task_history")
        return file, csv, result["history_rows"]

    def by_rows(self):
        """How the cost grows with the number of rows."""
        points = {"psql \\copy": [], "pgmend": [], "SQLAlchemy, bulk_insert_mappings": []}
        for count in (50, 500, 5000):
            file, csv, rows = self.prepare(count)
            times = {name: [] for name in points}
            for _ in range(3):
                times["psql \\copy"].append(self.psql(self.fresh("a", "tasks"),
                                                      f"\\copy tracker_task_history ({COLUMNS}) FROM '{csv}' (FORMAT csv)"))
                times["pgmend"].append(self.load(self.fresh("e", "tasks"), file)[0])
                times["SQLAlchemy, bulk_insert_mappings"].append(
                    self.timed("/usr/bin/python3", "-c", ORM, self.fresh("d", "tasks"), csv, "bulk", rows)[0])
            for name, taken in times.items():
                points[name].append([rows, statistics.median(taken) * 1000])
        self.results.curve("loading history rows, by their number", "rows", "ms", points)
        for name, taken in points.items():
            print(f"{name:35} " + "  ".join(f"{x:,}: {y:,.1f} ms" for x, y in taken), flush=True)

    def history(self):
        count = self.options.issues
        file, csv, rows = self.prepare(count)
        print(f"\n{rows:,} history rows of {count:,} issues; {file.stat().st_size / 1e6:.0f} MB of JSON, "
              f"{csv.stat().st_size / 1e6:.0f} MB of CSV")
        times = {"psql \\copy": [], "pgmend sync load, tasks there as for psql": [],
                 "pgmend sync load, tasks and all": [], "psql staging + ON CONFLICT": []}
        second = []
        for _ in range(self.options.rounds):
            url = self.fresh("a", "tasks")
            times["psql \\copy"].append(self.psql(url, f"\\copy tracker_task_history ({COLUMNS}) FROM '{csv}' (FORMAT csv)"))
            took, result = self.load(self.fresh("e", "tasks"), file)
            if result["history_rows"] != rows:
                raise SystemExit(f"not all rows were written: {result}")
            times["pgmend sync load, tasks there as for psql"].append(took)
            url = self.fresh("b")
            times["pgmend sync load, tasks and all"].append(self.load(url, file)[0])
            took, result = self.load(url, file)
            if result["unchanged"] != count:
                raise SystemExit(f"the second load changed something: {result}")
            second.append(took)
            url = self.fresh("c", "tasks")
            times["psql staging + ON CONFLICT"].append(self.psql(
                url, "CREATE TEMP TABLE s (LIKE tracker_task_history)",
                f"\\copy s ({COLUMNS}) FROM '{csv}' (FORMAT csv)",
                "INSERT INTO tracker_task_history SELECT * FROM s ON CONFLICT (id) DO NOTHING"))
        slow = {}
        for name, how, most in (("SQLAlchemy, bulk_insert_mappings of 1,000", "bulk", rows),
                                ("SQLAlchemy, row by row", "rows", 10_000)):
            took, _ = self.timed("/usr/bin/python3", "-c", ORM, self.fresh("d", "tasks"), csv, how, most)
            slow[name] = min(rows, most) / took
        base = rows / statistics.median(times["psql \\copy"])
        print("| | rows/s | ÷ psql \\copy |\n|---|---:|---:|")
        for name, taken in times.items():
            speed = rows / statistics.median(taken)
            print(f"| {name} | {speed:,.0f} | {speed / base:.2f} |")
        for name, speed in slow.items():
            print(f"| {name} | {speed:,.0f} | {speed / base:.2f} |")
        middle = {name: statistics.median(taken) for name, taken in times.items()}
        self.results.table("History rows, with all indexes", "s", ["psql \\copy", "pgmend"])
        self.results.row(f"{rows:,} rows (JSON for pgmend); the tasks exist already",
                         {"psql \\copy": middle["psql \\copy"],
                          "pgmend": middle["pgmend sync load, tasks there as for psql"],
                          "psql staging + ON CONFLICT": middle["psql staging + ON CONFLICT"],
                          **{name: rows / speed for name, speed in slow.items()}}, round(1 / 0.85, 2))
        first, again = statistics.median(times["pgmend sync load, tasks and all"]), statistics.median(second)
        print(f"\nloaded in {first:.2f} s, a second time in {again:.2f} s: {first / again:.1f} times as fast "
              f"(target: 0.85 of \\copy, and 3 times)", flush=True)
        self.results.bound("speed of a second load of the same issues ÷ speed of the first", first / again, least=3)

    def psql(self, url, *commands):
        words = [word for command in commands for word in ("-c", command)]
        return self.timed(self.server.bindir / "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", url, *words)[0]

    def memory(self):
        """A file of --memory-mb megabytes; peak resident memory of the process."""
        path = self.folder / "large.ndjson"
        issues = make_issues(2000, 2)
        size = number = 0
        with open(path, "w") as file:
            while size < self.options.memory_mb * 1e6:
                issue, entries = issues[number % len(issues)]
                number += 1
                issue = dict(issue, id=f"big{number}", key=f"BIG-{number}", changelog=entries,
                             description="очень длинный текст " * 200)
                size += file.write(json.dumps(issue, ensure_ascii=False) + "\n") * 1.6
        output = self.run("/usr/bin/python3", "-I", "-S", "-c", LAUNCHER, self.options.pgmend, "-d", self.fresh("m"), "-q",
                          "sync", "load", path)
        weight = int(output.split("weight")[1]) / 1024
        print(f"\n{path.stat().st_size / 1e6:,.0f} MB of NDJSON, {number:,} issues: {weight:.0f} MB of memory (target: 150)",
              flush=True)
        self.results.bound(f"memory for {path.stat().st_size / 1e6:,.0f} MB of NDJSON", weight, 150, "MB")
        path.unlink()

    def rejects(self):
        count, bad = self.options.reject_issues, 137
        issues = make_issues(count, 3, 2)
        lines = [json.dumps(dict(small(issue), changelog=entries), ensure_ascii=False).encode() for issue, entries in issues]
        clean, dirty = self.folder / "clean.ndjson", self.folder / "dirty.ndjson"
        clean.write_bytes(b"\n".join(lines) + b"\n")
        rng = random.Random(4)
        chosen = rng.sample(range(count), bad)
        for turn, at in enumerate(chosen):
            lines[at] = KINDS[turn % len(KINDS)][1](json.loads(lines[at]))
        dirty.write_bytes(b"\n".join(lines) + b"\n")
        self.fresh("ruled")
        self.server.psql("ruled", "CREATE TABLE teams (name varchar(255) PRIMARY KEY); INSERT INTO teams VALUES ('Core'); "
                         "ALTER TABLE tracker_tasks ADD FOREIGN KEY (team) REFERENCES teams; "
                         "ALTER TABLE tracker_tasks ADD CHECK (prodteam <> 'Forbidden')")
        times = {"clean": [], "dirty": []}
        for _ in range(max(1, self.options.rounds // 2 + 1)):
            times["clean"].append(self.load(self.fresh("e", "ruled"), clean)[0])
            rejects = self.folder / "rejects"
            rejects.unlink(missing_ok=True)
            took, result = self.load(self.fresh("f", "ruled"), dirty, "--rejects", rejects, codes=(1,))
            times["dirty"].append(took)
        found = [json.loads(line) for line in rejects.read_text().splitlines()]
        expected = sorted(reason for turn in range(bad) for reason in [KINDS[turn % len(KINDS)][0]])
        got = sorted(next((reason for reason, _ in KINDS if reason in one["reason"]), one["reason"]) for one in found)
        if result["created"] != count - bad or got != expected or sorted(one["line"] - 1 for one in found) != sorted(chosen):
            raise SystemExit(f"not the right rejects: {result}\n{set(got) ^ set(expected)}")
        ratio = statistics.median(times["dirty"]) / statistics.median(times["clean"])
        self.results.bound(f"time for {count:,} issues with {bad} bad ones ÷ time without bad ones", ratio, 1.3)
        print(f"\n{count:,} issues, {bad} bad ones of {len(KINDS)} kinds: {result['created']:,} loaded, "
              f"{result['rejected']} rejected, each for its reason; {statistics.median(times['clean']):.1f} s without them, "
              f"{statistics.median(times['dirty']):.1f} s with them: {ratio:.2f} times (target: 1.3)", flush=True)


def small(issue):
    return {key: issue[key] for key in ("id", "key", "summary", "createdAt", "updatedAt", "status", "createdBy")}


def with_member(key, value):
    return lambda issue: json.dumps({**issue, key: value}).encode()


def without(key):
    return lambda issue: json.dumps({name: value for name, value in issue.items() if name != key}).encode()


# What a reject's reason holds, and how an issue is spoilt.
KINDS = [
    ("the text ends", lambda issue: json.dumps(issue).encode()[:-3]),
    ("id is missing", without("id")),
    ("key is missing", with_member("key", "")),
    ("invalid UTF-8", lambda issue: json.dumps({**issue, "x": "MARK"}).encode().replace(b"MARK", b"\xff")),
    ("NUL character", with_member("x", "a\0b")),
    ("createdAt is no timestamp", with_member("createdAt", "2023-02-29T00:00:00Z")),
    ("id has 300 characters", with_member("id", "x" * 300)),
    ("half a surrogate pair", lambda issue: json.dumps({**issue, "x": "MARK"}).encode().replace(b"MARK", b"\\ud83d")),
    ("status has no name", with_member("status", {})),
    ("value overflows numeric format", lambda issue: json.dumps({**issue, "x": "MARK"}).encode().replace(b'"MARK"', b"1e200000")),
    ("foreign key constraint", with_member("a--team", "Absent")),
    ("check constraint", with_member("a--prodteam", "Forbidden")),
]
PARTS = {"history": Bench.history, "curve": Bench.by_rows, "rejects": Bench.rejects, "memory": Bench.memory}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pgmend", type=Path, default=os.environ.get("PGMEND_BINARY", ROOT / "build/release/tool/pgmend"))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--issues", type=int, default=10_000)
    parser.add_argument("--reject-issues", type=int, default=100_000)
    parser.add_argument("--memory-mb", type=int, default=1000)
    add_option(parser)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    options = parser.parse_args()
    options.pgmend = Path(options.pgmend).resolve()
    with PrivateServer() as server, tempfile.TemporaryDirectory() as folder:
        import sqlalchemy
        version = subprocess.run([server.bindir / "postgres", "--version"], capture_output=True, text=True).stdout.strip()
        print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}; {version}; SQLAlchemy {sqlalchemy.__version__}")
        bench = Bench(options, server, folder)
        for part in options.parts or PARTS:
            PARTS[part](bench)
        bench.results.version(version)
        bench.results.version(f"SQLAlchemy {sqlalchemy.__version__}")
        bench.results.write(options.json)


if __name__ == "__main__":
    main()
