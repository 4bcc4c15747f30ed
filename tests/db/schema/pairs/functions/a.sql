CREATE TABLE t (id integer DEFAULT 1);
CREATE FUNCTION changed(a integer) RETURNS integer LANGUAGE sql AS 'SELECT a';
CREATE FUNCTION renamed(a integer, b integer DEFAULT 2) RETURNS integer LANGUAGE sql AS 'SELECT a';
CREATE FUNCTION gone(text) RETURNS text LANGUAGE sql AS 'SELECT $1';
CREATE FUNCTION turned() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE TABLE uses (v integer DEFAULT turned(), CHECK (v > turned()));
CREATE PROCEDURE work() LANGUAGE plpgsql AS 'BEGIN NULL; END';
CREATE AGGREGATE total(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0');
CREATE FUNCTION rows() RETURNS SETOF t LANGUAGE sql AS 'SELECT * FROM t';
