CREATE SEQUENCE numbers;
CREATE FUNCTION base() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE TABLE c (
    widened smallint NOT NULL DEFAULT 1, narrowed numeric(10, 4), word text, flag integer DEFAULT 0,
    serial_one serial, plain_one integer NOT NULL, computed integer GENERATED ALWAYS AS (plain_one * 2) STORED,
    was_computed integer GENERATED ALWAYS AS (plain_one + 1) STORED, by_function integer DEFAULT base(),
    sorted text COLLATE "C", stored text, far varchar(10), nullable integer NOT NULL, day date);
ALTER TABLE c ALTER stored SET STORAGE EXTERNAL, ALTER word SET STATISTICS 100, ALTER day SET (n_distinct = 5);
CREATE VIEW over_c AS SELECT widened, word FROM c WHERE flag > 0;
CREATE VIEW over_over AS SELECT * FROM over_c;
GRANT SELECT ON over_over TO PUBLIC;
COMMENT ON VIEW over_over IS 'twice';
CREATE INDEX on_word ON c (lower(word));
ALTER TABLE c ALTER far SET STORAGE EXTERNAL;
CREATE INDEX plus_one ON c ((widened + 1));
ALTER INDEX plus_one ALTER COLUMN 1 SET STATISTICS 33;
CREATE STATISTICS far_wide (ndistinct) ON far, widened FROM c;
ALTER STATISTICS far_wide SET STATISTICS 44;
