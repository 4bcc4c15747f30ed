#!/usr/bin/python3
"""SIGINT in the phases of a concurrent index build: exit code 130 within two seconds, no INVALID index, and the same
command again completes. By a plain CREATE INDEX CONCURRENTLY, by --rewrite-safe, and by pgmend index create.

usage: interrupt_test.py --pgmend PATH [--rows 2000000]"""

import argparse
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg2

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from support.private_server import PrivateServer  # noqa: E402

PHASES = ["building index: scanning table", "building index: sorting live tuples", "building index: loading tuples in tree",
          "index validation: scanning index", "index validation: scanning table"]
INVALID = "SELECT indexrelid::regclass FROM pg_index WHERE NOT (indisvalid AND indisready AND indislive)"


def write_revision(folder, sql):
    folder.mkdir()
    (folder / "one.sql").write_text(f"-- One\n--\n-- revision: one\n-- down_revision:\n\n-- migrate:up\n{sql};\n")


class Trial:
    def __init__(self, server, connection, words):
        self.server, self.words = server, words
        self.cursor = connection.cursor()

    def start(self):
        return subprocess.Popen(self.words, cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                text=True)

    def phase(self):
        self.cursor.execute("SELECT phase FROM pg_stat_progress_create_index")
        row = self.cursor.fetchone()
        return row[0] if row else None

    def interrupt_in(self, wanted):
        """Seconds from the signal to the end; None when the phase was over before it was seen."""
        process = self.start()
        while process.poll() is None:
            if self.phase() == wanted:
                break
        else:
            process.communicate()
            return None
        process.send_signal(signal.SIGINT)
        began = time.monotonic()
        output = process.communicate(timeout=60)[0]
        took = time.monotonic() - began
        if process.returncode == 0:
            return None  # the signal came too late
        if process.returncode != 130:
            raise SystemExit(f"FAILED exit code {process.returncode} in '{wanted}':\n{output}")
        return took

    def finish(self):
        process = self.start()
        output = process.communicate(timeout=600)[0]
        if process.returncode != 0:
            raise SystemExit(f"FAILED exit code {process.returncode}:\n{output}")

    def ask(self, sql):
        self.cursor.execute(sql)
        return self.cursor.fetchall()


def run(trial, reset):
    """Interrupts each phase; the phases hit with the seconds that the end took."""
    hits = {}
    for phase in PHASES:
        for _ in range(3):
            took = trial.interrupt_in(phase)
            invalid = trial.ask(INVALID)
            if invalid:
                raise SystemExit(f"FAILED an INVALID index is left in '{phase}': {invalid}")
            if took is not None:
                hits[phase] = took
                break
            for sql in reset:
                trial.cursor.execute(sql)
    trial.finish()
    if trial.ask(INVALID) or trial.ask("SELECT count(*) FROM pg_index WHERE indexrelid = to_regclass('big_name')") != [(1,)]:
        raise SystemExit("FAILED the same command again has not built the index")
    for sql in reset:
        trial.cursor.execute(sql)
    return hits


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pgmend", required=True, type=Path)
    parser.add_argument("--rows", type=int, default=2_000_000)
    options = parser.parse_args()
    late = []
    with PrivateServer(durable=False) as server, tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        server.create("interrupted")
        url = server.url("interrupted")
        server.psql("interrupted", f"CREATE TABLE big AS SELECT g AS id, md5(g::text) AS name FROM generate_series(1, "
                                   f"{options.rows}) g")
        server.psql("interrupted", "VACUUM ANALYZE big")
        write_revision(folder / "concurrent", "CREATE INDEX CONCURRENTLY big_name ON big (name)")
        write_revision(folder / "plain", "CREATE INDEX big_name ON big (name)")
        base = [options.pgmend.resolve(), "-d", url]
        reset = ["DROP INDEX IF EXISTS big_name", "DROP TABLE IF EXISTS alembic_version", "DROP SCHEMA IF EXISTS pgmend CASCADE"]
        kinds = {"CREATE INDEX CONCURRENTLY": base + ["-m", folder / "concurrent", "upgrade"],
                 "--rewrite-safe": base + ["-m", folder / "plain", "upgrade", "--rewrite-safe"],
                 "index create": base + ["index", "create", "big", "--columns", "name", "--name", "big_name"]}
        connection = psycopg2.connect(url)
        connection.autocommit = True
        for kind, words in kinds.items():
            hits = run(Trial(server, connection, words), reset)
            for phase, took in hits.items():
                print(f"{kind}: '{phase}' ended {took * 1000:.0f} ms after SIGINT")
                if took > 2:
                    late.append(f"{kind} needed {took:.1f} s in '{phase}'")
            if not hits:
                late.append(f"{kind}: no phase was hit")
    for failure in late:
        print(f"FAILED {failure}")
    return 1 if late else 0


if __name__ == "__main__":
    sys.exit(main())
