"""Statements that make, alter and drop everything but tables: views, sequences, functions, triggers, types, ..."""


def a_query(g):
    source = g.pick(g.catalog.of_kind("rpvm"))
    names = [one.name for one in source.columns]
    if not names or g.chance(0.2):
        return f"SELECT count(*) AS n FROM {source.sql}"
    if g.chance(0.2):
        return f"SELECT * FROM {source.sql}"
    return f"SELECT {', '.join(g.rng.sample(names, g.rng.randint(1, len(names))))} FROM {source.sql}"


def create_view(g):
    name = g.new_name(["v", "w", "u"])
    if g.chance(0.4) and ("VIEW", name) in g.made:
        return g.made["VIEW", name]
    return f"CREATE {'OR REPLACE ' if g.chance(0.4) else ''}VIEW {name} AS {a_query(g)}"


def create_materialized(g):
    name = g.new_name(["m", "mm"])
    if g.chance(0.4) and ("MATERIALIZED VIEW", name) in g.made:
        return g.made["MATERIALIZED VIEW", name]
    guard = "IF NOT EXISTS " if g.chance(0.2) else ""
    return f"CREATE MATERIALIZED VIEW {guard}{name} AS {a_query(g)}{' WITH NO DATA' if g.chance(0.1) else ''}"


def create_sequence(g):
    name = g.new_name(["q", "r"])
    if g.chance(0.4) and ("SEQUENCE", name) in g.made:
        return g.made["SEQUENCE", name]
    return f"CREATE SEQUENCE {'IF NOT EXISTS ' if g.chance(0.2) else ''}{name}{g.rng.choice(['', ' START 10', ' INCREMENT 5'])}"


def alter_sequence(g):
    sequence = g.pick(g.catalog.of_kind("S")).sql
    table = g.pick(g.catalog.of_kind("r"))
    one = g.pick(table.columns).name
    return g.rng.choice([f"ALTER SEQUENCE {sequence} OWNED BY {table.sql}.{one}", f"ALTER SEQUENCE {sequence} OWNED BY NONE",
                         f"ALTER SEQUENCE {sequence} INCREMENT BY {g.rng.randint(1, 4)}",
                         f"ALTER TABLE {table.sql} ALTER COLUMN {one} SET DEFAULT nextval('{sequence}')"])


def create_function(g):
    name = g.new_name(["f", "h"])
    replace = "OR REPLACE " if g.chance(0.5) else ""
    if g.chance(0.3) and ("FUNCTION", name) in g.made:
        return g.made["FUNCTION", name]
    if g.chance(0.7):
        value = g.rng.choice(["TG_NAME || ' ' || TG_OP", "TG_OP", "'row ' || coalesce(NEW::text, OLD::text)"])
        return f"CREATE {replace}FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS " \
               f"$$ BEGIN INSERT INTO log VALUES ({value}); RETURN coalesce(NEW, OLD); END $$"
    return f"CREATE {replace}FUNCTION {name}(n int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT n + {g.rng.randint(1, 3)}'"


def create_trigger(g):
    functions = [one for one in g.catalog.functions if one.returns == "trigger"]
    table, function = g.pick(g.catalog.tables), g.pick(functions)
    name = g.rng.choice(["g", "gg"])
    if g.chance(0.3) and ("TRIGGER", name) in g.made:
        return g.made["TRIGGER", name]
    event = g.rng.choice(["INSERT", "UPDATE", "DELETE", "INSERT OR UPDATE",
                          f"UPDATE OF {g.pick(table.columns).name}" if table.columns else "UPDATE"])
    level = g.rng.choice(["ROW", "ROW", "STATEMENT"])
    return f"CREATE {'OR REPLACE ' if g.chance(0.2) else ''}TRIGGER {name} {g.rng.choice(['BEFORE', 'AFTER'])} {event} " \
           f"ON {table.sql} FOR EACH {level} EXECUTE FUNCTION {function.sql}()"


def toggle_trigger(g):
    table, trigger = g.pick(g.catalog.parts("triggers"))
    return f"ALTER TABLE {table.sql} {g.rng.choice(['DISABLE', 'DISABLE', 'ENABLE', 'ENABLE ALWAYS'])} TRIGGER {trigger.name}"


def create_rule(g):
    table = g.pick(g.catalog.of_kind("r"))
    action = g.rng.choice(["INSTEAD NOTHING", "ALSO INSERT INTO log VALUES ('rule')"])
    replace = "OR REPLACE " if g.chance(0.3) else ""
    return f"CREATE {replace}RULE u1 AS ON {g.rng.choice(['INSERT', 'UPDATE', 'DELETE'])} TO {table.sql} DO {action}"


def create_policy(g):
    table = g.pick(g.catalog.tables)
    if g.chance(0.3):
        return f"ALTER TABLE {table.sql} {g.rng.choice(['ENABLE', 'DISABLE', 'FORCE', 'NO FORCE'])} ROW LEVEL SECURITY"
    return f"CREATE POLICY o1 ON {table.sql} USING ({g.pick(table.columns).name} IS {g.rng.choice(['', 'NOT '])}NULL)"


