"""The 60 revisions of the kill test: every kind of section, and SQL that shows when it has run twice or not at all."""

from pathlib import Path

COUNT = 60
ROWS = 6000


def _note(revision, step):
    # No key and no sequence: a statement that ran twice leaves two rows, and a rolled-back one leaves no gap.
    return f"INSERT INTO journal (revision, step) VALUES ('{revision}', '{step}');"


def _first(revision, _):
    return "-- migrate:up", ["CREATE TABLE journal (revision text NOT NULL, step text NOT NULL);",
                             "CREATE TABLE counter (name text PRIMARY KEY, value int NOT NULL);",
                             "INSERT INTO counter VALUES ('ran', 0);", _note(revision, "first")]


def _table(revision, n):
    return "-- migrate:up", [
        f"CREATE TABLE t{n} (id int PRIMARY KEY, name text, amount numeric);",
        f"INSERT INTO t{n} SELECT g, md5(g::text), g % 97 FROM generate_series(1, {ROWS}) g;", _note(revision, "table")]


def _columns(revision, n):
    return "-- migrate:up", [
        f"ALTER TABLE t{n} ADD COLUMN added int NOT NULL DEFAULT {n}, ADD COLUMN noted text;",
        f"UPDATE t{n} SET added = added + id WHERE id <= 500;",
        f"ALTER TABLE t{n} ALTER COLUMN amount TYPE bigint USING amount::bigint;",
        "UPDATE counter SET value = value + 1;"]


def _cut(revision, n):
    """One statement in the middle that cannot run in a transaction."""
    return "-- migrate:up", [
        _note(revision, "before"), f"CREATE INDEX CONCURRENTLY t{n}_name ON t{n} (name);", _note(revision, "after"),
        "UPDATE counter SET value = value + 1;"]


def _one_by_one(revision, n):
    return "-- migrate:up transaction:false", [
        _note(revision, "one"), f"UPDATE t{n} SET amount = amount + 1 WHERE id % 10 = 0;",
        f"CREATE UNIQUE INDEX CONCURRENTLY t{n}_name_id ON t{n} (name, id);", _note(revision, "two"),
        f"ALTER TABLE t{n} ADD COLUMN late text DEFAULT 'x';", "UPDATE counter SET value = value + 1;"]


def _index_only(revision, n):
    return "-- migrate:up transaction:false", [f"CREATE INDEX CONCURRENTLY t{n}_amount ON t{n} (amount) WHERE id > 3;"]


def _rows(revision, n):
    return "-- migrate:up", [_note(revision, "rows"), f"INSERT INTO t{n} (id, name) SELECT g, 'late' FROM "
                             f"generate_series({ROWS + 1}, {ROWS + 50}) g;", "UPDATE counter SET value = value + 1;"]


def _swap_index(revision, n):
    return "-- migrate:up", [
        f"DROP INDEX CONCURRENTLY t{n}_name;", f"CREATE INDEX CONCURRENTLY t{n}_lower ON t{n} (lower(name));",
        _note(revision, "swapped"), f"ALTER TABLE t{n} DROP COLUMN noted;"]


_CYCLE = [_table, _columns, _cut, _one_by_one, _rows, _index_only, _swap_index]


def write_revisions(folder):
    """One chain of revisions; each cycle of kinds works on a table of its own."""
    folder = Path(folder)
    folder.mkdir(parents=True)
    previous = ""
    for i in range(COUNT):
        revision = f"{i:012x}"
        kind = _first if i == 0 else _CYCLE[(i - 1) % len(_CYCLE)]
        mark, statements = kind(revision, (i - 1) // len(_CYCLE))
        folder.joinpath(f"{revision}_step.sql").write_text(
            f"-- step {i}\n--\n-- revision: {revision}\n-- down_revision: {previous}\n\n{mark}\n" +
            "\n".join(statements) + "\n")
        previous = revision
    return previous
