-- Access methods that are not part of the server, one row each.
select 'access_method' as kind, a.amname as name,
       'pg_catalog.pg_am'::regclass::oid as class_oid, a.oid as object_oid,
       case a.amtype when 'i' then 'index' else 'table' end as type, a.amhandler::text as handler
from pg_catalog.pg_am a
where a.oid >= 16384;
