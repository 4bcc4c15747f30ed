-- Range types, one row each, with their multirange. $1: names of schemas, null = all.
select 'range_type' as kind, n.nspname as schema, t.typname as name,
       'pg_catalog.pg_type'::regclass::oid as class_oid, t.oid as object_oid,
       nullif(r.rngmultitypid, 0) as alias_pg_type, -- @if >= 14
       pg_get_userbyid(t.typowner) as owner,
       format_type(r.rngsubtype, null) as subtype,
       case when not oc.opcdefault then quote_ident(on_.nspname) || '.' || quote_ident(oc.opcname) end
            as subtype_opclass,
       case when r.rngcollation <> st.typcollation
            then quote_ident(cn.nspname) || '.' || quote_ident(co.collname) end as collation,
       nullif(r.rngcanonical, 0)::regproc::text as canonical,
       -- The name that the server makes up says nothing, and PostgreSQL 13 has no multiranges.
       nullif(format_type(r.rngmultitypid, null), -- @if >= 14
              quote_ident(n.nspname) || '.' -- @if >= 14
              || quote_ident(case when strpos(t.typname, 'range') > 0 -- @if >= 14
                                  then left(regexp_replace(t.typname, 'range', 'multirange'), 63) -- @if >= 14
                                  else left(t.typname, 52) || '_multirange' end)) as multirange, -- @if >= 14
       nullif(r.rngsubdiff, 0)::regproc::text as subtype_diff
from pg_catalog.pg_range r
join pg_catalog.pg_type t on t.oid = r.rngtypid
join pg_catalog.pg_namespace n on n.oid = t.typnamespace
join pg_catalog.pg_type st on st.oid = r.rngsubtype
join pg_catalog.pg_opclass oc on oc.oid = r.rngsubopc
join pg_catalog.pg_namespace on_ on on_.oid = oc.opcnamespace
left join pg_catalog.pg_collation co on co.oid = r.rngcollation
left join pg_catalog.pg_namespace cn on cn.oid = co.collnamespace
where case when $1::text[] is null then n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
           else n.nspname = any ($1::name[]) end;
