-- Conversions between encodings, one row each. $1: names of schemas, null = all.
select 'conversion' as kind, n.nspname as schema, c.conname as name,
       'pg_catalog.pg_conversion'::regclass::oid as class_oid, c.oid as object_oid,
       pg_get_userbyid(c.conowner) as owner,
       pg_encoding_to_char(c.conforencoding) as source, pg_encoding_to_char(c.contoencoding) as target,
       c.conproc::text as function,
       case when c.condefault then 'yes' end as "default"
from pg_catalog.pg_conversion c
join pg_catalog.pg_namespace n on n.oid = c.connamespace
where case when $1::text[] is null then n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
           else n.nspname = any ($1::name[]) end;
