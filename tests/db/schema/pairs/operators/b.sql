CREATE FUNCTION near(integer, integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT abs($1 - $2) < 3';
CREATE OPERATOR === (FUNCTION = near, LEFTARG = integer, RIGHTARG = integer, COMMUTATOR = ===);
CREATE OPERATOR FAMILY fam USING btree;
CREATE OPERATOR CLASS backwards FOR TYPE integer USING btree FAMILY fam AS OPERATOR 1 >, OPERATOR 2 >=, OPERATOR 3 =,
    OPERATOR 4 <=, OPERATOR 5 <, FUNCTION 1 btint4cmp(integer, integer);
CREATE TYPE pair AS (a integer, b integer);
CREATE FUNCTION to_pair(integer) RETURNS pair LANGUAGE sql AS 'SELECT ROW($1, $1)::pair';
CREATE CAST (integer AS pair) WITH FUNCTION to_pair(integer) AS ASSIGNMENT;
CREATE CONVERSION latin FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
CREATE COLLATION german (provider = icu, locale = 'de-DE', deterministic = false);
CREATE TEXT SEARCH DICTIONARY words (TEMPLATE = pg_catalog.simple, accept = 'false');
CREATE TEXT SEARCH CONFIGURATION search (PARSER = pg_catalog."default");
ALTER TEXT SEARCH CONFIGURATION search ADD MAPPING FOR asciiword WITH english_stem;
ALTER TEXT SEARCH CONFIGURATION search ADD MAPPING FOR numword WITH words;
