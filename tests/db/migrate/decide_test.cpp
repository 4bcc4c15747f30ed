#include "migrate/decide.hpp"

#include "db/support/database.hpp"
#include "db/support/known.hpp"
#include "pg/transaction.hpp"
#include "statement/split.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

using namespace pgmend;

namespace {

using Texts = std::vector<std::string>;

/// A statement, and what it must be told to be over different things that are there already.
struct Case {
    const char* setup;
    const char* wanted;
    Texts equal;     ///< the same, written in other words
    Texts different; ///< another one, in each attribute that can differ
};

constexpr const char* base = R"(
    CREATE TABLE p (id integer PRIMARY KEY, "Mixed" text);
    CREATE SCHEMA s;
    CREATE TABLE t (a integer, b text, c numeric(10, 2), d timestamptz, j jsonb, "Mixed" integer, r int4range);
    CREATE FUNCTION trg() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
    CREATE FUNCTION trg2() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
    CREATE VIEW plain AS SELECT a FROM t;
)";

// What CREATE and ADD make: absent, equal, different.
const std::vector<Case> creations = {
    {"", "CREATE SCHEMA n", {"CREATE SCHEMA n", "CREATE SCHEMA \"n\""}, {}},
    {"",
     "CREATE SCHEMA n AUTHORIZATION postgres",
     {"CREATE SCHEMA n"},
     {"CREATE SCHEMA n AUTHORIZATION pg_monitor"}},
    {"", "CREATE SCHEMA IF NOT EXISTS n", {"CREATE SCHEMA n"}, {}},
    {"",
     "CREATE EXTENSION file_fdw",
     {"CREATE EXTENSION file_fdw WITH SCHEMA s", "CREATE EXTENSION file_fdw"},
     {}},
    {"",
     "CREATE EXTENSION file_fdw SCHEMA s",
     {"CREATE EXTENSION file_fdw SCHEMA s"},
     {"CREATE EXTENSION file_fdw"}},
    // types
    {"",
     "CREATE TYPE e AS ENUM ('a', 'b')",
     {"CREATE TYPE public.e AS ENUM ('a', 'b')", "CREATE TYPE e AS ENUM ('a'); ALTER TYPE e ADD VALUE 'b'"},
     {"CREATE TYPE e AS ENUM ('b', 'a')", "CREATE TYPE e AS ENUM ('a')",
      "CREATE TYPE e AS ENUM ('a', 'b', 'c')", "CREATE TYPE e AS (a int)", "CREATE DOMAIN e AS int",
      "CREATE TABLE e (a int)"}},
    {"",
     "CREATE TYPE y AS (a int4, b varchar(20))",
     {"CREATE TYPE y AS (a integer, b character varying(20))"},
     {"CREATE TYPE y AS (a int, b varchar(21))", "CREATE TYPE y AS (a int)",
      "CREATE TYPE y AS (b varchar(20), x int)", "CREATE TYPE y AS ENUM ()",
      "CREATE TYPE y AS (a int, b varchar(20) COLLATE \"C\")"}},
    {"",
     "CREATE TYPE s.y AS RANGE (subtype = float8)",
     {"CREATE TYPE s.y AS RANGE (SUBTYPE = double precision)"},
     {"CREATE TYPE s.y AS RANGE (subtype = int4)", "CREATE TYPE s.y AS (a int)",
      "CREATE TYPE s.y AS RANGE (subtype = float8, subtype_diff = float8mi)"}},
    {"",
     "CREATE DOMAIN o AS int4 DEFAULT 1 NOT NULL CHECK (VALUE > 0)",
     {"CREATE DOMAIN public.o AS integer NOT NULL DEFAULT 1 CONSTRAINT o_check CHECK ((VALUE) > 0)"},
     {"CREATE DOMAIN o AS bigint DEFAULT 1 NOT NULL CHECK (VALUE > 0)",
      "CREATE DOMAIN o AS int DEFAULT 1 CHECK (VALUE > 0)",
      "CREATE DOMAIN o AS int DEFAULT 2 NOT NULL CHECK (VALUE > 0)",
      "CREATE DOMAIN o AS int DEFAULT 1 NOT NULL",
      "CREATE DOMAIN o AS int DEFAULT 1 NOT NULL CHECK (VALUE >= 0)", "CREATE TYPE o AS ENUM ()"}},
    // sequences
    {"",
     "CREATE SEQUENCE q",
     {"CREATE SEQUENCE q START 1 INCREMENT BY 1", "CREATE SEQUENCE public.q AS bigint NO CYCLE",
      "CREATE SEQUENCE q; SELECT nextval('q')"},
     {"CREATE SEQUENCE q AS int", "CREATE SEQUENCE q INCREMENT 2", "CREATE SEQUENCE q START 5",
      "CREATE SEQUENCE q CYCLE", "CREATE SEQUENCE q CACHE 20", "CREATE SEQUENCE q MINVALUE 0",
      "CREATE SEQUENCE q MAXVALUE 100", "CREATE SEQUENCE q OWNED BY t.a", "CREATE TABLE q (a int)"}},
    // tables
    {"",
     "CREATE TABLE n (a int4 NOT NULL DEFAULT 1, b varchar(20))",
     {"CREATE TABLE public.n (a integer DEFAULT 1 NOT NULL, b character varying(20))",
      "CREATE TABLE n (a pg_catalog.int4 DEFAULT '1' NOT NULL, b varchar(20)); CREATE INDEX ON n (a)",
      "CREATE TABLE n (a int DEFAULT 1 NOT NULL, b varchar(20)); COMMENT ON TABLE n IS 'x'; GRANT SELECT ON "
      "n TO PUBLIC"},
     {"CREATE TABLE n (a int NOT NULL DEFAULT 1)",
      "CREATE TABLE n (a int NOT NULL DEFAULT 1, b varchar(20), x int)",
      "CREATE TABLE n (a bigint NOT NULL DEFAULT 1, b varchar(20))",
      "CREATE TABLE n (a int DEFAULT 1, b varchar(20))",
      "CREATE TABLE n (a int NOT NULL DEFAULT 2, b varchar(20))",
      "CREATE TABLE n (a int NOT NULL, b varchar(20))", "CREATE TABLE n (a int NOT NULL DEFAULT 1, b text)",
      "CREATE TABLE n (a int NOT NULL DEFAULT 1, b varchar(21))",
      "CREATE TABLE n (a int NOT NULL DEFAULT 1, b varchar(20) COLLATE \"C\")",
      "CREATE TABLE n (a int NOT NULL DEFAULT 1 PRIMARY KEY, b varchar(20))",
      "CREATE TABLE n (a int NOT NULL DEFAULT 1 CHECK (a > 0), b varchar(20))",
      "CREATE UNLOGGED TABLE n (a int NOT NULL DEFAULT 1, b varchar(20))",
      "CREATE TABLE n (a int NOT NULL DEFAULT 1, b varchar(20)) WITH (fillfactor = 70)",
      "CREATE TABLE n (a int NOT NULL DEFAULT 1, b varchar(20)) PARTITION BY RANGE (a)",
      "CREATE TABLE n (a int NOT NULL DEFAULT 1, b varchar(20)) INHERITS (p)",
      "CREATE VIEW n AS SELECT 1 AS a", "CREATE MATERIALIZED VIEW n AS SELECT 1 AS a", "CREATE SEQUENCE n"}},
    {"",
     "CREATE TABLE n (id serial PRIMARY KEY)",
     {"CREATE TABLE n (id serial4, PRIMARY KEY (id))"},
     {"CREATE TABLE n (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY)",
      "CREATE TABLE n (id int PRIMARY KEY)", "CREATE TABLE n (id bigserial PRIMARY KEY)",
      "CREATE TABLE n (id serial)",
      "CREATE SEQUENCE q; CREATE TABLE n (id int PRIMARY KEY DEFAULT nextval('q'))"}},
    {"",
     "CREATE TABLE n (id int GENERATED BY DEFAULT AS IDENTITY)",
     {"CREATE TABLE n (id integer GENERATED BY DEFAULT AS IDENTITY)"},
     {"CREATE TABLE n (id int GENERATED ALWAYS AS IDENTITY)", "CREATE TABLE n (id serial)",
      "CREATE TABLE n (id int GENERATED BY DEFAULT AS IDENTITY (START 5))"}},
    {"",
     "CREATE TABLE n (made timestamptz DEFAULT now())",
     {"CREATE TABLE n (made timestamp with time zone DEFAULT pg_catalog.now())"},
     {"CREATE TABLE n (made timestamptz DEFAULT CURRENT_TIMESTAMP)",
      "CREATE TABLE n (made timestamp DEFAULT now())"}},
    {"",
     "CREATE TABLE n (a int, b int GENERATED ALWAYS AS (a * 2) STORED)",
     {"CREATE TABLE n (a int, b int GENERATED ALWAYS AS ((a) * (2)) STORED)"},
     {"CREATE TABLE n (a int, b int GENERATED ALWAYS AS (a * 3) STORED)",
      "CREATE TABLE n (a int, b int DEFAULT 2)"}},
    {"",
     "CREATE TABLE \"Big N\" (\"A b\" int, CHECK (\"A b\" IN (1, 2)))",
     {"CREATE TABLE \"Big N\" (\"A b\" int CHECK (\"A b\" = ANY (ARRAY[1, 2])))"},
     {"CREATE TABLE \"Big N\" (\"A b\" int, CHECK (\"A b\" IN (1, 3)))",
      "CREATE TABLE \"Big N\" (\"a b\" int)"}},
    {"",
     "CREATE TABLE n (x int REFERENCES p ON DELETE CASCADE)",
     {"CREATE TABLE n (x int, CONSTRAINT n_x_fkey FOREIGN KEY (x) REFERENCES public.p (id) ON DELETE "
      "CASCADE)"},
     {"CREATE TABLE n (x int REFERENCES p)", "CREATE TABLE n (x int)",
      "CREATE TABLE n (x int REFERENCES p ON DELETE CASCADE ON UPDATE CASCADE)",
      "CREATE TABLE n (x int REFERENCES p ON DELETE CASCADE DEFERRABLE)"}},
    {"",
     "CREATE TABLE n (id int PRIMARY KEY, up int REFERENCES n)",
     {"CREATE TABLE n (id int PRIMARY KEY, up int REFERENCES public.n (id))"},
     {"CREATE TABLE n (id int PRIMARY KEY, up int)",
      "CREATE TABLE n (id int PRIMARY KEY, up int REFERENCES p)"}},
    {"",
     "CREATE TABLE n (a int, day date) PARTITION BY RANGE (day)",
     {"CREATE TABLE n (a int, day date) PARTITION BY RANGE (\"day\")"},
     {"CREATE TABLE n (a int, day date) PARTITION BY LIST (day)", "CREATE TABLE n (a int, day date)",
      "CREATE TABLE n (a int, day date) PARTITION BY RANGE (a)"}},
    {"CREATE TABLE parts (a int, b text) PARTITION BY RANGE (a)",
     "CREATE TABLE n PARTITION OF parts FOR VALUES FROM (1) TO (10)",
     {"CREATE TABLE n (a int, b text); ALTER TABLE parts ATTACH PARTITION n FOR VALUES FROM (1) TO (10)",
      "CREATE TABLE n PARTITION OF public.parts FOR VALUES FROM ('1') TO ('10')"},
     {"CREATE TABLE n PARTITION OF parts FOR VALUES FROM (1) TO (11)",
      "CREATE TABLE n PARTITION OF parts DEFAULT", "CREATE TABLE n (a int, b text)"}},
    {"",
     "CREATE TABLE n AS SELECT 1 AS a, 'x'::text AS b",
     {"CREATE TABLE n (a int, b text)"},
     {"CREATE TABLE n (a int)", "CREATE TABLE n (a int, b varchar)"}},
    {"",
     "CREATE TABLE n (LIKE p INCLUDING ALL)",
     {"CREATE TABLE n (id int PRIMARY KEY, \"Mixed\" text)"},
     {"CREATE TABLE n (id int, \"Mixed\" text)"}},
    // columns
    {"",
     "ALTER TABLE t ADD COLUMN n varchar(20) NOT NULL DEFAULT 'x'",
     {"ALTER TABLE public.t ADD n character varying(20) DEFAULT 'x'::varchar NOT NULL"},
     {"ALTER TABLE t ADD n varchar(20)", "ALTER TABLE t ADD n text NOT NULL DEFAULT 'x'",
      "ALTER TABLE t ADD n varchar(20) DEFAULT 'x'", "ALTER TABLE t ADD n varchar(20) NOT NULL DEFAULT 'y'",
      "ALTER TABLE t ADD n varchar(30) NOT NULL DEFAULT 'x'",
      "ALTER TABLE t ADD n varchar(20) COLLATE \"C\" NOT NULL DEFAULT 'x'"}},
    {"",
     "ALTER TABLE t ADD COLUMN IF NOT EXISTS n int",
     {"ALTER TABLE t ADD n int4"},
     {"ALTER TABLE t ADD n bigint"}},
    {"",
     "ALTER TABLE t ADD n timestamptz DEFAULT now()",
     {"ALTER TABLE t ADD n timestamptz DEFAULT now()"},
     {"ALTER TABLE t ADD n timestamptz DEFAULT CURRENT_TIMESTAMP"}},
    {"",
     "ALTER TABLE t ADD n serial",
     {"ALTER TABLE t ADD COLUMN n serial4"},
     {"ALTER TABLE t ADD n int GENERATED BY DEFAULT AS IDENTITY", "ALTER TABLE t ADD n int NOT NULL"}},
    {"",
     "ALTER TABLE t ADD n int UNIQUE",
     {"ALTER TABLE t ADD n int; ALTER TABLE t ADD CONSTRAINT t_n_key UNIQUE (n)"},
     {"ALTER TABLE t ADD n int"}},
    {"",
     "ALTER TABLE t ADD n int REFERENCES p",
     {"ALTER TABLE t ADD n int REFERENCES p (id)"},
     {"ALTER TABLE t ADD n int", "ALTER TABLE t ADD n int REFERENCES p ON DELETE SET NULL"}},
    {"",
     "ALTER TABLE t ADD n int GENERATED ALWAYS AS (a + 1) STORED",
     {"ALTER TABLE t ADD n int GENERATED ALWAYS AS ((a + 1)) STORED"},
     {"ALTER TABLE t ADD n int GENERATED ALWAYS AS (a + 2) STORED", "ALTER TABLE t ADD n int"}},
    // constraints
    {"",
     "ALTER TABLE t ADD CONSTRAINT k CHECK (a IN (1, 2))",
     {"ALTER TABLE t ADD CONSTRAINT k CHECK (((a) = ANY (ARRAY[1, 2])))"},
     {"ALTER TABLE t ADD CONSTRAINT k CHECK (a IN (1, 2, 3))",
      "ALTER TABLE t ADD CONSTRAINT k CHECK (a IN (1, 2)) NO INHERIT",
      "ALTER TABLE t ADD CONSTRAINT k UNIQUE (a)"}},
    {"",
     "ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0) NOT VALID",
     {"ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0) NOT VALID",
      "ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0)"},
     {"ALTER TABLE t ADD CONSTRAINT k CHECK (a > 1)"}},
    {"",
     "ALTER TABLE t ADD CHECK (a > 0)",
     {"ALTER TABLE t ADD CHECK ((a) > 0)", "ALTER TABLE t ADD CONSTRAINT t_a_check CHECK (a > 0)"},
     {}},
    {"",
     "ALTER TABLE t ADD CONSTRAINT k UNIQUE (a, b)",
     {"ALTER TABLE t ADD CONSTRAINT k UNIQUE (a, b)",
      "CREATE UNIQUE INDEX x ON t (a, b); ALTER TABLE t ADD CONSTRAINT k UNIQUE USING INDEX x"},
     {"ALTER TABLE t ADD CONSTRAINT k UNIQUE (b, a)", "ALTER TABLE t ADD CONSTRAINT k UNIQUE (a)",
      "ALTER TABLE t ADD CONSTRAINT k UNIQUE (a, b) DEFERRABLE",
      "ALTER TABLE t ADD CONSTRAINT k UNIQUE (a, b) INCLUDE (c)",
      "ALTER TABLE t ADD CONSTRAINT k UNIQUE NULLS NOT DISTINCT (a, b)",
      "ALTER TABLE t ADD CONSTRAINT k PRIMARY KEY (a, b)"}},
    {"",
     "ALTER TABLE t ADD PRIMARY KEY (a)",
     {"ALTER TABLE t ADD CONSTRAINT t_pkey PRIMARY KEY (a)"},
     {"ALTER TABLE t ADD PRIMARY KEY (b)", "ALTER TABLE t ADD PRIMARY KEY (a, b)"}},
    {"CREATE UNIQUE INDEX ux ON t (a)",
     "ALTER TABLE t ADD CONSTRAINT k UNIQUE USING INDEX ux",
     {"ALTER TABLE t ADD CONSTRAINT k UNIQUE USING INDEX ux"},
     {"ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0)"}},
    {"",
     "ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES p ON DELETE CASCADE",
     {"ALTER TABLE ONLY t ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES public.p (id) ON DELETE CASCADE"},
     {"ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES p",
      "ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES p ON DELETE CASCADE ON UPDATE SET NULL",
      "ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (\"Mixed\") REFERENCES p ON DELETE CASCADE",
      "ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES p ON DELETE CASCADE DEFERRABLE INITIALLY "
      "DEFERRED",
      "ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES p MATCH FULL ON DELETE CASCADE"}},
    {"",
     "ALTER TABLE t ADD CONSTRAINT k EXCLUDE USING gist (r WITH &&)",
     {"ALTER TABLE t ADD CONSTRAINT k EXCLUDE USING gist (r WITH OPERATOR(pg_catalog.&&))"},
     {"ALTER TABLE t ADD CONSTRAINT k EXCLUDE USING gist (r WITH =)",
      "ALTER TABLE t ADD CONSTRAINT k EXCLUDE USING gist (r WITH &&) WHERE (a > 0)"}},
    {"CREATE DOMAIN o AS int",
     "ALTER DOMAIN o ADD CONSTRAINT k CHECK (VALUE > 0)",
     {"ALTER DOMAIN o ADD CONSTRAINT k CHECK ((VALUE) > 0)"},
     {"ALTER DOMAIN o ADD CONSTRAINT k CHECK (VALUE > 1)"}},
    // indexes
    {"",
     "CREATE INDEX i ON t (lower(b), a DESC) WHERE a > 0",
     {"CREATE INDEX i ON public.t USING btree (lower((b)), a DESC NULLS FIRST) WHERE ((a) > (0))",
      "CREATE INDEX i ON t ((lower(b)), a DESC) WHERE (a > 0)"},
     {"CREATE INDEX i ON t (lower(b), a) WHERE a > 0", "CREATE INDEX i ON t (lower(b), a DESC)",
      "CREATE UNIQUE INDEX i ON t (lower(b), a DESC) WHERE a > 0",
      "CREATE INDEX i ON t (upper(b), a DESC) WHERE a > 0",
      "CREATE INDEX i ON t (lower(b), a DESC) WHERE a > 1",
      "CREATE INDEX i ON t (lower(b), a DESC NULLS LAST) WHERE a > 0",
      "CREATE INDEX i ON t (lower(b), a DESC) INCLUDE (c) WHERE a > 0",
      "CREATE INDEX i ON t (lower(b) COLLATE \"C\", a DESC) WHERE a > 0",
      "CREATE INDEX i ON t (a DESC, lower(b)) WHERE a > 0",
      "CREATE INDEX i ON t (lower(b), a DESC) WITH (fillfactor = 70) WHERE a > 0",
      "CREATE INDEX i ON t (lower(b) text_pattern_ops, a DESC) WHERE a > 0", "CREATE INDEX i ON p (id)",
      "CREATE TABLE i (a int)"}},
    {"",
     "CREATE INDEX i ON t USING gin (j jsonb_path_ops)",
     {"CREATE INDEX IF NOT EXISTS i ON t USING gin (j pg_catalog.jsonb_path_ops)"},
     {"CREATE INDEX i ON t USING gin (j)", "CREATE INDEX i ON t USING btree (j)",
      "CREATE INDEX i ON t USING gin (j jsonb_path_ops) WITH (fastupdate = off)"}},
    {"",
     "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON t (a) NULLS NOT DISTINCT",
     {"CREATE UNIQUE INDEX i ON t (a) NULLS NOT DISTINCT"},
     {"CREATE UNIQUE INDEX i ON t (a)", "CREATE INDEX i ON t (a)"}},
    {"", "CREATE INDEX ON t (a)", {"CREATE INDEX ON t (a)", "CREATE INDEX t_a_idx ON t (a)"}, {}},
    {"",
     "CREATE INDEX i ON t (\"Mixed\")",
     {"CREATE INDEX i ON t (\"Mixed\" ASC)"},
     {"CREATE INDEX i ON t (a)"}},
    // views
    {"",
     "CREATE VIEW v AS SELECT * FROM p",
     {"CREATE VIEW v AS SELECT id, \"Mixed\" FROM public.p", "CREATE VIEW v AS SELECT p.* FROM p"},
     {"CREATE VIEW v AS SELECT id FROM p", "CREATE VIEW v AS SELECT * FROM p WHERE id > 0",
      "CREATE VIEW v WITH (security_barrier) AS SELECT * FROM p", "CREATE TABLE v (id int)",
      "CREATE MATERIALIZED VIEW v AS SELECT * FROM p"}},
    {"",
     "CREATE VIEW v (x) AS SELECT id FROM p",
     {"CREATE VIEW v AS SELECT id AS x FROM p"},
     {"CREATE VIEW v AS SELECT id FROM p"}},
    {"",
     "CREATE MATERIALIZED VIEW v AS SELECT id FROM p",
     {"CREATE MATERIALIZED VIEW v AS SELECT id FROM public.p WITH NO DATA"},
     {"CREATE MATERIALIZED VIEW v AS SELECT id + 1 AS id FROM p", "CREATE VIEW v AS SELECT id FROM p",
      "CREATE MATERIALIZED VIEW v WITH (fillfactor = 70) AS SELECT id FROM p"}},
    // routines
    {"",
     "CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT a'",
     {"CREATE FUNCTION public.f(a int4) RETURNS integer IMMUTABLE LANGUAGE sql AS $$SELECT a$$"},
     {"CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT a'",
      "CREATE FUNCTION f(a int) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT a::bigint'",
      "CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT a + 1'",
      "CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql IMMUTABLE STRICT AS 'SELECT a'",
      "CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql IMMUTABLE SECURITY DEFINER AS 'SELECT a'",
      "CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT a'",
      "CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql IMMUTABLE COST 5 AS 'SELECT a'",
      "CREATE FUNCTION f(a int DEFAULT 1) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT a'",
      "CREATE FUNCTION f(x int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT x'",
      "CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql IMMUTABLE SET work_mem = '1MB' AS 'SELECT a'",
      "CREATE FUNCTION f(a int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN a; END'",
      "CREATE FUNCTION f(a int) RETURNS SETOF int LANGUAGE sql IMMUTABLE AS 'SELECT a'"}},
    {"",
     "CREATE PROCEDURE f(a int) LANGUAGE sql AS 'SELECT 1'",
     {"CREATE PROCEDURE f(IN a integer) LANGUAGE sql AS $x$SELECT 1$x$"},
     {"CREATE PROCEDURE f(a int) LANGUAGE sql AS 'SELECT 2'",
      "CREATE PROCEDURE f(a int) LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'"}},
    {"",
     "CREATE AGGREGATE g(int) (SFUNC = int4pl, STYPE = int)",
     {"CREATE AGGREGATE g(integer) (STYPE = int4, SFUNC = pg_catalog.int4pl)"},
     {"CREATE AGGREGATE g(int) (SFUNC = int4mul, STYPE = int)",
      "CREATE AGGREGATE g(int) (SFUNC = int4pl, STYPE = int, INITCOND = '1')"}},
    // what lives on a table
    {"",
     "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION trg()",
     {"CREATE TRIGGER g BEFORE INSERT ON public.t FOR EACH ROW EXECUTE PROCEDURE public.trg()"},
     {"CREATE TRIGGER g AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION trg()",
      "CREATE TRIGGER g BEFORE INSERT OR UPDATE ON t FOR EACH ROW EXECUTE FUNCTION trg()",
      "CREATE TRIGGER g BEFORE INSERT ON t EXECUTE FUNCTION trg()",
      "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION trg2()",
      "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW WHEN (new.a > 0) EXECUTE FUNCTION trg()",
      "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION trg('x')",
      "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION trg(); ALTER TABLE t DISABLE "
      "TRIGGER g"}},
    {"",
     "CREATE TRIGGER g INSTEAD OF INSERT ON plain FOR EACH ROW EXECUTE FUNCTION trg()",
     {"CREATE TRIGGER g INSTEAD OF INSERT ON public.plain FOR EACH ROW EXECUTE FUNCTION trg()"},
     {"CREATE TRIGGER g INSTEAD OF DELETE ON plain FOR EACH ROW EXECUTE FUNCTION trg()"}},
    {"",
     "CREATE RULE u AS ON INSERT TO t DO INSTEAD NOTHING",
     {"CREATE RULE u AS ON INSERT TO public.t DO INSTEAD NOTHING"},
     {"CREATE RULE u AS ON DELETE TO t DO INSTEAD NOTHING", "CREATE RULE u AS ON INSERT TO t DO ALSO NOTHING",
      "CREATE RULE u AS ON INSERT TO t WHERE new.a > 0 DO INSTEAD NOTHING"}},
    {"",
     "CREATE POLICY l ON t FOR SELECT USING (a > 0)",
     {"CREATE POLICY l ON public.t AS PERMISSIVE FOR SELECT TO public USING ((a) > 0)"},
     {"CREATE POLICY l ON t USING (a > 0)", "CREATE POLICY l ON t FOR SELECT USING (a > 1)",
      "CREATE POLICY l ON t AS RESTRICTIVE FOR SELECT USING (a > 0)",
      "CREATE POLICY l ON t FOR SELECT TO postgres USING (a > 0)"}},
    {"",
     "CREATE STATISTICS x (dependencies) ON a, b FROM t",
     {"CREATE STATISTICS IF NOT EXISTS public.x (dependencies) ON b, a FROM public.t"},
     {"CREATE STATISTICS x ON a, b FROM t", "CREATE STATISTICS x (dependencies) ON a, c FROM t",
      "CREATE STATISTICS x (ndistinct) ON a, b FROM t"}},
    {"",
     "CREATE PUBLICATION u FOR TABLE t",
     {"CREATE PUBLICATION u FOR TABLE public.t"},
     {"CREATE PUBLICATION u", "CREATE PUBLICATION u FOR TABLE p",
      "CREATE PUBLICATION u FOR TABLE t WITH (publish = 'insert')", "CREATE PUBLICATION u FOR ALL TABLES",
      "CREATE PUBLICATION u FOR TABLE t WHERE (a > 0)"}},
};

