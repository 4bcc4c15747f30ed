"""60 revisions of what --rewrite-safe rewrites and of what it must leave alone, each with what shows that it has run
twice or not at all."""

from pathlib import Path

COUNT = 60
TABLES = 8
# Up to here the tables are made; what comes later works on tables that others may be using.
BASE = f"{TABLES:012x}"
ROWS = 3000


def note(revision, step):
    return f"INSERT INTO journal (revision, step) VALUES ('{revision}', '{step}');"


def _first(revision, _):
    return "-- migrate:up", [
        "CREATE TABLE journal (revision text NOT NULL, step text NOT NULL);",
        "CREATE SCHEMA app;", "CREATE TABLE app.owners (id int PRIMARY KEY, name text);",
        "INSERT INTO app.owners SELECT g, 'o' || g FROM generate_series(0, 96) g;",
        "CREATE TABLE parted (id int, a int, at date) PARTITION BY RANGE (id);",
        "CREATE TABLE parted_low PARTITION OF parted FOR VALUES FROM (0) TO (1000);",
        "CREATE TABLE parted_high PARTITION OF parted DEFAULT;",
        "INSERT INTO parted SELECT g, g % 7, '2024-01-01' FROM generate_series(1, 2000) g;", note(revision, "first")]


def _table(revision, n):
    return "-- migrate:up", [
        f'CREATE TABLE t{n} (id int, a int, b text, c numeric, owner int, "Mixed" int);',
        f"INSERT INTO t{n} SELECT g, g % 50, md5(g::text), g % 97, g % 97, g FROM generate_series(1, {ROWS}) g;",
        note(revision, "table")]


def _indexes(revision, n):
    return "-- migrate:up", [
        f"CREATE INDEX t{n}_a ON t{n} (a);", note(revision, "one"),
        f"CREATE INDEX ON t{n} (b, a);", f"CREATE UNIQUE INDEX t{n}_lower ON t{n} (lower(b), id) WHERE a > 3;",
        f"CREATE INDEX ON t{n} (upper(b));", note(revision, "two")]


def _keys(revision, n):
    return "-- migrate:up", [
        f"ALTER TABLE t{n} ADD PRIMARY KEY (id);", note(revision, "key"),
        f'ALTER TABLE t{n} ADD UNIQUE ("Mixed"), ADD COLUMN extra int DEFAULT 3, ADD CONSTRAINT "T{n} both" UNIQUE (id, a) '
        "INCLUDE (b) WITH (fillfactor = 80) DEFERRABLE INITIALLY DEFERRED;"]


def _checks(revision, n):
    return "-- migrate:up", [
        f"ALTER TABLE t{n} ADD CHECK (a >= 0);", f"ALTER TABLE t{n} ADD CHECK (a < 1000), ADD CONSTRAINT small CHECK (c < 1e9);",
        f"UPDATE t{n} SET c = c + 1 WHERE id <= 300;", f"ALTER TABLE t{n} ADD CHECK (a < id + 1000);", note(revision, "checks")]


def _foreign(revision, n):
    return "-- migrate:up", [
        note(revision, "before"), f"ALTER TABLE t{n} ADD FOREIGN KEY (owner) REFERENCES app.owners ON DELETE CASCADE;",
        f"ALTER TABLE ONLY t{n} ADD CONSTRAINT self FOREIGN KEY (id) REFERENCES t{n} (id);", note(revision, "after")]


def _not_null(revision, n):
    return "-- migrate:up", [
        f"UPDATE t{n} SET b = coalesce(b, '') WHERE id < 100;",
        f'ALTER TABLE t{n} ALTER a SET NOT NULL, ALTER COLUMN b SET NOT NULL, ALTER c SET DEFAULT 1, ALTER "Mixed" SET NOT NULL;',
        note(revision, "not null")]


def _drops(revision, n):
    return "-- migrate:up", [
        f"DROP INDEX t{n}_a;", note(revision, "dropped"), f"DROP INDEX IF EXISTS gone, t{n}_lower;",
        f"CREATE INDEX t{n}_c ON t{n} USING btree (c DESC NULLS LAST);"]


def _left_alone(revision, n):
    """Partitioned tables, tables of its own, what needs its one transaction in another revision."""
    return "-- migrate:up", [
        f"CREATE INDEX parted_{n} ON parted (a);", f"ALTER TABLE parted ADD CONSTRAINT parted_{n}_check CHECK (a < {n + 100});",
        f"CREATE TABLE own{n} (id int, a int);", f"INSERT INTO own{n} VALUES (1, 1);", f"CREATE INDEX ON own{n} (a);",
        f"ALTER TABLE own{n} ADD PRIMARY KEY (id);", f"ALTER TABLE t{n} DROP CONSTRAINT IF EXISTS small;", note(revision, "alone")]


def _one_transaction(revision, n):
    return "-- migrate:up", [
        "SET LOCAL work_mem = '8MB';", f"CREATE INDEX t{n}_set ON t{n} (b DESC);",
        f"ALTER TABLE t{n} ADD CONSTRAINT set_{n} CHECK (id > 0);", note(revision, "set")]


def _one_by_one(revision, n):
    return "-- migrate:up transaction:false", [
        note(revision, "one"), f"CREATE INDEX t{n}_late ON t{n} (c, b);", note(revision, "two"),
        f"ALTER TABLE t{n} ADD CONSTRAINT late CHECK (id > -1);", "ALTER TABLE parted ALTER at SET NOT NULL;"]


_CYCLE = [_indexes, _keys, _checks, _foreign, _not_null, _drops, _left_alone, _one_transaction, _one_by_one]


def write_revisions(folder):
    folder = Path(folder)
    folder.mkdir(parents=True)
    previous = ""
    for i in range(COUNT):
        revision = f"{i:012x}"
        place = i - TABLES - 1
        kind = _first if i == 0 else _table if i <= TABLES else _CYCLE[place % len(_CYCLE)]
        mark, statements = kind(revision, i - 1 if place < 0 else place // len(_CYCLE))
        folder.joinpath(f"{revision}_step.sql").write_text(
            f"-- step {i}\n--\n-- revision: {revision}\n-- down_revision: {previous}\n\n{mark}\n" +
            "\n".join(statements) + "\n")
        previous = revision
    return previous
