"""One history, by psql and by pgmend in several ways; and what they disagree on."""

import json
import random
import re
import subprocess
import time
from dataclasses import dataclass

import psycopg2

from oracle import state, truth
from oracle.history import name, statement_at, write_revisions

WAYS = ("one go", "step by step", "killed", "down and up")


@dataclass
class Disagreement:
    way: str
    what: str      # a short text that is the same for the same fault
    detail: str
    psql: str      # succeeds, fails, may differ

    @property
    def signature(self):
        return self.way, self.what, self.psql


class Disagrees(Exception):
    def __init__(self, what, detail=""):
        super().__init__(what)
        self.what, self.detail = what, detail


class Unjudged(Exception):
    """Nobody can say what would be right."""


@dataclass
class Result:
    code: int
    output: dict
    errors: str

    @property
    def error(self):
        return self.output.get("error", {})

    def brief(self):
        return f"exit {self.code}" + (f" {self.error['sqlstate']}" if self.error.get("sqlstate") else "")


class Trial:
    """The databases and the folder of one worker; asks one history after the other."""

    def __init__(self, server, pgmend, folder, number):
        self.server, self.pgmend, self.folder, self.number = server, pgmend, folder, number
        self.folder.mkdir(parents=True, exist_ok=True)
        self.admin = psycopg2.connect(server.url())
        self.admin.autocommit = True
        self.rng = random.Random(number)
        self.took = 0.3  # seconds of the last whole upgrade
        self.kills, self.kills_half_done = 0, 0

    def create(self, purpose):
        database = f"w{self.number}_{purpose}"
        cursor = self.admin.cursor()
        cursor.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {database}")
        return database

    # The journeys: phases of (direction, revisions applied after it).
    def phases(self, history, way):
        if way != "down and up":
            return [("up", len(history))]
        lowest = len(history)
        while lowest and history[lowest - 1].exact:
            lowest -= 1
        return [("up", len(history)), ("down", lowest), ("up", len(history))]

    @staticmethod
    def steps(phases):
        """(revision, direction) of each step, and the phase it belongs to."""
        at, found = 0, []
        for number, (direction, goal) in enumerate(phases):
            indexes = range(at, goal) if direction == "up" else range(at - 1, goal - 1, -1)
            found += [((index, direction), number) for index in indexes]
            at = goal
        return found

    def ask(self, history, ways=WAYS):
        """The first disagreement, or None."""
        write_revisions(history, self.folder / "migrations")
        known = {}
        for way in ways:
            if way == "down and up" and not history[-1].exact:
                continue
            phases = self.phases(history, way)
            key = len(phases)
            if key not in known:
                known[key] = self.truth_of(history, phases)
            try:
                self.go(history, phases, way, known[key])
            except Unjudged:
                continue
            except Disagrees as found:
                failure = known[key].failure
                psql = "succeeds" if not failure else "may differ" if failure.may_differ else "fails"
                return Disagreement(way, found.what, found.detail, psql)
        return None

    def truth_of(self, history, phases):
        steps = [step for step, _ in self.steps(phases)]
        found = truth.run(self.server, self.create("psql"), self.folder, history, steps)
        if found.failure and found.failure.may_differ:
            # What psql leaves of a section without a transaction is not asked for.
            failure = found.failure
            found = truth.run(self.server, self.create("psql"), self.folder, history, steps[:found.done])
            found.failure = failure
        self.outcome = "succeeds" if not found.failure else found.failure.sqlstate
        return found

    def go(self, history, phases, way, expected):
        database = self.create("pgmend")
        # What a block has committed by itself is done again when it was killed before the ledger knows of it.
        self.may_repeat = way == "killed" and any(
            re.search(r"\bCOMMIT\b", one) for revision in history if not revision.transaction
            for one in revision.up + revision.down)
        steps = self.steps(phases)
        failure = expected.failure
        last_phase = steps[expected.done][1] if failure else len(phases) - 1
        position = self.position(steps, expected.done)
        began = time.monotonic()
        for number, (direction, goal) in enumerate(phases[:last_phase + 1]):
            target = position if failure and failure.may_differ and number == last_phase else goal
            fails = failure if failure and not failure.may_differ and number == last_phase else None
            self.travel(database, direction, target, way, expected, history, fails)
        if way == "one go":
            self.took = time.monotonic() - began
        self.compare(database, expected, position, steps)
        if failure and failure.may_differ:
            self.one_more(database, history, expected, steps, position)

    @staticmethod
    def position(steps, done):
        """How many revisions are applied then."""
        if done == 0:
            return 0
        index, direction = steps[done - 1][0]
        return index + 1 if direction == "up" else index

    def command(self, database, *words):
        return [str(self.pgmend), "-d", self.server.url(database), "-m", str(self.folder / "migrations"), "--format", "json",
                "--no-progress", *words]

    def run(self, database, *words):
        try:
            done = subprocess.run(self.command(database, *words), cwd="/", stdin=subprocess.DEVNULL, capture_output=True,
                                  text=True, timeout=60)
        except subprocess.TimeoutExpired as hang:
            raise Disagrees("hangs", str(hang)) from None
        if done.returncode < 0 or done.returncode > 128:
            raise Disagrees(f"crashes ({done.returncode})", done.stderr)
        try:
            output = json.loads(done.stdout or "{}")
        except ValueError:
            raise Disagrees("output is no JSON", done.stdout + done.stderr) from None
        return Result(done.returncode, output, done.stderr)

    def travel(self, database, direction, goal, way, expected, history, fails):
        """To so many applied revisions, or to the failure."""
        verb = "upgrade" if direction == "up" else "downgrade"
        target = name(goal - 1) if goal else "base"
        if way == "killed":
            self.kill_some(database, target, expected)
        if self.applied(database) == goal and not fails:
            return
        if way == "step by step":
            while True:
                result = self.run(database, verb, "+1" if direction == "up" else "-1")
                if result.code != 0 or self.applied(database) == goal:
                    break
        else:
            result = self.run(database, verb, target)
        self.judge(result, fails, history, direction, expected)

    def judge(self, result, fails, history, direction, expected):
        if not fails:
            if result.code != 0:
                raise Disagrees(f"{result.brief()} where psql succeeds", result.errors)
            return
        said = f"psql: {fails.sqlstate} {fails.message}, statement {fails.statement}\n{result.errors}"
        if result.code == 0:
            raise Disagrees("exit 0 where psql fails", said)
        if result.code != 4 or result.error.get("sqlstate") != fails.sqlstate:
            raise Disagrees(f"{result.brief()} where psql has {fails.sqlstate}", said)
        revision = next((i for i in range(len(history)) if name(i) == result.error.get("revision")), None)
        if revision is None or fails.statement is None or "line" not in result.error:
            return
        if statement_at(history[revision], direction, result.error["line"]) != fails.statement:
            raise Disagrees("another statement fails", said)

    def applied(self, database):
        cursor = self.connect(database)
        try:
            cursor.execute("SELECT to_regclass('public.alembic_version') IS NOT NULL")
            if not cursor.fetchone()[0]:
                return 0
            cursor.execute("SELECT version_num FROM public.alembic_version")
            rows = cursor.fetchall()
            return int(rows[0][0][1:]) if rows else 0
        finally:
            cursor.connection.close()

    def connect(self, database):
        connection = psycopg2.connect(self.server.url(database))
        connection.autocommit = True
        return connection.cursor()

    def compare(self, database, expected, position, steps, context=""):
        at = self.applied(database)
        if at != position:
            raise Disagrees(f"{context}version row of another revision", f"psql is at {position}, pgmend at {at}")
        ignored = set()
        if expected.failure:
            # A rollback does not take back what a sequence has given out, and pgmend may have tried more than once.
            before = expected.before.get(expected.done, {})
            ignored = {one for one, value in expected.state.sequences.items()
                       if context or expected.failure.may_differ or before.get(one) != value}
        found = expected.state.differences(state.read(self.server, database), ignored)
        if found and not (self.may_repeat and found[0] != "schema"):
            raise Disagrees(f"{context}{found[0]} differ{'s' if found[0] == 'schema' else ''}", found[1])

    def one_more(self, database, history, expected, steps, position):
        """The step that psql fails at, though pgmend need not: it goes on, or all of the revision is taken back."""
        (index, direction), _ = steps[expected.done]
        result = self.run(database, "upgrade" if direction == "up" else "downgrade", "+1" if direction == "up" else "-1")
        if result.code == 0:
            return
        if result.code not in (4, 5):
            raise Disagrees(f"{result.brief()} where something is there already or gone", result.errors)
        if history[index].is_one_transaction:
            self.compare(database, expected, position, steps, "after a refusal: ")

    def kill_some(self, database, target, expected):
        for _ in range(self.rng.randint(1, 3)):
            with (self.folder / "killed.err").open("w") as errors:
                process = subprocess.Popen(self.command(database, "upgrade", target), cwd="/", stdin=subprocess.DEVNULL,
                                           stdout=subprocess.DEVNULL, stderr=errors)
            time.sleep(self.rng.uniform(0.2, 1) * self.took)
            over = process.poll() is not None
            process.kill()
            process.wait()
            self.await_backends(database)
            if over and process.returncode == 0:
                return
            if over and not expected.failure:
                raise Disagrees(f"exit {process.returncode} after a kill where psql succeeds",
                                (self.folder / "killed.err").read_text())
            self.reset_sequences(database, expected, killed=not over)
            if over:
                return

    def await_backends(self, database):
        cursor = self.admin.cursor()
        for _ in range(1000):
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = %s", [database])
            if cursor.fetchone()[0] == 0:
                return
            time.sleep(0.01)
        raise Disagrees("a session stays after a kill")

    def reset_sequences(self, database, expected, killed):
        """What a transaction that did not commit took from a sequence is lost, and no fault: sets them back to where psql's
        were. Not known is where they were in the middle of a revision."""
        cursor = self.connect(database)
        try:
            half_done = self.is_half_done(cursor)
            if killed:
                self.kills += 1
                self.kills_half_done += half_done
            if not expected.before:
                return
            if half_done:
                raise Unjudged
            wanted = expected.before.get(self.applied(database), {})
            for sequence in wanted.keys() & state.positions(cursor).keys():
                schema, plain = sequence.split(".")
                cursor.execute("SELECT setval(format('%%I.%%I', %s, %s)::regclass, %s, %s)", [schema, plain, *wanted[sequence]])
        finally:
            cursor.connection.close()

    @staticmethod
    def is_half_done(cursor):
        cursor.execute("SELECT to_regclass('pgmend.ledger') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return False
        cursor.execute("SELECT EXISTS (SELECT FROM pgmend.ledger WHERE finished_at IS NULL AND statements_done > 0)")
        return cursor.fetchone()[0]
