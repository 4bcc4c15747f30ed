-- What depends on what among the objects that are not part of the server, one row a pair, some more than once.
-- Left out is what follows from the identities: a thing inside a table, the row type and the rule of a relation. Between
-- columns of one table stands what a generated one needs, up to 14.
select classid as class_oid, objid as object_oid, objsubid as sub_id,
       refclassid as on_class_oid, refobjid as on_object_oid, refobjsubid as on_sub_id
from pg_catalog.pg_depend
where objid >= 16384 and refobjid >= 16384 and deptype in ('n', 'a', 'i')
  and refclassid <> 'pg_catalog.pg_namespace'::regclass
  and not (classid = 'pg_catalog.pg_trigger'::regclass and refclassid = 'pg_catalog.pg_constraint'::regclass)
  and not (classid = 'pg_catalog.pg_attrdef'::regclass and deptype = 'a')
  and not (classid = 'pg_catalog.pg_constraint'::regclass and deptype = 'a')
  and not (classid = 'pg_catalog.pg_rewrite'::regclass and deptype = 'i')
  and not (classid = 'pg_catalog.pg_type'::regclass and deptype = 'i')
  and not (classid = refclassid and objid = refobjid and (objsubid = 0 or refobjsubid = 0));
