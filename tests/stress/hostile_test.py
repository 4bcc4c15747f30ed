#!/usr/bin/python3
"""Every command, by a superuser, on a database whose owner has planted functions, aggregates, operators, relations and
types under the names that pgmend's own SQL uses: for each name the server's own signatures and nearer ones. None of them is
called; and no text that the database holds reaches the terminal as a control character.

The plants are in public, and then in a schema that stands before pg_catalog in the database's search_path.

usage: hostile_test.py --pgmend PATH"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from support.private_server import PrivateServer  # noqa: E402

TOOL = Path(__file__).resolve().parent.parent.parent / "tool"

# Called by every plant; the server's log is what is looked at, since read-only transactions can write nothing else.
ALARM = """
CREATE FUNCTION {schema}.alarm(pg_catalog.text) RETURNS pg_catalog.bool LANGUAGE plpgsql AS
$$ BEGIN RAISE LOG 'PLANT % called by %', $1, current_user; RETURN true; END $$;
"""

PLANT = r"""
CREATE TABLE planted (names pg_catalog.text[]);
DO $do$
DECLARE f record; a pg_catalog.text; n int := 0; types pg_catalog.text[] := ARRAY['oid', 'name', 'text', 'int4', 'int8', 'regclass',
    'varchar', '"char"', 'bool', 'xid', 'jsonb', 'timestamptz', 'int2', 'tid']; o pg_catalog.text; l pg_catalog.text; r pg_catalog.text;
    args pg_catalog.text[]; own pg_catalog.text[]; i int;
    procedure_sql pg_catalog.text := 'CREATE FUNCTION {schema}.%I(%s) RETURNS pg_catalog.%s LANGUAGE plpgsql AS
        $b$BEGIN PERFORM {schema}.alarm(%L); RETURN NULL; END$b$';
