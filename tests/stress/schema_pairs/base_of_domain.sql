-- a
CREATE DOMAIN size AS int; CREATE DOMAIN big AS size CHECK (VALUE > 1); CREATE TABLE t (s size, b big);
-- rows
INSERT INTO t VALUES (1, 2);
-- b
CREATE DOMAIN size AS bigint; CREATE DOMAIN big AS size CHECK (VALUE > 1); CREATE TABLE t (s size, b big);
