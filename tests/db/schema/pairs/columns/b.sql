CREATE FUNCTION base() RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT 2::bigint';
CREATE TABLE c (
    widened bigint NOT NULL DEFAULT 2, narrowed numeric(8, 2), word varchar(40), flag boolean DEFAULT false,
    serial_one integer NOT NULL GENERATED ALWAYS AS IDENTITY, plain_one bigint NOT NULL,
    computed bigint GENERATED ALWAYS AS (plain_one * 3) STORED,
    was_computed integer, by_function bigint DEFAULT base(),
    sorted text, stored text
    COMPRESSION pglz -- @if >= 14
    , far text, nullable integer, day timestamp);
ALTER TABLE c ALTER word SET STATISTICS 10;
CREATE VIEW over_c AS SELECT widened, word FROM c WHERE flag;
CREATE VIEW over_over AS SELECT * FROM over_c;
GRANT SELECT ON over_over TO PUBLIC;
COMMENT ON VIEW over_over IS 'twice';
CREATE INDEX on_word ON c (lower(word));
COMMENT ON COLUMN c.day IS 'when';
ALTER TABLE c ALTER far SET STORAGE EXTERNAL;
CREATE INDEX plus_one ON c ((widened + 1));
ALTER INDEX plus_one ALTER COLUMN 1 SET STATISTICS 33;
CREATE STATISTICS far_wide (ndistinct) ON far, widened FROM c;
ALTER STATISTICS far_wide SET STATISTICS 44;
