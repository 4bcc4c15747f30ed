-- Settings of this database and of roles (ALTER DATABASE … SET, ALTER ROLE … SET), one row a pair of them.
select 'setting' as kind,
       case when s.setdatabase = 0 then 'all databases' else 'database' end as parent,
       case when s.setrole = 0 then 'all roles' else pg_get_userbyid(s.setrole)::text end as name,
       s.setconfig as "config.*", 0 as class_oid, 0 as object_oid
from pg_catalog.pg_db_role_setting s
where s.setdatabase in (0, (select oid from pg_catalog.pg_database where datname = current_database()));
