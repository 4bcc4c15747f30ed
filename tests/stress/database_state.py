"""What a database holds, in forms that can be compared: its schema as pg_dump writes it, its rows, its sequences."""

import json
import re
import subprocess
from collections import Counter

OURS = "nspname <> 'pgmend' AND nspname !~ '^pg_' AND nspname <> 'information_schema' AND relname <> 'alembic_version'"
TABLES = f"""SELECT format('%I.%I', nspname, relname) FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
             WHERE relkind IN ('r', 'm') AND relispopulated AND {OURS} ORDER BY 1"""
SEQUENCES = f"""SELECT format('%I.%I', nspname, relname) FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
                WHERE relkind = 'S' AND {OURS} ORDER BY 1"""


def pg_dump(server, database):
    """Each object's text in the dump, without what is pgmend's, sorted: pg_dump's order among equals is that of oids."""
    text = subprocess.run([server.bindir / "pg_dump", "-s", "-N", "pgmend", "-T", "*.alembic_version", "-d", server.url(database)],
                          check=True, capture_output=True, text=True).stdout
    text = re.sub(r"^\\(un)?restrict .*\n", "", text, flags=re.MULTILINE)
    return sorted(block.strip() for block in re.split(r"^--\n(?=-- (?:Name|TOC))", text, flags=re.MULTILINE))


def names(server, database, query):
    return server.psql(database, query).splitlines()


def rows(server, database):
    """For each table its columns, and for each column how often each value stands in it."""
    found = {}
    for table in names(server, database, TABLES):
        values = {}
        for line in server.psql(database, f"SELECT to_jsonb(t) FROM ONLY {table} t").splitlines():
            for column, value in json.loads(line).items():
                values.setdefault(column, Counter())[json.dumps(value, sort_keys=True)] += 1
        found[table] = values
    return found


def sequences(server, database):
    found = names(server, database, SEQUENCES)
    if not found:
        return {}
    query = " UNION ALL ".join(f"SELECT $s${name}$s$ || '=' || last_value || is_called FROM {name}" for name in found)
    return dict(line.rsplit("=", 1) for line in names(server, database, query))


def state(server, database):
    return {"schema": pg_dump(server, database), "rows": rows(server, database), "sequences": sequences(server, database)}


def unsteady(one, other):
    """(table, column) of what two runs of the same SQL fill differently: clocks, random values."""
    return {(table, column) for table, columns in one["rows"].items() for column in columns
            if other["rows"].get(table, {}).get(column) != columns[column]}


def differences(expected, got, masked=frozenset()):
    """A line for each thing that is not the same."""
    lines = [f"only psql has: {_head(block)}" for block in expected["schema"] if block not in got["schema"]]
    lines += [f"only pgmend has: {_head(block)}" for block in got["schema"] if block not in expected["schema"]]
    for table, columns in expected["rows"].items():
        for column, values in columns.items():
            other = got["rows"].get(table, {}).get(column, Counter())
            same = values.total() == other.total() if (table, column) in masked else values == other
            if not same:
                lines.append(f"rows of {table}.{column}: {list((values - other).items())[:2]} -> "
                             f"{list((other - values).items())[:2]}")
        if not columns and got["rows"].get(table):
            lines.append(f"rows of {table}: none with psql")
    for name, value in expected["sequences"].items():
        if got["sequences"].get(name) != value:
            lines.append(f"sequence {name}: {value} -> {got['sequences'].get(name)}")
    return lines


def _head(block):
    return " ".join(block.split())[:300]
