-- Composite types that stand alone, one row each; their attributes come with the columns.
-- $1: names of schemas, null = all.
select 'composite_type' as kind, n.nspname as schema, t.typname as name,
       'pg_catalog.pg_type'::regclass::oid as class_oid, t.oid as object_oid,
       c.oid as alias_pg_class, nullif(t.typarray, 0) as alias_pg_type,
       pg_get_userbyid(t.typowner) as owner
from pg_catalog.pg_class c
join pg_catalog.pg_type t on t.oid = c.reltype
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relkind = 'c'
  and case when $1::text[] is null then n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
           else n.nspname = any ($1::name[]) end;
