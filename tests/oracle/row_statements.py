"""Statements that change rows and sequences, most of them in a way that depends on what is there."""

NUMBERS = ("integer", "bigint", "numeric")


def literal(rng, kind, catalog):
    if kind.startswith(NUMBERS):
        return str(rng.randint(1, 6))
    if kind.startswith(("text", "character")):
        return f"'{rng.choice('abcde')}'"
    if kind == "boolean":
        return rng.choice(["true", "false"])
    for one in catalog.types:
        if kind == one.sql and one.kind == "e" and one.labels:
            return f"'{rng.choice(one.labels)}'"
        if kind == one.sql and one.kind == "d":
            return str(rng.randint(1, 6))
    return "NULL"


def writable(table):
    return [one for one in table.columns if not one.generated and not one.always]


def insert(g):
    table = g.pick(g.catalog.tables)
    columns = [one for one in writable(table) if not one.default or g.chance(0.5)]
    if not columns:
        return f"INSERT INTO {table.sql} DEFAULT VALUES"
    rows = [", ".join(literal(g.rng, one.type, g.catalog) for one in columns) for _ in range(g.rng.randint(1, 3))]
    names = ", ".join(one.name for one in columns)
    return f"INSERT INTO {table.sql} ({names}) VALUES {', '.join(f'({row})' for row in rows)}"


def insert_series(g):
    table = g.pick(g.catalog.tables)
    columns = [one for one in writable(table) if one.type.startswith(NUMBERS)]
    others = [one for one in writable(table) if one not in columns and one.not_null and not one.default]
    if not columns or others:
        return None
    start = g.rng.randint(1, 20)
    names = ", ".join(one.name for one in columns)
    return f"INSERT INTO {table.sql} ({names}) SELECT {', '.join('n' for _ in columns)} " \
           f"FROM generate_series({start}, {start + g.rng.randint(1, 4)}) n"


def update(g):
    table = g.pick(g.catalog.tables)
    column = g.pick(writable(table))
    if column.type.startswith(NUMBERS):
        value = g.rng.choice([f"{column.name} + 1", f"{column.name} * 2", f"-{column.name}", str(g.rng.randint(1, 6))])
    elif column.type == "text":
        value = g.rng.choice([f"{column.name} || 'x'", f"upper({column.name})", "'b'"])
    elif column.type == "boolean":
        value = f"NOT {column.name}"
    else:
        value = literal(g.rng, column.type, g.catalog)
    return f"UPDATE {table.sql} SET {column.name} = {value}{where(g, table)}"


def where(g, table):
    columns = [one for one in table.columns if one.type.startswith(NUMBERS)]
    if not columns or g.chance(0.4):
        return ""
    column = g.pick(columns)
    return g.rng.choice([f" WHERE {column.name} > {g.rng.randint(1, 4)}", f" WHERE {column.name} % 2 = 0",
                         f" WHERE {column.name} IS NULL",
                         f" WHERE {column.name} > (SELECT avg({column.name}) FROM {table.sql})"])


def delete(g):
    table = g.pick(g.catalog.tables)
    return f"DELETE FROM {table.sql}{where(g, table)}"


def note_count(g):
    """Rows that tell what the statements before it have left."""
    if "log" not in g.catalog.by_name:
        return None
    source = g.pick(g.catalog.of_kind("rpvm"))
    if source.kind == "m" and g.chance(0.3):
        return f"REFRESH MATERIALIZED VIEW {source.sql}"
    return f"INSERT INTO log SELECT '{source.name}=' || count(*) FROM {source.sql}"


def move_rows(g):
    if "log" not in g.catalog.by_name:
        return None
    table = g.pick(g.catalog.tables)
    return f"WITH gone AS (DELETE FROM {table.sql}{where(g, table)} RETURNING *) INSERT INTO log SELECT gone::text FROM gone"


def truncate(g):
    table = g.pick(g.catalog.tables)
    return f"TRUNCATE {table.sql}{g.rng.choice(['', ' RESTART IDENTITY', ' CASCADE'])}"


def refresh(g):
    return f"REFRESH MATERIALIZED VIEW {g.pick(g.catalog.of_kind('m')).sql}{g.rng.choice(['', '', ' WITH NO DATA'])}"


def use_sequence(g):
    sequence = g.pick(g.catalog.of_kind("S")).sql
    return g.rng.choice([f"SELECT nextval('{sequence}')", f"SELECT setval('{sequence}', {g.rng.randint(2, 30)})",
                         f"SELECT setval('{sequence}', {g.rng.randint(2, 30)}, false)",
                         f"ALTER SEQUENCE {sequence} RESTART WITH {g.rng.randint(2, 40)}",
                         f"ALTER SEQUENCE {sequence} RESTART"])


def must_have_rows(g):
    """Fails when there is nothing in the table."""
    return f"SELECT 1 / count(*) FROM {g.pick(g.catalog.tables).sql}"


STATEMENTS = [(insert, 10), (insert_series, 5), (update, 8), (delete, 4), (note_count, 4), (move_rows, 2), (truncate, 1),
              (refresh, 2), (use_sequence, 3), (must_have_rows, 1)]
