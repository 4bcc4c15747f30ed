-- Comments, one row each; the one that every database's schema public is made with is left out.
select classoid as class_oid, objoid as object_oid, objsubid as sub_id, description as text
from pg_catalog.pg_description
where (objoid >= 16384 or classoid in ('pg_catalog.pg_namespace'::regclass, 'pg_catalog.pg_extension'::regclass))
  and not (classoid = 'pg_catalog.pg_namespace'::regclass and description = 'standard public schema');
