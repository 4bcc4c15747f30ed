-- Extensions, one row each.
select 'extension' as kind, e.extname as name,
       'pg_catalog.pg_extension'::regclass::oid as class_oid, e.oid as object_oid,
       quote_ident(n.nspname) as schema_name, e.extversion as version,
       case when not e.extrelocatable and n.nspname <> 'pg_catalog' then 'no' end as relocatable,
       pg_get_userbyid(e.extowner) as owner
from pg_catalog.pg_extension e
join pg_catalog.pg_namespace n on n.oid = e.extnamespace;
