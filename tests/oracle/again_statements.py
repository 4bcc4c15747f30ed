"""Pairs that drop what is there and make it again, as it was or as it is said now; other statements come in between."""

import re


def one_line(definition):
    return re.sub(r"\s+", " ", definition).strip().rstrip(";")


def cascade(g, odds=0.4):
    return " CASCADE" if g.chance(odds) else ""


def guard(g):
    return "IF EXISTS " if g.chance(0.25) else ""


def trigger_again(g):
    table, one = g.pick(g.catalog.parts("triggers"))
    return [f"DROP TRIGGER {guard(g)}{one.name} ON {table.sql}", one_line(one.definition)]


def rule_again(g):
    table, one = g.pick(g.catalog.parts("rules"))
    return [f"DROP RULE {guard(g)}{one.name} ON {table.sql}", one_line(one.definition)]


def policy_again(g):
    table, name = g.pick(g.catalog.parts("policies"))
    return [f"DROP POLICY {guard(g)}{name} ON {table.sql}",
            g.made.get(("POLICY", name)) or f"CREATE POLICY {name} ON {table.sql} USING (true)"]


def index_again(g):
    one = g.pick([one for _, one in g.catalog.parts("indexes") if not one.backs])
    return [f"DROP INDEX {guard(g)}{one.name}", one_line(one.definition).replace(" USING btree", "")]


def constraint_again(g):
    table, one = g.pick(g.catalog.parts("constraints"))
    nameless = f"ALTER TABLE {table.sql} ADD {one.definition}"
    named = f"ALTER TABLE {table.sql} ADD CONSTRAINT {one.name} {one.definition}"
    return [f"ALTER TABLE {table.sql} DROP CONSTRAINT {one.name}{cascade(g)}", g.rng.choice([named, nameless])]


def view_again(g):
    one = g.pick(g.catalog.of_kind("v"))
    return [f"DROP VIEW {guard(g)}{one.sql}{cascade(g)}", f"CREATE VIEW {one.sql} AS {one_line(one.definition)}"]


def views_again(g):
    """A view that stands on another, both away and made again."""
    views = g.catalog.of_kind("v")
    upper = g.pick([one for one in views if any(f"FROM {lower.name};" in one.definition for lower in views)])
    lower = g.pick([one for one in views if f"FROM {one.name};" in upper.definition])
    return [f"DROP VIEW {upper.sql}", f"DROP VIEW {lower.sql}", f"CREATE VIEW {lower.sql} AS {one_line(lower.definition)}",
            f"CREATE VIEW {upper.sql} AS {one_line(upper.definition)}"]


def materialized_again(g):
    one = g.pick(g.catalog.of_kind("m"))
    return [f"DROP MATERIALIZED VIEW {guard(g)}{one.sql}{cascade(g)}",
            f"CREATE MATERIALIZED VIEW {one.sql} AS {one_line(one.definition)}"]


def sequence_again(g):
    one = g.pick(g.catalog.of_kind("S"))
    return [f"DROP SEQUENCE {guard(g)}{one.sql}{cascade(g)}",
            g.made.get(("SEQUENCE", one.name)) or f"CREATE SEQUENCE {one.sql}"]


def function_again(g):
    one = g.pick(g.catalog.functions)
    return [f"DROP FUNCTION {guard(g)}{one.sql}({one.arguments}){cascade(g)}",
            one_line(one.definition).replace("CREATE OR REPLACE", "CREATE")]


def type_again(g):
    one = g.pick(g.catalog.types)
    word = "DOMAIN" if one.kind == "d" else "TYPE"
    plain = {"e": f"CREATE TYPE {one.sql} AS ENUM ('a')", "c": f"CREATE TYPE {one.sql} AS (l int)",
             "d": f"CREATE DOMAIN {one.sql} AS int"}
    made = g.made.get((word, one.name)) or plain[one.kind]
    return [f"DROP {word} {guard(g)}{one.sql}{cascade(g, 0.7)}", made]


def table_again(g):
    one = g.pick(g.catalog.tables)
    drop = f"DROP TABLE {guard(g)}{one.sql}{cascade(g, 0.6)}"
    made = g.made.get(("TABLE", one.name))
    return [drop, made] if made and g.chance(0.9) else [drop, f"CREATE TABLE {one.sql} (id int PRIMARY KEY, x int)"]