// What sets something: `equal` = over this it is so already, `different` = over this it is run.
const std::vector<Case> settings = {
    {"",
     "ALTER TABLE t ALTER a SET NOT NULL",
     {"ALTER TABLE t ALTER a SET NOT NULL"},
     {"", "ALTER TABLE t ALTER b SET NOT NULL"}},
    {"ALTER TABLE t ALTER a SET NOT NULL",
     "ALTER TABLE t ALTER a DROP NOT NULL",
     {"ALTER TABLE t ALTER a DROP NOT NULL"},
     {""}},
    {"",
     "ALTER TABLE t ALTER a SET DEFAULT 1 + 1",
     {"ALTER TABLE t ALTER a SET DEFAULT (1 + 1)"},
     {"", "ALTER TABLE t ALTER a SET DEFAULT 2"}},
    {"", "ALTER TABLE t ALTER a DROP DEFAULT", {""}, {"ALTER TABLE t ALTER a SET DEFAULT 2"}},
    {"",
     "ALTER TABLE t ALTER b TYPE varchar(20)",
     {"ALTER TABLE t ALTER b TYPE character varying(20)"},
     {"", "ALTER TABLE t ALTER b TYPE varchar(21)"}},
    {"", "ALTER TABLE t ALTER j TYPE json USING j::json", {"ALTER TABLE t ALTER j TYPE json"}, {""}},
    {"",
     "ALTER TABLE t ALTER c TYPE numeric(12, 2)",
     {"ALTER TABLE t ALTER c TYPE decimal(12, 2)"},
     {"", "ALTER TABLE t ALTER c TYPE numeric"}},
    {"", "ALTER TABLE t ALTER b SET STORAGE external", {"ALTER TABLE t ALTER b SET STORAGE EXTERNAL"}, {""}},
    {"",
     "ALTER TABLE t ALTER b SET STATISTICS 500",
     {"ALTER TABLE t ALTER b SET STATISTICS 500"},
     {"", "ALTER TABLE t ALTER b SET STATISTICS 400"}},
    {"", "ALTER TABLE t ALTER a SET (n_distinct = 5)", {"ALTER TABLE t ALTER a SET (n_distinct = 5)"}, {""}},
    {"", "ALTER TABLE t ALTER b SET COMPRESSION pglz", {"ALTER TABLE t ALTER b SET COMPRESSION pglz"}, {""}},
    {"ALTER TABLE t ALTER a SET NOT NULL",
     "ALTER TABLE t ALTER a ADD GENERATED ALWAYS AS IDENTITY",
     {},
     {""}},
    {"ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0) NOT VALID",
     "ALTER TABLE t VALIDATE CONSTRAINT k",
     {"ALTER TABLE t VALIDATE CONSTRAINT k"},
     {""}},
    {"",
     "ALTER TABLE t SET (fillfactor = 70)",
     {"ALTER TABLE t SET (fillfactor = 70)"},
     {"", "ALTER TABLE t SET (fillfactor = 71)"}},
    {"", "ALTER TABLE t RESET (fillfactor)", {""}, {"ALTER TABLE t SET (fillfactor = 71)"}},
    {"", "ALTER TABLE t SET UNLOGGED", {"ALTER TABLE t SET UNLOGGED"}, {""}},
    {"", "ALTER TABLE t SET LOGGED", {""}, {"ALTER TABLE t SET UNLOGGED"}},
    {"", "ALTER TABLE t ENABLE ROW LEVEL SECURITY", {"ALTER TABLE t ENABLE ROW LEVEL SECURITY"}, {""}},
    {"", "ALTER TABLE t FORCE ROW LEVEL SECURITY", {"ALTER TABLE t FORCE ROW LEVEL SECURITY"}, {""}},
    {"", "ALTER TABLE t REPLICA IDENTITY FULL", {"ALTER TABLE t REPLICA IDENTITY FULL"}, {""}},
    {"", "ALTER TABLE t OWNER TO pg_monitor", {"ALTER TABLE t OWNER TO pg_monitor"}, {""}},
    {"CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION trg()",
     "ALTER TABLE t DISABLE TRIGGER g",
     {"ALTER TABLE t DISABLE TRIGGER g"},
     {""}},
    {"CREATE INDEX i ON t (a)", "ALTER TABLE t CLUSTER ON i", {"ALTER TABLE t CLUSTER ON i"}, {""}},
    {"CREATE INDEX i ON t (a)",
     "ALTER INDEX i SET (fillfactor = 70)",
     {"ALTER INDEX i SET (fillfactor = 70)"},
     {""}},
    {"CREATE TABLE parts (a int) PARTITION BY LIST (a); CREATE TABLE part (a int)",
     "ALTER TABLE parts ATTACH PARTITION part FOR VALUES IN (1)",
     {"ALTER TABLE parts ATTACH PARTITION part FOR VALUES IN (1)"},
     {""}},
    {"CREATE TABLE parts (a int) PARTITION BY LIST (a); CREATE TABLE part PARTITION OF parts DEFAULT",
     "ALTER TABLE parts DETACH PARTITION part",
     {"ALTER TABLE parts DETACH PARTITION part"},
     {""}},
    {"",
     "COMMENT ON TABLE t IS 'x'",
     {"COMMENT ON TABLE public.t IS 'x'"},
     {"", "COMMENT ON TABLE t IS 'y'"}},
    {"",
     "COMMENT ON COLUMN t.a IS 'x'",
     {"COMMENT ON COLUMN t.a IS 'x'"},
     {"", "COMMENT ON COLUMN t.b IS 'x'"}},
    {"", "COMMENT ON FUNCTION trg() IS 'x'", {"COMMENT ON FUNCTION trg IS 'x'"}, {""}},
    {"", "COMMENT ON SCHEMA s IS 'x'", {"COMMENT ON SCHEMA s IS 'x'"}, {""}},
    {"",
     "GRANT SELECT ON t TO pg_monitor",
     {"GRANT SELECT ON TABLE public.t TO pg_monitor", "GRANT SELECT, INSERT ON t TO pg_monitor"},
     {"", "GRANT INSERT ON t TO pg_monitor"}},
    {"",
     "GRANT SELECT (a) ON t TO pg_monitor",
     {"GRANT SELECT (a) ON t TO pg_monitor"},
     {"", "GRANT SELECT (b) ON t TO pg_monitor"}},
    {"", "GRANT USAGE ON SCHEMA s TO pg_monitor", {"GRANT USAGE ON SCHEMA s TO pg_monitor"}, {""}},
    {"",
     "GRANT EXECUTE ON FUNCTION trg() TO pg_monitor",
     {"GRANT EXECUTE ON FUNCTION trg() TO pg_monitor"},
     {""}},
    {"", "REVOKE SELECT ON t FROM pg_monitor", {""}, {"GRANT SELECT ON t TO pg_monitor"}},
    {"", "ALTER FUNCTION trg() STABLE", {"ALTER FUNCTION trg() STABLE"}, {""}},
    {"", "ALTER FUNCTION trg() OWNER TO pg_monitor", {"ALTER FUNCTION trg() OWNER TO pg_monitor"}, {""}},
    {"CREATE SEQUENCE q", "ALTER SEQUENCE q INCREMENT BY 5", {"ALTER SEQUENCE q INCREMENT 5"}, {""}},
    {"CREATE SEQUENCE q", "ALTER SEQUENCE q OWNED BY t.a", {"ALTER SEQUENCE q OWNED BY public.t.a"}, {""}},
    {"CREATE SEQUENCE q", "ALTER SEQUENCE q RESTART", {}, {""}},
    {"CREATE TYPE e AS ENUM ('a')", "ALTER TYPE e ADD VALUE 'b'", {"ALTER TYPE e ADD VALUE 'b'"}, {""}},
    {"CREATE TYPE e AS ENUM ('a')",
     "ALTER TYPE e OWNER TO pg_monitor",
     {"ALTER TYPE e OWNER TO pg_monitor"},
     {""}},
    {"CREATE STATISTICS x ON a, b FROM t",
     "ALTER STATISTICS x SET STATISTICS 50",
     {"ALTER STATISTICS x SET STATISTICS 50"},
     {""}},
    {"CREATE POLICY l ON t USING (a > 0)",
     "ALTER POLICY l ON t USING (a > 1)",
     {"ALTER POLICY l ON t USING ((a > 1))"},
     {""}},
    {"CREATE PUBLICATION u", "ALTER PUBLICATION u ADD TABLE t", {"ALTER PUBLICATION u ADD TABLE t"}, {""}},
    {"CREATE VIEW v AS SELECT 1 AS a",
     "ALTER VIEW v SET (security_barrier = true)",
     {"ALTER VIEW v SET (security_barrier = true)"},
     {""}},
    // moves
    {"CREATE TABLE n (a int)", "ALTER TABLE n RENAME TO m", {"ALTER TABLE n RENAME TO m"}, {""}},
    {"", "ALTER TABLE t RENAME COLUMN a TO z", {"ALTER TABLE t RENAME a TO z"}, {""}},
    {"CREATE INDEX i ON t (a)", "ALTER INDEX i RENAME TO k", {"ALTER INDEX i RENAME TO k"}, {""}},
    {"ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0)",
     "ALTER TABLE t RENAME CONSTRAINT k TO l",
     {"ALTER TABLE t RENAME CONSTRAINT k TO l"},
     {""}},
    {"CREATE TYPE e AS ENUM ('a')", "ALTER TYPE e RENAME TO f", {"ALTER TYPE e RENAME TO f"}, {""}},
    {"CREATE TABLE n (a int)", "ALTER TABLE public.n SET SCHEMA s", {"ALTER TABLE n SET SCHEMA s"}, {""}},
    {"CREATE SCHEMA n", "ALTER SCHEMA n RENAME TO m", {"ALTER SCHEMA n RENAME TO m"}, {""}},
};

