-- Schemas of publications, one row each; PostgreSQL 15 and later.
select 'publication_schema' as kind, p.pubname as parent, n.nspname as name,
       'pg_catalog.pg_publication_namespace'::regclass::oid as class_oid, r.oid as object_oid
from pg_catalog.pg_publication_namespace r
join pg_catalog.pg_publication p on p.oid = r.pnpubid
join pg_catalog.pg_namespace n on n.oid = r.pnnspid;
