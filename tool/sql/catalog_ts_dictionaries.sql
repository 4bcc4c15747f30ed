-- Text search dictionaries, one row each. $1: names of schemas, null = all.
select 'text_search_dictionary' as kind, n.nspname as schema, d.dictname as name,
       'pg_catalog.pg_ts_dict'::regclass::oid as class_oid, d.oid as object_oid,
       pg_get_userbyid(d.dictowner) as owner,
       quote_ident(tn.nspname) || '.' || quote_ident(t.tmplname) as template,
       d.dictinitoption as options
from pg_catalog.pg_ts_dict d
join pg_catalog.pg_namespace n on n.oid = d.dictnamespace
join pg_catalog.pg_ts_template t on t.oid = d.dicttemplate
join pg_catalog.pg_namespace tn on tn.oid = t.tmplnamespace
where case when $1::text[] is null then n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
           else n.nspname = any ($1::name[]) end;
