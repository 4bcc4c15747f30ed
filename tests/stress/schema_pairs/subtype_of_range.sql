-- a
CREATE TYPE span AS RANGE (SUBTYPE = int); CREATE TABLE t (s span);
-- rows
INSERT INTO t VALUES ('[1,2]');
-- b
CREATE TYPE span AS RANGE (SUBTYPE = bigint); CREATE TABLE t (s span);
