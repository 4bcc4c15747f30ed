#!/usr/bin/python3
"""A deduplication with an archive, killed (SIGKILL) at random moments and resumed by the same command: the table and the
archive must end as after an undisturbed run. Every other table has an index on the key, by which it is scanned in pieces.

usage: dedupe_kill_test.py --pgmend PATH [--kills 10] [--seed N]"""

import argparse
import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from support.private_server import PrivateServer  # noqa: E402
from stress.dedupe_support import Dedupe, expect, one, rows  # noqa: E402

FILL = """CREATE TABLE history (id integer PRIMARY KEY, k integer NOT NULL, status text NOT NULL, made timestamp);
INSERT INTO history SELECT g, g % 20000, 's' || g % 4, timestamp '2024-01-01' + (g % 977) * interval '1 min'
FROM generate_series(1, 60000) g;"""
WORDS = ["dedupe", "history", "--key", "k,status", "--keep", "oldest:made", "--archive", "--chunk-time", "10ms",
         "--then-unique", "history_once"]
ARCHIVE = "SELECT id, k, status, made, pgmend_kept::text FROM pgmend.archive_history ORDER BY id"


def state(connection):
    index = rows(connection, "SELECT indisvalid, pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = "
                             "'history'::regclass AND indexrelid::regclass::text <> 'way' ORDER BY 2")
    left = rows(connection, "SELECT relname FROM pg_class WHERE relname ~ '^(doomed|ranges)_'")
    return rows(connection, "SELECT * FROM history ORDER BY id"), rows(connection, ARCHIVE), index, left


def run(dedupe, kills, rng):
    server = dedupe.server
    server.create("template")
    connection = dedupe.connect("template")
    rows(connection, FILL)
    connection.close()
    server.create("indexed", "template")
    connection = dedupe.connect("indexed")
    rows(connection, "CREATE INDEX way ON history (status, k); ANALYZE history")
    connection.close()
    server.create("undisturbed", "template")
    began = time.monotonic()
    figures = dedupe.run("undisturbed", *WORDS)
    took = time.monotonic() - began
    expected = state(dedupe.connect("undisturbed"))
    expect(figures["deleted"] == 40000 and len(expected[1]) == 40000, f"undisturbed: {figures}")
    print(f"undisturbed: {figures['chunks']} chunks in {took * 1000:.0f} ms")
    hits, number, resumed, scanning = 0, 0, 0, 0
    while hits < kills:
        database = f"killed_{number}"
        number += 1
        server.create(database, "template" if number % 2 else "indexed")
        for _ in range(rng.randint(1, 4)):
            process = dedupe.start(database, *WORDS)
            time.sleep(rng.uniform(0, took))
            if process.poll() is None:
                hits += 1
            process.kill()
            process.communicate()
        connection = dedupe.connect(database)
        if one(connection, "SELECT to_regclass('pgmend.job') IS NOT NULL"):
            resumed += one(connection, "SELECT count(*) FROM pgmend.job WHERE state <> 'done' AND deleted > 0")
            scanning += one(connection, "SELECT count(*) FROM pg_class WHERE relname ~ '^ranges_'")
        time.sleep(0.05)
        for attempt in range(50): # the killed one's server session may hold its lock for half a second
            process = dedupe.start(database, *WORDS)
            out, err = process.communicate(timeout=120)
            if process.returncode != 7:
                break
            time.sleep(0.1)
        expect(process.returncode == 0, f"{database}: exit code {process.returncode}\n{out}{err}")
        found = state(connection)
        for what, a, b in zip(("rows", "archive", "indexes", "work tables"), found, expected):
            expect(a == b, f"{database}: {what} differ: {len(a)} against {len(b)}")
        connection.close()
        server.drop(database)
    print(f"{hits} kills in {number} databases, {resumed} resumed in the middle, {scanning} within the scan; every one ended as the undisturbed one")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pgmend", required=True, type=Path)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    with PrivateServer(durable=False) as server:
        try:
            run(Dedupe(server, options.pgmend.resolve()), options.kills, random.Random(options.seed))
        except AssertionError as failure:
            print(f"FAILED {failure}")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
