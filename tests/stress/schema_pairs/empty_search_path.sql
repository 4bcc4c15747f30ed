-- a
CREATE TABLE t (a int);
-- b
CREATE TABLE t (a int);
CREATE FUNCTION safe(i int) RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = '' AS 'select i';
CREATE FUNCTION mixed(i int) RETURNS int LANGUAGE sql SET search_path = '', "Odd ""one", public, "$user" AS 'select i';
