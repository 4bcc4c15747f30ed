-- Text search templates, one row each. $1: names of schemas, null = all.
select 'text_search_template' as kind, n.nspname as schema, t.tmplname as name,
       'pg_catalog.pg_ts_template'::regclass::oid as class_oid, t.oid as object_oid,
       nullif(t.tmplinit, 0)::regproc::text as init, t.tmpllexize::text as lexize
from pg_catalog.pg_ts_template t
join pg_catalog.pg_namespace n on n.oid = t.tmplnamespace
where case when $1::text[] is null then n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
           else n.nspname = any ($1::name[]) end;
