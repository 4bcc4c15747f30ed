-- What extensions own, one row an object, with the extension's name; the reader leaves these objects out.
select d.classid as class_oid, d.objid as object_oid, e.oid as extension_oid
from pg_catalog.pg_depend d
join pg_catalog.pg_extension e on e.oid = d.refobjid
where d.refclassid = 'pg_catalog.pg_extension'::regclass and d.deptype = 'e';
