-- a
CREATE TABLE load (a int, k int, PRIMARY KEY (a, k)) PARTITION BY LIST (k); CREATE TABLE load_1 PARTITION OF load FOR VALUES IN (1);
-- rows
INSERT INTO load VALUES (1, 1), (2, 1);
-- b
CREATE TABLE load_1 (a int, k int, PRIMARY KEY (a, k));
