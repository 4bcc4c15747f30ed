-- a
CREATE TABLE visit (id int NOT NULL, day date NOT NULL, n int NOT NULL); CREATE UNIQUE INDEX visit_u ON visit (id, day);
CREATE INDEX visit_e ON visit ((id + n)); ALTER INDEX visit_e ALTER COLUMN 1 SET STATISTICS 300; COMMENT ON INDEX visit_u IS 'told';
ALTER TABLE visit REPLICA IDENTITY USING INDEX visit_u;
-- rows
INSERT INTO visit VALUES (1, '2024-01-01', 1);
-- b
CREATE TABLE visit (id bigint NOT NULL, day date NOT NULL, n int NOT NULL); CREATE UNIQUE INDEX visit_u ON visit (id, n);
CREATE INDEX visit_e ON visit ((id + n)); ALTER INDEX visit_e ALTER COLUMN 1 SET STATISTICS 300; COMMENT ON INDEX visit_u IS 'told';
ALTER TABLE visit REPLICA IDENTITY USING INDEX visit_u;
