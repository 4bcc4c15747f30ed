CREATE TYPE state AS ENUM ('new', 'known');
CREATE TABLE customer (id integer PRIMARY KEY, name varchar(40) NOT NULL, state state DEFAULT 'new');
CREATE VIEW names AS SELECT id, name FROM customer;
CREATE UNIQUE INDEX customer_name ON customer (lower(name));
CREATE TABLE orders (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, customer integer NOT NULL REFERENCES customer);
