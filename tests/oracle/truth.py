"""What psql makes of a history: the truth that pgmend is held to."""

import re
import subprocess
from dataclasses import dataclass, field

from oracle import state
from oracle.history import psql_script

ERROR = re.compile(r"^(?:psql:[^\n]*?:(\d+): )?(?:ERROR|FATAL):\s+([0-9A-Z]{5}):\s+(.*)$", re.MULTILINE)
THERE_ALREADY = {"42P07", "42701", "42710", "42P06", "42723"}
GONE = {"42P01", "42703", "42704", "42883", "3F000"}
# What is so already, under codes that mean other things, too.
SO_ALREADY = [("42P16", "PRIMARY KEY"), ("42809", "ATTACH PARTITION"), ("55000", "IDENTITY"), ("55000", "USING INDEX")]
USES_SEQUENCES = re.compile(r"nextval|setval|serial|IDENTITY|SEQUENCE", re.IGNORECASE)


@dataclass
class Failure:
    sqlstate: str
    statement: int  # of the section; None when it failed at the commit
    message: str
    may_differ: bool


@dataclass
class Truth:
    """After the steps of a journey: a step is the index of a revision and a direction."""
    done: int
    failure: Failure = None
    state: object = None
    before: dict = field(default_factory=dict)  # the sequences after so many steps


def may_differ(statement, sqlstate):
    """Whether pgmend may go on, or stop with a conflict, where psql fails so: only the statement that itself makes what is
    there already, or that takes away or renames what is gone."""
    if sqlstate in THERE_ALREADY:
        return bool(re.match(r"CREATE|ALTER .*\b(ADD|RENAME|SET SCHEMA)\b", statement))
    for code, part in SO_ALREADY:
        if sqlstate == code and part in statement and statement.startswith("ALTER"):
            return True
    return sqlstate in GONE and bool(re.match(r"DROP|ALTER .*\b(DROP|RENAME|SET SCHEMA)\b", statement))


def uses_sequences(history):
    return any(USES_SEQUENCES.search(one) for revision in history for one in revision.up + revision.down)


def run_step(server, database, folder, revision, direction):
    """None, or how it failed."""
    script, one_transaction = psql_script(revision, direction)
    path = folder / "section.sql"
    path.write_text(script)
    command = [str(server.bindir / "psql"), "-X", "-q", *(["-1"] if one_transaction else []), "-v", "ON_ERROR_STOP=1",
               "-v", "VERBOSITY=verbose", "-d", server.url(database), "-f", str(path)]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if done.returncode == 0:
        return None
    found = ERROR.search(done.stderr)
    if not found:
        raise RuntimeError(f"psql said: {done.stderr}")
    statements = revision.section(direction)
    # The line of what failed at COMMIT, behind the last statement, is that statement's.
    at_commit = found[1] is None or "COMMIT" in script and found[2] in ("23503", "23505")
    index = None if at_commit else int(found[1]) - 1
    return Failure(found[2], index, found[3], index is not None and may_differ(statements[index], found[2]))


def run(server, database, folder, history, steps):
    truth = Truth(done=0)
    track = uses_sequences(history)
    for index, direction in steps:
        if track:
            truth.before[truth.done] = state.read_positions(server, database)
        truth.failure = run_step(server, database, folder, history[index], direction)
        if truth.failure:
            break
        truth.done += 1
    if track and not truth.failure:
        truth.before[truth.done] = state.read_positions(server, database)
    truth.state = state.read(server, database)
    return truth
