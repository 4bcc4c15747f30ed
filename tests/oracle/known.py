"""Histories that a migrator which looks at what exists can get wrong: two revisions or three, each a text of statements."""

from oracle.history import Revision

COUNTS = "CREATE FUNCTION g() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO log VALUES (TG_OP); RETURN NEW; END $$"

HISTORIES = {
    "a column that a query has made": [
        "CREATE TABLE l (msg text); CREATE TABLE d AS SELECT * FROM l; SELECT * INTO e FROM l",
        "ALTER TABLE d ADD COLUMN IF NOT EXISTS msg int; ALTER TABLE d RENAME TO f; "
        "ALTER TABLE f ADD COLUMN IF NOT EXISTS msg int; ALTER TABLE e ADD COLUMN IF NOT EXISTS msg int"],
    "a column of a type": [
        "CREATE TYPE pair AS (a int, b int); CREATE TABLE t OF pair",
        "ALTER TABLE t NOT OF; ALTER TABLE t ADD COLUMN IF NOT EXISTS a text"],
    "an index that takes its constraint's name": [
        "CREATE TABLE c (id int, x int); CREATE UNIQUE INDEX i2 ON c (x)",
        "ALTER TABLE c ADD CONSTRAINT k2 UNIQUE USING INDEX i2; CREATE INDEX i2 ON c (id)"],
    "a trigger off during an update": [
        f"CREATE TABLE log (m text); CREATE TABLE doc (id int); INSERT INTO doc VALUES (1); {COUNTS}; "
        "CREATE TRIGGER g BEFORE UPDATE ON doc FOR EACH ROW EXECUTE FUNCTION g()",
        "DROP TRIGGER g ON doc; UPDATE doc SET id = 2; "
        "CREATE TRIGGER g BEFORE UPDATE ON doc FOR EACH ROW EXECUTE FUNCTION g()"],
    "a table made anew": ["CREATE TABLE token (id int); INSERT INTO token VALUES (1)",
                          "DROP TABLE IF EXISTS token CASCADE; CREATE TABLE token (id int)"],
    "a column made anew in one statement": [
        "CREATE TABLE c (a int, flag boolean DEFAULT false); INSERT INTO c VALUES (1, true)",
        "ALTER TABLE c DROP COLUMN flag, ADD COLUMN flag boolean DEFAULT false"],
    "a column made anew": [
        "CREATE TABLE c (a int, flag boolean DEFAULT false); INSERT INTO c VALUES (1, true)",
        "ALTER TABLE c DROP COLUMN flag; ALTER TABLE c ADD COLUMN flag boolean DEFAULT false"],
    "a materialized view made anew": [
        "CREATE TABLE m (a int); CREATE MATERIALIZED VIEW mv AS SELECT count(*) FROM m",
        "INSERT INTO m VALUES (1); DROP MATERIALIZED VIEW mv; CREATE MATERIALIZED VIEW mv AS SELECT count(*) FROM m"],
    "a view made anew, and what stood on it": [
        "CREATE VIEW v AS SELECT 1 AS a; CREATE VIEW w AS SELECT a FROM v",
        "DROP VIEW v CASCADE; CREATE VIEW v AS SELECT 1 AS a"],
    "a unique constraint off during an update": [
        "CREATE TABLE t (pos int, CONSTRAINT tp UNIQUE (pos)); INSERT INTO t VALUES (1), (2), (3)",
        "ALTER TABLE t DROP CONSTRAINT tp; UPDATE t SET pos = pos + 1; ALTER TABLE t ADD CONSTRAINT tp UNIQUE (pos)"],
    "a check off during an insert": [
        "CREATE TABLE t (a int CONSTRAINT pos CHECK (a > 0))",
        "ALTER TABLE t DROP CONSTRAINT pos; INSERT INTO t VALUES (-1); UPDATE t SET a = -a; "
        "ALTER TABLE t ADD CONSTRAINT pos CHECK (a > 0)"],
    "a foreign key off while types change": [
        "CREATE TABLE f (id int PRIMARY KEY); CREATE TABLE d (f int CONSTRAINT dfk REFERENCES f (id))",
        "ALTER TABLE d DROP CONSTRAINT dfk; ALTER TABLE d ALTER f TYPE text; ALTER TABLE f ALTER id TYPE text; "
        "ALTER TABLE d ADD CONSTRAINT dfk FOREIGN KEY (f) REFERENCES f (id)"],
    "a trigger off while its column's type changes": [
        f"CREATE TABLE log (m text); CREATE TABLE t (a date); {COUNTS}; "
        "CREATE TRIGGER g BEFORE UPDATE OF a ON t FOR EACH ROW EXECUTE FUNCTION g()",
        "DROP TRIGGER g ON t; ALTER TABLE t ALTER a TYPE timestamptz; "
        "CREATE TRIGGER g BEFORE UPDATE OF a ON t FOR EACH ROW EXECUTE FUNCTION g()"],
    "a view away while its column's type changes": [
        "CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t",
        "DROP VIEW v; ALTER TABLE t ALTER a TYPE bigint; CREATE VIEW v AS SELECT a FROM t"],
    "two views away while the lower one grows": [
        "CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t; CREATE VIEW w AS SELECT a FROM v",
        "DROP VIEW w; DROP VIEW v; ALTER TABLE t ADD b int; CREATE VIEW v AS SELECT a, b FROM t; "
        "CREATE VIEW w AS SELECT a FROM v"],
    "a key and its column made anew": [
        "CREATE TABLE p (id int CONSTRAINT ppk PRIMARY KEY); CREATE TABLE c (pid int CONSTRAINT cfk REFERENCES p)",
        "ALTER TABLE c DROP CONSTRAINT cfk; ALTER TABLE p DROP CONSTRAINT ppk, DROP COLUMN id, "
        "ADD COLUMN id int CONSTRAINT ppk PRIMARY KEY; ALTER TABLE c ADD CONSTRAINT cfk FOREIGN KEY (pid) REFERENCES p"],
    "a nameless primary key made anew": [
        "CREATE TABLE t (id int PRIMARY KEY)", "ALTER TABLE t DROP CONSTRAINT t_pkey, ADD PRIMARY KEY (id)"],
    "a nameless unique constraint made anew": [
        "CREATE TABLE t (a int UNIQUE)", "ALTER TABLE t DROP CONSTRAINT t_a_key, ADD UNIQUE (a)"],
    "a nameless check made anew": [
        "CREATE TABLE t (a int, CHECK (a > 0))", "ALTER TABLE t DROP CONSTRAINT t_a_check, ADD CHECK (a > 0)"],
    "a nameless foreign key made anew": [
        "CREATE TABLE o (a int PRIMARY KEY); CREATE TABLE t (a int REFERENCES o)",
        "ALTER TABLE t DROP CONSTRAINT IF EXISTS t_a_fkey, ADD FOREIGN KEY (a) REFERENCES o"],
    "a primary key widened": [
        "CREATE TABLE t (id int PRIMARY KEY, k int NOT NULL)",
        "ALTER TABLE t DROP CONSTRAINT t_pkey; ALTER TABLE t ADD PRIMARY KEY (k, id)"],
    "an index that goes with its column": [
        "CREATE TABLE t (a int, b int, c int); CREATE UNIQUE INDEX t_u ON t (a, b, c)",
        "ALTER TABLE t DROP COLUMN c; CREATE UNIQUE INDEX t_u ON t (a, b)"],
    "an index dropped by a block": [
        "CREATE TABLE u (a int, b int); CREATE INDEX ui ON u (a)",
        "DO $$ BEGIN EXECUTE 'DROP INDEX ui'; END $$; CREATE INDEX ui ON u (b)"],
    "a table made by a block": [
        "DO $$ BEGIN CREATE TABLE b (id int PRIMARY KEY); END $$",
        "ALTER TABLE b DROP CONSTRAINT b_pkey, ADD PRIMARY KEY (id)"],
    "a table filled, dropped and made in one section": [
        "CREATE TABLE e (id int PRIMARY KEY); CREATE TABLE a (id int); INSERT INTO a VALUES (1)",
        "ALTER INDEX e_pkey RENAME TO i4; CREATE TABLE c AS SELECT * FROM a; DROP TABLE IF EXISTS c CASCADE; "
        "CREATE TABLE c (id int)"],
    "a column that is gone is read": [
        "CREATE TABLE a (id int NOT NULL)",
        "ALTER TABLE a DROP COLUMN id; UPDATE a SET id = id + 1; ALTER TABLE a ADD COLUMN id int NOT NULL"],
    "an index on a table that is gone": [
        "CREATE TABLE a (id int)", "DROP TABLE a; CREATE INDEX IF NOT EXISTS q ON a (id); CREATE TABLE a (id int)"],
    "a comment goes with its index": [
        "CREATE TABLE t (id int PRIMARY KEY)",
        "COMMENT ON INDEX t_pkey IS 'two'; ALTER TABLE t DROP CONSTRAINT t_pkey; "
        "ALTER TABLE t ADD CONSTRAINT t_pkey PRIMARY KEY (id)"],
    "grants and indexes go with their table": [
        "CREATE TABLE t (id int); CREATE INDEX ti ON t (id); GRANT SELECT ON t TO pg_monitor",
        "DROP TABLE t; CREATE TABLE t (id int)"],
    "a column goes with its type": [
        "CREATE TYPE e AS ENUM ('a'); CREATE TABLE t (id int, k e)", "DROP TYPE e CASCADE; CREATE TYPE e AS ENUM ('a')"],
    "a rule off during an insert": [
        "CREATE TABLE t (id int); CREATE RULE r AS ON INSERT TO t DO INSTEAD NOTHING",
        "DROP RULE r ON t; INSERT INTO t VALUES (1); CREATE RULE r AS ON INSERT TO t DO INSTEAD NOTHING"],
    "a partition made anew": [
        "CREATE TABLE p (id int) PARTITION BY RANGE (id); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (9); "
        "INSERT INTO p VALUES (1)", "DROP TABLE p1; CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (9)"],
    "a function with a new body below its trigger": [
        f"CREATE TABLE log (m text); CREATE TABLE t (a int); {COUNTS}; CREATE TRIGGER n AFTER INSERT ON t EXECUTE FUNCTION g()",
        "DROP TRIGGER n ON t; DROP FUNCTION g(); CREATE FUNCTION g() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RETURN NULL; END $$; CREATE TRIGGER n AFTER INSERT ON t EXECUTE FUNCTION g()"],
    "a policy away while its column's type changes": [
        "CREATE TABLE t (a int); CREATE POLICY p ON t USING (a > 0)",
        "DROP POLICY p ON t; ALTER TABLE t ALTER a TYPE bigint; CREATE POLICY p ON t USING (a > 0)"],
    "a search path ends with its revision": [
        "CREATE SCHEMA other", "SET search_path = other; CREATE TABLE a (i int)", "CREATE TABLE b (i int)"],
    "set_config ends with its revision": [
        "CREATE TABLE a (i int)", "SELECT pg_catalog.set_config('search_path', '', false)", "CREATE TABLE b (i int)"],
    "a search path that the next revision lacks": [
        "CREATE SCHEMA ten; SET search_path TO ten; CREATE TABLE a (i int)", "ALTER TABLE a ADD j int"],
    "a nameless index twice": ["CREATE TABLE t (a int); CREATE INDEX ON t (a)", "CREATE INDEX ON t (a)"],
    "a guard over another object": ["CREATE TABLE t (a int)", "CREATE TABLE IF NOT EXISTS t (a int, b text)"],
    "a guard over another column": ["CREATE TABLE t (a int)", "ALTER TABLE t ADD COLUMN IF NOT EXISTS a text DEFAULT 'x'"],
    "guards of every kind in front": [
        "CREATE TABLE t (id int PRIMARY KEY, a int); CREATE INDEX ON t (a); INSERT INTO t VALUES (1, 1)",
        "DROP TABLE IF EXISTS nothing; CREATE TABLE IF NOT EXISTS t (id int); ALTER TABLE t DROP CONSTRAINT t_pkey, "
        "ADD PRIMARY KEY (id); CREATE INDEX ON t (a); DROP TABLE t; CREATE TABLE t (id int PRIMARY KEY, a int)"],
    "a guard before a column is made anew": [
        "CREATE TABLE a (id int, y int); CREATE INDEX i ON a (y); INSERT INTO a VALUES (1, 2)",
        "CREATE TABLE IF NOT EXISTS a (id int, y int); ALTER TABLE a DROP COLUMN y; ALTER TABLE a ADD COLUMN y int"],
    "a guard before a default changes there and back": [
        "CREATE TABLE a (id int, y int DEFAULT 1)",
        "CREATE TABLE IF NOT EXISTS a (id int, y int DEFAULT 1); ALTER TABLE a ALTER y SET DEFAULT 2; "
        "INSERT INTO a VALUES (1); ALTER TABLE a ALTER y SET DEFAULT 1"],
    "a guard before a sequence starts again": [
        "CREATE SEQUENCE q START 5; SELECT nextval('q')", "CREATE SEQUENCE IF NOT EXISTS q START 5; ALTER SEQUENCE q RESTART"],
    "a guard before values are rounded": [
        "CREATE TABLE w (kg numeric(10,3)); INSERT INTO w VALUES (1.234)",
        "CREATE TABLE IF NOT EXISTS w (kg numeric(10,3)); ALTER TABLE w ALTER kg TYPE numeric(9,2); "
        "ALTER TABLE w ALTER kg TYPE numeric(10,3)"],
    "a sequence made anew": ["CREATE SEQUENCE q; SELECT nextval('q')", "DROP SEQUENCE q; CREATE SEQUENCE q"],
    "numbers rounded on the way": [
        "CREATE TABLE w (kg numeric(10,3)); INSERT INTO w VALUES (1.234)",
        "ALTER TABLE w ALTER kg TYPE numeric(9,2); ALTER TABLE w ALTER kg TYPE numeric(10,3)"],
    "a default there and back": [
        "CREATE TABLE t (a int, b int DEFAULT 1)",
        "ALTER TABLE t ALTER b SET DEFAULT 2; INSERT INTO t VALUES (1); ALTER TABLE t ALTER b SET DEFAULT 1; "
        "INSERT INTO t VALUES (2)"],
    "a trigger disabled and enabled": [
        f"CREATE TABLE log (m text); CREATE TABLE t (a int); {COUNTS}; "
        "CREATE TRIGGER n BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION g()",
        "ALTER TABLE t DISABLE TRIGGER n; INSERT INTO t VALUES (1); ALTER TABLE t ENABLE TRIGGER n"],
    "two names swapped": [
        "CREATE TABLE a (i int); CREATE TABLE b (t text); INSERT INTO a VALUES (1)",
        "ALTER TABLE a RENAME TO c; ALTER TABLE b RENAME TO a; ALTER TABLE c RENAME TO b"],
    "a guard over the index of a constraint": [
        "CREATE TABLE t (a int, CONSTRAINT tu UNIQUE (a))", "CREATE UNIQUE INDEX IF NOT EXISTS tu ON t (a)"],
    "a constraint and its index renamed": [
        "CREATE TABLE t (id int PRIMARY KEY)",
        "ALTER TABLE t RENAME CONSTRAINT t_pkey TO old; ALTER TABLE t DROP CONSTRAINT old; "
        "ALTER TABLE t ADD CONSTRAINT t_pkey PRIMARY KEY (id)"],
    "a partition off and on": [
        "CREATE TABLE p (id int) PARTITION BY RANGE (id); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (9)",
        "ALTER TABLE p DETACH PARTITION p1; INSERT INTO p1 VALUES (20); "
        "ALTER TABLE p ATTACH PARTITION p1 FOR VALUES FROM (1) TO (30)"],
    "an identity made anew": [
        "CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY, a int); INSERT INTO t (a) VALUES (1), (2)",
        "ALTER TABLE t ALTER id DROP IDENTITY; ALTER TABLE t ALTER id ADD GENERATED ALWAYS AS IDENTITY; "
        "INSERT INTO t (a) VALUES (3)"],
    "a table moved away and made": [
        "CREATE SCHEMA s; CREATE TABLE t (a int); INSERT INTO t VALUES (1)",
        "ALTER TABLE t SET SCHEMA s; CREATE TABLE t (a int)"],
    "a table renamed away and made": [
        "CREATE TABLE t (a int PRIMARY KEY); INSERT INTO t VALUES (1)",
        "ALTER TABLE t RENAME TO old; CREATE TABLE t (a int PRIMARY KEY); INSERT INTO t SELECT a + 1 FROM old; DROP TABLE old"],
    "a value in an old enum": [
        "CREATE TYPE e AS ENUM ('a')", "ALTER TYPE e ADD VALUE 'b'; CREATE TABLE t (k e)", "INSERT INTO t VALUES ('b')"],
    "a schema dropped by a block": [
        "CREATE SCHEMA s; CREATE TABLE s.t (a int)",
        "DO $$ BEGIN DROP SCHEMA s CASCADE; END $$; CREATE SCHEMA s; CREATE TABLE s.t (a int)"],
    "a key that only the commit finds missing": [
        "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (id int REFERENCES p DEFERRABLE INITIALLY DEFERRED)",
        "INSERT INTO c VALUES (7); CREATE TABLE d (id int)"],
}