// What drops: `equal` = gone already, `different` = there, so it is run.
const std::vector<Case> drops = {
    {"", "DROP SCHEMA n", {""}, {"CREATE SCHEMA n"}},
    {"", "DROP EXTENSION file_fdw", {""}, {"CREATE EXTENSION file_fdw"}},
    {"", "DROP TYPE e", {""}, {"CREATE TYPE e AS ENUM ()"}},
    {"", "DROP DOMAIN o", {""}, {"CREATE DOMAIN o AS int"}},
    {"", "DROP SEQUENCE q", {""}, {"CREATE SEQUENCE q"}},
    {"", "DROP TABLE n", {"", "CREATE TABLE s.n (a int)"}, {"CREATE TABLE n (a int)"}},
    {"", "DROP TABLE IF EXISTS n CASCADE", {""}, {"CREATE TABLE n (a int)"}},
    {"", "DROP VIEW v", {""}, {"CREATE VIEW v AS SELECT 1"}},
    {"", "DROP MATERIALIZED VIEW v", {""}, {"CREATE MATERIALIZED VIEW v AS SELECT 1"}},
    {"", "DROP INDEX i", {""}, {"CREATE INDEX i ON t (a)"}},
    {"", "ALTER TABLE t DROP COLUMN n", {""}, {"ALTER TABLE t ADD n int"}},
    {"", "ALTER TABLE t DROP CONSTRAINT k", {""}, {"ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0)"}},
    {"CREATE DOMAIN o AS int",
     "ALTER DOMAIN o DROP CONSTRAINT k",
     {""},
     {"ALTER DOMAIN o ADD CONSTRAINT k CHECK (VALUE > 0)"}},
    {"",
     "DROP FUNCTION f(int)",
     {"", "CREATE FUNCTION f(text) RETURNS int LANGUAGE sql AS 'SELECT 1'"},
     {"CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 1'"}},
    {"", "DROP PROCEDURE f(int)", {""}, {"CREATE PROCEDURE f(int) LANGUAGE sql AS 'SELECT 1'"}},
    {"", "DROP AGGREGATE g(int)", {""}, {"CREATE AGGREGATE g(int) (SFUNC = int4pl, STYPE = int)"}},
    {"",
     "DROP TRIGGER g ON t",
     {""},
     {"CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION trg()"}},
    {"", "DROP RULE u ON t", {""}, {"CREATE RULE u AS ON INSERT TO t DO INSTEAD NOTHING"}},
    {"", "DROP POLICY l ON t", {""}, {"CREATE POLICY l ON t"}},
    {"", "DROP STATISTICS x", {""}, {"CREATE STATISTICS x ON a, b FROM t"}},
    {"", "DROP PUBLICATION u", {""}, {"CREATE PUBLICATION u"}},
};

