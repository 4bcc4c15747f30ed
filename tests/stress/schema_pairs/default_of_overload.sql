-- a
CREATE FUNCTION fee(n int) RETURNS int LANGUAGE sql AS 'SELECT n'; CREATE TABLE bill (f int DEFAULT fee(1));
-- rows
INSERT INTO bill DEFAULT VALUES;
-- b
CREATE FUNCTION fee(n bigint) RETURNS int LANGUAGE sql AS 'SELECT n::int'; CREATE TABLE bill (f int DEFAULT fee(1));