BEGIN
    FOR f IN SELECT p.proname, p.prokind, p.proretset, p.pronargs, p.provariadic, t.typname AS result,
                    ARRAY(SELECT pg_catalog.format_type(x, NULL) FROM pg_catalog.unnest(p.proargtypes) WITH ORDINALITY u (x, nr) ORDER BY nr) AS args
             FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_type t ON t.oid = p.prorettype
             WHERE p.pronamespace = 'pg_catalog'::pg_catalog.regnamespace AND p.proname = ANY ({names}) AND p.prokind IN ('f', 'a', 'w')
    LOOP
        own := f.args;
        FOR i IN 0 .. pg_catalog.cardinality(own) * pg_catalog.cardinality(types) LOOP
            args := own;
            IF i > 0 THEN
                args[(i - 1) / pg_catalog.cardinality(types) + 1] := types[(i - 1) % pg_catalog.cardinality(types) + 1];
            END IF;
            BEGIN
                IF f.prokind = 'f' THEN
                    EXECUTE pg_catalog.format(procedure_sql, f.proname, pg_catalog.array_to_string(args, ', '),
                        CASE WHEN f.result IN ('record', 'internal', 'anyelement', 'anyarray', 'trigger', 'cstring') THEN 'text' ELSE f.result END,
                        pg_catalog.format('%s(%s)', f.proname, pg_catalog.array_to_string(args, ',')));
                ELSIF pg_catalog.cardinality(args) <= 1 THEN
                    a := CASE pg_catalog.cardinality(args) WHEN 0 THEN '' ELSE ', ' || args[1] END;
                    EXECUTE pg_catalog.format('CREATE FUNCTION {schema}.state_%s(pg_catalog.text%s) RETURNS pg_catalog.text LANGUAGE plpgsql AS
                        $b$BEGIN PERFORM {schema}.alarm(%L); RETURN NULL; END$b$', n, a, pg_catalog.format('%s(%s)', f.proname, a));
                    EXECUTE pg_catalog.format('CREATE AGGREGATE {schema}.%I(%s) (sfunc = {schema}.state_%s, stype = pg_catalog.text)',
                        f.proname, CASE pg_catalog.cardinality(args) WHEN 0 THEN '*' ELSE args[1] END, n);
                END IF;
                n := n + 1;
            EXCEPTION WHEN others THEN NULL; -- polymorphic without an argument to tell, or there already
            END;
        END LOOP;
    END LOOP;
    -- Two arguments that both need a cast.
    FOREACH o IN ARRAY {names} LOOP
        FOREACH l IN ARRAY types[1:8] LOOP
            FOREACH r IN ARRAY types[1:8] LOOP
                BEGIN
                    EXECUTE pg_catalog.format(procedure_sql, o, l || ', ' || r, 'text', pg_catalog.format('%s(%s,%s)', o, l, r));
                    n := n + 1;
                EXCEPTION WHEN others THEN NULL;
                END;
            END LOOP;
        END LOOP;
    END LOOP;
    FOREACH l IN ARRAY types LOOP
        FOREACH r IN ARRAY types LOOP
            EXECUTE pg_catalog.format('CREATE FUNCTION {schema}.compared(%s, %s) RETURNS pg_catalog.bool LANGUAGE plpgsql AS
                $b$BEGIN PERFORM {schema}.alarm(%L); RETURN NULL; END$b$', l, r, pg_catalog.format('operator(%s, %s)', l, r));
            FOREACH o IN ARRAY ARRAY['=', '<>', '<', '>', '<=', '>=', '||', '->', '->>', '~', '!~', '~~', '!~~', '~*', '+', '-', '*', '/',
                                     '%', '&', '@>', '<@', '&&', '?', '#>', '#>>'] LOOP
                EXECUTE pg_catalog.format('CREATE OPERATOR {schema}.%s (leftarg = %s, rightarg = %s, function = {schema}.compared)', o, l, r);
                n := n + 1;
            END LOOP;
        END LOOP;
    END LOOP;
    FOR a IN SELECT relname FROM pg_catalog.pg_class WHERE relnamespace = 'pg_catalog'::pg_catalog.regnamespace
             AND relkind IN ('r', 'v') AND relname = ANY ({relations}) LOOP
        SELECT pg_catalog.string_agg(pg_catalog.format(CASE WHEN t.typname OPERATOR(pg_catalog.=) 'anyarray' THEN 'NULL AS %I' ELSE '%I' END, attname), ', ')
        INTO l FROM pg_catalog.pg_attribute JOIN pg_catalog.pg_type t ON t.oid OPERATOR(pg_catalog.=) atttypid
        WHERE attrelid OPERATOR(pg_catalog.=) ('pg_catalog.' OPERATOR(pg_catalog.||) a)::pg_catalog.regclass AND attnum OPERATOR(pg_catalog.>) 0;
        EXECUTE pg_catalog.format('CREATE VIEW {schema}.%I AS SELECT %s FROM pg_catalog.%I WHERE {schema}.alarm(%L)', a, l, a, 'relation ' || a);
        n := n + 1;
    END LOOP;
    FOREACH a IN ARRAY ARRAY['text', 'name', 'oid', 'regclass', 'regtype', 'regnamespace', 'jsonb', 'int4', 'int8', 'bool', 'timestamptz',
                             'xid', 'tid', 'xid8', 'float8', '"char"', 'int2vector'] LOOP
        EXECUTE pg_catalog.format('CREATE DOMAIN {schema}.%s AS pg_catalog.%s CHECK ({schema}.alarm(%L))', a, a, 'type ' || a);
        n := n + 1;
    END LOOP;
    RAISE NOTICE '% plants', n;
END $do$;
"""

# What the database holds besides: names and values with control characters of every kind.
HELD = r"""
CREATE TABLE public.dup (id pg_catalog.int4 PRIMARY KEY, k pg_catalog.int4 NOT NULL, v pg_catalog.text);
INSERT INTO public.dup SELECT g, g OPERATOR(pg_catalog.%) 5, pg_catalog.concat(E'\x1b[2Jx', pg_catalog.chr(155), pg_catalog.chr(8238))
    FROM pg_catalog.generate_series(1, 50) g;
CREATE TABLE public.parts (id pg_catalog.int4, k pg_catalog.int4 NOT NULL) PARTITION BY HASH (k);
CREATE TABLE public.parts_0 PARTITION OF public.parts FOR VALUES WITH (modulus 2, remainder 0);
CREATE TABLE public.parts_1 PARTITION OF public.parts FOR VALUES WITH (modulus 2, remainder 1);
INSERT INTO public.parts SELECT g, g OPERATOR(pg_catalog.%) 5 FROM pg_catalog.generate_series(1, 50) g;
CREATE TABLE public.old (id pg_catalog.int4 PRIMARY KEY, v pg_catalog.text, at pg_catalog.timestamptz);
INSERT INTO public.old SELECT g, 'old', pg_catalog.now() OPERATOR(pg_catalog.-) '40 days'::pg_catalog."interval" FROM pg_catalog.generate_series(1, 50) g;
DO $$ BEGIN
    EXECUTE pg_catalog.format('CREATE TABLE public.%I (id pg_catalog.int4 PRIMARY KEY)', E'\x1b]0;owned\x07\x1b[2J' || pg_catalog.chr(155) || E'\x7f' || pg_catalog.chr(8238));
    EXECUTE pg_catalog.format('CREATE TABLE public.%I (id pg_catalog.int4)', E'x\nDROP TABLE public.dup;\n--');
    EXECUTE pg_catalog.format('COMMENT ON TABLE public.dup IS %L', E'\x1b[31m');
END $$;
"""


def used_names():
    """The functions and relations that the SQL of tool/ may name: every word before a parenthesis, every pg_ word."""
    text = "\n".join(path.read_text() for path in TOOL.rglob("*") if path.suffix in (".sql", ".cpp", ".hpp"))
    names = set(re.findall(r"\b([a-z_][a-z_0-9]*)\(", text))
    relations = set(re.findall(r"\bpg_[a-z_]+\b", text))
    return names, relations


def as_array(words):
    return "ARRAY[" + ", ".join(f"'{word}'" for word in sorted(words)) + "]::pg_catalog.text[]"


class Trial:
    def __init__(self, pgmend, server, schema):
        self.pgmend, self.server, self.schema = pgmend, server, schema
        self.database = f"trial_{schema}"
        self.failures = []

    def prepare(self, names, relations):
        self.server.psql("postgres", f"CREATE ROLE lodger_{self.schema} LOGIN")
        self.server.psql("postgres", f"CREATE DATABASE {self.database} OWNER lodger_{self.schema}")
        names = set(self.server.psql(self.database, "SELECT DISTINCT proname FROM pg_proc WHERE proname = ANY "
                                     f"({as_array(names)}) AND pronamespace = 'pg_catalog'::regnamespace").splitlines())
        sql = f"SET search_path = pg_catalog; CREATE SCHEMA IF NOT EXISTS {self.schema};" + ALARM
        plant = PLANT.replace("CREATE TABLE planted (names pg_catalog.text[]);", "")
        sql = (sql + plant).replace("{schema}", self.schema).replace("{names}", as_array(names)) \
            .replace("{relations}", as_array(relations))
        # The plants belong to the owner, who has no other rights.
        self.server.psql(self.database, f"GRANT CREATE ON SCHEMA public TO lodger_{self.schema}; "
                         f"CREATE SCHEMA IF NOT EXISTS {self.schema} AUTHORIZATION lodger_{self.schema};"
                         f"SET ROLE lodger_{self.schema};" + sql + HELD)
        if self.schema != "public":
            self.server.psql("postgres", f"ALTER DATABASE {self.database} SET search_path = {self.schema}, public, pg_catalog")

    def log(self):
        return (self.server.folder / "log").read_text(errors="replace")

    def run(self, *arguments, expected=(0, 1), text=True, stdin=None):
        before = len(self.log())
        done = subprocess.run([self.pgmend, "-d", self.server.url(self.database), "--lock-retries", "0", *arguments], cwd=self.folder,
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=120)
        words = " ".join(arguments)
        called = sorted(set(re.findall(r"PLANT (.*?) called", self.log()[before:])))
        if called:
            self.failures.append(f"{self.schema}: {words}: called {', '.join(called[:8])}")
        if done.returncode not in expected:
            self.failures.append(f"{self.schema}: {words}: exit code {done.returncode}: {done.stderr.decode(errors='replace')[:600]}")
        for stream in (done.stdout, done.stderr) if text else (done.stderr,):
            bad = re.findall(rb"[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xaa-\xae]", stream)
            if bad:
                self.failures.append(f"{self.schema}: {words}: control characters {set(bad)} in the output")
        return done.stdout.decode(errors="replace")

    def commands(self, folder):
        self.folder = Path(folder)
        migrations = self.folder / "migrations"
        migrations.mkdir()
        first = "-- One\n--\n-- revision: one\n-- down_revision:\n\n-- migrate:up\nCREATE TABLE public.made (id int PRIMARY KEY);\n" \
                "CREATE INDEX made_id ON public.made (id);\n\n-- migrate:down\nDROP TABLE public.made;\n"
        (migrations / "one.sql").write_text(first)
        second = "-- Two\n--\n-- revision: two\n-- down_revision: one\n\n-- migrate:up\nCREATE INDEX CONCURRENTLY made_other ON public.made (id);\n" \
                 "\n-- migrate:down\nDROP INDEX public.made_other;\n"
        (migrations / "two.sql").write_text(second)
        for words in ("current", "plan", "upgrade --dry-run", "ensure_version", "upgrade one", "upgrade", "current", "history -i",
                      "downgrade -1", "stamp heads", "downgrade -1 --dry-run", "upgrade"):
            self.run(*words.split())
        for style in ("text", "markdown", "github"):
            self.run("check", "--against", "migrations", "--format", style)
        self.run("snapshot", "-o", "old.json")
        self.run("check", "--against", "old.json")
        self.run("diff", "old.json", self.server.url(self.database))
        self.run("diff", "migrations", self.server.url(self.database))
        script = self.run("diff", self.server.url(self.database), self.server.url("empty"), "--sql", expected=(4,), text=False)
        if re.search(r"(?m)^DROP TABLE public.dup;$", script):
            self.failures.append(f"{self.schema}: a name in a comment has become a statement")
        self.run("repair", "--no-proof", expected=(0, 1, 4), text=False)
        self.run("apply", "old.json", "--dry-run", "--no-proof", expected=(0, 1, 4), text=False)
        self.run("locate")
        self.run("dedupe", "public.dup", "--key", "k,v", "--nulls", "same", "--dry-run")
        self.run("dedupe", "public.dup", "--key", "k", "--yes", "--archive", "--then-unique", "dup_k")
        self.run("dedupe", "restore", "1", expected=(0, 5))
        self.run("dedupe", "public.parts", "--key", "k", "--yes", "--archive")
        self.run("batch", "UPDATE public.old SET v = 'new' WHERE id < 30", "--yes")
        self.run("batch", "DELETE FROM public.old WHERE id < 10", "--yes", "--archive")
        self.run("purge", "public.old", "--older-than", "1d", "--column", "at", "--yes")
        self.run("jobs", "list")
        self.run("index", "create", "public.dup", "--columns", "v", "--dry-run")
        self.run("index", "create", "public.dup", "--columns", "v")
        self.run("index", "advise")
        self.run("index", "repair")
        self.run("sync", "status", expected=(0, 1, 4))
        self.run("config")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pgmend", required=True, type=Path)
    parser.add_argument("--schema", choices=("public", "evil"))
    options = parser.parse_args()
    for variable in [name for name in os.environ if name.startswith("PG") and name != "PGMEND_PG_BINDIR"]:
        del os.environ[variable]
    os.environ["NO_COLOR"] = "1"
    names, relations = used_names()
    failures = []
    with PrivateServer(durable=False) as server:
        server.psql("postgres", "CREATE DATABASE empty")
        for schema in [options.schema] if options.schema else ["public", "evil"]:
            trial = Trial(options.pgmend.resolve(), server, schema)
            trial.prepare(names, relations)
            with tempfile.TemporaryDirectory() as folder:
                trial.commands(folder)
            failures += trial.failures
    for failure in failures:
        print(f"FAILED {failure}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