/// The fate of `wanted` over what `there` makes; all of it is rolled back.
std::string fate(pg::Connection& connection, const Case& one, const std::string& there, std::string& why) {
    const pg::Transaction transaction(connection);
    for (const auto& sql : {std::string(base), std::string(one.setup), there})
        for (const auto& statement : statement::split(sql, {}))
            connection.run(statement.sql);
    const auto statements = statement::split(one.wanted, {});
    const auto decision = migrate::decide(connection, statements.front(), std::span(statements).subspan(1));
    why = decision.reason;
    for (const auto& difference : decision.differences)
        why += fmt::format("\n  {}: {} -> {}", difference.attribute, difference.existing, difference.wanted);
    return std::string(migrate::to_string(decision.action));
}

void check(pg::Connection& connection, const Case& one, const std::string& there, const std::string& expected,
           std::size_t& count) {
    if (!test::is_known(connection, one.wanted) || !test::is_known(connection, there))
        return;
    std::string why;
    const auto got = fate(connection, one, there, why);
    INFO("wanted: " << one.wanted << "\nthere:  " << there << "\nwhy:    " << why);
    CHECK(got == expected);
    ++count;
}

} // namespace

TEST_CASE("every kind of object is found absent, equal or different") {
    const test::Database database;
    auto connection = database.connect();
    std::size_t count = 0;
    for (const auto& one : creations) {
        check(connection, one, "", "run", count);
        const bool concurrent = std::string_view(one.wanted).find("CONCURRENTLY") != std::string_view::npos;
        check(connection, one, concurrent ? one.equal.front() : one.wanted, "skip", count);
        for (const auto& there : one.equal)
            check(connection, one, there, "skip", count);
        for (const auto& there : one.different)
            check(connection, one, there, "conflict", count);
    }
    CHECK(count >= 250);
}

