#!/usr/bin/python3
"""Measures `pgmend dedupe` on the tracker's history, a tenth of whose rows are duplicates, against the single statement
that does the same, and against SQLAlchemy's ORM on a fifth of the rows; all in one run on one private server.

usage: dedupe_bench.py [--pgmend PATH] [--rows 5500000] [--rounds 3] [--orm-rows 1100000] [--no-orm] [--scans]
Figures are medians of the rounds, in which the rivals take turns. The longest transaction is the longest that pgmend reports,
and in one more run, which is not timed, what somebody sees who looks at pg_stat_activity a hundred times a second. --scans
measures ways to find the duplicates at once."""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psycopg2

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.results import Results, add_option, first_line  # noqa: E402
from support.private_server import PrivateServer  # noqa: E402

# All sessions of pgmend but the one that holds the lock between its processes, which has neither a snapshot nor an id.
ACTIVITY = """SELECT application_name, extract(epoch FROM clock_timestamp() - xact_start) * 1000,
    backend_xmin IS NOT NULL OR backend_xid IS NOT NULL
    FROM pg_stat_activity WHERE application_name LIKE 'pgmend%' AND xact_start IS NOT NULL"""

ROOT = Path(__file__).resolve().parents[2]
TABLE = """CREATE TABLE tracker_task_history (id uuid PRIMARY KEY, task_id integer NOT NULL, tracker_id varchar(255) NOT NULL,
    status varchar(255) NOT NULL, status_display varchar(255) NOT NULL, start_date timestamp NOT NULL, end_date timestamp,
    created_at timestamp);"""
FILL = """INSERT INTO tracker_task_history
    SELECT md5(g::text)::uuid, g / 20, 'tr' || g / 20, (ARRAY['open', 'inProgress', 'review', 'testing', 'closed'])[g % 5 + 1],
           'Display', timestamp '2020-01-01' + (g % 20) * interval '1 day' + (g / 20) * interval '1 second', NULL,
           timestamp '2024-01-01' + g * interval '1 second'
    FROM generate_series(1, {unique}) g;
INSERT INTO tracker_task_history
    SELECT md5('copy' || id)::uuid, task_id, tracker_id, status, status_display, start_date, end_date, created_at + interval '1 day'
    FROM (SELECT *, row_number() OVER () AS g FROM tracker_task_history) numbered WHERE g % 10 = 0;"""
INDEXES = """CREATE INDEX idx_tracker_history_task_status ON tracker_task_history (task_id, status);
CREATE INDEX idx_tracker_history_dates ON tracker_task_history (start_date, end_date);
CREATE INDEX ix_tracker_task_history_task_id ON tracker_task_history (task_id);
CREATE INDEX ix_tracker_task_history_tracker_id ON tracker_task_history (tracker_id);
CREATE INDEX idx_tracker_history_dedup ON tracker_task_history (task_id, status, start_date);"""
REFERENCE = """DELETE FROM tracker_task_history WHERE id IN (SELECT id FROM (SELECT id, row_number() OVER (
    PARTITION BY task_id, status, start_date ORDER BY created_at, id) rn FROM tracker_task_history) ranked WHERE rn > 1)"""
FINGERPRINT = "SELECT count(*), sum(hashtextextended(t::text, 0)) FROM tracker_task_history t"
KEY = ["--key", "task_id,status,start_date", "--keep", "oldest:created_at"]

# A process starts as a copy of its parent and is charged for that, so the parent must be a small one.
LAUNCHER = """import os, sys
pid = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
_, status, usage = os.wait4(pid, 0)
print()
print(usage.ru_maxrss)
sys.exit(os.waitstatus_to_exitcode(status))"""

ORM = """import sys
from sqlalchemy import Column, DateTime, Integer, String, create_engine
from sqlalchemy.dialects.postgresql import UUID
from sqlalchemy.orm import Session, declarative_base
Base = declarative_base()
class History(Base):
    __tablename__ = "tracker_task_history"
    id = Column(UUID(as_uuid=True), primary_key=True)
    task_id, tracker_id, status = Column(Integer), Column(String), Column(String)
    status_display, start_date = Column(String), Column(DateTime)
    end_date, created_at = Column(DateTime), Column(DateTime)
engine = create_engine(sys.argv[1])
with Session(engine) as session:
    groups = {}
    for row in session.query(History).all():
        groups.setdefault((row.task_id, row.status, row.start_date), []).append(row)
    for rows in groups.values():
        for row in sorted(rows, key=lambda one: (one.created_at, one.id))[1:]:
            session.delete(row)
    session.commit()"""

