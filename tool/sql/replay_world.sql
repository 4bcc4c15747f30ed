-- What of a database shapes what migrations make in it; one row. The role that runs the migrations is the owner of the
-- version table, and where there is none the connection's own.
-- $1 the version table's name, quoted (and qualified when its schema was given).
select m.rolname as owner, m.rolsuper as is_superuser,
       pg_catalog.concat_ws(' ', case when m.rolcreatedb then 'CREATEDB' end, case when m.rolcreaterole then 'CREATEROLE' end,
                 case when m.rolreplication then 'REPLICATION' end, case when m.rolbypassrls then 'BYPASSRLS' end) as attributes,
       d.datname as database, pg_catalog.pg_has_role(m.oid, d.datdba, 'MEMBER') as owns_database,
       pg_catalog.has_database_privilege(m.oid, d.oid, 'CREATE') as creates_in_database,
       pg_catalog.current_setting('search_path') as search_path, pg_catalog.current_schema() as home,
       pg_catalog.current_schemas(false) as schemas,
       array(select e.extname::text from pg_catalog.pg_extension e
             where e.extname <> 'plpgsql' or e.extowner <> m.oid order by 1) as extensions,
       array(select e.extnamespace::pg_catalog.regnamespace::text from pg_catalog.pg_extension e
             where e.extname <> 'plpgsql' or e.extowner <> m.oid order by e.extname::text) as extension_schemas,
       array(select pg_catalog.pg_get_userbyid(e.extowner)::text from pg_catalog.pg_extension e
             where e.extname <> 'plpgsql' or e.extowner <> m.oid order by e.extname::text) as extension_owners
from pg_catalog.pg_roles m, pg_catalog.pg_database d
where d.datname = pg_catalog.current_database()
  and m.oid = coalesce((select c.relowner from pg_catalog.pg_class c where c.oid = pg_catalog.to_regclass($1)),
                       (select r.oid from pg_catalog.pg_roles r where r.rolname = current_user));