TEST_CASE("what sets something is skipped where it is so already") {
    const test::Database database;
    auto connection = database.connect();
    std::size_t count = 0;
    for (const auto& one : settings) {
        for (const auto& there : one.equal)
            check(connection, one, there, "skip", count);
        for (const auto& there : one.different)
            check(connection, one, there, "run", count);
    }
    CHECK(count >= 100);
}

TEST_CASE("what drops is skipped where it is gone already") {
    const test::Database database;
    auto connection = database.connect();
    std::size_t count = 0;
    for (const auto& one : drops) {
        for (const auto& there : one.equal)
            check(connection, one, there, "skip", count);
        for (const auto& there : one.different)
            check(connection, one, there, "run", count);
    }
    CHECK(count >= 40);
}

TEST_CASE("a constraint that is there NOT VALID is validated") {
    const test::Database database;
    auto connection = database.connect();
    const auto sql = [&](const std::string& wanted, const std::string& there) {
        const pg::Transaction transaction(connection);
        for (const auto& text : {std::string(base), there})
            for (const auto& statement : statement::split(text, {}))
                connection.run(statement.sql);
        const auto statements = statement::split(wanted, {});
        const auto decision = migrate::decide(connection, statements.front(), {});
        CHECK(migrate::to_string(decision.action) == "run");
        return decision.sql.empty() ? std::string() : decision.sql.front();
    };
    CHECK(sql("ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0)",
              "ALTER TABLE t ADD CONSTRAINT k CHECK ((a) > 0) NOT VALID") ==
          "ALTER TABLE t VALIDATE CONSTRAINT k");
    CHECK(sql("ALTER TABLE public.t ADD CONSTRAINT \"K\" FOREIGN KEY (a) REFERENCES p",
              "ALTER TABLE t ADD CONSTRAINT \"K\" FOREIGN KEY (a) REFERENCES p NOT VALID") ==
          "ALTER TABLE t VALIDATE CONSTRAINT \"K\"");
    CHECK(sql("ALTER TABLE t ADD CHECK (a > 0)",
              "ALTER TABLE t ADD CHECK (a < 9); "
              "ALTER TABLE t ADD CHECK (a > 0) NOT VALID") == "ALTER TABLE t VALIDATE CONSTRAINT t_a_check1");
}

