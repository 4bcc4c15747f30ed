-- a
CREATE TABLE old_load (a int, k int, PRIMARY KEY (a, k)) PARTITION BY LIST (k); CREATE TABLE load_1 PARTITION OF old_load FOR VALUES IN (1);
-- rows
INSERT INTO old_load VALUES (1, 1), (2, 1);
-- b
CREATE TABLE new_load (a int, k int, PRIMARY KEY (a, k)) PARTITION BY LIST (k); CREATE TABLE load_1 PARTITION OF new_load FOR VALUES IN (1);
