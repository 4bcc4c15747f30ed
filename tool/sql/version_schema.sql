-- The schema in which the search path finds the version table; one row, null when there is no such table.
-- $1 its name, quoted.
SELECT (parse_ident((pg_identify_object('pg_class'::regclass, to_regclass($1), 0)).schema))[1] AS schema
