-- a
CREATE TABLE log (id bigint NOT NULL, day date NOT NULL);
-- rows
INSERT INTO log VALUES (1, '2024-01-01');
-- b
CREATE TABLE log (id bigint NOT NULL, day date NOT NULL) PARTITION BY RANGE (day);
CREATE TABLE log_d PARTITION OF log DEFAULT;
