-- a
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy'); CREATE DOMAIN feeling AS mood; CREATE TYPE both_of AS (m mood, n int);
CREATE TABLE t (f feeling, b both_of, m mood, g mood GENERATED ALWAYS AS (m) STORED);
-- rows
INSERT INTO t VALUES ('sad', '(sad,1)', 'happy');
-- b
CREATE TYPE mood AS ENUM ('sad', 'happy'); CREATE DOMAIN feeling AS mood; CREATE TYPE both_of AS (m mood, n int);
CREATE TABLE t (f feeling, b both_of, m mood, g mood GENERATED ALWAYS AS (m) STORED);
