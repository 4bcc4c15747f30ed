-- Foreign servers, one row each.
select 'server' as kind, s.srvname as name,
       'pg_catalog.pg_foreign_server'::regclass::oid as class_oid, s.oid as object_oid,
       pg_get_userbyid(s.srvowner) as owner,
       w.fdwname as wrapper, s.srvtype as type, s.srvversion as version,
       s.srvoptions as "fdw_option.*"
from pg_catalog.pg_foreign_server s
join pg_catalog.pg_foreign_data_wrapper w on w.oid = s.srvfdw;