TEST_CASE("the check that a stopped run has left behind goes with SET NOT NULL") {
    const test::Database database;
    auto connection = database.connect();
    const pg::Transaction transaction(connection);
    connection.run("CREATE TABLE t (a int)");
    connection.run("ALTER TABLE t ADD CONSTRAINT t_a_not_null_pgmend CHECK (a IS NOT NULL)");
    const auto statements = statement::split("ALTER TABLE t ALTER a SET NOT NULL", {});
    const auto decision = migrate::decide(connection, statements.front(), {});
    CHECK(decision.sql ==
          Texts{"ALTER TABLE t ALTER a SET NOT NULL", "ALTER TABLE t DROP CONSTRAINT t_a_not_null_pgmend"});
    const auto safe = statement::split("ALTER TABLE t ALTER a SET NOT NULL; "
                                       "ALTER TABLE t DROP CONSTRAINT t_a_not_null_pgmend",
                                       {});
    CHECK(migrate::decide(connection, safe.front(), std::span(safe).subspan(1)).sql.empty());
}

TEST_CASE("the checks that a stopped run has left behind go with the primary key") {
    const test::Database database;
    auto connection = database.connect();
    const pg::Transaction transaction(connection);
    connection.run("CREATE TABLE t (a int, b int)");
    connection.run("ALTER TABLE t ADD CONSTRAINT t_b_not_null_pgmend CHECK (b IS NOT NULL) NOT VALID");
    const auto key = [&](const std::string& sql) {
        return migrate::decide(connection, statement::split(sql, {}).front(), {}).sql;
    };
    CHECK(key("ALTER TABLE t ADD PRIMARY KEY (a, b)") ==
          Texts{"ALTER TABLE t ADD PRIMARY KEY (a, b)", "ALTER TABLE t DROP CONSTRAINT t_b_not_null_pgmend"});
    CHECK(key("ALTER TABLE t ADD UNIQUE (a, b)").empty());
    connection.run("CREATE UNIQUE INDEX k ON t (a, b)");
    CHECK(key("ALTER TABLE t ADD CONSTRAINT k PRIMARY KEY (a, b)") ==
          Texts{"ALTER TABLE t ADD CONSTRAINT k PRIMARY KEY USING INDEX k",
                "ALTER TABLE t DROP CONSTRAINT t_b_not_null_pgmend"});
}

