"""Everything that a database holds, so that two can be compared: pg_dump's schema, every row, every sequence's position."""

import difflib
import subprocess
from dataclasses import dataclass, field

import psycopg2
from psycopg2 import sql

RELATIONS = """
SELECT n.nspname, c.relname, c.relkind FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname !~ '^(pg_|information_schema|pgmend$)' AND (n.nspname, c.relname) <> ('public', 'alembic_version')
    AND (c.relkind IN ('r', 'S') OR c.relkind = 'm' AND c.relispopulated) ORDER BY 1, 2"""
EMPTY = "SELECT 'not populated: ' || oid::regclass FROM pg_catalog.pg_class WHERE relkind = 'm' AND NOT relispopulated ORDER BY 1"
INVALID = """
SELECT indexrelid::regclass FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = indexrelid
WHERE NOT (indisvalid AND indisready AND indislive) AND c.relkind = 'i' ORDER BY 1"""


@dataclass
class State:
    schema: list
    rows: list
    sequences: dict
    invalid: list = field(default_factory=list)

    def differences(self, other, ignored_sequences=()):
        """(what differs, how) of the first part that does; None when the two are the same."""
        # A build that failed leaves an INVALID index behind psql; not having one is no fault.
        left = [one for one in other.invalid if one not in self.invalid]
        if left:
            return "INVALID indexes", ", ".join(left)
        for what, mine, theirs in (("schema", self.schema, other.schema), ("rows", self.rows, other.rows)):
            if mine != theirs:
                return what, "\n".join(difflib.unified_diff(mine, theirs, "psql", "pgmend", lineterm="", n=2))
        different = [f"{name}: psql {self.sequences[name]}, pgmend {other.sequences.get(name)}" for name in self.sequences
                     if name not in ignored_sequences and self.sequences[name] != other.sequences.get(name)]
        return ("sequences", "\n".join(different)) if different else None


def positions(cursor):
    """{name: (last_value, is_called)} of all sequences that are not pgmend's."""
    cursor.execute(RELATIONS)
    names = [(schema, name) for schema, name, kind in cursor.fetchall() if kind == "S"]
    found = {}
    for schema, name in names:
        cursor.execute(sql.SQL("SELECT last_value, is_called FROM {}").format(sql.Identifier(schema, name)))
        found[f"{schema}.{name}"] = cursor.fetchone()
    return found


def rows(cursor):
    cursor.execute(RELATIONS)
    parts = [sql.SQL("SELECT {}, t::text FROM ONLY {} t").format(sql.Literal(f"{schema}.{name}"), sql.Identifier(schema, name))
             for schema, name, kind in cursor.fetchall() if kind != "S"]
    if not parts:
        return []
    cursor.execute(sql.SQL(" UNION ALL ").join(parts))
    return sorted(f"{relation} {row}" for relation, row in cursor.fetchall())


def read(server, database):
    """The state of a database in which nobody works."""
    command = [str(server.bindir / "pg_dump"), "-s", "-N", "pgmend", "-T", "public.alembic_version", "-d", server.url(database)]
    dump = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    schema = [line for line in dump.splitlines() if line and not line.startswith(("--", "\\restrict", "\\unrestrict"))]
    connection = psycopg2.connect(server.url(database))
    try:
        connection.autocommit = True
        cursor = connection.cursor()
        cursor.execute("SET search_path = ''")
        found = State(schema, rows(cursor), positions(cursor))
        cursor.execute(EMPTY)
        found.schema += [one for one, in cursor.fetchall()]
        cursor.execute(INVALID)
        found.invalid = [one for one, in cursor.fetchall()]
        return found
    finally:
        connection.close()


def read_positions(server, database):
    connection = psycopg2.connect(server.url(database))
    try:
        return positions(connection.cursor())
    finally:
        connection.close()
