-- Text search parsers, one row each. $1: names of schemas, null = all.
select 'text_search_parser' as kind, n.nspname as schema, p.prsname as name,
       'pg_catalog.pg_ts_parser'::regclass::oid as class_oid, p.oid as object_oid,
       p.prsstart::text as start, p.prstoken::text as gettoken, p.prsend::text as "end",
       nullif(p.prsheadline, 0)::regproc::text as headline, p.prslextype::text as lextypes
from pg_catalog.pg_ts_parser p
join pg_catalog.pg_namespace n on n.oid = p.prsnamespace
where case when $1::text[] is null then n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
           else n.nspname = any ($1::name[]) end;
