CREATE FOREIGN DATA WRAPPER w OPTIONS (b '2');
CREATE SERVER s TYPE 'x' VERSION '2' FOREIGN DATA WRAPPER w OPTIONS (host 'h2', dbname 'd');
CREATE USER MAPPING FOR PUBLIC SERVER s OPTIONS ("user" 'v');
CREATE FOREIGN TABLE f (id bigint NOT NULL, name text) SERVER s OPTIONS (table_name 't2', schema_name 's');
CREATE TABLE t (id integer PRIMARY KEY, v varchar(5));
CREATE TABLE u (id integer PRIMARY KEY, v text);
CREATE SCHEMA extra;
CREATE PUBLICATION pub FOR TABLE t
    (id) WHERE (id > 5) -- @if >= 15
    WITH (publish = 'insert');
CREATE PUBLICATION whole FOR TABLES IN SCHEMA extra; -- @if >= 15
CREATE PUBLICATION everything FOR ALL TABLES;
CREATE SUBSCRIPTION sub CONNECTION 'host=nowhere dbname=x' PUBLICATION p WITH (connect = false, slot_name = NONE);
