-- a
CREATE FUNCTION calc(x int) RETURNS int LANGUAGE sql IMMUTABLE AS 'select x+1';
CREATE TABLE tt (a int);
CREATE VIEW res AS SELECT calc(a) AS r FROM tt;
CREATE MATERIALIZED VIEW mres AS SELECT r, calc(r) AS n FROM res;
CREATE INDEX ti ON tt (calc(a));
-- rows
INSERT INTO tt VALUES (1), (2);
-- b
CREATE FUNCTION calc(x int) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'select x+1::bigint';
CREATE TABLE tt (a int);
CREATE VIEW res AS SELECT calc(a) AS r FROM tt;
CREATE MATERIALIZED VIEW mres AS SELECT r, calc(r::int) AS n FROM res;
CREATE INDEX ti ON tt (calc(a));
