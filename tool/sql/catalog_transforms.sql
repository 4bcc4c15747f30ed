-- Transforms, one row each.
select 'transform' as kind, format_type(t.trftype, null) || ' LANGUAGE ' || quote_ident(l.lanname) as name,
       'pg_catalog.pg_transform'::regclass::oid as class_oid, t.oid as object_oid,
       nullif(t.trffromsql, 0)::regprocedure::text as from_sql,
       nullif(t.trftosql, 0)::regprocedure::text as to_sql
from pg_catalog.pg_transform t
join pg_catalog.pg_language l on l.oid = t.trflang;
