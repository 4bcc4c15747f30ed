CREATE TABLE t (id integer DEFAULT 1, more text);
CREATE FUNCTION changed(a integer) RETURNS integer LANGUAGE plpgsql STABLE STRICT SECURITY DEFINER COST 7 PARALLEL SAFE
    SET search_path = pg_catalog, "$user" SET work_mem = '1MB' AS $$BEGIN RETURN a; /* $function$ */ END$$;
CREATE FUNCTION renamed(x integer, y integer) RETURNS integer LANGUAGE sql AS 'SELECT x';
CREATE FUNCTION turned() RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT 1::bigint';
CREATE TABLE uses (v integer DEFAULT turned(), CHECK (v > turned()));
CREATE FUNCTION standard(a integer) RETURNS integer BEGIN ATOMIC SELECT id + a FROM t; END; -- @if >= 14
CREATE PROCEDURE work(INOUT n integer) LANGUAGE plpgsql AS 'BEGIN n := 1; END';
CREATE AGGREGATE total(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '1', COMBINEFUNC = int4pl, PARALLEL = SAFE);
CREATE AGGREGATE everything(*) (SFUNC = int8inc, STYPE = bigint, INITCOND = '0');
CREATE FUNCTION rows() RETURNS SETOF t LANGUAGE sql ROWS 7 AS 'SELECT * FROM t';
COMMENT ON FUNCTION changed(integer) IS 'it changed';
REVOKE ALL ON FUNCTION changed(integer) FROM PUBLIC;
