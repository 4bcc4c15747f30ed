-- Functions, procedures, triggers, rules, policies, views over views, materialized views with indexes.
CREATE SCHEMA app;
CREATE TABLE app.item (id serial PRIMARY KEY, name text, price numeric(10, 2), tags text[], doc jsonb DEFAULT '{}');
CREATE TABLE app.history (at timestamptz DEFAULT now(), item int, what text);
CREATE FUNCTION app.one(a int, b text DEFAULT 'x;y', VARIADIC c int[] DEFAULT '{}') RETURNS int LANGUAGE sql STABLE STRICT
    PARALLEL SAFE COST 5 AS $$ SELECT $1; $$;
CREATE FUNCTION app.rows_of(INOUT a int, OUT b text) RETURNS SETOF record LANGUAGE plpgsql SECURITY DEFINER ROWS 7
    SET search_path = app, pg_temp SET work_mem = '8MB' AS $body$ BEGIN RETURN QUERY SELECT id, name FROM item; END $body$;
CREATE FUNCTION app.table_of(x int) RETURNS TABLE (id int, label text) LANGUAGE sql
    BEGIN ATOMIC SELECT i.id, CASE WHEN i.id > x THEN 'more' ELSE 'less' END FROM app.item i; END;
CREATE FUNCTION app.plus_one(x int) RETURNS int LANGUAGE sql IMMUTABLE RETURN x + 1;
CREATE PROCEDURE app.work(IN a int, INOUT b int DEFAULT NULL) LANGUAGE plpgsql AS 'BEGIN b := a; COMMIT; END';
CREATE FUNCTION app.note() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO app.history (item, what) VALUES (COALESCE(new.id, old.id), TG_OP);
    RETURN COALESCE(new, old);
END $$;
CREATE FUNCTION app.note_many() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM count(*) FROM fresh; RETURN NULL; END';
CREATE TRIGGER note AFTER INSERT OR UPDATE OF name OR DELETE ON app.item FOR EACH ROW EXECUTE FUNCTION app.note();
CREATE TRIGGER many AFTER INSERT ON app.item REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT
    EXECUTE FUNCTION app.note_many();
CREATE CONSTRAINT TRIGGER late AFTER UPDATE ON app.item DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (old.price IS DISTINCT FROM new.price) EXECUTE FUNCTION app.note();
ALTER TABLE app.item ENABLE ALWAYS TRIGGER note, DISABLE TRIGGER many;
CREATE VIEW app.cheap AS SELECT id, name, price FROM app.item WHERE price < 10 WITH CASCADED CHECK OPTION;
CREATE VIEW app.cheaper WITH (security_barrier, security_invoker) AS SELECT * FROM app.cheap WHERE price < 5;
CREATE VIEW app.cheapest (number, label) AS SELECT c.id, app.one(c.id) FROM app.cheaper c JOIN app.item USING (id);
ALTER VIEW app.cheap ALTER price SET DEFAULT 1;
CREATE VIEW app.numbers AS
    WITH RECURSIVE numbers (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM numbers WHERE n < 5) SELECT n FROM numbers;
CREATE MATERIALIZED VIEW app.sums AS SELECT tag, count(*) AS n, sum(price) FROM app.item, unnest(tags) tag GROUP BY tag;
CREATE UNIQUE INDEX sums_tag ON app.sums (tag);
CREATE MATERIALIZED VIEW app.sums_of_sums AS SELECT max(n) AS most FROM app.sums WITH NO DATA;
CREATE VIEW app.grouped AS SELECT id, name FROM app.item GROUP BY id;
CREATE RULE keep AS ON DELETE TO app.history DO INSTEAD NOTHING;
CREATE RULE also AS ON INSERT TO app.cheap WHERE new.price > 3 DO ALSO (INSERT INTO app.history (what) VALUES ('a');
    INSERT INTO app.history (what) VALUES ('b;'));
CREATE TRIGGER instead INSTEAD OF UPDATE ON app.cheapest FOR EACH ROW EXECUTE FUNCTION app.note();
ALTER TABLE app.item ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON app.item AS RESTRICTIVE FOR UPDATE TO app_reader, app_writer USING (id > 0) WITH CHECK (name <> '');
CREATE POLICY everyone ON app.item FOR SELECT USING (true);
CREATE INDEX item_doc ON app.item USING gin (doc jsonb_path_ops);
CREATE INDEX item_lower ON app.item (lower(name) text_pattern_ops, app.plus_one(id));
CREATE STATISTICS app.related (dependencies, mcv) ON name, price FROM app.item;
CREATE STATISTICS app.expression ON (lower(name)), (id % 10) FROM app.item;
ALTER STATISTICS app.related SET STATISTICS 200;
INSERT INTO app.item (name, price, tags) VALUES ('a', 1, '{x,y}'), ('b', 20, '{y}');
REFRESH MATERIALIZED VIEW app.sums;
