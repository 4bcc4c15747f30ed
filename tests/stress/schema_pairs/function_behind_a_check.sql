-- a
CREATE TABLE bill (n int);
-- rows
INSERT INTO bill VALUES (1);
-- b
CREATE VIEW rate AS SELECT 5 AS r;
CREATE FUNCTION z_rates() RETURNS SETOF rate LANGUAGE sql STABLE AS 'SELECT * FROM rate';
CREATE FUNCTION gross(n int) RETURNS int LANGUAGE sql STABLE AS 'SELECT n * r FROM z_rates()';
CREATE TABLE bill (n int, CONSTRAINT paid CHECK (gross(n) > 0));
