-- Foreign data wrappers, one row each.
select 'foreign_data_wrapper' as kind, f.fdwname as name,
       'pg_catalog.pg_foreign_data_wrapper'::regclass::oid as class_oid, f.oid as object_oid,
       pg_get_userbyid(f.fdwowner) as owner,
       nullif(f.fdwhandler, 0)::regproc::text as handler,
       nullif(f.fdwvalidator, 0)::regproc::text as validator,
       f.fdwoptions as "fdw_option.*"
from pg_catalog.pg_foreign_data_wrapper f;
