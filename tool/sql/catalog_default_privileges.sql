-- Default privileges, one row a role, schema and type of object; what they grant comes with the privileges.
select 'default_privileges' as kind, n.nspname as schema, pg_get_userbyid(d.defaclrole) as name,
       'on ' || case d.defaclobjtype when 'r' then 'tables' when 'S' then 'sequences' when 'f' then 'functions'
                     when 'T' then 'types' when 'n' then 'schemas' when 'L' then 'large objects'
                     else d.defaclobjtype::text end as signature,
       'pg_catalog.pg_default_acl'::regclass::oid as class_oid, d.oid as object_oid
from pg_catalog.pg_default_acl d
left join pg_catalog.pg_namespace n on n.oid = d.defaclnamespace;
