"""Rows for any schema, and what becomes of them on the way to another."""

import json

TABLES = """
    SELECT c.oid::regclass::text AS name, c.relkind AS kind,
           (SELECT json_agg(json_build_object(
                'name', quote_ident(a.attname), 'type', format_type(a.atttypid, a.atttypmod),
                'given', a.attgenerated <> '' OR a.attidentity = 'a',
                'enum', (SELECT e.enumlabel FROM pg_enum e WHERE e.enumtypid = a.atttypid
                         ORDER BY e.enumsortorder LIMIT 1)) ORDER BY a.attnum)
            FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'pgmend')
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
    ORDER BY 1"""

# The columns that get their values from a sequence, and the limits of it.
FED = """
    SELECT c.oid::regclass::text AS name, quote_ident(a.attname) AS col,
           pg_get_serial_sequence(c.oid::regclass::text, a.attname) AS sequence, s.seqincrement AS increment
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_sequence s ON s.seqrelid = pg_get_serial_sequence(c.oid::regclass::text, a.attname)::regclass
    WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_'
      AND pg_get_expr((SELECT adbin FROM pg_attrdef WHERE adrelid = c.oid AND adnum = a.attnum), c.oid)
          IS DISTINCT FROM '' AND (a.attidentity <> '' OR a.atthasdef)"""


def value(column, number):
    """A literal of the column's type, another one for each number; None where nothing is known."""
    kind = column["type"]
    if column["enum"] is not None:
        return "'" + column["enum"].replace("'", "''") + "'"
    base = kind.split("(")[0]
    if base in ("smallint", "integer", "bigint", "numeric", "real", "double precision"):
        return str(number)
    if base in ("text", "character varying", "character", "name"):
        return f"'v{number}'"
    if base == "boolean":
        return "true" if number % 2 else "false"
    if base == "date" or base.startswith("timestamp"):
        return f"'2024-01-0{number}'"
    if base == "uuid":
        return f"'00000000-0000-0000-0000-00000000000{number}'"
    if base in ("json", "jsonb"):
        return f"'{{\"n\": {number}}}'"
    return None


def fill(cursor):
    """Some rows in each table that takes them; which table refuses which does not matter."""
    cursor.execute(TABLES)
    for name, _, columns in cursor.fetchall():
        for number in (1, 2, 3):
            given = [(c["name"], value(c, number)) for c in columns or [] if not c["given"]]
            given = [(n, v) for n, v in given if v is not None]
            cursor.execute("SAVEPOINT filling")
            try:
                if given:
                    cursor.execute(f"INSERT INTO {name} ({', '.join(n for n, _ in given)}) "
                                   f"VALUES ({', '.join(v for _, v in given)})")
                else:
                    cursor.execute(f"INSERT INTO {name} DEFAULT VALUES")
            except Exception:  # a check, a key, a trigger
                cursor.execute("ROLLBACK TO SAVEPOINT filling")


def contents(cursor):
    """{table: {column: (type, values in the order of all rows' texts)}}, the partitions' rows with their table."""
    cursor.execute(TABLES)
    found = {}
    for name, _, columns in cursor.fetchall():
        cursor.execute("SET LOCAL row_security = off")
        of_table = {}
        for column in columns or []:
            cursor.execute(f"SELECT coalesce(json_agg(v ORDER BY v), '[]')::text FROM "
                           f"(SELECT {column['name']}::text AS v FROM {name}) AS s")
            of_table[column["name"]] = (column["type"], json.loads(cursor.fetchone()[0]))
        cursor.execute(f"SELECT count(*) FROM {name}")
        found[name] = (cursor.fetchone()[0], of_table)
    return found


def losses(before, after):
    """What both schemas can hold and is not there any more: tables, and columns of one type, that both have."""
    lost = []
    for name, (count, columns) in before.items():
        if name not in after:
            continue
        if after[name][0] != count:
            lost.append(f"{name} had {count} rows and has {after[name][0]}")
            continue
        for column, (kind, values) in columns.items():
            there = after[name][1].get(column)
            if there is not None and there[0] == kind and there[1] != values:
                lost.append(f"{name}.{column} had {values} and has {there[1]}")
    return lost


def late_sequences(cursor):
    """Columns whose next value from their sequence is one that is there already."""
    cursor.execute(FED)
    late = []
    for name, column, sequence, increment in cursor.fetchall():
        best = "max" if increment > 0 else "min"
        cursor.execute(f"SELECT {best}({column}) FROM {name}")
        limit = cursor.fetchone()[0]
        if limit is None:
            continue
        cursor.execute("SELECT nextval(%s)", (sequence,))
        next_value = cursor.fetchone()[0]
        if (next_value <= limit) if increment > 0 else (next_value >= limit):
            late.append(f"{name}.{column}: {sequence} gives {next_value}, and {limit} is there")
    return late
