-- Enum types, one row each, labels in their order. $1: names of schemas, null = all.
select 'enum' as kind, n.nspname as schema, t.typname as name,
       'pg_catalog.pg_type'::regclass::oid as class_oid, t.oid as object_oid,
       nullif(t.typarray, 0) as alias_pg_type,
       pg_get_userbyid(t.typowner) as owner,
       (select array_agg(e.enumlabel::text order by e.enumsortorder)
        from pg_catalog.pg_enum e where e.enumtypid = t.oid) as "labels[]"
from pg_catalog.pg_type t
join pg_catalog.pg_namespace n on n.oid = t.typnamespace
where t.typtype = 'e'
  and case when $1::text[] is null then n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
           else n.nspname = any ($1::name[]) end;
