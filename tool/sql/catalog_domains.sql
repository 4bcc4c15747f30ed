-- Domains, one row each. $1: names of schemas, null = all.
select 'domain' as kind, n.nspname as schema, t.typname as name,
       'pg_catalog.pg_type'::regclass::oid as class_oid, t.oid as object_oid,
       nullif(t.typarray, 0) as alias_pg_type,
       pg_get_userbyid(t.typowner) as owner,
       format_type(t.typbasetype, t.typtypmod) as type,
       case when t.typnotnull then 'yes' end as not_null,
       coalesce(pg_get_expr(t.typdefaultbin, 0), t.typdefault) as "default",
       case when t.typcollation <> b.typcollation
            then quote_ident(cn.nspname) || '.' || quote_ident(co.collname) end as collation
from pg_catalog.pg_type t
join pg_catalog.pg_namespace n on n.oid = t.typnamespace
join pg_catalog.pg_type b on b.oid = t.typbasetype
left join pg_catalog.pg_collation co on t.typcollation <> b.typcollation and co.oid = t.typcollation
left join pg_catalog.pg_namespace cn on cn.oid = co.collnamespace
where t.typtype = 'd'
  and case when $1::text[] is null then n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
           else n.nspname = any ($1::name[]) end;