SCANS = {
    "rank every row": """SELECT ctid AS row_id, xmin AS version, first_value(ctid) OVER same AS kept,
        row_number() OVER same AS place FROM tracker_task_history
        WINDOW same AS (PARTITION BY task_id, status, start_date ORDER BY created_at, id)""",
    "keys first": """SELECT h.ctid AS row_id, h.xmin AS version, first_value(h.ctid) OVER same AS kept,
        row_number() OVER same AS place FROM repeated JOIN tracker_task_history h USING (task_id, status, start_date)
        WINDOW same AS (PARTITION BY h.task_id, h.status, h.start_date ORDER BY created_at, h.id)""",
}
REPEATED = """DROP TABLE IF EXISTS repeated; CREATE UNLOGGED TABLE repeated AS SELECT task_id, status, start_date
    FROM tracker_task_history GROUP BY 1, 2, 3 HAVING count(*) > 1; ANALYZE repeated;"""

ABOUT = """The tracker's history has {rows:,} rows, a tenth of them are duplicates, and all its indexes exist. pgmend is compared
with one DELETE that ranks all rows and deletes those that are not the first of their key. The same rows remain."""


class Bench:
    def __init__(self, options, server):
        self.options, self.server = options, server
        self.results = Results("dedupe", "Deleting duplicates", ABOUT.format(rows=options.rows))
        self.results.version(first_line(server.bindir / "postgres", "--version"))

    def template(self, name, count):
        self.server.create(name)
        self.server.psql(name, TABLE + FILL.format(unique=count * 10 // 11))
        self.server.psql(name, INDEXES)
        self.server.psql(name, "VACUUM (ANALYZE) tracker_task_history")
        shown = self.server.psql(name, "SELECT count(*) FROM tracker_task_history")
        print(f"{name}: {shown} rows", flush=True)

    def fresh(self, template):
        self.server.drop("run")
        self.server.create("run", template)
        self.server.psql("postgres", "CHECKPOINT")

    def reference(self):
        self.fresh("history")
        began = time.perf_counter()
        self.server.psql("run", REFERENCE)
        return time.perf_counter() - began, self.server.psql("run", FINGERPRINT)

    def launch(self, command):
        began = time.perf_counter()
        done = subprocess.run(["/usr/bin/python3", "-I", "-S", "-c", LAUNCHER, *map(str, command)], cwd="/", check=True,
                              capture_output=True, text=True)
        lines = done.stdout.splitlines()
        return time.perf_counter() - began, int(lines[-1]) / 1024, "\n".join(lines[:-1])

    def pgmend(self, *words):
        self.fresh("history")
        # log_min_duration_statement = 0 would cost; the longest transaction is the longest chunk, commit included.
        took, memory, out = self.launch([self.options.pgmend, "-d", self.server.url("run"), "--format", "json", "--yes",
                                         "--no-progress", "dedupe", "tracker_task_history", *KEY, *words])
        return took, memory, json.loads(out), self.server.psql("run", FINGERPRINT)

    def watched(self):
        """The longest transaction with a snapshot or an id that was seen from outside, in milliseconds."""
        seen, over = {}, threading.Event()

        def look():
            connection = psycopg2.connect(self.server.url())
            connection.autocommit = True
            with connection.cursor() as cursor:
                while not over.is_set():
                    cursor.execute(ACTIVITY)
                    for name, age, holds in cursor.fetchall():
                        if holds:
                            seen[name] = max(seen.get(name, 0), float(age))
                    time.sleep(0.01)
            connection.close()

        watcher = threading.Thread(target=look)
        watcher.start()
        try:
            report = self.pgmend()[2]
        finally:
            over.set()
            watcher.join()
        for name, age in sorted(seen.items()):
            print(f"seen from outside: {name} {age:.0f} ms")
        print(f"itself it reports {report['longest_chunk_ms']:.0f} ms in {report['chunks']} chunks", flush=True)

    def race(self):
        base, plain, archived, longest, memory = [], [], [], [], []
        for _ in range(self.options.rounds):
            took, kept = self.reference()
            base.append(took)
            for words, times in (([], plain), (["--archive"], archived)):
                took, used, report, found = self.pgmend(*words)
                times.append(took)
                longest.append(report["longest_chunk_ms"])
                memory.append(used)
                if found != kept:
                    raise SystemExit(f"other rows stay than by the reference: {found} instead of {kept}")
        middle = statistics.median
        self.results.table("Deleting", "s", ["one DELETE", "pgmend", "pgmend --archive"])
        self.results.row(f"{self.options.rows:,} rows", {"one DELETE": middle(base), "pgmend": middle(plain),
                                                        "pgmend --archive": middle(archived)},
                         1.0, {"pgmend": max(memory)})
        self.results.bound("with --archive, ÷ one DELETE", middle(archived) / middle(base), 2)
        self.results.bound("longest transaction that deletes", max(longest), 400, "ms")
        self.results.bound("memory", max(memory), 40, "MB")
        print(f"one DELETE       {middle(base):6.2f} s")
        print(f"pgmend           {middle(plain):6.2f} s  {middle(plain) / middle(base):.2f} x")
        print(f"pgmend --archive {middle(archived):6.2f} s  {middle(archived) / middle(base):.2f} x")
        print(f"the same rows stay; longest transaction of all runs {max(longest):.0f} ms; memory {max(memory):.1f} MB", flush=True)

    def orm(self):
        self.template("small", self.options.orm_rows)
        self.fresh("small")
        url = self.server.url("run").replace("postgresql:", "postgresql+psycopg2:")
        with tempfile.NamedTemporaryFile("w", suffix=".py") as script:
            script.write(ORM)
            script.flush()
            took, memory, _ = self.launch(["/usr/bin/python3", script.name, url])
        kept = self.server.psql("run", FINGERPRINT)
        self.fresh("small")
        own, own_memory, _ = self.launch([self.options.pgmend, "-d", self.server.url("run"), "--yes", "--no-progress", "dedupe",
                                          "tracker_task_history", *KEY])
        if self.server.psql("run", FINGERPRINT) != kept:
            raise SystemExit("other rows stay than by the ORM")
        self.results.table("Beside SQLAlchemy's ORM", "s", ["SQLAlchemy's ORM", "pgmend"])
        self.results.row(f"{self.options.orm_rows:,} rows", {"SQLAlchemy's ORM": took, "pgmend": own}, None,
                         {"SQLAlchemy's ORM": memory, "pgmend": own_memory})
        print(f"{self.options.orm_rows} rows: ORM {took:.1f} s, {memory:.0f} MB; pgmend {own:.2f} s, {own_memory:.1f} MB", flush=True)

    def scans(self):
        settings = "SET jit = off; SET work_mem = '64MB'; DROP TABLE IF EXISTS doomed; CREATE UNLOGGED TABLE doomed AS "
        for name, query in SCANS.items():
            times = []
            for _ in range(self.options.rounds):
                self.fresh("history")
                began = time.perf_counter()
                if "repeated" in query:
                    self.server.psql("run", REPEATED)
                self.server.psql("run", f"{settings} SELECT * FROM ({query}) ranked WHERE place > 1")
                times.append(time.perf_counter() - began)
            print(f"scan, {name}: {statistics.median(times):.2f} s", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pgmend", type=Path, default=os.environ.get("PGMEND_BINARY", ROOT / "build/release/tool/pgmend"))
    parser.add_argument("--rows", type=int, default=5_500_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--orm-rows", type=int, default=1_100_000)
    parser.add_argument("--no-orm", action="store_true")
    parser.add_argument("--scans", action="store_true")
    add_option(parser)
    options = parser.parse_args()
    options.pgmend = Path(options.pgmend).resolve()
    with PrivateServer() as server:
        bench = Bench(options, server)
        bench.template("history", options.rows)
        if options.scans:
            bench.scans()
        bench.race()
        bench.watched()
        if not options.no_orm:
            bench.orm()
        bench.results.write(options.json)


if __name__ == "__main__":
    main()
