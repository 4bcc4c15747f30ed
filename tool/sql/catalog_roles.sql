-- Roles that are not part of the server, one row each; passwords are not read.
select 'role' as kind, r.rolname as name,
       'pg_catalog.pg_authid'::regclass::oid as class_oid, r.oid as object_oid,
       case when r.rolsuper then 'yes' end as superuser,
       case when not r.rolinherit then 'no' end as inherit,
       case when r.rolcreaterole then 'yes' end as create_role,
       case when r.rolcreatedb then 'yes' end as create_db,
       case when r.rolcanlogin then 'yes' end as login,
       case when r.rolreplication then 'yes' end as replication,
       case when r.rolbypassrls then 'yes' end as bypass_rls,
       nullif(r.rolconnlimit, -1) as connection_limit,
       nullif(r.rolvaliduntil, 'infinity') as valid_until
from pg_catalog.pg_roles r
where r.rolname !~ '^pg_';
