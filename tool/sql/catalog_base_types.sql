-- Base types and shell types, one row each; arrays and row types are not among them.
-- $1: names of schemas, null = all.
select 'base_type' as kind, n.nspname as schema, t.typname as name,
       'pg_catalog.pg_type'::regclass::oid as class_oid, t.oid as object_oid,
       nullif(t.typarray, 0) as alias_pg_type,
       pg_get_userbyid(t.typowner) as owner,
       case when not t.typisdefined then 'yes' end as shell,
       case when t.typisdefined then t.typlen end as length,
       case when t.typisdefined then t.typinput::text end as input,
       case when t.typisdefined then t.typoutput::text end as output,
       nullif(t.typreceive, 0)::regproc::text as receive,
       nullif(t.typsend, 0)::regproc::text as send,
       nullif(t.typmodin, 0)::regproc::text as typmod_in,
       nullif(t.typmodout, 0)::regproc::text as typmod_out,
       nullif(t.typanalyze, 0)::regproc::text as "analyze",
       nullif(t.typsubscript, 0)::regproc::text as subscript, -- @if >= 14
       case when t.typbyval and t.typisdefined then 'yes' end as passed_by_value,
       case when t.typisdefined then t.typalign end as alignment,
       case when t.typisdefined then t.typstorage end as storage,
       case when t.typisdefined then nullif(t.typcategory, 'U') end as category,
       case when t.typispreferred then 'yes' end as preferred,
       nullif(t.typdelim, ',') as delimiter,
       case when t.typelem <> 0 then format_type(t.typelem, null) end as element,
       case when t.typcollation <> 0 then 'yes' end as collatable,
       coalesce(pg_get_expr(t.typdefaultbin, 0), t.typdefault) as "default"
from pg_catalog.pg_type t
join pg_catalog.pg_namespace n on n.oid = t.typnamespace
where (t.typtype = 'b' and not exists (select from pg_catalog.pg_type e where e.typarray = t.oid)
       or t.typtype = 'p')
  and case when $1::text[] is null then n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
           else n.nspname = any ($1::name[]) end;