def schema_again(g):
    one = g.pick(g.catalog.schemas)
    return [f"DROP SCHEMA {guard(g)}{one}{cascade(g, 0.8)}", f"CREATE SCHEMA {one}"]


def toggle_column(g):
    table = g.pick(g.catalog.tables)
    one = g.pick(table.columns)
    what = g.rng.choice([["DROP NOT NULL", "SET NOT NULL"], ["SET NOT NULL", "DROP NOT NULL"],
                         ["SET DEFAULT NULL", "DROP DEFAULT"]])
    return [f"ALTER TABLE {table.sql} ALTER COLUMN {one.name} {part}" for part in what]


def toggle_trigger(g):
    table, one = g.pick(g.catalog.parts("triggers"))
    return [f"ALTER TABLE {table.sql} {word} TRIGGER {one.name}" for word in ("DISABLE", "ENABLE")]


def rename_away(g):
    """The old object under another name, a new one under its own."""
    one = g.pick(g.catalog.of_kind("r"))
    made = g.made.get(("TABLE", one.name))
    after = g.rng.choice(["DROP TABLE old", f"INSERT INTO {one.name} SELECT * FROM old"])
    return [f"ALTER TABLE {one.sql} RENAME TO old", made, after] if made else None


def type_of_column(g):
    """What depends on a column goes, the column's type changes, and it comes back."""
    table = g.pick(g.catalog.of_kind("r"))
    one = g.pick([each for each in table.columns if each.type in ("integer", "bigint")])
    kind = "bigint" if one.type == "integer" else "integer"
    alter = f"ALTER TABLE {table.sql} ALTER COLUMN {one.name} TYPE {kind}"
    pair = g.attempt(g.pick([view_again, trigger_again, index_again, constraint_again]))
    return pair and [pair[0], alter, pair[1]]


def guarded(g):
    """What the server only says a notice of, or what is there twice then: pgmend has to look closer at such revisions."""
    table = g.pick(g.catalog.tables)
    one = g.pick(table.columns)
    made = g.made.get(("TABLE", table.name), f"CREATE TABLE {table.sql} (id int)")
    indexes = [each for _, each in g.catalog.parts("indexes") if not each.backs]
    index = g.pick(indexes) if indexes else None
    return g.rng.choice([
        "DROP TABLE IF EXISTS nothing", f"ALTER TABLE {table.sql} DROP COLUMN IF EXISTS nothing",
        f"ALTER TABLE {table.sql} DROP CONSTRAINT IF EXISTS nothing", "DROP INDEX IF EXISTS nothing", "DROP VIEW IF EXISTS nothing",
        f"DROP TRIGGER IF EXISTS nothing ON {table.sql}", "DROP FUNCTION IF EXISTS nothing(int)",
        f"ALTER TABLE {table.sql} ADD COLUMN IF NOT EXISTS {one.name} {one.type}",
        f"ALTER TABLE {table.sql} ADD COLUMN IF NOT EXISTS {one.name} int, DROP COLUMN IF EXISTS nothing",
        "ALTER TABLE IF EXISTS nothing ADD COLUMN a int",
        made if " IF NOT EXISTS " in made else made.replace("CREATE TABLE ", "CREATE TABLE IF NOT EXISTS "),
        index and one_line(index.definition).replace("INDEX ", "INDEX IF NOT EXISTS ").replace(" USING btree", ""),
        index and re.sub(r"INDEX \S+ ", "INDEX ", one_line(index.definition)).replace(" USING btree", ""),
        f"CREATE INDEX ON {table.sql} ({one.name})"])


STATEMENTS = [(trigger_again, 5), (rule_again, 3), (policy_again, 2), (index_again, 4), (constraint_again, 6), (view_again, 4),
              (views_again, 3), (materialized_again, 4), (sequence_again, 3), (function_again, 3), (type_again, 3),
              (table_again, 5), (schema_again, 1), (toggle_column, 3), (toggle_trigger, 2), (rename_away, 3),
              (type_of_column, 3)]
