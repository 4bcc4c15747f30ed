-- a
CREATE TABLE other (a int);
-- b
CREATE TABLE other (a int);
CREATE TABLE crate (n int); CREATE FUNCTION fits(crate) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1.n > 0'; ALTER TABLE crate ADD CONSTRAINT crate_fits CHECK (fits(crate));
