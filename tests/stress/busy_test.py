#!/usr/bin/python3
"""Readers at 200 queries a second on a table, a transaction that has read it and stays open, and a column to be added:
how long readers wait with pgmend, and for contrast with psql.

usage: busy_test.py --pgmend PATH [--seconds 20] [--lock-timeout 2]

With pgmend no reader may wait longer than the lock timeout and half a second; the one in the way is named; the column is
there when it has gone."""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from support.private_server import PrivateServer  # noqa: E402

CLIENTS, RATE = 4, 200
QUERY = "\\set id random(1, 10000)\nSELECT count(*) FROM hot WHERE id = :id;\n"


def revision(folder, sql):
    folder.mkdir()
    (folder / "one.sql").write_text(f"-- One\n--\n-- revision: one\n-- down_revision:\n\n-- migrate:up\n{sql};\n")


class Readers:
    """pgbench for as long as the scope lasts, and a little longer."""

    def __init__(self, server, database, seconds, folder):
        self.prefix = folder / f"log_{database}"
        script = folder / "read.sql"
        script.write_text(QUERY)
        self.process = subprocess.Popen(
            [server.bindir / "pgbench", "-n", "-c", str(CLIENTS), "-j", "2", "-R", str(RATE), "-T", str(seconds), "-f", script,
             "-l", f"--log-prefix={self.prefix}", server.url(database)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            text=True)

    def waits(self):
        """Seconds from when each query was due to its answer."""
        errors = self.process.communicate()[1]
        if self.process.returncode != 0:
            raise SystemExit(f"pgbench failed: {errors}")
        waits = []
        for log in self.prefix.parent.glob(f"{self.prefix.name}.*"):
            waits += [int(line.split()[2]) / 1e6 for line in log.read_text().splitlines()]
        return waits


def hold(server, database, seconds):
    """A transaction with ACCESS SHARE on the table, which stays open."""
    sql = f"BEGIN; SELECT count(*) FROM hot; SELECT pg_sleep({seconds}); COMMIT"
    holder = subprocess.Popen([server.bindir / "psql", "-X", "-q", "-d", server.url(database) + "&application_name=report",
                               "-c", sql], stdout=subprocess.DEVNULL)
    query = ("SELECT count(*) FROM pg_locks WHERE mode = 'AccessShareLock' AND relation = 'hot'::regclass AND pid IN "
             "(SELECT pid FROM pg_stat_activity WHERE application_name = 'report')")
    while server.psql(database, query) == "0":
        time.sleep(0.05)
    return holder


def trial(server, folder, database, seconds, command):
    """The longest wait of a reader, when the column was there, when the transaction had ended, and what was said."""
    server.create(database)
    server.psql(database, "CREATE TABLE hot (id int PRIMARY KEY, name text); INSERT INTO hot SELECT g, 'x' FROM "
                          "generate_series(1, 10000) g")
    server.psql(database, "VACUUM ANALYZE hot")
    readers = Readers(server, database, seconds + 4, folder)
    time.sleep(1)
    began = time.monotonic()
    holder = hold(server, database, seconds)
    upgrade = subprocess.Popen(command(database), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                               text=True, cwd=folder)
    said = upgrade.communicate(timeout=seconds + 60)[0]
    done = time.monotonic() - began
    if upgrade.returncode != 0:
        raise SystemExit(f"exit code {upgrade.returncode}:\n{said}")
    holder.wait()
    waits = readers.waits()
    found = server.psql(database, "SELECT count(*) FROM pg_attribute WHERE attrelid = 'hot'::regclass AND attname = 'note'")
    if found != "1":
        raise SystemExit("the column is not there")
    return len(waits), max(waits), done, said


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pgmend", required=True, type=Path)
    parser.add_argument("--seconds", type=int, default=20, help="how long the transaction stays open")
    parser.add_argument("--lock-timeout", type=float, default=2)
    options = parser.parse_args()
    sql = "ALTER TABLE hot ADD COLUMN note text"
    with PrivateServer(durable=False) as server, tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        revision(folder / "migrations", sql)
        pgmend = options.pgmend.resolve()
        count, longest, done, said = trial(server, folder, "with_pgmend", options.seconds, lambda database: [
            pgmend, "-d", server.url(database), "--lock-timeout", f"{options.lock_timeout * 1000:.0f}ms", "upgrade"])
        print(said)
        print(f"pgmend: {count} reads, the longest wait {longest:.2f} s; the column is there after {done:.1f} s")
        plain, worst, plain_done, _ = trial(server, folder, "with_psql", options.seconds, lambda database: [
            server.bindir / "psql", "-X", "-d", server.url(database), "-c", sql])
        print(f"psql:   {plain} reads, the longest wait {worst:.2f} s; the column is there after {plain_done:.1f} s")
    failures = []
    if longest > options.lock_timeout + 0.5:
        failures.append(f"a reader has waited for {longest:.2f} s")
    if "blocked by pid" not in said or "report" not in said:
        failures.append("the one in the way was not named")
    if worst < options.seconds * 0.7:
        failures.append("the contrast shows nothing: nobody waited for psql")
    if done > options.seconds + 8:
        failures.append("the upgrade was late")
    for failure in failures:
        print(f"FAILED {failure}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
