-- a
CREATE TABLE other (a int);
-- b
CREATE TABLE other (a int);
CREATE TABLE base (id int PRIMARY KEY, n text NOT NULL); CREATE TABLE leaf (CONSTRAINT leaf_pk PRIMARY KEY (id)) INHERITS (base);
