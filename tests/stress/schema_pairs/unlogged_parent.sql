-- a
CREATE UNLOGGED TABLE load (a int, k int) PARTITION BY LIST (k); CREATE TABLE x (a int);
-- b
CREATE TABLE load (a int, k int) PARTITION BY LIST (k); CREATE TABLE x (a bigint);
