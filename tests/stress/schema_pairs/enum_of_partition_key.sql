-- a
CREATE TYPE k AS ENUM ('a', 'b'); CREATE TABLE t (k k) PARTITION BY LIST (k); CREATE TABLE t_a PARTITION OF t FOR VALUES IN ('a');
-- rows
INSERT INTO t VALUES ('a');
-- b
CREATE TYPE k AS ENUM ('b', 'a'); CREATE TABLE t (k k) PARTITION BY LIST (k); CREATE TABLE t_a PARTITION OF t FOR VALUES IN ('a');
-- not possible
cannot be removed or reordered in place