TEST_CASE("a key is made of the index that a stopped run has built for it") {
    const test::Database database;
    auto connection = database.connect();
    const auto sql = [&](const std::string& wanted, const std::string& there) {
        const pg::Transaction transaction(connection);
        connection.run("CREATE TABLE t (a int NOT NULL, b int)");
        connection.run(there);
        const auto statements = statement::split(wanted, {});
        return migrate::decide(connection, statements.front(), {}).sql;
    };
    CHECK(sql("ALTER TABLE t ADD CONSTRAINT k UNIQUE (a, b)", "CREATE UNIQUE INDEX k ON t (a, b)") ==
          Texts{"ALTER TABLE t ADD CONSTRAINT k UNIQUE USING INDEX k"});
    CHECK(sql("ALTER TABLE t ADD PRIMARY KEY (a)", "CREATE UNIQUE INDEX t_pkey ON t (a)") ==
          Texts{"ALTER TABLE t ADD CONSTRAINT t_pkey PRIMARY KEY USING INDEX t_pkey"});
    CHECK(sql("ALTER TABLE t ADD CONSTRAINT k UNIQUE (a), ADD COLUMN c int",
              "CREATE UNIQUE INDEX k ON t (a)") ==
          Texts{"ALTER TABLE t ADD CONSTRAINT k UNIQUE USING INDEX k", "ALTER TABLE t ADD COLUMN c int"});
    CHECK(sql("ALTER TABLE t ADD CONSTRAINT k UNIQUE (a)", "CREATE UNIQUE INDEX k ON t (b)").empty());
    CHECK(sql("ALTER TABLE t ADD CONSTRAINT k UNIQUE (a)", "CREATE INDEX k ON t (a)").empty());
    CHECK(sql("ALTER TABLE t ADD CONSTRAINT k UNIQUE (a)", "SELECT 1").empty());
}