def create_type(g):
    kind = g.weighted([("enum", 4), ("composite", 2), ("domain", 2)])
    if kind == "domain":
        return f"CREATE DOMAIN {g.new_name(['dm'])} AS int{g.rng.choice([' CHECK (VALUE > 0)', '', ' DEFAULT 3', ' NOT NULL'])}"
    name = g.new_name(["e"] if kind == "enum" else ["ty"])
    if g.chance(0.4) and ("TYPE", name) in g.made:
        return g.made["TYPE", name]
    return f"CREATE TYPE {name} AS " + (g.rng.choice(["ENUM ('a', 'b')", "ENUM ('a')", "ENUM ('b', 'c')"]) if kind == "enum"
                                       else g.rng.choice(["(l int)", "(l int, r text)"]))


def alter_type(g):
    one = g.pick(g.catalog.types)
    if one.kind == "e":
        if one.labels and g.chance(0.2):
            return f"ALTER TYPE {one.sql} RENAME VALUE '{g.pick(one.labels)}' TO '{g.rng.choice('abcd')}'"
        guard = "IF NOT EXISTS " if g.chance(0.4) else ""
        place = f" BEFORE '{g.pick(one.labels)}'" if one.labels and g.chance(0.3) else ""
        return f"ALTER TYPE {one.sql} ADD VALUE {guard}'{g.rng.choice('abcd')}'{place}"
    if one.kind == "d":
        return f"ALTER DOMAIN {one.sql} " + g.rng.choice(
            ["SET NOT NULL", "DROP NOT NULL", "SET DEFAULT 4", "DROP DEFAULT", "ADD CONSTRAINT k1 CHECK (VALUE < 100)",
             "DROP CONSTRAINT IF EXISTS k1"])
    return f"ALTER TYPE {one.sql} " + (f"DROP ATTRIBUTE {g.pick(one.attributes)}" if one.attributes and g.chance(0.4)
                                       else f"ADD ATTRIBUTE {g.rng.choice('lrs')} int")


def create_schema(g):
    return f"CREATE SCHEMA {'IF NOT EXISTS ' if g.chance(0.4) else ''}{g.rng.choice(['s', 's2'])}"


def comment(g):
    table = g.pick(g.catalog.tables)
    targets = [f"TABLE {table.sql}"] + [f"COLUMN {table.sql}.{one.name}" for one in table.columns] + \
        [f"INDEX {one.name}" for one in table.indexes] + \
        [f"CONSTRAINT {one.name} ON {table.sql}" for one in table.constraints]
    return f"COMMENT ON {g.rng.choice(targets)} IS {g.rng.choice(['NULL', chr(39) + g.rng.choice('abc') + chr(39)])}"


def grant(g):
    return f"{g.rng.choice(['GRANT SELECT ON', 'GRANT INSERT ON'])} {g.pick(g.catalog.of_kind('rvm')).sql} TO pg_monitor"


def in_block(g):
    """DDL that no parser of the file sees."""
    inner = g.statement(inside=True)
    if not isinstance(inner, str) or "CONCURRENTLY" in inner or inner.startswith(("SE", "DO")):
        return None
    if g.chance(0.3):
        return f"DO $x$ BEGIN EXECUTE $q${inner}$q$; END $x$"
    return f"DO $x$ BEGIN {inner}; END $x$"


def conditional_block(g):
    table = g.pick(g.catalog.tables)
    return f"DO $x$ BEGIN IF (SELECT count(*) FROM {table.sql}) > 1 THEN DELETE FROM {table.sql}; " \
           f"ELSE ALTER TABLE {table.sql} ADD COLUMN z int; END IF; END $x$"


def session(g):
    schema = g.pick(g.catalog.schemas)
    path = g.rng.choice([f"{schema}, public", f"public, {schema}", schema])
    return g.rng.choice([f"SET search_path = {path}", f"SELECT set_config('search_path', '{path}', false)",
                         "SET session_replication_role = replica", f"SET LOCAL search_path = {path}",
                         "SET default_with_oids = false", "SET row_security = off"])


def rename_object(g):
    one = g.pick(g.catalog.of_kind("vmS"))
    word = {"v": "VIEW", "m": "MATERIALIZED VIEW", "S": "SEQUENCE"}[one.kind]
    names = {"v": ["v", "w", "u"], "m": ["m", "mm"], "S": ["q", "r"]}[one.kind]
    return f"ALTER {word} {one.sql} RENAME TO {g.rng.choice(names)}"


STATEMENTS = [(create_view, 7), (create_materialized, 4), (create_sequence, 3), (alter_sequence, 3), (create_function, 5),
              (create_trigger, 6), (toggle_trigger, 3), (create_rule, 2), (create_policy, 2), (create_type, 4),
              (alter_type, 4), (create_schema, 2), (comment, 2), (grant, 1), (in_block, 5), (conditional_block, 2),
              (session, 2), (rename_object, 2)]
