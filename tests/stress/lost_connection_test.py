#!/usr/bin/python3
"""What an upgrade does when its server goes away in the middle: a session that is ended, a server that is restarted, a
failover to a standby made by pg_basebackup; and what it says of a commit that waits for a synchronous standby.

usage: lost_connection_test.py --pgmend PATH"""

import argparse
import json
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from support.private_server import PrivateServer  # noqa: E402
from stress.dedupe_standby_test import Standby  # noqa: E402


def expect(condition, text):
    if not condition:
        raise AssertionError(text)


def eventually(condition, what):
    deadline = time.monotonic() + 60
    while not condition():
        expect(time.monotonic() < deadline, f"never came true: {what}")
        time.sleep(0.05)


def write_revisions(folder, sleeper="three"):
    """Five revisions; one of them sleeps so that it can be met."""
    folder.mkdir()
    down = ""
    for name in ("one", "two", "three", "four", "five"):
        pause = "SELECT pg_sleep(4);\n" if name == sleeper else ""
        (folder / f"{name}.sql").write_text(
            f"-- Revision {name}\n--\n-- revision: {name}\n-- down_revision: {down}\n\n"
            f"-- migrate:up\nCREATE TABLE t_{name} (id int);\n{pause}INSERT INTO t_{name} VALUES (1);\n")
        down = name


