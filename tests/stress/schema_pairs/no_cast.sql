-- a
CREATE TABLE t (at bigint);
-- rows
INSERT INTO t VALUES (1);
-- b
CREATE TABLE t (at timestamp);
-- not possible
cannot be cast
