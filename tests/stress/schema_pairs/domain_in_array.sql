-- a
CREATE DOMAIN pos AS int CONSTRAINT pos_ok CHECK (VALUE > 0); CREATE TABLE t (a pos[]);
-- rows
INSERT INTO t VALUES ('{3}');
-- b
CREATE DOMAIN pos AS int CONSTRAINT pos_ok CHECK (VALUE > 1); CREATE TABLE t (a pos[]);
-- not possible
cannot be changed in place
