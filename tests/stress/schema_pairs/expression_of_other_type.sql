-- a
CREATE TABLE t (a bigint DEFAULT coalesce(NULL::bigint, 0), CHECK (coalesce(a, 0) >= 0));
CREATE INDEX ti ON t ((coalesce(a, 0)));
-- rows
INSERT INTO t VALUES (3);
-- b
CREATE TABLE t (a int DEFAULT coalesce(NULL::int, 0), CHECK (coalesce(a, 0) >= 0));
CREATE INDEX ti ON t ((coalesce(a, 0)));
