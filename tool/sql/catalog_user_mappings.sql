-- User mappings, one row each; `unreadable` names the attributes whose values this role is not shown.
select 'user_mapping' as kind, case when m.umuser = 0 then 'public' else m.usename end as name,
       m.srvname as parent,
       'pg_catalog.pg_user_mapping'::regclass::oid as class_oid, m.umid as object_oid,
       m.umoptions as "fdw_option.*",
       case when m.umoptions is null
             and not (m.umuser <> 0 and m.usename = current_user
                      and (pg_has_role(s.srvowner, 'USAGE') or has_server_privilege(s.oid, 'USAGE')))
             and not (m.umuser = 0 and pg_has_role(s.srvowner, 'USAGE'))
             and not (select rolsuper from pg_catalog.pg_roles where rolname = current_user)
            then 'fdw_option.*' end as unreadable
from pg_catalog.pg_user_mappings m
join pg_catalog.pg_foreign_server s on s.oid = m.srvid;
