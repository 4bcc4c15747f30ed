-- Schemas, one row each. $1: names of schemas, null = all.
select 'schema' as kind, n.nspname as name,
       'pg_catalog.pg_namespace'::regclass::oid as class_oid, n.oid as object_oid,
       pg_get_userbyid(n.nspowner) as owner
from pg_catalog.pg_namespace n
where case when $1::text[] is null then n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
           else n.nspname = any ($1::name[]) end;
