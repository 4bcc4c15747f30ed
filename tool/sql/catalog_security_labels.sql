-- Security labels, one row each.
select classoid as class_oid, objoid as object_oid, objsubid as sub_id, provider, label as text
from pg_catalog.pg_seclabel;
