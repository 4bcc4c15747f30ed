CREATE TABLE customer (id integer PRIMARY KEY, name varchar(10), fax text);
CREATE VIEW names AS SELECT id, name FROM customer;
CREATE TABLE old (id integer);
