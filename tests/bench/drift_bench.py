#!/usr/bin/env python3
"""Times `pgmend check` against a snapshot beside `pg_dump --schema-only` of the same database, in the same run.

Three databases: 2,500 tables with 10,000 objects in all (tables, indexes, constraints, views, functions, triggers),
a tenth of it, and ten times as much; and the middle one once more over a link that is 10 ms away.

Fails when a bound is broken: 0.4 of pg_dump's time, 150 MB, 0.15 s more over the link, cost linear in size.
usage: drift_bench.py [--rounds N] [--small]      PGMEND_BINARY names the program to measure"""

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.results import Results, add_option, first_line  # noqa: E402
from support.private_server import PrivateServer  # noqa: E402

HERE = Path(__file__).resolve().parent
BINARY = os.environ.get("PGMEND_BINARY", str(HERE.parent.parent / "build/release/tool/pgmend"))

# A table with its primary key, a second index and a check; to every second a foreign key, to every fifth a view and a
# function, to every tenth a trigger: four objects a table, the check and the columns not counted.
TABLES = """\
DO $do$ DECLARE i integer; BEGIN
  FOR i IN {first}..{last} LOOP
    EXECUTE format($$CREATE TABLE t%1$s (id bigint PRIMARY KEY,
      parent bigint, name varchar(80) NOT NULL DEFAULT 'x', state text CHECK (state IN ('a', 'b', 'c')),
      amount numeric(12, 2) DEFAULT 0, made timestamptz NOT NULL DEFAULT now(), tags text[], body jsonb)$$, i);
    EXECUTE format('CREATE INDEX t%1$s_name ON t%1$s (lower(name)) WHERE amount > 0', i);
    IF i % 2 = 0 THEN
      EXECUTE format('ALTER TABLE t%s ADD FOREIGN KEY (parent) REFERENCES t%s', i, i - 1);
    END IF;
    IF i % 5 = 0 THEN
      EXECUTE format('CREATE VIEW v%1$s AS SELECT t.id, t.name, p.amount FROM t%1$s t JOIN t%2$s p ON p.id = t.parent', i, i - 1);
      EXECUTE format('CREATE FUNCTION f%1$s(a integer, b text DEFAULT %2$L) RETURNS integer LANGUAGE sql AS $f$ SELECT a + %1$s $f$', i, 'b');
    END IF;
    IF i % 10 = 0 THEN
      EXECUTE format('CREATE TRIGGER touch BEFORE UPDATE ON t%s FOR EACH ROW WHEN (OLD.amount <> NEW.amount) EXECUTE FUNCTION touch()', i);
    END IF;
  END LOOP;
END $do$;
"""
TOUCH = "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;"

ABOUT = """`pgmend check` compares a database with a snapshot of itself. pg_dump only reads the database. Alembic compares it with
models that were reflected before and cover a part of the schema. apgdiff compares two dumps."""


class Bench:
    def __init__(self, server, folder, rounds):
        self.server, self.folder, self.rounds = server, Path(folder), rounds
        self.broken = []
        self.results = Results("drift", "Checking for drift", ABOUT)
        self.results.version(first_line(server.bindir / "pg_dump", "--version"))
        self.results.table("A check that finds nothing", "s", [])

    def sql(self, database, text):
        command = [self.server.bindir / "psql", "-qXAt", "-v", "ON_ERROR_STOP=1", "-d", self.server.url(database)]
        return subprocess.run(command, input=text, text=True, check=True, capture_output=True).stdout.strip()

    def make(self, tables):
        """A database with that many tables, and the snapshot of it."""
        database = f"b{tables}"
        self.sql("postgres", f"CREATE DATABASE {database}")
        self.sql(database, TOUCH)
        # Not all in one transaction: each object costs a lock.
        for first in range(1, tables + 1, 200):
            self.sql(database, TABLES.format(first=first, last=min(first + 199, tables)))
        self.sql(database, "VACUUM ANALYZE")
        snapshot = self.folder / f"{database}.json"
        snapshot.write_text(self.run([BINARY, "--database", self.server.url(database), "snapshot", "--output", "-"]))
        return database, snapshot

    @staticmethod
    def run(command):
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    def seconds(self, command):
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        return time.perf_counter() - start

    def check_command(self, url, snapshot):
        return [BINARY, "--database", url, "check", "--against", str(snapshot), "--checks", str(self.folder / "none")]

    def medians(self, *commands):
        """Medians of each command's time; the commands take turns, so that a busy moment hits all of them."""
        times = [[] for _ in commands]
        for command in commands:
            self.seconds(command)
        for _ in range(self.rounds):
            for mine, command in zip(times, commands):
                mine.append(self.seconds(command))
        return [statistics.median(mine) for mine in times]

    def rivals(self, database):
        """What else could tell: Alembic's comparison with models, and apgdiff, which compares two dumps. Once each."""
        url = self.server.url(database)
        alembic = float(self.run(["/usr/bin/python3", str(HERE / "alembic_compare.py"), url]))
        figures = {"Alembic's comparison": alembic}
        if shutil.which("apgdiff"):
            dump = self.folder / "now.sql"
            dumping = self.seconds([self.server.bindir / "pg_dump", "--schema-only", f"--file={dump}", f"--dbname={url}"])
            # apgdiff is older than psql's \restrict and \unrestrict, which pg_dump writes now.
            lines = dump.read_text().splitlines(keepends=True)
            dump.write_text("".join(line for line in lines if not line.startswith("\\")))
            figures["pg_dump and apgdiff"] = dumping + self.seconds(["apgdiff", "--ignore-start-with", dump, dump])
        return figures

    def bound(self, what, value, most, unit=""):
        self.results.bound(what, value, most, unit.strip())
        verdict = "ok" if value <= most else "BROKEN"
        print(f"  {what}: {value:.3g}{unit} (at most {most:g}{unit}) {verdict}", flush=True)
        if value > most:
            self.broken.append(what)


