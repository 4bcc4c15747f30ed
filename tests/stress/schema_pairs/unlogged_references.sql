-- a
CREATE UNLOGGED TABLE owner (id int PRIMARY KEY); CREATE UNLOGGED TABLE car (owner int REFERENCES owner);
-- rows
INSERT INTO owner VALUES (1); INSERT INTO car VALUES (1);
-- b
CREATE TABLE owner (id int PRIMARY KEY); CREATE TABLE car (owner int REFERENCES owner);