TEST_CASE("a constraint or index without a name is found under whatever name the server gave it") {
    const test::Database database;
    auto connection = database.connect();
    std::size_t count = 0;
    const auto expect = [&](const char* wanted, const std::string& there, const char* fate) {
        check(connection, {"", wanted, {}, {}}, there, fate, count);
    };
    const std::string other = "ALTER TABLE t ADD CHECK (a < 9);";
    expect("ALTER TABLE t ADD CHECK (a > 0)", other, "run");
    expect("ALTER TABLE t ADD CHECK (a > 0)", other + "ALTER TABLE t ADD CHECK (a > 0)", "skip");
    expect("ALTER TABLE t ADD CHECK (a > 0)", "ALTER TABLE t ADD CONSTRAINT x CHECK (a > 0)", "run");
    expect("ALTER TABLE t ADD UNIQUE (a)", "CREATE INDEX t_a_key ON t (b)", "run");
    expect("ALTER TABLE t ADD UNIQUE (a)", "CREATE INDEX t_a_key ON t (b); ALTER TABLE t ADD UNIQUE (a)",
           "skip");
    expect("ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES p",
           "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES p ON DELETE CASCADE", "run");
    expect("CREATE INDEX ON t (a)", "CREATE INDEX t_a_idx ON t (a DESC)", "run");
    expect("CREATE INDEX ON t (a)", "CREATE INDEX t_a_idx ON t (a DESC); CREATE INDEX ON t (a)", "skip");
}

TEST_CASE("later statements of the section are taken into account") {
    const test::Database database;
    auto connection = database.connect();
    std::size_t count = 0;
    const auto skip = [&](const char* all, const std::string& there) {
        check(connection, {"", all, {}, {}}, there, "skip", count);
    };
    skip("CREATE TABLE n (a int); ALTER TABLE n ADD COLUMN b text; ALTER TABLE n ALTER b SET NOT NULL",
         "CREATE TABLE n (a int, b text NOT NULL)");
    skip("ALTER TABLE t ADD COLUMN n int; ALTER TABLE t ALTER n SET DEFAULT 5",
         "ALTER TABLE t ADD n int DEFAULT 5");
    skip("DROP INDEX i; CREATE INDEX i ON t (b)", "CREATE INDEX i ON t (b)");
    skip("DROP VIEW v; CREATE VIEW v AS SELECT a FROM t", "CREATE VIEW v AS SELECT t.a FROM t");
    check(connection, {"", "DROP INDEX i; CREATE INDEX i ON t (b)", {}, {}}, "CREATE INDEX i ON t (a)", "run",
          count);
}
