-- Domains, enums, composite and range types, a base type, aggregates, operators and their classes, casts, collations,
-- conversions, text search.
CREATE TYPE mood AS ENUM ('sad', 'ok', 'it''s fine');
ALTER TYPE mood ADD VALUE 'better' BEFORE 'ok';
CREATE TYPE pair AS (a int, b varchar(7) COLLATE "C");
CREATE DOMAIN positive AS int DEFAULT 1 NOT NULL CONSTRAINT above CHECK (VALUE > 0) CHECK (VALUE < 1000);
ALTER DOMAIN positive ADD CONSTRAINT untried CHECK (VALUE <> 13) NOT VALID;
CREATE DOMAIN pairs AS pair[];
CREATE FUNCTION span_difference(float8, float8) RETURNS float8 LANGUAGE sql IMMUTABLE STRICT AS 'SELECT $1 - $2';
CREATE TYPE span AS RANGE (subtype = float8, subtype_diff = span_difference, multirange_type_name = spans);
CREATE TYPE shell;
CREATE TYPE word;
CREATE FUNCTION word_in(cstring) RETURNS word LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION word_out(word) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE TYPE word (INPUT = word_in, OUTPUT = word_out, LIKE = text, CATEGORY = 'S');
CREATE CAST (word AS text) WITHOUT FUNCTION AS IMPLICIT;
CREATE CAST (pair AS text) WITH INOUT AS ASSIGNMENT;
CREATE FUNCTION mood_number(mood) RETURNS int LANGUAGE sql IMMUTABLE AS $$SELECT length($1::text)$$;
CREATE CAST (mood AS int) WITH FUNCTION mood_number(mood);
CREATE FUNCTION same(int, int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 % 10 = $2 % 10';
CREATE OPERATOR === (LEFTARG = int, RIGHTARG = int, FUNCTION = same, COMMUTATOR = ===, RESTRICT = eqsel, JOIN = eqjoinsel,
    HASHES);
CREATE FUNCTION later(int, int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 - $2';
CREATE OPERATOR FAMILY turned USING btree;
CREATE OPERATOR CLASS backwards FOR TYPE int USING btree FAMILY turned AS
    OPERATOR 1 >, OPERATOR 2 >=, OPERATOR 3 =, OPERATOR 4 <=, OPERATOR 5 <, FUNCTION 1 later(int, int);
CREATE AGGREGATE product(numeric) (SFUNC = numeric_mul, STYPE = numeric, INITCOND = '1', COMBINEFUNC = numeric_mul,
    PARALLEL = safe);
CREATE AGGREGATE third(VARIADIC "any" ORDER BY VARIADIC "any") (SFUNC = ordered_set_transition_multi, STYPE = internal,
    FINALFUNC = rank_final, FINALFUNC_EXTRA, HYPOTHETICAL);
CREATE COLLATION plain (PROVIDER = libc, LOCALE = 'C');
CREATE CONVERSION mine FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
CREATE TEXT SEARCH DICTIONARY simple_ours (TEMPLATE = simple, ACCEPT = false);
CREATE TEXT SEARCH CONFIGURATION ours (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION ours ALTER MAPPING FOR word, asciiword WITH simple_ours, simple;
CREATE TEXT SEARCH PARSER their (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype);
CREATE TEXT SEARCH TEMPLATE their (LEXIZE = dsimple_lexize, INIT = dsimple_init);
CREATE ACCESS METHOD heap2 TYPE TABLE HANDLER heap_tableam_handler;
CREATE TABLE used (m mood DEFAULT 'ok', p pair, d positive, e pairs, s span DEFAULT '[1,2)', ss spans, w word,
    k int, many mood[] DEFAULT '{ok,sad}', fixed numeric(10, 2)[], i interval day to second(3), t timestamp(0));
-- An operator class that an index uses cannot be compared: it would have to be dropped for that.
CREATE TABLE other_method (a int) USING heap2;
CREATE TABLE typed OF pair (a WITH OPTIONS PRIMARY KEY);
COMMENT ON TYPE mood IS 'how';
COMMENT ON DOMAIN positive IS 'more than nothing';
COMMENT ON CONSTRAINT above ON DOMAIN positive IS 'why';
COMMENT ON COLUMN pair.a IS 'an attribute';
COMMENT ON OPERATOR === (int, int) IS 'alike';
COMMENT ON AGGREGATE product(numeric) IS 'times';
COMMENT ON CAST (mood AS int) IS 'length';
INSERT INTO used (k, p) VALUES (1, (1, 'a')), (2, NULL);
