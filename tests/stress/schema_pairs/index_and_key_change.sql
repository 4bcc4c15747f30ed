-- a
CREATE TABLE visit (id int, day date, CONSTRAINT visit_key UNIQUE (id)); CREATE INDEX visit_day ON visit (day);
ALTER TABLE visit CLUSTER ON visit_day;
-- rows
INSERT INTO visit VALUES (1, '2024-01-01'), (2, '2024-01-01');
-- b
CREATE TABLE visit (id int, day date, CONSTRAINT visit_key UNIQUE (id, day)); CREATE INDEX visit_day ON visit (day, id);
ALTER TABLE visit CLUSTER ON visit_day;
