#!/usr/bin/python3
"""A deduplication with --max-lag beside a real streaming standby, made by pg_basebackup: while replay is paused there it
waits and says so, and goes on afterwards.

usage: dedupe_standby_test.py --pgmend PATH"""

import argparse
import json
import shutil
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from support.private_server import PrivateServer  # noqa: E402
from stress.dedupe_support import Dedupe, expect, one, rows  # noqa: E402

FILL = """CREATE TABLE t (id integer PRIMARY KEY, k integer NOT NULL);
INSERT INTO t SELECT g, g % 100 FROM generate_series(1, 30000) g;"""
TO_DELETE = 29900


class Standby(PrivateServer):
    """A copy of another server that follows it."""

    def __init__(self, primary):
        super().__init__(durable=False)
        self.primary = primary

    def __enter__(self):
        self.folder = Path(str(self.primary.folder) + "-standby")
        self.folder.mkdir(mode=0o755)
        shutil.chown(self.folder, self.account.pw_uid, self.account.pw_gid)
        self._run("pg_basebackup", "-d", self.primary.url(), "-D", self.data, "-R", "-X", "stream", "-c", "fast")
        self._run("pg_ctl", "-D", self.data, "-l", self.folder / "log", "-w", "-t", "60", "-o",
                  " ".join(self._options()), "start")
        return self


def eventually(condition, what):
    deadline = time.monotonic() + 30
    while not condition():
        expect(time.monotonic() < deadline, f"never came true: {what}")
        time.sleep(0.05)


def trial(dedupe, standby):
    primary = dedupe.connect("lag")
    rows(primary, FILL)
    follower = Dedupe(standby, dedupe.pgmend)
    eventually(lambda: one(primary, "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'") == 1, "streaming")
    eventually(lambda: one(standby_connection(follower), "SELECT count(*) FROM pg_database WHERE datname = 'lag'") == 1,
               "the database on the standby")
    replica = standby_connection(follower)
    rows(replica, "SELECT pg_wal_replay_pause()")
    process = dedupe.start("lag", "dedupe", "t", "--key", "k", "--max-lag", "1s", "--max-rate", "10000", "--chunk-time", "20ms")
    events = []
    reader = threading.Thread(target=lambda: events.extend(process.stderr))
    reader.start()

    def waits():
        return any("standby" in json.loads(line).get("waiting_for", "") for line in events if line.startswith("{"))

    eventually(waits, "it says that it waits for the standby")
    time.sleep(0.5)
    before = one(primary, "SELECT deleted FROM pgmend.job")
    time.sleep(2)
    expect(one(primary, "SELECT deleted FROM pgmend.job") == before and process.poll() is None, "it did not wait")
    expect(0 < before < TO_DELETE, f"{before} deleted while it waited")
    rows(replica, "SELECT pg_wal_replay_resume()")
    out = process.stdout.read()
    process.wait(60)
    reader.join()
    expect(process.returncode == 0, out + "".join(events))
    expect(json.loads(out)["deleted"] == TO_DELETE, out)
    reason = next(json.loads(line)["waiting_for"] for line in events if "standby" in line)
    print(f"waited after {before} rows ({reason}), and went on to {TO_DELETE}")


def standby_connection(follower):
    return follower.connect("postgres")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pgmend", required=True, type=Path)
    options = parser.parse_args()
    with PrivateServer(durable=False) as primary:
        primary.create("lag")
        with Standby(primary) as standby:
            try:
                trial(Dedupe(primary, options.pgmend.resolve()), standby)
            except AssertionError as failure:
                print(f"FAILED {failure}")
                return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