def megabytes_of(command):
    """The most memory that a command had, in a process of its own so that others' do not count."""
    child = os.fork()
    if child == 0:
        subprocess.run(command, capture_output=True)
        os._exit(min(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024 // 4, 255))
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) * 4


def over_the_link(bench, database, snapshot, milliseconds):
    """Median time of a check through the proxy; the delay is each way's half of the round trip."""
    socket = str(bench.server.folder / f".s.PGSQL.{bench.server.port}")
    command = [sys.executable, str(HERE / "delay_proxy.py"), socket, str(milliseconds / 2)]
    proxy = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    port = proxy.stdout.readline().strip()
    url = f"postgresql://postgres@127.0.0.1:{port}/{database}?sslmode=disable&gssencmode=disable"
    try:
        near = bench.check_command(bench.server.url(database), snapshot)
        return bench.medians(near, bench.check_command(url, snapshot))
    finally:
        proxy.stdin.close()
        proxy.wait()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--small", action="store_true", help="leave out the largest database")
    add_option(parser)
    options = parser.parse_args()
    with PrivateServer(durable=False, settings=["max_locks_per_transaction=1000"]) as server, tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        bench = Bench(server, folder, options.rounds)
        times, curve = {}, {}
        for tables in (250, 2500) if options.small else (250, 2500, 25000):
            database, snapshot = bench.make(tables)
            rounds, bench.rounds = bench.rounds, 3 if tables > 2500 else bench.rounds
            check = bench.check_command(server.url(database), snapshot)
            dump = [server.bindir / "pg_dump", "--schema-only", "--file=/dev/null", "--dbname=" + server.url(database)]
            times[tables], dumped = bench.medians(check, dump)
            bench.rounds = rounds
            objects = bench.sql(database, "SELECT count(*) FROM (SELECT oid FROM pg_class WHERE relkind IN ('r', 'v') UNION ALL "
                                          "SELECT oid FROM pg_class WHERE relkind = 'i' AND relname ~ '_name$' UNION ALL "
                                          "SELECT oid FROM pg_constraint WHERE contype IN ('p', 'f') UNION ALL SELECT oid FROM pg_proc UNION ALL "
                                          "SELECT oid FROM pg_trigger WHERE NOT tgisinternal) x WHERE oid >= 16384")
            print(f"{tables} tables, {objects} objects: check {times[tables]:.3f} s, pg_dump {dumped:.3f} s", flush=True)
            figures = {"pg_dump --schema-only": dumped, "pgmend": times[tables]}
            if tables <= 2500:
                figures |= bench.rivals(database)
            bench.results.row(f"{tables:,} tables", figures, 0.4 if tables == 2500 else None)
            for tool, taken in figures.items():
                curve.setdefault(tool, []).append([tables, taken])
            if tables == 2500:
                bench.bound("check ÷ pg_dump", times[tables] / dumped, 0.4)
                bench.bound("memory", megabytes_of(check), 150, " MB")
                near, far = over_the_link(bench, database, snapshot, 10)
                bench.bound("additional time over a link of 10 ms", far - near, 0.15, " s")
        if not options.small:
            bench.bound("25,000 tables ÷ 2,500 tables", times[25000] / times[2500], 11.5)
        bench.results.curve("check time by number of tables", "tables", "s", curve)
        bench.results.write(options.json)
        return 1 if bench.broken else 0


if __name__ == "__main__":
    sys.exit(main())
