#!/usr/bin/python3
"""Random DDL is applied, the version table is set back, and all of it is applied again: every statement must be skipped but
those that set what is so already, and no object may have another oid or file than before.

usage: twice_test.py [--pgmend PATH] [--revisions 500] [--seed N]"""

import argparse
import json
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from support.private_server import PrivateServer  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
TYPES = ["int", "bigint", "int4", "varchar(20)", "character varying(30)", "text", "timestamptz", "numeric(10,2)", "jsonb",
         "uuid", "boolean", "date[]", '"char"', "interval", "inet"]
# Comments, privileges and settings are set again, and OR REPLACE replaces an equal object.
SET_AGAIN = re.compile(r"COMMENT ON|GRANT|CREATE OR REPLACE|ALTER TABLE \S+( \S+)? (SET \(fillfactor|ENABLE ROW|ALTER id SET STATISTICS)")
DEFAULTS = {"int": "1 + 1", "bigint": "42", "varchar(20)": "'x'", "text": "lower('A')", "timestamptz": "now()",
            "jsonb": "'{}'", "uuid": "gen_random_uuid()", "boolean": "(NOT true)"}


class Script:
    """One revision's statements about objects of its own, in an order in which they can be applied."""

    def __init__(self, number, random_numbers):
        self.n, self.random, self.statements = number, random_numbers, []
        self.columns = {}
        self.table = self.name("t")
        self.unlogged = random_numbers.random() < 0.2

    def name(self, prefix):
        plain = f"{prefix}{self.n}"
        return plain if self.random.random() < 0.7 else f'"{prefix.upper()} {self.n}"'

    def add(self, sql):
        self.statements.append(sql)

    def create_table(self):
        for i in range(self.random.randint(1, 5)):
            self.columns[f"c{i}"] = self.random.choice(TYPES)
        parts = ["id " + self.random.choice(["serial PRIMARY KEY", "int GENERATED ALWAYS AS IDENTITY", "bigint NOT NULL"])]
        for column, kind in self.columns.items():
            default = f" DEFAULT {DEFAULTS[kind]}" if kind in DEFAULTS and self.random.random() < 0.4 else ""
            parts.append(f"{column} {kind}{default}{self.random.choice(['', ' NOT NULL', ' UNIQUE' if kind == 'int' else ''])}")
        if self.random.random() < 0.3:
            parts.append("CHECK (id > 0 AND id IN (1, 2, 3))")
        self.add(f"CREATE {'UNLOGGED ' if self.unlogged else ''}TABLE {self.table} ({', '.join(parts)})")

    def alter_table(self):
        column = self.random.choice(list(self.columns))
        self.add(self.random.choice([
            f"ALTER TABLE {self.table} ADD COLUMN d{len(self.statements)} {self.random.choice(TYPES)}",
            f"ALTER TABLE {self.table} ALTER {column} SET NOT NULL",
            f"ALTER TABLE {self.table} ALTER {column} TYPE text USING {column}::text",
            f"ALTER TABLE {self.table} ADD CONSTRAINT k{self.n}_{len(self.statements)} CHECK (id <> {self.n})",
            f"ALTER TABLE {self.table} ADD d{len(self.statements)} int DEFAULT 5, ADD CHECK (id < {1000 + len(self.statements)})"]))
        if "TYPE text" in self.statements[-1]:
            self.statements[-1] = f"ALTER TABLE {self.table} ALTER {column} DROP DEFAULT, ALTER {column} TYPE text"

    def other(self):
        n, table, number = self.n, self.table, len(self.statements)
        self.add(self.random.choice([
            f"CREATE INDEX i{n}_{number} ON {table} (id DESC) WHERE id > {n}",
            f"CREATE UNIQUE INDEX i{n}_{number} ON {table} ((id + {n}), id)",
            f"CREATE VIEW v{n}_{number} AS SELECT * FROM {table} WHERE id IN (1, 2)",
            f"CREATE MATERIALIZED VIEW m{n}_{number} AS SELECT id, count(*) FROM {table} GROUP BY 1",
            f"CREATE FUNCTION f{n}_{number}(a int, b text DEFAULT 'x') RETURNS int LANGUAGE sql AS 'SELECT {n}'",
            f"CREATE OR REPLACE FUNCTION f{n}_{number}() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END'",
            f"CREATE TYPE e{n}_{number} AS ENUM ('a', 'b')", f"CREATE TYPE y{n}_{number} AS (a int, b varchar(7))",
            f"CREATE DOMAIN o{n}_{number} AS int CHECK (VALUE > {n}) NOT NULL", f"CREATE SEQUENCE q{n}_{number} INCREMENT 2",
            f"CREATE STATISTICS s{n}_{number} ON id, {next(iter(self.columns))} FROM {table}",
            f"CREATE POLICY p{n}_{number} ON {table} USING (id > {n})",
            f"CREATE RULE r{n}_{number} AS ON DELETE TO {table} DO INSTEAD NOTHING",
            f"CREATE SCHEMA n{n}_{number}", f"CREATE PUBLICATION u{n}_{number}" + ("" if self.unlogged else f" FOR TABLE {table}"),
            f"COMMENT ON TABLE {table} IS 'number {n}'", f"COMMENT ON COLUMN {table}.id IS 'it''s {n}'",
            f"GRANT SELECT, INSERT ON {table} TO pg_monitor", f"DROP TABLE IF EXISTS gone{n}",
            f"ALTER TABLE {table} SET (fillfactor = 70)", f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} ALTER id SET STATISTICS {n % 100 + 1}", f"DROP FUNCTION IF EXISTS gone{n}(int)"]))

    def text(self):
        self.create_table()
        for _ in range(self.random.randint(0, 3)):
            self.alter_table()
        # What changes a table in a way that CREATE does not say comes last.
        late = []
        for _ in range(self.random.randint(2, 7)):
            self.other()
            if "STATISTICS" in self.statements[-1] and "ALTER" in self.statements[-1] or "fillfactor" in self.statements[-1] \
                    or "ROW LEVEL" in self.statements[-1]:
                late.append(self.statements.pop())
        return ";\n".join(self.statements + late) + ";\n"


def state(server):
    return server.psql("trial", """
        SELECT string_agg(k || ' ' || oid || ' ' || f, E'\\n' ORDER BY k, oid) FROM (
            SELECT 'class' AS k, oid, relfilenode AS f FROM pg_class WHERE relnamespace >= 2200 AND relname !~ '^alembic'
                AND relnamespace NOT IN (SELECT oid FROM pg_namespace WHERE nspname ~ '^pg_|pgmend')
            UNION ALL SELECT 'proc', oid, 0 FROM pg_proc WHERE oid >= 16384
            UNION ALL SELECT 'type', oid, 0 FROM pg_type WHERE oid >= 16384 AND typname !~ 'alembic'
                AND typnamespace NOT IN (SELECT oid FROM pg_namespace WHERE nspname ~ '^pg_|pgmend')
            UNION ALL SELECT 'constraint', oid, 0 FROM pg_constraint WHERE oid >= 16384 AND conname !~ 'alembic|ledger'
            UNION ALL SELECT 'policy', oid, 0 FROM pg_policy UNION ALL SELECT 'rule', oid, 0 FROM pg_rewrite WHERE oid >= 16384
            UNION ALL SELECT 'publication', oid, 0 FROM pg_publication) o""")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--pgmend", default=str(ROOT / "build/dev/tool/pgmend"))
    parser.add_argument("--revisions", type=int, default=500)
    parser.add_argument("--seed", type=int, default=20261121)
    options = parser.parse_args()
    with PrivateServer(durable=False) as server, tempfile.TemporaryDirectory() as folder:
        server.create("trial")
        set_again = {}  # how many statements may run a second time, by revision
        for n in range(options.revisions):
            text = Script(n, random.Random(options.seed + n)).text()
            set_again[f"r{n:04}"] = sum(bool(SET_AGAIN.match(line)) for line in text.splitlines())
            before = f"r{n - 1:04}" if n else ""
            Path(folder, f"r{n:04}.sql").write_text(
                f"-- Revision {n}\n--\n-- revision: r{n:04}\n-- down_revision: {before}\n\n-- migrate:up\n{text}")

        def pgmend(*words):
            done = subprocess.run([options.pgmend, "-d", server.url("trial"), "-m", folder, "--format", "json", *words],
                                  cwd="/", capture_output=True, text=True)
            if done.returncode != 0:
                raise SystemExit(f"{words} failed, seed {options.seed}:\n{done.stderr}")
            return json.loads(done.stdout)

        pgmend("upgrade")
        first = state(server)
        pgmend("stamp", "--purge", "base")
        again = pgmend("upgrade")["applied"]
        total, skipped = sum(one["statements"] for one in again), sum(one["skipped"] for one in again)
        print(f"{len(again)} revisions, {total} statements, {skipped} skipped the second time, "
              f"{sum(set_again.values())} may run again")
        too_many = [one for one in again if one["statements"] - one["skipped"] > set_again[one["revision"]]]
        for one in too_many:
            print(f"not all skipped: {one['revision']}\n{Path(folder, one['revision'] + '.sql').read_text()}")
        same = state(server) == first
        print("the catalog is unchanged" if same else "the catalog has CHANGED")
        raise SystemExit(0 if same and not too_many and len(again) == options.revisions else 1)


if __name__ == "__main__":
    main()
