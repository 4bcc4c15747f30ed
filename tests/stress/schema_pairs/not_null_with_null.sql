-- a
CREATE TABLE t (id int, kind text);
-- rows
INSERT INTO t VALUES (1, NULL), (2, 'a');
-- b
CREATE TABLE t (id bigint NOT NULL, kind text NOT NULL);
