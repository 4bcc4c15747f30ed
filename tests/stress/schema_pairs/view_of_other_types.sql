-- a
CREATE TABLE t (a numeric, b numeric, c numeric GENERATED ALWAYS AS (a / b) STORED);
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON t USING (a / 2 > 1);
CREATE VIEW ratio AS SELECT a / b AS r FROM t;
-- rows
INSERT INTO t VALUES (3, 2);
-- b
CREATE TABLE t (a int, b int, c numeric GENERATED ALWAYS AS (a::numeric / b) STORED);
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON t USING (a::numeric / 2 > 1);
CREATE VIEW ratio AS SELECT a::numeric / b AS r FROM t;
