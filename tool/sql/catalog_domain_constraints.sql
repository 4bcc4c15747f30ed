-- CHECK constraints of domains, one row each. $1: names of schemas, null = all.
select 'domain_constraint' as kind, n.nspname as schema, t.typname as parent, k.conname as name,
       'pg_catalog.pg_constraint'::regclass::oid as class_oid, k.oid as object_oid,
       regexp_replace(pg_get_constraintdef(k.oid), ' NOT VALID$', '') as definition,
       case when not k.convalidated then 'no' end as validated
from pg_catalog.pg_constraint k
join pg_catalog.pg_type t on t.oid = k.contypid
join pg_catalog.pg_namespace n on n.oid = t.typnamespace
where k.contype = 'c'
  and case when $1::text[] is null then n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
           else n.nspname = any ($1::name[]) end;