ONE_TRANSACTION = {
    "the isolation level comes first": [
        "CREATE TABLE t (a int)", "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE; INSERT INTO t VALUES (1); "
        "CREATE TABLE u AS SELECT current_setting('transaction_isolation') AS level"],
}

NO_TRANSACTION = {
    "a procedure that commits": [
        "CREATE TABLE t (a int)", "CREATE PROCEDURE fill() LANGUAGE plpgsql AS $$ BEGIN FOR i IN 1..3 LOOP "
        "INSERT INTO t VALUES (i); COMMIT; END LOOP; END $$; CALL fill()"],
    "a block that commits": ["CREATE TABLE t (a int)", "DO $$ BEGIN INSERT INTO t VALUES (1); COMMIT; END $$"],
    "an index built, dropped and built": [
        "CREATE TABLE t (a int, b int)", "CREATE INDEX CONCURRENTLY i ON t (a); DROP INDEX CONCURRENTLY i; "
        "CREATE INDEX CONCURRENTLY i ON t (b)", "DROP INDEX CONCURRENTLY i; CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)"],
    "a unique index that cannot be built": [
        "CREATE TABLE t (a int); INSERT INTO t VALUES (1), (1)",
        "INSERT INTO t VALUES (2); CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)"],
    "a section that fails in the middle": [
        "CREATE TABLE t (a int)", "INSERT INTO t VALUES (1); CREATE INDEX i ON t (a); INSERT INTO t SELECT 1 / (a - 1) FROM t"],
    "a search path over transactions": [
        "CREATE SCHEMA s",
        "SET search_path = s; CREATE TABLE t (a int); CREATE INDEX CONCURRENTLY i ON t (a); INSERT INTO t VALUES (1)",
        "CREATE TABLE t (b int)"],
}


def split(section):
    """At the semicolons that no $$ holds."""
    parts, inside = [""], False
    for word in section.replace("; ", " ;; ").split(" "):
        inside ^= word.count("$$") % 2
        if word == ";;" and not inside:
            parts.append("")
        else:
            parts[-1] += ";" if word == ";;" else " " + word
    return [part.strip() for part in parts]


def revisions(sections, transaction):
    return [Revision(split(section), transaction=transaction) for section in sections]


def histories():
    for name, sections in {**HISTORIES, **ONE_TRANSACTION}.items():
        yield name, revisions(sections, True)
    for name, sections in {**HISTORIES, **NO_TRANSACTION}.items():
        if "only the commit" not in name:
            yield f"{name}, a transaction a statement", revisions(sections, False)
