#!/usr/bin/python3
"""A deduplication while eight clients insert, update and delete in the same groups. Afterwards every group has a row, no
row that was added or changed after the scan is gone unless its writer deleted it, and a further run leaves one row each.

The writers of a group lock all its rows before they take one away, so that none of them removes the last one.

usage: dedupe_writers_test.py --pgmend PATH [--runs 3] [--seed N]"""

import argparse
import random
import sys
import threading
import time
from pathlib import Path

import psycopg2

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from support.private_server import PrivateServer  # noqa: E402
from stress.dedupe_support import Dedupe, expect, one, rows  # noqa: E402

GROUPS, CLIENTS = 400, 8
FILL = f"""CREATE TABLE t (id bigint PRIMARY KEY, k integer NOT NULL, made timestamp NOT NULL, version integer NOT NULL DEFAULT 0);
CREATE INDEX ON t (k);
CREATE SEQUENCE ids START 1000000;
INSERT INTO t SELECT g, g % {GROUPS}, timestamp '2024-01-01' + (g * 7919 % 1000) * interval '1 s' FROM generate_series(1, {GROUPS * 30}) g;"""


class Writer(threading.Thread):
    def __init__(self, dedupe, database, seed, stop):
        super().__init__()
        self.connection = dedupe.connect(database, autocommit=False)
        self.rng, self.stop = random.Random(seed), stop
        self.alive, self.deleted, self.changes, self.error = set(), set(), 0, None

    def run(self):
        while not self.stop.is_set():
            try:
                touched, removed = self.change(self.rng.randrange(GROUPS))
                self.connection.commit()
                self.alive |= touched
                self.deleted |= removed
                self.changes += 1
            except psycopg2.errors.DeadlockDetected:
                self.connection.rollback()
            except psycopg2.Error as error:
                self.error = error
                return

    def change(self, group):
        kind = self.rng.random()
        if kind < 0.35:
            return {one(self.connection, "INSERT INTO t VALUES (nextval('ids'), %s, timestamp '2023-01-01' + random() * "
                                         "interval '900 days') RETURNING id", group)}, set()
        members = [row[0] for row in rows(self.connection, "SELECT id FROM t WHERE k = %s ORDER BY id FOR UPDATE", group)]
        if not members:
            raise AssertionError(f"group {group} is empty")
        if kind < 0.6: # often the one that stays: the oldest
            rows(self.connection, "UPDATE t SET version = version + 1 WHERE id = %s", members[0])
            return {members[0]}, set()
        victim = one(self.connection, "SELECT id FROM t WHERE k = %s ORDER BY made, id LIMIT 1", group)
        if len(members) < 2:
            return set(), set()
        if kind < 0.8:
            rows(self.connection, "DELETE FROM t WHERE id = %s", victim)
            return set(), {victim}
        rows(self.connection, "UPDATE t SET k = (k + 1) %% %s WHERE id = %s", GROUPS, victim)
        return {victim}, set()


def words(*more):
    return ["dedupe", "t", "--key", "k", "--keep", "oldest:made", "--chunk-time", "20ms", *more]


def run(dedupe, database, rng):
    connection = dedupe.connect(database)
    rows(connection, FILL)
    process = dedupe.start(database, *words("--max-rate", "6000", "--lock-timeout", "500ms"))
    while not (one(connection, "SELECT to_regclass('pgmend.job') IS NOT NULL") and
               one(connection, "SELECT count(*) FROM pgmend.job WHERE scans > 0")):
        time.sleep(0.005) # what happens from now on happens after the scan
    stop = threading.Event()
    writers = [Writer(dedupe, database, rng.random(), stop) for _ in range(CLIENTS)]
    for writer in writers:
        writer.start()
    result = dedupe.finish(process)
    stop.set()
    for writer in writers:
        writer.join()
        expect(writer.error is None, f"a writer failed: {writer.error}")
        writer.connection.close()
    ids = {row[0] for row in rows(connection, "SELECT id FROM t")}
    deleted = set().union(*(writer.deleted for writer in writers))
    touched = set().union(*(writer.alive for writer in writers)) - deleted
    expect(touched <= ids, f"rows that were changed or added after the scan are gone: {sorted(touched - ids)[:10]}")
    expect(one(connection, "SELECT count(DISTINCT k) FROM t") == GROUPS, "a group has lost its last row")
    found = one(connection, "SELECT count(*) - count(DISTINCT k) FROM t")
    further = dedupe.run(database, *words())
    expect(further["deleted"] == found, f"a further run deleted {further['deleted']} of {found}")
    expect(one(connection, "SELECT count(*) FROM t") == GROUPS, "a further run has not left one row each")
    changes = sum(writer.changes for writer in writers)
    print(f"{database}: {result['deleted']} deleted, {result['left']} left, {changes} changes by others; then {found} more",
          flush=True)
    expect(changes > 100, "the writers hardly wrote")
    return result["left"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pgmend", required=True, type=Path)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    left = 0
    with PrivateServer(durable=False) as server:
        dedupe = Dedupe(server, options.pgmend.resolve())
        try:
            for number in range(options.runs):
                server.create(f"writers_{number}")
                left += run(dedupe, f"writers_{number}", random.Random(options.seed * 1000 + number))
        except AssertionError as failure:
            print(f"FAILED {failure}")
            return 1
    if left == 0:
        print("FAILED no writer ever met the deduplication")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