class Upgrade:
    """A running `pgmend upgrade` and what it says."""

    def __init__(self, pgmend, url, folder, *options):
        self.process = subprocess.Popen([pgmend, "-d", url, "-m", folder, *options, "upgrade"], text=True,
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.said = []
        self.reader = threading.Thread(target=lambda: self.said.extend(self.process.stderr))
        self.reader.start()

    def err(self):
        return "".join(self.said)

    def end(self, code):
        out = self.process.stdout.read()
        got = self.process.wait(90)
        self.reader.join()
        expect(got == code, f"exit code {got} instead of {code}:\n{out}{self.err()}")
        return out


def sleeps(server, database):
    return server.psql(database, "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'") == "1"


def check_whole(server, database):
    names = ("one", "two", "three", "four", "five")
    rows = [server.psql(database, f"SELECT count(*) FROM t_{name}") for name in names]
    expect(rows == ["1"] * 5, f"rows: {rows}")
    expect(server.psql(database, "SELECT version_num FROM alembic_version") == "five", "the version row")


def started(pgmend, server, folder, *options):
    server.drop("lost")
    server.create("lost")
    upgrade = Upgrade(pgmend, server.url("lost"), folder, *options)
    eventually(lambda: sleeps(server, "lost"), "the revision sleeps")
    return upgrade


def long_statement(pgmend, server, folder):
    upgrade = started(pgmend, server, folder, "--verbose")
    upgrade.end(0)
    expect(f"{folder}/three.sql:8 (revision three)  0:0" in upgrade.err(), upgrade.err())
    quiet = started(pgmend, server, folder)
    quiet.end(0)
    expect("three.sql" not in quiet.err(), quiet.err())


def short_statements(pgmend, server, folder):
    """Nobody looks at what takes less than two seconds."""
    server.drop("lost")
    server.create("lost")
    server.psql("postgres", "ALTER SYSTEM SET log_connections = on")
    server.psql("postgres", "SELECT pg_reload_conf()")
    time.sleep(0.2)
    short = folder.parent / "short"
    write_revisions(short, sleeper="none")
    before = (server.folder / "log").read_text().count("connection authorized")
    Upgrade(pgmend, server.url("lost"), short, "--verbose").end(0)
    made = (server.folder / "log").read_text().count("connection authorized") - before
    server.psql("postgres", "ALTER SYSTEM RESET log_connections")
    server.psql("postgres", "SELECT pg_reload_conf()")
    expect(made == 2, f"{made} connections instead of two: the session and its lock")


TERMINATE = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"


def session_ended(pgmend, server, folder):
    upgrade = started(pgmend, server, folder)
    server.psql("lost", TERMINATE)
    out = upgrade.end(0)
    expect("in revision three: terminating connection due to administrator command" in upgrade.err(), upgrade.err())
    expect("reconnected" in upgrade.err(), upgrade.err())
    expect(all(name in out for name in ("one", "two", "three", "five  Revision five")), out)
    check_whole(server, "lost")


def ended_twice(pgmend, server, folder):
    upgrade = started(pgmend, server, folder)
    server.psql("lost", TERMINATE)
    eventually(lambda: "reconnected" in upgrade.err(), "it connects again")
    eventually(lambda: sleeps(server, "lost"), "it sleeps again")
    server.psql("lost", TERMINATE)
    out = upgrade.end(3)
    expect("two  Revision two" in out and "three" not in out, out)
    expect("three" in upgrade.err(), upgrade.err())


def not_waited_for(pgmend, server, folder):
    upgrade = started(pgmend, server, folder, "--wait-server", "0", "--format", "json")
    server.psql("lost", TERMINATE)
    result = json.loads(upgrade.end(3))
    expect([one["revision"] for one in result["applied"]] == ["one", "two"], result)
    expect(result["heads"] == ["two"] and result["error"]["revision"] == "three", result)


def restarted(pgmend, server, folder):
    upgrade = started(pgmend, server, folder)
    server._run("pg_ctl", "-D", server.data, "-w", "-m", "immediate", "stop")
    time.sleep(1)
    start(server)
    upgrade.end(0)
    check_whole(server, "lost")


def start(server):
    server._run("pg_ctl", "-D", server.data, "-l", server.folder / "log", "-w", "-t", "60", "-o",
                " ".join(server._options()), "start")


def started_later(pgmend, server, folder):
    server.drop("lost")
    server.create("lost")
    server._run("pg_ctl", "-D", server.data, "-w", "-m", "fast", "stop")
    upgrade = Upgrade(pgmend, server.url("lost"), folder, "--wait-server", "60s")
    time.sleep(4)
    expect(upgrade.process.poll() is None, "it did not wait: " + upgrade.err())
    start(server)
    upgrade.end(0)
    check_whole(server, "lost")


def synchronous(pgmend, server, folder):
    server.drop("lost")
    server.create("lost")
    server.psql("postgres", "ALTER SYSTEM SET synchronous_standby_names = 'nobody'")
    server.psql("postgres", "SELECT pg_reload_conf()")
    try:
        upgrade = Upgrade(pgmend, server.url("lost"), folder)
        eventually(lambda: "waits for a synchronous standby" in upgrade.err(), "it says what it waits for")
        while upgrade.process.poll() is None: # the ledger and the last revision are committed to disk each
            upgrade.process.send_signal(signal.SIGINT)
            time.sleep(1)
        upgrade.end(130)
        expect("canceling wait for synchronous replication" in upgrade.err(), upgrade.err())
        expect("committed on this server" in upgrade.err(), upgrade.err())
    finally:
        server.psql("postgres", "ALTER SYSTEM RESET synchronous_standby_names")
        server.psql("postgres", "SELECT pg_reload_conf()")


def failover(pgmend, server, folder):
    server.drop("lost")
    server.create("lost")
    with Standby(server) as standby:
        hosts = server.url("lost").replace(f"host={server.folder}", f"host={standby.folder},{server.folder}")
        eventually(lambda: server.psql("postgres", "SELECT count(*) FROM pg_stat_replication") == "1", "it streams")
        upgrade = Upgrade(pgmend, hosts, folder)
        eventually(lambda: sleeps(server, "lost"), "the revision sleeps on the primary")
        eventually(lambda: server.psql("postgres", "SELECT replay_lsn = pg_current_wal_lsn() FROM pg_stat_replication") == "t",
                   "the standby has it all")
        server._run("pg_ctl", "-D", server.data, "-w", "-m", "immediate", "stop")
        standby._run("pg_ctl", "-D", standby.data, "-w", "promote")
        out = upgrade.end(0)
        check_whole(standby, "lost")
        expect("five" in out, out)
        start(server)


TRIALS = (long_statement, short_statements, session_ended, ended_twice, not_waited_for, restarted, started_later, synchronous, failover)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pgmend", required=True, type=Path)
    parser.add_argument("only", nargs="*")
    options = parser.parse_args()
    failed = False
    with tempfile.TemporaryDirectory() as scratch, PrivateServer(durable=False) as server:
        folder = Path(scratch) / "migrations"
        write_revisions(folder)
        for trial in TRIALS:
            if options.only and trial.__name__ not in options.only:
                continue
            try:
                trial(options.pgmend.resolve(), server, folder)
                print(f"{trial.__name__}: as promised")
            except AssertionError as failure:
                print(f"FAILED {trial.__name__}: {failure}")
                failed = True
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
