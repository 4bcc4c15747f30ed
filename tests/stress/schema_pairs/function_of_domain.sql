-- a
CREATE FUNCTION dflt(t text) RETURNS text LANGUAGE sql IMMUTABLE AS 'select t';
CREATE DOMAIN label AS text DEFAULT dflt('x'); CREATE TABLE parts (l label);
-- rows
INSERT INTO parts DEFAULT VALUES;
-- b
CREATE FUNCTION dflt(t text, low int DEFAULT 1) RETURNS text LANGUAGE sql IMMUTABLE AS 'select t';
CREATE DOMAIN label AS text DEFAULT dflt('x'); CREATE TABLE parts (l label);
